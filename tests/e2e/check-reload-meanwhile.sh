#!/bin/bash
# SPDX-License-Identifier: MIT
# Replies that span two reloads: a file that its reader takes slowly, over both protocols, pages on the
# work queue, status. What they were begun with is there until they end, whatever the configuration says
# by then. Under the sanitizers this is a test of memory.
. tests/e2e/lib.sh

site=$work/site
mkdir "$site"
printf -- '---\ntitle: One\ndate: 2024-05-01\n---\nThe text.\n' >"$site/one.md"
# More than the kernel takes on the way to a reader that does not read.
truncate -s 64M "$site/big.bin"
# Pages for the work queue.
{
	printf -- '---\ntitle: Long\ndate: 2024-05-02\n---\n'
	for ((i = 0; i < 4000; i++)); do
		echo "Words, [a link $i](https://example.org/$i), *more* words."
		echo
	done
} >"$site/long.md"
settings() {
	printf 'title: %s\n' "$1" >"$work/new"
	mv "$work/new" "$site/splashdown.yaml"
}
count() {
	grep -c 'reloaded: ' "$work/log" || true
}
reloaded() {
	[ "$(count)" -gt "$before" ] && shows / "# $title"
}
# reload TITLE: over when it is logged and its title is served.
reload() {
	title=$1
	settings "$title"
	before=$(count)
	kill -HUP "$pid"
	eventually reloaded
}
logged() {
	grep -qE "$1" "$work/log"
}
status() {
	"$SPLASHDOWN" status --state "$work/state" >"$work/status"
}

settings zero
start "$site"
# The table of the start is no other than those of reloads.
reload first
gemini=$(mktemp -u -p "$work") gate=$(mktemp -u -p "$work")
mkfifo "$gemini" "$gate"
exec 7<>"/dev/tcp/127.0.0.1/$gopher_port" 9<>"$gate"
printf '/big.bin\r\n' >&7
head -c 1000 <&7 | wc -c >"$work/first"
# Only this shell holds the gate, so that it opens when this shell ends, too.
(printf 'gemini://localhost:%s/big.bin\r\n' "$port"; exec 9>&-; read -r _ <"$gate") |
	openssl s_client -quiet -connect "127.0.0.1:$port" -servername localhost >"$gemini" 2>/dev/null &
client=$!
others=$client
exec 6<"$gemini"
head -c 1000 <&6 >"$work/gemini-first"
grep -qa '^20 ' "$work/gemini-first" || fail "no file over Gemini"
for title in second third; do
	# On the queue while the reload comes: some readers leave, some stay.
	for path in /long.txt /long/ /feed.xml '/long.txt' 'URL:https://example.org/5' 'URL:https://example.net/'; do
		exec 5<>"/dev/tcp/127.0.0.1/$gopher_port"
		printf '%s\r\n' "$path" >&5
		exec 5>&-
	done
	ask /long/ >"$work/long" &
	asker=$!
	others="$client $asker"
	status &
	teller=$!
	reload "$title"
	wait "$asker" "$teller" || fail "not answered during a reload"
	grep -q '^20 text/gemini' "$work/long" || fail "$(head -n 1 "$work/long")"
	status || fail "no status after a reload"
done
# The rest, to the end; the name by which it was asked for is still right.
cat <&7 | wc -c >"$work/rest"
[ "$(($(cat "$work/first") + $(cat "$work/rest")))" -eq $((64 * 1024 * 1024)) ] || fail "cut over Gopher"
cat <&6 | wc -c >"$work/gemini-rest"
echo >&9
wait "$client" || true
others=
[ "$(cat "$work/gemini-rest")" -gt $((64 * 1024 * 1024 - 1000)) ] || fail "cut over Gemini"
exec 5>&- 6<&- 7>&-
eventually logged "^[^ ]+ gopher [^ ]+ gopher://localhost/big\.bin 9 $((64 * 1024 * 1024)) "
eventually logged "^[^ ]+ gemini [^ ]+ gemini://localhost/big\.bin 20 "
status
grep -q 'gopher://localhost/big.bin' "$work/status" || { cat "$work/status"; fail "status does not count it"; }
stop
echo "replies that span two reloads end as they began"
