#!/bin/sh
# SPDX-License-Identifier: MIT
# The metrics are as Prometheus wants them: promtool has nothing to say about them, and node_exporter passes
# them on from a file, whatever clients asked for. The old name of the option prints the same.
. tests/e2e/lib.sh

for program in promtool prometheus-node-exporter curl; do
	command -v $program >/dev/null || { echo "skipped: there is no $program here"; exit 0; }
done

mkdir "$work/blog"
printf '# Reef\n' >"$work/blog/index.md"
start "$work/blog"
# Asked for in vain: quotes, backslashes, a mark that cannot be printed and what only looks like it.
for selector in '/"quoted"' '/\342\200\256' '/\\xE2\\x80\\xAE' '/\\\\xE2' '/\\n' '/{a="b"} 7'; do
	# shellcheck disable=SC2059
	printf "$selector\r\n" | curl -s --max-time 5 "telnet://127.0.0.1:$gopher_port" >/dev/null || true
done

status() {
	"$SPLASHDOWN" status --socket "$socket" "$@"
}
socket=$(find "$work/state" -name status.socket)
all_counted() {
	[ "$(status --prometheus | grep -c '^splashdown_missing_replies{address="gopher')" -eq 6 ]
}
eventually all_counted

mkdir "$work/metrics"
status --prometheus >"$work/metrics/splashdown.prom"
promtool check metrics <"$work/metrics/splashdown.prom" >"$work/said" 2>&1 ||
	{ cat "$work/said"; fail "promtool finds fault"; }
[ ! -s "$work/said" ] || { cat "$work/said"; fail "promtool has something to say"; }
for line in 'splashdown_posts 0' 'splashdown_build_info{version="'"$("$SPLASHDOWN" version | cut -d ' ' -f 2)"'"} 1' \
	'splashdown_certificate_not_after_timestamp_seconds{host="localhost"} 253402300799'; do
	grep -qxF -e "$line" "$work/metrics/splashdown.prom" || fail "no line: $line"
done
status --openmetrics | grep -q '^# TYPE splashdown_requests_total counter$' ||
	fail "the old name of the option prints something else"

# What the node exporter makes of them: every sample, and no error.
prometheus-node-exporter --web.listen-address="127.0.0.1:$((gopher_port + 1))" --collector.disable-defaults \
	--collector.textfile --collector.textfile.directory="$work/metrics" >"$work/exporter" 2>&1 &
others=$!
exported() {
	curl -s "http://127.0.0.1:$((gopher_port + 1))/metrics" >"$work/exported" &&
		grep -q '^node_textfile_scrape_error' "$work/exported"
}
eventually exported
grep -qx 'node_textfile_scrape_error 0' "$work/exported" ||
	{ cat "$work/exporter"; fail "the node exporter refuses them"; }
[ "$(grep -c '^splashdown_' "$work/exported")" -eq "$(grep -c '^splashdown_' "$work/metrics/splashdown.prom")" ] ||
	fail "the node exporter lost some"
stop
echo "promtool and the node exporter take $(grep -c '^splashdown_' "$work/exported") samples"
