# SPDX-License-Identifier: MIT
# What the tests under a real systemd share. A script sources this, defines setup (before the boot:
# $root is the machine's copy) and inside (in the booted system), and ends with `system "$@"`.
# shellcheck shell=sh
set -eu

service=splashdown.service

fail() {
	echo "FAILED: $*"
	systemctl status --no-pager --full --lines=0 "$service" 2>&1 | head -n 30 || true
	journalctl --no-pager -q -b -o cat 2>/dev/null | grep -v "^gemini " | tail -n 60 || true
	exit 1
}

# eventually COMMAND...: until it succeeds, at most about 20 s.
eventually() {
	tries=0
	until "$@"; do
		tries=$((tries + 1))
		[ "$tries" -lt 100 ] || fail "never came true: $*"
		sleep 0.1
	done
}

is() {
	[ "$(systemctl show -P "$2" "$1")" = "$3" ]
}

main_pid() {
	systemctl show -P MainPID "$service"
}

# ask HOST PATH [PORT]: the reply to a request over TLS.
ask() {
	printf 'gemini://%s%s\r\n' "$1" "$2" | timeout 10 openssl s_client -quiet \
		-connect "127.0.0.1:${3:-1965}" -servername "$1" 2>/dev/null | tr -d '\r' || true
}

# expect HOST PATH TEXT: TEXT is part of the reply.
expect() {
	reply=$(ask "$1" "$2")
	case $reply in
	*"$3"*) ;;
	*) fail "$1$2: no \"$3\" in: $reply" ;;
	esac
}

# gopher SELECTOR [PORT]: the reply over plain TCP.
gopher() {
	printf '%s\r\n' "$1" | timeout 10 bash -c "exec 3<>/dev/tcp/127.0.0.1/${2:-70} || exit
		cat >&3; cat <&3" 2>/dev/null | tr -d '\r' || true
}

# What it has logged; says PATTERN.
said() {
	journalctl --sync
	journalctl -q -o cat -u "$service"
}
says() {
	said | grep -q -- "$*"
}

has_another_pid() {
	now=$(main_pid)
	[ "$now" != 0 ] && [ "$now" != "$before" ]
}

# verified: systemd has nothing to say about any unit as it is installed, its manual pages included: they
# came with `make install`, or with the package.
verified() {
	systemd-analyze verify /lib/systemd/system/splashdown* >/tmp/verify 2>&1 ||
		fail "$(cat /tmp/verify)"
	! grep -i splashdown /tmp/verify || fail "systemd-analyze verify has something to say"
}

# at_most UNIT SCORE: systemd finds it exposed no more than that.
at_most() {
	score=$(systemd-analyze security --offline=true "/usr/lib/systemd/system/$1" |
		sed -n 's/^.*exposure level for [^:]*: \([0-9.]*\) .*/\1/p')
	awk -v score="$score" -v most="$2" 'BEGIN { exit !(score != "" && score <= most) }' ||
		fail "$1 is exposed by $score, more than $2"
}

# install_capsule: the program and its units as `make install` leaves them, and a small blog.
install_capsule() {
	make -s install DESTDIR="$root" PREFIX=/usr >/dev/null
	mkdir -p "$root/srv/splashdown/_posts"
	cat >"$root/srv/splashdown/splashdown.yaml" <<-'YAML'
		title: Under way
		hosts: [capsule.example]
	YAML
	printf -- '---\ntitle: Sails\n---\nA post about sails.\n' \
		>"$root/srv/splashdown/_posts/2024-05-01-sails.md"
}

enable_sockets() {
	systemctl --root="$root" -q enable splashdown.socket
}

skip() {
	echo "skipped: $*"
	exit 0
}

system() {
	case ${1:-} in
	setup) setup ;;
	inside) inside ;;
	*)
		[ "$(id -u)" -eq 0 ] || skip "only root can boot a systemd of its own"
		[ -x /lib/systemd/systemd ] || skip "there is no systemd here"
		command -v ip >/dev/null || skip "there is no ip(8) here"
		unshare --mount --pid --fork --net --cgroup true 2>/dev/null ||
			skip "this machine gives no name spaces"
		unshare --mount --propagation private sh -c 'd=$(mktemp -d) && mount -t tmpfs none $d &&
			mkdir $d/u $d/w $d/r && mount -t overlay -o lowerdir=/,upperdir=$d/u,workdir=$d/w none $d/r &&
			umount $d/r $d; s=$?; rmdir $d; exit $s' 2>/dev/null ||
			skip "this machine gives no overlays"
		exec tests/e2e/with-systemd "$0"
		;;
	esac
}
