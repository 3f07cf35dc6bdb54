/* SPDX-License-Identifier: MIT */
#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "app/certs.h"
#include "app/command.h"
#include "app/config_keys.h"
#include "app/state_folder.h"
#include "base/log.h"
#include "base/uri.h"

static const struct cli_option options[] = {
	{"config", "FILE", NULL,
		"configuration file (default: ./splashdown.yaml, if any)"},
	{"host", "NAME", "hosts",
		"host name (may be repeated); the first names the files; without it "
		"\"show\" shows all"},
	{"state", "DIR", "state", "folder for generated certificates"},
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
	int code = certs_find(arena, state, hosts[0], pair, error);
	if (code == -ENOENT && access(arena_cstr(arena, pair->chain_path), F_OK) &&
		access(arena_cstr(arena, pair->key_path), F_OK))
		snprintf(error, CERTS_ERROR_BYTES,
			"no certificate for %.*s in %s; leave out --host to show all",
			SARG(hosts[0]), state);
	return code;
}

static int report(const char *verb, const char *error)
{
	fprintf(stderr, "splashdown cert %s: %s\n", verb, error);
	return EXIT_FAILED;
}

/* --- all that are there --------------------------------------------------------------------------- */

/* Names of the certificates in @state, in order. 0 or -errno. */
static int list_names(
	struct arena *arena, const char *state, struct slice **out, size_t *out_count)
{
	struct slice *names = NULL;
	size_t count = 0, room = 0;
	DIR *folder = opendir(state);
	int error = folder || errno == ENOENT ? 0 : -errno;
	for (const struct dirent *entry; folder && (entry = readdir(folder));) {
		struct slice name = slice_str(entry->d_name);
		if (!slice_ends(name, S(".crt")) || slice_starts(name, S(".")))
			continue;
		*arena_next(arena, names, count, room) =
			arena_dup(arena, slice_head(name, name.len - 4));
	}
	if (folder)
		closedir(folder);
	if (count)
		qsort(names, count, sizeof(*names), slice_order);
	*out = names;
	*out_count = count;
	return error;
}

static int show(
	struct arena *arena, const struct certs_pair *pair, bool *first, char *error)
{
	if (!*first)
		putchar('\n');
	*first = false;
	return print_facts(arena, pair, error);
}

/* Those that the configuration names, then those in the state folder. One that cannot be read keeps
 * the others from nobody. */
static int show_all(struct config *config)
{
	struct arena *arena = &config->arena;
	const char *state = arena_cstr(arena, config->state);
	char error[CERTS_ERROR_BYTES] = "";
	bool first = true;
	int status = 0;
	struct slice *names;
	size_t count;
	int unread = list_names(arena, state, &names, &count);

	for (size_t i = 0; i < config->site_count; i++) {
		struct certs_pair pair = {0};
		if (!config->sites[i].certificate.len)
			continue;
		if (act("show", config, &config->sites[i], &pair, error) ||
			show(arena, &pair, &first, error))
			status = report("show", error);
	}
	for (size_t i = 0; i < count; i++) {
		struct certs_pair pair = {0};
		if (certs_find(arena, state, names[i], &pair, error) ||
			show(arena, &pair, &first, error))
			status = report("show", error);
	}
	if (unread) {
		snprintf(error, sizeof(error), "%s: %s", state, log_strerror(unread));
		return report("show", error);
	}
	if (first && !status) {
		fprintf(stderr,
			"splashdown cert show: no certificate in %s; the first start "
			"makes one, as does \"splashdown cert make --host NAME\"; name "
			"another folder with --state DIR\n",
			state);
		return EXIT_FAILED;
	}
	return status;
}

/* --- those of sites ------------------------------------------------------------------------------- */

static bool has_host(const struct config_site *site, struct slice host)
{
	for (size_t i = 0; i < site->hosts.count; i++) {
		if (slice_eq(site->hosts.items[i], host))
			return true;
	}
	return false;
}

