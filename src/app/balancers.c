/* SPDX-License-Identifier: MIT */
#include "app/balancers.h"

#include "base/log.h"
#include "proto/proxy.h"

static enum preface_verdict read_header(struct slice bytes, size_t *used,
	struct sockaddr_storage *client, struct sockaddr_storage *server)
{
	struct proxy_header header;
	switch (proxy_parse(bytes, &header)) {
	case PROXY_MORE:
		return PREFACE_MORE;
	case PROXY_BAD:
		return PREFACE_BAD;
	case PROXY_OK:
		break;
	}
	*used = header.bytes;
	*client = header.client;
	*server = header.server;
	return PREFACE_DONE;
}

int balancers_init(
	struct arena *arena, const struct config_strings *list, struct preface *out)
{
	struct preface_network *trusted =
		arena_array(arena, list->count, struct preface_network);
	*out = (struct preface){.trusted = trusted,
		.max_bytes = PROXY_HEADER_MAX_BYTES,
		.read = read_header};
	for (size_t i = 0; i < list->count; i++) {
		int error = preface_network_parse(list->items[i], &trusted[i]);
		if (error) {
			log_error("\"proxy\": \"%.*s\" is no address and no network; "
				  "write 192.0.2.1, 10.0.0.0/8 or 2001:db8::/32",
				SARG(list->items[i]));
			return error;
		}
		out->trusted_count++;
	}
	return 0;
}
