#!/bin/sh
# SPDX-License-Identifier: MIT
# limit: 300 s
# Uploads at their limits: too large, no room, many at once, killed, and while the server gets another configuration.
# SPLASHDOWN_KILLS says how often it is killed.
. tests/e2e/lib.sh
. tests/e2e/titan.sh

writers='w1 w2 w3 w4 w5'
for name in $writers; do identity $name; done
mkdir -p "$work/blog/_posts"
printf 'title: Reef\n' >"$work/blog/_config.yml"
printf -- '---\ntitle: Boat\n---\nOld words\n' >"$work/blog/_posts/2025-01-02-boat.md"
configure() { # LINE...
	{
		printf 'hosts: [localhost]\npeople:\n'
		for name in $writers; do printf '  %s: ["%s"]\n' "$name" "$(cat "$work/$name.print")"; done
		printf 'writers: [w1, w2, w3, w4, w5]\n'
		for line; do printf '%s\n' "$line"; done
	} >"$work/blog/splashdown.yaml"
}
as_host=
store="$work/state/uploads/localhost"
said() { # WHAT TEXT: in the last reply
	grep -qF -e "$2" "$work/said" || { cat "$work/said"; fail "$1: not as expected: $2"; }
}
fill() { # BYTES WORD
	printf '# %s\n\n' "$2"
	head -c "$1" /dev/zero | tr '\0' 'x'
}
jpeg() { # KIB: the beginning of a JPEG is enough
	printf '\377\330\377\340\000\020JFIF\000\001\001\000\000\001\000\001\000\000\377\331'
	head -c $(($1 * 1024 - 22)) /dev/urandom
}

# How much is allowed is said, and before it is sent.
configure 'uploads: {text: 2K, file: 64K, quota: 150K}'
start "$work/blog"
fill 3000 Large >"$work/large.txt"
put w1 /me/new/large "$work/large.txt" >"$work/said"
said 'a large text' '59 Nothing was changed: a text may have 2 KiB here'
jpeg 65 >"$work/large.jpg"
put w1 /me/new/large.jpg "$work/large.jpg" >"$work/said"
said 'a large picture' '59 Nothing was changed: a file may have 64 KiB here'
jpeg 60 >"$work/a.mp3"
printf 'ID3' | dd of="$work/a.mp3" conv=notrunc 2>/dev/null
put w1 /me/new/one.mp3 "$work/a.mp3" >"$work/said"
said 'within the quota' '30 '
put w1 /me/new/two.mp3 "$work/a.mp3" >"$work/said"
said 'within the quota' '30 '
put w1 /me/new/three.mp3 "$work/a.mp3" >"$work/said"
said 'over the quota' '50 Nothing was changed: your uploads'
put w2 /me/new/three.mp3 "$work/a.mp3" >"$work/said"
said 'the quota of somebody else' '30 '
[ "$(find "$store" -name '.*' -type f | wc -l)" -eq 0 ] || fail "a refused upload left a file"
"$SPLASHDOWN" status --state "$work/state" >"$work/status"
grep -q '^uploads  *3$' "$work/status" || { cat "$work/status"; fail "status counts other uploads"; }
grep -q '^uploads refused  *3$' "$work/status" || { cat "$work/status"; fail "status counts other refusals"; }
stop
rm -rf "$work/state/uploads" "$work/state/uploads.localhost"
configure

# Another configuration while an upload is under way.
start "$work/blog"
fill 1000 Reloaded >"$work/new.txt"
mkfifo "$work/slow"
talk w1 <"$work/slow" >"$work/said" &
others="$others $!"
client=$!
exec 8>"$work/slow"
printf 'titan://localhost:%s/me/new/reloaded;size=%s\r\n' "$port" "$(wc -c <"$work/new.txt")" >&8
head -c 500 "$work/new.txt" >&8
has_begun() { [ "$(find "$store" -name '.splashdown-*' | wc -l)" -eq "$1" ]; }
eventually has_begun 1
kill -HUP "$pid"
eventually grep -q 'reloaded: configuration' "$work/log"
tail -c +501 "$work/new.txt" >&8
exec 8>&-
wait $client || true
said 'an upload during a reload' "30 gemini://localhost:$port/"
follow nobody <"$work/said" | grep -q '^# Reloaded' || fail "what was uploaded during a reload is not there"

# A stop while one is under way: nothing is left of it.
talk w1 <"$work/slow" >"$work/said" &
others="$others $!"
client=$!
exec 8>"$work/slow"
printf 'titan://localhost:%s/me/new/stopped;size=1000\r\nwords' "$port" >&8
eventually has_begun 1
stop
exec 8>&-
wait $client || true
has_begun 0 || fail "a stop left half an upload"

