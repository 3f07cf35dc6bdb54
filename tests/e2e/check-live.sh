#!/bin/sh
# SPDX-License-Identifier: MIT
# Files are added, edited, broken, moved and deleted under a running server.
. tests/e2e/lib.sh

site=$work/site
mkdir "$site"
post() { # NAME TITLE TEXT
	printf -- '---\ntitle: %s\ndate: 2024-05-0%s\n---\n%s\n' "$2" 1 "$3" >"$site/$1"
}
post stays.md 'Stays' 'Always here.'
start "$site"
expect /stays/ '20 text/gemini' 'Always here.'

post new.md 'Newcomer' 'First words.'
eventually shows /new/ 'First words.'
eventually shows / 'Newcomer'

# As an editor saves: a temporary file, renamed over the old one. It must never show itself.
post .new.md.swp 'Swap' 'Never seen.'
post 'new.md~' 'Backup' 'Never seen.'
post new.tmp 'Newcomer, edited' 'Second words.'
mv "$site/new.tmp" "$site/new.md"
eventually shows /new/ 'Second words.'
eventually shows / 'Newcomer, edited'
expect / '20 ' '!Swap' '!Backup'

# Broken front matter: the post is still served, and the others do not notice.
printf -- '---\ntitle: [unclosed\n---\nThird words.\n' >"$site/new.md"
eventually shows /new/ 'Third words.'
expect /stays/ '20 text/gemini' 'Always here.'

mkdir "$site/deep"
post deep/down.md 'Deep' 'Below.'
eventually shows /deep/down/ 'Below.'
mv "$site/deep" "$site/elsewhere"
eventually shows /elsewhere/down/ 'Below.'
eventually shows /deep/down/ '51 '
rm "$site/new.md"
eventually shows /new/ '51 '
eventually lacks / 'Newcomer'

kill -HUP "$pid"
expect /stays/ '20 text/gemini' 'Always here.'
stop
echo "every change showed itself without a restart"
