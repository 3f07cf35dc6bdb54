#!/bin/sh
# SPDX-License-Identifier: MIT
# The commands that need no server: render, export and check on a small blog with mistakes in it.
. tests/e2e/lib.sh

site=$work/site
out=$work/out
mkdir -p "$site/_posts" "$site/images" "$site/_drafts"
cat >"$site/_config.yml" <<'END'
title: Tide Tables
permalink: /:year/:month/:day/:title/
END
cat >"$site/_posts/2024-02-29-leap-tide.md" <<'END'
---
title: Leap tide
tags: [moon]
redirect_from: /old/leap.html
---
The moon *pulled* harder. [About](/about/) me.

![](/images/buoy.png)
END
cat >"$site/_posts/2024-03-01-neap-tide.md" <<'END'
---
title: Neap tide
---
See [the harbour](/harbour/). {% lighthouse north %}
END
printf -- '---\ntitle: About\n---\nWho writes here.\n' >"$site/about.md"
printf 'Later.\n' >"$site/_posts/2999-01-01-later.md"
printf 'A draft.\n' >"$site/_drafts/unfinished.md"
printf '\211PNG fake' >"$site/images/buoy.png"

# runs STATUS ARGUMENT...: what the program says goes to $work/said and $work/log.
runs() {
	want=$1
	shift
	status=0
	timeout 60 "$SPLASHDOWN" "$@" >"$work/said" 2>"$work/log" || status=$?
	[ "$status" -eq "$want" ] || { cat "$work/said"; fail "status $status, not $want: $*"; }
}
# has FILE TEXT, has_not FILE TEXT: one of its lines is TEXT; no part of it is.
has() {
	grep -qxF -e "$2" "$1" || { cat "$1"; fail "$1 has no line '$2'"; }
}
has_not() {
	! grep -qF -e "$2" "$1" || { cat "$1"; fail "$1 has '$2'"; }
}

# One post, then a draft and one of the future, since they were asked for by name.
runs 0 render "$site/_posts/2024-02-29-leap-tide.md"
has "$work/said" '# Leap tide'
has "$work/said" 'The moon pulled harder. About me.'
runs 0 render "$site/_drafts/unfinished.md"
has "$work/said" 'A draft.'
runs 0 render "$site/_posts/2999-01-01-later.md"
has "$work/said" 'Later.'
# What readers would find, and nothing of what they do not see.
runs 0 search "$site" pulled harder
has "$work/said" '2024-02-29 Leap tide'
has "$work/said" '1 result'
runs 0 search "$site" harbour --json
has "$work/said" '  "total": 1,'
runs 1 search "$site" later
runs 1 search "$site" draft
runs 2 search "$site"
# A file that is no page: the reason is with check, which is named.
printf 'Left out.\n' >"$site/_left.md"
runs 1 render "$site/_left.md"
has "$work/log" "splashdown render: _left.md is not a page of the blog in $site; \"splashdown check $site/_left.md\" says why"
runs 0 check "$site/_left.md"
rm "$site/_left.md"
# The blog around one post is known by whatever makes it one.
mkdir -p "$work/hugo/config/_default" "$work/hugo/content/posts"
echo 'title = "Tides"' >"$work/hugo/config/_default/hugo.toml"
printf '+++\ntitle = "Ebb"\n+++\n{{< youtube abc >}}\n' >"$work/hugo/content/posts/ebb.md"
runs 0 render "$work/hugo/content/posts/ebb.md"
has "$work/said" '=> https://www.youtube.com/watch?v=abc Video (YouTube)'
has "$work/said" '=> / Tides'
runs 1 render "$site/_posts/nowhere.md"
runs 1 render "$site/_config.yml"

# All of them, by the names of their sources.
runs 0 render "$site" "$out/gmi"
(cd "$out/gmi" && find . -type f | sort) >"$work/names"
printf '%s\n' ./_posts/2024-02-29-leap-tide.gmi ./_posts/2024-03-01-neap-tide.gmi ./about.gmi |
	cmp - "$work/names" || fail "render DIR OUT wrote other files"