/* Of several sites the one that --host names, with the files that the command line names. */
static int pick_site(struct config *config, const struct cli_args *args)
{
	const char *name = cli_get(args, "host"), *chain = cli_get(args, "cert"),
		   *key = cli_get(args, "key");
	if (!name)
		return 0;
	struct slice host = uri_host_key(&config->arena, slice_str(name));
	for (size_t i = 0; i < config->site_count; i++) {
		if (!has_host(&config->sites[i], host))
			continue;
		config->sites[0] = config->sites[i];
		config->site_count = 1;
		if (chain) {
			config->sites[0].certificate = slice_str(chain);
			config->sites[0].key = slice_str(key ? key : "");
		}
		return 0;
	}
	fprintf(stderr, "splashdown cert: %.*s has no site named %s\n",
		SARG(config->file), name);
	return -EINVAL;
}

/* The command line without what it says of one site: a list of sites has that of each. */
static struct cli_args without_site(const struct cli_args *args)
{
	struct cli_args rest = *args;
	rest.option_count = 0;
	for (size_t i = 0; i < args->option_count; i++) {
		const char *key = args->options[i].option->key;
		if (!key || !config_key_find(slice_str(key))->of_site)
			rest.options[rest.option_count++] = args->options[i];
	}
	return rest;
}

static int load(struct config *config, const struct cli_args *args)
{
	struct cli_args rest = without_site(args);
	auto_diags struct diag_list diags = {0};
	config_init(config);
	int code = cli_config(&rest, ".", config, &diags);
	bool one = config->is_only;
	if (one) {
		diag_fini(&diags);
		config_fini(config);
		config_init(config);
		code = cli_config(args, ".", config, &diags);
	}
	cli_print_diags(&diags);
	return code || one ? code : pick_site(config, args);
}

static int act_on_all(const char *verb, const struct config *config)
{
	struct arena *arena = (struct arena *)&config->arena;
	char error[CERTS_ERROR_BYTES] = "";
	bool first = true;
	if (strcmp(verb, "show") != 0)
		state_folder_sweep(arena_cstr(arena, config->state));
	for (size_t i = 0; i < config->site_count; i++) {
		struct certs_pair pair = {0};
		int code = act(verb, config, &config->sites[i], &pair, error);
		if (!code && strcmp(verb, "make") == 0 && !pair.generated)
			printf("kept: there is a certificate already; \"renew\" makes a "
			       "new one with the same key\n");
		if (!code)
			code = show(arena, &pair, &first, error);
		if (code)
			return report(verb, error);
	}
	return 0;
}

static int run(const struct cli_args *args)
{
	const char *verb = args->operands[0];
	bool known = slice_any(
		slice(verb, strlen(verb)), S("show|make|renew|import"), slice_eq);
	struct config config;

	if (!known || (strcmp(verb, "import") == 0 && !cli_get(args, "cert"))) {
		fprintf(stderr,
			known ? "splashdown cert import: name the files with --cert FILE "
				"and --key FILE\n"
			      : "splashdown cert: unknown action \"%s\"; use show, make, "
				"renew or import\n",
			verb);
		return EXIT_USAGE;
	}
	if (args->operand_count > 1) {
		fprintf(stderr,
			"splashdown cert %s: too many operands: \"%s\"; to name a host: "
			"splashdown cert %s --host %s\n",
			verb, args->operands[1], verb, args->operands[1]);
		return EXIT_USAGE;
	}
	int status = load(&config, args) ? EXIT_FAILED : 0;
	bool all = strcmp(verb, "show") == 0 && !cli_get(args, "host") &&
		   !cli_get(args, "cert");
	if (!status)
		status = all ? show_all(&config) : act_on_all(verb, &config);
	/* Private keys came in. */
	arena_wipe(&config.arena);
	config_fini(&config);
	return status;
}

const struct cli_command command_cert = {
	.name = "cert",
	.operands = "show|make|renew|import [OPTION]...",
	.meaning = "Shows, makes, renews (with the same key) or imports a certificate.",
	.options = options,
	.option_count = sizeof(options) / sizeof(*options),
	.operands_min = 1,
	.operands_max = 2, /* of which the second is told where it belongs */
	.run = run,
};
