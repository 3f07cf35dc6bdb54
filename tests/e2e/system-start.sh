#!/bin/sh
# SPDX-License-Identifier: MIT
# Under a real systemd, with the units as they are installed: the first connection starts the service,
# it says when it is ready and how it is, reloads, sees changes, and can write nothing that is not its
# own.
. tests/e2e/system.sh

setup() {
	install_capsule
	enable_sockets
}

inside() {
	is splashdown.service ActiveState inactive || fail "it runs before anybody came"
	for socket in splashdown.socket splashdown-gopher.socket splashdown-status.socket; do
		is $socket SubState listening || fail "$socket does not listen"
	done
	expect capsule.example / '# Under way'
	is splashdown.service ActiveState active || fail "it is not ready"
	timeout 10 openssl s_client -connect '[::1]:1965' </dev/null 2>/dev/null | grep -q CERT ||
		fail "nobody is there on IPv6"
	case $(systemctl show -P StatusText splashdown.service) in
	'posts 1, requests '*', connections '*) ;;
	*) fail "no status: $(systemctl show -P StatusText splashdown.service)" ;;
	esac

	ask capsule.example /nowhere >/dev/null
	splashdown status --json >/tmp/status || fail "no status"
	for part in '"posts": 1,' '"address": "gemini://capsule.example/", "count": 1}' \
		'"missing": \[' '"address": "gemini://capsule.example/nowhere", "count": 1}' \
		'"host": "capsule.example", "not_after": "9999-12-31", "expired": false'; do
		grep -q "$part" /tmp/status || fail "status without $part: $(cat /tmp/status)"
	done
	splashdown status --prometheus | grep -q '^splashdown_requests_total ' || fail "no metrics"
	! setpriv --reuid 65534 --regid 65534 --clear-groups splashdown status >/dev/null 2>&1 ||
		fail "anybody may ask for the status"

	# It sees a new post at once, and a new title after a reload, without another process.
	before=$(main_pid)
	printf -- '---\ntitle: Oars\n---\nA post about oars.\n' \
		>/srv/splashdown/_posts/2024-06-01-oars.md
	eventually shows_oars
	sed -i 's/Under way/At anchor/' /srv/splashdown/splashdown.yaml
	systemctl reload splashdown.service || fail "it cannot be reloaded"
	eventually shows_anchor
	[ "$before" = "$(main_pid)" ] || fail "a reload made another process"

	journalctl --sync
	journalctl -q -u splashdown -o cat -p info | grep -q '^open gemini://capsule.example/$' ||
		fail "the journal does not say where to read"
	! journalctl -q -u splashdown -o cat | grep -q '^<' || fail "priorities are part of the text"
	writes
	exposure
	systemctl stop splashdown.service || fail "it cannot be stopped"
	is splashdown.service Result success || fail "it did not end in order"
	expect capsule.example / '# At anchor'
	echo "socket activation, notify, reload and the sandbox hold under a real systemd"
}

shows_oars() {
	ask capsule.example / | grep -q Oars
}
shows_anchor() {
	ask capsule.example / | grep -q 'At anchor'
}

# The process's own eyes: it sees and writes what it needs and no more.
writes() {
	eyes="nsenter -t $(main_pid) -m"
	for place in /srv/splashdown /usr /etc /; do
		! $eyes touch "$place/written" 2>/dev/null || fail "$place can be written"
	done
	for place in /home /root /boot /opt /etc/shadow /etc/passwd; do
		[ -z "$($eyes ls -A $place 2>/dev/null)" ] || fail "$place can be seen"
	done
	[ -s /var/lib/private/splashdown/capsule.example.key ] || fail "no key in the state folder"
	[ "$(stat -c %a /var/lib/private/splashdown/capsule.example.key)" = 600 ] ||
		fail "the key can be read by others"
	[ "$(stat -c %a /run/splashdown-status.socket)" = 660 ] || fail "the status is for anybody"
	grep -q '^CapEff:.0000000000000000$' "/proc/$(main_pid)/status" || fail "it has capabilities"
	grep -q '^Seccomp:.2$' "/proc/$(main_pid)/status" || fail "no system call is filtered"
	[ "$(stat -c %u "/proc/$(main_pid)")" -ge 60000 ] || fail "it is not a user of its own"
}

exposure() {
	verified
	mv /usr/share/man/man5/splashdown.yaml.5 /tmp/
	(verified) >/tmp/said && fail "systemd-analyze verify does not look for manual pages"
	mv /tmp/splashdown.yaml.5 /usr/share/man/man5/
	at_most splashdown.service 0.2
	at_most splashdown-standalone.service 1.5
}
system "$@"
