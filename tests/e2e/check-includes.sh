#!/bin/sh
# SPDX-License-Identifier: MIT
# No page shows a file that is not for readers, nor a secret of the settings, whatever its templates ask for:
# all words of the capsule, for both protocols, are looked through for one that only such files hold.
. tests/e2e/lib.sh

word=hidden-harbour # stands only in what no reader may see

# hide DIR: what an include might find.
hide() {
	mkdir -p "$1/.git" "$1/_posts" "$1/_drafts" "$1/_includes/sub" "$1/docs"
	echo "KEY=$word" >"$1/.env"
	echo "url = $word" >"$1/.git/config"
	printf -- '---\ntitle: %s\npublished: false\n---\n%s\n' $word $word \
		>"$1/_posts/2024-01-01-unpublished.md"
	printf -- '---\ntitle: %s\n---\n%s\n' $word $word >"$1/_posts/2999-01-01-later.md"
	echo "$word" >"$1/_drafts/draft.md"
	echo 'A buoy.' >"$1/_includes/buoy.md"
	ln -s ../.env "$1/_includes/out.md"
	ln -s ../_posts/2024-01-01-unpublished.md "$1/docs/linked.md"
	echo 'A part.' >"$1/docs/_part.md"
}

# page FILE DATE: a page that asks for all of it.
page() {
	cat >"$1" <<END
---
title: Asks
date: $2
---
Before. {% include buoy.md %}

{% include ../.env %}
{% include "../.git/config" %}
{% include ../_config.yml %}
{% include ../package.json %}
{% include ../_posts/2024-01-01-unpublished.md %}
{% include ../_drafts/draft.md %}
{% include out.md %}
{% include sub/../../.env %}
{% include_relative ../.env %}
{% include_relative .env %}
{% include_relative 2024-01-01-unpublished.md %}
{% include_relative 2999-01-01-later.md %}
{% include_relative linked.md %}
{% include "./linked.md" %}
{% include "./../.env" %}
{% include_relative _part.md %}

{{ site.harbour_token }} {{ site.mail.password }} {{ site.scripts.land }} {{ page.title }}
{% assign x = site.harbour_token %}{{ x }}
{% capture y %}{{ site.mail.password }}{% endcapture %}{{ y }}
{% for post in site.posts %}{{ post.title }}{{ post.content }}{% endfor %}

See [one]({% post_url 2024-01-01-unpublished %}), [two]({% post_url 2999-01-01-later %}),
[three]({% link _drafts/draft.md %}).

After.
END
}

# clean DIR: no word of it, and what the page has for readers.
clean() {
	! grep -rlF -e "$word" "$1" || fail "$1 shows it"
	grep -rlF -e 'After.' "$1" >/dev/null || fail "$1 lacks the page's own words"
	grep -rlF -e 'A buoy.' "$1" >/dev/null || fail "$1 lacks the include"
}

for kind in jekyll eleventy; do
	site=$work/$kind
	hide "$site"
	case $kind in
	jekyll)
		printf 'title: T\nharbour_token: %s\nmail: {password: %s}\n' $word $word \
			>"$site/_config.yml"
		page "$site/_posts/2024-02-29-asks.md" 2024-02-29
		page "$site/docs/asks.md" 2024-02-29
		;;
	eleventy)
		echo "{\"devDependencies\": {\"@11ty/eleventy\": \"3\"}, \"harbour_token\": \"$word\",
			\"scripts\": {\"land\": \"$word\"}}" >"$site/package.json"
		echo 'module.exports = {}' >"$site/.eleventy.js"
		rm -r "$site/_posts" "$site/_drafts"
		mkdir "$site/drafts"
		printf -- '---\ntitle: %s\n---\n%s\n' $word $word >"$site/drafts/2024-01-01-unpublished.md"
		page "$site/docs/asks.md" 2024-02-29
		page "$site/asks.md" 2024-02-29
		;;
	esac
	"$SPLASHDOWN" export "$site" "$work/$kind-out" --host capsule.example >"$work/log" 2>&1 ||
		fail "export of $kind"
	clean "$work/$kind-out"
	for form in '' --gopher --menu --html; do
		# shellcheck disable=SC2086
		"$SPLASHDOWN" render "$site" "$work/$kind-render$form" $form >"$work/log" 2>&1 ||
			fail "render $form of $kind"
		clean "$work/$kind-render$form"
	done
	# check names each place, and shows no word of it either.
	status=0
	"$SPLASHDOWN" check "$site" --all >"$work/said" 2>"$work/log" || status=$?
	[ "$status" -eq 1 ] || fail "check of $kind ends with $status"
	! grep -F -e "$word" "$work/said" || fail "check of $kind shows it"
	for line in \
		'docs/asks.md:7:1: warning: include not shown: ../.env leaves its folder' \
		'docs/asks.md:8:1: warning: include not shown: ../.git/config leaves' \
		'docs/asks.md:13:1: warning: include not shown: out.md is a link' \
		'docs/asks.md:15:1: warning: include not shown: ../.env leaves' \
		'docs/asks.md:16:1: warning: include not shown: .env is a hidden file' \
		'docs/asks.md:19:1: warning: include not shown: linked.md is a link'; do
		grep -qF -e "$line" "$work/said" || { cat "$work/said"; fail "check: $line"; }
	done
done
grep -qF -e 'A part.' "$work/jekyll-out/docs/asks/index.gmi" || fail "a fragment is not shown"
grep -qF -e 'docs/asks.md:24:1: warning: setting not shown: site.harbour_token' \
	"$work/said" && fail "package.json is no settings of templates"
"$SPLASHDOWN" check "$work/jekyll" --all >"$work/said" 2>&1 || true
for place in 24:1:site.harbour_token 24:26:site.mail.password 25:1:site.harbour_token \
	26:16:site.mail.password; do
	name=${place##*:}
	grep -qF -e "docs/asks.md:${place%:*}: warning: setting not shown: $name" \
		"$work/said" || { cat "$work/said"; fail "check: $place"; }
done

# And over the wire.
start "$work/jekyll"
for address in /docs/asks /docs/asks.txt /2024/02/29/asks /2024/02/29/asks.txt / /feed.xml \
	/archive/2024/; do
	expect "$address" '20 ' "!$word"
done
# What stands beside a page is part of it, as it is now.
expect /docs/asks '20 text/gemini' '~A part.'
echo 'Another part.' >"$work/jekyll/docs/_part.md"
expect /docs/asks '20 text/gemini' '~Another part.' '!A part.'
rm "$work/jekyll/docs/_part.md"
expect /docs/asks '20 text/gemini' '!part.' '~A buoy.'
stop

# So it is on every page that holds words of such a page.
mkdir -p "$work/live/log"
echo '{"devDependencies": {"@11ty/eleventy": "3"}}' >"$work/live/package.json"
for page in index log/2024-01-02-says; do
	printf -- '---\ntitle: Says\n---\n{%% include "./part.txt" %%}\n' >"$work/live/$page.md"
done
# live WORDS: what stands beside both pages.
live() {
	echo "$1" >"$work/live/part.txt"
	echo "$1" >"$work/live/log/part.txt"
}
live 'A part.'
start "$work/live"
for address in / /log/2024-01-02-says/ /log/2024-01-02-says.txt /feed.xml; do
	live 'A part.'
	expect "$address" '20 ' '~A part.'
	live 'Another part.'
	expect "$address" '20 ' '~Another part.' '!A part.'
done
stop
echo "includes stay in their folders, secrets of settings are not shown"
