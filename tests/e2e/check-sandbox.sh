#!/bin/sh
# SPDX-License-Identifier: MIT
# The running server is shut in, and all that it does later works from there: both protocols, live
# changes, reloads, certificates, the status. What lies outside is said, never served empty.
. tests/e2e/lib.sh

said() {
	grep -qF -e "$1" "$work/log"
}
post() { # FILE TITLE
	mkdir -p "${1%/*}"
	printf -- '---\ntitle: %s\ndate: 2024-05-01\n---\nThe text of %s.\n' "$2" "$2" >"$1"
}
# selector TEXT: what Gopher answers.
gopher() {
	printf '%s\r\n' "$1" | timeout 10 openssl s_client -quiet -connect \
		"127.0.0.1:$gopher_port" -servername localhost 2>/dev/null || true
}
# states FIELD VALUE: so it is for every thread.
states() {
	for status in /proc/"$pid"/task/*/status; do
		grep -q "^$1:.$2\$" "$status" || return 1
	done
}
# A reload is over when it was logged once more.
reload() {
	before=$(grep -c ' reload' "$work/log" || true)
	kill -HUP "$pid"
	eventually reloaded
}
reloaded() {
	[ "$(grep -c ' reload' "$work/log")" -gt "$before" ]
}

# renew FOLDER FILE: as an editor does, by another file of the same content.
renew() {
	cp "$1/$2" "$1/$2.new"
	mv "$1/$2.new" "$1/$2"
}

# So that the scratch folder is a home, whose other folders are nobody's business.
HOME=$work
export HOME
site=$work/site
post "$site/one.md" One
printf 'title: Before\nhosts: [localhost]\n' >"$site/splashdown.yaml"
as_host=
start "$site"
said 'sandbox: ' || fail "nothing is said of the sandbox"
if said 'sandbox: off: built with sanitizers'; then
	stop
	echo "skipped: sanitizers need what the sandbox forbids, and the server said so"
	exit 0
fi

states NoNewPrivs 1 || fail "it could get more rights"
if said ', seccomp ('; then
	states Seccomp 2 || fail "seccomp is said to be on and is not, for every thread"
fi
expect /one/ '20 text/gemini' '~The text of One.'
gopher /one.txt | grep -q 'The text of One' || fail "nothing over Gopher"
post "$site/two.md" Two
eventually shows /two/ 'The text of Two.'
mkdir "$site/deep"
post "$site/deep/three.md" Three
eventually shows /deep/three/ 'The text of Three.'

sed 's/Before/After/' "$site/splashdown.yaml" >"$work/new" && mv "$work/new" "$site/splashdown.yaml"
reload
eventually shows / '# After'

# A certificate for one more host: made in the state folder, without a restart.
rm "$site/splashdown.yaml"
mkdir "$site/other"
post "$site/other/four.md" Four
cat >"$site/splashdown.yaml" <<'YAML'
sites:
  - folder: .
    hosts: [localhost]
  - folder: other
    hosts: [other.example]
YAML
reload
[ -s "$work/state/other.example.key" ] || fail "no certificate for a new host"
eventually sh -c "printf 'gemini://other.example:$port/four/\r\n' | timeout 10 openssl s_client \
	-quiet -connect 127.0.0.1:$port -servername other.example 2>/dev/null | grep -q 'of Four'"
"$SPLASHDOWN" status --state "$work/state" | grep -q '^posts' || fail "no status"

if said 'sandbox: Landlock ('; then
	# A site that nobody spoke of at the start.
	post "$work/elsewhere/five.md" Five
	sed 's|folder: other|folder: ../elsewhere|' "$site/splashdown.yaml" >"$work/new"
	mv "$work/new" "$site/splashdown.yaml"
	reload
	said "elsewhere is outside the sandbox that was set up at the start; restart to use it" ||
		fail "a folder outside is not named"
	expect /one/ '20 text/gemini' '~The text of One.'

	# Nor can it be left by a reload.
	sed -e 's|folder: ../elsewhere|folder: other|' -e '1i sandbox: no' \
		"$site/splashdown.yaml" >"$work/new"
	mv "$work/new" "$site/splashdown.yaml"
	reload
	said 'reload: restart to apply the new sandbox' || fail "a change that takes a restart is not said"
	sed -i 1d "$site/splashdown.yaml"
	reload

	# Another folder in the place of the site's, beside which nothing may be seen.
	mv "$site" "$work/away"
	eventually said 'site cannot be read: No such file or directory; the content read'
	post "$site/one.md" Six
	eventually said 'it is now outside the sandbox: restart to serve it'
	expect /one/ '20 text/gemini' '~The text of One.'
	stop
	[ ! -e "$work/state/status.socket" ] || fail "the status socket is left behind"
	rm -r "$work/state"
	printf 'log:\n  level: debug\n' >"$site/splashdown.yaml"
	start "$site"
	expect /one/ '20 text/gemini' '~The text of Six.'
	said "sandbox: $site is read" || fail "what is open to it is not said"
	! said "sandbox: $work is read" || fail "the home is open to it"
	rm "$site/splashdown.yaml"
	stop

	# Files beside a home's other files: what replaces them is another file. A folder of their own is
	# the better place, there it is seen.
	mkdir "$work/conf"
	for place in "$work" "$work/conf"; do
		openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 30 \
			-subj /CN=localhost -addext subjectAltName=DNS:localhost \
			-keyout "$place/key.pem" -out "$place/cert.pem" 2>/dev/null
		printf 'certificate: cert.pem\nkey: key.pem\n' >"$place/splashdown.yaml"
		start "$site" --config "$place/splashdown.yaml"
		renew "$place" splashdown.yaml
		reload
		[ "$place" = "$work" ] || said 'reloaded: configuration' || fail "not reloaded"
		[ "$place" != "$work" ] || said "$work/splashdown.yaml is outside" ||
			fail "a configuration outside is not named"
		stop
		start "$site" --config "$place/splashdown.yaml"
		renew "$place" cert.pem
		reload
		[ "$place" = "$work" ] || said 'reloaded: configuration' || fail "not reloaded"
		[ "$place" != "$work" ] || said "$work/cert.pem is outside" ||
			fail "a certificate outside is not named"
		expect /one/ '20 text/gemini' '~The text of Six.'
		stop
	done
	start "$site"
fi
stop

# Without it, by the configuration alone.
printf 'sandbox: no\n' >"$site/splashdown.yaml"
start "$site"
said 'sandbox: off in the configuration' || fail "it does not say that it is off"
states Seccomp 0 || fail "seccomp is on all the same"
post "$work/elsewhere/one.md" Seven
mv "$site" "$work/away-2"
mv "$work/elsewhere" "$site"
eventually shows /one/ 'The text of Seven.'
stop
echo "shut in, it serves, reloads and renews; what is outside is said"
