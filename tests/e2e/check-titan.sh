#!/bin/sh
# SPDX-License-Identifier: MIT
# limit: 180 s
# Uploads as a client makes them: a post is begun, edited, illustrated; what is wrong with one is said, and readers
# see what they saw before.
. tests/e2e/lib.sh
. tests/e2e/titan.sh

for name in me you friend stranger; do identity $name; done
mkdir -p "$work/blog/_posts"
printf 'title: Reef\n' >"$work/blog/_config.yml"
printf -- '---\ntitle: Boat\ntags: [sea]\n---\nOld words\n' >"$work/blog/_posts/2025-01-02-boat.md"
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
cp -R "$work/blog" "$work/before"
as_host=
start "$work/blog"

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
gopher() {
	curl -sS --max-time 10 "gopher://127.0.0.1:$gopher_port/$1" | tr -d '\r'
}
capsule="gemini://localhost:$port"

# A new post: the answer leads to it, and it is there at once, on both protocols.
printf '# Hello there\n\nFrom the phone.\n' >"$work/new.txt"
put me /me/new/hello "$work/new.txt" >"$work/said"
today=$(date -u +%Y/%m/%d)
wants 'a new post' "30 $capsule/$today/hello"
follow me <"$work/said" >"$work/page"
cp "$work/page" "$work/said"
wants 'the new post' '20 text/gemini' '# Hello there' 'From the phone.'
gopher "0/$today/hello.txt" >"$work/said"
wants 'by Gopher' 'From the phone.'

# An edit gets the source, and leads back to the page.
edit me /2025/01/02/boat >"$work/said"
wants 'a text to edit' '20 text/markdown' 'title: Boat' 'tags: [sea]' 'Old words'
body <"$work/said" | sed 's/Old words/New words/' >"$work/boat.md"
put me /2025/01/02/boat "$work/boat.md" >"$work/said"
wants 'an edit' "30 $capsule/2025/01/02/boat"
get nobody /2025/01/02/boat >"$work/said"
wants 'the edited page' 'New words' '!Old words'
edit me /me/edit/_posts/2025-01-02-boat.md >"$work/said"
wants 'by the name of its file' '20 text/markdown' 'New words'

# Nothing is asked for by nothing.
: >"$work/nothing"
put me /2025/01/02/boat "$work/nothing" >"$work/said"
wants 'an empty upload' '20 text/gemini' 'nothing was uploaded' "=> $capsule/2025/01/02/boat"
get nobody /2025/01/02/boat >"$work/said"
wants 'the page after an empty upload' 'New words'

# A mistake is named by its place, and kept as a draft, which is what is edited next.
printf -- '---\ntitle: "Boat\ntags: [sea]\n---\nNewest words\n' >"$work/wrong.md"
put me /2025/01/02/boat "$work/wrong.md" >"$work/said"
wants 'a mistake' '20 text/gemini' '# Reef: there is a mistake' '_posts/2025-01-02-boat.md:2:8: error:' \
	"=> titan://localhost:$port/me/edit/_posts/2025-01-02-boat.md;edit" "=> $capsule/me/edit/_posts/2025-01-02-boat.md"
get nobody /2025/01/02/boat >"$work/said"
wants 'the page beside a draft' 'New words' '!Newest'
edit me /2025/01/02/boat >"$work/said"
wants 'the draft' 'title: "Boat' 'Newest words'
edit you /2025/01/02/boat >"$work/said"
wants 'for somebody else' 'New words' '!Newest'
body <"$work/said" | sed 's/New words/Your words/' >"$work/yours.md"
printf -- '---\ntitle: Boat\ntags: [sea]\n---\nNewest words\n' >"$work/right.md"
put me /2025/01/02/boat "$work/right.md" >"$work/said"
wants 'the mistake is mended' "30 $capsule/2025/01/02/boat"

# Two authors at once: the second is told, and then has his way.
put you /2025/01/02/boat "$work/yours.md" >"$work/said"
wants 'changed meanwhile' '20 text/gemini' 'it was changed meanwhile' 'me changed this page'
get nobody /2025/01/02/boat >"$work/said"
wants 'the page that was changed' 'Newest words' '!Your words'
put you /2025/01/02/boat "$work/yours.md" >"$work/said"
wants 'all the same' "30 $capsule/2025/01/02/boat"

