#!/bin/sh
# SPDX-License-Identifier: MIT
# Readers who are known, and those who are not: who gets what answer in a zone, how they are let in and removed by
# command beside a running server, and that a list that is broken lets nobody in.
. tests/e2e/lib.sh

# identity NAME OPTION...: a certificate as clients make them; its fingerprint in $work/NAME.print.
identity() {
	name=$1
	shift
	openssl req -x509 -newkey "$@" -nodes -subj /CN=reader -keyout "$work/$name.key" \
		-out "$work/$name.crt" 2>/dev/null
	openssl x509 -in "$work/$name.crt" -noout -pubkey | openssl pkey -pubin -outform DER |
		sha256sum | cut -d' ' -f1 >"$work/$name.print"
}
p256='ec -pkeyopt ec_paramgen_curve:P-256'
# shellcheck disable=SC2086
for name in author friend other stranger; do identity $name $p256 -days 3000; done
identity weak rsa:1024 -days 3000
identity lagrange rsa:2048 -days 2900000
# X.509 v1, as Lagrange makes them; and the same key in a new certificate that has expired.
# OpenSSL makes v1 of a request up to 3.1, and later only where it is told to and nothing is added.
printf '[req]\ndistinguished_name = name\n[name]\n' >"$work/plain.conf"
openssl req -config "$work/plain.conf" -x509 -x509v1 -key "$work/lagrange.key" -subj /CN=reader -days 2900000 \
	-out "$work/lagrange.crt" 2>/dev/null || {
	openssl req -new -key "$work/lagrange.key" -subj /CN=reader -out "$work/request" 2>/dev/null
	openssl x509 -req -in "$work/request" -signkey "$work/lagrange.key" -days 2900000 \
		-out "$work/lagrange.crt" 2>/dev/null
}
openssl x509 -in "$work/lagrange.crt" -noout -text | grep -q 'Version: 1' || fail "not X.509 v1"
openssl req -new -key "$work/friend.key" -subj /CN=somebody -out "$work/request" 2>/dev/null
openssl x509 -req -in "$work/request" -signkey "$work/friend.key" -days 3000 -out "$work/renewed.crt" 2>/dev/null
cp "$work/friend.key" "$work/renewed.key"
openssl req -new -key "$work/friend.key" -subj /CN=reader -out "$work/request" 2>/dev/null
: >"$work/ca.index"
cat >"$work/ca.conf" <<END
[ca]
default_ca = it
[it]
database = $work/ca.index
new_certs_dir = $work
default_md = sha256
policy = any
rand_serial = yes
[any]
commonName = supplied
END
openssl ca -batch -config "$work/ca.conf" -in "$work/request" -selfsign -keyfile "$work/friend.key" \
	-startdate 20200101000000Z -enddate 20210101000000Z -out "$work/expired.crt" 2>/dev/null
cp "$work/friend.key" "$work/expired.key"

mkdir "$work/blog"
printf '# Home\n' >"$work/blog/index.md"
printf -- '---\ntitle: Idea\ndraft: true\n---\nDraft words\n' >"$work/blog/idea.md"
cat >"$work/blog/splashdown.yaml" <<END
hosts: [localhost]
people:
  author: ["$(cat "$work/author.print")"]
writers: [author]
zones:
  - path: /letters/
    title: Letters to friends
    readers: [author]
  - path: /family/
    title: Family
END
as_host=
start "$work/blog"

# as NAME PATH: the status line of the answer to who shows that certificate; "nobody" shows none.
as() {
	who=$1
	path=$2
	shift 2
	[ "$who" = nobody ] || set -- -cert "$work/$who.crt" -key "$work/$who.key" "$@"
	printf 'gemini://localhost:%s%s\r\n' "$port" "$path" | timeout 10 openssl s_client -quiet -ign_eof \
		-cipher DEFAULT@SECLEVEL=0 -connect "127.0.0.1:$port" -servername localhost "$@" 2>/dev/null |
		head -n 1 | tr -d '\r' || true
}
# gets NAME PATH ANSWER: the beginning of it.
gets() {
	said=$(as "$1" "$2")
	case $said in
	"$3"*) ;;
	*) fail "$1 at $2: '$said', not '$3'" ;;
	esac
}
answers() {
	as "$1" "$2" | grep -q "^$3"
}
people() {
	"$SPLASHDOWN" people "$@" --config "$work/blog/splashdown.yaml" --state "$work/state"
}

unknown="61 Not known here yet; gemini://localhost:$port/me/ says how"
for path in /letters/ /letters /letters/x /LETTERS/../letters/y.png /letters.gmi '//l%65tters/'; do
	gets nobody "$path" '60 Letters to friends'
	gets stranger "$path" "$unknown"
	gets weak "$path" '62 The key of your certificate is too weak'
	gets expired "$path" '62 Your certificate expired on 2021-01-01'
