/* SPDX-License-Identifier: MIT */
/* The sheet. What it is allowed by, HTML_STYLE_HASH, moves with each byte of it; test_html_page compares them. */
#include "render/html.h"

const char html_style[] = "body { margin: 0 }\n";
