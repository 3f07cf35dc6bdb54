#!/bin/sh
# SPDX-License-Identifier: MIT
# limit: 240 s
# Under a real systemd: the guide's recipes for administrators, typed as they stand there.
# shellcheck disable=SC2154 # $root is told by with-systemd
. tests/e2e/system.sh
. tests/e2e/guide.sh

page=recipes-for-administrators

# blog FOLDER TITLE
blog() {
	mkdir -p "$1/_posts"
	printf 'title: %s\nhosts: [capsule.example]\n' "$2" >"$1/splashdown.yaml"
	printf -- '---\ntitle: Sails\n---\nA post about sails.\n' >"$1/_posts/2024-05-01-sails.md"
}

setup() {
	people
	install_capsule
	enable_sockets
	# Addresses of this machine, and one that stands for a balancer.
	ip address add 192.0.2.8/32 dev lo
	ip address add 10.0.0.1/32 dev lo
	ip address add 10.0.0.2/32 dev lo
}

# anew: nothing of the recipe before is left, but the state folder.
anew() {
	systemctl stop splashdown\* 2>/dev/null
	for socket in /etc/systemd/system/splashdown-*.socket; do
		[ ! -f "$socket" ] || systemctl -q disable "${socket##*/}"
	done
	rm -rf /etc/systemd/system/splashdown* /etc/splashdown /srv/splashdown
	blog /srv/splashdown 'Under way'
	systemctl daemon-reload
	systemctl reset-failed # five starts within ten seconds are the limit
	systemctl start splashdown.socket splashdown-gopher.socket splashdown-status.socket
}

# pair NAME HOST: NAME.crt and NAME.key; the key stays when it is there.
pair() {
	[ -e "$1.key" ] || openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out "$1.key" 2>/dev/null
	openssl req -x509 -new -key "$1.key" -days 30 -subj "/CN=$2" -addext "subjectAltName=DNS:$2" \
		-out "$1.crt" 2>/dev/null
}
certificate() {
	openssl s_client -connect "${2:-127.0.0.1:1965}" -servername "$1" </dev/null 2>/dev/null | openssl x509
}
# serves_file HOST FILE
serves_file() {
	[ "$(certificate "$1")" = "$(openssl x509 -in "$2")" ]
}
public_key() {
	openssl pkey -pubout -in "$1"
}
shows() {
	ask "$1" / | grep -q -- "$2"
}
# menu_of ADDRESS TEXT: the home menu over Gopher there.
menu_of() {
	printf '\r\n' | timeout 10 bash -c "exec 3<>/dev/tcp/$1/70 || exit; cat >&3; cat <&3" 2>/dev/null |
		grep -q -- "$2"
}

inside() {
	another_folder
	of_another_user
	own_certificate
	one_more_name
	by_certbot
	second_blog
	haproxy_in_front
	balancers_alone
	echo "every recipe works as it is typed"
}

another_folder() {
	blog /home/me/blog 'In my home'
	recipe $page 'A blog in another folder'
	expect capsule.example / '# In my home'
	printf -- '---\ntitle: Oars\n---\nA post about oars.\n' >/home/me/blog/_posts/2024-06-01-oars.md
	eventually shows capsule.example Oars
	# The same where the usual folder is not there, and for the unit with ports of its own.
	rm -r /srv/splashdown
	systemctl restart splashdown
	expect capsule.example / '# In my home'
	mkdir /etc/systemd/system/splashdown-standalone.service.d
	cp /etc/systemd/system/splashdown.service.d/folder.conf \
		/etc/systemd/system/splashdown-standalone.service.d/
	blog /srv/splashdown 'Under way'
	systemctl start splashdown-standalone
	expect capsule.example / '# In my home'
	anew
	expect capsule.example / '# Under way'
}

of_another_user() {
	anew
	blog /home/ada/blog 'Of Ada'
	chown -R ada:ada /home/ada/blog
	chmod -R u=rwX,g=rX,o= /home/ada/blog
	recipe $page 'A blog of another user'
	expect capsule.example / '# Of Ada'
	expect capsule.example / Sails
	# What not even her group may read is left out, and said.
	runuser -u ada -- sh -c 'umask 077; printf "Mine.\n" >/home/ada/blog/_posts/2024-07-01-secret.md'
	runuser -u ada -- sh -c 'umask 027; printf "Ours.\n" >/home/ada/blog/_posts/2024-07-02-open.md'
	eventually shows capsule.example open
	eventually says '2024-07-01-secret.md'
	! shows capsule.example secret || fail "what may not be read is listed"
}

own_certificate() {
	anew
	pair /home/me/old capsule.example
	recipe $page 'A certificate of your own'
	serves_file capsule.example /home/me/old.crt || fail "the certificate of one's own is not used"
	pair /home/me/old capsule.example
	install -m 600 /home/me/old.crt /etc/splashdown/certificate.pem
	eventually serves_file capsule.example /home/me/old.crt
	systemctl disable -q splashdown-cert.path
}

