#!/bin/sh
# SPDX-License-Identifier: MIT
# limit: 300 s
# A thousand renames a second for a minute, under load.
exec python3 tests/soak/renames.py "$SPLASHDOWN" 60
