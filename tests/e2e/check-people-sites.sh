#!/bin/sh
# SPDX-License-Identifier: MIT
# `people` with several sites: what is done for one never closes the zones of another, and who was let in for all is
# removed from all.
. tests/e2e/lib.sh

mkdir "$work/a" "$work/b" "$work/state"
cat >"$work/splashdown.yaml" <<END
sites:
  - folder: $work/a
    hosts: [a.example]
    zones: [{path: /letters/, title: Letters}]
  - folder: $work/b
    hosts: [b.example]
    zones: [{path: /x/, title: X}, {path: /y/, title: Y, readers: [carl]}]
END
list=$work/state/people.yaml
print() { # DIGIT
	printf '%064d' 0 | tr 0 "$1"
}
begin() { # the list as somebody wrote it
	cat >"$list" <<END
people: {anna: ["$(print a)"], carl: ["$(print c)"]}
sites:
  - host: a.example
    people: {bob: ["$(print b)"]}
    zones: [{path: /letters/, readers: [anna, bob]}]
  - host: b.example
    people: {bob: ["$(print d)"]}
    zones: [{path: /x/, readers: [anna, bob]}]
END
}
people() {
	"$SPLASHDOWN" people "$@" --config "$work/splashdown.yaml" --state "$work/state" >"$work/said" 2>"$work/log"
}
# lists HOST NAME...: these are known there, and nobody else; the list is whole.
lists() {
	host=$1
	shift
	people list --host "$host" || { cat "$list"; fail "the list of $host is broken"; }
	known=$(sed 's/ .*//' "$work/said" | sort -u | tr '\n' ' ')
	[ "$known" = "$*${*:+ }" ] || fail "$host knows $known, not $*"
}

begin
lists a.example anna bob carl
lists b.example anna bob carl

# Who stands at the top was let in everywhere.
people remove anna --host a.example || fail "anna was not removed"
grep -q 'anna was removed from .*people.yaml, for all sites$' "$work/said" || fail "nobody says that it was for all"
! grep -q anna "$list" || fail "something of anna is left"
lists a.example bob carl
lists b.example bob carl

# A name that the settings of another site give a zone to stays there, without a key.
people remove carl --host a.example || fail "carl was not removed"
! grep -q "$(print c)" "$list" || fail "the key of carl is left"
lists a.example bob
lists b.example bob

# Who stands in one site is removed there.
people remove bob --host a.example || fail "bob was not removed"
grep -q 'people.yaml$' "$work/said" || fail "$(cat "$work/said")"
people list --host a.example && grep -q 'nobody is let in' "$work/said" || fail "somebody is left"
lists b.example bob

# A key at the top is everybody's of that name; the name stays, with its rights.
begin
people remove "$(print a)" --host a.example || fail "the key was not removed"
lists a.example bob carl
lists b.example bob carl
grep -q anna "$list" || fail "the name went with its key"

# What is broken in another site already stands in nobody's way.
begin
sed -i 's/{bob: \["d*"\]}/{}/; s/\[anna, bob\]}\]$/[anna, bob]}]/' "$list"
! people list --host b.example || fail "b.example is not broken"
people remove bob --host a.example || fail "another site's mistake stands in the way"
lists a.example anna carl

# A key in the settings of another site lets her in there, and is named.
begin
cat >>"$work/splashdown.yaml" <<END
    people: {anna: ["$(print a)"]}
END
people remove anna --host a.example && fail "the key in the settings is not mentioned"
grep -q 'anna is in .*splashdown.yaml; remove the name there, too' "$work/log" || fail "$(cat "$work/log")"
lists a.example bob carl
lists b.example anna bob carl
echo "what is done for one site breaks no other"