has "$out/gmi/about.gmi" 'Who writes here.'
runs 0 render "$site" "$out/gmi" --drafts
[ -f "$out/gmi/_drafts/unfinished.gmi" ] || fail "--drafts renders no draft"

runs 2 render "$site"
runs 2 render "$site/about.md" "$out/gmi"
runs 2 render "$site" "$site/inside"
runs 2 export "$site" "$site"
runs 2 export "$site" "$work"
runs 2 export "$site"
[ ! -e "$site/inside" ] || fail "a refused command wrote something"
: >"$work/file"
runs 1 render "$site" "$work/file"

# The capsule as files: by address, feeds and pictures too, old addresses as pages of one link.
runs 0 export "$site" "$out/by-address" --host 2001:db8::1
grep -q 'gemini://\[2001:db8::1\]/' "$out/by-address/feed.xml" || fail "an address without brackets"
runs 0 export "$site" "$out/capsule" --host tides.example
capsule=$out/capsule
has "$capsule/index.gmi" '# Tide Tables'
has "$capsule/2024/02/29/leap-tide/index.gmi" '# Leap tide'
has "$capsule/about/index.gmi" '# About'
has "$capsule/tags/moon/index.gmi" '=> /2024/02/29/leap-tide/ 2024-02-29 Leap tide'
has "$capsule/old/leap.html/index.gmi" '=> /2024/02/29/leap-tide/ Leap tide'
grep -qF '<id>gemini://tides.example/feed.xml</id>' "$capsule/feed.xml" || fail "no feed"
cmp "$site/images/buoy.png" "$capsule/images/buoy.png"
for page in archive archive/2024 archive/2024/02 tags; do
	[ -f "$capsule/$page/index.gmi" ] || fail "the capsule lacks $page"
done
[ -z "$(find "$out" -name '.splashdown-*')" ] || fail "temporary files are left"
# Every link inside it leads to a file.
find "$capsule" -name '*.gmi' -exec sed -n 's/^=> \(\/[^ ]*\).*/\1/p' {} + | sort -u |
	while read -r link; do
		[ -f "$capsule$link" ] || [ -f "$capsule${link%/}/index.gmi" ] || echo "$link"
	done >"$work/dead"
printf '/harbour/\n' | cmp - "$work/dead" || fail "links that lead to no file"

# What is wrong with it, where, and what happens instead.
runs 1 check "$site"
has "$work/said" '_posts/2024-03-01-neap-tide.md:4:19: warning: link to nowhere: /harbour/; it is kept as it is'
has "$work/said" "_posts/2024-03-01-neap-tide.md:4:31: warning: unknown Liquid tag 'lighthouse'; it is left out"
has "$work/said" "_posts/2024-02-29-leap-tide.md:8:13: note: picture without alt text: /images/buoy.png; its file name is shown instead"
has "$work/said" '_posts/2999-01-01-later.md: note: dated in the future: 2999-01-01; it appears by itself on that day'
"$SPLASHDOWN" check "$site" --all >"$work/said" 2>&1 || :
has "$work/said" "      1  warning  unknown Liquid tag 'lighthouse'"
has "$work/said" '0 errors, 2 warnings, 3 notes'
# In a public log: places for GitHub to show them at, and of what is hidden only its number.
(cd "$site/.." && "$SPLASHDOWN" check "$(basename "$site")" --format=github >"$work/said") &&
	fail "--format=github finds nothing"
has "$work/said" "::warning file=$(basename "$site")/_posts/2024-03-01-neap-tide.md,line=4,col=19,title=link to nowhere::link to nowhere: /harbour/; it is kept as it is"
has_not "$work/said" 2999-01-01
grep -q '^::notice title=hidden::[0-9]* page' "$work/said" || fail "hidden pages are not counted"
runs 2 check "$site" --format=xml
runs 1 check "$site" --json
has "$work/said" '  "errors": 0, "warnings": 2, "notes": 3, "dropped": 0,'
(cd "$site" && "$SPLASHDOWN" check >"$work/said") && fail "check of the current folder finds nothing"
has "$work/said" '0 errors, 2 warnings, 3 notes'

