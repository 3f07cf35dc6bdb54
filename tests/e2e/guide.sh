# SPDX-License-Identifier: MIT
# What the tests of the guide's commands share: `recipe PAGE HEADING` types what stands there. A script sources
# this behind system.sh; its setup calls people, its inside works in the booted system.
# shellcheck shell=sh disable=SC2154 # $root is told by with-systemd

# blocks PAGE HEADING: the lines of the ```sh blocks below that heading.
blocks() {
	awk -v heading="## $2" '
		/^```/ { code = code ? 0 : $0 == "```sh" ? 1 : 2; next }
		!code && /^## / { here = $0 == heading }
		here && code == 1' content/_posts/*-"$1".md
}

# people: two who work on the machine; one of them may become root.
people() {
	command -v sudo >/dev/null || skip "there is no sudo here"
	chroot "$root" useradd -m -s /bin/bash me
	chroot "$root" useradd -m -s /bin/bash ada
	chmod 700 "$root/home/me" "$root/home/ada"
	echo 'me ALL=(ALL) NOPASSWD: ALL' >"$root/etc/sudoers.d/me"
	chmod 440 "$root/etc/sudoers.d/me"
	# Who is asked for is this machine.
	echo "127.0.0.1 $(uname -n)" >>"$root/etc/hosts"
}

# as_me COMMAND...: at home, as a shell after the login has it.
as_me() {
	runuser -u me -- env -i HOME=/home/me USER=me LANG=C.UTF-8 PATH=/usr/local/bin:/usr/bin:/bin \
		bash -e -c 'cd; "$@"' as_me "$@"
}

# recipe PAGE HEADING: typed by one who may become root, as it stands there. What it said is in /tmp/said.
recipe() {
	blocks "$1" "$2" >/tmp/recipe
	[ -s /tmp/recipe ] || fail "there is nothing to type under \"$2\""
	as_me bash -ex /tmp/recipe >/tmp/said 2>&1 || { cat /tmp/said; fail "$1, \"$2\""; }
}
