#!/bin/sh
# SPDX-License-Identifier: MIT
# A blog that its author saves while it is exported: what became a draft is in no file.
. tests/e2e/lib.sh

site=$work/site
mkdir -p "$site/_posts"
printf 'title: Reef\n' >"$site/_config.yml"
printf -- '---\npermalink: /one/\n---\nfirst\n' >"$site/_posts/2024-05-01-one.md"
printf -- '---\npermalink: /two/\ndescription: Two\n---\nsecond\n' >"$site/_posts/2024-05-02-two.md"
printf 'third\n' >"$site/three.txt"

# Exports into the folder $1, and runs the rest between its scan and its first page: its first line on stderr waits for
# room in a full pipe, and OUT is made before it. Its status is in $status, all that it said in $work/said.
between() {
	out=$1
	shift
	rm -f "$work/pipe"
	mkfifo "$work/pipe"
	exec 3<>"$work/pipe"
	dd if=/dev/zero of="$work/pipe" bs=512 oflag=nonblock 2>/dev/null || :
	"$SPLASHDOWN" export "$site" "$out" 3<&- 2>"$work/pipe" &
	exporting=$! others=$!
	eventually test -d "$out"
	"$@"
	exec 4<"$work/pipe" 3<&-
	tr -d '\0' <&4 >"$work/said"
	exec 4<&-
	status=0
	wait "$exporting" || status=$?
	others=
}

between "$work/calm" :
[ "$status" = 0 ] || fail "a calm export: status $status"
grep -q first "$work/calm/one/index.gmi" || fail "the post is not there"
grep -q /one/ "$work/calm/feed.xml" || fail "the feed has no entry"

save_draft() {
	printf -- '---\npermalink: /one/\npublished: false\n---\nDraftwords\n' >"$site/_posts/2024-05-01-one.md"
	printf -- '---\npublished: false\n---\nDraftwords\n' >"$site/three.txt"
}
between "$work/out" save_draft
grep -r Draftwords "$work/out" && fail "the draft was exported"
[ "$status" = 1 ] || fail "status $status"
for file in one/index.gmi three.txt feed.xml; do
	grep -q "^splashdown export: $file: its file was changed meanwhile; try again" "$work/said" ||
		fail "nothing is said of $file"
done
grep -q second "$work/out/two/index.gmi" || fail "others are not there"

between "$work/again" :
[ "$status" = 0 ] || fail "the next one: status $status"
[ ! -e "$work/again/one" ] || fail "the draft is there"
echo "nothing that was saved meanwhile was exported"
