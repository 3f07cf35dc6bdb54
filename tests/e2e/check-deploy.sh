#!/bin/sh
# SPDX-License-Identifier: MIT
# A blog is updated while somebody reads: by git, by rsync, by a plain copy over the old files, and by a
# symlink that is switched to another release. Every page is whole, of one version, and always there.
. tests/e2e/lib.sh

posts=20
# release FOLDER WORD: posts that say WORD from their title to their last line.
release() {
	mkdir -p "$1/_posts"
	printf 'title: Version %s\n' "$2" >"$1/_config.yml"
	for number in $(seq 10 $((9 + posts))); do
		{
			printf -- '---\ntitle: Post %s\n---\n%s begins.\n\n' "$number" "$2"
			for line in $(seq 800); do
				printf '%s has its paragraph %s here.\n\n' "$2" "$line"
			done
			printf '%s ends.\n' "$2"
		} >"$1/_posts/2024-01-$number-post.md"
	done
}
whole() {
	awk -v word="$1" '
		NR == 1 { good = /^20 / }
		$0 ~ "^" word " has its paragraph" { count++ }
		/ has its paragraph/ && $1 != word { good = 0 }
		{ last = $0 }
		/^(One|Three) ends[.]$/ { ended = $1 }
		END { exit !(good && count == 800 && ended == word) }' "$work/reply.$2"
}
# reader NUMBER: asks until told to stop; what is no whole page is kept.
reader() {
	number=$1
	while [ -d "$work" ] && [ ! -e "$work/enough" ]; do
		number=$((10 + (number * 7 + 3) % posts))
		ask "/2024/01/$number/post" | tr -d '\r' >"$work/reply.$1"
		if whole One "$1" || whole Three "$1"; then
			echo x >>"$work/whole.$1"
		else
			{ head -n 4 "$work/reply.$1" && wc "$work/reply.$1"; } >>"$work/lost"
		fi
	done
}
says_version() {
	shows / "Version $1"
}
pages_seen() {
	cat "$work"/whole.* /dev/null 2>/dev/null | wc -l
}
reads_on() {
	[ -s "$work/lost" ] || [ "$(pages_seen)" -ge $((seen + 4)) ]
}
# while_reading COMMAND...: two readers, while COMMAND is called with One and Three in turn.
while_reading() {
	rm -f "$work/enough" "$work"/whole.*
	reader 1 &
	first=$!
	reader 2 &
	second=$!
	others="$first $second"
	for word in Three One Three One Three One; do
		seen=$(pages_seen)
		"$@" $word
		eventually says_version $word
		eventually reads_on
	done
	: >"$work/enough"
	wait $first $second
	others=
	[ ! -s "$work/lost" ] || { cat "$work/lost"; fail "$1: a page was not whole"; }
}

by_git() {
	git -C "$site" pull -q --ff-only origin "main-$pulled" >/dev/null 2>&1 ||
		fail "git pull does not work"
	pulled=$((pulled + 1))
}
by_rsync() {
	rsync -a --delete-after --exclude=.git "$work/$1/" "$site/"
}
by_copy() {
	cp -r "$work/$1/." "$site/"
}
by_switch() {
	ln -sfn "$work/$1" "$work/current"
}

# Names of two lengths: rsync looks at sizes and at whole seconds.
release "$work/One" One
release "$work/Three" Three

# One commit after the other, each on a branch of its own to pull from.
if command -v git >/dev/null; then
	origin=$work/origin
	git init -q "$origin"
	for number in 0 1 2 3 4 5 6; do
		word=$([ $((number % 2)) -eq 0 ] && echo One || echo Three)
		cp -r "$work/$word/." "$origin/"
		git -C "$origin" add -A
		git -C "$origin" -c user.name=x -c user.email=x@example.org commit -q -m $word
		git -C "$origin" branch "main-$number"
	done
	site=$work/served
	git clone -q --branch main-0 "$origin" "$site" 2>/dev/null
	pulled=1
	start "$site"
	while_reading by_git
	stop
fi

site=$work/plain
cp -r "$work/One" "$site"
start "$site"
! command -v rsync >/dev/null || while_reading by_rsync
while_reading by_copy
stop

ln -s "$work/One" "$work/current"
start "$work/current"
while_reading by_switch
stop
echo "git pull, rsync, cp and a switched symlink: no page was half, none was missing"