printf -- '---\ntitle: Neap tide\n---\nAll is well.\n' >"$site/_posts/2024-03-01-neap-tide.md"
runs 0 check "$site"
has "$work/said" 'nothing is wrong for a reader (3 notes)'
runs 1 check "$site/nowhere"
runs 0 check "$site/about.md"
# What is wrong with a hidden post is said of its file, too.
printf -- '---\ntitle: Kept\npublished: false\ndate: someday\n---\nWords.\n' >"$site/kept.md"
runs 1 check "$site/kept.md"
grep -q '^kept.md:4:[0-9]*: warning: .*someday' "$work/said" || fail "a hidden post's mistake is not said"
rm "$site/kept.md"
# full ARGUMENT...: what is printed on a full disk is no success, whatever it is.
full() {
	status=0
	"$SPLASHDOWN" "$@" >/dev/full 2>"$work/log" || status=$?
	[ "$status" -eq 1 ] || fail "a full disk: status $status: $*"
	grep -qF 'splashdown: standard output cannot be written: ' "$work/log" ||
		fail "a full disk: no word of it: $*"
}
# What is said only at the end of a file, as over a network, is said of it, and it takes nobody's place.
if can_preload; then
	runs 0 export "$site" "$out/closed" --host tides.example
	FAULT_PATH=.splashdown- FAULT='close:1:ENOSPC' LD_PRELOAD=$preload runs 1 export "$site" "$out/closed" \
		--host tides.example
	grep -q ': No space left on device$' "$work/log" || fail "a file that was not closed well is not named"
fi
full check "$site"
full check "$site/about.md"
full render "$site/about.md"
full serve "$site" --print-config
full cert make --host full.example --state "$work/full"
full help
full version
runs 2 check "$site" --nonsense
has "$work/log" 'splashdown check: unknown option --nonsense'
runs 2 check "$site" -all
has "$work/log" 'splashdown check: unknown option -all; did you mean --all?'
runs 2 check "$site" "$site"
# One's own settings are no news.
echo 'language: en' >"$site/splashdown.yaml"
runs 0 check "$site"
has_not "$work/said" splashdown.yaml
mv "$site/splashdown.yaml" "$work/elsewhere.yaml"
ln -s "$work/elsewhere.yaml" "$site/splashdown.yaml"
runs 0 check "$site"
has_not "$work/said" splashdown.yaml
# What is there and cannot be read is not taken for no settings at all.
rm "$work/elsewhere.yaml"
runs 1 serve "$site" --print-config
grep -q 'splashdown.yaml: error: cannot be read: a symbolic link to nothing' "$work/log" ||
	fail "a link to nothing passes for no settings"
rm "$site/splashdown.yaml"
mkfifo "$site/splashdown.yaml"
runs 1 serve "$site" --print-config
grep -q 'splashdown.yaml: error: cannot be read: not a regular file' "$work/log" ||
	fail "a pipe passes for settings without a word in them"
rm "$site/splashdown.yaml"

# Redirects that lead round in circles, or to a script.
printf '/a /b\n/b /a\n/s/* /t/:splat\n/t/* /s/:splat\n/j javascript:alert(1)\n' >"$site/_redirects"
runs 1 check "$site"
has "$work/said" 'warning: redirect in circles: /a to /b; readers who follow it are told that there is no page'
grep -q 'redirect in circles: /s/\* to /t/' "$work/said" || fail "rules that go round are not said"
has "$work/said" '_redirects:5:1: warning: not a redirect; the line is left out'
rm "$site/_redirects"

