#!/bin/sh
# SPDX-License-Identifier: MIT
# Requests that two readers of HTTP could take for two, through HAProxy and nginx to a preview: each has one answer,
# and what stands in a body is never taken for a request.
. tests/e2e/lib.sh

mkdir -p "$work/site" "$work/tmp"
printf '# Harbour\n\nAshore.\n' >"$work/site/index.md"
chmod 711 "$work"
chmod -R a+rwX "$work/site" "$work/tmp"
as_user=''
[ "$(id -u)" -ne 0 ] || as_user='setpriv --reuid=65534 --regid=65534 --clear-groups'
# shellcheck disable=SC2086
env TMPDIR="$work/tmp" HOME="$work/tmp" $as_user "$SPLASHDOWN" preview "$work/site" --no-open >"$work/log" 2>&1 &
pid=$!
eventually grep -q 'Ctrl+C ends' "$work/log"
path=$(sed -n 's|^ *http://localhost:[0-9]*\(/p/[0-9a-f]\{32\}/\)$|\1|p' "$work/log")
port=$(sed -n 's|^ *http://localhost:\([0-9]*\)/p/.*|\1|p' "$work/log")

cat >"$work/haproxy.cfg" <<END
defaults
	mode http
	timeout connect 5s
	timeout client 5s
	timeout server 5s
frontend f
	bind 127.0.0.1:$((port + 101))
	default_backend b
backend b
	server s 127.0.0.1:$port
END
haproxy -f "$work/haproxy.cfg" -db >"$work/haproxy.log" 2>&1 &
others=$!
mkdir "$work/nginx"
cat >"$work/nginx.conf" <<END
daemon off;
master_process off;
pid $work/nginx/pid;
error_log stderr;
events {}
http {
	access_log off;
	client_body_temp_path $work/nginx/body;
	proxy_temp_path $work/nginx/proxy;
	fastcgi_temp_path $work/nginx/fastcgi;
	uwsgi_temp_path $work/nginx/uwsgi;
	scgi_temp_path $work/nginx/scgi;
	keepalive_timeout 5s;
	server {
		listen 127.0.0.1:$((port + 102));
		location / {
			proxy_pass http://127.0.0.1:$port;
			proxy_http_version 1.1;
			proxy_set_header Host localhost:$port;
			proxy_request_buffering off;
		}
	}
}
END
nginx -c "$work/nginx.conf" >"$work/nginx.log" 2>&1 &
others="$others $!"

# through PORT BYTES: all that comes back for what printf makes of them.
through() {
	# shellcheck disable=SC2059
	printf "$2" >"$work/request"
	timeout 10 bash -c "exec 3<>/dev/tcp/127.0.0.1/$1 || exit
		cat '$work/request' >&3; cat <&3" >"$work/reply" 2>/dev/null || true
}
answers() {
	through "$1" "GET ${path}list HTTP/1.1\r\nHost: localhost:$port\r\nConnection: close\r\n\r\n"
	grep -q '<title>Pages' "$work/reply"
}
# one NAME BYTES: one answer by each way, and not that of the request inside.
one() {
	for way in haproxy:101 nginx:102 none:0; do
		through $((port + ${way#*:})) "$2"
		# What a proxy says by itself, or what it was told, and nothing behind it.
		count=$(grep -ac '^HTTP/1\.1 ' "$work/reply") || true
		[ "$count" -le 1 ] || { cat "$work/reply"; fail "$1 through ${way%:*}: $count answers"; }
		! grep -q '<title>Pages' "$work/reply" || fail "$1 through ${way%:*}: the request in the body was answered"
	done
}

eventually answers $((port + 101))
eventually answers $((port + 102))
head="GET $path HTTP/1.1\r\nHost: localhost:$port\r\n"
inner="GET ${path}list HTTP/1.1\r\nHost: localhost:$port\r\n\r\n"
# shellcheck disable=SC2059
length=$(printf "$inner" | wc -c)
chunk=$(printf '%x' "$length")
one 'a body' "${head}Content-Length: $length\r\nConnection: close\r\n\r\n$inner"
one 'a body of POST' "POST $path HTTP/1.1\r\nHost: localhost:$port\r\nContent-Length: $length\r\nConnection: close\r\n\r\n$inner"
one 'chunks' "${head}Transfer-Encoding: chunked\r\nConnection: close\r\n\r\n$chunk\r\n$inner\r\n0\r\n\r\n"
one 'TE.CL' "${head}Transfer-Encoding: chunked\r\nContent-Length: 4\r\nConnection: close\r\n\r\n$chunk\r\n$inner\r\n0\r\n\r\n"
one 'TE.TE' "${head}Transfer-Encoding: chunked\r\nTransfer-Encoding: x\r\nConnection: close\r\n\r\n$chunk\r\n$inner\r\n0\r\n\r\n"
one 'CL.CL' "${head}Content-Length: 0\r\nContent-Length: $length\r\nConnection: close\r\n\r\n$inner"
one 'a vertical tab' "${head}Transfer-Encoding:\013chunked\r\nContent-Length: $length\r\nConnection: close\r\n\r\n$inner"
one 'a folded line' "${head}X: a\r\n Content-Length: 0\r\nContent-Length: $length\r\nConnection: close\r\n\r\n$inner"
one 'a blank before the colon' "${head}Content-Length : $length\r\nConnection: close\r\n\r\n"
one 'a bare LF' "${head}X: a\nContent-Length: $length\r\nConnection: close\r\n\r\n"
stop
echo "one request, one answer, through HAProxy and nginx"
