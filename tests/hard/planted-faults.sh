#!/bin/sh
# SPDX-License-Identifier: MIT
# limit: 14400 s
# Do the tests bite? Each row of tests/hard/faults is a mistake that somebody could make. It is planted in
# a copy of the tree, alone, and the tests have to fail there. A row that changes nothing any more, or that the
# compiler refuses, is a failure too: write it anew for the code as it is now.
#
#     tests/hard/planted-faults.sh             # all of them
#     tests/hard/planted-faults.sh PATTERN     # those whose row matches the regular expression
set -eu

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
trap 'exit 1' INT TERM
tree=$work/tree log=$work/log
mkdir "$tree"
git ls-files -z | xargs -0 cp --parents -t "$tree"
build() {
	make -C "$tree" -j"$(nproc)" CC="${CC:-gcc}" WERROR= all >"$log" 2>&1
}
build || { cat "$log"; echo "the tree does not build as it is"; exit 1; }

planted=0 caught=0 bad=
while IFS='	' read -r file edit what; do
	case $file in '' | '#'*) continue ;; esac
	printf '%s	%s	%s\n' "$file" "$edit" "$what" | grep -q -e "${1:-.}" || continue
	planted=$((planted + 1))
	cp "$tree/$file" "$work/whole"
	sed -i -e "$edit" "$tree/$file"
	if cmp -s "$tree/$file" "$work/whole"; then
		result="changes nothing: $edit"
	elif ! build; then
		result="does not compile: $(grep -m 1 error "$log")"
	elif make -C "$tree" CC="${CC:-gcc}" WERROR= unit >"$log" 2>&1 &&
		make -C "$tree" CC="${CC:-gcc}" WERROR= test >"$log" 2>&1; then
		result="NOT CAUGHT"
	else
		result=$(sed -n 's/^build.*: failed: */caught by /p' "$log" | tail -n 1)
	fi
	case $result in
	'caught by '*) caught=$((caught + 1)) ;;
	*) bad="$bad
$file: $what: $result" ;;
	esac
	echo "$file: $what: $result"
	cp "$work/whole" "$tree/$file"
done <tests/hard/faults

[ "$planted" -gt 0 ] || { echo "no row matches"; exit 1; }
[ -z "$bad" ] || { echo "$bad"; echo "$caught of $planted faults were caught"; exit 1; }
echo "all $planted faults were caught"
