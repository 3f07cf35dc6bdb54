#!/bin/sh
# SPDX-License-Identifier: MIT
# A person's client with an identity, amfora in a terminal of tmux: ordinary pages never ask for it; a letter does;
# whoever has it is let in by the line that the desk shows, reads, and is refused after the removal.
. tests/e2e/lib.sh

export HOME="$work/home" XDG_CONFIG_HOME="$work/home/.config" LC_ALL=C.UTF-8 TERM=xterm-256color
mkdir -p "$XDG_CONFIG_HOME/amfora"
unset TMUX XDG_DATA_HOME XDG_CACHE_HOME
opened=0
at_end=closes

# Each terminal has a server of its own: one that was ended a moment ago takes no new session.
terminal() {
	tmux -L "splashdown-$$-$opened" -f /dev/null "$@"
}
closes() {
	terminal kill-server 2>/dev/null || true
}

screen_shows() {
	terminal capture-pane -p -t e2e | grep -qF -e "$1"
}

# opens URL TEXT: amfora in a terminal of its own shows TEXT there; the screen stays in $work/screen.
opens() {
	closes
	opened=$((opened + 1))
	terminal new-session -d -s e2e -x 120 -y 50 "amfora '$1'"
	eventually screen_shows "$2"
	terminal capture-pane -p -J -t e2e >"$work/screen"
}

mkdir -p "$work/site/letters"
printf '# Harbour\n\nWelcome ashore.\n' >"$work/site/index.md"
printf '# Dear friend\n\nThe sea is calm.\n' >"$work/site/letters/dear.md"
printf 'hosts: [localhost]\nzones:\n  - path: /letters/\n    title: Letters to friends\n' \
	>"$work/site/splashdown.yaml"
as_host=
start "$work/site"

opens "gemini://localhost:$port/" 'Welcome ashore.'
opens "gemini://localhost:$port/letters/dear/" 'Letters to friends'

openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -days 3000 -nodes -subj /CN=reader \
	-keyout "$work/me.key" -out "$work/me.crt" 2>/dev/null
cat >"$XDG_CONFIG_HOME/amfora/config.toml" <<END
[auth.certs]
"localhost:$port" = "$work/me.crt"
"localhost" = "$work/me.crt"
[auth.keys]
"localhost:$port" = "$work/me.key"
"localhost" = "$work/me.key"
END
opens "gemini://localhost:$port/" 'Welcome ashore.'
opens "gemini://localhost:$port/letters/dear/" 'Not known here yet'
opens "gemini://localhost:$port/me/" 'splashdown people add NAME'
print=$(sed -n 's/.*people add NAME \([0-9a-f]\{64\}\).*/\1/p' "$work/screen")
[ -n "$print" ] || { cat "$work/screen"; fail "the line to send is not on the screen"; }
"$SPLASHDOWN" people add anna "$print" --zone /letters/ --config "$work/site/splashdown.yaml" \
	--state "$work/state" >/dev/null
eventually grep -q '/letters/ is only for anna' "$work/log"
opens "gemini://localhost:$port/letters/dear/" 'The sea is calm.'
"$SPLASHDOWN" people remove anna --config "$work/site/splashdown.yaml" --state "$work/state" >/dev/null
eventually grep -q '/letters/ is closed to everybody but writers' "$work/log"
opens "gemini://localhost:$port/letters/dear/" 'Not known here yet'
closes
stop
echo "a reader with an identity is let in, and out"