done
for path in /letters/x /LETTERS/../letters/y.png '//l%65tters/z'; do gets author "$path" 51; done
gets author /letters/ '20 '
gets nobody /family/ '60 Family'
gets nobody /me/ '60 '
for who in nobody stranger weak expired author; do gets $who / '20 '; done
said=$(as friend /letters/ -tls1_2)
[ "$said" = '60 Your client is too old to show who you are' ] || fail "under TLS 1.2: $said"

# The desk: a visitor learns the line to send, a writer sees what is not public, and can read it.
all() {
	printf 'gemini://localhost:%s%s\r\n' "$port" "$2" | timeout 10 openssl s_client -quiet -ign_eof \
		-connect "127.0.0.1:$port" -servername localhost -cert "$work/$1.crt" -key "$work/$1.key" 2>/dev/null
}
all stranger /me/ >"$work/desk"
grep -qF "splashdown people add NAME $(cat "$work/stranger.print")" "$work/desk" || fail "no line to send"
all author /me/ >"$work/desk"
grep -q '^=> /me/read/idea.md Idea (draft: true, idea.md:3)' "$work/desk" || fail "the draft is not at the desk"
all author /me/read/idea.md | grep -q '^Draft words' || fail "the draft cannot be read"
gets stranger /me/read/idea.md 51
gets nobody /me/read/idea.md 60
gets expired /me/ 62
gets weak /me/ 62
gets author /me '30 /me/'
curl -sS --max-time 10 "gopher://127.0.0.1:$gopher_port/1/me/" >"$work/desk"
[ -s "$work/desk" ] || fail "Gopher says nothing"
! grep -q 'people add\|Idea' "$work/desk" || fail "Gopher has a desk"

# Let in by command, while it runs; the key counts, whatever certificate it is in.
people add friend "$(tr a-f A-F <"$work/friend.print" | sed 's/../&:/g; s/:$//')" --zone /letters/ >/dev/null
eventually answers friend /letters/x 51
gets renewed /letters/x 51
gets expired /letters/x 62
gets friend /family/ "61 Not open to you; gemini://localhost:$port/me/ says what is"
gets stranger /letters/ "$unknown"
people add lagrange "$(cat "$work/lagrange.print")" --zone /letters/ --zone /family/ >/dev/null
eventually answers lagrange /family/x 51
gets friend /letters/x 51
people list | grep -q "^friend .* /letters/$" || fail "the list does not name the friend"
[ "$(stat -c %a "$work/state/people.yaml")" = 600 ] || fail "others can read the list"

# What is refused changes nothing.
cp "$work/state/people.yaml" "$work/before"
! people add friend "$(cat "$work/other.print")" >/dev/null 2>&1 || fail "a second key without --key-of"
! people add you "$(cat "$work/friend.print")" >/dev/null 2>&1 || fail "one key of two"
! people add author "$(cat "$work/other.print")" --key-of >/dev/null 2>&1 || fail "a key of splashdown.yaml's"
! people add you "$(cut -c 2- "$work/other.print")" >/dev/null 2>&1 || fail "63 digits"
! people add You "$(cat "$work/other.print")" >/dev/null 2>&1 || fail "a name with a capital"
! people add you "$(cat "$work/other.print")" --zone /nowhere/ >/dev/null 2>&1 || fail "no such zone"
! (cd "$work/state" && "$SPLASHDOWN" people add you "$(cat "$work/other.print")" --zone /letters/ --state .) \
	>/dev/null 2>"$work/said" || fail "no configuration, no zone"
grep -q 'no splashdown.yaml here; run this in its folder, or name the file with --config' "$work/said" ||
	fail "no word of the configuration: $(cat "$work/said")"
cmp -s "$work/before" "$work/state/people.yaml" || fail "a refused command changed the list"
people add friend "$(cat "$work/other.print")" --key-of >/dev/null
eventually answers other /letters/x 51

# A connection that is open already is judged when it asks.
mkfifo "$work/request.fifo"
openssl s_client -quiet -ign_eof -connect "127.0.0.1:$port" -servername localhost -cert "$work/friend.crt" \
	-key "$work/friend.key" <"$work/request.fifo" >"$work/late" 2>/dev/null &
others="$others $!"
client=$!
exec 8>"$work/request.fifo"
# A device that was lost: its key goes, the other one and the rights stay.
people add friend "$(cat "$work/stranger.print")" --key-of >/dev/null
eventually answers stranger /letters/ 20
people remove "$(tr a-f A-F <"$work/stranger.print")" | grep -q 'a key of friend' || fail "no key was removed"
eventually answers stranger /letters/ 61
answers friend /letters/ 20 || fail "the other key went, too"
people remove "$(cat "$work/stranger.print")" 2>"$work/said" && fail "a key that nobody has"
grep -q 'nobody has this key' "$work/said" || fail "$(cat "$work/said")"

