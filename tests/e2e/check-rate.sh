#!/bin/sh
# SPDX-License-Identifier: MIT
# A crawler that waits as status 44 tells it reads a whole blog, over Gemini; one that does not wait gets no more
# than its share, over Gopher either.
. tests/e2e/lib.sh

if [ -n "${UNDER:-}" ]; then
	echo "skipped: under memcheck nobody asks as often as the limit allows"
	exit 0
fi

pages=16
mkdir -p "$work/site/_posts"
for i in $(seq 100 $((99 + pages))); do
	printf -- '---\ntitle: Page %s\n---\nThe text of page %s.\n' "$i" "$i" \
		>"$work/site/_posts/2024-01-01-page-$i.md"
done
printf 'limits:\n  rate: 2\n  burst: 10\n' >"$work/site/splashdown.yaml"
start "$work/site"

told=0
for i in $(seq 100 $((99 + pages))); do
	path=/2024/01/01/page-$i
	while :; do
		ask "$path" | tr -d '\r' >"$work/reply"
		read -r status text <"$work/reply"
		[ "$status" = 44 ] || break
		case $text in
		[1-9]) ;;
		*) fail "44 says '$text', no seconds" ;;
		esac
		told=$((told + 1))
		[ "$told" -le "$pages" ] || fail "whoever waits as told is told again"
		# As the protocol has it; there is nothing to look for meanwhile.
		sleep "$text"
	done
	[ "$status" = 20 ] || { cat "$work/reply"; fail "$path: $status"; }
	grep -qF "The text of page $i." "$work/reply" || fail "$path is another page"
done
[ "$told" -gt 0 ] || fail "$pages requests in a row were within 10 and 2 a second"

# gopher: one request; is it refused?
refused() {
	printf '/\r\n' | timeout 10 bash -c "exec 3<>/dev/tcp/127.0.0.1/$gopher_port || exit
		cat >&3; cat <&3" 2>/dev/null | tr -d '\r' >"$work/menu" || true
	grep -q '^3Too many requests; try again in 1 second	' "$work/menu"
}
eventually refused
tail -n 1 "$work/menu" | grep -qx '\.' || fail "the menu that refuses is not whole"
"$SPLASHDOWN" status --state "$work/state" --prometheus >"$work/status"
grep -q '^splashdown_requests_over_rate_total [1-9]' "$work/status" || {
	cat "$work/status"
	fail "status does not count who was refused"
}
logged() {
	grep -q ' 44 ' "$work/log" && grep -q ' gopher .* 3 ' "$work/log"
}
eventually logged
stop
echo "a crawler that waits as it is told reads all, after $told waits"
