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

static const struct preface proxy_header = {
	.max_bytes = PROXY_HEADER_MAX_BYTES,
	.for_strangers = "only the load balancers in \"proxy\" may connect there; if "
			 "this is one, add it and reload (\"log.address: full\" logs "
			 "whole addresses); readers need another port",
	.for_silent =
		"\"proxy\" lists this address, so it must send a PROXY header; configure "
		"it to (HAProxy: send-proxy-v2), or remove it from the list",
	.read = read_header,
};

int balancers_read(struct arena *arena, const struct slices *list, struct balancers *out)
{
	struct preface_network *networks =
		arena_array(arena, list->count, struct preface_network);
	*out = (struct balancers){networks, list->count};
	for (size_t i = 0; i < list->count; i++) {
		int error = preface_network_parse(list->items[i], &networks[i]);
		if (error) {
			log_error("\"proxy\": not an address or a network: \"%.*s\"; "
				  "write 192.0.2.1, 10.0.0.0/8 or 2001:db8::/32",
				SARG(list->items[i]));
			return error;
		}
	}
	return 0;
}

static bool any_says_so(const struct sockets *sockets)
{
	for (size_t i = 0; i < sockets->count; i++) {
		if (sockets->listeners[i].preface_only)
			return true;
	}
	return false;
}

void balancers_place(struct sockets *sockets)
{
	bool some = any_says_so(sockets);
	for (size_t i = 0; i < sockets->count; i++) {
		struct listener *listener = &sockets->listeners[i];
		if (!some || listener->preface_only)
			listener->preface = &proxy_header;
	}
}

void balancers_trust(const struct balancers *balancers, const struct sockets *sockets,
	struct workers *workers)
{
	workers_trust(workers, balancers->networks, balancers->count);
	if (!balancers->count && any_says_so(sockets))
		log_warning("the listeners for balancers let nobody in: name the "
			    "balancers with \"proxy\"");
}