# Memory: of many who announce much and may not, and of four who may.
memory() { sed -n "s/^$1:[ \t]*\([0-9]*\) kB/\1/p" "/proc/$pid/status"; }
# grown WHAT: how much more memory it had at its peak, at most 1 MiB.
grown() {
	peak=$(memory VmHWM)
	echo "$1: $((peak - before)) KiB more at the peak, of $before"
	case ${BUILD##*/} in
	release | debug) [ $((peak - before)) -le 1024 ] || fail "$1: more than 1 MiB" ;;
	esac
}
calm() {
	before=$(memory VmRSS)
	echo 5 >"/proc/$pid/clear_refs"
}
start "$work/blog" # not "stop": its memory is fresh
jpeg 16384 >"$work/film.mp4"
printf '\0\0\0\030ftypisom' | dd of="$work/film.mp4" conv=notrunc 2>/dev/null
head -c 60000 "$work/film.mp4" >"$work/beginning"
for name in $writers; do put "$name" /me/new/first.mp3 "$work/a.mp3" >/dev/null; done
announce() { # as a stranger
	{
		printf 'titan://localhost:%s/me/new/x.mp4;size=16777216\r\n' "$port"
		cat "$work/beginning"
	} | talk nobody
}
at_once() { # COMMAND...: twenty times at once
	clients=
	for i in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
		"$@" >"$work/said.$i" &
		clients="$clients $!"
	done
	for client in $clients; do wait "$client" || true; done
}
at_once announce
calm
for round in 1 2 3 4 5; do
	at_once announce
	for i in 1 5 20; do grep -q '^60 ' "$work/said.$i" || fail "a stranger hears: $(cat "$work/said.$i")"; done
done
grown '100 strangers who announce 16 MiB'
calm
clients=
for name in w1 w2 w3 w4; do
	put $name "/me/new/film-$name.mp4" "$work/film.mp4" >"$work/said.$name" &
	clients="$clients $!"
done
for client in $clients; do wait "$client" || true; done
grown 'four uploads of 16 MiB at once'
for name in w1 w2 w3 w4; do
	head -n 1 "$work/said.$name" | grep -q '^20 \|^30 ' || fail "$name: $(head -n 3 "$work/said.$name")"
	get nobody "/images/film-$name.mp4" | tail -c 16777216 | cmp - "$work/film.mp4" ||
		fail "the film of $name is another"
done

# Killed at any moment: what was answered is there, what is there is whole.
i=0
kept=0
while [ $i -lt "${SPLASHDOWN_KILLS:-10}" ]; do
	i=$((i + 1))
	fill 4000 "Killed $i" >"$work/killed.txt"
	put w1 "/me/new/killed-$i" "$work/killed.txt" >"$work/said" &
	client=$!
	# Anywhere within the time that an upload takes.
	sleep "0.$(printf '%03d' $((i * 37 % 150)))"
	kill -9 "$pid"
	wait "$pid" 2>/dev/null || true
	wait $client || true
	start "$work/blog"
	[ "$(find "$store" -name '.*' -type f | wc -l)" -eq 0 ] || fail "a kill left half an upload"
	get nobody "/$(date -u +%Y/%m/%d)/killed-$i" >"$work/page"
	if head -n 1 "$work/said" | grep -q '^30 '; then
		kept=$((kept + 1))
		grep -q "^# Killed $i" "$work/page" || fail "an upload that was answered is lost"
	fi
	case $(head -n 1 "$work/page") in
	20*) grep -q 'x\{4000\}' "$work/page" || fail "half an upload is shown" ;;
	51*) ;;
	*) fail "after a kill: $(head -n 1 "$work/page")" ;;
	esac
done
echo "killed $i times, $kept after the answer"
stop

if [ "$(id -u)" -ne 0 ]; then
	echo "SKIPPED: a full disk, which root can mount"
	exit 0
fi
# A disk that is nearly full takes no uploads, and has room for certificates.
cp -a "$work/state" "$work/saved"
rm -rf "$work/state"
mkdir "$work/state"
mount -t tmpfs -o size=100m tmpfs "$work/state" 2>/dev/null || {
	echo "SKIPPED: a full disk, which cannot be mounted here"
	exit 0
}
at_end="umount -l $work/state"
configure
start "$work/blog"
put w1 /2025/01/02/boat "$work/killed.txt" >"$work/said"
said 'an edit with room' '59 Nothing was changed: this is the page as shown'
put w1 /me/new/room "$work/killed.txt" >"$work/said"
said 'with room' '30 '
head -c 45m /dev/zero >"$work/state/filling"
put w1 /me/new/no-room "$work/killed.txt" >"$work/said"
said 'nearly full' '40 Nothing was changed: the disk of this server is nearly full'
"$SPLASHDOWN" cert renew --host localhost --state "$work/state" >/dev/null || fail "no room for a certificate"
head -c 200m /dev/zero >"$work/state/filling" 2>/dev/null || true
put w1 /me/new/no-room "$work/killed.txt" >"$work/said"
said 'full' '40 Nothing was changed: the disk of this server is nearly full'
get nobody /2025/01/02/boat | grep -q '^Old words' || fail "what was there is gone"
rm "$work/state/filling"
put w1 /me/new/no-room "$work/killed.txt" >"$work/said"
said 'with room again' '30 '
stop
echo "uploads keep to their limits, and nothing half is ever there"
