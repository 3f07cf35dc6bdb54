#!/bin/sh
# SPDX-License-Identifier: MIT
# The command that shows a blog in a browser: who may start it, what it prints, what it listens on, and that
# nothing of it is left at its end. (Its answers: tests/wire/preview-*, test_preview; in a browser: client-preview.)
. tests/e2e/lib.sh

site=$work/site
mkdir -p "$site/_posts" "$work/tmp"
printf -- '---\ntitle: Harbour\n---\nAshore.\n' >"$site/_posts/2024-02-29-tide.md"
# Whatever readers are told, the preview is for this machine.
printf 'hosts: [harbour.example]\ngemini: "*:1965"\ngopher: no\nproxy: [192.0.2.1]\n' >"$site/splashdown.yaml"
chmod 711 "$work"
chmod -R a+rX "$site"
chmod 777 "$work/tmp"

# As a user that is not root.
as_user=
if [ "$(id -u)" -eq 0 ]; then
	as_user='setpriv --reuid=65534 --regid=65534 --clear-groups'
	"$SPLASHDOWN" preview "$site" >"$work/said" 2>&1 && fail "root has a preview"
	grep -q 'runuser -u NAME' "$work/said" || fail "root is not told what to do: $(cat "$work/said")"
fi

# What opens a browser says what it was called with, and what it read there.
mkdir -m 777 "$work/bin" "$work/opened"
cat >"$work/bin/xdg-open" <<END
#!/bin/sh
{ echo "\$@"; stat -c %a "\$1"; cat "\$1"; } >"$work/opened/new"
mv "$work/opened/new" "$work/opened/way"
END
chmod 755 "$work/bin/xdg-open"
display=

# preview OPTION...: starts it and waits for its address.
preview() {
	rm -f "$work/log"
	: >"$work/log"
	# shellcheck disable=SC2086
	env -u WAYLAND_DISPLAY DISPLAY="$display" PATH="$work/bin:$PATH" TMPDIR="$work/tmp" HOME="$work/tmp" $as_user \
		"$SPLASHDOWN" preview "$site" "$@" >"$work/log" 2>&1 &
	pid=$!
	eventually grep -q 'Ctrl+C ends' "$work/log"
	address=$(sed -n 's|^ *\(http://localhost:[0-9]*/p/[0-9a-f]\{32\}/\)$|\1|p' "$work/log")
	[ -n "$address" ] || fail "no address"
}

# ended WORDS: it ends by itself when signal $1 comes, says so, and leaves nothing behind.
ended() {
	kill "-$1" "$pid"
	eventually has_ended
	wait "$pid" || fail "status $? after SIG$1"
	pid=
	grep -q 'The preview has ended' "$work/log" || fail "it does not say that it ended"
	[ -z "$(ls -A "$work/tmp")" ] || fail "left behind: $(ls -A "$work/tmp")"
}

preview
first=$address
grep -q 'gemini://localhost' "$work/log" || fail "no address for Gemini"
grep -q 'gopher://localhost' "$work/log" || fail "no address for Gopher"
! grep -q 'ssh -L' "$work/log" || fail "a tunnel for nobody"
# The token is on no command line.
token=${first%/}
token=${token##*/}
for process in /proc/[0-9]*/cmdline; do
	{ tr '\0' ' ' <"$process" && echo; } 2>/dev/null || true
done 2>/dev/null >"$work/commands"
! grep -q "$token" "$work/commands" || fail "the token is in a command line"
# Only what is called ...
hex_port=$(printf '%04X' "$(echo "$first" | sed 's|.*localhost:\([0-9]*\)/.*|\1|')")
awk -v port="$hex_port" '$4 == "0A" && $2 ~ ":" port "$" { print $2 }' /proc/net/tcp /proc/net/tcp6 |
	grep -vxE "0100007F:$hex_port|00000000000000000000000001000000:$hex_port" && fail "listens elsewhere"
[ "$(stat -c %a "$work/tmp"/splashdown-preview-*)" = 700 ] || fail "the state is not the user's alone"

# A second one beside it has another port and another token.
other=$pid
others=$other
preview
[ "${address#*/p/}" != "${first#*/p/}" ] || fail "two previews with one token"
[ "${address%/p/*}" != "${first%/p/*}" ] || fail "two previews with one port"
kill -TERM "$pid"
eventually has_ended
wait "$pid" || fail "status $? of the second one"
pid=$other
others=
kill -INT "$pid" 2>/dev/null || fail "the first one ended, too"
eventually has_ended
wait "$pid" || fail "status $? after SIGINT"
pid=
[ -z "$(ls -A "$work/tmp")" ] || fail "left behind: $(ls -A "$work/tmp")"

export SSH_CONNECTION='192.0.2.7 50000 192.0.2.9 22'
preview
grep -qE 'ssh -L ([0-9]+):localhost:\1 192.0.2.9$' "$work/log" || fail "no tunnel over ssh"
ended TERM
SSH_CONNECTION='192.0.2.7 50000 192.0.2.9 2222' preview
grep -qE 'ssh -L ([0-9]+):localhost:\1 -p 2222 192.0.2.9$' "$work/log" || fail "no port of the tunnel"
ended HUP
unset SSH_CONNECTION

# One that is killed leaves its folder to the next one, which leaves that of one that runs.
preview
kill -KILL "$pid"
wait "$pid" || true
killed=$(echo "$work/tmp"/splashdown-preview-*)
[ -d "$killed" ] || fail "nothing to remove"
is_free() { $as_user flock -n "$killed/lock" true; }
eventually is_free
preview
[ ! -e "$killed" ] || fail "the folder of the killed one is there"
running=$(echo "$work/tmp"/splashdown-preview-*)
other=$pid
others=$other
preview
[ -d "$running" ] || fail "the folder of one that runs is gone"
kill -TERM "$pid"
eventually has_ended
pid=$other
others=
ended TERM

# Where there is a desktop, and nobody says no, and not at the other end of ssh.
[ ! -e "$work/opened/way" ] || fail "opens a browser without a desktop"
display=:9
SSH_CONNECTION='192.0.2.7 50000 192.0.2.9 22' preview
ended TERM
preview --no-open
ended TERM
[ ! -e "$work/opened/way" ] || fail "opens a browser though it should not"
preview
eventually test -e "$work/opened/way"
head -n 1 "$work/opened/way" | grep -qx "$work/tmp/splashdown-preview-.*/preview.html" || fail "called with more than a file"
[ "$(sed -n 2p "$work/opened/way")" = 600 ] || fail "others may read where the preview is"
grep -q "url=$address\"" "$work/opened/way" || fail "the browser is led elsewhere"
ended TERM
display=

# With a state of its own the certificate stays.
mkdir -m 777 "$work/state"
preview --state "$work/state"
ended TERM
ls "$work/state/localhost.crt" >/dev/null || fail "the certificate is gone"
echo "a preview is its author's alone, and leaves nothing behind"
