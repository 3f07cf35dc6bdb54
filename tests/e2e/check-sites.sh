#!/bin/sh
# SPDX-License-Identifier: MIT
# Whole sites: the capsule of each folder of tests/sites/ is, file by file, what the .capsule file beside it
# says. With --accept those are rewritten, and the diff is the review.
set -eu

program=${SPLASHDOWN:-build/release/splashdown}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
status=0

# Every text below $1 under its name; of pictures only the name.
listing() {
	(cd "$1" && find . -type f | LC_ALL=C sort | while read -r file; do
		echo "==> ${file#.}"
		case $file in
		*.png) ;;
		*) cat "$file" && echo ;;
		esac
	done)
}

for site in tests/sites/*/; do
	name=$(basename "$site")
	"$program" export "$site" "$work/$name" --host capsule.example >"$work/log" 2>&1 || {
		cat "$work/log"
		echo "FAILED: export of $site"
		exit 1
	}
	listing "$work/$name" >"$work/$name.capsule"
	if [ "${1:-}" = --accept ]; then
		cp "$work/$name.capsule" "tests/sites/$name.capsule"
	else
		diff -u "tests/sites/$name.capsule" "$work/$name.capsule" || status=1
	fi
done
[ "$status" -eq 0 ] && echo "check-sites: every capsule is as expected"
exit "$status"
