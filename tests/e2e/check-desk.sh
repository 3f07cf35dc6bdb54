#!/bin/sh
# SPDX-License-Identifier: MIT
# limit: 300 s
# What writers do at their desk: each act by the links of its pages, and by nothing else; what is deleted or hidden
# stays so whatever happens to the uploads and the blog's folder, and public pages know nothing of it.
. tests/e2e/lib.sh
. tests/e2e/titan.sh

for name in me you friend; do identity $name; done
mkdir -p "$work/blog/_posts" "$work/blog/_drafts" "$work/blog/private" "$work/blog/letters"
printf 'title: Reef\nexclude: [private]\n' >"$work/blog/_config.yml"
out=_posts/2024-01-01-out.md
locked=_posts/2024-01-02-locked.md
stays=_posts/2024-01-03-stays.md
printf -- '---\ntitle: Out\ntags: [sea]\n---\nOutword\n' >"$work/blog/$out"
printf -- '---\ntitle: Locked\npassword: x\ntags: [closed]\n---\nLockedword\n' >"$work/blog/$locked"
printf -- '---\ntitle: Stays\n---\nStaysword\n' >"$work/blog/$stays"
printf -- '---\ntitle: Idea\ntags: [secret]\n---\nIdeaword\n' >"$work/blog/_drafts/idea.md"
printf -- '---\ntitle: Letter\n---\nLetterword\n' >"$work/blog/letters/one.md"
printf -- '---\ntitle: Private\n---\nPrivateword\n' >"$work/blog/private/x.md"
printf '# Home\n' >"$work/blog/index.md"
cat >"$work/blog/splashdown.yaml" <<END
hosts: [localhost]
people:
  me: ["$(cat "$work/me.print")"]
  you: ["$(cat "$work/you.print")"]
  friend: ["$(cat "$work/friend.print")"]
writers: [me, you]
zones:
  - path: /letters/
    title: Letters
    readers: [friend]
END
as_host=
start "$work/blog"
index=$work/state/uploads/localhost/index.yaml
today=$(date -u +%Y-%m-%d)
today_path=$(date -u +%Y/%m/%d)

# wants WHAT TEXT...: each is a part of the last reply, in $work/said, or, with a leading !, none.
wants() {
	what=$1
	shift
	for text; do
		case $text in
		!*) ! grep -qF -e "${text#?}" "$work/said" ;;
		*) grep -qF -e "$text" "$work/said" ;;
		esac || { cat "$work/said"; fail "$what: not as expected: $text"; }
	done
}
at() {
	get "$1" "$2" >"$work/said"
}
# link WORDS: the address of the link that begins with them, in the last reply.
link() {
	tr -d '\r' <"$work/said" | sed -n "s|^=> \([^ ]*\) $1.*|\1|p" | head -n 1
}
# press NAME WORDS: follows that link.
press() {
	to=$(link "$2")
	[ -n "$to" ] || { cat "$work/said"; fail "no link $2"; }
	at "$1" "$to"
}
# act NAME PAGE WORDS: on the page, the link, then the link of the page that asks; the answer leads on.
act() {
	at "$1" "$2"
	press "$1" "$3"
	wants "$3 asks" '20 text/gemini' 'The first link works once' '=> /me/do/'
	asked=$(link '.*' | sed 's|[^ ]* *||')
	asked=$(grep -o '/me/do/[^ ]*' "$work/said")
	at "$1" "$asked"
	wants "$3" '30 /me/history/'
	at "$1" "$(sed -n 's/^30 \([^ ]*\)\r*$/\1/p' "$work/said" | tr -d '\r')"
	wants "after $3" '20 text/gemini'
}
gopher() {
	curl -sS --max-time 10 "gopher://127.0.0.1:$gopher_port/$1" | tr -d '\r'
}
says() {
	get nobody "$1" | grep -qF -e "$2"
}
says_now() {
	says "$1" "$2" || fail "$1 does not say '$2' when the answer is there"
}
upload() {
	# shellcheck disable=SC2059
	printf -- "$3" >"$work/text"
	put "$1" "$2" "$work/text" >"$work/said"
}
# changes COMMAND...: what is uploaded is the same after it.
no_change() {
	cp "$index" "$work/index" 2>/dev/null || : >"$work/index"
	"$@"
	cmp -s "$index" "$work/index" || [ ! -e "$index" ] || fail "something was changed by: $*"
}

