# SPDX-License-Identifier: MIT
# The site that the Gopher clients read, made in $work/site and served. Sourced after lib.sh.
site=$work/site
mkdir -p "$site/_posts" "$site/images"
cat >"$site/_config.yml" <<'END'
title: Tide Tables
description: Notes from the harbour
permalink: /:year/:month/:day/:title/
END
cat >"$site/_posts/2024-02-29-leap-tide.md" <<'END'
---
title: Leap tide
tags: [moon]
redirect_from: /old/leap/
---
The moon *pulled* harder. See [the almanac](https://almanac.example/tides?day=29&half=2) for why.

.

![A buoy](/images/buoy.png)
END
# The smallest grey PNG.
printf '\211PNG\r\n\032\n\000\000\000\rIHDR\000\000\000\001\000\000\000\001\010\000\000\000\000:~\233U\000\000\000\nIDATx\234c\370\017\000\001\001\001\000\033\266\356V\000\000\000\000IEND\256B`\202' \
	>"$site/images/buoy.png"
start "$site"
capsule=gopher://localhost:$gopher_port
