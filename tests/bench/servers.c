/* SPDX-License-Identifier: MIT */
/* Splashdown, the floor and the peers that are installed, in turn, on the same page and key. */
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "bench.h"

#define CLIENTS        4
#define REQUESTS       1200
#define REQUESTS_QUICK 200
#define START_TRIES    200
#define GEMINI_PORT    29650
#define GOPHER_PORT    29700
#define PEER_PORT      29750

struct scene {
	char folder[64]; /* of the state and of the peers' content */
	char chain[128], key[128];
	char gemini_url[128], gopher_selector[64];
	size_t gemini_bytes, gopher_bytes; /* of the bodies */
	unsigned requests, rounds;
	unsigned errors;
	bool json, first_row;
};

static void pause_ms(long ms)
{
	struct timespec pause = {ms / 1000, ms % 1000 * 1000000};
	nanosleep(&pause, NULL);
}

static pid_t spawn(const char *const *argv)
{
	pid_t pid = fork();
	if (pid)
		return pid;
	int null = open("/dev/null", O_RDWR);
	dup2(null, 0);
	dup2(null, 1);
	dup2(null, 2);
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	execvp(argv[0], (char *const *)argv);
	_exit(127);
}

/* Asks until there is an answer; 0 when there never is. */
static size_t wait_for(const struct load *load)
{
	struct load one = *load;
	one.clients = one.requests = 1;
	for (int i = 0; i < START_TRIES; i++) {
		struct load_result result;
		load_run(&one, &result);
		if (result.good)
			return result.reply_bytes;
		pause_ms(25);
	}
	return 0;
}

/* CPU of the server per request, in microseconds; negative: it did not answer as it should. */
static double cost_us(struct scene *scene, pid_t pid, const struct load *load,
	struct load_result *result)
{
	uint64_t before = cpu_of_ns(pid);
	load_run(load, result);
	pause_ms(20);
	uint64_t after = cpu_of_ns(pid);
	unsigned bad = result->refused + result->cut + result->wrong;
	scene->errors += bad;
	if (!result->good || bad)
		return -1;
	return (double)(after - before) / 1e3 / result->good;
}

struct row {
	const char *what;
	struct load load;
	pid_t pid;
	double costs[BENCH_ROUNDS_MAX], ratios[BENCH_ROUNDS_MAX], p95[BENCH_ROUNDS_MAX];
	unsigned resumed, good;
};

/* All rows in turn, round after round; row 0 is what the others are compared to. */
static void measure(struct scene *scene, struct row *rows, size_t count)
{
	for (unsigned round = 0; round < scene->rounds; round++) {
		for (size_t i = 0; i < count; i++) {
			struct load_result result;
			rows[i].costs[round] =
				cost_us(scene, rows[i].pid, &rows[i].load, &result);
			rows[i].ratios[round] =
				rows[i].costs[round] / rows[0].costs[round];
			rows[i].p95[round] = result.p95_ms;
			rows[i].resumed += result.resumed;
			rows[i].good += result.good;
		}
	}
	for (size_t i = 0; i < count; i++) {
		double cost = median(rows[i].costs, scene->rounds);
		double ratio = median(rows[i].ratios, scene->rounds);
		double p95 = median(rows[i].p95, scene->rounds);
		unsigned resumed =
			rows[i].good ? rows[i].resumed * 100 / rows[i].good : 0;
		if (scene->json)
			printf("%s\n  {\"what\": \"%s\", \"cpu_us\": %.1f, \"ratio\": "
			       "%.2f, \"p95_ms\": %.2f, \"resumed_percent\": %u}",
				scene->first_row ? "" : ",", rows[i].what, cost, ratio,
				p95, resumed);
		else
			printf("%-44s %9.1f us %8.2f %9.2f ms %6u %%\n", rows[i].what,
				cost, ratio, p95, resumed);
		scene->first_row = false;
	}
}

/* Debian's molly-brown with the same certificate and the same page as a file; 0 when it is not here or
 * does not answer. */
