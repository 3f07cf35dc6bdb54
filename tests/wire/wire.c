/* SPDX-License-Identifier: MIT */
/* Plays the conversations of this folder (see README.md) with the real services, a real site and
 * real workers in this process. */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "../support/peer.h"
#include "../support/searched.h"
#include "../support/unescape.h"
#include "app/balancers.h"
#include "app/preview.h"
#include "base/file.h"
#include "base/log.h"
#include "net/worker.h"
#include "scan/scan.h"
#include "serve/gemini_service.h"
#include "serve/gopher_service.h"
#include "serve/titan.h"
#include "store/store.h"

#define FOLDER         "tests/wire"
#define FILE_MAX_BYTES (256 * 1024)
#define SITES          2
#define TOKEN          "0123456789abcdef0123456789abcdef"

/* --- the capsule ------------------------------------------------------------------------------- */

/* For Gemini a port without TLS and one with it; for Gopher both on one; the preview knows no TLS. */
enum port_kind { PLAIN, SECURE, GOPHER, PREVIEW, PORT_KINDS };

/* A server with its own deadlines: for readers, and for balancers only. */
struct host {
	struct workers *workers;
	struct sockets readers, balancers;
};

static struct {
	char folder[64], uploads[80];
	struct store *stores[SITES];
	struct people people[SITES];
	struct site_config config;
	struct site *sites[SITES];
	struct serve_table table;
	struct serve_worker worker;
	struct serve serve;
	struct service plain, secure;
	struct gopher_service gopher;
	struct preview preview;
	struct tls_context *tls;
	struct test_certificate certificate;
	SSL_CTX *client;
	struct host patient, hasty;
} capsule;

static void give_back(void *ctx, struct site *site)
{
	(void)ctx;
	site_free(site);
}

static void *start_worker(struct worker *worker, void *ctx)
{
	(void)worker;
	return ctx;
}

static void copy(const char *from, const char *to)
{
	struct buf bytes;
	auto_close int source = open(from, O_RDONLY | O_CLOEXEC);
	auto_close int target = open(to, O_WRONLY | O_CREAT | O_CLOEXEC, 0644);

	buf_init(&bytes, BUF_UNLIMITED);
	assert_true(source >= 0 && target >= 0);
	assert_int_equal(file_read(source, FILE_MAX_BYTES, &bytes), 0);
	assert_int_equal(write(target, bytes.ptr, bytes.len), (ssize_t)bytes.len);
	buf_fini(&bytes);
}

static int copy_one(const char *path, const struct stat *info, int kind, struct FTW *walk)
{
	struct buf to;
	const char *below = path + strlen(FOLDER "/site");

	(void)info, (void)walk;
	buf_init(&to, BUF_UNLIMITED);
	buf_printf(&to, "%s%s", capsule.folder, below);
	buf_putc(&to, '\0');
	if (kind == FTW_D && *below)
		assert_int_equal(mkdir(to.ptr, 0755), 0);
	else if (kind == FTW_F)
		copy(path, to.ptr);
	buf_fini(&to);
	return 0;
}

static int remove_one(
	const char *path, const struct stat *info, int kind, struct FTW *walk)
{
	(void)info, (void)kind, (void)walk;
	return remove(path);
}

