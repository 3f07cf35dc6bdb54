#!/bin/sh
# SPDX-License-Identifier: MIT
# Gopher clients that people sit before, each in a terminal of tmux: sacc, bombadillo, UMN's gopher
# (which opens menus as Gopher+) and vf1. Home, a text, a post as menu, a tag, a missing page.
. tests/e2e/lib.sh

# sacc shows texts with it.
export PAGER=less
export HOME="$work/home" LC_ALL=C.UTF-8 TERM=xterm-256color
mkdir -p "$HOME"
unset TMUX XDG_CONFIG_HOME XDG_DATA_HOME
terminal="tmux -L splashdown-$$ -f /dev/null"
doing=
leave() {
	status=$?
	[ "$status" -eq 0 ] || { echo "$doing"; cat "$work/screen"; }
	$terminal kill-server 2>/dev/null || true
	set +e # what failed has been said: now the server goes, with the same status
	(exit "$status")
	end
}
trap leave EXIT
. tests/e2e/gopher-site.sh

# A terminal that stays, so that the others come and go without ending tmux.
$terminal new-session -d -s stays 'sleep 600'

# What UMN's client says before a home is passed by RETURN; it forgets keys that come too early.
screen_shows() {
	$terminal capture-pane -p -t e2e >"$work/screen" 2>/dev/null || return 1
	! grep -qF 'Press RETURN' "$work/screen" || $terminal send-keys -t e2e Enter
	grep -qF -e "$1" "$work/screen"
}

# shows TEXT...: each comes to stand on the screen.
shows() {
	for text in "$@"; do
		doing="$command $path: $text"
		eventually screen_shows "$text"
	done
}

# reads COMMAND PATH TEXT...: the client, started with the address, shows each TEXT. On a busy machine
# bombadillo has painted an empty page at its start (seen once, in 25 quiet starts never): a client
# that shows nothing is started anew, twice at most, and what it shows then counts.
reads() {
	command=$1
	path=$2
	shift 2
	for attempt in 1 2 3; do
		$terminal new-session -d -s e2e -x 90 -y 40 "$command '$capsule$path'"
		if [ "$attempt" = 3 ]; then
			shows "$@"
		elif ! (trap - EXIT; shows "$@"); then
			echo "$command $path was started anew"
			$terminal kill-session -t e2e
			continue
		fi
		break
	done
	$terminal kill-session -t e2e
}

for client in sacc bombadillo gopher vf1; do
	reads $client /1/ 'Notes from the harbour' 'Leap tide' 'Tags'
	reads $client /1/2024/02/29/leap-tide/ 'The moon' 'the almanac' 'A buoy'
	reads $client /1/tags/moon/ '2024-02-29 Leap tide'
	reads $client /1/nowhere 'No page at this address'
done
for client in sacc bombadillo gopher vf1; do
	reads $client /0/2024/02/29/leap-tide.txt 'The moon _pulled_ harder.' '[1] https://almanac.example'
done

# The home as UMN's client finds it by a host alone, with its first question.
$terminal new-session -d -s e2e -x 90 -y 40 "gopher localhost $gopher_port"
eventually screen_shows 'Leap tide'
grep -q 'gopher://localhost/ 1' "$work/log" || fail "the home menu was not asked for"
$terminal kill-server

stop
echo "four clients show the site over Gopher"
