#!/bin/sh
# SPDX-License-Identifier: MIT
# Under a real systemd: a certificate of one's own comes as a credential and is renewed without a word
# to anybody; two sites are told apart by their names.
. tests/e2e/system.sh

# make_pair CERTIFICATE HOST [KEY]
make_pair() {
	openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 30 \
		-subj "/CN=$2" -addext "subjectAltName=DNS:$2" \
		-keyout "${3:-$root/etc/splashdown/key.pem}" -out "$1" 2>/dev/null
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
# serves_file [HOST FILE]
serves_file() {
	[ "$(fingerprint "${1:-capsule.example}")" = \
		"$(of_file "${2:-/etc/splashdown/certificate.pem}")" ]
}

# dropin UNIT LINE...
dropin() {
	mkdir -p "/etc/systemd/system/$1.d"
	place=/etc/systemd/system/$1.d/override.conf
	shift
	printf '%s\n' "$@" >"$place"
}

inside() {
	expect capsule.example / '# One'
	expect other.example / '# Two'
	serves_file || fail "the certificate of one's own is not used"
	[ "$(fingerprint other.example)" != "$(fingerprint capsule.example)" ] ||
		fail "the other site has the first one's certificate"
	[ ! -e /var/lib/private/splashdown/capsule.example.key ] || fail "a key was made nonetheless"

	# Renewed under the same name: the service starts anew with it.
	root= make_pair /etc/splashdown/certificate.pem capsule.example
	eventually serves_file

	# The second site gets one of its own, too, and is watched.
	make_pair /etc/splashdown/other.crt other.example /etc/splashdown/other.key
	dropin splashdown.service '[Service]' \
		'LoadCredential=other.example.crt:/etc/splashdown/other.crt' \
		'LoadCredential=other.example.key:/etc/splashdown/other.key'
	dropin splashdown-cert.path '[Path]' 'PathChanged=/etc/splashdown/other.crt'
	systemctl daemon-reload
	systemctl restart splashdown.service splashdown-cert.path
	serves_file other.example /etc/splashdown/other.crt ||
		fail "the second site's own certificate is not used"
	serves_file || fail "the first site lost its certificate"
	make_pair /etc/splashdown/other.crt other.example /etc/splashdown/other.key
	eventually serves_file other.example /etc/splashdown/other.crt

	# Another place for the first one's, behind links, as certbot has them.
	mkdir -p /etc/letsencrypt/archive /etc/letsencrypt/live/capsule.example
	chmod 700 /etc/letsencrypt/archive /etc/letsencrypt/live
	make_pair /etc/letsencrypt/archive/fullchain1.pem capsule.example \
		/etc/letsencrypt/archive/privkey1.pem
	for name in fullchain privkey; do
		ln -s "../../archive/${name}1.pem" /etc/letsencrypt/live/capsule.example/$name.pem
	done
	dropin splashdown.service '[Service]' \
		'LoadCredential=certificate:/etc/letsencrypt/live/capsule.example/fullchain.pem' \
		'LoadCredential=key:/etc/letsencrypt/live/capsule.example/privkey.pem' \
		'LoadCredential=other.example.crt:/etc/splashdown/other.crt' \
		'LoadCredential=other.example.key:/etc/splashdown/other.key'
	systemctl daemon-reload
	systemctl restart splashdown.service
	serves_file capsule.example /etc/letsencrypt/archive/fullchain1.pem ||
		fail "a certificate in another place is not used"

	# Where the two do not fit one another, it says so, and does not make a pair of its own.
	openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 \
		-out /etc/splashdown/other.key 2>/dev/null
	! systemctl restart splashdown.service 2>/dev/null || fail "it starts with half a pair"
	eventually says 'does not match the certificate .*/other.example.crt'
	echo "credentials, renewal and two sites work under a real systemd"
}

system "$@"
