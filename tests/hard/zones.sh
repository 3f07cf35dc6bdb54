#!/bin/sh
# SPDX-License-Identifier: MIT
# limit: 1200 s
# No mutated request of a stranger gets a word of a zone: 100,000 of them.
set -eu

SPLASHDOWN_REQUESTS=${SPLASHDOWN_REQUESTS:-100000} exec "$BUILD/tests/unit/test_zones_served"
