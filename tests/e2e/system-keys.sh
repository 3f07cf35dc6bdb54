#!/bin/sh
# SPDX-License-Identifier: MIT
# Under a real systemd: a certificate of one's own comes as a credential and is renewed without a word
# to anybody; two sites are told apart by their names; HAProxy in front passes on who reads.
. tests/e2e/system.sh

make_pair() {
	openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 30 \
		-subj "/CN=$2" -addext "subjectAltName=DNS:$2" \
		-keyout "$root/etc/splashdown/key.pem" -out "$1" 2>/dev/null
}

setup() {
	install_capsule
	mkdir -p "$root/etc/splashdown" "$root/srv/splashdown/one" "$root/srv/splashdown/two"
	make_pair "$root/etc/splashdown/certificate.pem" capsule.example
	printf '# One\n' >"$root/srv/splashdown/one/index.md"
	printf '# Two\n' >"$root/srv/splashdown/two/index.md"
	rm -r "$root/srv/splashdown/_posts"
	cat >"$root/srv/splashdown/splashdown.yaml" <<-'YAML'
		proxy: [127.0.0.2]
		log:
		  address: full
		sites:
		  - folder: one
		    hosts: [capsule.example]
		  - folder: two
		    hosts: [other.example]
	YAML
	cat >"$root/etc/haproxy.cfg" <<-'CONFIG'
		defaults
			mode tcp
			timeout connect 5s
			timeout client 30s
			timeout server 30s
		listen v2
			bind 127.0.0.1:2965
			server capsule 127.0.0.1:1965 source 127.0.0.2 send-proxy-v2
		listen v1
			bind 127.0.0.1:2966
			server capsule 127.0.0.1:1965 source 127.0.0.2 send-proxy
		listen gopher
			bind 127.0.0.1:2070
			server capsule 127.0.0.1:70 source 127.0.0.2 send-proxy-v2
	CONFIG
	enable_sockets
	systemctl --root="$root" -q enable splashdown-cert.path
	mkdir -p "$root/etc/systemd/system/basic.target.wants"
	ln -sf /usr/lib/systemd/system/splashdown-cert.path \
		"$root/etc/systemd/system/basic.target.wants/"
}

fingerprint() {
	openssl s_client -connect 127.0.0.1:1965 -servername "$1" </dev/null 2>/dev/null |
		openssl x509 -noout -fingerprint -sha256
}
of_file() {
	openssl x509 -noout -fingerprint -sha256 -in "$1"
}
serves_file() {
	[ "$(fingerprint capsule.example)" = "$(of_file /etc/splashdown/certificate.pem)" ]
}

# through PORT: a request by way of HAProxy, to the port that the reader sees, is answered.
through() {
	printf 'gemini://capsule.example:%s/\r\n' "$1" | timeout 10 openssl s_client -quiet \
		-connect "127.0.0.1:$1" -servername capsule.example 2>/dev/null |
		grep -q '^# One' || fail "no answer through HAProxy, port $1"
}
# reader_is_logged PROTOCOL COUNT: it was the reader's own address, so often.
reader_is_logged() {
	journalctl --sync
	[ "$(journalctl -q -o cat -u splashdown | grep -c "^$1 127\.0\.0\.1 ")" -ge "$2" ]
}

inside() {
	expect capsule.example / '# One'
	expect other.example / '# Two'
	serves_file || fail "the given certificate is not used"
	[ "$(fingerprint other.example)" != "$(fingerprint capsule.example)" ] ||
		fail "the other site has the first one's certificate"
	[ ! -e /var/lib/private/splashdown/capsule.example.key ] || fail "a key was made nonetheless"

	# Renewed under the same name: the service starts anew with it.
	root= make_pair /etc/splashdown/certificate.pem capsule.example
	eventually serves_file

	command -v haproxy >/dev/null || skip "there is no HAProxy here (the rest passed)"
	systemd-run -q --unit=front haproxy -db -f /etc/haproxy.cfg
	eventually sh -c 'ss -ltn 2>/dev/null | grep -q :2070'
	before=$(journalctl -q -o cat -u splashdown | grep -c '^gemini 127\.0\.0\.1 ' || true)
	through 2965
	through 2966
	eventually reader_is_logged gemini $((before + 2))
	printf '\r\n' | timeout 5 bash -c 'exec 3<>/dev/tcp/127.0.0.1/2070; cat >&3; cat <&3' |
		grep -q One || fail "no answer through HAProxy over Gopher"
	eventually reader_is_logged gopher 1
	! journalctl -q -o cat -u splashdown | grep -q '^g[a-z]* 127\.0\.0\.2 ' ||
		fail "the balancer was taken for a reader"
	echo "credentials, renewal, two sites and HAProxy in front work under a real systemd"
}

system "$@"
