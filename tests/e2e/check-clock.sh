#!/bin/sh
# SPDX-License-Identifier: MIT
# The clock of the machine is set: forward by a day, back by two, to 1970 and from there to now. Posts to come appear,
# posts that are over go, on both protocols and in lists, feed and search; the certificate stays; nothing spins.
. tests/e2e/lib.sh

can_preload || {
	echo "SKIPPED: nothing is preloaded into a build with sanitizers"
	exit 0
}

day=86400
set_clock() { # SECONDS: later than it is
	printf '%-20s' "$1" | dd of="$work/clock" conv=notrunc status=none
}
at() { # SECONDS from now, as a date
	date -u -d "@$(($(date +%s) + $1))" +%Y-%m-%dT%H:%M:%SZ
}
site=$work/site
mkdir -p "$site/content/posts"
echo 'title = "Tides"' >"$site/hugo.toml"
printf 'log:\n  access: no\n' >"$site/splashdown.yaml"
post() { # NAME FRONT-MATTER
	printf -- '---\ntitle: %s\n%s\n---\nThe word %s.\n' "$1" "$2" "$1" >"$site/content/posts/$1.md"
}
post ebb 'date: 2024-05-01'
post flood "date: $(at $((day / 2)))"
post neap "date: 2024-05-02
expiryDate: $(at $((day / 2)))"

menu() { # SELECTOR
	curl -sS --max-time 10 "gopher://127.0.0.1:$gopher_port/1$1" | tr -d '\r' || true
}
# is_shown NAME, is_hidden NAME: everywhere.
is_shown() {
	ask "/posts/$1/" | grep -q '^20 ' && ask / | grep -q "/posts/$1/ " && ask /feed.xml | grep -q "/posts/$1/" &&
		menu "/posts/$1/" | grep -q "^iThe word $1" && menu / | grep -q "/posts/$1" &&
		ask "/search?$1" | grep -q "^=> /posts/$1/ "
}
is_hidden() {
	ask "/posts/$1/" | grep -q '^5[12] ' && ! ask / | grep -q "/posts/$1/" && ! ask /feed.xml | grep -q "/posts/$1/" &&
		menu "/posts/$1/" | grep -q '^3' && ! menu / | grep -q "/posts/$1" &&
		ask "/search?$1" | grep -q 'Nothing was found'
}
certificate() {
	"$SPLASHDOWN" cert show --host localhost --state "$work/state"
}
# uptime_is_ours: no longer than this test has run for.
uptime_is_ours() {
	"$SPLASHDOWN" status --state "$work/state" --json >"$work/status" || fail "no status"
	up=$(sed -n 's/^ *"uptime_seconds": \([0-9]*\),$/\1/p' "$work/status")
	[ -n "$up" ] || { cat "$work/status"; fail "no uptime"; }
	[ "$up" -le $(($(date +%s) - began + 60)) ]
}
ticks() {
	read -r line <"/proc/$pid/stat"
	# shellcheck disable=SC2086
	set -- ${line##*) }
	echo $((${12} + ${13}))
}

set_clock 0
export LD_PRELOAD="$preload" CLOCK="$work/clock"
preload=$BUILD/tests/preload/clock.so
LD_PRELOAD=$preload
start "$site"
unset LD_PRELOAD
began=$(date +%s)
eventually is_shown ebb
eventually is_shown neap
eventually is_hidden flood
certificate >"$work/before"

set_clock $day
eventually is_shown flood
eventually is_hidden neap
eventually is_shown ebb
grep -q "^$(date -u -d "@$(($(date +%s) + day))" +%Y-%m-%d)T" "$work/log" || fail "its clock was not set"

uptime_is_ours || fail "$up s up after the clock was set"

set_clock -$day
eventually is_hidden flood
uptime_is_ours || fail "$up s up after the clock was set back"
eventually is_shown neap
eventually is_shown ebb

# A change is read, whatever the dates of files say.
post ebb 'date: 2024-05-01
tags: [saved]'
eventually shows /posts/ebb/ saved

# A machine without a clock of its own begins long ago, until somebody tells it the time.
stop
set_clock -$(($(date +%s) - 100))
LD_PRELOAD=$preload
export LD_PRELOAD
start "$site"
unset LD_PRELOAD
grep -q '^1970-01-01T' "$work/log" || fail "its clock is not of 1970"
set_clock 0
eventually is_shown ebb
eventually is_shown neap
eventually is_hidden flood
set_clock $day
eventually is_shown flood

certificate | cmp - "$work/before" || fail "another certificate"
used=$(($(ticks) * 100 / $(getconf CLK_TCK) / ($(date +%s) - began + 1)))
[ "$used" -lt 50 ] || fail "it spins: $used % of a processor"
! grep -E '^[^ ]* error:' "$work/log" || fail "errors"
stop
echo "five settings of the clock: posts came and went, with $used % of a processor"
