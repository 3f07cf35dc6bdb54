#!/bin/sh
# SPDX-License-Identifier: MIT
# What `make install` puts somewhere `make uninstall` takes away again; the manual pages know every
# command, option and key, have nothing to complain about, and their example is true; each shell
# reads its completions.
. tests/e2e/lib.sh

root=$work/root
make -s install DESTDIR="$root" PREFIX=/usr >"$work/log" 2>&1 || fail "make install"
for file in bin/splashdown share/man/man1/splashdown.1 share/man/man5/splashdown.yaml.5 \
	share/man/man7/splashdown.7 share/bash-completion/completions/splashdown \
	share/zsh/site-functions/_splashdown share/fish/vendor_completions.d/splashdown.fish; do
	[ -s "$root/usr/$file" ] || fail "make install put no $file"
done
"$root/usr/bin/splashdown" version >/dev/null || fail "what was installed does not run"
for unit in systemd/*.service systemd/*.socket systemd/*.path; do
	[ ! -e "$unit" ] || [ -f "$root/usr/lib/systemd/system/${unit##*/}" ] ||
		fail "make install forgot $unit"
done
[ -L "$root/usr/lib/splashdown/srv/splashdown" ] || fail "make install made no place for the content"
! grep -rq /usr/local/ "$root/usr/lib" 2>/dev/null || fail "a unit names another prefix"

# Pages that can be read, by the two readers that complain.
cd "$root/usr/share/man"
for page in man?/*; do
	! grep -q '^@' "$page" || fail "$page has a hole"
	if command -v man >/dev/null; then
		LC_ALL=C.UTF-8 man --warnings -l "$page" >"$work/page" 2>"$work/said" || true
		[ ! -s "$work/said" ] || { cat "$work/said"; fail "man: $page"; }
	fi
	if command -v mandoc >/dev/null; then
		mandoc -T lint -W style "$page" 2>/dev/null | grep -v 'referenced manual not found' \
			>"$work/said" || true
		[ ! -s "$work/said" ] || { cat "$work/said"; fail "mandoc: $page"; }
	fi
done
"$SPLASHDOWN" help | sed -n 's/^      --\([a-z-]*\) .*/\1/p' | sort -u >"$work/options"
[ -s "$work/options" ] || fail "help names no options"
while read -r option; do
	grep -q "^\.It Fl \\\\-$option\( \|\$\)" man1/splashdown.1 ||
		fail "splashdown(1) does not know --$option"
	for shell in bash-completion/completions/splashdown zsh/site-functions/_splashdown \
		fish/vendor_completions.d/splashdown.fish; do
		grep -qE -e "(--|-l )$option([^a-z-]|\$)" ../"$shell" || fail "$shell does not know --$option"
	done
done <"$work/options"
"$SPLASHDOWN" help | sed -n 's/^  splashdown \([a-z]*\).*/\1/p' | while read -r command; do
	grep -q "^\.It Cm $command\( \|\$\)" man1/splashdown.1 ||
		fail "splashdown(1) does not know $command"
done
"$SPLASHDOWN" help configuration | sed -n 's/^| `\([a-z_.]*\)`.*/\1/p' | while read -r key; do
	grep -q "^\.It Ic $key\( \|\$\)" man5/splashdown.yaml.5 ||
		fail "splashdown.yaml(5) does not know $key"
done

# The post that splashdown(7) shows becomes the gemtext that it shows.
example() {
	sed -n "/begin $1/,/end $1/p" man7/splashdown.7 | sed -e '/^\.\(\\"\|Bd\|Ed\)/d' \
		-e 's/\\(ga/`/g' -e 's/\\(pc/·/g'
}
mkdir -p "$work/blog/_posts"
example source >"$work/blog/_posts/2026-03-20-high-water.md"
example gemtext >"$work/wanted"
"$SPLASHDOWN" render "$work/blog/_posts/2026-03-20-high-water.md" >"$work/got" ||
	fail "the example of splashdown(7) is no post"
diff "$work/wanted" "$work/got" || fail "splashdown(7) shows what is not so"

# Completions: read without running by each shell that is here, and tried in bash.
for shell in bash zsh fish; do
	! command -v $shell >/dev/null || "$SPLASHDOWN" help $shell | $shell -n ||
		fail "$shell does not understand its completions"
done
cd - >/dev/null
completes() {
	want=$1
	shift
	got=$(bash -c '. "$0"; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); compopt() { :; }
		_splashdown; echo "${COMPREPLY[*]}"' \
		"$root/usr/share/bash-completion/completions/splashdown" "$@")
	[ "$got" = "$want" ] || fail "bash completes '$*' as '$got'"
}
if command -v bash >/dev/null; then
	completes serve splashdown ser
	completes --print-config splashdown serve --pr
	completes 'import' splashdown cert im
	completes src/man splashdown serve --state src/m
	completes Makefile splashdown serve --config Makef
	completes 'configuration' splashdown help conf
fi

# fish answers what it would offer; zsh has to be typed at.
# After those that begin with what was typed, fish 4 offers words that have its letters in between.
fish_offers() {
	got=$(HOME=$work fish --no-config -c 'source $argv[1]; complete -C $argv[2]' \
		"$root/usr/share/fish/vendor_completions.d/splashdown.fish" "$2" | cut -f 1 |
		grep -e "^${2##* }" | tr '\n' ' ')
	[ "$got" = "$1" ] || fail "fish completes '$2' as '$got'"
}
if command -v fish >/dev/null; then
	fish_offers 'serve ' 'splashdown ser'
	fish_offers '--print-config ' 'splashdown serve --pr'
	fish_offers 'import make renew show ' 'splashdown cert '
	fish_offers 'src/man/ ' 'splashdown serve --state src/m'
	fish_offers 'configuration ' 'splashdown help conf'
	fish_offers '--json ' 'splashdown status --j'
fi
cat >"$work/type.zsh" <<'ZSH'
# type.zsh FOLDER WANT TYPED: a shell in a terminal of its own completes TYPED to WANT.
zmodload zsh/zpty
zpty -b shell "env -i TERM=dumb HOME=$1 PATH=$PATH zsh -f -i"
zpty -w shell "PS1='> '; fpath=($1 \$fpath); autoload -Uz compinit; compinit -u -D; echo rea''dy"
hear() {
	local said= line
	integer tries=0
	while ((tries++ < 200)); do
		zpty -rt shell line && said+=$line || sleep 0.05
		[[ $said == *$1* ]] && return 0
	done
	print -r -- "$said"
	return 1
}
hear ready || exit 1
zpty -n -w shell "$3"$'\t'
hear "$2"
ZSH
zsh_completes() {
	zsh -f "$work/type.zsh" "$root/usr/share/zsh/site-functions" "$1" "$2" >"$work/typed" ||
		{ cat "$work/typed"; fail "zsh does not complete '$2' to '$1'"; }
}
if command -v zsh >/dev/null; then
	zsh_completes 'splashdown serve ' 'splashdown ser'
	zsh_completes 'splashdown serve --print-config ' 'splashdown serve --pr'
	zsh_completes 'splashdown cert import ' 'splashdown cert im'
	zsh_completes 'splashdown serve --state src/man/' 'splashdown serve --state src/m'
	zsh_completes 'splashdown help configuration ' 'splashdown help conf'
fi

make -s uninstall DESTDIR="$root" PREFIX=/usr >>"$work/log" 2>&1 || fail "make uninstall"
find "$root" ! -type d >"$work/left"
[ ! -s "$work/left" ] || { cat "$work/left"; fail "make uninstall left files"; }
echo "installs, completes, has manual pages, and goes without a trace"
