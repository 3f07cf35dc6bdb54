#!/bin/sh
# SPDX-License-Identifier: MIT
# What cannot start says what, where and what to do, and ends with the right status.
. tests/e2e/lib.sh

# refuses STATUS TEXT ARGUMENT...: ends with STATUS, and TEXT is in what it says.
refuses() {
	want=$1
	text=$2
	shift 2
	status=0
	timeout 20 "$SPLASHDOWN" "$@" >"$work/said" 2>&1 || status=$?
	[ "$status" -eq "$want" ] || { cat "$work/said"; fail "status $status, not $want: $*"; }
	grep -qF -e "$text" "$work/said" || { cat "$work/said"; fail "does not say '$text': $*"; }
}

mkdir "$work/site"
printf '# Hello\n' >"$work/site/index.md"
start "$work/site"

refuses 1 "$port" serve "$work/site" --gemini "127.0.0.1:$port" --state "$work/other"
refuses 1 "$work/nowhere" serve "$work/nowhere" --gemini 127.0.0.1:0 --state "$work/other"
: >"$work/file"
refuses 1 "$work/file" serve "$work/site" --gemini 127.0.0.1:0 --state "$work/file"
# An address of documentation is nobody's.
refuses 1 'choose others with --gemini' serve "$work/site" --gemini '[2001:db8::5]:1966' \
	--no-gopher --state "$work/other"
refuses 2 '--nonsense' serve "$work/site" --nonsense
refuses 2 'nonsense' nonsense

# Folders that nobody means to serve to everybody, by path, by a link, in a configuration.
mkdir -p "$work/home/notes"
printf '# Hello\n' >"$work/home/notes/index.md"
ln -s /etc "$work/link"
printf 'sites:\n  - folder: /var\n    hosts: [localhost]\n' >"$work/var.yaml"
for folder in / /etc "$work/link" "$work/home"; do
	HOME=$work/home refuses 2 '--force' serve "$folder" --gemini 127.0.0.1:0 --state "$work/other"
done
refuses 2 '/var is' serve --config "$work/var.yaml" --gemini 127.0.0.1:0 --state "$work/other"
HOME=$work/home refuses 0 'gemini:' serve "$work/home" --force --print-config 2>/dev/null
HOME=$work/home refuses 0 'gemini:' serve "$work/home/notes" --print-config 2>/dev/null

# A key that does not fit its certificate.
for name in a b; do
	openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 \
		-subj /CN=localhost -keyout "$work/$name.key" -out "$work/$name.crt" 2>/dev/null
done
refuses 1 "$work/b.key" serve "$work/site" --gemini 127.0.0.1:0 --state "$work/other" \
	--cert "$work/a.crt" --key "$work/b.key"

expect / '20 text/gemini' '~Hello'
send 'gemini://[::1]:%s/\r\n' 1 >"$work/reply"
grep -q '^53 ' "$work/reply" || fail "another port is not refused"
logged() {
	grep -q ' gemini://\[::1\]/ 53 ' "$work/log"
}
eventually logged
stop
echo "every refusal says what, where and what to do"
