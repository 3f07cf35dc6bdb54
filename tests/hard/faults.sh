#!/bin/sh
# SPDX-License-Identifier: MIT
# limit: 14400 s
# Every system call that a server makes fails once, by each error that a kernel may give to it. See tests/e2e/faults.c
# for what a run is and when it fails, and tests/preload/fault_fitting.h for the errors. Four sweeps:
#
#     once     one call fails: each of the first 300 of its name; the first 10 by each error, the others by one
#     new      the same, of the first 60 calls of a start that makes a key and a certificate
#     always   all calls of a name fail until the fault ends
#     random   one call of a hundred fails: of all, of those about connections, of those about files
#
#     tests/hard/faults.sh                   # all, which takes two hours
#     SWEEPS="once new" tests/hard/faults.sh
#     SEEDS=20 FIRST=1000 tests/hard/faults.sh    # the random runs have 1000 to 1019 as seeds
#
# With BUILD=build/address-undefined, AddressSanitizer and UBSan see what does no visible harm.
set -eu

preload=$BUILD/tests/preload/fault.so
case ${BUILD##*/} in
address*) # the sanitizer has to be there first
	preload="$(${CC:-gcc} -print-file-name=libasan.so) $preload"
	export ASAN_OPTIONS=detect_leaks=0
	;;
esac
[ -n "${work:-}" ] || { work=$(mktemp -d) && trap 'rm -rf "$work"' EXIT; }
trap 'exit 1' INT TERM
jobs=${JOBS:-$(nproc)} seeds=${SEEDS:-100} first=${FIRST:-1}

# run FOLDER <RULES
run() {
	mkdir -p "$work/$1"
	nice -n "${NICE:-10}" "$BUILD/tests/e2e/faults" "$work/$1" "$preload"
}

# rules STATE REQUESTS ALL MOST: once for each call of a run without faults.
rules() {
	echo "$1 $2 1 log" | run log >"$work/figures" || { cat "$work/figures"; exit 1; }
	awk -v run="$1 $2 1" -v all="$3" -v most="$4" '
		{ n = ++calls[$2]; if (n > most) next }
		{ for (i = 1; i <= $3; i++) if (n <= all || n % $3 + 1 == i) print run, $2 ":" n ":fit" i }
	' "$work/log/calls"
	cp "$work/log/calls" "$work/calls-$1"
	rm -r "$work/log"
}

connections=accept4,recv,send,sendmsg,sendfile,write,epoll_ctl,epoll_wait,poll,shutdown,close
files=open,openat,openat2,opendir,fdopendir,readdir,read,pread,write,pwrite,fsync,ftruncate,fstat,stat,lstat
files=$files,fstatat,faccessat,access,realpath,rename,renameat,unlink,unlinkat,mkdir,mmap,inotify_add_watch
for sweep in ${SWEEPS:-once new always random}; do
	case $sweep in
	once) rules kept 5 10 300 ;;
	new) rules new 0 2 60 ;;
	always)
		rules kept 1 1 1 >/dev/null
		awk '{ if ($3 > most[$2]) most[$2] = $3 }
			END { for (call in most) for (i = 1; i <= most[call]; i++) print "kept 3 1", call ":*:fit" i }' \
			"$work/calls-kept"
		;;
	random)
		seed=$first
		while [ "$seed" -lt $((first + seeds)) ]; do
			for calls in all $connections $files; do
				echo "kept 200 $seed $calls:?1:fit"
			done
			seed=$((seed + 1))
		done
		;;
	esac >"$work/rules"
	echo "$sweep: $(wc -l <"$work/rules") runs"
	split -n "r/$jobs" -d "$work/rules" "$work/part"
	pids=
	for part in "$work"/part*; do
		run "job-${part##*/part}" <"$part" >"$part.said" &
		pids="$pids $!"
	done
	for pid in $pids; do wait "$pid" || bad=1; done
	cat "$work"/part*.said | grep '^FAILED' || true
	tail -qn 1 "$work"/part*.said >>"$work/all"
	rm "$work"/part*
done

awk '{ for (i = 1; i < NF; i += 2) if ($i == "percent" || $i == "ms") most[$i] = $(i + 1) > most[$i] ? $(i + 1) : most[$i]
			else sum[$i] += $(i + 1) }
	END { print sum["runs"] " runs: " sum["served"] " ended in service, " sum["said"] " with a message at the start, " \
		sum["said-later"] " with one later; crashes " sum["crashes"] ", hangs " sum["hangs"] ", spins " sum["spins"] \
		", wrong pages " sum["wrong"] ", new keys " sum["keys"] "; at most " most["percent"] \
		" % of a processor while it waits, and " most["ms"] " ms until all was as before" }' "$work/all"
[ -z "${bad:-}" ]