# In the same moment, too: never both, and each is told what became of his.
edit me /2025/01/02/boat >"$work/said"
edit you /2025/01/02/boat >"$work/said"
for round in 1 2 3 4 5 6 7 8; do
	for name in me you; do
		printf -- '---\ntitle: Boat\ntags: [sea]\n---\nWords of %s in %s\n' $name $round >"$work/at-once.$name"
	done
	put you /2025/01/02/boat "$work/at-once.you" >"$work/said.you" &
	put me /2025/01/02/boat "$work/at-once.me" >"$work/said.me"
	wait $!
	[ "$(cat "$work/said.you" "$work/said.me" | grep -c "^30 $capsule/2025/01/02/boat")" -eq 1 ] &&
		[ "$(cat "$work/said.you" "$work/said.me" | grep -c 'it was changed meanwhile')" -eq 1 ] || {
		cat "$work/said.you" "$work/said.me"
		fail "two at once, round $round: not one and one"
	}
	for name in me you; do edit $name /2025/01/02/boat >"$work/said"; done
done
# The drafts of both end with what they upload next.
put me /2025/01/02/boat "$work/right.md" >"$work/said"
wants 'after all rounds' "30 $capsule/2025/01/02/boat"
edit you /2025/01/02/boat >"$work/said"
put you /2025/01/02/boat "$work/yours.md" >"$work/said"
wants 'and the other' "30 $capsule/2025/01/02/boat"

# The page as shown is not its source.
get me /2025/01/02/boat | body >"$work/shown.gmi"
put me /2025/01/02/boat "$work/shown.gmi" >"$work/said"
wants 'the page as shown' '59 Nothing was changed: this is the page as shown'
get nobody /2025/01/02/boat >"$work/said"
wants 'the page after that' 'Your words'

# Who sees a page is not changed by an upload.
edit me /2025/01/02/boat >"$work/said"
wants 'to edit it again' 'Your words'
printf -- '---\ntitle: Boat\ndraft: true\n---\nHidden words\n' >"$work/hidden.md"
put me /2025/01/02/boat "$work/hidden.md" >"$work/said"
wants 'an upload that hides' '20 text/gemini' 'this would hide the page' 'draft: true'
printf -- '---\ntitle: Idea\npublished: false\n---\nIdea words\n' >"$work/idea.md"
put me /me/new/idea "$work/idea.md" >"$work/said"
wants 'a new draft' '20 text/gemini' 'Reef: a draft' 'published: false'
printf -- '---\ntitle: Idea\n---\nIdea words\n' >"$work/idea.md"
put me /me/new/idea "$work/idea.md" >"$work/said"
wants 'a draft that would be shown' '20 text/gemini' 'this would show a hidden page'
get nobody "/$today/idea" >"$work/said"
wants 'a draft at its address' '51 '
get nobody /2025/01/02/boat >"$work/said"
wants 'the page that was not hidden' 'Your words' '!Hidden'

# No client could ask for such an address.
printf -- '---\ntitle: Long\nslug: %s\n---\nWords\n' "$(printf 'long%.0s' $(seq 300))" >"$work/long.md"
put me /me/new/long "$work/long.md" >"$work/said"
wants 'an address that is too long to be asked for' '20 text/gemini' 'there is a mistake' \
	'-long.md:3:1: error: the slug is too long: 1200 bytes' '!its address is too long'

# A picture: its first bytes count, and not what the client calls it.
printf '\377\330\377\340\000\020JFIF\000\001\001\000\000\001\000\001\000\000\377\331' >"$work/sea.jpg"
put me /me/new/sea.jpg "$work/sea.jpg" >"$work/said"
wants 'a picture' "30 $capsule/images/sea.jpg"
follow me <"$work/said" | body | cmp - "$work/sea.jpg" || fail "the picture is another"
put me /me/new/page.png "$work/new.txt" image/png >"$work/said"
wants 'a text called a picture' '59 Nothing was changed: what came is no .png'
put me /me/new/page.html "$work/new.txt" text/plain >"$work/said"
wants 'a page of HTML' '59 Nothing was changed: this kind of file is not taken'