one_more_name() {
	anew
	expect capsule.example / '# Under way'
	state=/var/lib/private/splashdown
	had=$(public_key $state/capsule.example.key)
	case $(ask www.capsule.example /) in 53*) ;; *) fail "www is there before its time" ;; esac
	recipe $page 'One more name'
	eventually shows www.capsule.example '^# Under way'
	certificate www.capsule.example | openssl x509 -noout -checkhost www.capsule.example |
		grep -q 'does match' || fail "the certificate does not name www"
	[ "$had" = "$(public_key $state/capsule.example.key)" ] || fail "it has another key"
	# What root wrote there can be read and renewed by the server, whatever it is called next.
	systemctl restart splashdown
	expect www.capsule.example / '# Under way'
	expect capsule.example / '# Under way'
	[ -z "$(find $state/ ! -user "$(stat -c %u $state/)")" ] || fail "root's own: $(ls -lA $state/)"
}

by_certbot() {
	anew
	mkdir -p /etc/letsencrypt/archive /etc/letsencrypt/live/capsule.example
	chmod 700 /etc/letsencrypt/archive /etc/letsencrypt/live
	pair /etc/letsencrypt/archive/one capsule.example
	ln -s ../../archive/one.crt /etc/letsencrypt/live/capsule.example/fullchain.pem
	ln -s ../../archive/one.key /etc/letsencrypt/live/capsule.example/privkey.pem
	# In the place of certbot: a new certificate with the same key, and what is to be done then.
	cat >/usr/local/bin/certbot <<-'CERTBOT'
		#!/bin/sh -e
		[ "$1 $2 $3 $#" = 'renew --reuse-key --deploy-hook 4' ]
		cd /etc/letsencrypt/archive
		openssl req -x509 -new -key one.key -days 60 -subj /CN=capsule.example \
			-addext subjectAltName=DNS:capsule.example -out two.crt
		ln -sf ../../archive/two.crt /etc/letsencrypt/live/capsule.example/fullchain.pem
		exec sh -c "$4"
	CERTBOT
	chmod 755 /usr/local/bin/certbot
	recipe $page 'Certificates by certbot'
	serves_file capsule.example /etc/letsencrypt/archive/two.crt || fail "the renewed one is not served"
}

second_blog() {
	anew
	for name in ada grace; do
		mkdir /srv/splashdown/$name
		printf '# The blog of %s\n' $name >/srv/splashdown/$name/index.md
	done
	mkdir -p /etc/splashdown
	pair /etc/splashdown/grace grace.example
	recipe $page 'A second blog'
	expect ada.example / '# The blog of ada'
	expect grace.example / '# The blog of grace'
	serves_file grace.example /etc/splashdown/grace.crt || fail "her certificate is not used"
	pair /etc/splashdown/grace grace.example
	eventually serves_file grace.example /etc/splashdown/grace.crt

	# Others read meanwhile, over both protocols: whoever comes starts the server.
	rm -f /tmp/enough
	while [ ! -e /tmp/enough ]; do
		menu_of 127.0.0.1 ada || true
		ask ada.example / >/dev/null
	done &
	recipe $page 'Gopher for the second blog'
	touch /tmp/enough
	wait
	menu_of 192.0.2.8 'iThe blog of grace' || fail "no menu of hers at her address"
	for address in 127.0.0.1 ::1 10.0.0.2; do
		menu_of $address 'iThe blog of ada' || fail "no menu of the first blog at $address"
	done
	expect grace.example / '# The blog of grace'
	systemctl disable -q splashdown-cert.path
}

haproxy_in_front() {
	anew
	cp /etc/haproxy/haproxy.cfg /tmp/haproxy.cfg
	command -v haproxy >/dev/null || return 0
	expect capsule.example / '# Under way'
	recipe $page 'Behind HAProxy'
	expect capsule.example / '# Under way'
	printf 'gemini://capsule.example/\r\n' | timeout 10 openssl s_client -quiet -connect 192.0.2.8:1965 \
		-servername capsule.example >/tmp/reply 2>/dev/null || true
	grep -q '^# Under way' /tmp/reply || fail "no answer by way of the balancer: $(cat /tmp/reply)"
	timeout 10 openssl s_client -connect '[::1]:1965' </dev/null 2>/dev/null | grep -q CERT ||
		fail "nobody is there on IPv6"
	eventually says '^gemini 192\.0\.2\.0 gemini://capsule.example/ 20 '
	systemctl stop haproxy
	cp /tmp/haproxy.cfg /etc/haproxy/haproxy.cfg
}

balancers_alone() {
	anew
	command -v haproxy >/dev/null || return 0
	recipe $page 'A port for load balancers only'
	cat >/tmp/balancer.cfg <<-'CONFIG'
		defaults
			mode tcp
			timeout connect 5s
			timeout client 30s
			timeout server 30s
		listen gemini
			bind 127.0.0.1:2965
			server capsule 10.0.0.2:1966 source 10.0.0.1 send-proxy-v2
	CONFIG
	systemd-run -q --unit=balancer haproxy -db -f /tmp/balancer.cfg
	eventually through_balancer
	expect capsule.example / '# Under way'
	[ -z "$(printf 'gemini://capsule.example/\r\n' | timeout 10 openssl s_client -quiet \
		-connect 10.0.0.2:1966 2>/dev/null)" ] || fail "a reader is let in where balancers are expected"
	eventually says 'to 10.0.0.2:1966 refused: only the load balancers'
	systemctl stop balancer
}
through_balancer() {
	printf 'gemini://capsule.example:2965/\r\n' | timeout 10 openssl s_client -quiet -connect 127.0.0.1:2965 \
		-servername capsule.example 2>/dev/null | grep -q '^# Under way'
}

system "$@"
