#!/bin/sh
# SPDX-License-Identifier: MIT
# Readers search a capsule while it runs: what they find over both protocols, that hidden pages are found by
# nobody, that what they typed is written nowhere, that a flood of searches leaves pages alone.
. tests/e2e/lib.sh

site=$work/site
mkdir -p "$site/_posts" "$site/_drafts"
printf 'title: Tides\nlanguages: [en, fr]\nunlisted_field: x\n' >"$site/_config.yml"
post() { # FILE TITLE FRONT-MATTER TEXT
	printf -- '---\ntitle: %s\n%s\n---\n%s\n' "$2" "$3" "$4" >"$site/$1"
}
post _posts/2024-05-01-lighthouse.md 'The lighthouse' 'tags: [harbour]' 'A keeper watches the straits at night.'
post _posts/2024-06-01-phare.md 'Le phare' 'lang: fr' 'Le cœur du gardien veille au phare.'
post _posts/2024-07-01-toudai.md '灯台' 'lang: ja' '夜の灯台は海を照らします。'
post _posts/2024-07-02-closed.md 'Closed' 'password: x' 'The zanzibar cipher.'
post _drafts/later.md 'Later' 'tags: [zanzibar]' 'A zanzibar draft.'

menu() { # ITEM: of the Gopher server
	curl -sS --max-time 10 "gopher://127.0.0.1:$gopher_port/$1" | tr -d '\r'
}
# found PROTOCOL WORDS: the page of results, words percent-encoded.
found() {
	case $1 in
	gemini) ask "/search?$2" | tr -d '\r' ;;
	gopher) menu "7/search%09$2" ;;
	esac
}
finds() { # WORDS TEXT
	for protocol in gemini gopher; do
		found $protocol "$1" >"$work/reply"
		grep -qF -e "$2" "$work/reply" || return 1
	done
}
finds_not() {
	for protocol in gemini gopher; do
		found $protocol "$1" >"$work/reply"
		! grep -qF -e "$2" "$work/reply" || return 1
	done
}

start "$site"
expect /search '10 Words to look for'
expect /fr/search '10 Mots à chercher'
expect /search/?x '31 /search?x'
eventually finds lighthouse '2024-05-01 The lighthouse'
eventually finds coeur 'Le phare'
eventually finds '%E7%81%AF%E5%8F%B0' '2024-07-01'
finds 'keeper%20night' 'A keeper watches the straits at night.' || { cat "$work/reply"; fail 'no excerpt'; }
finds 'tag:harbour' 'The lighthouse' || fail 'no tag'
finds '%22watches%20the%22%20-phare' 'The lighthouse' || fail 'no phrase'
finds_not '%22the%20watches%22' 'The lighthouse' || fail 'a phrase in another order'
expect '/fr/search?phare' '20 text/gemini; lang=fr' '~Recherche' '=> /fr/search Nouvelle recherche'
expect '/search?x%0D%0A%3D%3E%20/evil' '20 text/gemini' '~# Search: x => /evil'
! grep -q '^=> /evil' "$work/reply" || fail 'a link that was typed'

# Hidden pages are found by nobody, nor is their number, nor are their tags.
for protocol in gemini gopher; do
	found $protocol zanzibar >"$work/hidden.$protocol"
	grep -q 'Nothing was found' "$work/hidden.$protocol" || { cat "$work/hidden.$protocol"; fail 'a hidden word'; }
	! grep -qi 'closed\|cipher\|later' "$work/hidden.$protocol" || fail 'a hidden page'
done

# A saved post is found by its new words, and no longer by its old ones; one that is hidden by none.
post _posts/2024-05-01-lighthouse.md 'The lighthouse' 'tags: [harbour]' 'A machine does it now.'
eventually finds machine '2024-05-01 The lighthouse'
eventually finds_not straits 'The lighthouse'
post _posts/2024-05-01-lighthouse.md 'The lighthouse' 'draft: true' 'A machine does it now.'
eventually finds_not machine '2024-05-01 The lighthouse'
post _posts/2024-05-01-lighthouse.md 'The lighthouse' 'tags: [harbour]' 'A machine does it now.'
eventually finds machine '2024-05-01 The lighthouse'

