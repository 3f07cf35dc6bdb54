#!/bin/bash
# SPDX-License-Identifier: MIT
# limit: 14400 s
# All on Debian 13: what is committed here passes `make check`, `make deb` and `make e2e` in a debootstrap of it,
# with what tests/install-packages finds there. Needs root, debootstrap, and Debian's archive (MIRROR names
# another). It runs in name spaces of its own, and without a network once the packages are there: nothing of
# it outlives the call.
#
#     tests/hard/debian-13.sh               # makes the debootstrap (3 GB, in build/) and takes it away
#     tests/hard/debian-13.sh DIR           # makes it in DIR, unless it is there, and leaves it
#     tests/hard/debian-13.sh DIR COMMAND   # the same, but runs only COMMAND there
set -eu

skip() {
	echo "skipped: $*"
	exit 0
}
[ "$(id -u)" -eq 0 ] || skip "only root can make a debootstrap"
command -v debootstrap >/dev/null || skip "there is no debootstrap"
mirror=${MIRROR:-http://deb.debian.org/debian}
tree=$PWD
mkdir -p build
if [ $# -gt 0 ]; then
	mkdir -p "$1"
	root=$(readlink -f "$1")
	shift
else
	root=$(mktemp -d "$tree/build/debian-13.XXXXXX")
	trap 'rm -rf "$root"' EXIT
	trap 'exit 1' INT TERM
fi

# Our part of `in_debian NETWORK COMMAND...`, as process 1 of the new name spaces.
enter() {
	set -eu
	[ "$1" = network ] || ip link set lo up
	shift
	mount --make-rprivate /
	mount --bind "$root" "$root"
	cd "$root"
	mount -t proc proc proc
	mount --rbind /sys sys
	mount --rbind /dev dev
	mount -t tmpfs none run
	mount -t tmpfs -o mode=1777 none tmp
	mkdir tmp/.before
	pivot_root . tmp/.before
	umount -l /tmp/.before
	rmdir /tmp/.before
	cd /srv/splashdown
	exec env -i HOME=/root TERM=dumb LANG=C.UTF-8 PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin \
		"$@"
}
export -f enter
export root
in_debian() {
	local own=--net
	[ "$1" != network ] || own=
	unshare --mount --pid --fork --uts --ipc $own --kill-child bash -c 'enter "$@"' in "$@"
}

if [ ! -e "$root/etc/debian_version" ]; then
	debootstrap --variant=minbase trixie "$root" "$mirror" >"$root.log" 2>&1 || {
		tail -n 20 "$root.log"
		rm -f "$root.log"
		echo "the debootstrap failed"
		exit 1
	}
	rm -f "$root.log"
fi
cp -L /etc/resolv.conf "$root/etc/resolv.conf"
rm -rf "$root/srv/splashdown"
git clone -q "$tree" "$root/srv/splashdown"

# man and the examples of CommonMark are asked by tests only where they are.
in_debian network sh -ec 'apt-get -q update && apt-get -q -y dist-upgrade &&
	DEBIAN_FRONTEND=noninteractive apt-get -q -y install --no-install-recommends \
		make git ca-certificates man-db cmark-gfm' >"$root/root/apt.log" 2>&1 ||
	{ tail -n 20 "$root/root/apt.log"; echo "no packages"; exit 1; }
in_debian network tests/install-packages check deb e2e

if [ $# -gt 0 ]; then
	in_debian alone "$@"
	exit
fi
failed=
for target in check deb e2e; do
	echo "=== make $target"
	in_debian alone make "$target" || failed="$failed $target"
done >"$root/root/made.log" 2>&1
[ -z "$failed" ] || { tail -n 200 "$root/root/made.log"; echo "failed:$failed"; exit 1; }
grep -A 3 'warning:' "$root/root/made.log" && { echo "the compiler warns"; exit 1; }
# shellcheck disable=SC2016 # said there
in_debian alone sh -c '. /etc/os-release; echo "$PRETTY_NAME: check, deb and e2e pass, without a warning ($(gcc -dumpfullversion), $(openssl version | cut -d" " -f1-2))"'
