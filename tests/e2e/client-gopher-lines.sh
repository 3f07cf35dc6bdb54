#!/bin/sh
# SPDX-License-Identifier: MIT
# Gopher clients that print and end: curl, in the clear and over TLS on the same port, and lynx.
. tests/e2e/lib.sh
. tests/e2e/gopher-site.sh

# holds COMMAND-THAT-FETCHED TEXT...: each TEXT is part of a line of $work/reply.
holds() {
	what=$1
	shift
	for text in "$@"; do
		grep -qF -e "$text" "$work/reply" || {
			cat "$work/reply"
			fail "$what: not there: $text"
		}
	done
}

fetch() {
	curl -sS --max-time 10 -k "$1" >"$work/reply" 2>"$work/errors" || {
		cat "$work/errors"
		fail "curl $1"
	}
}

for scheme in gopher gophers; do
	at=$scheme://localhost:$gopher_port
	fetch "$at/"
	holds "$at/" 'iTide Tables' "02024-02-29 Leap tide	/2024/02/29/leap-tide.txt	localhost	$gopher_port"
	tail -c 3 "$work/reply" | od -An -c | grep -qF '.  \r  \n' || fail "no dot ends the home menu"
	fetch "$at/0/2024/02/29/leap-tide.txt"
	holds "$at text" 'Leap tide' '[1] https://almanac.example/tides?day=29&half=2' \
		"gopher://localhost:$gopher_port/1/2024/02/29/leap-tide/"
	! grep -qx '\.' "$work/reply" || fail "a line that ends the text"
	fetch "$at/1/2024/02/29/leap-tide/"
	holds "$at menu" 'hthe almanac	URL:https://almanac.example/tides?day=29&half=2' 'IA buoy'
	fetch "$at/1/old/leap/"
	holds "$at old address" 'iLeap tide'
	fetch "$at/1/tags/moon/"
	holds "$at tag" 'Leap tide'
	fetch "$at/I/images/buoy.png"
	cmp -s "$work/reply" "$site/images/buoy.png" || fail "the picture is another one"
	fetch "$at/1/nowhere"
	holds "$at missing" '3No page at this address' '1Tide Tables'
	fetch "$at/0/feed.xml"
	holds "$at feed" "gopher://localhost:$gopher_port/0/2024/02/29/leap-tide.txt"
	fetch "$at/0/caps.txt"
	holds "$at caps" 'CAPS' "ServerTLSPort=$gopher_port"
done

export LC_ALL=C.UTF-8 HOME="$work"
look() {
	timeout 20 lynx -cfg=/dev/null -assume_charset=utf-8 -display_charset=utf-8 -width=90 -dump \
		"$capsule$1" >"$work/reply" 2>&1 || fail "lynx $1"
}
look /
holds 'lynx /' 'Tide Tables' 'Notes from the harbour' 'Leap tide' "$capsule/1/tags/"
look /0/2024/02/29/leap-tide.txt
holds 'lynx text' 'Leap tide' '=========' 'The moon _pulled_ harder.'
look /1/2024/02/29/leap-tide/
holds 'lynx menu' 'The moon' '(IMG)' 'A buoy' "$capsule/I/images/buoy.png" \
	"$capsule/hURL:https://almanac.example/tides?day=29&half=2"
look /1/tags/moon/
holds 'lynx tag' 'Leap tide'
look /1/nowhere
holds 'lynx missing' 'No page at this address'
# lynx asks the server for the page behind an h item, or (since 2.9.2) goes where that leads by itself.
timeout 20 lynx -cfg=/dev/null -width=90 -dump "$capsule/hURL:https://almanac.example/tides?day=29&half=2" \
	>"$work/reply" 2>&1 || grep -qx 'Looking up almanac.example' "$work/reply" || fail "lynx h: no way out"
grep -q '^Looking up almanac' "$work/reply" ||
	holds 'lynx h' 'This link leads out of Gopher' 'https://almanac.example/tides?day=29&half=2'
# So the page is asked for by one that does not.
fetch "gopher://localhost:$gopher_port/hURL:https://almanac.example/tides?day=29&half=2"
holds 'h' 'This link leads out of Gopher' 'https://almanac.example/tides?day=29&amp;half=2'

# Somebody with a browser, on the wrong port.
curl -sS --max-time 10 "http://localhost:$gopher_port/" >"$work/reply"
holds 'curl http' 'gopher://localhost' 'gemini://localhost'

stop
echo "curl and lynx read the site over Gopher"
