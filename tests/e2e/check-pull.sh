#!/bin/sh
# SPDX-License-Identifier: MIT
# `splashdown pull`: what was uploaded comes into the author's working tree, which may have changed, may be hostile and
# may belong to somebody else; the lines for git are run as they are printed, and the blog that they bring ends the
# upload.
. tests/e2e/lib.sh
. tests/e2e/titan.sh

chmod 755 "$work"
export GIT_CONFIG_GLOBAL="$work/gitconfig" GIT_CONFIG_NOSYSTEM=1
git config --file "$work/gitconfig" user.name Ann
git config --file "$work/gitconfig" user.email ann@example.org
git config --file "$work/gitconfig" safe.directory '*'

# The server's blog, and the author's tree that it is a clone of.
tree=$work/tree
git init -q "$tree"
mkdir "$tree/_posts"
printf -- '---\ntitle: Boat\n---\nOur boat\n' >"$tree/_posts/2025-01-02-boat.md"
printf -- '---\ntitle: Old\n---\nOld words\n' >"$tree/_posts/2025-01-03-old.md"
printf 'title: Reef\n' >"$tree/_config.yml"
git -C "$tree" add -A
git -C "$tree" commit -qm Beginning
git clone -q "$tree" "$work/blog"
identity ann
cat >"$work/splashdown.yaml" <<END
hosts: [localhost]
people:
  ann: ["$(cat "$work/ann.print")"]
writers: [ann]
END
store=$work/state/uploads/localhost
upload() {
	"$BUILD/tests/e2e/upload" "$store" "$work/blog" ann "$@" || fail "upload $*"
}
forget() {
	"$SPLASHDOWN" uploads forget "$1" --config "$work/splashdown.yaml" --state "$work/state" >/dev/null
}
# pull ARG...: what it prints is in $work/out and $work/said, its status in $status.
pull() {
	status=0
	"$SPLASHDOWN" pull "$@" --config "$work/splashdown.yaml" --state "$work/state" >"$work/out" 2>"$work/said" ||
		status=$?
}
# is STATUS: of the last pull.
is() {
	[ "$status" -eq "$1" ] || { cat "$work/out" "$work/said"; fail "status $status, not $1"; }
}
said() {
	grep -qF -e "$1" "$work/said" || { cat "$work/said"; fail "it does not say: $1"; }
}
unsaid() {
	! grep -qF -e "$1" "$work/said" || { cat "$work/said"; fail "it says: $1"; }
}
is_clean() {
	[ -z "$(git -C "$tree" status --porcelain)" ] || fail "the tree is not clean: $(git -C "$tree" status --short)"
}

pull "$tree"
is 1
said 'nothing was uploaded to localhost'
as_host=
start "$work/blog" --config "$work/splashdown.yaml"
pull "$tree"
is 0
said '0 taken, 0 there already, 0 refused'

# --- a clean tree -----------------------------------------------------------------------------------------

png=$work/reef.png
printf '\211PNG\r\n\032\n\000\000\000\021IDATmuch of a picture' >"$png"
printf -- '---\ntitle: Boat\n---\nOur ship\n' | upload text _posts/2025-01-02-boat.md
printf -- '---\ntitle: "It'"'"'s \\"$(touch %s/ran)\\" `id`; $HOME"\n---\nNew words\n' "$work" |
	upload text "_posts/2026-11-30-it's \$(touch ran) \"x\".md"
printf -- '---\ntitle: Pattern\n---\nText\n' | upload text '_posts/2026-11-30-[a]*.md'
upload delete _posts/2025-01-03-old.md
upload file assets/img/reef.png <"$png"
printf 'Secret idea' | upload draft _posts/2026-12-01-idea.md

pull "$tree" --dry-run
is 0
said '5 would be taken, 0 there already, 0 refused'
[ ! -s "$work/out" ] || fail "lines for git without a file"
is_clean

