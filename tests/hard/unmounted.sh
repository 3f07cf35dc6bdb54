#!/bin/sh
# SPDX-License-Identifier: MIT
# The file system of the folder is unmounted under a running server, and mounted again: readers get what was there, and
# then what is there. In a name space of mounts of its own, which root may make.
set -eu

if [ "${1:-}" != alone ]; then
	unshare -m true 2>/dev/null || { echo "SKIPPED: no name space of mounts can be made here"; exit 0; }
	exec unshare -m "$0" alone
fi
. tests/e2e/lib.sh

site=$work/site
at_end=unmount
unmount() {
	umount -l "$site"
}
fill() {
	mount -t tmpfs tmpfs "$site"
	mkdir "$site/_posts"
	printf 'title: Reef\npermalink: /:title/\n' >"$site/_config.yml"
	printf -- '---\ntitle: Coral\n---\n%s\n' "$1" >"$site/_posts/2024-05-01-coral.md"
}
patiently() { # for what is looked at every ten seconds
	for _ in 1 2 3; do ("$@") && return; done
	"$@"
}
mkdir "$site"
fill first
start "$site"
expect /coral/ '20 ' first
unmount
patiently eventually grep -q 'cannot be read: No medium found (it is empty, and on another file system' "$work/log"
expect /coral/ '20 ' first
fill second
patiently eventually shows /coral/ second
stop
echo "readers had the posts while the file system was away, and the new ones after"
