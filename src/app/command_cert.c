/* SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <string.h>

#include "app/certs.h"
#include "app/cli.h"
#include "app/config.h"

static const struct cli_option options[] = {
	{"config", "FILE", NULL,
		"configuration; else splashdown.yaml here if it is there"},
	{"host", "NAME", "hosts",
		"host name (may be repeated); the first names the files"},
	{"state", "DIR", "state", "where made certificates are kept"},
	{"cert", "FILE", "certificate", "certificate to import or to show"},
	{"key", "FILE", "key", "its private key"},
};

static int print_facts(struct arena *arena, const struct certs_pair *pair, char *error)
{
	struct certs_facts facts;
	int code = certs_facts(arena, pair->chain_pem, &facts, error);
	if (code)
		return code;
	printf("certificate  %.*s\nkey          %.*s\nsubject      %.*s\nnames        "
	       "%.*s\n"
	       "valid        %.*s to %.*s%s\nSHA-256      %.*s\nkey SHA-256  %.*s\n",
		SARG(pair->chain_path), SARG(pair->key_path), SARG(facts.subject),
		SARG(facts.names), SARG(facts.not_before), SARG(facts.not_after),
		facts.expired ? " (expired)" : "", SARG(facts.fingerprint),
		SARG(facts.key_fingerprint));
	return 0;
}

/* What to do for one site. */
static int act(const char *verb, const struct config *config,
	const struct config_site *site, struct certs_pair *pair, char *error)
{
	struct arena *arena = (struct arena *)&config->arena;
	const char *state = arena_cstr(arena, config->state);
	const struct slice *hosts = site->hosts.items;
	const char *chain =
		site->certificate.len ? arena_cstr(arena, site->certificate) : NULL;
	const char *key = site->key.len ? arena_cstr(arena, site->key) : chain;

	if (strcmp(verb, "import") == 0)
		return certs_import(arena, state, hosts[0], chain, key, pair, error);
	if (strcmp(verb, "renew") == 0)
		return certs_renew(arena, state, hosts, site->hosts.count, pair, error);
	if (strcmp(verb, "make") == 0)
		return certs_ensure(arena, state, hosts, site->hosts.count, pair, error);
	if (chain)
		return certs_load(arena, chain, key, pair, error);
	return certs_load(arena,
		arena_cstr(
			arena, arena_printf(arena, "%s/%.*s.crt", state, SARG(hosts[0]))),
		arena_cstr(
			arena, arena_printf(arena, "%s/%.*s.key", state, SARG(hosts[0]))),
		pair, error);
}

static int run(const struct cli_args *args)
{
	static const char *const verbs[] = {"show", "make", "renew", "import"};
	const char *verb = args->operands[0];
	char error[CERTS_ERROR_BYTES] = "";
	struct diag_list diags;
	struct config config;
	bool known = false;
	int status = 0;

	for (size_t i = 0; i < sizeof(verbs) / sizeof(*verbs); i++)
		known |= strcmp(verb, verbs[i]) == 0;
	if (!known || (strcmp(verb, "import") == 0 && !cli_get(args, "cert"))) {
		fprintf(stderr,
			known ? "splashdown cert import: name the files with --cert FILE "
				"and --key FILE\n"
			      : "splashdown cert: \"%s\" is none of show, make, renew, "
				"import\n",
			verb);
		return EXIT_USAGE;
	}
	diag_init(&diags);
	config_init(&config);
	int code = cli_config(args, ".", &config, &diags);
	cli_print_diags(&diags);
	diag_fini(&diags);
	for (size_t i = 0; !code && i < config.site_count; i++) {
		struct certs_pair pair = {0};
		code = act(verb, &config, &config.sites[i], &pair, error);
		if (!code && strcmp(verb, "make") == 0 && !pair.made)
			printf("kept: a certificate is there already; \"renew\" makes a "
			       "new one with its key\n");
		if (!code)
			code = print_facts(&config.arena, &pair, error);
		if (code) {
			fprintf(stderr, "splashdown cert %s: %s\n", verb, error);
			status = EXIT_FAILED;
		}
	}
	config_fini(&config);
	return code ? EXIT_FAILED : status;
}

const struct cli_command command_cert = {
	.name = "cert",
	.operands = "show|make|renew|import [OPTION]...",
	.meaning = "Shows, makes, renews (with the same key) or imports a certificate.",
	.options = options,
	.option_count = sizeof(options) / sizeof(*options),
	.operands_min = 1,
	.operands_max = 1,
	.run = run,
};