# Who may not.
put nobody /2025/01/02/boat "$work/new.txt" >"$work/said"
wants 'nobody' '60 '
for path in /2025/01/02/boat /letters/x /me/new/x; do
	put friend $path "$work/new.txt" >"$work/said"
	wants "a friend at $path" "61 Only writers upload here; $capsule/me/ says how to become one"
	put stranger $path "$work/new.txt" >"$work/said"
	wants "a stranger at $path" '61 '
done
put nobody /letters/x "$work/new.txt" >"$work/said"
wants 'nobody in a zone' '60 Letters'

# The first letter of a zone, which has none yet, and another beside it.
for letter in first second; do
	put me /letters/$letter "$work/new.txt" >"$work/said"
	wants 'a letter' "30 $capsule/letters/$letter"
	get friend /letters/$letter >"$work/said"
	wants 'a letter for a friend' '# Hello there'
	get nobody /letters/$letter >"$work/said"
	wants 'a letter for nobody' '60 Letters'
done

# Its pictures stay there, too.
put me /letters/beach.jpg "$work/sea.jpg" >"$work/said"
wants 'a picture in a letter' "30 $capsule/letters/beach.jpg"
get friend /letters/beach.jpg | body | cmp - "$work/sea.jpg" || fail "a friend's picture is another"
get nobody /letters/beach.jpg >"$work/said"
wants 'a picture in a letter for nobody' '60 Letters'
get nobody /images/beach.jpg >"$work/said"
wants 'a picture in a letter elsewhere' '51 '

edit me /letters/first >"$work/said"
wants 'a letter to edit' '20 text/markdown' 'title: "Hello there"'
body <"$work/said" | sed 's/From the phone/From afar/' >"$work/letter.md"
put me /me/edit/letters/first.md "$work/letter.md" >"$work/said"
wants 'an edited letter' "30 $capsule/letters/first"
get friend /letters/first >"$work/said"
wants 'an edited letter for a friend' 'From afar'
mkdir "$work/blog/letters" "$work/before/letters"
printf -- '---\ntitle: Old letter\ndate: 2025-03-04\n---\nDear friend\n' >"$work/blog/letters/old.md"
cp "$work/blog/letters/old.md" "$work/before/letters"
friend_reads() { get friend /letters/old | grep -q '^Dear friend'; }
eventually friend_reads
edit me /letters/old >"$work/said"
wants "a letter of the blog" '20 text/markdown' 'title: Old letter' 'Dear friend'
body <"$work/said" | sed 's/Dear friend/Dearest friend/' >"$work/letter.md"
put me /letters/old "$work/letter.md" >"$work/said"
wants 'a letter of the blog, edited' "30 $capsule/letters/old"
get friend /letters/old >"$work/said"
wants 'the letter for a friend' 'Dearest friend'
printf -- '---\ntitle: [\n---\nDear\n' >"$work/letter.md"
put me /letters/old "$work/letter.md" >"$work/said"
wants 'a mistake in a letter' '# Reef: there is a mistake' 'letters/old.md:' "/me/edit/letters/old.md;edit"
! grep -E 'localhost/[a-z/]*letters/[a-z]' "$work/log" || fail "the log names a letter"

# A date to come hides what was shown; a new post waits for it.
edit me /2025/01/02/boat >"$work/said"
printf -- '---\ntitle: Boat\ndate: 2099-01-02\n---\nHidden words\n' >"$work/hidden.md"
put me /2025/01/02/boat "$work/hidden.md" >"$work/said"
wants 'a date to come' 'this would hide the page' 'a date to come'
get nobody /2025/01/02/boat >"$work/said"
wants 'the page with a date to come' 'Your words'
put me /me/new/later "$work/hidden.md" >"$work/said"
wants 'a post to come' 'it is kept, and not shown' 'It appears by itself, on 2099-01-02'

# The blog's own folder is never written.
diff -r "$work/before" "$work/blog" || fail "the folder of the blog was changed"
! grep -E 'Newest|Hello there|mime|token' "$work/log" || fail "the log has what was uploaded"
grep -q "titan 127.0.0.0 titan://localhost/$today/hello\|titan://localhost/me/new/hello 30 .* by me, 31 bytes" \
	"$work/log" || fail "the log does not say who uploaded what"
stop
echo "what is uploaded is there when the answer says so, and nothing else is"
