/* SPDX-License-Identifier: MIT */
/* The version of the program, as src/version has it: "0.2.0~git20261123105429.af52803". It moves with each
 * commit, so it is a file of its own that the Makefile writes, beside the library. */
#ifndef APP_VERSION_H
#define APP_VERSION_H

extern const char splashdown_version[];

#endif
