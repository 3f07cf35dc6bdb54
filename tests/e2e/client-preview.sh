#!/bin/sh
# SPDX-License-Identifier: MIT
# A preview in a real browser, Chromium: pages, a save, and posts and pages of others that try to read it; then
# curl, as another user of the machine and by other names of it.
. tests/e2e/lib.sh

site=$work/site
mkdir -p "$site/_posts" "$site/_drafts" "$work/tmp"
printf 'title: Harbour\n' >"$site/_config.yml"
printf -- '---\ntitle: Tide\n---\nAshore. [x](/nowhere/)\n\n![A boat](/boat.svg)\n' >"$site/_posts/2024-02-29-tide.md"
{
	printf -- '---\ntitle: Long\n---\n'
	for line in $(seq 99); do printf 'Line %s\n\n' "$line"; done
} >"$site/_posts/2024-03-01-long.md"
cat >"$site/_posts/2024-03-02-evil.md" <<'END'
---
title: "<script>top.ran = ran = 1</script>"
description: "\" onmouseover=\"ran=1"
---
harmless <script>top.ran = ran = 1</script> <img src=x onerror="top.ran = ran = 1">

<svg onload="ran=1"></svg> <a href="javascript:ran=1">a</a> [b](javascript:ran=1) <iframe srcdoc="<script>top.ran=1</script>"></iframe>

![c](/evil.svg)
END
printf -- '---\ntitle: Idea\n---\nNot yet.\n' >"$site/_drafts/idea.md"
printf '<svg xmlns="http://www.w3.org/2000/svg" width="200" height="80"><rect width="9" height="9"/></svg>\n' >"$site/boat.svg"
printf '<svg xmlns="http://www.w3.org/2000/svg" onload="top.ran=1"><script>top.ran=1</script></svg>\n' >"$site/evil.svg"
echo 'window.ran = 1' >"$site/evil.js"
echo '<x:script xmlns:x="http://www.w3.org/1999/xhtml">window.ran = 1</x:script>' >"$site/evil.xml"
chmod 711 "$work"
chmod -R a+rwX "$site" "$work/tmp"

as_user='' as_other=''
if [ "$(id -u)" -eq 0 ]; then
	as_user='setpriv --reuid=65534 --regid=65534 --clear-groups'
	as_other='setpriv --reuid=65533 --regid=65533 --clear-groups'
fi
# shellcheck disable=SC2086
env TMPDIR="$work/tmp" HOME="$work/tmp" $as_user "$SPLASHDOWN" preview "$site" --no-open >"$work/log" 2>&1 &
pid=$!
eventually grep -q 'Ctrl+C ends' "$work/log"
address=$(sed -n 's|^ *\(http://localhost:[0-9]*/p/[0-9a-f]\{32\}/\)$|\1|p' "$work/log")
port=${address#http://localhost:}
port=${port%%/*}

# answer CODE CURL-OPTION...: what a request is answered with.
answer() {
	code=$1
	shift
	# shellcheck disable=SC2086
	got=$($as_other curl -s -o "$work/tmp/body" -w '%{http_code}' --max-time 10 "$@" || true)
	[ "$got" = "$code" ] || fail "$got instead of $code: $*"
}

rm -f "$work/tmp/body"
answer 404 "http://localhost:$port/"
answer 404 "http://localhost:$port/p/"
answer 404 "http://localhost:$port/p/00000000000000000000000000000000/"
[ ! -s "$work/tmp/body" ] || fail "a 404 says something"
for host in evil.example "evil.example:$port" localhost.evil.example "localhost.:$port" localhost:1 localhost; do
	answer 421 -H "Host: $host" "$address"
	[ ! -s "$work/tmp/body" ] || fail "a 421 says something"
done
answer 421 --resolve "evil.example:$port:127.0.0.1" "http://evil.example:$port/p/${address#*/p/}"
answer 200 "$address"
answer 200 -I "$address"
answer 200 --http1.0 -H "Host: 127.0.0.1:$port" "$address"
answer 405 -X DELETE "$address"
answer 400 -X GET -d x=1 "$address"

python3 tests/e2e/preview-browser.py "$address" "$site"

stop
echo "a preview in Chromium shows all to its author, and nothing to others"
