/* SPDX-License-Identifier: MIT */
#include "peers.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define START_TRIES 3
#define START_MS    4000

const struct peer gemini_peers[] = {
	{.program = "molly-brown",
		.part = 1,
		.limit = 0.9,
		.config = "Port = %p\nHostname = \"localhost\"\nCertPath = \"%c\"\n"
			  "KeyPath = \"%k\"\nDocBase = \"%d\"\n"
			  "AccessLog = \"/dev/null\"\nErrorLog = \"/dev/null\"\n",
		.argv = {"-c", "%f"}},
	{.program = "gmid",
		.part = 1,
		.limit = 0.75,
		.config = "log syslog off\nserver \"localhost\" {\n"
			  "\tlisten on 127.0.0.1 port %p\n\tcert \"%c\"\n\tkey \"%k\"\n"
			  "\troot \"%d\"\n}\n",
		.argv = {"-f", "-c", "%f"}},
	{.program = "gmnisrv",
		.part = 1,
		.limit = 0.65,
		.config = "listen=127.0.0.1:%p\n[:tls]\nstore=%s\n[localhost]\nroot=%d\n",
		.argv = {"-C", "%f"}},
	{.program = "jetforce",
		.part = 4,
		.limit = 0.45,
		.argv = {"--port", "%p", "--tls-certfile", "%c", "--tls-keyfile", "%k",
			"--dir", "%d"}},
	/* It wants its certificate as DER and makes one of the same kind when there is none. */
	{.program = "agate",
		.part = 1,
		.argv = {"--addr", "127.0.0.1:%p", "--hostname", "localhost", "--content",
			"%d", "--certs", "%s/agate"}},
	{0},
};

/* gophernicus: no syslog, and as root only under the eyes of a benchmark. It counts clients in shared memory
 * and would soon turn ours away. */
const struct peer gopher_peers[] = {
	{.program = "gophernicus",
		.part = 8,
		.gopher = true,
		.limit = 0.02,
		.inetd = true,
		.argv = {"-h", "localhost", "-p", "%p", "-r", "%d", "-nv", "-ns", "-nr",
			"-i", "1000000000", "-k", "1000000000"}},
	{.program = "pygopherd",
		.part = 8,
		.gopher = true,
		.limit = 0.02,
		.config = "[pygopherd]\ndetach = no\nport = %p\nservername = localhost\n"
			  "servertype = ForkingTCPServer\ntimeout = 60\n"
			  "abstract_headers = on\nabstract_entries = always\n"
			  "tracebacks = yes\nusechroot = no\nenable_tls = no\nroot = %d\n"
			  "mimetypes = /etc/pygopherd/mime.types:/etc/mime.types\n"
			  "encoding = []\n[logger]\nlogmethod = none\n"
			  "[GopherEntry]\ndefaultmimetype = text/plain\n"
			  "mapping = [['text/.+', '0'], ['.*', '0']]\neaexts = {}\n"
			  "[handlers.HandlerMultiplexer]\nhandlers = [file.FileHandler]\n"
			  "[protocols.ProtocolMultiplexer]\n"
			  "protocols = [rfc1436.GopherProtocol]\n",
		.argv = {"%f"}},
	{0},
};

static bool installed(const char *program)
{
	const char *path = getenv("PATH");
	for (; path; path = strchr(path, ':') ? strchr(path, ':') + 1 : NULL) {
		char *file;
		int len = (int)strcspn(path, ":");
		if (asprintf(&file, "%.*s/%s", len, path, program) < 0)
			abort();
		bool found = access(file, X_OK) == 0;
		free(file);
		if (found)
			return true;
	}
	return false;
}

struct setup {
	uint16_t port;
	char *chain, *key, *store, *pages, *config;
};

/* To be freed. */
static char *expand(const char *text, const struct setup *setup)
{
	char *done = NULL;
	size_t len;
	FILE *out = open_memstream(&done, &len);
	if (!out)
		abort();
	for (; *text; text++) {
		if (*text != '%') {
			fputc(*text, out);
			continue;
		}
		switch (*++text) {
		case 'p':
			fprintf(out, "%u", setup->port);
			break;
		case 'c':
			fputs(setup->chain, out);
			break;
		case 'k':
			fputs(setup->key, out);
			break;
		case 's':
			fputs(setup->store, out);
			break;
		case 'd':
			fputs(setup->pages, out);
			break;
		case 'f':
			fputs(setup->config, out);
			break;
		default:
			abort();
		}
	}
	fclose(out);
	return done;
}

