#!/bin/sh
# SPDX-License-Identifier: MIT
# Under a real systemd: HAProxy in front passes on who reads, on a socket of its own beside the public
# one; nobody else is let in there; a reload reads anew whom to trust; and without a socket of its own
# the balancer comes to the public one.
# shellcheck disable=SC2154 # $root is told by with-systemd
. tests/e2e/system.sh

setup() {
	install_capsule
	settings 127.0.0.9 >"$root/srv/splashdown/splashdown.yaml"
	cat >"$root/etc/systemd/system/splashdown-balancer.socket" <<-'UNIT'
		[Socket]
		ListenStream=127.0.0.1:1966
		FileDescriptorName=gemini-proxy
		Service=splashdown.service
		[Install]
		WantedBy=sockets.target
	UNIT
	sed -e 's/:1966/:1970/' -e 's/gemini/gopher/' \
		"$root/etc/systemd/system/splashdown-balancer.socket" \
		>"$root/etc/systemd/system/splashdown-gopher-balancer.socket"
	cat >"$root/etc/haproxy.cfg" <<-'CONFIG'
		defaults
			mode tcp
			timeout connect 5s
			timeout client 30s
			timeout server 30s
		listen v2
			bind 127.0.0.1:2965
			server capsule 127.0.0.1:1966 source 127.0.0.2 send-proxy-v2
		listen v1
			bind 127.0.0.1:2966
			server capsule 127.0.0.1:1966 source 127.0.0.2 send-proxy
		listen both-families
			bind [::]:2967 v4v6
			server capsule 127.0.0.1:1966 source 127.0.0.2 send-proxy-v2-ssl-cn
		listen gopher
			bind 127.0.0.1:2070
			server capsule 127.0.0.1:1970 source 127.0.0.2 send-proxy-v2
		listen public
			bind 127.0.0.1:2968
			server capsule 127.0.0.1:1965 source 127.0.0.2 send-proxy-v2
		listen forgetful
			bind 127.0.0.1:2969
			server capsule 127.0.0.1:1966 source 127.0.0.2
	CONFIG
	enable_sockets
}

settings() {
	cat <<-YAML
		title: Under way
		hosts: [capsule.example]
		proxy: [$1]
		log:
		  address: full
	YAML
}
trusting() {
	settings "$1" >/srv/splashdown/splashdown.yaml
	systemctl reload splashdown.service || fail "it cannot be reloaded"
	eventually says reloaded
}

# through PORT: what a request by way of HAProxy, to the port that the reader sees, gets.
through() {
	printf 'gemini://capsule.example:%s/\r\n' "$1" | timeout 10 openssl s_client -quiet \
		-connect "127.0.0.1:$1" -servername capsule.example 2>/dev/null || true
}
passes() {
	through "$1" | grep -q '^# Under way'
}
# reader_is_logged PROTOCOL COUNT: it was the reader's own address, so often.
reader_is_logged() {
	[ "$(said | grep -c "^$1 127\.0\.0\.1 ")" -ge "$2" ]
}

inside() {
	command -v haproxy >/dev/null || skip "there is no HAProxy here"
	systemctl -q enable --now splashdown-balancer.socket splashdown-gopher-balancer.socket
	systemd-run -q --unit=front haproxy -db -f /etc/haproxy.cfg
	eventually sh -c 'ss -ltn | grep -q :2969'

	# Trusted is another: the public port is open, the balancer's is not.
	expect capsule.example / '# Under way'
	[ -z "$(through 2965)" ] || fail "a balancer that nobody named is let in"
	eventually says 'from 127.0.0.2 to 127.0.0.1:1966 refused: only the load balancers'
	[ -z "$(ask capsule.example / 1966)" ] || fail "a reader is let in where balancers are expected"
	says '(gemini, for balancers, passed)' || fail "the log does not tell the sockets apart"

	before=$(main_pid)
	trusting 127.0.0.2
	eventually passes 2965
	direct=$(said | grep -c '^gemini 127\.0\.0\.1 ')
	passes 2966 || fail "no answer by version 1"
	passes 2967 || fail "no answer from a balancer of both families"
	gopher / 2070 | grep -q 'Under way' || fail "no answer over Gopher"
	eventually reader_is_logged gemini $((direct + 2))
	eventually reader_is_logged gopher 1
	! said | grep -q '^g[a-z]* 127\.0\.0\.2 ' || fail "the balancer was taken for a reader"
	! said | grep -q '^g[a-z]* ::' || fail "an IPv4 reader was logged as IPv6"

	# Each port is what it is: the public one believes nobody.
	expect capsule.example / '# Under way'
	[ -z "$(through 2968)" ] || fail "a header was believed on the public port"
	[ -z "$(through 2969)" ] || fail "a balancer that says nothing is let in"
	eventually says 'connection from 127.0.0.2 closed: .* must send a PROXY header'
	[ "$before" = "$(main_pid)" ] || fail "the reload made another process"

	# No more trusted.
	trusting '"::ffff:127.0.0.9"'
	eventually is_refused
	# Without sockets of its own, it may come to the public one, where others come, too.
	systemctl stop splashdown.service
	systemctl -q disable --now splashdown-balancer.socket splashdown-gopher-balancer.socket
	expect capsule.example / '# Under way'
	trusting '"::ffff:127.0.0.2/127"'
	eventually passes 2968
	expect capsule.example / '# Under way'
	echo "HAProxy passes on who reads, on a socket of its own or on the public one"
}

is_refused() {
	! passes 2965
}

system "$@"
