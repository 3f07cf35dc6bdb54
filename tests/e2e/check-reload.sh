#!/bin/sh
# SPDX-License-Identifier: MIT
# A reload takes all of a configuration or nothing of it: who saves half a file and reloads, finds the
# capsule as it was, and why in the log.
. tests/e2e/lib.sh

site=$work/site
mkdir "$site"
printf -- '---\ntitle: One\ndate: 2024-05-01\n---\nThe text.\n' >"$site/one.md"
settings() {
	# shellcheck disable=SC2059
	printf "$1" >"$work/new" && mv "$work/new" "$site/splashdown.yaml"
}
count() {
	grep -c -e ' reload: ' -e ' reloaded: ' "$work/log" || true
}
reloaded() {
	[ "$(count)" -gt "$before" ]
}
# reload WORDS: it is over when it was logged, with these words.
reload() {
	before=$(count)
	kill -HUP "$pid"
	eventually reloaded
	grep -e ' reload: ' -e ' reloaded: ' "$work/log" | tail -n 1 | grep -q "$1" || fail "$(tail -n 3 "$work/log")"
}

settings 'title: Before\n'
start "$site"
expect / '20 text/gemini' '# Before'
for bad in 'title: "After\n' 'just words\n' 'title: After\nhosts: {a: b}\n' 'title: After\nsites: none\n' \
	'title: After\nlimits:\n  total: many\n' 'title: After\nproxy: [somewhere]\n'; do
	settings "$bad"
	reload 'reload: the configuration has errors; everything stays as it was'
	expect / '20 text/gemini' '# Before'
done
settings 'title: After\ntitel: Typing error\n'
reload 'reloaded: configuration'
grep -q 'did you mean "title"' "$work/log" || fail "an unknown key is not named"
eventually shows / '# After'
stop

# A file that is saved is taken over without being asked to, as far as it is about what is shown.
logged() {
	grep -qF -e "$1" "$work/log"
}
settings 'title: One\n'
start "$site"
expect / '20 text/gemini' '# One'
settings 'title: Two\nworkers: 3\ncache: 1M\n'
eventually shows / '# Two'
eventually logged 'splashdown.yaml was saved. In force now: title. With the next reload (SIGHUP): cache. With the next start: workers.'
settings 'title: Three\nlimits:\n  per_address: 500\n'
eventually logged 'splashdown.yaml was saved: it has errors; everything stays as it was'
expect / '20 text/gemini' '# Two'
reload 'reload: the configuration has errors; everything stays as it was'
settings 'title: Two\ncache: 1M\n'
eventually logged 'With the next reload (SIGHUP): cache.'
# What waits for a start is said at each reload, until it is as it was. (No machine has as many.)
lines() {
	grep -c -e "$1" "$work/log" || true
}
reloaded_again() {
	[ "$(lines ' reloaded: ')" -gt "$done" ]
}
# waits NUMBER: after a reload so many lines have asked for a restart.
waits() {
	done=$(lines ' reloaded: ')
	kill -HUP "$pid"
	eventually reloaded_again
	[ "$(lines 'reload: restart to apply the new workers')" -eq "$1" ] || fail "not $1 times: restart"
}
settings 'title: Two\nworkers: 255\n'
waits 1
waits 2
settings 'title: Two\n'
waits 2
# In place, as an editor writes that keeps the file; then under the other name, then not at all.
printf 'title: Four\nsource: no\n' >"$site/splashdown.yaml"
eventually shows / '# Four'
eventually logged 'In force now: title, source.'
expect /one/ '20 text/gemini' '# One'
expect /one.md '51'
printf 'title: Five\n' >"$site/splashdown.yml"
eventually logged 'splashdown.yaml exists too'
expect / '20 text/gemini' '# Four'
# What is there and cannot be read is not gone.
ln -sfn nowhere "$site/splashdown.yaml"
rm "$site/splashdown.yml"
eventually logged 'splashdown.yaml was changed: it has errors; everything stays as it was'
expect / '20 text/gemini' '# Four'
printf 'title: Five\n' >"$site/splashdown.yml"
rm "$site/splashdown.yaml"
eventually shows / '# Five'
rm "$site/splashdown.yml"
eventually lacks / '# Five'
eventually logged 'splashdown.yml is gone. In force now: title.'
stop

# A file somewhere else, with names: a new one is answered for at once, with a certificate of its own.
mkdir "$work/etc"
sites() {
	printf 'sites:\n  - {folder: %s, hosts: [localhost], title: %s}\n%s' "$site" "$1" "$2" >"$work/new"
	mv "$work/new" "$work/etc/capsules.yaml"
}
sites One ''
# begin OPTION...: as start does, with these options alone.
begin() {
	attempt=0
	while :; do
		attempt=$((attempt + 1))
		port=$((20000 + ($$ * 13 + attempt * 977) % 30000))
		"$SPLASHDOWN" serve "$@" --no-gopher --state "$work/state" >"$work/log" 2>&1 \
			--gemini "$on:$port" &
		pid=$!
		eventually answers_or_ended
		kill -0 "$pid" 2>/dev/null && break
		wait "$pid" || true
		pid=
		[ "$attempt" -lt 5 ] || fail "the server does not start"
	done
}
on=127.0.0.1
begin --config "$work/etc/capsules.yaml"
expect / '20 text/gemini' '# One'
sites Two "  - {folder: $site, hosts: [second.example], title: Second}
"
eventually logged 'capsules.yaml was saved. In force now: sites, title.'
eventually shows / '# Two'
second() {
	printf 'gemini://second.example:%s/\r\n' "$port" | timeout 10 openssl s_client -quiet \
		-connect "127.0.0.1:$port" -servername second.example 2>/dev/null | grep -q '^# Second'
}
eventually second
[ -f "$work/state/second.example.crt" ] || fail "the new name has no certificate"
stop

# Where others can connect and no host is named, that is said until one is.
on=0.0.0.0
XDG_RUNTIME_DIR=$work/run
export XDG_RUNTIME_DIR
mkdir "$work/run"
begin "$site"
logged 'no host: every Gemini reader is refused' || fail "nobody says that no host is named"
status_says() {
	"$SPLASHDOWN" status --state "$work/state" | grep -q '^no host: every Gemini reader is refused'
}
status_says_nothing() {
	"$SPLASHDOWN" status --state "$work/state" >"$work/status" && ! status_says
}
eventually status_says
settings 'hosts: [capsule.example]\n'
eventually status_says_nothing
stop
echo "a configuration with errors changes nothing of what runs"
