#!/bin/sh
# SPDX-License-Identifier: MIT
# Under a real systemd: several sites in one process, each with a Gopher socket of its own; one more by a
# reload, with a certificate made for it; and a reload that numbers them otherwise changes nobody's port.
# shellcheck disable=SC2154 # $root is told by with-systemd
. tests/e2e/system.sh

settings() {
	echo 'sites:'
	for name in "$@"; do
		printf '  - folder: %s\n    hosts: [%s.example]\n' "$name" "$name"
	done
}

setup() {
	install_capsule
	rm -r "$root/srv/splashdown/_posts"
	for name in ada grace hedy; do
		mkdir "$root/srv/splashdown/$name"
		printf '# The blog of %s\n' $name >"$root/srv/splashdown/$name/index.md"
	done
	settings ada grace >"$root/srv/splashdown/splashdown.yaml"
	# Gopher names no host: an address for each.
	mkdir -p "$root/etc/systemd/system/splashdown-gopher.socket.d"
	printf '[Socket]\nListenStream=\nListenStream=127.0.0.1:70\nFileDescriptorName=gopher-ada.example\n' \
		>"$root/etc/systemd/system/splashdown-gopher.socket.d/test.conf"
	next=2
	for name in grace hedy; do
		cat >"$root/etc/systemd/system/splashdown-gopher-$name.socket" <<-UNIT
			[Socket]
			ListenStream=127.0.0.$next:70
			FileDescriptorName=gopher-$name.example
			Service=splashdown.service
			[Install]
			WantedBy=sockets.target
		UNIT
		next=3
	done
	enable_sockets
}

# gopher_at ADDRESS: the home menu there.
gopher_at() {
	printf '\r\n' | timeout 10 bash -c "exec 3<>/dev/tcp/$1/70 || exit
		cat >&3; cat <&3" 2>/dev/null | tr -d '\r' || true
}
# blog_at ADDRESS NAME: that blog's menu is there, and its lines name its own host.
blog_at() {
	gopher_at "$1" >/tmp/menu
	grep -q "^iThe blog of $2" /tmp/menu && grep -q "	$2.example	70\$" /tmp/menu
}
expect_blog() {
	blog_at "$1" "$2" || { cat /tmp/menu; fail "$1 is not the blog of $2"; }
}
shows_hedy() {
	ask hedy.example / | grep -q '^# The blog of hedy'
}
reload_with() {
	settings "$@" >/srv/splashdown/splashdown.yaml
	systemctl reload splashdown.service || fail "it cannot be reloaded"
}

inside() {
	systemctl -q enable --now splashdown-gopher-grace.socket
	expect ada.example / '# The blog of ada'
	expect grace.example / '# The blog of grace'
	expect_blog 127.0.0.1 ada
	expect_blog 127.0.0.2 grace
	says 'open gopher://grace.example/$' || fail "the log does not say where Gopher is"

	# One more.
	before=$(main_pid)
	case $(ask hedy.example /) in 53*) ;; *) fail "hedy is there before her time" ;; esac
	reload_with hedy grace ada
	eventually shows_hedy
	expect ada.example / '# The blog of ada'
	expect_blog 127.0.0.1 ada
	expect_blog 127.0.0.2 grace
	[ -s /var/lib/private/splashdown/hedy.example.key ] || fail "no certificate was made for her"
	timeout 10 openssl s_client -connect 127.0.0.1:1965 -servername hedy.example </dev/null \
		2>/dev/null | openssl x509 -noout -checkhost hedy.example | grep -q 'does match' ||
		fail "she got another's certificate"
	says 'hedy.example is new: .* restart to use your own from LoadCredential=hedy.example.crt:' ||
		fail "the log does not say what a certificate of her own takes"

	# One less: her socket stays and says so.
	reload_with hedy ada
	eventually says 'the site grace.example is gone'
	gopher_at 127.0.0.2 | grep -q '^3This site is no longer served here' || fail "grace's port is somebody else's"
	expect_blog 127.0.0.1 ada
	[ "$before" = "$(main_pid)" ] || fail "a reload made another process"

	# Her own Gopher socket is there from the next start on.
	systemctl stop splashdown.service splashdown-gopher-grace.socket
	systemctl -q enable --now splashdown-gopher-hedy.socket
	expect_blog 127.0.0.1 ada
	expect_blog 127.0.0.3 hedy
	echo "each of several sites has its Gopher socket; reloads add, number and remove sites"
}

system "$@"
