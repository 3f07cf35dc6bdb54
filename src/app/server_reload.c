/* SPDX-License-Identifier: MIT */
/* Another configuration for a server that runs: asked for by SIGHUP, or saved. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

#include "app/balancers.h"
#include "app/certs.h"
#include "app/config_keys.h"
#include "app/config_live.h"
#include "app/notify.h"
#include "app/server_internal.h"
#include "base/memory.h"
#include "base/uri.h"

struct scanner_plan *server_plan(struct server *server, const struct config *config)
{
	struct scanner_plan *plan = scanner_plan_new();
	struct serve_table *table = memory_new(1, sizeof(*table));
	struct arena *arena = &table->arena;
	arena_init(arena);
	table->refs = 1;
	table->site_count = (unsigned)config->site_count;
	size_t hosts = 0;
	for (size_t i = 0; i < config->site_count; i++)
		hosts += config->sites[i].hosts.count;
	struct serve_host *list = arena_array(arena, hosts, struct serve_host);
	struct slice *names = arena_array(arena, config->site_count, struct slice);
	for (size_t i = 0; i < config->site_count; i++) {
		const struct slices *own = &config->sites[i].hosts;
		names[i] = arena_dup(arena, own->items[0]);
		for (size_t j = 0; j < own->count; j++)
			list[table->host_count++] =
				(struct serve_host){arena_dup(arena, own->items[j]),
					(unsigned)i, (unsigned)j + 1};
	}
	qsort(list, table->host_count, sizeof(*list), slice_order);
	table->hosts = list;
	table->gopher =
		protocols_gophers(&server->protocols, &server->sockets, config, arena);
	table->names = names;
	table->people = server_people(server, config, arena);
	server_people_sources(server, config, arena, table);
	struct store **stores = arena_array(arena, config->site_count, struct store *);
	for (size_t i = 0; i < config->site_count; i++)
		stores[i] = uploads_of(server->uploads, names[i]);
	table->stores = stores;
	if (config->advertised_port) {
		uint16_t *port = arena_new(arena, uint16_t);
		*port = (uint16_t)config->advertised_port;
		table->ports = port;
		table->port_count = 1;
	}
	plan->table = table;
	plan->is_nameless = config->is_nameless && sockets_are_public(&server->sockets,
							   &server->protocols.gemini);
	if (plan->is_nameless)
		log_warning(SCANNER_NO_HOST
			", and Gopher menus lead to \"localhost\"; name the capsule: "
			"\"hosts: [NAME]\" in splashdown.yaml, or --host NAME");
	plan->sites = arena_array(&plan->arena, config->site_count, struct site_config);
	for (size_t i = 0; i < config->site_count; i++) {
		struct config_site *own = arena_new(&plan->arena, struct config_site);
		config_site_copy(&plan->arena, own, &config->sites[i]);
		config_site_config(&plan->arena, config, own, &plan->sites[i]);
		plan->sites[i].file = arena_dup(&plan->arena, config->file);
	}
	return plan;
}

static void log_diags(const struct diag_list *diags)
{
	for (size_t i = 0; i < diags->count; i++)
		diag_log(&diags->items[i], slice_none);
}

/* What the file says now. 0, or -errno when nothing of it may be used; @error is then a sentence of
 * SANDBOX_ERROR_BYTES. With the lock. */
static int load(const struct server *server, struct config *fresh, struct arena *arena,
	struct balancers *balancers, char *error)
{
	auto_diags struct diag_list diags = {0};
	config_init(fresh);
	int code = server->source->load(server->source->ctx, fresh, &diags);
	log_diags(&diags);
	/* A start does what it can with it; what runs is better than that. */
	if (!code && diag_count(&diags, DIAG_ERROR))
		code = -EINVAL;
	if (!code)
		code = balancers_read(arena, &fresh->proxy, balancers);
	/* The old configuration names the file that was read, or could not be. */
	if (sandbox_lacks(&server->sandbox, code ? server->config : fresh, error))
		code = -EACCES;
	return code;
}

/* The uploads, the names and the certificates of @fresh, for connections to come. 0, or -errno with @error. */
static int renew(struct server *server, const struct config *fresh, char *error)
{
	int code = uploads_open(server->uploads, fresh, NULL);
	if (code)
		snprintf(error, CERTS_ERROR_BYTES, "uploads cannot be read");
	else
		code = server_renew_certificates(server, fresh, error);
	return code;
}

/* What is served is what @fresh says; it is taken over, and the old one is given back. */
static void change(struct server *server, struct config *fresh)
{
	struct config *old = server->config;
	server->config = fresh;
	server->is_unsettled = false;
	scanner_set(server->scanner, server_plan(server, fresh));
	protocols_compare(&server->protocols, &server->sockets, fresh);
	config_fini(old);
	free(old);
}

/* Whom the new configuration lets in nobody can tell: zones close, all else stays as it is. */
static void unsettle(struct server *server)
{
	if (server->is_unsettled || (!server->counts.zones && !server->counts.people))
		return;
	server->is_unsettled = true;
	log_warning("zones are closed to everybody until that is mended");
	scanner_set(server->scanner, server_plan(server, server->config));
}

