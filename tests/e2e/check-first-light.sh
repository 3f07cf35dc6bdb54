#!/bin/sh
# SPDX-License-Identifier: MIT
# A Jekyll folder, the real program, and a reader who asks for every kind of address.
. tests/e2e/lib.sh

site=$work/site
mkdir -p "$site/_posts" "$site/images"
cat >"$site/_config.yml" <<'END'
title: Tide Tables
description: Notes from the harbour
permalink: /:year/:month/:day/:title/
END
cat >"$site/_posts/2024-02-29-leap-tide.md" <<'END'
---
title: Leap tide
tags: [moon, Harbour Log]
redirect_from: /old/leap/
---
The moon *pulled* harder. See [the almanac](https://almanac.example/tides) for why.

> One quote over
> two lines.

![A buoy](/images/buoy.png)
END
cat >"$site/_posts/2024-03-01-marée-basse.md" <<'END'
---
title: Marée basse
lang: fr
tags: moon
permalink: /fr/maree-basse/
---
Rien à voir.
END
printf -- '---\ntitle: About\n---\nWho writes here.\n' >"$site/about.md"
printf '\211PNG fake' >"$site/images/buoy.png"
ln -s /etc/passwd "$site/images/leak.txt"
mkfifo "$site/_posts/2024-01-01-fifo.md"

start "$site"

expect / '20 text/gemini' '# Tide Tables' '~=> /2024/02/29/leap-tide/' '~=> /fr/maree-basse/' \
	'~=> /archive/' '~=> /tags/' '~=> /about/'
expect /2024/02/29/leap-tide/ '20 text/gemini; lang=en' '# Leap tide' \
	'=> https://almanac.example/tides the almanac' '> One quote over two lines.' \
	'~=> /images/buoy.png A buoy' '!{:' '!---'
expect /fr/maree-basse/ '20 text/gemini; lang=fr' '# Marée basse' 'Rien à voir.'
expect /archive/ '20 text/gemini' '~2024'
# Readers of the feed have to come back to this port.
expect /feed.xml '20 application/atom+xml' \
	"~<link type=\"text/gemini\" href=\"gemini://localhost:$port/2024/02/29/leap-tide/\"/>" \
	'!gemini://localhost/'
expect /archive/2024/ '20 text/gemini' '~=> /2024/02/29/leap-tide/'
expect /tags/ '20 text/gemini' '~=> /tags/moon/'
expect /tags/moon/ '20 text/gemini' '~Leap tide' '~Marée basse'
expect /tags/harbour-log/ '20 text/gemini' '~Leap tide' '!Marée basse'
expect /feed.xml '20 application/atom+xml' '~<title>Leap tide</title>'
expect /fr/feed.xml '20 application/atom+xml' '~Marée basse' '!Leap tide'
expect /tags/moon/feed.xml '20 application/atom+xml' '~Marée basse'
expect /about/ '20 text/gemini' 'Who writes here.'
expect /robots.txt '20 text/plain'
expect /images/buoy.png '20 image/png' '~PNG fake'

# Every prefix of an address answers, and old or sloppy addresses lead to the right one.
for prefix in /2024/02/29/ /2024/02/ /2024/ /fr/ /images/; do
	expect "$prefix" '20 text/gemini'
done
expect /old/leap/ '31 /2024/02/29/leap-tide/'
expect /2024/02/29/leap-tide '31 /2024/02/29/leap-tide/'
expect /2024/02/29/leap-tide/index.html '31 /2024/02/29/leap-tide/'

# What is not there, what must not be there, and what is no request.
expect /nowhere/ '51'
expect /_config.yml '51'
expect /_posts/2024-02-29-leap-tide.md '51'
expect /images/leak.txt '51'
expect /../../etc/passwd '5'
send 'gemini://elsewhere.example/\r\n' | grep -q '^53 ' || fail "another host is not refused"
send 'https://localhost/\r\n' | grep -q '^53 ' || fail "another scheme is not refused"
send 'nonsense\r\n' | grep -q '^59 ' || fail "nonsense is not refused"

stop
echo "a Jekyll folder is served as it should be"
