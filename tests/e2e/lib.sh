# SPDX-License-Identifier: MIT
# What the end-to-end scripts share: a scratch folder, the real program serving from it, and one
# request over `openssl s_client`. Sourced from the top of the tree; nothing here sleeps for a
# fixed time: what takes a while is asked for again until it is there or its limit has passed.
set -eu

# Of this test alone: the socket of `status`, the state and the credentials of whoever runs it are not.
unset XDG_RUNTIME_DIR RUNTIME_DIRECTORY STATE_DIRECTORY CACHE_DIRECTORY CREDENTIALS_DIRECTORY

work=$(mktemp -d)
export XDG_CACHE_HOME="$work/cache"
pid=
others= # processes beside the server that a script started: none outlives it
at_end= # a command for the end, whatever its status
trap 'end' EXIT
trap 'exit 1' INT TERM

end() {
	status=$?
	$at_end 2>/dev/null || true
	for process in $pid $others; do
		kill -9 "$process" 2>/dev/null || true
		wait "$process" 2>/dev/null || true
	done
	if [ "$status" -ne 0 ] && [ -f "$work/log" ]; then
		echo "--- what the server said:"
		cat "$work/log"
	fi
	rm -rf "$work"
	exit "$status"
}

fail() {
	echo "FAILED: $*"
	exit 1
}

# eventually COMMAND...: until it succeeds, at most 15 s. Under memcheck and ThreadSanitizer all takes long.
patience=300
if [ -n "${UNDER:-}" ] || [ "${BUILD##*/}" = thread ]; then
	patience=3000
	timeout() {
		shift
		command timeout 200 "$@"
	}
fi
eventually() {
	tries=0
	until "$@"; do
		tries=$((tries + 1))
		[ "$tries" -lt $patience ] || fail "never came true: $*"
		sleep 0.05
	done
}

# start DIR [OPTION...]: serves DIR as localhost on a free port and waits for the first answer. Where the
# configuration is to name the hosts, as_host is empty.
as_host='--host localhost'
start() {
	folder=$1
	shift
	attempt=0
	while :; do
		attempt=$((attempt + 1))
		port=$((20000 + ($$ * 13 + attempt * 977) % 30000))
		gopher_port=$((port + 1))
		# shellcheck disable=SC2086
		"$SPLASHDOWN" serve "$folder" $as_host --gemini "127.0.0.1:$port" \
			--gopher "127.0.0.1:$gopher_port" \
			--state "$work/state" "$@" >"$work/log" 2>&1 &
		pid=$!
		eventually answers_or_ended
		kill -0 "$pid" 2>/dev/null && break
		wait "$pid" || true
		pid=
		[ "$attempt" -lt 5 ] || fail "the server does not start"
	done
}

answers_or_ended() {
	! kill -0 "$pid" 2>/dev/null || ask / | grep -q '^[1-6][0-9] '
}

# stop: SIGTERM; the program must end by itself, with status 0.
stop() {
	kill -TERM "$pid"
	eventually has_ended
	wait "$pid" || fail "status $? after SIGTERM"
	pid=
}

has_ended() {
	# A child that ended but was not waited for still has its id; its state tells.
	! kill -0 "$pid" 2>/dev/null || grep -q '^State:.Z' "/proc/$pid/status" 2>/dev/null
}

# send BYTES...: the raw reply to what printf makes of them.
send() {
	# shellcheck disable=SC2059
	printf "$@" | timeout 10 openssl s_client -quiet -connect "127.0.0.1:$port" \
		-servername localhost 2>/dev/null || true
}

# ask PATH: the reply to a request for it.
ask() {
	send 'gemini://localhost:%s%s\r\n' "$port" "$1"
}

# expect PATH HEADER [TEXT...]: the reply starts with HEADER, and each TEXT is one of its lines,
# or, with a leading ~, part of one; with a leading !, no part of any.
expect() {
	ask "$1" | tr -d '\r' >"$work/reply"
	path=$1
	header=$(head -n 1 "$work/reply")
	case $header in
	"$2"*) ;;
	*) fail "$path: expected '$2', got '$header'" ;;
	esac
	shift 2
	for text in "$@"; do
		case $text in
		~*) grep -qF -e "${text#?}" "$work/reply" ;;
		!*) ! grep -qF -e "${text#?}" "$work/reply" ;;
		*) grep -qxF -e "$text" "$work/reply" ;;
		esac || { cat "$work/reply"; fail "$path: not as expected: $text"; }
	done
}

# can_preload: does this build run with tests/preload/fault.so? Sanitizers want to be loaded first.
can_preload() {
	preload=$BUILD/tests/preload/fault.so
	case ${BUILD##*/} in
	release | debug) ;;
	*) return 1 ;;
	esac
}

# shows PATH TEXT, lacks PATH TEXT: for eventually.
shows() {
	ask "$1" | grep -qF -e "$2"
}
lacks() {
	! shows "$@"
}
