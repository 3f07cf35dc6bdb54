#!/bin/bash
# SPDX-License-Identifier: MIT
# Who reads the log on a pipe, and stops reading, stops no reader of the capsule; who then goes on finds
# every line.
. tests/e2e/lib.sh

# Lines of a thousand requests are more than a pipe holds.
requests=1000
name=$(printf 'x%.0s' $(seq 150))
mkdir "$work/blog"
printf -- '---\ntitle: Sails\n---\nA post about sails.\n' >"$work/blog/2024-05-01-sails.md"

mkfifo "$work/log"
exec 9<>"$work/log"
start "$work/blog"
for ((i = 0; i < requests; i++)); do
	exec 8<>"/dev/tcp/127.0.0.1/$gopher_port" || fail "request $i is refused"
	printf '/%s-%d\r\n' "$name" "$i" >&8
	IFS= read -r -t 10 reply <&8 || fail "request $i waits for the log's reader"
	[ "${reply:0:1}" = 3 ] || fail "request $i: $reply"
	exec 8>&-
done

cat "$work/log" >"$work/lines" 9>&- &
reader=$!
stop
exec 9>&-
wait "$reader"
grep -o "$name-[0-9]*" "$work/lines" | sort -u >"$work/seen"
[ "$(wc -l <"$work/seen")" -eq "$requests" ] ||
	fail "$(wc -l <"$work/seen") of $requests requests are in the log"
echo "a log that nobody reads stops no reader, and no line of it is lost"