static pid_t start_molly(struct scene *scene, const struct load *load)
{
	char config[160];
	snprintf(config, sizeof(config), "%s/molly.conf", scene->folder);
	FILE *file = fopen(config, "w");
	if (!file)
		return 0;
	fprintf(file,
		"Port = %d\nHostname = \"localhost\"\nCertPath = \"%s\"\nKeyPath = "
		"\"%s\"\n"
		"DocBase = \"%s/pages\"\nAccessLog = \"/dev/null\"\nErrorLog = "
		"\"/dev/null\"\n",
		PEER_PORT, scene->chain, scene->key, scene->folder);
	fclose(file);
	const char *const argv[] = {"molly-brown", "-c", config, NULL};
	pid_t pid = spawn(argv);
	if (wait_for(load))
		return pid;
	child_stop(pid);
	return 0;
}

static void gemini_rows(struct scene *scene, pid_t splashdown, bool peers)
{
	struct floor floor;
	char floor_request[64];
	if (!floor_start(&floor, scene->gemini_bytes, scene->chain, scene->key))
		return;
	snprintf(floor_request, sizeof(floor_request), "gemini://localhost/\r\n");
	struct row rows[] = {
		{.what = "floor, full handshake",
			.pid = floor.pid,
			.load = {.port = floor.port,
				.tls = true,
				.request = floor_request}},
		{.what = "splashdown, full handshake",
			.pid = splashdown,
			.load = {.port = GEMINI_PORT,
				.tls = true,
				.request = scene->gemini_url}},
		{.what = "floor, resumed",
			.pid = floor.pid,
			.load = {.port = floor.port,
				.tls = true,
				.resume = true,
				.request = floor_request}},
		{.what = "splashdown, resumed",
			.pid = splashdown,
			.load = {.port = GEMINI_PORT,
				.tls = true,
				.resume = true,
				.request = scene->gemini_url}},
		{.what = "molly-brown, full handshake",
			.load = {.port = PEER_PORT,
				.tls = true,
				.request = "gemini://localhost/page.gmi\r\n"}},
	};
	size_t count = sizeof(rows) / sizeof(*rows) - 1; /* without the peer */
	for (size_t i = 0; i <= count; i++) {
		rows[i].load.clients = CLIENTS;
		rows[i].load.requests = scene->requests;
		if (i < count && !wait_for(&rows[i].load))
			scene->errors++;
	}
	rows[count].pid = peers ? start_molly(scene, &rows[count].load) : 0;
	measure(scene, rows, rows[count].pid ? count + 1 : count);
	child_stop(rows[count].pid);
	child_stop(floor.pid);
}

static void gopher_rows(struct scene *scene, pid_t splashdown)
{
	struct floor floor;
	if (!floor_start(&floor, scene->gopher_bytes, NULL, NULL))
		return;
	struct row rows[] = {
		{.what = "floor, gopher text",
			.pid = floor.pid,
			.load = {.port = floor.port, .request = "/\r\n"}},
		{.what = "splashdown, gopher text",
			.pid = splashdown,
			.load = {.port = GOPHER_PORT, .request = scene->gopher_selector}},
	};
	for (size_t i = 0; i < 2; i++) {
		rows[i].load.clients = CLIENTS;
		rows[i].load.requests = scene->requests * 2;
	}
	measure(scene, rows, 2);
	child_stop(floor.pid);
}

static void write_page(const struct scene *scene)
{
	char path[160];
	snprintf(path, sizeof(path), "%s/pages", scene->folder);
	mkdir(path, 0755);
	snprintf(path, sizeof(path), "%s/pages/page.gmi", scene->folder);
	FILE *file = fopen(path, "w");
	for (size_t i = 0; file && i < scene->gemini_bytes; i++)
		fputc(i % 64 == 63 ? '\n' : 'x', file);
	if (file)
		fclose(file);
}

