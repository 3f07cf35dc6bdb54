#!/bin/sh
# SPDX-License-Identifier: MIT
# The Debian package under a real systemd: lintian is content; it installs without opening a port, serves
# when it is told to, is upgraded without a reader who is refused or a key that changes, and
# goes: removed, it keeps the keys; purged, it keeps the content only.
# shellcheck disable=SC2154 # $root is told by with-systemd
. tests/e2e/system.sh

packages=${BUILD:-$PWD/build/release}/../deb
first=$(find "$packages" -name 'splashdown_*.deb' 2>/dev/null | sort | tail -n 1)
next=/var/tmp/splashdown-next.deb

if [ $# -eq 0 ]; then
	command -v dpkg-deb >/dev/null || skip "this is no Debian"
	[ -n "$first" ] || skip "there is no package: make deb"
	if command -v lintian >/dev/null; then
		lintian --allow-root --display-info --fail-on error,warning,info "$first" ||
			fail "lintian has something to say"
	fi
fi

# The same with a higher version, and with units and a program that differ from it.
setup() {
	rm -f "$root/usr/sbin/policy-rc.d"
	again=$(mktemp -d)
	dpkg-deb -R "$first" "$again"
	sed -i 's/^Version: .*/&+1/' "$again/DEBIAN/control"
	find "$again" -name splashdown.socket -exec sed -i '$a # newer' {} +
	dpkg-deb --root-owner-group -Zgzip -b "$again" "$root$next" >/dev/null
	rm -rf "$again"
	mkdir -p "$root/srv/splashdown/_posts"
	# The reader of the test asks faster than one may.
	printf 'title: Under way\nhosts: [capsule.example]\nlimits:\n  rate: 0\n' >"$root/srv/splashdown/splashdown.yaml"
	printf -- '---\ntitle: Sails\n---\nA post about sails.\n' \
		>"$root/srv/splashdown/_posts/2024-05-01-sails.md"
}

does() {
	DEBIAN_FRONTEND=noninteractive "$@" >/var/tmp/said 2>&1 || { cat /var/tmp/said; fail "$*"; }
}
key() {
	sha256sum </var/lib/private/splashdown/capsule.example.key
}
# Asks until told to stop; each reply that is not whole is a line.
reader() {
	while [ ! -e /var/tmp/enough ]; do
		reply=$(ask capsule.example /)
		case $reply in
		'20 '*Sails*) echo x >>/var/tmp/whole ;;
		*) echo "$reply" >>/var/tmp/lost ;;
		esac
	done
}
read_some() {
	[ "$(wc -l </var/tmp/whole)" -ge "$1" ]
}

inside() {
	units='splashdown.socket splashdown-gopher.socket splashdown-status.socket splashdown.service
		splashdown-standalone.service splashdown-cert.path'
	does dpkg -i "$first"
	for unit in $units; do
		[ "$(systemctl is-enabled "$unit" 2>&1)" != enabled ] || fail "$unit is enabled by the installation"
		is "$unit" ActiveState inactive || fail "$unit is started by the installation"
	done
	verified
	splashdown version >/dev/null || fail "the program does not run"

	does systemctl enable --now splashdown.socket
	expect capsule.example / '# Under way'
	: >/var/tmp/whole
	open=$(systemctl show -P ActiveEnterTimestampMonotonic splashdown.socket)
	before=$(main_pid)
	had=$(key)
	echo 'my own words' >>/etc/splashdown/README

	# Upgraded while somebody reads.
	reader &
	eventually read_some 5
	does dpkg -i "$next"
	eventually read_some $(($(wc -l </var/tmp/whole) + 5))
	touch /var/tmp/enough
	wait
	[ ! -s /var/tmp/lost ] || { cat /var/tmp/lost; fail "the upgrade lost replies"; }
	[ "$before" != "$(main_pid)" ] || fail "the old program still runs after the upgrade"
	[ "$had" = "$(key)" ] || fail "the upgrade changed the key"
	is splashdown.socket ActiveEnterTimestampMonotonic "$open" ||
		fail "the upgrade closed the port, if only for a moment"
	[ "$(systemctl is-enabled splashdown.socket)" = enabled ] || fail "the upgrade disabled it"
	grep -q 'my own words' /etc/splashdown/README || fail "the upgrade took a changed conffile"

	does dpkg -r splashdown
	for unit in $units; do
		[ "$(systemctl show -P ActiveState "$unit")" != active ] || fail "$unit runs after removal"
	done
	[ -z "$(ask capsule.example /)" ] || fail "somebody answers after removal"
	[ "$had" = "$(key)" ] || fail "the removal took the key"
	[ -f /etc/splashdown/README ] || fail "the removal took a conffile"

	does dpkg -P splashdown
	for place in /var/lib/splashdown /var/lib/private/splashdown /var/cache/private/splashdown \
		/etc/splashdown /usr/bin/splashdown /lib/systemd/system/splashdown.service; do
		[ ! -e $place ] || fail "the purge left $place"
	done
	left=$(find /etc/systemd /var/lib/systemd/deb-systemd-helper-* -name '*splashdown*')
	[ -z "$left" ] || fail "the purge left $left"
	[ -f /srv/splashdown/_posts/2024-05-01-sails.md ] || fail "the purge took the content"
	echo "the package installs, serves, upgrades under a reader, and goes"
}

system "$@"
