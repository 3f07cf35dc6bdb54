#!/bin/sh
# SPDX-License-Identifier: MIT
# Pages of HTML: Debian's tidy finds no fault with the guide, nor with what any case of the golden tests becomes;
# and of a post that wants to run something only words are left.
. tests/e2e/lib.sh

if ! command -v tidy >/dev/null; then
	echo "tidy is not here: nothing was looked at"
	exit 0
fi

# valid PAGE...: what tidy says of each, but for what it is behind the times in (an attribute that is newer than it
# is, and an IPv6 address in a link).
valid() {
	for page in "$@"; do
		tidy -q -e "$page" 2>&1 | grep -v \
			-e '<img> proprietary attribute "loading"$' \
			-e '<a> illegal characters found in URI$' | sed "s|^|$page: |"
	done >"$work/faults"
	[ ! -s "$work/faults" ] || { cat "$work/faults"; fail "tidy finds faults"; }
}

mkdir "$work/cases"
cp tests/golden/*.md "$work/cases"
for blog in content "$work/cases"; do
	"$SPLASHDOWN" render "$blog" "$work/out" --html >"$work/log" 2>&1 || fail "render $blog"
	find "$work/out" -name '*.html' >"$work/pages"
	[ "$(wc -l <"$work/pages")" -ge 20 ] || fail "only $(wc -l <"$work/pages") pages of $blog"
	# shellcheck disable=SC2046
	valid $(cat "$work/pages")
	rm -r "$work/out"
done

# That what is wrong is seen.
printf '<!DOCTYPE html>\n<title>x</title><p><ul></p>' >"$work/wrong.html"
! (valid "$work/wrong.html") >/dev/null || fail "tidy finds no fault with what has one"

mkdir -p "$work/blog/_posts"
cat >"$work/blog/_posts/2025-12-15-evil.md" <<'END'
---
title: '<script>alert(1)</script>" onload="alert(1)'
description: '"><script>alert(1)</script>'
author: "</style><script>alert(1)</script>"
tags: ["<script>alert(1)</script>"]
lang: 'en" onload="alert(1)'
---
<script>alert(1)</script> <img src=x onerror=alert(1)> <svg onload=alert(1)></svg>

[a](javascript:alert(1)) [b](JaVaScRiPt:alert(1)) [c](java&#10;script:alert(1)) [d](data:text/html,x)
[e](vbscript:x) [f](//evil.example/) [g](\\evil.example) <a href="javascript:alert(1)" onclick="x">h</a>
![i](javascript:alert(1)) ![j](x.png "\" onload=\"alert(1)") `</code><script>alert(1)</script>`

```c" onload="alert(1)
</code></pre><script>alert(1)</script>
```
END
"$SPLASHDOWN" render "$work/blog/_posts/2025-12-15-evil.md" --html >"$work/evil.html" 2>"$work/log" ||
	fail "render of the evil post"
valid "$work/evil.html"
grep -q '&lt;script&gt;' "$work/evil.html" || fail "its words are gone"
! grep -iE '<(script|svg|iframe|object|embed|form|link|base)' "$work/evil.html" || fail "an element that runs"
! grep -iE '<[^>"]*("[^"]*"[^>"]*)* (on[a-z]*|style)=' "$work/evil.html" || fail "an attribute that runs"
! grep -iE '(href|src)="(javascript|data|vbscript|//|\\)' "$work/evil.html" || fail "an address that runs"
echo "every page is valid, and the evil one harmless"
