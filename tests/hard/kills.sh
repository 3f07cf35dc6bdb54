#!/bin/sh
# SPDX-License-Identifier: MIT
# limit: 1800 s
# kill -9 at 500 random moments.
exec python3 tests/soak/kills.py "$SPLASHDOWN" 500
