#!/bin/sh
# SPDX-License-Identifier: MIT
# Whatever the guide's pages for administrators say is to be typed is typed by a test under a real systemd, and
# no more than that.
. tests/e2e/lib.sh

cd content/_posts
for page in hosting-under-systemd recipes-for-administrators; do
	awk -v page=$page '
		/^```/ { if (!code && $0 == "```sh") print page " " heading; code = !code; next }
		!code && /^## / { heading = substr($0, 4) }' ./*-$page.md
done | sort -u >"$work/written"
cd ../..
sed -n "s/^page=//p; s/^.*recipe \$page '*\([^']*\)'*\$/ \1/p" tests/e2e/system-hosting.sh tests/e2e/system-recipes.sh |
	awk '/^ / { print page $0; next } { page = $0 }' | sort -u >"$work/typed"
[ -s "$work/written" ] || fail "the guide has no commands"
diff "$work/written" "$work/typed" || fail "what is typed (>) is not what is written (<)"
echo "$(wc -l <"$work/written") recipes are under test"
