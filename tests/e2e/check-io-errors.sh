#!/bin/sh
# SPDX-License-Identifier: MIT
# A disk that fails for a while: readers get what was there before, the log names the file, and what
# changed meanwhile is read as soon as that can be, without anybody touching it again.
. tests/e2e/lib.sh

can_preload || {
	echo "SKIPPED: nothing is preloaded into a build with sanitizers"
	exit 0
}

site=$work/site
mkdir -p "$site/_posts"
post() { # NAME WORD
	printf -- '---\ntitle: %s\n---\n%s\n' "$1" "$2" >"$site/_posts/2024-05-01-$1.md"
}
printf 'title: Reef\npermalink: /:title/\n' >"$site/_config.yml"
post coral first
post sand first
export LD_PRELOAD="$preload" FAULT='openat,readdir:*:EIO' FAULT_WHILE="$work/broken"
export FAULT_PATH="$site/_posts"
start "$site"
unset LD_PRELOAD FAULT FAULT_WHILE FAULT_PATH
expect /coral/ '20 ' first
expect /sand/ '20 ' first

: >"$work/broken"
printf 'About\n' >"$site/about.md"
post sand second
eventually grep -q 'cannot be read: Input/output error; the old version is kept' "$work/log"
expect /coral/ '20 ' first
expect / '20 ' '~coral'
rm "$work/broken"
eventually shows /sand/ second
expect /coral/ '20 ' first

# The file that says what may be shown: nothing changes without it.
stop
export LD_PRELOAD="$preload" FAULT='read:*:EIO' FAULT_WHILE="$work/broken"
export FAULT_PATH="$site/_config.yml"
start "$site"
unset LD_PRELOAD FAULT FAULT_WHILE FAULT_PATH
expect /sand/ '20 ' second
: >"$work/broken"
printf 'title: Reef\npermalink: /x/:title/\n' >"$site/_config.yml"
eventually grep -q '_config.yml: cannot be read' "$work/log"
expect /sand/ '20 ' second
rm "$work/broken"
eventually shows /x/sand/ second
stop

# A link to settings that the server may not see hides no less than those would.
mkdir "$site/secret"
printf -- '---\ntitle: Plan\n---\nhidden words\n' >"$site/secret/plan.md"
printf 'permalink: /:title/\nexclude: [secret]\n' >"$work/shared.yml"
rm "$site/_config.yml"
ln -s "$work/shared.yml" "$site/_config.yml"
"$SPLASHDOWN" check "$site" 2>"$work/check" && fail "a blog without its settings is checked"
grep -q '^_config.yml: error: cannot be read: a symbolic link' "$work/check" || fail "check does not name the file"
start "$site"
eventually grep -q '_config.yml: cannot be read: a symbolic link' "$work/log"
for path in / /secret/plan.html /secret/plan/ /coral/; do
	ask "$path" | grep -q '^20 ' && fail "$path is served without settings"
done
rm "$site/_config.yml"
cp "$work/shared.yml" "$site/_config.yml"
eventually shows /sand/ second
ask /secret/plan.html | grep -q '^51 ' || fail "the page is shown"
stop
echo "readers had all posts while the disk failed"
