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
for page in two three four; do
	printf -- '---\ndate: 2024-05-01\n---\nold\n' >"$site/$page.md"
done
export LD_PRELOAD="$preload" FAULT='inotify_init1:*:ENOSYS'
start "$site"
unset LD_PRELOAD FAULT
eventually grep -q 'polled for changes every 5 to 60 s (watch: poll)' "$work/log"
expect /one/ '20 ' first
printf '# One\n\nsecond\n' >"$site/one.md"
eventually shows /one/ second

# Nobody has these pages yet: who asks for one that was just saved gets it as it is now, and waits for no look.
for page in two three; do
	printf -- '---\ndate: 2024-05-01\n---\nnewer\n' >"$site/$page.md"
	expect "/$page/" '20 ' newer
done

# What is written into a page that became a draft is in nothing that readers get before it is seen.
printf -- '---\ndate: 2024-05-02\ndraft: true\n---\nDraftwords\n' >"$site/four.md"
for path in /feed.xml /four/ /four/ / /feed.xml; do
	ask "$path" | grep -q Draftwords && fail "$path shows the draft"
done
eventually lacks /feed.xml /four/
ask /four/ | grep -q '^51 ' || fail "the draft is there"
grep 'four.* cannot be read' "$work/log" && fail "a changed file is an error"
stop
echo "what nobody told of was seen"