# --- each act ---

no_change at me /me/
wants 'the desk' '=> /me/new/ ' '=> /me/posts/ ' 'Nothing has been uploaded yet' 'Idea (a folder of drafts'

no_change at me "/me/delete/0/$out"
wants 'what would be deleted' 'Readers will not find it any more at /2024/01/01/out'
act me /me/edit/2024/01/01/out 'Delete it'
wants 'the deleted' '* Deleted: ' 'by me'
says_now /2024/01/01/out '51 '
! gopher 0/2024/01/01/out.txt | grep -q Outword || fail 'Gopher shows the deleted page'
[ -f "$work/blog/$out" ] || fail 'the blog was changed'
no_change at me "$asked"
wants 'the same link again' '5'
act you "/me/edit/$out" 'Take back the deletion'
says_now /2024/01/01/out Outword

upload me /2024/01/01/out '---\ntitle: Out\ntags: [sea]\n---\nSecondword\n'
wants 'an edit' '30 '
upload me /2024/01/01/out '---\ntitle: Out\ntags: [sea]\n---\nThirdword\n'
at me "/me/history/$out"
wants 'the history' 'shown' 'earlier' '=> /me/restore/'
act you "/me/history/$out" 'Restore it'
says_now /2024/01/01/out Secondword
act me "/me/edit/$out" "Show the blog's own file again"
says_now /2024/01/01/out Outword

act me "/me/edit/$locked" 'Publish it'
says_now /2024/01/02/locked Lockedword
grep -q 'password' "$work/blog/$locked" || fail 'the blog was changed'
act me "/me/edit/$locked" "Show the blog's own file again"
says_now /2024/01/02/locked '51 '

act me /me/edit/_drafts/idea.md 'Publish it'
wants 'a published draft' "_posts/$today-idea.md"
says_now "/$today_path/idea" Ideaword
at me /me/
wants 'the desk' '!a folder of drafts' 'Idea (shown)'

upload me /2024/01/01/out '---\ntitle: Out\ndraft: true\n---\nHiddenword\n'
wants 'what would hide it' '20 ' "/me/edit/$out"
at nobody /2024/01/01/out
wants 'not hidden yet' Outword
act me "/me/edit/$out" 'Hide it'
says_now /2024/01/01/out '51 '
act me "/me/edit/$out" 'Publish it'
says_now /2024/01/01/out Hiddenword

upload me /me/new/boat '# Boat\n\nBoatword is my password\n'
wants 'a new post' '30 '
at me /me/uploads/
wants 'uploads' 'Boat (shown)'
act me "/me/edit/_posts/$today-boat.md" 'Erase it for good'
wants 'what was erased' 'No version of this file is kept'
says_now "/$today_path/boat" '51 '
! grep -r Boatword "$work/state" || fail 'what was erased is still there'

upload me /me/new/rock '---\ntitle: [\n---\nRockword\n'
wants 'mistakes' '20 ' "/me/edit/_posts/$today-rock.md"
at you "/me/edit/_posts/$today-rock.md"
wants 'the draft of somebody else' '51 '
at me "/me/edit/_posts/$today-rock.md"
wants 'a draft with mistakes' '## Mistakes' ': error: ' 'Not to be published yet: it has mistakes'
act me "/me/edit/_posts/$today-rock.md" 'Erase your draft'
! grep -r Rockword "$work/state" || fail 'the erased draft is still there'

# A version that has mistakes now is not restored.
upload me /me/new/reef '---\ntitle: Reef\nslug: wave\n---\nReefword\n'
wants 'a post' '30 '
act me "/me/edit/_posts/$today-reef.md" 'Delete it'
printf -- '---\ntitle: Wave\n---\nWaveword\n' >"$work/blog/_posts/$today-wave.md"
eventually says "/$today_path/wave" Waveword
at me "/me/history/_posts/$today-reef.md"
press me 'Restore it'
wants 'a version with mistakes' 'its address belongs to' 'This cannot be done' '!/me/do/'

