#!/bin/sh
# SPDX-License-Identifier: MIT
# limit: 300 s
# The file system of the folder is unmounted under a running server, and mounted again: readers get what was there, and
# then what is there. The same for one that is mounted below. In a name space of mounts of its own, which root may make.
set -eu

if [ "${1:-}" != alone ]; then
	unshare -m true 2>/dev/null || { echo "SKIPPED: no name space of mounts can be made here"; exit 0; }
	exec unshare -m "$0" alone
fi
. tests/e2e/lib.sh
. tests/e2e/titan.sh

site=$work/site
at_end=unmount
unmount() {
	umount -l "$site"
}
fill() {
	mount -t tmpfs tmpfs "$site"
	mkdir "$site/_posts"
	printf 'title: Reef\npermalink: /:title/\n' >"$site/_config.yml"
	post coral "$1"
}
post() { # NAME WORD
	printf -- '---\ntitle: %s\n---\n%s\n' "$1" "$2" >"$site/_posts/2024-05-01-$1.md"
}
page() { # WORD
	printf -- '---\ntitle: Page\npermalink: /page/\n---\n%s\n' "$1" >"$site/album/deep/page.md"
}
patiently() { # for what is looked at every ten seconds
	for _ in 1 2 3; do ("$@") && return; done
	"$@"
}
away() { # how often the log said so
	[ "$(grep -c 'cannot be read: No medium found (it is empty, and on another file system' "$work/log")" -ge "$1" ]
}
mkdir "$site"
fill first
identity me
printf 'sites:\n  - {folder: %s, hosts: [localhost], people: {me: ["%s"]}, writers: [me]}\n' "$site" \
	"$(cat "$work/me.print")" >"$work/config.yaml"
as_host=
start --config="$work/config.yaml"
expect /coral/ '20 ' first
unmount
patiently eventually away 1
expect /coral/ '20 ' first
fill second
patiently eventually shows /coral/ second

# Whatever has the folder read as soon as it is back, it is watched from then on.
printf '# Kelp\n' >"$work/kelp.txt"
kill_hup() {
	kill -HUP "$pid"
}
upload() {
	put me /me/new/kelp "$work/kelp.txt" >"$work/said"
}
times=1
for reader in kill_hup upload; do
	unmount
	times=$((times + 1))
	patiently eventually away $times
	fill "before $reader"
	$reader
	patiently eventually shows /coral/ "before $reader"
	post sand "after $reader"
	eventually shows /sand/ "after $reader"
done

# Below the folder, too.
mkdir "$site/album"
post sand again
eventually shows /sand/ again
for word in one two; do
	mount -t tmpfs tmpfs "$site/album"
	mkdir "$site/album/deep"
	page "$word"
	patiently eventually shows /page/ "$word"
	page "after $word"
	eventually shows /page/ "after $word"
	umount "$site/album"
	patiently eventually shows /page/ '51 '
done
stop
echo "readers had the posts while the file system was away, and the new ones after"