static void launch(struct bench *bench, struct rival *rival)
{
	const struct peer *peer = rival->peer;
	const char *argv[20] = {peer->program};
	char *made[20] = {0}, *config = NULL;
	struct setup setup = {.port = rival->port,
		.chain = server_chain(bench),
		.key = server_key(bench),
		.store = bench_path(bench, "state"),
		.pages = bench_path(bench, "pages")};
	if (peer->config) {
		config = expand(peer->config, &setup);
		setup.config = bench_write(bench, peer->program, config);
	}
	for (size_t i = 0; peer->argv[i]; i++)
		argv[i + 1] = made[i] = expand(peer->argv[i], &setup);
	rival->pid = peer->inetd ? child_inetd(rival->port, argv) : child_spawn(argv);
	for (size_t i = 0; made[i]; i++)
		free(made[i]);
	free(config);
	free(setup.config);
	free(setup.chain);
	free(setup.key);
	free(setup.store);
	free(setup.pages);
}

static void write_page(
	const struct bench *bench, const char *name, const struct body *body)
{
	char *path = bench_path(bench, name);
	FILE *file = fopen(path, "w");
	if (!file || fwrite(body->bytes, 1, body->len, file) != body->len ||
		fclose(file)) {
		perror(path);
		abort();
	}
	free(path);
}

static struct load model(const struct rival *rival)
{
	return (struct load){.port = rival->port,
		.tls = !rival->peer->gopher,
		.lenient = true,
		.request = rival->peer->gopher ? "/page.txt\r\n"
					       : "gemini://localhost/page.gmi\r\n"};
}

static void rival_start(struct bench *bench, struct rival *rival, const struct body *body)
{
	struct body answer = {0};
	bool good = false;
	/* gmid does not always survive its start. */
	for (int i = 0; i < START_TRIES && !good && !bench_stopped(); i++) {
		child_stop(rival->pid);
		rival->port = port_free();
		launch(bench, rival);
		struct load load = model(rival);
		good = load_fetch_within(&load, &answer, START_MS);
	}
	/* A text over Gopher may end in a dot. */
	if (!good || answer.len < body->len) {
		row_note(rival->row, good ? "answers with something else"
					  : "installed, does not answer");
		child_stop(rival->pid);
		rival->peer = NULL;
		free(answer.bytes);
		return;
	}
	free(answer.bytes);
}

void rivals_start(struct bench *bench, const struct peer *peers, const char *what,
	const struct body *body, struct rival rivals[PEERS_MAX])
{
	char *pages = bench_path(bench, "pages");
	mkdir(pages, 0755);
	free(pages);
	write_page(bench, "pages/page.gmi", body);
	write_page(bench, "pages/page.txt", body);
	for (size_t i = 0; peers[i].program && !bench_stopped(); i++) {
		rivals[i].row = rows_add(&bench->rows,
			&(struct row_spec){.what = what,
				.unit = "us CPU",
				.beside = peers[i].program,
				.goal = peers[i].limit > 0 ? GOAL_RATIO_AT_MOST
							   : GOAL_NONE,
				.limit = peers[i].limit});
		if (!installed(peers[i].program)) {
			row_note(rivals[i].row, "not installed");
			continue;
		}
		rivals[i].peer = &peers[i];
		rival_start(bench, &rivals[i], body);
	}
}

void rivals_round(struct bench *bench, struct rival rivals[PEERS_MAX],
	const struct load *load, double our_cost_us)
{
	for (size_t i = 0; i < PEERS_MAX; i++) {
		struct load_result result;
		if (!rivals[i].peer)
			continue;
		struct load theirs = model(&rivals[i]);
		theirs.clients = load->clients;
		theirs.requests = load->requests / rivals[i].peer->part;
		row_add(rivals[i].row, our_cost_us,
			load_cost_us(bench, NULL, rivals[i].pid, &theirs, &result));
		if (load_failed(&result)) {
			char *errors = load_errors_text(&result);
			row_note(rivals[i].row, "%s", errors);
			free(errors);
		}
	}
}

void rivals_stop(struct rival rivals[PEERS_MAX])
{
	for (size_t i = 0; i < PEERS_MAX; i++)
		if (rivals[i].peer)
			child_stop(rivals[i].pid);
}