pull "$tree"
is 0
said '--- a/_posts/2025-01-02-boat.md'
said '-Our boat'
said '+Our ship'
said '+++ /dev/null'
said '-Old words'
said 'assets/img/reef.png: 33 bytes'
unsaid 'Secret idea'
[ "$(cat "$tree/_posts/2025-01-02-boat.md")" = "$(printf -- '---\ntitle: Boat\n---\nOur ship')" ] || fail "not edited"
[ ! -e "$tree/_posts/2025-01-03-old.md" ] || fail "not removed"
cmp -s "$png" "$tree/assets/img/reef.png" || fail "no picture"
[ ! -e "$tree/_posts/2026-12-01-idea.md" ] || fail "a draft came along"
[ "$(find "$tree" -name '.splashdown*' | wc -l)" -eq 0 ] || fail "temporary files are left"

# The lines for git, as they are printed; then the blog brings the same bytes.
[ "$(head -n 1 "$work/out")" = "cd -- '$tree'" ] || fail "$(cat "$work/out")"
[ "$(grep -c '^git add -- .* && git commit -m .* -- ' "$work/out")" -eq 5 ] || fail "$(cat "$work/out")"
(cd "$work" && sh -e "$work/out" >/dev/null) || fail "the lines cannot be run"
is_clean
[ "$(git -C "$tree" log --format=%s | wc -l)" -eq 6 ] || fail "not five commits"
git -C "$tree" log --format=%s | grep -qxF "Add: It's \"\$(touch $work/ran)\" \`id\`; \$HOME" ||
	fail "$(git -C "$tree" log --format=%s)"
git -C "$tree" log --format=%s | grep -qx 'Delete: Old' || fail "no title of what was deleted"
[ -z "$(find "$work" -name ran)" ] || fail "a title was run"
git -C "$work/blog" pull -q --ff-only
is_done() {
	"$SPLASHDOWN" uploads --all --config "$work/splashdown.yaml" --state "$work/state" >"$work/list"
	[ "$(grep -c '  in blog   ann ' "$work/list")" -eq 5 ]
}
eventually is_done
pull "$tree"
is 0
unsaid 'Our ship'
# A deletion waits for its file, which may come back.
said '_posts/2025-01-03-old.md: gone already'
forget _posts/2025-01-03-old.md

# The same of a post that a client sent: it has front matter now, with the title that the line for git names.
printf "# Ann's harbour\n\nWords from the phone\n" >"$work/harbour"
put ann /me/new/harbour "$work/harbour" | grep -q '^30 ' || fail "the upload is refused"
pull "$tree"
is 0
said '1 taken, 0 there already, 0 refused'
(cd "$work" && sh -e "$work/out" >/dev/null) || fail "the lines cannot be run"
git -C "$tree" log -1 --format=%s | grep -qx "Add: Ann's harbour" || fail "$(git -C "$tree" log -1 --format=%s)"
is_clean
git -C "$work/blog" pull -q --ff-only
is_home() {
	"$SPLASHDOWN" uploads --all --config "$work/splashdown.yaml" --state "$work/state" |
		grep -q '  in blog   ann .*harbour.md$'
}
eventually is_home

# --- a tree that changed ----------------------------------------------------------------------------------

printf -- '---\ntitle: Boat\n---\nFrom the phone\n' | upload text _posts/2025-01-02-boat.md
printf -- '---\ntitle: Boat\n---\nFrom the desk\n' >"$tree/_posts/2025-01-02-boat.md"
printf 'New\n' | upload text _posts/2026-11-30-new.md
printf 'Other\n' >"$tree/_posts/2026-11-30-new.md"
printf 'Third\n' | upload text _posts/2026-11-30-third.md
pull "$tree"
is 1
said 'was changed, and is not the one that the upload was made from; `splashdown uploads show'
said '1 taken, 0 there already, 2 refused'
grep -q 'From the desk' "$tree/_posts/2025-01-02-boat.md" || fail "the author's words are lost"
[ "$(cat "$tree/_posts/2026-11-30-new.md")" = Other ] || fail "the author's file is lost"
[ "$(cat "$tree/_posts/2026-11-30-third.md")" = Third ] || fail "one conflict stops all"
# The date of a file says nothing, and equal bytes are no conflict.
printf 'New\n' >"$tree/_posts/2026-11-30-new.md"
git -C "$tree" checkout -q _posts/2025-01-02-boat.md
touch -d 2001-01-01 "$tree/_posts/2025-01-02-boat.md"
pull "$tree"
is 0
said '1 taken, 2 there already, 0 refused'
# What the author removed does not come back by an edit.
printf 'Fourth\n' | upload text _posts/2026-11-30-third.md
git -C "$tree" checkout -q _posts/2025-01-02-boat.md
rm "$tree/_posts/2025-01-02-boat.md" "$tree/_posts/2026-11-30-new.md" "$tree/_posts/2026-11-30-third.md"
pull "$tree"
is 1
said 'it was made from a file that is not in'
[ ! -e "$tree/_posts/2025-01-02-boat.md" ] || fail "a removed file is back"
forget _posts/2026-11-30-third.md
forget _posts/2026-11-30-new.md
rm -f "$tree/_posts/2026-11-30-third.md" "$tree/_posts/2026-11-30-new.md"
git -C "$tree" checkout -q -- .
forget _posts/2025-01-02-boat.md
is_clean

