#!/bin/sh
# SPDX-License-Identifier: MIT
# Under a real systemd: the installed units let the server shut itself in further, and where a service
# manager does not, it says so and serves all the same.
. tests/e2e/system.sh

setup() {
	install_capsule
	enable_sockets
}

# said TEXT: the newest line about the sandbox begins so.
said() {
	journalctl --sync
	line=$(journalctl -q -o cat -u splashdown | grep '^sandbox: ' | tail -n 1)
	case $line in
	"sandbox: $1"*) ;;
	*) return 1 ;;
	esac
}
filters() {
	sed -n 's/^Seccomp_filters:[^0-9]*//p' "/proc/$(main_pid)/status"
}
# with LINE: restarted with this line in the unit.
with() {
	mkdir -p /run/systemd/system/splashdown.service.d
	printf '[Service]\n%s\n' "$1" >/run/systemd/system/splashdown.service.d/test.conf
	systemctl daemon-reload
	systemctl restart splashdown.service || fail "it does not start with $1"
	expect capsule.example / '# Under way'
}

inside() {
	expect capsule.example / '# Under way'
	said 'no Landlock (the kernel' || said 'no Landlock (it is' || said 'Landlock (ABI ' ||
		fail "the units keep it from Landlock: $line"
	has_landlock=$(said 'Landlock (ABI ' && echo 1 || true)
	case $line in
	*', seccomp ('*) ;;
	*) fail "the units keep it from seccomp: $line" ;;
	esac
	inner=$(filters)
	printf -- '---\ntitle: Oars\n---\nA post about oars.\n' \
		>/srv/splashdown/_posts/2024-06-01-oars.md
	eventually shows_oars
	systemctl reload splashdown.service || fail "it cannot be reloaded"
	expect capsule.example / Oars

	# libseccomp has an older call to fall back to; Landlock has none.
	with 'SystemCallFilter=~landlock_create_ruleset landlock_add_rule landlock_restrict_self seccomp'
	if [ -n "$has_landlock" ]; then
		said 'no Landlock (the service manager or the container forbids it)' ||
			fail "what is not permitted is not said: $line"
	fi
	expect capsule.example / Oars

	printf 'sandbox: no\n' >>/srv/splashdown/splashdown.yaml
	with 'SystemCallErrorNumber=EPERM'
	said 'off in the configuration' || fail "it is not said that it is off: $line"
	[ "$(filters)" -lt "$inner" ] || fail "its own filters are on: $(filters), before $inner"
	[ "$(systemctl show -P NRestarts splashdown.service)" = 0 ] || fail "it ended by itself"
	echo "inside the units' walls it builds its own, and goes without where it may not"
}

shows_oars() {
	ask capsule.example / | grep -q Oars
}

system "$@"
