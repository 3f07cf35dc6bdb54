#!/bin/sh
# SPDX-License-Identifier: MIT
# Servers that start together on one empty state folder serve one pair, one of them answers for its status,
# and later starts find the pair; what is half there, or left over by a kill, is handled by the next start.
. tests/e2e/lib.sh

rounds=20
state=$work/state
crt=$state/localhost.crt
key=$state/localhost.key
mkdir "$work/site"
printf '# Hello\n' >"$work/site/index.md"

# begin NAME: a server that listens on a port of its own; its process's id in $begun.
begin() {
	"$SPLASHDOWN" serve "$work/site" --host localhost --gemini 127.0.0.1:0 --gopher 127.0.0.1:0 \
		--state "$state" >"$work/$1" 2>&1 &
	begun=$!
	others="$others $begun"
}
# is_up NAME PID: it listens, or ended.
is_up() {
	grep -q 'listening on .*gopher' "$work/$1" || ! kill -0 "$2" 2>/dev/null
}
certificate() {
	sed -n 's/.*certificate .* SHA-256 \([0-9A-F:]*\).*/\1/p' "$work/$1"
}

for round in $(seq $rounds); do
	rm -rf "$state" "$work/a" "$work/b"
	: >"$work/a"
	: >"$work/b"
	begin a
	a=$begun
	begin b
	b=$begun
	eventually is_up a "$a"
	eventually is_up b "$b"
	"$SPLASHDOWN" status --state "$state" >"$work/said" || {
		cat "$work/a" "$work/b"
		fail "round $round: neither answers for its status"
	}
	kill -9 "$a" "$b" 2>/dev/null || true
	wait "$a" "$b" 2>/dev/null || true
	others=
	one=$(certificate a)
	if [ -z "$one" ] || [ "$one" != "$(certificate b)" ]; then
		cat "$work/a" "$work/b"
		fail "round $round: the two do not serve one certificate"
	fi
	"$SPLASHDOWN" cert show --host localhost --state "$state" >"$work/said" ||
		fail "round $round: the files are of two pairs"
	grep -qF "$one" "$work/said" || fail "round $round: another certificate is in the folder"
done

# One that stands still between making the status socket (the third) and listening on it keeps it.
is_stopped() {
	grep -q '^State:.T' "/proc/$1/status"
}
if can_preload; then
	rm -rf "$state"
	: >"$work/a"
	: >"$work/b"
	mkdir "$work/run"
	export RUNTIME_DIRECTORY="$work/run" LD_PRELOAD="$preload" FAULT=listen:3:stop
	begin a
	a=$begun
	unset LD_PRELOAD FAULT
	eventually is_stopped "$a"
	begin b
	b=$begun
	eventually grep -q 'SHA-256' "$work/b"
	kill -CONT "$a"
	eventually is_up a "$a"
	eventually is_up b "$b"
	"$SPLASHDOWN" status --state "$state" >"$work/said" || fail "neither answers for its status"
	grep -qF 'another server answers' "$work/b" || fail "the second took the first one's socket"
	kill -9 "$a" "$b"
	wait "$a" "$b" 2>/dev/null || true
	others=
	unset RUNTIME_DIRECTORY
fi

# refuses TEXT...: a start ends with status 1 and says each TEXT, and the folder stays as it is.
refuses() {
	ls -A "$state" >"$work/names"
	status=0
	timeout 20 "$SPLASHDOWN" serve "$work/site" --host localhost --gemini 127.0.0.1:0 \
		--state "$state" >"$work/said" 2>&1 || status=$?
	[ "$status" -eq 1 ] || { cat "$work/said"; fail "status $status, not 1"; }
	for text; do
		grep -qF -e "$text" "$work/said" || { cat "$work/said"; fail "does not say '$text'"; }
	done
	ls -A "$state" | cmp - "$work/names" || fail "a refused start changed the folder"
}
# serves FILE: a start that serves the certificate of FILE.
serves() {
	start "$work/site"
	timeout 10 openssl s_client -connect "127.0.0.1:$port" -servername localhost \
		</dev/null 2>/dev/null | openssl x509 -outform der >"$work/served"
	openssl x509 -in "$1" -outform der | cmp - "$work/served" || fail "not the certificate of $1"
	stop
}
pair() {
	openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 \
		-subj "/CN=$1" -keyout "$work/$1.key" -out "$work/$1.crt" 2>/dev/null
}

# An import of an earlier version was interrupted after both were renamed away.
cp "$crt" "$work/first.crt"
mv "$crt" "$crt.old"
mv "$key" "$key.old"
refuses "$key is missing" 'rename localhost.key.old to localhost.key' \
	'localhost.crt.old to localhost.crt' 'or move them to another folder to have a new key generated'
mv "$key.old" "$key"
# ... or after the certificate alone was.
serves "$work/first.crt"
[ ! -e "$crt.old" ] || fail "the certificate is not back in its place"

# A certificate of ours that is another key's is made again for this key, and kept; one that we did not
# make is the administrator's to sort out.
pair other
cp "$work/other.key" "$key"
start "$work/site"
grep -qF "does not match its key: a new one is generated" "$work/log" || fail "nothing said of a new certificate"
stop
cmp "$crt.old" "$work/first.crt" || fail "the certificate that did not fit is not kept"
cmp "$key" "$work/other.key" || fail "the key is not the one that was there"
"$SPLASHDOWN" cert show --host localhost --state "$state" >"$work/said" || fail "still two pairs"
pair third
cp "$work/third.crt" "$crt"
refuses 'does not match the certificate'
cp "$work/third.key" "$key"
serves "$work/third.crt"

# A change that was interrupted is finished once its key is there, and taken back before.
cp "$work/other.crt" "$state/.localhost.crt.new"
cp "$work/other.key" "$state/.splashdown-0123456789abcdef"
serves "$work/third.crt"
cp "$work/other.crt" "$state/.localhost.crt.new"
cp "$work/other.key" "$state/.localhost.key.new"
serves "$work/other.crt"
cmp "$key" "$work/other.key"
for file in "$state"/.[!.]*; do
	[ ! -e "$file" ] || fail "$file is left"
done

# What an import replaces is kept, also when it was kept once before.
for name in third other first; do
	[ -e "$work/$name.key" ] || pair "$name"
	"$SPLASHDOWN" cert import --host localhost --state "$state" --cert "$work/$name.crt" \
		--key "$work/$name.key" >/dev/null || fail "import of $name"
done
cmp "$work/first.key" "$key"
cmp "$work/other.key" "$key.old"
cmp "$work/third.key" "$key.old.3"
echo "$rounds times two starts at once serve one pair; what was half there is handled by the next start"