# Each act is one line in the log.
for line in "me: delete $out" "you: discard $out" "you: restore $out" "me: publish $locked" "me: hide $out" \
	"me: publish _drafts/idea.md" "me: forget _posts/$today-boat.md"; do
	grep -qF "$line" "$work/log" || fail "the log does not say: $line"
done
! grep -F '/me/do/' "$work/log" || fail 'the log has tokens'

# --- nothing changes by a plain request, or by the redirect of another capsule ---

at me "/me/delete/0/$stays"
token=$(grep -o '/me/do/[^/]*' "$work/said" | cut -d/ -f4)
at me "/me/edit/$out"
current=$(grep -o "/me/delete/[0-9]*/" "$work/said" | grep -o '[0-9]*')
mkdir "$work/other"
printf '# Elsewhere\n' >"$work/other/index.md"
: >"$work/other/_redirects"
count=0
for path in "delete/0/$stays" "do/0/delete/0/$stays" "delete/0/$stays?delete" "delete/0/$stays?$token" \
	"publish/0/$locked" "do/$token/publish/0/$locked" "forget/$current/$out" "do/$token/forget/$current/$out" \
	"discard/$current/$out" "do/$token/discard/$current/$out" "restore/1/$out" "do/$token/restore/1/$out" \
	"hide/$current/$out" "do/$token/hide/$current/$out" "do/${token}0/delete/0/$stays" \
	"do/$token/delete/$current/$out" "new/?forged" "name/?forged" "edit/$stays?forged"; do
	count=$((count + 1))
	printf '/%s gemini://localhost:%s/me/%s 302\n' $count "$port" "$path" >>"$work/other/_redirects"
done
asks_other() {
	printf 'gemini://localhost:%s/%s\r\n' "$other_port" "$1" | timeout 10 openssl s_client -quiet -ign_eof \
		-connect "127.0.0.1:$other_port" -servername localhost -cert "$work/me.crt" -key "$work/me.key" 2>/dev/null
}
other_has_ended() {
	! kill -0 "$other" 2>/dev/null || grep -q '^State:.Z' "/proc/$other/status" 2>/dev/null
}
other_answers_or_ended() {
	other_has_ended || asks_other '' | grep -q Elsewhere
}
# On a port that nobody has.
attempt=0
while :; do
	attempt=$((attempt + 1))
	[ "$attempt" -le 5 ] || { cat "$work/other-log"; fail 'the other capsule does not start'; }
	other_port=$((port + attempt * 977))
	"$SPLASHDOWN" serve "$work/other" --host localhost --gemini "127.0.0.1:$other_port" --no-gopher \
		--state "$work/other-state" >"$work/other-log" 2>&1 &
	other=$!
	others="$others $other"
	eventually other_answers_or_ended
	other_has_ended || break
done
lured() {
	i=0
	while [ $i -lt $count ]; do
		i=$((i + 1))
		asks_other $i >"$work/lure"
		grep -q "^30 gemini://localhost:$port/me/" "$work/lure" || { cat "$work/lure"; fail "no lure $i"; }
		follow me <"$work/lure" >"$work/said"
		hops=0
		while grep -q '^3' "$work/said"; do
			at me "$(sed -n 's/^3[01] \([^ ]*\)\r*$/\1/p' "$work/said" | tr -d '\r')"
			hops=$((hops + 1))
			[ $hops -lt 5 ] || fail "lure $i leads on and on"
		done
	done
}
no_change lured
at nobody /2024/01/03/stays
wants 'the page' Staysword
# The right link, of the right person, on the page as it was seen; then the same of another version.
no_change at you "/me/do/$token/delete/0/$stays"
wants 'the link of somebody else' '50 '
upload you /2024/01/03/stays '---\ntitle: Stays\n---\nNewerword\n'
no_change at me "/me/do/$token/delete/0/$stays"
wants 'the link of another version' '5'

# --- what is gone stays gone ---

