#!/bin/sh
# SPDX-License-Identifier: MIT
# Under a real systemd: the journal can be asked by field, a journal that stands still keeps no reader
# waiting and is told how many lines it missed, and without its socket the lines come by its stream.
. tests/e2e/system.sh

setup() {
	install_capsule
	# One address asks all the time here.
	cat >>"$root/srv/splashdown/splashdown.yaml" <<-'YAML'
		limits:
		  per_address: 1000
		  per_address_hard: 1000
		  rate: 0
	YAML
	printf -- '---\ntitle: Oars\ndate: never\n---\nA post about [oars](/no-oars/).\n' \
		>"$root/srv/splashdown/_posts/2024-06-01-oars.md"
	# What is asked here is much, and all of it is to be found.
	mkdir -p "$root/etc/systemd/journald.conf.d"
	printf '[Journal]\nRateLimitIntervalSec=0\n' >"$root/etc/systemd/journald.conf.d/test.conf"
	enable_sockets
}

# found FIELD=VALUE...: $entry is the last one with these, as JSON; for eventually, since a reader may
# have its reply before the log has its line.
found() {
	journalctl --sync
	entry=$(journalctl -q -b -u splashdown.service -n 1 -o json "$@")
	[ -n "$entry" ]
}

# has ENTRY FIELD VALUE
has() {
	case $1 in
	*"\"$2\":\"$3\""*) ;;
	*) fail "no $2=$3 in: $1" ;;
	esac
}

inside() {
	expect capsule.example / '# Under way'
	bytes=$(ask capsule.example '/nowhere?secret' | wc -c)
	eventually found SPLASHDOWN_STATUS=51
	has "$entry" _TRANSPORT journal
	has "$entry" SYSLOG_IDENTIFIER splashdown
	has "$entry" PRIORITY 6
	has "$entry" SPLASHDOWN_PROTOCOL gemini
	has "$entry" SPLASHDOWN_HOST capsule.example
	has "$entry" SPLASHDOWN_PATH /nowhere
	has "$entry" SPLASHDOWN_ADDRESS 127.0.0.0
	has "$entry" SPLASHDOWN_BYTES $((bytes + 1)) # ask takes the \r away
	! journalctl -q -b -o json -u splashdown | grep secret || fail "a query is in the journal"
	eventually found SPLASHDOWN_FILE=_posts/2024-06-01-oars.md
	has "$entry" SPLASHDOWN_LINE 3
	has "$entry" SPLASHDOWN_FOLDER /srv/splashdown
	has "$entry" PRIORITY 4
	eventually found SPLASHDOWN_FOLDER=/srv/splashdown SPLASHDOWN_POSTS=2
	eventually found SPLASHDOWN_HOST=capsule.example SPLASHDOWN_NOT_AFTER=9999-12-31
	stands_still
	without_socket
	other_journal
	echo "the journal is asked by field, keeps no reader waiting, and can be missed"
}

count_replies() {
	journalctl --sync
	journalctl -q -b -u splashdown.service SPLASHDOWN_STATUS=20 -o cat | wc -l
}

# Far more entries than its socket queues, while readers are answered.
stands_still() {
	before=$(count_replies)
	systemctl kill -s STOP systemd-journald.service
	"$BUILD/tests/e2e/load" 1965 capsule.example 200 6 >/tmp/load 2>&1 ||
		fail "readers waited for the journal: $(sort /tmp/load | uniq -c)"
	systemctl kill -s CONT systemd-journald.service
	eventually all_there

	# Another journal takes over its socket.
	systemctl restart systemd-journald.service
	ask capsule.example /restarted >/dev/null
	eventually found SPLASHDOWN_PATH=/restarted
	has "$entry" _TRANSPORT journal
}
# The count comes with the next line; / has a name of its own here, and is not one of the replies.
all_there() {
	ask capsule.example /afterwards >/dev/null
	seen=$(($(count_replies) - before))
	dropped=$(journalctl -q -b -u splashdown.service -o cat |
		sed -n 's/^warning: \([0-9]*\) lines* w[a-z]* dropped.*/\1/p' |
		awk '{ sum += $1 } END { print sum + 0 }')
	[ "$dropped" -gt 0 ] && [ $((seen + dropped)) -ge 1200 ]
}

# restart_with: standard input is a drop-in.
restart_with() {
	mkdir -p /run/systemd/system/splashdown.service.d
	cat >/run/systemd/system/splashdown.service.d/test.conf
	systemctl daemon-reload
	systemctl restart splashdown.service
}

# systemd from 257 on binds the journal's sockets by itself where it makes /dev; older ones ignore that line.
without_socket() {
	{
		printf '[Service]\nBindLogSockets=no\nBindReadOnlyPaths=\n'
		grep '^BindReadOnlyPaths=/usr' /usr/lib/systemd/system/splashdown.service
	} | restart_with
	ask capsule.example /nowhere >/dev/null
	eventually comes_by_stream
	! found _TRANSPORT=journal "_PID=$(main_pid)" || fail "it reached the socket: $entry"
}
comes_by_stream() {
	found _TRANSPORT=stdout PRIORITY=6 || return 1
	case $entry in
	*'"gemini 127.0.0.0 gemini://capsule.example/nowhere 51 '*) ;;
	*) return 1 ;;
	esac
}

# In a name space of its own it reaches that one's journal and no other, once by the stream and, with its
# socket, with fields.
other_journal() {
	printf '[Service]\nBindLogSockets=no\nLogNamespace=reef\n' | restart_with
	ask capsule.example /by-stream >/dev/null
	eventually says_reef MESSAGE '.* gemini://capsule.example/by-stream 51 .*'
	printf '[Service]\nLogNamespace=reef\nBindReadOnlyPaths=/run/systemd/journal.reef/socket\n' |
		restart_with
	ask capsule.example /by-socket >/dev/null
	eventually says_reef SPLASHDOWN_PATH /by-socket
	! journalctl -q -b -u splashdown.service -o cat | grep by-s || fail "it is in the wrong journal"
}
says_reef() {
	journalctl --namespace=reef --sync
	journalctl --namespace=reef -q -u splashdown.service -o json | grep -q "\"$1\":\"$2\""
}

system "$@"
