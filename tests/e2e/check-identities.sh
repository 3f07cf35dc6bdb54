#!/bin/sh
# SPDX-License-Identifier: MIT
# Certificates that readers show, and their sessions: public pages are open to each, none gets a ticket, and no
# session crosses from one site to another.
. tests/e2e/lib.sh

for site in reef dune; do
	mkdir "$work/$site"
	printf '# Home of %s\n' "$site" >"$work/$site/index.md"
done
cat >"$work/splashdown.yaml" <<END
sites:
  - folder: $work/reef
    hosts: [reef.example]
  - folder: $work/dune
    hosts: [dune.example]
END
attempt=0
while :; do
	attempt=$((attempt + 1))
	port=$((20000 + ($$ * 13 + attempt * 977) % 30000))
	"$SPLASHDOWN" serve --config "$work/splashdown.yaml" --gemini "127.0.0.1:$port" \
		--gopher 127.0.0.1:0 --state "$work/state" >"$work/log" 2>&1 &
	pid=$!
	eventually grep -qE 'listening on .*gemini|error:' "$work/log"
	grep -q 'listening on .*gemini' "$work/log" && break
	wait "$pid" || true
	pid=
	[ "$attempt" -lt 5 ] || fail "the server does not start"
done

# visit NAME SITE OPTION...: the reply to a request for SITE under the server name NAME ("": none), and
# what s_client says of the session, in $work/said.
visit() {
	name=$1
	site=$2
	shift 2
	[ -z "$name" ] || set -- -servername "$name" "$@"
	[ -n "$name" ] || set -- -noservername "$@"
	printf 'gemini://%s:%s/\r\n' "$site" "$port" | timeout 10 openssl s_client -ign_eof \
		-cipher DEFAULT@SECLEVEL=0 -connect "127.0.0.1:$port" "$@" >"$work/said" 2>/dev/null || true
}
# wants TEXT...: each stands there. (Replies come in the middle of what s_client says of tickets.)
wants() {
	for text; do
		grep -qaF -e "$text" "$work/said" || { cat "$work/said"; fail "$what: not '$text'"; }
	done
}
good='20 text/gemini'
other='53 This connection was opened for'

eventually sh -c "printf 'gemini://reef.example:$port/\r\n' | timeout 10 openssl s_client -quiet \
	-connect 127.0.0.1:$port -servername reef.example 2>/dev/null | grep -q '^20 '"
for version in -tls1_2 -tls1_3; do
	what="$version, a first visit"
	visit reef.example reef.example $version -sess_out "$work/session"
	wants "$good" 'New, '
	what="$version, once more"
	visit reef.example reef.example $version -sess_in "$work/session"
	wants "$good" 'Reused, '
	# The right host answers, by a handshake of its own.
	what="$version, with the session of another site"
	visit dune.example dune.example $version -sess_in "$work/session"
	wants "$good" 'New, '
	grep -qaF 'Home of dune' "$work/said" || fail "$what: another home"
	what="$version, with the session of a site, and no name"
	visit '' reef.example $version -sess_in "$work/session"
	wants "$good" 'New, '
	what="$version, under another site's name"
	visit dune.example reef.example $version -sess_in "$work/session"
	wants "$other" 'New, '
done

identity() {
	openssl req -x509 -newkey "$@" -nodes -days 2 -subj /CN=reader -keyout "$work/$name.key" \
		-out "$work/$name.crt" 2>/dev/null
}
name=rsa512 && identity rsa:512
name=rsa1024 && identity rsa:1024
name=rsa2048 && identity rsa:2048
name=p256 && identity ec -pkeyopt ec_paramgen_curve:P-256
name=ed25519 && identity ed25519
# A reader with that certificate sees what everybody sees, and comes anew each time.
shows() {
	what="$1 under $2"
	rm -f "$work/session"
	visit reef.example reef.example "$2" -cert "$work/$1.crt" -key "$work/$1.key" -sess_out "$work/session"
	wants "$good" 'New, '
	[ ! -s "$work/session" ] || fail "$what: a session that can be resumed"
}
shows rsa512 -tls1_2
for version in -tls1_2 -tls1_3; do
	for name in rsa1024 rsa2048 p256 ed25519; do
		shows $name $version
	done
done
stop
echo "no session crosses sites, and none says who somebody is"
