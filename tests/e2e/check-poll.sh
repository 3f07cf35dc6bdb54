#!/bin/sh
# SPDX-License-Identifier: MIT
# Where the kernel tells nothing of changes the folder is looked through, and the start says so.
. tests/e2e/lib.sh

preload=$BUILD/tests/preload/fault.so
if ! LD_PRELOAD=$preload FAULT=any:1000000:EIO "$SPLASHDOWN" --version >/dev/null 2>"$work/log"; then
	rm "$work/log"
	echo "SKIPPED: this build (sanitizers?) does not run with a library preloaded"
	exit 0
fi

site=$work/site
mkdir "$site"
printf 'watch: poll\n' >"$site/splashdown.yaml"
printf '# One\n\nfirst\n' >"$site/one.md"
export LD_PRELOAD="$preload" FAULT='inotify_init1:*:ENOSYS'
start "$site"
unset LD_PRELOAD FAULT
eventually grep -q 'changes are looked for every 5 to 60 s (watch: poll)' "$work/log"
expect /one/ '20 ' first
printf '# One\n\nsecond\n' >"$site/one.md"
eventually shows /one/ second
stop
echo "what nobody told of was seen"
