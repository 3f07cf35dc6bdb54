#!/bin/sh
# SPDX-License-Identifier: MIT
# A script of these tests that fails says so by its status, whatever it does at its end, and leaves no process
# behind.
. tests/e2e/lib.sh

cat >"$work/script" <<'END'
. tests/e2e/lib.sh
at_end=$2
sleep 600 &
others=$!
echo "$others" >"$1"
fail "as meant"
END
for command in '' true false; do
	status=0
	sh "$work/script" "$work/id" "$command" >"$work/said" 2>&1 || status=$?
	[ "$status" -eq 1 ] || fail "it failed with status $status"
	[ -s "$work/id" ] || { cat "$work/said"; fail "it did not come so far"; }
	! kill -0 "$(cat "$work/id")" 2>/dev/null || fail "a process is left"
done
# A trap that does something before end() has forgotten the status by then.
! grep -n "; end' EXIT" tests/e2e/*.sh | grep -v check-lib.sh: || fail "a script's trap hides its failure"
echo "what fails has failed, and nothing is left of it"