static void idle_memory(struct scene *scene, pid_t pid)
{
	void **held;
	size_t wanted = 1000;
	uint64_t before = memory_pss_kib(pid);
	size_t open = load_hold(GEMINI_PORT, true, wanted, &held);
	uint64_t after = memory_pss_kib(pid);
	double each = open ? (double)(after - before) / (double)open : 0;
	if (scene->json)
		printf(",\n  {\"what\": \"idle TLS connection\", \"kib\": %.1f, "
		       "\"held\": %zu}",
			each, open);
	else
		printf("%-44s %9.1f KiB (%zu held), base PSS %.1f MiB\n",
			"idle TLS connection", each, open, (double)before / 1024);
	if (open < wanted)
		scene->errors++;
	load_release(held, open);
}

static pid_t start_splashdown(
	const struct scene *scene, const char *program, const char *folder)
{
	char gemini[32], gopher[32], config[160];
	snprintf(config, sizeof(config), "%s/splashdown.yaml", scene->folder);
	FILE *file = fopen(config, "w");
	if (!file)
		return -1;
	fputs("limits:\n  per_address: 20000\n  per_address_hard: 20000\nlog:\n  access: "
	      "no\n"
	      "deadlines:\n  request: 60s\n",
		file);
	fclose(file);
	snprintf(gemini, sizeof(gemini), "127.0.0.1:%d", GEMINI_PORT);
	snprintf(gopher, sizeof(gopher), "127.0.0.1:%d", GOPHER_PORT);
	const char *const argv[] = {program, "serve", folder, "--config", config,
		"--host", "localhost", "--gemini", gemini, "--gopher", gopher, "--state",
		scene->folder, NULL};
	return spawn(argv);
}

static int scene_open(struct scene *scene)
{
	snprintf(scene->folder, sizeof(scene->folder), "/tmp/splashdown-bench-XXXXXX");
	if (!mkdtemp(scene->folder))
		return -1;
	snprintf(scene->chain, sizeof(scene->chain), "%s/localhost.crt", scene->folder);
	snprintf(scene->key, sizeof(scene->key), "%s/localhost.key", scene->folder);
	return 0;
}

static void scene_close(const struct scene *scene)
{
	const char *const argv[] = {"rm", "-rf", scene->folder, NULL};
	waitpid(spawn(argv), NULL, 0);
}

int bench_servers(
	const char *program, const char *folder, unsigned rounds, bool quick, bool json)
{
	struct scene scene = {.requests = quick ? REQUESTS_QUICK : REQUESTS,
		.rounds = rounds,
		.json = json,
		.first_row = true};
	if (scene_open(&scene))
		return 1;
	pid_t pid = start_splashdown(&scene, program, folder);
	snprintf(scene.gemini_url, sizeof(scene.gemini_url),
		"gemini://localhost:%d/guide/writing-posts/\r\n", GEMINI_PORT);
	snprintf(scene.gopher_selector, sizeof(scene.gopher_selector),
		"/guide/writing-posts.txt\r\n");
	struct load gemini = {
		.port = GEMINI_PORT, .tls = true, .request = scene.gemini_url};
	struct load gopher = {.port = GOPHER_PORT, .request = scene.gopher_selector};
	scene.gemini_bytes = wait_for(&gemini);
	if (!scene.gemini_bytes) {
		fprintf(stderr, "bench: %s does not serve %s\n", program, folder);
		child_stop(pid);
		scene_close(&scene);
		return 1;
	}
	if (!json)
		printf("%-44s %12s %8s %12s %8s\n", "one page from the cache",
			"server CPU", "ratio", "p95", "resumed");
	else
		printf("{\"servers\": [");
	write_page(&scene);
	gemini_rows(&scene, pid, !quick);
	scene.gopher_bytes = wait_for(&gopher);
	if (scene.gopher_bytes)
		gopher_rows(&scene, pid);
	if (!quick)
		idle_memory(&scene, pid);
	printf(json ? "\n], \"errors\": %u}\n" : "errors: %u\n", scene.errors);
	child_stop(pid);
	scene_close(&scene);
	return scene.errors ? 1 : 0;
}