people remove friend >/dev/null
eventually answers friend /letters/x 61
printf 'gemini://localhost:%s/letters/x\r\n' "$port" >&8
exec 8>&-
wait $client || true
grep -q "^$unknown" "$work/late" || fail "an open connection: $(cat "$work/late")"
gets lagrange /letters/x 51

# Two at once, many times: all are in.
count=0
while [ $count -lt 10 ]; do
	count=$((count + 1))
	for side in a b; do
		print=$(printf '%s%02d' $side $count | sha256sum | cut -d' ' -f1)
		people add $side-$count "$print" --zone /family/ >/dev/null &
		eval "$side=\$!"
	done
	# shellcheck disable=SC2154
	wait "$a" || fail "an addition failed"
	# shellcheck disable=SC2154
	wait "$b" || fail "an addition failed"
done
[ "$(people list | grep -c '^[ab]-')" -eq 20 ] || fail "not all of twenty are in"

# Killed at any moment: the list is whole.
count=0
while [ $count -lt 100 ]; do
	count=$((count + 1))
	print=$(printf 'k%d' $count | sha256sum | cut -d' ' -f1)
	# The program itself: a function would be a shell around it, which leaves it behind.
	"$SPLASHDOWN" people add k-$count "$print" --zone /family/ --config "$work/blog/splashdown.yaml" \
		--state "$work/state" >/dev/null 2>&1 &
	killed=$!
	eventually kill -9 "$killed" 2>/dev/null
	wait $killed 2>/dev/null || true
	people list >/dev/null || fail "killed $count times: the list is broken"
done
[ "$(people list | grep -c '^[ab]-')" -eq 20 ] || fail "a kill lost somebody"

# A list that says nothing certain lets nobody in, and the log says so.
cp -p "$work/state/people.yaml" "$work/good"
for bad in cut nul folder twice; do
	rm -rf "$work/state/people.yaml"
	case $bad in
	cut) head -c $(($(wc -c <"$work/good") - 3)) "$work/good" >"$work/state/people.yaml" ;;
	nul) { cat "$work/good"; printf '\0\n'; } >"$work/state/people.yaml" ;;
	folder) mkdir "$work/state/people.yaml" ;;
	twice) printf 'people: {x: ["%s"], y: ["%s"]}\n' "$(cat "$work/author.print")" \
		"$(cat "$work/author.print")" >"$work/state/people.yaml" ;;
	esac
	eventually answers lagrange /letters/ 61
	eventually answers author /letters/ 61
	gets nobody /letters/ 60
	gets author / '20 '
	rm -rf "$work/state/people.yaml"
	cp -p "$work/good" "$work/state/people.yaml"
	eventually answers lagrange /letters/ 20
	eventually answers author /letters/ 20
done
grep -q 'error: .*people.yaml.*closed to everybody' "$work/log" || fail "the log does not say that zones are closed"

# So does a configuration that cannot be read.
cp "$work/blog/splashdown.yaml" "$work/config"
printf 'zones: [\n' >>"$work/blog/splashdown.yaml"
eventually answers author /letters/ 61
gets nobody /letters/ 60
cp "$work/config" "$work/blog/splashdown.yaml"
eventually answers author /letters/ 20

# One that was saved, and says the same.
touch "$work/blog/splashdown.yaml"
eventually grep -q 'saved; no setting changed' "$work/log"
eventually answers author /letters/ 20
# Who is removed from it is not known any more; the other names of the file are.
sed "s/^people:/&\n  gone: [\"$(cat "$work/stranger.print")\"]/; s/readers: \[author/&, gone/" \
	"$work/config" >"$work/blog/splashdown.yaml"
eventually answers stranger /letters/ 20
cp "$work/config" "$work/blog/splashdown.yaml"
gets_no() {
	said=$(as "$1" "$2")
	case $said in
	20*) fail "$1 still reads $2" ;;
	esac
}
gets_no stranger /letters/
eventually answers stranger /letters/ 61
eventually answers author /letters/ 20

# A page comes with the zone that closes it, as in a deploy: it is open at no time, though a folder is read
# sooner than a configuration. (The zone is written first: a slow machine may take long for the next line.)
is_closed() {
	ask "/early$i/x" >"$work/early"
	ask / >>"$work/early"
	! grep -q Earlyword "$work/early" || fail "a page was open before its zone closed"
	grep -q '^60 ' "$work/early"
}
for i in 1 2 3 4 5; do
	printf '  - path: /early%s/\n' "$i" >>"$work/blog/splashdown.yaml"
	mkdir "$work/blog/early$i"
	printf -- '---\ntitle: Earlyword\ndate: 2024-01-01\n---\nEarlyword\n' >"$work/blog/early$i/x.md"
	eventually is_closed
done

# The log has the zone's path alone, and no name of a page in it.
! grep -E 'gemini://localhost/(letters|family)/[^ ]' "$work/log" || fail "the log names pages of a zone"
stop
echo "readers are who their keys say, and a list that is broken lets nobody in"
