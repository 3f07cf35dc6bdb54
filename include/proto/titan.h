/* SPDX-License-Identifier: MIT */
/* The parameters of a Titan request, an upload to a Gemini server:
 * titan://HOST/path;mime=text/plain;size=11 CRLF, then that many bytes. No I/O. */
#ifndef PROTO_TITAN_H
#define PROTO_TITAN_H

#include <stdbool.h>
#include <stdint.h>

#include "base/slice.h"

#define TITAN_SIZE_MAX 999999999 /* nine digits */

struct titan_parameters {
	bool is_edit;        /* ";edit": asks for the source, and nothing follows */
	uint32_t size_bytes; /* of the body */
};

/* Cuts the parameters off @path, the raw path of the address: from the first ';' on that begins one of them. A ';' in a
 * segment before, and "%3B", is data. A parameter stands at most once; mime and token are read past. *bare is the path
 * without them. False: *why is a phrase for META. */
bool titan_cut(struct slice path, struct slice *bare, struct titan_parameters *out,
	const char **why);

#endif