static struct config *new_config(void)
{
	return memory_new(1, sizeof(struct config));
}

void server_reload(struct server *server)
{
	struct config *fresh = new_config();
	auto_arena struct arena arena = {0};
	struct log_settings log;
	struct limits limits;
	struct balancers balancers;
	struct config_changes changes;
	char error[CERTS_ERROR_BYTES] = "the configuration has errors";
	_Static_assert(CERTS_ERROR_BYTES >= SANDBOX_ERROR_BYTES, "one buffer for both");
	notify_reloading();
	pthread_mutex_lock(&server->lock);
	server_stamp_config(server);
	config_changes_init(&changes, CONFIG_RELOAD, server->sockets.passed);
	int code = load(server, fresh, &arena, &balancers, error);
	if (!code) {
		config_keep(fresh, server->config, &changes);
		code = renew(server, fresh, error);
	}
	if (code) {
		log_error("reload: %s; everything stays as it was", error);
		config_fini(fresh);
		free(fresh);
		unsettle(server);
		notify_ready();
	} else {
		config_log(fresh, &log);
		log_setup(&log);
		config_limits(fresh, &limits);
		workers_set_limits(server->workers, &limits);
		balancers_trust(&balancers, &server->sockets, server->workers);
		cache_set_budget(server->serve.cache, fresh->cache_bytes);
		change(server, fresh);
		if (changes.restart.len)
			log_warning("reload: restart to apply the new %.*s",
				SARG(buf_slice(&changes.restart)));
		log_info("reloaded: configuration, certificates and content");
	}
	pthread_mutex_unlock(&server->lock);
	config_changes_fini(&changes);
}

/* --- a file that was saved ------------------------------------------------------------------------ */

static void put_names(struct buf *line, const char *words, const struct buf *names)
{
	if (names->len)
		buf_printf(line, " %s: %.*s.", words, SARG(buf_slice(names)));
}

/* "/srv/blog/splashdown.yaml was saved", or went; with an @error and no name it is there, and cannot be read. */
static struct slice what_happened(struct arena *arena, const struct config *fresh,
	const struct config *old, int error)
{
	struct slice file = fresh->file.len ? fresh->file : old->file;
	return arena_printf(arena, "%.*s %s",
		SARG(file.len ? file : S("the configuration")),
		fresh->file.len ? "was saved"
		: error         ? "was changed"
				: "is gone");
}

static void log_changes(const struct server *server, struct slice happened,
	const struct config_changes *changes)
{
	struct buf line = BUF(16 * 1024);
	put_names(&line, "In force now", &changes->now);
	put_names(&line, "With the next reload (SIGHUP)", &changes->reload);
	put_names(&line, "With the next start", &changes->restart);
	if (line.len)
		log_info("%.*s.%.*s", SARG(happened), SARG(buf_slice(&line)));
	else
		log_info("%.*s; no setting changed%s", SARG(happened),
			server->saved_badly ? ", and its errors are gone" : "");
	buf_fini(&line);
}

static void take_saved(struct server *server)
{
	struct config *fresh = new_config();
	auto_arena struct arena arena = {0};
	struct balancers balancers;
	struct config_changes changes;
	char error[CERTS_ERROR_BYTES] = "it has errors";
	config_changes_init(&changes, CONFIG_LIVE, server->sockets.passed);
	pthread_mutex_lock(&server->lock);
	/* Who is known is taken from it anew, though it may say the same. */
	bool differs = server_stamp_config(server) &&
		       (server->counts.zones || server->counts.people);
	int code = load(server, fresh, &arena, &balancers, error);
	struct slice happened = what_happened(&arena, fresh, server->config, code);
	if (!code) {
		config_keep(fresh, server->config, &changes);
		if (changes.names)
			code = renew(server, fresh, error);
	}
	if (code) {
		log_error("%.*s: %s; everything stays as it was", SARG(happened), error);
		unsettle(server);
	} else {
		log_changes(server, happened, &changes);
	}
	server->saved_badly = code != 0;
	if (!code && (changes.now.len || server->is_unsettled || differs)) {
		change(server, fresh);
	} else {
		config_fini(fresh);
		free(fresh);
	}
	pthread_mutex_unlock(&server->lock);
	config_changes_fini(&changes);
}

static int sooner(int a_ms, int b_ms)
{
	return a_ms < 0 || (b_ms >= 0 && b_ms < a_ms) ? b_ms : a_ms;
}

int server_look(void *ctx)
{
	struct server *server = ctx;
	int wait_ms = -1, people_ms;
	uploads_seen(server->uploads);
	if (server->source->watch && config_watch_look(server->source->watch, &wait_ms))
		take_saved(server);
	pthread_mutex_lock(&server->lock);
	server_watch_people(server);
	if (server_people_changed(server, &people_ms)) {
		/* For the first writer of a site its folder was made. */
		(void)uploads_open(server->uploads, server->config, NULL);
		scanner_set(server->scanner, server_plan(server, server->config));
	}
	pthread_mutex_unlock(&server->lock);
	return sooner(wait_ms, people_ms);
}
