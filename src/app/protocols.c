/* SPDX-License-Identifier: MIT */
#include "app/protocols.h"

#include "base/log.h"
#include "proto/gemini.h"
#include "render/gopher_link.h"
#include "serve/gemini_service.h"

/* For Gopher where port 70 is not permitted. */
#define GOPHER_OTHER_PORT 7070

static void add_gopher(struct protocols *protocols, const struct serve *serve,
	const struct config *config, size_t i, struct tls_context *tls)
{
	static const struct slices nowhere = {0};
	const struct config_site *site = &config->sites[i];
	enum config_gopher how = config_gopher(config, site);

	if (how == GOPHER_OFF)
		return;
	gopher_service_init(&protocols->gophers[i], serve,
		config->site_count > 1
			? arena_dup(&protocols->arena, site->hosts.items[0])
			: slice_none);
	protocols->list[protocols->count++] = (struct sockets_protocol){
		.service = &protocols->gophers[i].service,
		.tls = tls,
		.where = how == GOPHER_CONFIGURED ? &site->gopher : &nowhere,
		.standard_port = GOPHER_PORT,
		.advertised_port = site->gopher_port,
		.only = site,
		.beside = how == GOPHER_BESIDE ? &config->gemini : NULL,
		.other_port = GOPHER_OTHER_PORT,
	};
}

void protocols_init(struct protocols *protocols, const struct serve *serve,
	const struct config *config, struct tls_context *tls)
{
	*protocols = (struct protocols){0};
	arena_init(&protocols->arena);
	gemini_service_init(&protocols->gemini, serve);
	protocols->gopher_count = config->site_count;
	protocols->gophers =
		arena_array(&protocols->arena, config->site_count, struct gopher_service);
	protocols->list = arena_array(
		&protocols->arena, config->site_count + 1, struct sockets_protocol);
	protocols->list[protocols->count++] =
		(struct sockets_protocol){.service = &protocols->gemini,
			.tls = tls,
			.where = &config->gemini,
			.standard_port = GEMINI_PORT,
			.advertised_port = config->advertised_port};
	for (size_t i = 0; i < config->site_count; i++)
		add_gopher(protocols, serve, config, i, tls);
}

void protocols_fini(struct protocols *protocols)
{
	arena_fini(&protocols->arena);
}

const struct serve_gopher *protocols_gophers(const struct protocols *protocols,
	const struct sockets *sockets, const struct config *config, struct arena *arena)
{
	struct serve_gopher *list =
		arena_array(arena, config->site_count, struct serve_gopher);
	unsigned gemini_port = config->advertised_port;

	if (!gemini_port)
		gemini_port = sockets_port(sockets, &protocols->gemini);
	for (size_t i = 0; i < config->site_count; i++) {
		const struct config_site *from = &config->sites[i];
		config_serve_gopher(from,
			serve_gemini_origin(arena, from->hosts.items[0], gemini_port),
			&list[i]);
		list[i].host = arena_dup(arena, list[i].host);
	}
	return list;
}

/* --- what a reload leaves as it was ----------------------------------------------------------------- */

static bool has_host(const struct config *config, struct slice host)
{
	for (size_t i = 0; i < config->site_count; i++) {
		for (size_t j = 0; j < config->sites[i].hosts.count; j++) {
			if (slice_eq(config->sites[i].hosts.items[j], host))
				return true;
		}
	}
	return false;
}

void protocols_compare(const struct protocols *protocols, const struct sockets *sockets,
	const struct config *fresh)
{
	for (size_t i = 0; i < protocols->gopher_count; i++) {
		struct slice host = protocols->gophers[i].host;
		const struct service *service = &protocols->gophers[i].service;
		if (host.len && sockets_port(sockets, service) && !has_host(fresh, host))
			log_warning("reload: the site %.*s is gone; its Gopher port "
				    "serves nothing until a restart",
				SARG(host));
	}
}
