/* SPDX-License-Identifier: MIT */
/* What stands in for the version that the program is built with, which is not in the library. */
#include "app/version.h"

const char splashdown_version[] = "1.2.3~test";
