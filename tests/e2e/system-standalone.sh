#!/bin/sh
# SPDX-License-Identifier: MIT
# Under a real systemd: the unit that binds its own ports serves both protocols with all its settings,
# gives way to nobody it should not, reloads, restarts and comes back when it was killed.
# shellcheck disable=SC2154 # $root is told by with-systemd
. tests/e2e/system.sh
service=splashdown-standalone.service

setup() {
	install_capsule
	printf 'deadlines:\n  drain: 1s\n' >>"$root/srv/splashdown/splashdown.yaml"
	mkdir -p "$root/etc/systemd/system/$service.d"
	printf '[Service]\nWatchdogSec=1s\n' >"$root/etc/systemd/system/$service.d/test.conf"
	systemctl --root="$root" -q enable $service
	# What belongs to multi-user.target is not started by this boot: the test does.
}

shows_oars() {
	ask capsule.example / | grep -q Oars
}
shows_anchor() {
	ask capsule.example / | grep -q 'At anchor' && gopher / | grep -q 'At anchor'
}
answers() {
	ask capsule.example / | grep -q '# ' && gopher / | grep -q 'Sails'
}

inside() {
	# It takes the place of the passed sockets, and they of it.
	systemctl start splashdown.socket
	expect capsule.example / '# Under way'
	key=$(sha256sum </var/lib/private/splashdown/capsule.example.key)
	systemctl start $service || fail "it cannot be started"
	for other in splashdown.socket splashdown-gopher.socket splashdown.service; do
		! is $other ActiveState active || fail "$other is still there beside it"
	done
	[ "$key" = "$(sha256sum </var/lib/private/splashdown/capsule.example.key)" ] ||
		fail "it made another key"

	expect capsule.example / '# Under way'
	gopher / | grep -q Sails || fail "Gopher does not answer"
	timeout 10 openssl s_client -connect '[::1]:1965' </dev/null 2>/dev/null | grep -q CERT ||
		fail "nobody is there on IPv6"
	splashdown status --json | grep -q '"posts": 1,' || fail "no status"
	! setpriv --reuid 65534 --regid 65534 --clear-groups splashdown status >/dev/null 2>&1 ||
		fail "anybody may ask for the status"
	confined

	before=$(main_pid)
	printf -- '---\ntitle: Oars\n---\nA post about oars.\n' \
		>/srv/splashdown/_posts/2024-06-01-oars.md
	eventually shows_oars
	sed -i 's/Under way/At anchor/' /srv/splashdown/splashdown.yaml
	systemctl reload $service || fail "it cannot be reloaded"
	eventually shows_anchor
	[ "$before" = "$(main_pid)" ] || fail "a reload made another process"

	systemctl restart $service || fail "it cannot be restarted"
	has_another_pid || fail "a restart left the process"
	answers || fail "it is not there when it says that it is"

	before=$(main_pid)
	kill -9 "$before"
	eventually has_another_pid
	eventually answers
	before=$(main_pid)
	kill -STOP "$before"
	eventually has_another_pid
	eventually answers
	is $service NRestarts 2 || fail "it did not end twice"

	systemctl stop $service || fail "it cannot be stopped"
	is $service Result success || fail "it did not end in order"
	[ -z "$(ask capsule.example /)" ] || fail "somebody answers after it was stopped"
	at_most $service 1.5
	echo "the unit with ports of its own serves, reloads, restarts and comes back"
}

# What it can do and see, with a service that has ports of its own.
confined() {
	eyes="nsenter -t $(main_pid) -m"
	for place in /srv/splashdown /usr /etc /; do
		! $eyes touch "$place/written" 2>/dev/null || fail "$place can be written"
	done
	for place in /home /root /boot /opt /etc/shadow /etc/passwd; do
		[ -z "$($eyes ls -A $place 2>/dev/null)" ] || fail "$place can be seen"
	done
	# CAP_NET_BIND_SERVICE, and that alone.
	grep -q '^CapBnd:.0000000000000400$' "/proc/$(main_pid)/status" || fail "it could have capabilities"
	grep -q '^Seccomp:.2$' "/proc/$(main_pid)/status" || fail "no system call is filtered"
	[ "$(stat -c %u "/proc/$(main_pid)")" -ge 60000 ] || fail "it is not a user of its own"
}

system "$@"
