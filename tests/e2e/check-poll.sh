#!/bin/sh
# SPDX-License-Identifier: MIT
# Where the kernel tells nothing of changes the folder is looked through, and the start says so.
. tests/e2e/lib.sh

can_preload || {
	echo "SKIPPED: nothing is preloaded into a build with sanitizers"
	exit 0
}

site=$work/site
mkdir "$site"
printf 'watch: poll\n' >"$site/splashdown.yaml"
printf '# One\n\nfirst\n' >"$site/one.md"
export LD_PRELOAD="$preload" FAULT='inotify_init1:*:ENOSYS'
start "$site"
unset LD_PRELOAD FAULT
eventually grep -q 'polled for changes every 5 to 60 s (watch: poll)' "$work/log"
expect /one/ '20 ' first
printf '# One\n\nsecond\n' >"$site/one.md"
eventually shows /one/ second
stop
echo "what nobody told of was seen"
