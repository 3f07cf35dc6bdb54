#!/bin/sh
# SPDX-License-Identifier: MIT
# Readers of the web in a terminal, w3m and lynx, read a page of HTML like the text that it is.
. tests/e2e/lib.sh

export HOME="$work" LC_ALL=C.UTF-8
mkdir -p "$work/blog/_posts"
cat >"$work/blog/_posts/2025-12-15-walk.md" <<'END'
---
title: A walk
description: Ten miles in the rain.
tags: [rain]
---
We read [a capsule](gemini://example.org/) before.[^1]

## What we carried

1. boots
   - two of them

> [!WARNING] The bull
> It stands behind the gate.

| Day | Miles |
|---|--:|
| Monday | 10 |

```sh
make soup
```

[^1]: Twice.
END
"$SPLASHDOWN" render "$work/blog/_posts/2025-12-15-walk.md" --html >"$work/walk.html"

# reads COMMAND LINE...: each line stands so in what it prints, one below the other.
reads() {
	command=$1
	shift
	$command "$work/walk.html" >"$work/said" || fail "$command"
	from=1
	for line in "$@"; do
		at=$(tail -n "+$from" "$work/said" | grep -nxF -e "$line" | head -n 1 | cut -d : -f 1)
		[ -n "$at" ] || { cat "$work/said"; fail "$command does not show: $line"; }
		from=$((from + at))
	done
}

reads 'w3m -dump -cols 80' 'A walk' 'Ten miles in the rain.' 'December 15, 2025 · 1 min · rain' \
	'We read a capsule (gemini) before.^1' 'What we carried' ' 1. boots' '      □ two of them' \
	'Warning: The bull' 'It stands behind the gate.' '  Day   Miles' 'Monday  10' 'make soup' 'Notes' ' 1. Twice. ↩'
reads 'lynx -dump -nolist -width 80' '                                     A walk' \
	'   We read a capsule (gemini) before.^1' 'What we carried' '    1. boots' '          + two of them' \
	'   Warning: The bull' 'make soup' 'Notes' '    1. Twice. ↩'
echo "w3m and lynx read the page"
