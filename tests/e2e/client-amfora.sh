#!/bin/sh
# SPDX-License-Identifier: MIT
# A person's client, amfora, in a terminal of tmux: opens the starter capsule, follows a link,
# goes back, and trusts the same certificate again on the second start.
. tests/e2e/lib.sh

export HOME="$work/home" XDG_CONFIG_HOME="$work/home/.config" LC_ALL=C.UTF-8 TERM=xterm-256color
mkdir -p "$HOME"
unset TMUX XDG_DATA_HOME XDG_CACHE_HOME
terminal="tmux -L splashdown-$$ -f /dev/null"
at_end="$terminal kill-server"

screen_shows() {
	$terminal capture-pane -p -t e2e | grep -qF -e "$1"
}

# open URL: amfora in a terminal of 100 by 40.
open() {
	$terminal new-session -d -s e2e -x 100 -y 40 "amfora '$1'"
}

mkdir -p "$work/site"
printf '# Harbour\n\nWelcome ashore.\n\n[The tides](tides.md)\n' >"$work/site/index.md"
printf '# Tides\n\nThe sea comes *twice* a day.\n' >"$work/site/tides.md"
start "$work/site"

open "gemini://localhost:$port/"
eventually screen_shows 'Welcome ashore.'
# A digit is followed when Enter ends it.
$terminal send-keys -t e2e 1 Enter
eventually screen_shows 'The sea comes'
$terminal send-keys -t e2e b
eventually screen_shows 'Welcome ashore.'
$terminal kill-server

# It asks for words, and shows what was found.
eventually shows '/search?twice' 'Results: 1'
open "gemini://localhost:$port/search"
eventually screen_shows 'Words to look for'
$terminal send-keys -t e2e twice
eventually screen_shows 'twice'
$terminal send-keys -t e2e Enter
$terminal send-keys -t e2e Enter
eventually screen_shows 'Results: 1'
eventually screen_shows 'The sea comes twice a day.'
$terminal kill-server

stop
start "$work/site"
open "gemini://localhost:$port/tides/"
eventually screen_shows 'The sea comes'
$terminal kill-server
stop
echo "amfora reads the capsule"
