#!/bin/sh
# SPDX-License-Identifier: MIT
# `splashdown uploads` beside a running server and without one: what was uploaded is listed and shown; what
# is to be forgotten is nowhere any more, and a server that runs follows at once.
. tests/e2e/lib.sh

mkdir "$work/blog"
printf -- '---\ntitle: Boat\ndate: 2025-01-02\n---\nOur boat\n' >"$work/blog/boat.md"
print=$(printf 'key' | sha256sum | cut -d' ' -f1)
cat >"$work/blog/splashdown.yaml" <<END
hosts: [localhost]
people:
  ann: ["$print"]
writers: [ann]
END
uploads() {
	"$SPLASHDOWN" uploads "$@" --config "$work/blog/splashdown.yaml" --state "$work/state"
}
store=$work/state/uploads/localhost
upload() {
	"$BUILD/tests/e2e/upload" "$store" "$work/blog" ann "$@"
}
# said COMMAND... WORDS: it fails, and its message has WORDS in it.
refuses() {
	words=$1
	shift
	! uploads "$@" >"$work/said" 2>&1 || fail "not refused: $*"
	grep -qF -e "$words" "$work/said" || fail "$*: $(cat "$work/said")"
}

refuses 'nothing was uploaded to localhost' list
as_host=
start "$work/blog"
[ "$(uploads)" = 'nothing was uploaded' ] || fail "a new store: $(uploads)"

# A change of another process is seen at once: sooner than the look at certificates, every 10 s.
printf -- '---\ntitle: Boat\ndate: 2025-01-02\n---\nThe password is Hunter2hunter2\n' | upload text boat.md
eventually shows /boat/ 'Hunter2hunter2'
printf -- '---\ntitle: Boat\ndate: 2025-01-02\n---\nOur ship\n' | upload text boat.md
printf 'Idea' | upload draft idea.md
eventually shows /boat/ 'Our ship'
uploads >"$work/list"
grep -Eq '^ +2  shown     ann +20[0-9-]{8} [0-9:]{5}Z +46  boat.md$' "$work/list" || fail "$(cat "$work/list")"
grep -Eq '^ +3  draft     ann .* 4  idea.md$' "$work/list" || fail "no draft: $(cat "$work/list")"
grep -qx '1 more in the history: splashdown uploads --all' "$work/list" || fail "$(cat "$work/list")"
[ "$(uploads list --all | grep -c 'boat.md$')" -eq 2 ] || fail "not all versions"
[ "$(uploads show 3)" = Idea ] || fail "the draft is not shown"
uploads show 1 | grep -q Hunter2 || fail "the old version is not shown"

refuses 'no version has the ID 9;' show 9
refuses 'no version has the ID x;' show x
refuses 'there is no upload of nowhere.md' forget nowhere.md

# A pasted password: it is nowhere any more, and no reader sees it.
grep -rq Hunter2 "$work/state" || fail "the test looks for what is not there"
uploads forget boat.md >"$work/said"
grep -q '^boat.md: 2 versions are erased; what the blog has there is shown' "$work/said" || fail "$(cat "$work/said")"
! grep -rq Hunter2 "$work/state" || fail "it is still there: $(grep -rl Hunter2 "$work/state")"
eventually shows /boat/ 'Our boat'
lacks /boat/ Hunter2 || fail "it is still shown"
# The index of words follows in the background.
is_unknown() {
	! grep -rq Hunter2 "$work/cache"
}
eventually is_unknown

# What was deleted, and a conflict that nobody has answered.
upload delete boat.md
eventually lacks /boat/ 'Our boat'
uploads | grep -q '  deleted   ann ' || fail "$(uploads)"
printf 'Changed\n' >>"$work/blog/boat.md"
eventually shows /boat/ 'Changed'
in_conflict() {
	uploads | grep -q '  conflict  ann '
}
eventually in_conflict
printf 'Idea' | upload text boat.md
! in_conflict || fail "an answered conflict is news"

# The blog's files go: what is deleted in both is no news, an edit is a conflict. Then they are back.
mkdir "$work/away"
printf -- '---\ntitle: Sail\n---\nBlue\n' >"$work/blog/sail.md"
printf -- '---\ntitle: Sand\n---\nWhite\n' >"$work/blog/sand.md"
eventually shows /sail/ Blue
printf -- '---\ntitle: Sail\n---\nRed\n' | upload text sail.md
upload delete sand.md
eventually shows /sail/ Red
eventually lacks /sand/ White
mv "$work/blog/sail.md" "$work/blog/sand.md" "$work/away"
eventually lacks /sail/ Red
uploads >"$work/list"
grep -q '  conflict  ann .* sail.md$' "$work/list" || fail "$(cat "$work/list")"
! grep -q ' sand.md$' "$work/list" || fail "a deletion of both is news: $(cat "$work/list")"
uploads --all | grep -q '  in blog   ann .* sand.md$' || fail "$(uploads --all)"
mv "$work/away/sail.md" "$work/away/sand.md" "$work/blog"
eventually shows /sail/ Red
lacks /sand/ White || fail "what was deleted came back"
uploads | grep -q '  deleted   ann .* sand.md$' || fail "$(uploads)"
stop

# A line for each, whatever a path has in it; whoever has no part in it is told so.
upload text "$(printf 'a\033[2Jb.md')" <"$work/list"
uploads | grep -qF 'a\x1B[2Jb.md' || fail "$(uploads)"
if [ "$(id -u)" -eq 0 ]; then
	chmod 755 "$work"
	setpriv --reuid=65534 --regid=65534 --clear-groups "$SPLASHDOWN" uploads --state "$work/state" \
		--config "$work/blog/splashdown.yaml" >"$work/said" 2>&1 && fail "anybody may look"
	grep -q 'run this as root or as the owner of' "$work/said" || fail "$(cat "$work/said")"
fi

# A file of the store is lost: the message says which, what it covered stays covered, the rest is served.
printf -- '---\ntitle: Idea\ndate: 2025-01-03\n---\nOther words\n' >"$work/blog/other.md"
printf -- '---\ntitle: Pier\ndate: 2025-01-03\n---\nOld pier\n' >"$work/blog/pier.md"
printf -- '---\ntitle: Pier\ndate: 2025-01-03\n---\nNew pier\n' | upload text pier.md
lost=$(sed -n 's/.*"pier.md", file: "\([0-9]*.text\)".*/\1/p' "$store/index.yaml")
mv "$store/$lost" "$work/lost"
uploads | grep -q '  lost      ann .* pier.md' || fail "$(uploads)"
start "$work/blog"
shows /other/ 'Other words' || fail "the rest is not served"
ask /pier/ | grep -q '^51 ' || fail "what is covered: $(ask /pier/)"
grep -q "error: pier.md: its upload is lost: the file $lost of the uploads is not there" "$work/log" ||
	fail "not said: $(cat "$work/log")"
mv "$work/lost" "$store/$lost"
eventually shows /pier/ 'New pier'
stop

# An index that is damaged: nothing is lost and nothing done.
cp "$store/index.yaml" "$work/good"
head -c 200 "$work/good" >"$store/index.yaml"
refuses 'it is cut off or damaged' list
refuses 'it is cut off or damaged' forget idea.md
cp "$work/good" "$store/index.yaml"
uploads | grep -q 'idea.md' || fail "the draft is gone"
rm -r "$work/state/uploads"
refuses 'put them back, or remove' list
echo "uploads are listed, shown and forgotten, and a running server follows"
