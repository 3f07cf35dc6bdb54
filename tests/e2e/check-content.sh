#!/bin/sh
# SPDX-License-Identifier: MIT
# The starter capsule is the guide and the example: the server finds no fault with its files, every
# link in it answers, and no page shows its author's markup to the reader.
. tests/e2e/lib.sh

start content
eventually grep -q 'read in .*: posts ' "$work/log"
# Whatever is wrong with a file is said before the snapshot's line.
! grep -E 'warning|error' "$work/log" || fail "the log has complaints about content/"

# markup FILE: lines that no reader should see. Code, spans of code and gemtext's own marks are left out.
markup() {
	awk '
		/^```/ { code = !code; next }
		code { next }
		{ line = $0; gsub(/`[^`]*`/, "", line) }
		line ~ /\{%|\{\{|\{:|%\}|\}\}/ || line ~ /<\/?[a-z][a-z0-9]*[ \/>]/ ||
		line ~ /\]\(|!\[|\]\[|\[\^|\*\*|~~/ || line ~ /^####|^\|/ ||
		line ~ /&[a-z]+;/ || $0 ~ /[ \t]$/ { print }' "$1"
}

# Breadth first over all links that stay inside.
echo / >"$work/next"
: >"$work/seen"
pages=0
while [ -s "$work/next" ]; do
	sort -u "$work/next" >"$work/now"
	: >"$work/next"
	while read -r path; do
		! grep -qxF -e "$path" "$work/seen" || continue
		echo "$path" >>"$work/seen"
		ask "$path" | tr -d '\r' >"$work/reply"
		read -r header <"$work/reply" || true
		case $header in
		20\ text/gemini*) ;;
		20\ *) continue ;;
		# A search asks for words, and a post by chance is one of the others.
		10\ ?*) [ "${path%search}" != "$path" ] && continue || fail "$path asks" ;;
		30\ /*) echo "${header#30 }" >>"$work/next" && continue ;;
		31\ /*) echo "${header#31 }" >>"$work/next" && continue ;;
		*) fail "$path answers '$header'" ;;
		esac
		pages=$((pages + 1))
		tail -n +2 "$work/reply" >"$work/page"
		head -n 1 "$work/page" | grep -q '^# ' || fail "$path has no title"
		markup "$work/page" >"$work/leaks"
		[ ! -s "$work/leaks" ] || { cat "$work/leaks"; fail "$path shows markup"; }
		awk '/^```/ { code = !code } !code && $1 == "=>" && $2 ~ /^\// { print $2 }' \
			"$work/page" >>"$work/next"
	done <"$work/now"
done

# Nothing is there that no link leads to.
for post in content/_posts/*; do
	slug=$(basename "$post" | sed 's/^[0-9-]*//; s/\.[a-z]*$//')
	grep -q "/guide/$slug/\$" "$work/seen" || fail "no link leads to $post"
done
[ "$pages" -ge 15 ] || fail "only $pages pages"

# What the guide says of addresses.
expect /start '31 /guide/first-steps/'
expect /docs/hosting/ '31 /guide/hosting/'
expect /guide/ '20 text/gemini'
expect /guide/writing-posts/ '20 text/gemini; lang=en' \
	'~=> /fr/guide/ecrire-des-billets/ '
expect /fr/guide/certificats-et-confiance/ '20 text/gemini; lang=fr' \
	'~=> /guide/certificates-and-trust/ '
expect /guide/how-markdown-becomes-gemtext.md '20 text/markdown'
expect /guide/how-markdown-becomes-gemtext.gmi '20 text/gemini'
expect /assets/harbour.png '20 image/png'
expect /_config.yml 51
stop
echo "$pages pages of the starter capsule, every link answers"
