#!/bin/sh
# SPDX-License-Identifier: MIT
# The folder goes away under a running server and comes back, as itself, as another one, or by a
# symlink that a deploy swaps. Readers get what was there before until there is something new.
. tests/e2e/lib.sh

site=$work/site
make() { # FOLDER WORD
	mkdir -p "$1"
	printf -- '---\ntitle: One\ndate: 2024-05-01\n---\n%s\n' "$2" >"$1/one.md"
}
make "$site" first
start "$site"
expect / '20 ' '~One'

mv "$site" "$work/away"
eventually grep -q 'cannot be read' "$work/log"
expect / '20 ' '~One'
printf -- '---\ntitle: Two\ndate: 2024-05-02\n---\nsecond\n' >"$work/away/two.md"
mv "$work/away" "$site"
eventually shows / 'Two'
# It is watched again: what changes from now on shows too.
printf -- '---\ntitle: Three\ndate: 2024-05-03\n---\nthird\n' >"$site/three.md"
eventually shows /three/ 'third'

rm -r "$site"
make "$site" again
eventually shows /one/ 'again'
eventually shows /two/ '51 '
stop

make "$work/release-1" 'release one'
make "$work/release-2" 'release two'
ln -s release-1 "$work/current"
start "$work/current"
expect /one/ '20 ' 'release one'
for n in 2 1 2; do
	ln -s "release-$n" "$work/next"
	mv -T "$work/next" "$work/current"
	word=$([ "$n" = 1 ] && echo one || echo two)
	eventually shows /one/ "release $word"
done
printf -- '---\ntitle: Four\ndate: 2024-05-04\n---\nfourth\n' >"$work/release-2/four.md"
eventually shows /four/ 'fourth'
stop
echo "the folder went and came back, and readers always had a site"