static void make_folder(void)
{
	const char *base = getenv("TMPDIR");

	snprintf(capsule.folder, sizeof(capsule.folder), "%s/splashdown-wire-XXXXXX",
		base && strlen(base) < 32 ? base : "/tmp");
	assert_non_null(mkdtemp(capsule.folder));
	assert_int_equal(nftw(FOLDER "/site", copy_one, 16, FTW_PHYS), 0);

	auto_close int folder = open(capsule.folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	assert_int_equal(mkfifoat(folder, "pipe.txt", 0644), 0);
	assert_int_equal(symlinkat("/etc/hostname", folder, "outside.txt"), 0);
	assert_int_equal(symlinkat("notes.txt", folder, "inside.txt"), 0);
	auto_close int hidden = openat(folder, ".hidden.txt", O_WRONLY | O_CREAT, 0644);
	assert_true(hidden >= 0);
}

/* The other site has a writer, who is nobody here, so that it takes uploads. */
static void open_uploads(void)
{
	static const struct person writer = {.name = S("writer"), .writes = true};
	static const struct store_options options = {
		.text_bytes = 1000, .file_bytes = 1000, .quota_bytes = 100000};

	snprintf(capsule.uploads, sizeof(capsule.uploads), "%s-uploads", capsule.folder);
	assert_int_equal(mkdir(capsule.uploads, 0700), 0);
	assert_int_equal(store_open(capsule.uploads, &options, &capsule.stores[1]), 0);
	capsule.people[1] =
		(struct people){.list = &writer, .count = 1, .desk = S("/me/")};
}

static void open_listener(
	struct sockets *sockets, bool for_balancers, const struct service *service)
{
	struct sockaddr_storage addresses[2];
	struct listener *listener = &sockets->listeners[sockets->count++];

	assert_int_equal(listener_parse(S("127.0.0.1:0"), 0, addresses), 1);
	listener->fd = listener_open(&addresses[0]);
	assert_true(listener->fd >= 0);
	assert_int_equal(listener_address(listener->fd, &listener->address), 0);
	listener->service = service;
	bool plain = service == &capsule.plain || service == &capsule.preview.service;
	listener->tls = plain ? NULL : capsule.tls;
	listener->preface_only = for_balancers;
}

static void start_listeners(
	struct host *host, struct sockets *sockets, bool for_balancers)
{
	sockets_init(sockets);
	open_listener(sockets, for_balancers, &capsule.plain);
	open_listener(sockets, for_balancers, &capsule.secure);
	open_listener(sockets, for_balancers, &capsule.gopher.service);
	open_listener(sockets, for_balancers, &capsule.preview.service);
	if (for_balancers)
		balancers_place(sockets);
	for (size_t i = 0; i < sockets->count; i++)
		workers_listen(host->workers, &sockets->listeners[i]);
}

static void start_host(struct host *host, unsigned request_ms)
{
	struct workers_options options = {
		.count = 1,
		.limits = {.request_ms = request_ms,
			.stall_ms = 20000,
			.linger_ms = 1000,
			.linger_bytes = 64 * 1024,
			.drain_ms = 1000},
		.start = start_worker,
		.ctx = &capsule.worker,
	};

	assert_int_equal(workers_new(&options, &host->workers), 0);
	struct preface_network loopback;
	assert_int_equal(preface_network_parse(S("127.0.0.1"), &loopback), 0);
	workers_trust(host->workers, &loopback, 1);
	start_listeners(host, &host->readers, false);
	start_listeners(host, &host->balancers, true);
}

static void start_tls(void)
{
	static const struct slice hosts[] = {
		S("localhost"), S("onion.example"), S("other.example")};
	char error[256];

	test_certificate_make(&capsule.certificate, "localhost", 2, 30);
	struct tls_certificate certificate = {
		.chain_pem = buf_slice(&capsule.certificate.chain),
		.key_pem = buf_slice(&capsule.certificate.key),
		.hosts = hosts,
		.host_count = 3,
	};
	struct tls_options options = {
		.certificates = &certificate, .count = 1, .ask_client_certificate = true};
	assert_int_equal(
		tls_context_new(&options, &capsule.tls, error, sizeof(error)), 0);
	capsule.client = peer_tls_new(0);
}

static int set_up(void **state)
{
	static const struct serve_host hosts[] = {{S("localhost"), 0, 1},
		{S("onion.example"), 0, 2}, {S("other.example"), 1, 1}};
	static const struct slice names[] = {S("localhost"), S("other.example")};
	static const uint16_t ports[] = {1965};
	static const struct serve_gopher gopher[] = {
		{.host = S("localhost"),
			.port = 70,
			.posts_are_text = true,
			.tls = true,
			.gemini = S("gemini://localhost")},
		{.host = S("other.example")}};
	struct log_settings quiet = {.level = LOG_ERROR};

	(void)state;
	log_setup(&quiet);
	make_folder();
	open_uploads();
	capsule.config = (struct site_config){.folder = capsule.folder,
		.title = S("Conversations"),
		.source = true,
		.search = true};
	for (int i = 0; i < SITES; i++)
		assert_int_equal(
			scan(&capsule.config, NULL, &(struct scan_hint){.all = true},
				1735689600, &capsule.sites[i]),
			0);
	capsule.table = (struct serve_table){.refs = 1,
		.hosts = hosts,
		.host_count = 3,
		.site_count = SITES,
		.names = names,
		.ports = ports,
		.port_count = 1,
		.gopher = gopher,
		.people = capsule.people,
		.stores = capsule.stores};
	capsule.worker =
		(struct serve_worker){.table = &capsule.table, .sites = capsule.sites};
	capsule.serve = (struct serve){.cache = cache_new(1024 * 1024),
		.tables = cache_new(SERVE_TABLES_MAX_BYTES),
		/* The other site's is not ready. */
		.search = searched_new(capsule.sites, 1),
		.titan = titan_new(),
		.site_free = give_back};
	gemini_service_init(&capsule.secure, &capsule.serve);
	capsule.plain = capsule.secure;
	capsule.plain.tls = false;
	gopher_service_init(&capsule.gopher, &capsule.serve, names[0]);
	assert_int_equal(preview_init(&capsule.preview), 0);
	snprintf(capsule.preview.token, sizeof(capsule.preview.token), "%s", TOKEN);
	start_tls();
	start_host(&capsule.patient, 20000);
	start_host(&capsule.hasty, 200);
	return 0;
}

static void end_host(struct host *host)
{
	workers_free(host->workers);
	sockets_close(&host->readers);
	sockets_close(&host->balancers);
}

static int tear_down(void **state)
{
	(void)state;
	end_host(&capsule.patient);
	end_host(&capsule.hasty);
	for (int i = 0; i < SITES; i++)
		serve_site_drop(&capsule.serve, capsule.sites[i]);
	preview_fini(&capsule.preview);
	search_free(capsule.serve.search);
	titan_free(capsule.serve.titan);
	store_close(capsule.stores[1]);
	cache_free(capsule.serve.cache);
	cache_free(capsule.serve.tables);
	tls_context_free(capsule.tls);
	SSL_CTX_free(capsule.client);
	test_certificate_fini(&capsule.certificate);
	/* Nobody could upload. */
	assert_int_equal(rmdir(capsule.uploads), 0);
	return nftw(capsule.folder, remove_one, 16, FTW_PHYS | FTW_DEPTH);
}

/* --- reading conversations ------------------------------------------------------------------------ */

struct play {
	const char *file;
	unsigned line;
	struct peer peer;
	struct peer_options options;
	bool tls, bytewise;
	bool shaken;      /* the handshake was tried */
	bool open, ended; /* connected; the server ended */
	enum peer_end end;
	struct buf heard; /* what came and was not yet expected */
	bool anything;    /* "<..." came before */
};

static void fault(const struct play *play, const char *what, struct slice got)
{
	struct buf shown;

	buf_init(&shown, BUF_UNLIMITED);
	log_escape(&shown, slice_head(got, 2000));
	print_error("%s:%u: %s (%s, %s)\n    got: %.*s\n", play->file, play->line, what,
		play->tls ? "TLS" : "plain", play->bytewise ? "byte by byte" : "whole",
		SARG(buf_slice(&shown)));
	buf_fini(&shown);
	fail();
}

/* --- playing ---------------------------------------------------------------------------------------- */

/* Under TLS, before the first byte that goes through it. A balancer's listener may have ended by then. */
static void shake_hands(struct play *play, bool must)
{
	if (!play->tls || play->shaken)
		return;
	play->shaken = true;
	if (peer_handshake(&play->peer, &play->options))
		return;
	if (must)
		fault(play, "no connection", slice_none);
	play->ended = true;
	play->end = PEER_RESET;
}

/* In the clear. What follows it is in the same packet, unless all goes byte by byte. */
static void say_first(struct play *play, struct slice bytes)
{
	size_t step = play->bytewise ? 1 : bytes.len;

	for (; bytes.len; bytes = slice_from(bytes, step))
		(void)send(play->peer.fd, bytes.ptr, step,
			MSG_NOSIGNAL | (play->bytewise ? 0 : MSG_MORE));
}

static void say(struct play *play, struct slice bytes)
{
	size_t step = play->bytewise ? 1 : bytes.len;

	/* What cannot be sent is no fault: an early answer may have ended it. */
	while (bytes.len && !play->ended &&
		peer_send(&play->peer, slice_head(bytes, step)))
		bytes = slice_from(bytes, step);
}

static bool hear(struct play *play)
{
	if (play->ended)
		return false;
	/* A server of these protocols says all and ends: there is no need to listen in between. */
	play->end = peer_read_all(&play->peer, &play->heard);
	play->ended = true;
	return true;
}

static void expect(struct play *play, struct slice bytes)
{
	hear(play);
	struct slice heard = buf_slice(&play->heard);
	ptrdiff_t at = play->anything ? slice_find(heard, bytes)
				      : slice_starts(heard, bytes) - 1;

	if (at < 0)
		fault(play, "another answer", heard);
	size_t used = (size_t)at + bytes.len;
	memmove(play->heard.ptr, play->heard.ptr + used, heard.len - used);
	buf_truncate(&play->heard, heard.len - used);
	play->anything = false;
}

static void expect_close(struct play *play)
{
	enum peer_end good = play->tls ? PEER_CLOSE_NOTIFY : PEER_EOF;

	hear(play);
	if (play->end == PEER_LATE)
		fault(play, "the server does not end", buf_slice(&play->heard));
	if (play->end == PEER_RESET)
		fault(play, "the server reset the connection", buf_slice(&play->heard));
	if (play->end != good)
		fault(play, "the server did not end in order", buf_slice(&play->heard));
	if (!play->anything && play->heard.len)
		fault(play, "more than was expected", buf_slice(&play->heard));
}

/* Without a word, and without an order that a balancer would not miss. */
static void expect_drop(struct play *play)
{
	hear(play);
	if (play->end == PEER_LATE)
		fault(play, "the server does not end", buf_slice(&play->heard));
	if (play->heard.len)
		fault(play, "the server said something", buf_slice(&play->heard));
}

/* The bytes of a line, "(port)" being the one that is connected to. */
static void put_bytes(const struct play *play, struct slice line, struct buf *out)
{
	struct slice port = S("(port)");
	ptrdiff_t at;

	while ((at = slice_find(line, port)) >= 0) {
		if (!unescape(slice_head(line, (size_t)at), out))
			fault(play, "an escape that nobody knows", line);
		buf_put_number(out, play->options.port);
		line = slice_from(line, (size_t)at + port.len);
	}
	if (!unescape(line, out))
		fault(play, "an escape that nobody knows", line);
}

static void do_line(struct play *play, struct slice line)
{
	struct buf bytes;

	if (line.len == 0 || line.ptr[0] == '#')
		return;
	buf_init(&bytes, BUF_UNLIMITED);
	if (line.ptr[0] != '!')
		put_bytes(play, slice_from(line, 2), &bytes);
	if (slice_eq(line, S("! close")))
		expect_close(play);
	else if (slice_eq(line, S("! drop")))
		expect_drop(play);
	else if (slice_eq(line, S("! end")))
		peer_half_close(&play->peer);
	else if (slice_eq(line, S("<...")))
		play->anything = true;
	else if (slice_starts(line, S("^ ")))
		say_first(play, buf_slice(&bytes));
	else if (slice_starts(line, S("> ")))
		shake_hands(play, false), say(play, buf_slice(&bytes));
	else if (slice_starts(line, S("< ")))
		expect(play, buf_slice(&bytes));
	else if (!slice_starts(line, S("! name ")) &&
		 !slice_any(line, S("! deadline|! gopher|! preview|! proxy"), slice_eq))
		fault(play, "a line that nobody understands", line);
	buf_fini(&bytes);
}

static void play_once(const char *file, struct slice text, bool tls, bool bytewise)
{
	struct play play = {.file = file, .tls = tls, .bytewise = bytewise};
	struct slice rest = text, line, name = slice_none;
	struct host *host = &capsule.patient;
	struct arena arena = {0};
	unsigned ends = 0;
	bool gopher = false, preview = false, proxy = false;

	while (slice_next_line(&rest, &line)) {
		if (slice_eq(line, S("! deadline")))
			host = &capsule.hasty;
		if (slice_starts(line, S("! name ")))
			name = slice_from(line, strlen("! name "));
		ends += slice_eq(line, S("! close")) || slice_eq(line, S("! drop"));
		gopher |= slice_eq(line, S("! gopher"));
		preview |= slice_eq(line, S("! preview"));
		proxy |= slice_eq(line, S("! proxy"));
	}
	if (ends != 1)
		fault(&play, "a conversation ends with one \"! close\" or \"! drop\"",
			slice_none);
	if ((name.len && !tls) || (preview && tls))
		return;
	const struct sockets *sockets = proxy ? &host->balancers : &host->readers;
	enum port_kind kind = gopher ? GOPHER : preview ? PREVIEW : tls ? SECURE : PLAIN;
	play.options = (struct peer_options){
		.port = listener_port(&sockets->listeners[kind].address),
		.tls = tls ? capsule.client : NULL,
		.server_name = name.len ? arena_cstr(&arena, name) : NULL,
	};
	buf_init(&play.heard, BUF_UNLIMITED);
	peer_connect(&play.peer, &play.options);
	if (!proxy)
		shake_hands(&play, true);
	rest = text;
	while (slice_next_line(&rest, &line)) {
		play.line++;
		do_line(&play, line);
	}
	peer_close(&play.peer);
	buf_fini(&play.heard);
	arena_fini(&arena);
}

static void play_file(void **state)
{
	const char *file = *state;
	struct buf text;

	buf_init(&text, BUF_UNLIMITED);
	auto_close int folder = open(FOLDER, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	assert_true(folder >= 0);
	assert_int_equal(
		file_read_beneath(folder, slice_str(file), FILE_MAX_BYTES, &text), 0);
	for (unsigned i = 0; i < 4; i++)
		play_once(file, buf_slice(&text), i & 1, i & 2);
	buf_fini(&text);
}

static int is_wire(const struct dirent *entry)
{
	return slice_ends(slice_str(entry->d_name), S(".wire"));
}

int main(void)
{
	struct dirent **entries;
	int count = scandir(FOLDER, &entries, is_wire, alphasort);

	if (count <= 0) {
		fprintf(stderr,
			"no conversations in %s: run it from the project's folder\n",
			FOLDER);
		return 1;
	}
	struct CMUnitTest *tests = calloc((size_t)count, sizeof(*tests));
	if (!tests)
		abort();
	for (int i = 0; i < count; i++)
		tests[i] = (struct CMUnitTest){.name = entries[i]->d_name,
			.test_func = play_file,
			.initial_state = entries[i]->d_name};
	int failed =
		_cmocka_run_group_tests("wire", tests, (size_t)count, set_up, tear_down);
	for (int i = 0; i < count; i++)
		free(entries[i]);
	free(entries);
	free(tests);
	return failed;
}
