#!/bin/sh
# SPDX-License-Identifier: MIT
# System calls of a server fail, at the start, while it answers, reloads and searches; and its folder goes, in each way
# that a folder can go. It ends with a message, or serves all readers as soon as the fault has passed, and takes no
# processor while it waits. tests/hard/faults.sh does so with every call.
. tests/e2e/lib.sh

can_preload || {
	echo "SKIPPED: nothing is preloaded into a build with sanitizers"
	exit 0
}

# Each was a crash, a hang, or a wait without end once, or stands for its kind.
cat >"$work/rules" <<'END'
kept 3 1 pipe2:*:EMFILE
kept 3 1 eventfd:1:ENFILE
kept 3 1 access:2:EIO
kept 3 1 epoll_ctl:1:ENOSPC
kept 3 1 epoll_ctl:*:ENOMEM
kept 3 1 accept4:*:EMFILE
kept 10 1 accept4:%2:ENFILE
kept 20 1 recv:%3:short sendmsg:%2:short sendfile:%2:short
kept 20 1 recv:%5:EINTR sendmsg:%4:EINTR sendfile:%3:EINTR epoll_wait:%7:EINTR
kept 5 1 write,pwrite:*:fit2
kept 5 1 fsync:*:EIO
kept 5 1 mmap:*:ENOMEM
kept 5 1 inotify_add_watch:*:ENOSPC
kept 5 1 pthread_create:1:EAGAIN
kept 5 1 pthread_create:7:EAGAIN
kept 5 1 pthread_create:9:EAGAIN
kept 5 1 poll:*:ENOMEM
kept 5 1 readdir:%9:EIO
kept 5 1 openat2:40-:EMFILE
new 1 1 write:*:fit2
new 1 1 renameat:1:EIO
kept 20 7 all:?1:fit
kept 20 8 all:?1:fit
END
mkdir "$work/faults"
"$BUILD/tests/e2e/faults" "$work/faults" "$preload" <"$work/rules" >"$work/figures" || {
	cat "$work/figures" "$work"/faults/failed-*.log
	fail "a fault was too much"
}

# The index of uploads, which names files: what it names stays.
for at in 1 2 3 4 5 6; do echo "kept 1 1 openat2:$at:ENOMEM"; done >"$work/rules"
mkdir "$work/index"
FAULT_PATH=/index.yaml "$BUILD/tests/e2e/faults" "$work/index" "$preload" <"$work/rules" >>"$work/figures" || {
	cat "$work/figures" "$work"/index/failed-*.log
	fail "an index that could not be read was too much"
}

# The folder, in a name space of mounts of its own where that is permitted.
site=$work/site
fill() {
	mkdir -p "$site/_posts"
	printf 'title: Reef\npermalink: /:title/\n' >"$site/_config.yml"
	printf -- '---\ntitle: Coral\n---\n%s\n' "$1" >"$site/_posts/2024-05-01-coral.md"
}
# gone WHAT: readers are served from memory, and nothing is tried all the time.
gone() {
	eventually grep -q "$work/site cannot be read: $1" "$work/log"
	expect / '20 ' '~Coral'
	"$BUILD/tests/e2e/faults" idle "$pid" || fail "it spins: $1"
}
mkdir "$site"
fill first
export LD_PRELOAD="$preload" FAULT='any:*:EACCES' FAULT_WHILE="$work/closed" FAULT_PATH="$site"
start "$site"
unset LD_PRELOAD FAULT FAULT_WHILE FAULT_PATH
expect /coral/ '20 ' first

mv "$site" "$work/away"
gone 'No such file or directory'
echo "no folder" >"$site"
gone 'Not a directory'
rm "$site"
mv "$work/away" "$site"
fill second
eventually shows /coral/ second

: >"$work/closed"
fill third
gone 'Permission denied'
rm "$work/closed"
eventually shows /coral/ third
stop
cat "$work/figures"
