#!/bin/sh
# SPDX-License-Identifier: MIT
# limit: 2400 s
# What sslscan and testssl find at the real server's ports, Gemini and Gopher with TLS: only that the
# certificate is self-signed, as certificates in Geminispace are, and what follows from that.
. tests/e2e/lib.sh

command -v sslscan >/dev/null || { echo "skipped: there is no sslscan"; exit 0; }
testssl=$(command -v testssl || command -v testssl.sh) || { echo "skipped: there is no testssl"; exit 0; }

mkdir -p "$work/site/_posts"
printf -- '---\ntitle: Hello\n---\nHello.\n' >"$work/site/_posts/2024-01-01-hello.md"
start "$work/site"

# All that may be on, in the words of sslscan.
cat >"$work/expected" <<'END'
ECDHE-ECDSA-AES128-GCM-SHA256
ECDHE-ECDSA-AES256-GCM-SHA384
ECDHE-ECDSA-CHACHA20-POLY1305
TLS_AES_128_GCM_SHA256
TLS_AES_256_GCM_SHA384
TLS_CHACHA20_POLY1305_SHA256
END
scan() {
	sslscan --no-colour --sni-name=localhost "127.0.0.1:$1" >"$work/scan" || fail "sslscan ends with an error"
	grep -E '^(SSLv2|SSLv3|TLSv1\.0|TLSv1\.1) ' "$work/scan" | grep -v ' disabled$' && fail "$1: an old protocol is on"
	[ "$(grep -c -E '^(TLSv1\.2|TLSv1\.3)  *enabled$' "$work/scan")" -eq 2 ] || fail "$1: TLS 1.2 and 1.3 are not on"
	awk '$1 == "Accepted" || $1 == "Preferred" { print $5 }' "$work/scan" | sort >"$work/ciphers"
	diff "$work/expected" "$work/ciphers" || fail "$1: other ciphers"
	for line in 'Session renegotiation not supported' 'TLSv1.2 not vulnerable to heartbleed'; do
		grep -qF "$line" "$work/scan" || { cat "$work/scan"; fail "$1: not there: $line"; }
	done
}

# Nobody but its owner vouches for a self-signed certificate: there is nobody to revoke it or to limit its
# life, and no authority for a DNS record to name. The other rows are about testssl and its openssl,
# and of what web sites have: on the Gopher port a browser is told in a page of HTML that it is lost.
known='cert_chain_of_trust|cert_validityPeriod|cert_extlifeSpan|cert_revocation|DNS_CAArecord|service|engine_problem|HSTS|security_headers'
probe() {
	"$testssl" --quiet --color 0 --warnings off --ip 127.0.0.1 --csvfile "$work/found.$1.csv" \
		"localhost:$1" >"$work/probe" 2>&1 </dev/null || true
	[ "$(wc -l <"$work/found.$1.csv")" -gt 100 ] || { cat "$work/probe"; fail "$1: testssl did not end its work"; }
	tr -d '"' <"$work/found.$1.csv" | awk -F, 'NR > 1 && $4 != "OK" && $4 != "INFO"' >"$work/remarks"
	grep -q '^cert_chain_of_trust,.*self signed' "$work/remarks" || fail "$1: testssl says nothing of the certificate"
	! grep -vE "^($known)," "$work/remarks" || fail "$1: testssl found that"
	checks=$((checks + $(wc -l <"$work/found.$1.csv") - 1))
}

checks=0
for at in "$port" "$gopher_port"; do
	scan "$at"
	probe "$at"
done
stop
echo "sslscan and $checks findings of testssl at two ports: only that the certificate is self-signed"
