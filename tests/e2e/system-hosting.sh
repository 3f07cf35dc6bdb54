#!/bin/sh
# SPDX-License-Identifier: MIT
# limit: 600 s
# Under a real systemd: a capsule's life as the guide's page on hosting has it, typed as it stands there: from a
# bare machine to a capsule, new posts, metrics, an upgrade under a reader, a backup, and the same capsule on
# another machine.
# shellcheck disable=SC2154 # $root is told by with-systemd
. tests/e2e/system.sh
. tests/e2e/guide.sh

page=hosting-under-systemd
state=/var/lib/private/splashdown

# A repository of the files that are here, and one of a blog, in the place of those on the net.
setup() {
	command -v dpkg-buildpackage >/dev/null || skip "this is no Debian"
	people
	rm -f "$root/usr/sbin/policy-rc.d"
	git=$root/var/git
	mkdir -p "$git/splashdown.git" "$git/blog.git/_posts"
	tar -cf - --exclude=./build --exclude=./.git --exclude=./certs . | tar -xf - -C "$git/splashdown.git"
	# The reader of the test asks faster than one may.
	printf 'title: Under way\nhosts: [capsule.example]\nlimits:\n  rate: 0\n' >"$git/blog.git/splashdown.yaml"
	printf -- '---\ntitle: Sails\n---\nA post about sails.\n' >"$git/blog.git/_posts/2024-05-01-sails.md"
	cat >"$root/etc/gitconfig" <<-'CONFIG'
		[url "file:///var/git/"]
			insteadOf = https://git.example/
		[safe]
			directory = *
		[user]
			name = a
			email = a@a.example
		[init]
			defaultBranch = main
		[commit]
			gpgSign = false
	CONFIG
}

# commit REPOSITORY DATE
commit() {
	git -C "/var/git/$1.git" add -A
	GIT_COMMITTER_DATE=$2 git -C "/var/git/$1.git" commit -q -m "as of $2" || fail "no commit"
}
key() {
	sha256sum <$state/capsule.example.key
}
certificate() {
	openssl s_client -connect 127.0.0.1:1965 -servername capsule.example </dev/null 2>/dev/null | openssl x509
}
shows() {
	ask capsule.example / | grep -q -- "$1"
}
exports() {
	curl -s http://127.0.0.1:9100/metrics >/tmp/exported && grep -q '^splashdown_posts 2$' /tmp/exported
}
# Asks until told to stop; each reply that is not whole is a line.
reader() {
	while [ ! -e /tmp/enough ]; do
		reply=$(ask capsule.example /)
		case $reply in
		'20 '*Sails*) echo x >>/tmp/whole ;;
		*) echo "$reply" >>/tmp/lost ;;
		esac
	done
}
read_some() {
	[ "$(wc -l </tmp/whole)" -ge "$1" ]
}

inside() {
	for repository in splashdown blog; do
		git init -q /var/git/$repository.git
		commit $repository 2026-11-01T12:00:00+0000
	done
	recipe $page 'Five commands'
	expect capsule.example / '# Under way'
	gopher / | grep -q Sails || fail "Gopher does not answer"
	case $(splashdown version) in
	'splashdown '*'~git20261101120000.'*) ;;
	*) fail "this is not that commit: $(splashdown version)" ;;
	esac
	had=$(key)
	seen=$(certificate)

	recipe $page 'Check the server'
	grep -q 'posts 1, requests' /tmp/said || fail "systemctl status says too little: $(cat /tmp/said)"
	grep -q '^Most read' /tmp/said || fail "splashdown status says too little: $(cat /tmp/said)"

	printf -- '---\ntitle: Oars\n---\nA post about oars.\n' >/var/git/blog.git/_posts/2024-06-01-oars.md
	commit blog 2026-11-02T12:00:00+0000
	recipe $page 'New posts'
	eventually shows Oars
	metrics
	upgrade
	another_machine
	echo "from a bare machine to another one, as it is typed"
}

metrics() {
	command -v prometheus-node-exporter >/dev/null || return 0
	recipe $page Metrics
	systemctl start prometheus-node-exporter
	eventually exports
	grep -qx 'node_textfile_scrape_error 0' /tmp/exported || fail "the node exporter finds fault"
	grep -q '^node_textfile_mtime_seconds{file="[^"]*splashdown.prom"}' /tmp/exported ||
		fail "there is no time of the file"
}

upgrade() {
	echo >>/var/git/splashdown.git/LICENSE
	commit splashdown 2026-11-02T12:00:00+0000
	: >/tmp/whole
	open=$(systemctl show -P ActiveEnterTimestampMonotonic splashdown.socket)
	before=$(main_pid)
	reader &
	eventually read_some 5
	recipe $page Upgrade
	eventually read_some $(($(wc -l </tmp/whole) + 5))
	touch /tmp/enough
	wait
	[ ! -s /tmp/lost ] || { cat /tmp/lost; fail "the upgrade lost replies"; }
	case $(splashdown version) in
	'splashdown '*'~git20261102120000.'*) ;;
	*) fail "this is no upgrade: $(splashdown version)" ;;
	esac
	has_another_pid || fail "the old program still runs after the upgrade"
	is splashdown.socket ActiveEnterTimestampMonotonic "$open" || fail "the upgrade closed the port"
	[ "$had" = "$(key)" ] || fail "the upgrade changed the key"
}

another_machine() {
	mkdir -p /etc/systemd/system/splashdown.service.d
	printf '[Service]\nEnvironment=MINE=1\n' >/etc/systemd/system/splashdown.service.d/mine.conf
	recipe $page Backup
	[ "$(stat -c %a /home/me/capsule.tar.gz)" = 600 ] || fail "anybody can read the keys in the backup"

	# A machine that never had a capsule, with the package installed as it is there.
	package=$(echo /home/me/splashdown/build/deb/splashdown_*.deb)
	systemctl disable -q --now splashdown-metrics.timer 2>/dev/null || true
	DEBIAN_FRONTEND=noninteractive apt-get purge -y splashdown >/tmp/said 2>&1 || { cat /tmp/said; fail purge; }
	rm -rf /srv/splashdown /etc/systemd/system/splashdown* /var/lib/private /var/lib/splashdown /etc/splashdown
	systemctl daemon-reload
	as_me sudo apt-get install -y "$package" >/tmp/said 2>&1 || { cat /tmp/said; fail "no package"; }
	recipe $page 'Restore on another machine'
	expect capsule.example / '# Under way'
	shows Oars || fail "a post was lost"
	[ "$had" = "$(key)" ] || fail "it has another key"
	[ "$seen" = "$(certificate)" ] || fail "it has another certificate"
	systemctl show -P Environment splashdown | grep -q MINE=1 || fail "the drop-in was lost"
	# What is restored can be written, too.
	splashdown cert renew --state /var/lib/splashdown --host capsule.example --host www.capsule.example ||
		fail "the certificate cannot be renewed"
	systemctl restart splashdown || fail "it cannot be restarted"
	expect capsule.example / '# Under way'
}

system "$@"
