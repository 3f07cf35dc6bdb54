#!/bin/sh
# SPDX-License-Identifier: MIT
# The pair that readers know is never lost: `cert make`, `renew` and `import` are run once for each of
# their system calls, which fails or at which they are killed. What is there then is the old pair or
# the new one, whole.
. tests/e2e/lib.sh

host=reef.example
# What is in memory need not wait for a disk.
[ ! -w /dev/shm ] || { rm -rf "$work"; work=$(mktemp -d /dev/shm/splashdown.XXXXXX); }
state=$work/state given=$work/given before=$work/before

can_preload || {
	echo "SKIPPED: nothing is preloaded into a build with sanitizers"
	exit 0
}

# cert VERB [OPTION...]: what it says goes to $work/said and $work/log.
cert() {
	"$SPLASHDOWN" cert "$@" --host "$host" --state "$state" >"$work/said" 2>"$work/log"
}
# fingerprints: of the pair that was shown last, as "CERTIFICATE KEY" in $pair.
fingerprints() {
	certificate= key=
	while read -r name rest; do
		case $name$rest in
		SHA-256*) certificate=$rest ;;
		keySHA-256*) key=${rest#SHA-256 } ;;
		esac
	done <"$work/said"
	pair="$certificate $key"
}
# is_clean: nothing is left of a change.
is_clean() {
	for file in "$state"/.[!.]*; do
		[ ! -e "$file" ] || fail "$what: $file is left"
	done
}

# judge VERB: after the command ended with $status; the next start does as `cert make` does.
judge() {
	if [ "$status" -ne 0 ] && [ "$fault" != kill ] && [ ! -s "$work/log" ]; then
		fail "$what: status $status without a word"
	fi
	fingerprints
	shown=$pair
	cert make || { cat "$work/log"; ls -lA "$state"; fail "$what: no start after it"; }
	fingerprints
	now=$pair
	is_clean
	case $1 in
	make) # From an empty folder: whatever was said to be made is there.
		[ "$status" -ne 0 ] || [ "$now" = "$shown" ] || fail "$what: another pair"
		;;
	renew)
		[ "${now#* }" = "${old#* }" ] || fail "$what: another key"
		[ "$status" -ne 0 ] || [ "$now" = "$shown" ] || fail "$what: another certificate"
		;;
	import)
		[ "$now" = "$old" ] || [ "$now" = "$new" ] || fail "$what: neither pair"
		[ "$status" -ne 0 ] || [ "$now" = "$new" ] || fail "$what: not imported"
		if [ "$now" = "$new" ]; then
			cmp "$before/$host.crt" "$state/$host.crt.old"
			cmp "$before/$host.key" "$state/$host.key.old"
		fi
		;;
	esac
}

# begin VERB: the state folder as it is before the command.
begin() {
	rm -rf "$state"
	[ "$1" = make ] || cp -a "$before" "$state"
	status=0
}

# strike FAULT CALLS WHICH VERB [OPTION...]: with FAULT at each of its CALLS on files below $work; at the
# first, second and so on alone, or with WHICH "-" from there on.
strike() {
	fault=$1 names=$2 which=$3 verb=$4
	shift 3
	what="$verb with no fault"
	begin "$verb"
	FAULT=$names:1000000:EIO FAULT_LOG=$work/calls LD_PRELOAD=$preload cert "$@" || status=$?
	[ "$status" -eq 0 ] || { cat "$work/log"; fail "$what"; }
	calls=$(wc -l <"$work/calls")
	rm "$work/calls"
	[ "$calls" -gt 0 ] || fail "$what: only $calls calls"
	judge "$verb"
	at=1
	while [ "$at" -le "$calls" ]; do
		what="$verb, $fault at call $at$which"
		begin "$verb"
		FAULT=$names:$at$which:$fault LD_PRELOAD=$preload cert "$@" 2>/dev/null || status=$?
		case $fault in
		short | EINTR) [ "$status" -eq 0 ] || fail "$what: status $status" ;;
		esac
		[ "$fault" != kill ] || [ "$status" -gt 128 ] || fail "$what: it was not killed"
		judge "$verb"
		at=$((at + 1))
		runs=$((runs + 1))
	done
}

# strike_all VERB [OPTION...]: killed, or an error of the disk, at any call; a disk that is full from any
# call on that wants room; half of what was to be transferred, or a signal, which are no errors.
strike_all() {
	strike short read,write '' "$@"
	strike EINTR read,write '' "$@"
	strike ENOSPC write,fsync,mkdir - "$@"
	strike EIO any '' "$@"
	strike kill any '' "$@"
	figures="$figures $1 $calls,"
}

export FAULT_PATH="$work/"
runs=0
figures=
mkdir "$given"
cert make
fingerprints
new=$pair
mv "$state/$host.crt" "$state/$host.key" "$given"
cert make
fingerprints
old=$pair
cp -a "$state" "$before"
[ "$old" != "$new" ] || fail "two pairs are one"

strike_all make
strike_all renew
strike_all import --cert "$given/$host.crt" --key "$given/$host.key"
echo "certificates:$figures $runs runs with a fault: always the old or the new pair, whole"
