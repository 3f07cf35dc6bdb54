/* SPDX-License-Identifier: MIT */
#include "app/site_certificate.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>

#include "base/file.h"
#include "base/log.h"

#define NONE_MAX_BYTES 16

/* Is a credential there that is more than a stand-in? What is empty, or cannot be read, was meant to be one. */
static bool is_given(const char *path)
{
	auto_buf struct buf bytes = BUF(NONE_MAX_BYTES);
	auto_close int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	if (fd < 0)
		return errno != ENOENT;
	int error = file_read(fd, NONE_MAX_BYTES, &bytes);
	return error || !slice_eq(slice_trim(buf_slice(&bytes)), S("none"));
}

static bool names(struct arena *arena, const struct certs_pair *pair, struct slice host)
{
	struct certs_facts facts;
	char error[CERTS_ERROR_BYTES];
	return !certs_facts(arena, pair->chain_pem, &facts, error) &&
	       certs_covers(&facts, host);
}

/* A certificate of the administrator's own that cannot be used is no reason to generate one. */
static int load_own(struct arena *arena, const char *chain, const char *key,
	struct certs_pair *out, char *error)
{
	int code = certs_load(arena, chain, key, out, error);
	return code == -ENOENT ? -EINVAL : code;
}

/* -ENOENT: none is for this site. */
static int credential(struct arena *arena, const struct config *config,
	const struct config_site *site, struct certs_pair *out, char *error)
{
	const char *folder = getenv("CREDENTIALS_DIRECTORY");
	struct slice host = site->hosts.items[0];
	if (!folder || !*folder)
		return -ENOENT;
	const char *chain = arena_printf(arena, "%s/%.*s.crt", folder, SARG(host)).ptr;
	if (is_given(chain))
		return load_own(arena, chain,
			arena_printf(arena, "%s/%.*s.key", folder, SARG(host)).ptr, out,
			error);
	chain = arena_printf(arena, "%s/certificate", folder).ptr;
	if (!is_given(chain))
		return -ENOENT;
	/* Both may stand in one file. */
	const char *key = arena_printf(arena, "%s/key", folder).ptr;
	int code = load_own(arena, chain, is_given(key) ? key : chain, out, error);
	if (!code && config->site_count > 1 && !names(arena, out, host))
		return -ENOENT;
	return code;
}

int site_certificate(struct arena *arena, const struct config *config,
	const struct config_site *site, enum site_certificate_when when,
	struct certs_pair *out, char *error)
{
	const char *state;
	if (site->certificate.len)
		return certs_load(arena, arena_cstr(arena, site->certificate),
			arena_cstr(arena, site->key.len ? site->key : site->certificate),
			out, error);
	int code = credential(arena, config, site, out, error);
	if (code != -ENOENT)
		return code;
	state = arena_cstr(arena, config->state);
	if (when == CERTIFICATE_LOOK)
		return certs_find(arena, state, site->hosts.items[0], out, error);
	return certs_ensure(
		arena, state, site->hosts.items, site->hosts.count, out, error);
}

/* How to get one with all names of @site, as it is typed. */
static struct slice way_to_name_all(struct arena *arena, const struct config *config,
	const struct config_site *site, const struct certs_pair *pair)
{
	struct slice out;
	if (!slice_starts(pair->chain_path, config->state))
		return S("get one that does from your certificate authority");
	out = arena_printf(
		arena, "\"splashdown cert renew --state %.*s", SARG(config->state));
	for (size_t i = 0; i < site->hosts.count; i++)
		out = arena_printf(
			arena, "%.*s --host %.*s", SARG(out), SARG(site->hosts.items[i]));
	return arena_printf(arena, "%.*s\" adds the name and keeps the key", SARG(out));
}

/* Says who the certificate is for, once, and what about it will surprise a reader. */
static void log_certificate(struct arena *arena, const struct config *config,
	const struct config_site *site, const struct certs_pair *pair,
	enum site_certificate_when when)
{
	struct certs_facts facts;
	char error[CERTS_ERROR_BYTES];
	if (certs_facts(arena, pair->chain_pem, &facts, error)) {
		log_warning("%.*s: %s", SARG(pair->chain_path), error);
		return;
	}
	const struct log_field fields[] = {
		{"HOST", site->hosts.items[0], NULL},
		{"FILE", pair->chain_path, NULL},
		{"NOT_AFTER", facts.not_after, NULL},
		{"FINGERPRINT", facts.fingerprint, NULL},
	};
	const size_t count = sizeof(fields) / sizeof(fields[0]);
	log_fields(LOG_INFO, fields, count,
		"certificate %.*s (%s) for %.*s, valid until %.*s, SHA-256 %.*s",
		SARG(pair->chain_path), pair->generated ? "generated now" : "kept",
		SARG(facts.names), SARG(facts.not_after), SARG(facts.fingerprint));
	/* Credentials are copies: they came with the start. */
	if (pair->generated && when == CERTIFICATE_RELOAD &&
		getenv("CREDENTIALS_DIRECTORY"))
		log_warning("%.*s is new: its certificate was generated; restart to use "
			    "your own from LoadCredential=%.*s.crt:",
			SARG(site->hosts.items[0]), SARG(site->hosts.items[0]));
	if (facts.expired)
		log_fields(LOG_WARNING, fields, count,
			"%.*s expired on %.*s: clients will refuse it; renew it",
			SARG(pair->chain_path), SARG(facts.not_after));
	for (size_t i = 0; i < site->hosts.count; i++) {
		if (!certs_covers(&facts, site->hosts.items[i]))
			log_fields(LOG_WARNING, fields, count,
				"%.*s does not name %.*s; %.*s", SARG(pair->chain_path),
				SARG(site->hosts.items[i]),
				SARG(way_to_name_all(arena, config, site, pair)));
	}
}

int site_certificates(const struct config *config, struct arena *arena,
	struct tls_options *out, unsigned long long *stamp,
	enum site_certificate_when when, char *error)
{
	struct tls_certificate *list =
		arena_array(arena, config->site_count, struct tls_certificate);
	*stamp = 1;
	for (size_t i = 0; i < config->site_count; i++) {
		const struct config_site *site = &config->sites[i];
		struct certs_pair pair;
		int code = site_certificate(arena, config, site, when, &pair, error);
		if (code)
			return code;
		if (when != CERTIFICATE_LOOK)
			log_certificate(arena, config, site, &pair, when);
		list[i] = (struct tls_certificate){pair.chain_pem, pair.key_pem,
			site->hosts.items, site->hosts.count};
		*stamp = slice_hash_more(*stamp, pair.chain_pem);
		*stamp = slice_hash_more(*stamp, pair.key_pem);
	}
	*out = (struct tls_options){
		list, config->site_count, config->client_certificates};
	return 0;
}