# Gopher: the way from the message that there is no page, and a post by chance without a redirect.
menu 1/nowhere | grep -q '^7Search	/search	' || fail 'no way to search'
menu 1/random | grep -q '^i' || fail 'no post by chance'
expect /random '30 /'
expect /fr/random '30 /2024/06/01/phare'

# What was typed is in no log, and in no figure.
found gemini 'flibbertigibbet' >/dev/null
found gopher 'flibbertigibbet' >/dev/null
ask '/search/?flibbertigibbet' >/dev/null
ask '/archive/?flibbertigibbet' >/dev/null
ask '/search%3Fflibbertigibbet' >/dev/null
ask '/nowhere%3fflibbertigibbet' >/dev/null
for form in '' --json --prometheus; do
	# shellcheck disable=SC2086
	"$SPLASHDOWN" status $form --state "$work/state" >"$work/status" || fail "no status $form"
	! grep -q flibbertigibbet "$work/status" || fail "a query in status $form"
done
"$SPLASHDOWN" status --json --state "$work/state" | grep -q '"search_documents": 3' || fail 'not three pages in the index'
! grep -q flibbertigibbet "$work/log" || fail 'a query in the log'

# A flood of searches: those of one address are told to wait, and pages are answered meanwhile.
for i in 1 2 3 4 5 6 7 8; do
	(for j in 1 2 3 4 5 6 7 8 9 10; do found gopher "tide%20$i%20$j" >/dev/null; done) &
	others="$others $!"
done
expect /archive/ '20 text/gemini'
for process in $others; do wait "$process" || true; done
others=
finds machine 'The lighthouse' || fail 'no search after a flood'

# A server that has just read the folder answers byte for byte as one that saw it change.
words='lighthouse machine tag:harbour phare -phare year:2024 nothing%20machine lang:ja'
for word in $words; do found gemini "$word" >"$work/then.$word"; done
stop
start "$site"
eventually finds machine '2024-05-01 The lighthouse'
for word in $words; do
	found gemini "$word" >"$work/now"
	cmp "$work/then.$word" "$work/now" || fail "another page of results for $word after a start"
done

# A misspelled word: of the titles that are like it, the nearest is proposed first.
day=1
for title in Cole Core Cover Coffee; do
	post "_posts/2024-09-0$day-word.md" "$title" '' 'One more.'
	day=$((day + 1))
done
eventually finds coffee 'Coffee'
for protocol in gemini gopher; do
	found $protocol coffe >"$work/reply"
	sed -n "/Try instead/,\$p" "$work/reply" | grep -m 1 "/search" | grep -q "Coffee (1)" ||
		{ cat "$work/reply"; fail 'the nearest word is not the first'; }
done
rm "$site"/_posts/2024-09-*

# Without a search nothing of it is there.
stop
printf 'search: no\n' >"$site/splashdown.yaml"
start "$site"
expect /search '51 '
expect / '20 ' '!/search'
expect /archive/ '20 ' '!/search'
stop

# The command: results, JSON without control characters, an exit status.
printf -- '---\ntitle: "Esc\\e[31m here"\ndate: 2024-08-01\n---\nA red\033[31m buoy.\n' >"$site/_posts/2024-08-01-esc.md"
"$SPLASHDOWN" search "$site" red buoy >"$work/said" || fail 'the command finds nothing'
grep -q '^2024-08-01 Esc' "$work/said" || { cat "$work/said"; fail 'no result'; }
grep -qx '1 result' "$work/said" || fail 'no number of results'
"$SPLASHDOWN" search "$site" red buoy --json >"$work/json" || fail 'no JSON'
python3 -c 'import json, sys; d = json.load(open(sys.argv[1])); assert d["total"] == 1 and d["results"][0]["date"] == "2024-08-01"' \
	"$work/json" || fail 'not as JSON has it'
! tr -d '\n' <"$work/said" | LC_ALL=C grep -q '[[:cntrl:]]' || fail 'a control character'
! tr -d '\n' <"$work/json" | LC_ALL=C grep -q '[[:cntrl:]]' || fail 'a control character in JSON'
! "$SPLASHDOWN" search "$site" zanzibar >"$work/said" 2>&1 || fail 'a hidden word is found'
"$SPLASHDOWN" search "$site" -- phare -machine >/dev/null || fail 'no -without'
echo "readers find what is public, and nobody learns what they looked for"
