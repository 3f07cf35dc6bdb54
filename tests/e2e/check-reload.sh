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
	grep -c ' reload' "$work/log" || true
}
reloaded() {
	[ "$(count)" -gt "$before" ]
}
# reload WORDS: it is over when it was logged, with these words.
reload() {
	before=$(count)
	kill -HUP "$pid"
	eventually reloaded
	grep ' reload' "$work/log" | tail -n 1 | grep -q "$1" || fail "$(tail -n 3 "$work/log")"
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
echo "a configuration with errors changes nothing of what runs"
