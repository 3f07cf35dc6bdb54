/* SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "bench.h"

#define PAGE_BYTES 12000

void server_start(
	struct bench *bench, const struct server_options *options, struct server *out)
{
	char name[32], gemini[32], gopher[32];
	char *state = options->state ? NULL : bench_path(bench, "state");
	out->gemini = options->again ? options->again->gemini : port_free();
	out->gopher = options->again ? options->again->gopher : port_free();
	snprintf(name, sizeof(name), "splashdown-%u.yaml", out->gemini);
	snprintf(gemini, sizeof(gemini), "127.0.0.1:%u", out->gemini);
	snprintf(gopher, sizeof(gopher), "127.0.0.1:%u", out->gopher);
	/* All clients are one address, which asks as fast as it can. */
	char *settings = NULL;
	if (asprintf(&settings, "limits:\n  rate: 0\n%s",
		    options->settings ? options->settings : "") < 0)
		abort();
	char *config = bench_write(bench, name, settings);
	free(settings);
	const char *const argv[] = {bench->program, "serve", options->folder, "--config",
		config, "--host", "localhost", "--gemini", gemini, "--gopher", gopher,
		"--state", options->state ? options->state : state, NULL};
	out->pid = options->one_core ? child_spawn_on_one_core(argv) : child_spawn(argv);
	free(state);
	free(config);
}

/* The page's text, the same each time. */
static void put_page(FILE *out)
{
	static const char *const words[] = {"reef", "tide", "lantern", "harbour", "slow",
		"letters", "a", "the", "of", "under", "weather", "and", "sails", "quiet",
		"old", "reads"};
	unsigned x = 1;
	fputs("---\ntitle: The page\n---\n", out);
	for (unsigned paragraph = 0; ftell(out) < PAGE_BYTES; paragraph++) {
		if (paragraph % 4 == 0)
			fprintf(out, "## Part %u\n\n", paragraph / 4 + 1);
		for (unsigned word = 0; word < 60; word++) {
			x = x * 1103515245 + 12345;
			fprintf(out, "%s ", words[x >> 16 & 15]);
		}
		fprintf(out, "[and more](https://example.org/%u).\n\n", paragraph);
	}
}

char *server_site(const struct bench *bench)
{
	char *folder = bench_path(bench, "site");
	if (mkdir(folder, 0755) == 0) {
		char *path = bench_path(bench, "site/page.md");
		FILE *file = fopen(path, "w");
		if (!file)
			abort();
		put_page(file);
		fclose(file);
		free(path);
	}
	return folder;
}

char *server_url(const struct server *server, const char *path)
{
	char *url;
	if (asprintf(&url, "gemini://localhost:%u%s\r\n", server->gemini, path) < 0)
		abort();
	return url;
}

char *server_chain(const struct bench *bench)
{
	return bench_path(bench, "state/localhost.crt");
}

char *server_key(const struct bench *bench)
{
	return bench_path(bench, "state/localhost.key");
}