# What the configuration says wrongly counts as what posts say wrongly does; a .yml is read as well.
printf 'title: Ebb\nlimits:\n  per_address: 500\n' >"$site/splashdown.yml"
runs 1 check "$site"
grep -qF 'splashdown.yml:3:16: error: "limits.per_address": 500 is more' "$work/said" ||
	fail "an error of the configuration is not counted"
has "$work/said" '1 error, 0 warnings, 3 notes'
grep -q '^Ebb: ' "$work/said" || fail "splashdown.yml is not read"
runs 1 check "$site" --json
has "$work/said" '  "errors": 1, "warnings": 0, "notes": 3, "dropped": 0,'
[ ! -s "$work/log" ] || fail "an error of the configuration is said twice"
printf "hosts: ['https://x.example']\n" >"$site/splashdown.yml"
runs 1 check "$site" --json
grep -qF '"file": "splashdown.yml", "line": 1' "$work/said" || fail "no file in the JSON"
runs 2 serve "$site"
echo 'title: Flood' >"$site/splashdown.yaml"
rm "$site/splashdown.yml" && runs 0 check "$site" && grep -q '^Flood: ' "$work/said" || fail "no title"
echo 'title: Ebb' >"$site/splashdown.yml"
runs 1 check "$site"
grep -qF 'splashdown.yml: error: ' "$work/said" || fail "two configurations are no error"
rm "$site/splashdown.yaml" "$site/splashdown.yml"

# Whoever writes something else than what is wanted is told what that is, or nothing at all.
said() {
	grep -qF -e "$1" "$work/log" || { cat "$work/log"; fail "it does not say '$1'"; }
}
runs 2 serve "$site/about.md" --state "$work/state"
said "splashdown serve $site"
said "splashdown render $site/about.md"
runs 1 export "$site/about.md" "$out/file"
said "splashdown export $site"
runs 2 rendr
said 'did you mean "render"?'
runs 2 quux
has_not "$work/log" 'did you mean'
runs 2 help confguration
said 'did you mean "configuration"?'
runs 2 check "$site" --quux
has_not "$work/log" 'did you mean'

# All certificates that are there; the one that is named; those of a list of sites.
runs 1 cert show --state "$work/state"
said "no certificate in $work/state"
for host in b.example a.example; do
	runs 0 cert make --host "$host" --state "$work/state"
done
runs 0 cert show --state "$work/state"
grep '^names' "$work/said" | tr -s ' ' | tr '\n' , | grep -qx 'names a.example,names b.example,' ||
	fail "cert show does not show all"
runs 2 cert show b.example --state "$work/state"
said 'splashdown cert show --host b.example'
runs 1 status --socket "$work"
said 'no server listens there'
runs 1 cert show --host none.example --state "$work/state"
said 'no certificate for none.example in'
runs 1 cert renew --host none.example --state "$work/state"
said '"splashdown cert make" makes one'
runs 0 cert show --host b.example --state "$work/state"
[ "$(grep -c '^names' "$work/said")" -eq 1 ] || fail "cert show --host shows others"
cat >"$work/sites.yaml" <<END
state: $work/state
sites:
  - {folder: a, hosts: [a.example, c.example]}
  - {folder: b, hosts: [b.example]}
END
runs 0 cert renew --config "$work/sites.yaml" --host c.example
grep -q '^names  *a.example, c.example$' "$work/said" || fail "a site is not found by its name"
[ "$(grep -c '^names' "$work/said")" -eq 1 ] || fail "another site's certificate was renewed"
runs 1 cert renew --config "$work/sites.yaml" --host x.example
said 'has no site named x.example'
echo none >"$work/state/a.example.crt"
runs 1 cert show --state "$work/state"
said 'a.example.crt'
grep -q '^names  *b.example$' "$work/said" || fail "one that is broken hides the others"
: >"$work/log"
for command in render export check; do
	runs 0 help "$command"
	grep -qF "splashdown $command " "$work/said" || fail "help does not know $command"
done
has_not "$work/log" 'splashdown:'
echo "render, export and check do what they say"
