/* SPDX-License-Identifier: MIT */
/* The certificates of a running server: read, given to TLS, and what is known of those that are served. */
#include <time.h>

#include "app/certs.h"
#include "app/server_internal.h"
#include "app/site_certificate.h"
#include "app/state_folder.h"
#include "base/log.h"

/* @options are in force from now on. */
static void keep_facts(struct server *server, const struct tls_options *options,
	unsigned long long stamp)
{
	auto_arena struct arena scratch = {0};
	struct arena *arena = &server->served.arena;
	arena_reset(arena);
	struct status_certificate *list =
		arena_array(arena, options->count, struct status_certificate);
	size_t count = 0;
	for (size_t i = 0; i < options->count; i++) {
		const struct tls_certificate *of = &options->certificates[i];
		struct certs_facts facts;
		char error[CERTS_ERROR_BYTES];
		if (certs_facts(&scratch, of->chain_pem, &facts, error))
			continue;
		list[count++] = (struct status_certificate){
			.host = arena_dup(arena, of->hosts[0]),
			.not_after = arena_dup(arena, facts.not_after),
			.not_after_s = facts.not_after_s};
	}
	server->served.list = list;
	server->served.count = count;
	server->served.stamp = stamp;
}

void server_list_certificates(
	const struct server *server, struct arena *arena, struct status *out)
{
	const size_t count = server->served.count;
	struct status_certificate *list =
		arena_array(arena, count, struct status_certificate);
	for (size_t i = 0; i < count; i++) {
		const struct status_certificate *it = &server->served.list[i];
		list[i] = (struct status_certificate){.host = arena_dup(arena, it->host),
			.not_after = arena_dup(arena, it->not_after),
			.not_after_s = it->not_after_s,
			.expired = it->not_after_s < time(NULL)};
	}
	out->certificates = list;
	out->certificate_count = count;
}

int server_start_tls(struct server *server)
{
	auto_arena struct arena arena = {0};
	struct tls_options options;
	unsigned long long stamp;
	char error[CERTS_ERROR_BYTES];
	const char *state = arena_cstr(&arena, server->config->state);
	state_folder_sweep(state);
	int code = site_certificates(
		server->config, &arena, &options, &stamp, CERTIFICATE_START, error);
	if (!code)
		code = tls_context_new(&options, &server->tls, error, sizeof(error));
	if (code) {
		log_error("%s", error);
	} else {
		keep_facts(server, &options, stamp);
		ticket_keys_load(&server->ticket_keys, server->tls, state);
		ticket_keys_save(&server->ticket_keys, server->tls, state);
	}
	arena_wipe(&arena);
	return code;
}

/* As server_renew_certificates; a look changes nothing where they are as they were. */
static int renew(struct server *server, const struct config *config,
	enum site_certificate_when when, char *error)
{
	auto_arena struct arena arena = {0};
	struct tls_options options;
	unsigned long long stamp;
	int code = site_certificates(config, &arena, &options, &stamp, when, error);
	bool is_same = !code && stamp == server->served.stamp && when == CERTIFICATE_LOOK;
	if (!code && !is_same)
		code = tls_context_renew(server->tls, &options, error, CERTS_ERROR_BYTES);
	if (!code && !is_same)
		keep_facts(server, &options, stamp);
	if (!code && !is_same && when == CERTIFICATE_LOOK)
		log_info("the certificate files changed: new connections get the new "
			 "ones");
	arena_wipe(&arena);
	return code;
}

int server_renew_certificates(
	struct server *server, const struct config *config, char *error)
{
	return renew(server, config, CERTIFICATE_RELOAD, error);
}

void server_check_certificates(void *ctx)
{
	struct server *server = ctx;
	auto_arena struct arena arena = {0};
	char error[CERTS_ERROR_BYTES];

	pthread_mutex_lock(&server->lock);
	int code = renew(server, server->config, CERTIFICATE_LOOK, error);
	if (code)
		sandbox_lacks(&server->sandbox, server->config, error);
	unsigned long long complaint = code ? slice_hash(slice_str(error)) : 0;
	if (code && complaint != server->complaint)
		log_warning("%s; the old certificate stays in use", error);
	server->complaint = complaint;
	ticket_keys_save(&server->ticket_keys, server->tls,
		arena_cstr(&arena, server->config->state));
	pthread_mutex_unlock(&server->lock);
}
