#!/bin/sh
# SPDX-License-Identifier: MIT
# The version moves with each commit and says when something differs from it; a source archive knows it
# without git, and builds; another version is one file to compile, not all.
. tests/e2e/lib.sh

top=$PWD
git --version >/dev/null 2>&1 || { echo "skipped: there is no git here"; exit 0; }
# Nobody's settings of git count here, nor a repository that this runs in.
for name in $(env | sed -n 's/^\(GIT_[A-Z_]*\)=.*/\1/p'); do unset "$name"; done
export GIT_CONFIG_GLOBAL=/dev/null GIT_CONFIG_NOSYSTEM=1
export GIT_AUTHOR_NAME=a GIT_AUTHOR_EMAIL=a@a.example GIT_COMMITTER_NAME=a GIT_COMMITTER_EMAIL=a@a.example

mkdir -p "$work/tree/src"
cp src/version "$work/tree/src/"
cp .gitattributes "$work/tree/"
# As it is in the repository, also where this is an archive's.
read -r number _ <VERSION
# shellcheck disable=SC2016 # git's own sign
printf '%s $Format:%%ct %%h$\n' "$number" >"$work/tree/VERSION"
cd "$work/tree"

is() {
	got=$(src/version)
	[ "$got" = "$2" ] || fail "$1: the version is $got, not $2"
}
commit() {
	git add -A
	GIT_COMMITTER_DATE=$1 git commit -q --allow-empty -m "$1"
}
short() {
	git rev-parse --short HEAD
}

is 'no repository' "$number~git"
git init -q
is 'no commit' "$number~git"
commit 2026-11-23T12:54:29+0200
first=$number~git20261123105429.$(short)
is 'a commit' "$first"
echo mine >notes
is 'a file of the user' "$first"
echo more >>src/version
is 'a change' "$first+dirty"
git checkout -q src/version
mkdir include && echo 'int x;' >include/new.h
is 'a file that is built in' "$first+dirty"
rm -r include notes
commit 2026-11-23T10:54:30+0000
second=$number~git20261123105430.$(short)
is 'the next commit' "$second"
if command -v dpkg >/dev/null; then
	dpkg --compare-versions "$second" gt "$first" || fail "$second is no upgrade of $first"
	dpkg --compare-versions "$first+dirty" gt "$first" || fail "a change is no upgrade"
	dpkg --compare-versions "$second" gt "$first+dirty" || fail "$second is no upgrade of a change"
	dpkg --compare-versions "$number" gt "$second" || fail "the release is no upgrade"
fi
cd src
[ "$(./version)" = "$second" ] || fail "it depends on the folder that it is called in"
cd ..

mkdir "$work/archive"
git archive HEAD | tar -x -C "$work/archive"
cd "$work/archive"
is 'an archive' "$second"
# Within somebody's own repository it is still that commit.
git init -q
commit 2027-01-01T00:00:00+0000
is 'an archive in another repository' "$second"
echo 1.0.0 >VERSION
is 'a release' 1.0.0

# What is compiled because of a commit.
cd "$top"
compiled() {
	make -n V=1 "$@" all 2>/dev/null | grep -o '[^ ]*\.c$' | sort
}
compiled >"$work/now"
compiled VERSION=9.9.9 >"$work/then"
comm -13 "$work/now" "$work/then" >"$work/more"
grep -q '/version\.c$' "$work/then" || fail "the version is not compiled in: $(cat "$work/then")"
! grep -v '/version\.c$' "$work/more" || fail "another version compiles more than itself"
version=$("$SPLASHDOWN" version)
grep -qF "\"${version#splashdown }\"" "$BUILD/version.c" || fail "the program says it is $version"
echo "the version moves with the commit, and that is one file to compile"
