#!/bin/sh
# SPDX-License-Identifier: MIT
# The folder of the index of words: whatever is wrong with it, readers have their pages and, as far as there is
# memory for it, their search. Nothing is left there, not even by a server that was killed.
. tests/e2e/lib.sh

site=$work/site
cached=$work/cache/splashdown/search
mkdir -p "$site/_posts"
printf 'title: Reef\npermalink: /:title/\n' >"$site/_config.yml"
post() { # NAME WORD
	printf -- '---\ntitle: %s\n---\n%s\n' "$1" "$2" >"$site/_posts/2024-05-01-$1.md"
}
for i in $(seq 100 500); do
	post "p$i" "number$i [next](/p$((i + 1))/)"
done
post coral anemone
indexes() {
	[ "$(find "$1" -name 'search-*.db' 2>/dev/null | wc -l)" -eq "$2" ]
}
writes() {
	[ -n "$(find "$1" -name 'search-*.lock' 2>/dev/null)" ]
}
mode() {
	stat -c %a "$1"
}
empty() {
	[ -z "$(find "$1" -mindepth 1 2>/dev/null)" ]
}

# As it should be.
start "$site"
eventually shows '/search?anemone' coral
indexes "$cached" 1 || fail "no index in $cached"
[ "$(mode "$cached")" = 700 ] || fail "the folder is open to others"
[ "$(mode "$(find "$cached" -name 'search-*.db')")" = 600 ] || fail "so is the index"
stop
empty "$cached" || fail "an index is left"

# Killed as soon as it writes, again and again.
killed=0
while [ "$killed" -lt 50 ]; do
	start "$site"
	eventually writes "$cached"
	kill -9 "$pid"
	wait "$pid" 2>/dev/null || true
	pid=
	killed=$((killed + 1))
done
start "$site"
eventually shows '/search?anemone' coral
indexes "$cached" 1 || fail "more than one index after 50 servers that were killed"
# Also where nobody searches any more.
kill -9 "$pid"
wait "$pid" 2>/dev/null || true
pid=
echo 'search: no' >"$site/splashdown.yaml"
start "$site"
empty "$cached" || fail "an index is left where search is off"
stop
rm "$site/splashdown.yaml"
start "$site"
eventually shows '/search?anemone' coral
# It goes while the server runs: what is hidden then is found by nobody, in an index elsewhere.
rm -r "$cached"
post coral urchin
eventually shows '/search?urchin' coral
rm "$site/_posts/2024-05-01-coral.md"
eventually lacks '/search?urchin' coral
eventually grep -q 'index of words .* cannot be written .* it is made in memory' "$work/log"
eventually shows '/search?number123' p123
expect /p123/ '20 ' ~number123
stop

# Its files go before anybody has searched: that is said once, and the next change makes it anew.
cannot_read() {
	shows '/search?number123' p123 || :
	grep -q 'the search index cannot be read' "$work/log"
}
is_whole() { # readers have a journal of their own
	[ -n "$(find "$1" -name 'search-*.db-wal' 2>/dev/null)" ]
}
start "$site"
eventually is_whole "$cached"
rm "$cached"/search-*
eventually cannot_read
post coral barnacle
eventually shows '/search?barnacle' coral
[ "$(grep -c 'the search index cannot be read' "$work/log")" -eq 1 ] || fail "it is said again and again"
stop

# A disk that fails, at the beginning, in the middle, when it is read back; and one that takes half.
faults='pwrite:1-:EIO pwrite:6:ENOSPC pread:2:EIO any:%7:EIO'
can_preload || faults=
failing() { # FAULT
	export LD_PRELOAD="$preload" FAULT="$1" FAULT_PATH=/search-
	start "$site"
	unset LD_PRELOAD FAULT FAULT_PATH
}
for fault in $faults; do
	failing "$fault"
	eventually shows '/search?number123' p123
	grep -q 'cannot be written to .*; it is made in memory' "$work/log" || fail "$fault: nothing is said"
	expect /p123/ '20 ' ~number123
	stop
done
if can_preload; then
	failing 'pwrite:%3:short'
	eventually shows '/search?number123' p123
	! grep -q 'it is made in memory' "$work/log" || fail "half a write is no failure"
	stop
fi

# None is known.
post coral anemone
cache=$XDG_CACHE_HOME
home=${HOME-}
unset XDG_CACHE_HOME HOME
start "$site"
export XDG_CACHE_HOME="$cache" HOME="$home"
grep -q 'no folder for caches is known' "$work/log" || fail "nothing is said of no folder"
eventually shows '/search?anemone' coral
stop

# Readers would get what lies below the site.
printf 'cache_folder: %s\n' "$site/cache" >"$site/splashdown.yaml"
start "$site"
grep -q 'is in the folder of a site' "$work/log" || fail "nothing is said of a folder in the site"
eventually shows '/search?anemone' coral
[ ! -e "$site/cache" ] || fail "something was written into the site"
stop
rm "$site/splashdown.yaml"

mkdir "$work/disk"
if [ "$(id -u)" -ne 0 ] || ! mount -t tmpfs -o size=16k tmpfs "$work/disk" 2>/dev/null; then
	echo "SKIPPED: full and read-only disks, which root can mount"
	exit 0
fi
at_end="umount -l $work/disk"

# Full.
export CACHE_DIRECTORY="$work/disk"
start "$site"
eventually grep -q 'cannot be written to .*: No space left on device; it is made in memory' "$work/log"
eventually shows '/search?anemone' coral
expect /coral/ '20 ' anemone
stop
empty "$work/disk/search" || fail "half an index is left on the full disk"

# Read-only.
mount -o remount,ro "$work/disk"
start "$site"
grep -q 'cannot be written: Read-only file system' "$work/log" || fail "a read-only folder is not named"
eventually shows '/search?anemone' coral
stop
echo "readers searched, whatever the folder was like, and nothing is left in it"
