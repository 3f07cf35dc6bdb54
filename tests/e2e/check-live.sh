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

# What templates find in data files is as fresh as the posts.
printf 'title: Live\n' >"$site/_config.yml"
mkdir "$site/_data" "$site/_posts"
printf -- '- {n: wren}\n' >"$site/_data/birds.yml"
printf -- '---\ntitle: Birds\npermalink: /birds/\n---\n{%% for b in site.data.birds %%}{{ b.n }} {%% endfor %%}\n' \
	>"$site/_posts/2024-05-01-birds.md"
eventually shows /birds/ 'wren'
printf -- '- {n: wren}\n- {n: heron}\n' >"$site/_data/birds.yml"
eventually shows /birds/ 'wren heron'
mkdir "$site/_data/more"
printf 'n\ngull\n' >"$site/_data/more/sea.csv"
printf -- '---\ntitle: Birds\npermalink: /birds/\n---\n{{ site.data.more.sea[0].n }}\n' >"$site/_posts/2024-05-01-birds.md"
eventually shows /birds/ 'gull'
rm "$site/_data/more/sea.csv"
eventually lacks /birds/ 'gull'
rm -r "$site/_config.yml" "$site/_data" "$site/_posts"
eventually shows /stays/ '20 text/gemini'

kill -HUP "$pid"
expect /stays/ '20 text/gemini' 'Always here.'
stop

# A page that says what others say follows them.
shelf=$work/shelf
mkdir -p "$shelf/_posts"
echo 'permalink: /:title/' >"$shelf/_config.yml"
book() { # DESCRIPTION
	printf -- '---\ntitle: Ebb\ndescription: %s\n---\nWords.\n' "$1" >"$shelf/_posts/2024-05-01-ebb.md"
}
book 'Read once.'
printf -- '---\ntitle: Shelf\n---\n{%% for post in site.posts %%}{{ post.description }}{%% endfor %%}\n' \
	>"$shelf/_posts/2024-05-02-shelf.md"
start "$shelf"
expect /shelf/ '20 text/gemini' 'Read once.'
book 'Read twice.'
eventually shows /shelf/ 'Read twice.'
stop
echo "every change showed itself without a restart"
