#!/bin/sh
# SPDX-License-Identifier: MIT
# Under a real systemd: a certificate of one's own comes as a credential and is renewed without a word
# to anybody; two sites are told apart by their names.
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
		sites:
		  - folder: one
		    hosts: [capsule.example]
		  - folder: two
		    hosts: [other.example]
	YAML
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
	echo "credentials, renewal and two sites work under a real systemd"
}

system "$@"
