#!/bin/sh
# SPDX-License-Identifier: MIT
# A first blog: three files that nothing is wrong with, in a new folder or in an empty one, and never among what is
# there already.
. tests/e2e/lib.sh

# init STATUS DIR: what it says goes to $work/said and $work/log.
init() {
	status=0
	"$SPLASHDOWN" init "$2" >"$work/said" 2>"$work/log" || status=$?
	[ "$status" -eq "$1" ] || fail "init $2 ends with $status, not $1"
}

init 0 "$work/a/new blog"
cd "$work/a/new blog"
post=$(echo _posts/2*-hello.md)
[ "$(find . -type f | sort)" = "./$post
./index.md
./splashdown.yaml" ] || { find .; fail "other files than three"; }
grep -qxF "  splashdown serve '$work/a/new blog'    serves it, at gemini://localhost/" "$work/said" ||
	fail "it does not say what comes next"
grep -qF "$post" index.md || fail "the home page does not lead to the post"
cd "$OLDPWD"
"$SPLASHDOWN" check "$work/a/new blog" --all >"$work/said" 2>"$work/log" || fail "check finds mistakes"
grep -qxF 'My capsule: 1 post, 1 page, 0 files' "$work/said" || fail "check sees another blog"
[ "$(wc -l <"$work/said")" -eq 2 ] && [ ! -s "$work/log" ] || { cat "$work/said"; fail "check has remarks"; }
"$SPLASHDOWN" render "$work/a/new blog/$post" >"$work/said" 2>"$work/log" || fail "render"
grep -qxF '# Hello' "$work/said" && [ ! -s "$work/log" ] || fail "the post is none"

# An empty folder, also one that is a repository of Git and nothing else.
mkdir -p "$work/b/.git"
init 0 "$work/b"
[ -f "$work/b/index.md" ] || fail "nothing in an empty folder"
# The settings are read as they stand, and when each # is taken away.
sed 's/^#\([a-z]*:\)/\1/' "$work/b/splashdown.yaml" >"$work/settings"
mv "$work/settings" "$work/b/splashdown.yaml"
"$SPLASHDOWN" serve "$work/b" --print-config >"$work/said" 2>"$work/log" || fail "its settings are wrong"
grep -q 'capsule.example.org' "$work/said" && [ ! -s "$work/log" ] || fail "its settings are not read"

# What is there stays as it is.
mkdir "$work/c"
echo mine >"$work/c/index.md"
init 1 "$work/c"
grep -qF "$work/c is not empty (it has index.md); nothing was written." "$work/log" || fail "it does not say why"
[ "$(ls "$work/c")" = index.md ] && [ "$(cat "$work/c/index.md")" = mine ] || fail "it wrote among other files"
init 1 "$work/a/new blog"
init 1 "$work/c/index.md"
init 1 /proc/nowhere
# What it tells to type is one word of a shell, whatever the folder is called.
init 0 "$work/it's \$(false)"
typed=$(sed -n 's/^  splashdown serve \(.*\)    serves it.*/\1/p' "$work/said")
[ "$(eval "printf %s $typed")" = "$work/it's \$(false)" ] || fail "a shell takes apart: $typed"
init 1 ''
status=0
"$SPLASHDOWN" init >"$work/said" 2>"$work/log" || status=$?
[ "$status" -eq 2 ] || fail "without a folder it ends with $status"
echo "a first blog stands alone and is whole"
