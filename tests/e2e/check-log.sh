#!/bin/bash
# SPDX-License-Identifier: MIT
# Who reads the log on a pipe, and stops reading, stops no reader of the capsule; who then goes on finds
# every warning, and how many access lines are missing.
. tests/e2e/lib.sh

# Lines of a thousand requests are more than a pipe holds.
requests=1000
name=$(printf 'x%.0s' $(seq 150))
mkdir "$work/blog"
printf -- '---\ntitle: Sails\n---\nA post about sails.\n' >"$work/blog/2024-05-01-sails.md"

printf 'limits:\n  rate: 0\n' >"$work/blog/splashdown.yaml"

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

# A warning, and a save that the warning is seen with.
printf -- '---\ntitle: Oars\ndate: never\n---\nA post about oars.\n' >"$work/blog/2024-06-01-oars.md"
shows_oars() {
	exec 8<>"/dev/tcp/127.0.0.1/$gopher_port"
	printf '/\r\n' >&8
	grep -q Oars <&8
}
eventually shows_oars

cat "$work/log" >"$work/lines" 9>&- &
reader=$!
stop
exec 9>&-
wait "$reader"
seen=$(grep -o "$name-[0-9]*" "$work/lines" | sort -u | wc -l)
dropped=$(sed -n 's/.*warning: \([0-9]*\) lines* w[a-z]* dropped.*/\1/p' "$work/lines" |
	awk '{ sum += $1 } END { print sum + 0 }')
[ "$seen" -ge 100 ] || fail "$seen lines are in the log"
[ "$dropped" -ge 100 ] || fail "$dropped lines are told of"
[ $((seen + dropped)) -ge "$requests" ] || fail "$seen lines and $dropped dropped of $requests"
grep -q 'warning: .*oars.md' "$work/lines" || fail "the warning is lost"
echo "a log that nobody reads stops no reader; what is dropped is told of, and no warning is dropped"