# --- code --------------------------------------------------------------------------------------------------

n=0
while IFS= read -r line; do
	n=$((n + 1))
	name=_posts/2026-11-30-code-$n.md
	printf -- '---\ntitle: x\n---\n%s\n' "$line" | upload text "$name"
	pull "$tree"
	is 1
	said "$name: line 4 is "
	said 'then add --take-code'
	[ ! -e "$tree/$name" ] || fail "taken: $line"
	[ ! -s "$work/out" ] || fail "to be committed: $line"
	pull "$tree" --take-code
	is 0
	said "$name: line 4 is "
	[ -e "$tree/$name" ] || fail "not taken: $line"
	rm "$tree/$name"
	forget "$name"
done <<'END'
<script>alert(1)</script>
<img src=x onerror=alert(1)>
[x](javascript:alert(1))
[x](java&#115;cript:alert(1))
{% include x.html %}
{{ site.password }}
import X from '../x'
export const x = 1
<b>raw</b>
END
# What the tree's file has already is no news, unless something around it changed what it is.
printf -- '---\ntitle: x\n---\n{%% raw %%}\n\n{%% include x %%}\n\n{%% endraw %%}\n\nText\n' >"$tree/_posts/2025-01-04-has.md"
cp "$tree/_posts/2025-01-04-has.md" "$work/blog/_posts/2025-01-04-has.md"
sed 's/Text/Better text/' "$tree/_posts/2025-01-04-has.md" | upload text _posts/2025-01-04-has.md
pull "$tree"
is 0
grep -v raw "$work/blog/_posts/2025-01-04-has.md" | upload text _posts/2025-01-04-has.md
cp "$work/blog/_posts/2025-01-04-has.md" "$tree/_posts/2025-01-04-has.md"
pull "$tree"
is 1
said 'is a template ({% or {{): {% include x %}'
forget _posts/2025-01-04-has.md
rm "$tree/_posts/2025-01-04-has.md" "$work/blog/_posts/2025-01-04-has.md"
# Front matter that gray-matter runs is never taken.
printf -- '---js\n((require("child_process")).execSync("touch %s/ran"))\n---\nText\n' "$work" |
	upload text _posts/2026-11-30-poc.md
pull "$tree" --take-code
is 1
said 'front matter that is code is never taken: js'
[ ! -e "$tree/_posts/2026-11-30-poc.md" ] || fail "the PoC is in the tree"
forget _posts/2026-11-30-poc.md
# Nor is what no upload can be: paths, kinds and bytes.
printf 'x\n' >"$work/x"
for path in .git/hooks/post-commit.md .github/x.md _posts/.x.md ../x.md /tmp/x.md _posts/x.html x.js Makefile; do
	upload text "$path" <"$work/x"
done
upload file assets/x.svg <"$work/x"
printf '<html>' | upload file assets/x.png
pull "$tree" --take-code
is 1
said '0 taken, 0 there already, 10 refused'
said 'its bytes are not what its name says'
is_clean
for path in .git/hooks/post-commit.md .github/x.md _posts/.x.md ../x.md /tmp/x.md _posts/x.html x.js Makefile assets/x.svg \
	assets/x.png; do
	forget "$path"
done
# A title or a text with what a terminal acts on.
printf 'Text \033[2J\n' | upload text _posts/2026-11-30-esc.md
pull "$tree"
is 0
said '+Text \x1B[2J'
! grep -q "$(printf '\033')" "$work/said" "$work/out" || fail "a terminal would act on it"
rm "$tree/_posts/2026-11-30-esc.md"
forget _posts/2026-11-30-esc.md

# --- a hostile tree ----------------------------------------------------------------------------------------

outside=$work/outside
mkdir "$outside"
printf 'New\n' | upload text _posts/2026-11-30-new.md
printf 'Deep\n' | upload text a/b/c.md
untouched() {
	[ -z "$(find "$outside" -type f)" ] || fail "$1: $(find "$outside" -type f)"
}
hostile=$work/hostile
for link in _posts a a/b _posts/2026-11-30-new.md a/b/c.md; do
	rm -rf "$hostile"
	mkdir -p "$hostile/$(dirname "$link")"
	ln -s "$outside" "$hostile/$link"
	pull "$hostile"
	is 1
	said 'a symbolic link is there, which is not followed'
	untouched "$link"
done
# Swapped in a loop.
rm -rf "$hostile"
mkdir -p "$hostile/a/b"
ln -s "$outside" "$hostile/link"
(
	trap 'exit 0' TERM
	while :; do
		mv -T "$hostile/a" "$hostile/was" 2>/dev/null || true
		mv -T "$hostile/link" "$hostile/a" 2>/dev/null || true
		mv -T "$hostile/a" "$hostile/link" 2>/dev/null || true
		mv -T "$hostile/was" "$hostile/a" 2>/dev/null || true
	done
) &
others="$others $!"
swapper=$!
count=0
while [ $count -lt 100 ]; do
	count=$((count + 1))
	pull "$hostile"
	untouched 'a swapped link'
done
kill "$swapper"
wait "$swapper" || true

# Hooks, a watcher, filters, a pager and an editor of the tree's own: nothing of it runs, and no git.
rm -rf "$hostile"
git clone -q "$tree" "$hostile"
printf '#!/bin/sh\ntouch "%s/ran"\n' "$work" >"$work/evil"
chmod 755 "$work/evil"
for hook in pre-commit post-commit post-checkout post-index-change fsmonitor-watchman prepare-commit-msg; do
	cp "$work/evil" "$hostile/.git/hooks/$hook"
done
for key in core.fsmonitor core.editor core.pager core.sshCommand diff.external filter.evil.clean filter.evil.smudge \
	filter.evil.process diff.evil.textconv diff.evil.command; do
	git -C "$hostile" config "$key" "$work/evil"
done
printf '* filter=evil diff=evil\n' >"$hostile/.gitattributes"
mkdir "$work/bin"
cp "$work/evil" "$work/bin/git"
PATH="$work/bin:$PATH" pull "$hostile"
is 0
[ "$(cat "$hostile/_posts/2026-11-30-new.md")" = New ] || fail "not taken"
[ ! -e "$work/ran" ] || fail "something of the tree ran"

# --- somebody else's tree ----------------------------------------------------------------------------------

if [ "$(id -u)" -eq 0 ]; then
	rm -rf "$hostile"
	mkdir "$hostile"
	ln -s /etc "$hostile/_posts"
	chown -hR 1000:1000 "$hostile"
	find /etc -newer "$work/x" -type f | sort >"$work/before"
	pull "$hostile"
	is 1
	said 'a symbolic link is there, which is not followed'
	said 'to commit, as '
	[ ! -e /etc/2026-11-30-new.md ] || fail "written to /etc"
	find /etc -newer "$work/x" -type f | sort | cmp -s - "$work/before" || fail "something in /etc was written"
	[ "$(stat -c %u:%g "$hostile/a" "$hostile/a/b" "$hostile/a/b/c.md" | sort -u | cut -d: -f1)" = 1000 ] ||
		fail "files do not belong to the tree's owner"
	# A folder of it that only root may write is none for its owner.
	rm "$hostile/_posts"
	mkdir "$hostile/_posts"
	pull "$hostile"
	is 1
	said 'cannot be written: Permission denied'
	[ -z "$(ls -A "$hostile/_posts")" ] || fail "root wrote it"
	# No link leads root to somebody else's folder, or to one of root's.
	mkdir "$work/roots" "$work/link"
	ln -s "$work/roots" "$work/link/roots"
	ln -s "$hostile" "$work/link/hostile"
	for folder in roots hostile hostile/a; do
		pull "$work/link/$folder"
		is 1
		said 'is reached by a symbolic link, which root does not follow'
	done
	[ -z "$(ls -A "$work/roots")" ] || fail "root followed a link"
	# A deploy's link to the blog is none that an archive minds: it is only read.
	ln -s "$work/blog" "$work/current"
	pull --tar "$work/current" --dry-run
	is 0
	# Another user has no part in it.
	chmod -R go+rX "$work/state"
	status=0
	setpriv --reuid=1001 --regid=1001 --clear-groups "$SPLASHDOWN" pull "$hostile" --state "$work/state" \
		--config "$work/splashdown.yaml" >"$work/out" 2>"$work/said" || status=$?
	is 1
	said "$hostile belongs to "
	chmod -R go-rwx "$work/state"
fi

# --- a tree on another machine -----------------------------------------------------------------------------

printf -- '---\ntitle: Boat\n---\nOur ark\n' | upload text _posts/2025-01-02-boat.md
printf 'Long\n' | upload text "_posts/2026-11-30-$(printf '%0150d' 0)-\303\251t\303\251.md"
upload file assets/img/tide.png <"$png"
printf 'Page\n' >"$work/blog/page.md"
git -C "$work/blog" add page.md
git -C "$work/blog" commit -qm Page
upload delete page.md
rm -rf "$hostile"
git clone -q "$work/blog" "$hostile"
before=$(git -C "$work/blog" status --porcelain)
(
	cd "$hostile"
	"$SPLASHDOWN" pull --tar "$work/blog" --config "$work/splashdown.yaml" --state "$work/state" 2>"$work/said" |
		tar x --no-same-owner
) || fail "tar: $(cat "$work/said")"
[ "$(git -C "$work/blog" status --porcelain)" = "$before" ] || fail "the blog's folder was written"
grep -q 'Our ark' "$hostile/_posts/2025-01-02-boat.md" || fail "not edited by the archive"
[ "$(cat "$hostile/_posts/2026-11-30-$(printf '%0150d' 0)-\303\251t\303\251.md" 2>/dev/null ||
	cat "$hostile/_posts/2026-11-30-$(printf '%0150d-\303\251t\303\251' 0).md")" = Long ] || fail "no long name"
cmp -s "$png" "$hostile/assets/img/tide.png" || fail "no picture in the archive"
said "rm -- 'page.md'"
said "git add -- 'page.md' && git commit -m 'Delete: page.md' -- 'page.md'"
# Only whole files are in it, and none that would be refused.
printf '<script>\n' | upload text _posts/2026-11-30-script.md
status=0
"$SPLASHDOWN" pull --tar "$work/blog" --config "$work/splashdown.yaml" --state "$work/state" 2>"$work/said" |
	tar t >"$work/list" || fail "no archive"
grep -q boat.md "$work/list" && ! grep -q script.md "$work/list" || fail "$(cat "$work/list")"
said 'then add --take-code'
if [ -w /dev/full ]; then
	! "$SPLASHDOWN" pull --tar "$work/blog" --config "$work/splashdown.yaml" --state "$work/state" \
		>/dev/full 2>"$work/said" || fail "an archive that was not written"
	said 'the archive cannot be written: No space left on device'
fi
# Bytes that are not those that were uploaded.
for file in "$store"/*.file; do printf 'x' >>"$file"; done
pull "$tree" --dry-run
is 1
said 'the upload is damaged'
stop
echo "uploads come into the author's tree, and nothing else does"
