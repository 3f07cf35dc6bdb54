#!/bin/sh
# SPDX-License-Identifier: MIT
# limit: 600 s
# What an author hides stays hidden in the whole program: the capsule of each site of tests/sites/NAME.hidden
# is the same, byte for byte, with the hidden files there and with them gone, has no word of theirs,
# and its lists none of what is unlisted. Then the same over the wire, and in what `status` says. The same for
# what is in a zone, of tests/sites/NAME.zones.
. tests/e2e/lib.sh

# unpack FILE DIR: the site of FILE in DIR; DIR.hidden names the files that are hidden.
unpack() {
	rm -rf "$2" "$2.hidden"
	mkdir -p "$2"
	: >"$2.hidden"
	awk -v out="$2" '
	function word_of(state) {
		if (state ~ /^(hidden|kept|gone|zone)$/)
			return sprintf("secretword%03d", count)
		if (state ~ /^(unlisted|local)$/)
			return sprintf("unlistedword%03d", count)
		return sprintf("publicword%03d", count)
	}
	/^=== / {
		if (file)
			close(file)
		count++
		state = $2
		path = $0
		sub(/^=== [^ ]+ /, "", path)
		word = word_of(state)
		file = ""
		if (state == "every")
			next
		file = out "/" path
		folder = file
		sub(/\/[^\/]*$/, "", folder)
		system("mkdir -p \"" folder "\"")
		printf "" >file
		if (state ~ /^(hidden|zone)$/)
			print path >(out ".hidden")
		next
	}
	file {
		gsub(/WORD/, word)
		gsub(/SECRET/, "secretword")
		gsub(/LONG/, "so long a title that no line holds it, and ")
		print >file
	}' "$1"
	case $1 in *.zones) printf '%s\n' 'zones:' '  - {path: /letters/, title: Letters}' \
		'  - {path: /family/}' >"$2/splashdown.yaml" ;; esac
}

# leave_out DIR: removes what is hidden.
leave_out() {
	while read -r path; do
		rm "$1/$path"
	done <"$1.hidden"
}

# searches_of DIR: what the search finds of words that all its files may have.
searches_of() {
	for words in title one letter body tag:all lang:fr year:2024 publicword secretword; do
		"$SPLASHDOWN" search "$1" "$words" 2>&1 || :
	done
}

export_of() {
	"$SPLASHDOWN" export "$1" "$2" --host capsule.example >"$work/log" 2>&1 || fail "export of $1"
}

# tell_in_public DIR: what check says in a public log names no page that is hidden or unlisted.
tell_in_public() {
	"$SPLASHDOWN" check "$1" --format=github >"$work/said" 2>&1 || :
	! grep -iE 'secretword|unlistedword' "$work/said" || fail "$1: check says words of what is hidden"
	while read -r path; do
		case $path in *.md | *.org | *.adoc) ;; *) continue ;; esac
		! grep -F "file=$path," "$work/said" || fail "$1: check names what is hidden"
	done <"$1.hidden"
}

# Those of the command line, or all.
[ $# -gt 0 ] || set -- tests/sites/*.hidden tests/sites/*.zones
count=0
for file in "$@"; do
	name=$(basename "$file" | tr . -)
	site=$work/$name
	unpack "$file" "$site"
	[ -s "$site.hidden" ] || fail "$file hides nothing"
	export_of "$site" "$work/with"
	! grep -rli secretword "$work/with" || fail "$name: the capsule has words of what is hidden"
	for list in index.gmi archive feed.xml tags; do
		[ ! -e "$work/with/$list" ] || ! grep -rli unlistedword "$work/with/$list" ||
			fail "$name: a list has words of what is unlisted"
	done
	grep -rqi publicword "$work/with" || fail "$name: nothing is left"
	tell_in_public "$site"
	searches_of "$site" >"$work/found"
	cat "$work/found" >>"$work/found-in-all"
	leave_out "$site"
	searches_of "$site" | diff "$work/found" - || fail "$name: the search tells what is hidden"
	export_of "$site" "$work/without"
	diff -r "$work/with" "$work/without" || fail "$name: the capsule tells what is hidden"
	rm -r "$work/with" "$work/without"
	count=$((count + 1))
done
grep -q publicword "$work/found-in-all" || fail "the search finds nothing"

# The folder of a generator is no site of its own: `check FILE` asks the site.
unpack tests/sites/hexo.hidden "$work/hexo"
"$SPLASHDOWN" check "$work/hexo/source/_posts/secret.md" >"$work/said" 2>&1 ||
	fail "check FILE: status $?"
grep -qF 'source/_posts/secret.md:4:12: not published because of `published: false`' "$work/said" ||
	{ cat "$work/said"; fail "check FILE"; }

# A page of a zone is checked and rendered as its readers get it.
mkdir -p "$work/inside/letters"
printf -- '---\ntitle: A\n---\n[b](b.md) [nowhere](c.md)\n' >"$work/inside/letters/a.md"
printf -- '---\ntitle: B\n---\nB\n' >"$work/inside/letters/b.md"
printf 'zones:\n  - path: /letters/\n    title: Letters\n' >"$work/inside/splashdown.yaml"
! "$SPLASHDOWN" check "$work/inside/letters/a.md" >"$work/said" 2>&1 || fail "a dead link in a zone is right"
grep -q '^letters/a.md:4:21: warning: link to nowhere: c.md' "$work/said" || { cat "$work/said"; fail "check FILE in a zone"; }
"$SPLASHDOWN" render "$work/inside/letters/a.md" >"$work/said" 2>/dev/null || fail "render FILE in a zone"
grep -qx '=> /letters/b/ b' "$work/said" && grep -qx '=> /letters/ Letters' "$work/said" ||
	{ cat "$work/said"; fail "render FILE in a zone"; }

# A zone in the way of a list of public posts is said, once.
mkdir "$work/inway"
printf -- '---\ntitle: A\ndate: 2024-02-03\ntags: [x]\n---\nA\n' >"$work/inway/a.md"
printf 'zones:\n  - path: /tags/\n' >"$work/inway/splashdown.yaml"
! "$SPLASHDOWN" check "$work/inway" >"$work/said" 2>&1 || fail "a zone at /tags/ is right"
[ "$(grep -c 'the zone /tags/ is at the address of a page that lists public posts: /tags/;' "$work/said")" -eq 1 ] ||
	{ cat "$work/said"; fail "a zone at /tags/"; }

# numbers: what status counts of the pages that readers have.
numbers() {
	"$SPLASHDOWN" status --state "$work/state" --prometheus >"$work/status" 2>&1 ||
		{ cat "$work/status"; fail "status"; }
	grep -E '^splashdown_(posts|pages|files|tags)[ {]' "$work/status"
}

# answers_of DIR ADDRESS...: what readers, strangers to all zones, and the administrator get.
answers_of() {
	start "$1"
	shift
	for address in "$@"; do
		ask "$address"
	done
	numbers
	stop
}

for file in tests/sites/jekyll.hidden tests/sites/jekyll.zones; do
	unpack "$file" "$work/site"
	set -- / /archive/ /feed.xml /tags/ /links/ /links.txt /secret/ /robots.txt /letters/one/ /old-letter/
	answers_of "$work/site" "$@" >"$work/answers"
	leave_out "$work/site"
	answers_of "$work/site" "$@" >"$work/answers-without"
	[ -s "$work/answers" ] || fail "no answers"
	diff "$work/answers" "$work/answers-without" || fail "the wire tells what $file hides"
done
echo "hidden files leave no trace in $count capsules"