act me "/me/edit/$stays" 'Delete it'
says_now /2024/01/03/stays '51 '
stays_gone() {
	at nobody /2024/01/03/stays
	wants "$1" '51 ' '!word'
	at nobody /
	wants "$1" '20 ' '!Stays'
}
lines() {
	grep -c "$1" "$work/log" || :
}
more_lines() {
	[ "$(lines "$1")" -gt "$2" ]
}
# The same bytes with another date, and in other files.
touch "$work/blog/$stays"
touch -d '1 day ago' "$work/blog/$stays" "$work/blog/$out"
stays_gone 'touched'
cp -R "$work/blog" "$work/clone"
mv "$work/blog" "$work/first"
mv "$work/clone" "$work/blog"
printf -- '---\ntitle: Marker\n---\nMarkerword\n' >"$work/blog/_posts/2024-02-02-marker.md"
eventually says /2024/02/02/marker Markerword
stays_gone 'a fresh clone'
at nobody /2024/01/01/out
wants 'what was uploaded, after a clone' Hiddenword

# An excluded folder is excluded for uploads, too.
for path in /private/y /me/edit/private/x.md; do
	upload me $path '---\ntitle: P\n---\nPrivateword\n'
	wants "an upload to $path" '!30 '
done
at nobody /private/y
wants 'an excluded folder' '51 '
at nobody /private/x
wants 'an excluded folder' '51 '

# Without the uploads nothing of the blog comes back: the old snapshot stays, and a start is refused.
mv "$work/state/uploads" "$work/away"
before=$(lines reload)
kill -HUP "$pid"
eventually more_lines reload "$before"
stays_gone 'without the uploads'
printf -- '---\ntitle: Marker\n---\nOtherword\n' >"$work/blog/_posts/2024-02-02-marker.md"
stays_gone 'without the uploads, after a change'
kill -TERM "$pid"
eventually has_ended
wait "$pid" || true
pid=
! timeout 20 "$SPLASHDOWN" serve "$work/blog" --gemini "127.0.0.1:$port" --no-gopher --state "$work/state" \
	>"$work/refused" 2>&1 || fail 'it starts without the uploads'
grep -q 'the uploads of localhost are not in' "$work/refused" || { cat "$work/refused"; fail 'no word of the uploads'; }
mv "$work/away" "$work/state/uploads"
cp "$work/log" "$work/log.first"
start "$work/blog"
stays_gone 'after a restart'
at me "/me/edit/$stays"
wants 'the deletion' '* Deleted: '

# --- what is public knows nothing of it ---

# The same blog, as if all had been done to its own files: with what was uploaded, without what is hidden or deleted.
upload me /2024/01/01/out '---\ntitle: Out\ntags: [sea, boats]\n---\nNewestword\n'
wants 'an edit' '30 '
upload me /2024/01/01/out '---\ntitle: Out\ntags: [hush]\ndraft: true\n---\nHushword\n'
wants 'a draft' '20 '
upload me /me/new/hush '---\ntitle: Hush\ntags: [hush]\ndraft: true\n---\nHushword\n'
wants 'a draft' '20 '
mkdir -p "$work/plain/_posts"
cp "$work/blog/_config.yml" "$work/blog/index.md" "$work/blog/splashdown.yaml" "$work/plain"
cp "$work/blog/_posts/2024-02-02-marker.md" "$work/blog/_posts/$today-wave.md" "$work/plain/_posts"
printf -- '---\ntitle: Out\ntags: [sea, boats]\n---\nNewestword\n' >"$work/plain/$out"
edit me "/me/edit/_posts/$today-idea.md" | body >"$work/plain/_posts/$today-idea.md"
walk() {
	for path in / /archive/ /tags/ /tags/sea/ /tags/hush/ /tags/secret/ /tags/closed/ /feed.xml /2024/ \
		/2024/01/01/out /2024/01/01/out.md /2024/01/02/locked /2024/01/03/stays "/$today_path/idea" \
		"/$today_path/hush" /letters/ /letters/one '/search?word' '/search?hush' /robots.txt /sitemap.xml; do
		echo "== $path"
		get nobody "$path"
		gopher "1$path"
		gopher "0${path%/}.txt"
	done 2>&1
}
walk >"$work/with"
grep -q Newestword "$work/with" || fail 'the walk finds nothing'
! grep -E 'Hushword|Hush|Staysword|Newerword|Lockedword|Letterword' "$work/with" || fail 'public pages show what is hidden'
stop
start "$work/plain" --state "$work/plain-state"
walk >"$work/without"
diff "$work/with" "$work/without" >"$work/said" || { cat "$work/said"; fail 'public pages tell what is hidden'; }
stop
echo "what writers do is done once, by their own links, and what they take back stays away"
