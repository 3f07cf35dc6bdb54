# SPDX-License-Identifier: MIT
# A client that writes, byte by byte as Lagrange 1.18 does it. Sourced after lib.sh, which says where the server is.
#
#   identity NAME              makes an identity: $work/NAME.crt, .key, and its fingerprint in .print
#   get NAME PATH              the reply to a Gemini request of NAME ("nobody" shows no certificate)
#   put NAME PATH FILE [MIME]  the reply to an upload; MIME: by the ending of FILE, as for files; pasted text has none
#   edit NAME PATH             the reply to ";edit"
#   follow NAME                the reply to the redirect that is on standard input
#   header                     the first line of a reply on standard input, without CR
#   body                       the rest

# X.509 v1, RSA 2048, a common name and nothing else, valid to 9999.
identity() {
	printf '[req]\ndistinguished_name = name\n[name]\n' >"$work/plain.conf"
	openssl genrsa -out "$work/$1.key" 2048 2>/dev/null
	# OpenSSL makes v1 of a request up to 3.1, and later only where it is told to.
	openssl req -config "$work/plain.conf" -x509 -x509v1 -key "$work/$1.key" -subj "/CN=$1" \
		-days 2900000 -out "$work/$1.crt" 2>/dev/null || {
		openssl req -new -key "$work/$1.key" -subj "/CN=$1" -out "$work/request" 2>/dev/null
		openssl x509 -req -in "$work/request" -signkey "$work/$1.key" -days 2900000 \
			-out "$work/$1.crt" 2>/dev/null
	}
	openssl x509 -in "$work/$1.crt" -noout -pubkey | openssl pkey -pubin -outform DER |
		sha256sum | cut -d' ' -f1 >"$work/$1.print"
}

# talk NAME [OPTION...]: sends standard input over a connection of its own.
talk() {
	talker=$1
	shift
	[ "$talker" = nobody ] || set -- -cert "$work/$talker.crt" -key "$work/$talker.key" "$@"
	timeout 30 openssl s_client -quiet -ign_eof -connect "127.0.0.1:$port" -servername localhost "$@" \
		2>/dev/null || true
}

get() {
	printf 'gemini://localhost:%s%s\r\n' "$port" "$2" | talk "$1"
}

put() {
	case ${4:-$3} in
	*/*.png) type=image/png ;;
	*/*.jpg) type=image/jpeg ;;
	*/*.webp) type=image/webp ;;
	*/*.gmi) type=text/gemini ;;
	*/*.md) type=text/markdown ;;
	"$3") type=text/plain ;;
	*) type=$4 ;;
	esac
	{
		printf 'titan://localhost:%s%s;mime=%s;size=%s\r\n' "$port" "$2" "$type" "$(wc -c <"$3")"
		cat "$3"
	} | talk "$1"
}

edit() {
	printf 'titan://localhost:%s%s;edit\r\n' "$port" "$2" | talk "$1"
}

header() {
	head -n 1 | tr -d '\r'
}

body() {
	tail -n +2
}

# Lagrange follows a redirect at once, from titan to gemini, too.
follow() {
	to=$(header)
	case $to in
	'30 gemini://'* | '31 gemini://'*) printf '%s\r\n' "${to#3[01] }" | talk "$1" ;;
	*) printf '%s\n' "$to" ;;
	esac
}
