#!/bin/sh
# SPDX-License-Identifier: MIT
# An administrator's own certificate: what was passed in its place by mistake is no reason to make another one;
# a renewal that went wrong half way changes nothing, is no lie of `status`, and is taken up once it is mended.
. tests/e2e/lib.sh
[ "$patience" -gt 1200 ] || patience=1200 # it looks at certificates every 10 s

site=$work/site
mkdir "$site" "$work/credentials" "$work/made"
echo 'Hello.' >"$site/post.md"
printf 'log:\n  access: no\n' >"$site/splashdown.yaml"
pair() { # NAME DAYS: $work/NAME.pem and its key
	openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj /CN=localhost \
		-addext subjectAltName=DNS:localhost -days "$2" -keyout "$work/$1.key" -out "$work/$1.pem" 2>/dev/null
}
pair old 20
pair new 40

# What holds no word "none", or cannot be read, was meant to be a certificate.
credential=$work/credentials/certificate
refused() { # WHY
	CREDENTIALS_DIRECTORY=$work/credentials timeout 30 "$SPLASHDOWN" serve "$site" --host localhost --no-gopher \
		--gemini 127.0.0.1:0 --state "$work/made" >"$work/log" 2>&1 && fail "$1: it serves"
	[ -z "$(find "$work/made" -name '*.crt')" ] || fail "$1: a certificate was made"
	grep -q "$credential" "$work/log" || fail "$1: nobody says which file"
}
cp "$work/old.key" "$work/credentials/key"
: >"$credential"
refused 'an empty certificate'
echo >"$credential"
refused 'a certificate that is a blank line'
rm "$credential"
ln -s "$credential" "$credential"
refused 'a certificate that cannot be opened'
rm "$credential"
cp "$work/old.pem" "$credential"
: >"$work/credentials/key"
credential=$work/credentials/key
refused 'an empty key'

# --- renewals ---

shown() { # FILE: is its certificate the one that readers get?
	openssl s_client -connect "127.0.0.1:$port" -servername localhost </dev/null 2>/dev/null |
		openssl x509 -noout -fingerprint -sha256 >"$work/shown" 2>/dev/null || return 1
	openssl x509 -in "$1" -noout -fingerprint -sha256 | cmp -s - "$work/shown"
}
status_says() { # FILE: does `status` say until when it is valid?
	until=$(date -u -d "$(openssl x509 -in "$1" -noout -enddate | cut -d= -f2)" +%Y-%m-%d)
	"$SPLASHDOWN" status --state "$work/state" | grep -q "^ *$until  localhost"
}
logged() {
	grep -q -e "$1" "$work/log"
}
mkdir "$work/etc"
cp "$work/old.pem" "$work/etc/fullchain.pem"
cp "$work/old.key" "$work/etc/key.pem"
printf 'certificate: %s\nkey: %s\n' "$work/etc/fullchain.pem" "$work/etc/key.pem" >>"$site/splashdown.yaml"
start "$site" --config "$site/splashdown.yaml"
shown "$work/old.pem" || fail "not the certificate of the settings"
eventually status_says "$work/old.pem"

# The leaf is whole, and the chain behind it is cut.
cp "$work/new.key" "$work/etc/key.pem"
{
	cat "$work/new.pem"
	head -n 3 "$work/old.pem"
} >"$work/etc/fullchain.pem"
eventually logged 'the chain is broken after certificate 1.*the old certificate stays in use'
shown "$work/old.pem" || fail "another certificate after a broken renewal"
status_says "$work/old.pem" || fail "status says that the broken renewal is in force"

# The same once more, whatever was tried meanwhile: what is whole is taken up.
cat "$work/new.pem" >"$work/etc/fullchain.pem"
eventually logged 'the certificate files changed'
shown "$work/new.pem" || fail "the mended renewal is not in force"
status_says "$work/new.pem" || fail "status says that the old certificate is in force"

# Put back as it was when it was read last, date and all.
touch -r "$work/etc/fullchain.pem" "$work/then"
cp "$work/old.key" "$work/etc/key.pem"
cat "$work/old.pem" >"$work/etc/fullchain.pem"
touch -r "$work/then" "$work/etc/fullchain.pem" "$work/etc/key.pem"
eventually shown "$work/old.pem"
status_says "$work/old.pem" || fail "status does not say what is in force"
stop
echo "no certificate is replaced silently, and no renewal is lost"
