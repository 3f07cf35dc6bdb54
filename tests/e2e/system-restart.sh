#!/bin/sh
# SPDX-License-Identifier: MIT
# Under a real systemd: restarts under 200 requests a second refuse nobody and cut no reply; a process
# that was killed comes back, and so does one that stands still.
. tests/e2e/system.sh

setup() {
	install_capsule
	# One address asks all the time here.
	cat >>"$root/srv/splashdown/splashdown.yaml" <<-'YAML'
		limits:
		  per_address: 1000
		  per_address_hard: 1000
		  rate: 0
		log:
		  access: no
	YAML
	mkdir -p "$root/etc/systemd/system/splashdown.service.d"
	printf '[Service]\nWatchdogSec=1s\n' >"$root/etc/systemd/system/splashdown.service.d/test.conf"
	enable_sockets
}

# Three restarts while others read.
restarts_under_load() {
	"$BUILD/tests/e2e/load" 1965 capsule.example 200 8 >/tmp/load 2>&1 &
	load=$!
	for round in 1 2 3; do
		until_read=$(date +%s)
		while [ "$(date +%s)" -lt $((until_read + 1)) ]; do
			expect capsule.example / '# Under way'
		done
		before=$(main_pid)
		systemctl restart splashdown.service || fail "restart $round failed"
		has_another_pid || fail "restart $round left the process"
	done
	wait $load || fail "readers lost: $(sort /tmp/load | uniq -c)"
	cat /tmp/load
}

inside() {
	expect capsule.example / '# Under way'
	restarts_under_load

	# Killed, it is there again for the next reader.
	before=$(main_pid)
	kill -9 "$before"
	expect capsule.example / '# Under way'
	has_another_pid || fail "nobody came back"

	# Stopped in its tracks, it is ended and started anew.
	before=$(main_pid)
	kill -STOP "$before"
	eventually has_another_pid
	expect capsule.example / '# Under way'
	is splashdown.service NRestarts 2 || fail "it did not end twice"
	echo "restarts under load lose no reader; kill -9 and a stand-still are mended"
}

system "$@"
