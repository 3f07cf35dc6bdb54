/* SPDX-License-Identifier: MIT */
/* Whatever comes: a header is within its bytes and its limit, both addresses are of one kind of which
 * there is but one, and a judgement never changes with what follows. */
#include <netinet/in.h>
#include <stdint.h>
#include <stdlib.h>

#include "proto/proxy.h"

#define MUST(condition)                                                                  \
	do {                                                                             \
		if (!(condition))                                                        \
			abort();                                                         \
	} while (0)

/* Nothing, IPv4, or IPv6 that is not IPv4. */
static void look_at(const struct sockaddr_storage *address)
{
	const struct sockaddr_in6 *six = (const struct sockaddr_in6 *)address;

	MUST(address->ss_family == AF_UNSPEC || address->ss_family == AF_INET ||
		(address->ss_family == AF_INET6 &&
			!IN6_IS_ADDR_V4MAPPED(&six->sin6_addr)));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	struct slice all = slice((const char *)data, len);
	struct proxy_header whole, part;
	enum proxy_result judged = proxy_parse(all, &whole);

	if (judged == PROXY_OK)
		MUST(whole.bytes >= 15 && whole.bytes <= len &&
			whole.bytes <= PROXY_HEADER_MAX_BYTES);
	if (judged == PROXY_OK) {
		look_at(&whole.client);
		look_at(&whole.server);
		MUST((whole.client.ss_family == AF_UNSPEC) ==
			(whole.server.ss_family == AF_UNSPEC));
	}
	if (len > PROXY_HEADER_MAX_BYTES)
		MUST(judged != PROXY_MORE);
	for (size_t n = 0; n < len && n < 256; n++) {
		enum proxy_result early = proxy_parse(slice_head(all, n), &part);

		MUST(early == PROXY_MORE || early == judged);
		MUST(early != PROXY_OK || part.bytes == whole.bytes);
	}
	return 0;
}
