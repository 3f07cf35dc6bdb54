/* SPDX-License-Identifier: MIT */
#include "server.h"

#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#include "base/log.h"

#define REQUEST_MAX 1026

/* --- the service ---------------------------------------------------------------------------- */

struct server server;

#define seen server.seen

char server_byte(size_t i)
{
	return (char)('a' + i % 23);
}

static struct blob *blob_of(size_t len)
{
	struct blob *blob = blob_new(len);

	for (size_t i = 0; i < len; i++)
		blob->bytes[i] = server_byte(i);
	return blob;
}

static int file_of(size_t len)
{
	int fd = memfd_create("served", MFD_CLOEXEC);
	struct blob *blob = blob_of(len);

	assert_true(fd >= 0);
	assert_int_equal(write(fd, blob->bytes, len), (ssize_t)len);
	assert_int_equal(lseek(fd, 0, SEEK_SET), 0);
	blob_drop(blob);
	return fd;
}

static size_t number_of(struct slice text)
{
	unsigned long long number = 0;

	assert_true(slice_to_uint(text, &number));
	return (size_t)number;
}

static void work(void *data)
{
	(void)data;
	for (unsigned i = 0; i < 20000 && !atomic_load(&seen.release_work); i++)
		usleep(1000);
}

static void finish(void *data, struct conn *conn, struct reply *reply)
{
	if (!conn) {
		atomic_fetch_add(&seen.finished_alone, 1);
		free(data);
		return;
	}
	reply->head = arena_printf(conn_arena(conn), "20 deferred %s\r\n", (char *)data);
	free(data);
}

/* Work on a thread of its own, until the test or the connection's end releases it. */
static void *work_elsewhere(void *data)
{
	struct deferred *aside = data;

	for (unsigned i = 0; i < 20000 && !atomic_load(&seen.release_work) &&
			     !atomic_load(conn_aside_over(aside));
		i++)
		usleep(1000);
	conn_resume(aside);
	return NULL;
}

static void set_aside(struct conn *conn, struct slice words)
{
	struct deferred *aside =
		conn_set_aside(conn, finish, strndup(words.ptr, words.len));
	pthread_t thread;

	assert_int_equal(pthread_create(&thread, NULL, work_elsewhere, aside), 0);
	pthread_detach(thread);
}

static struct slice who_is(struct arena *arena, const struct tls_identity *who)
{
	auto_buf struct buf out = BUF(1024);

	if (!who)
		return S("nobody");
	for (size_t i = 0; i < sizeof(who->key); i++)
		buf_printf(&out, "%02x", who->key[i]);
	buf_putc(&out, ' ');
	for (size_t i = 0; i < sizeof(who->certificate); i++)
		buf_printf(&out, "%02x", who->certificate[i]);
	buf_printf(&out, " %lld", (long long)who->expires_at);
	return buf_dup(&out, arena);
}

/* --- bodies --------------------------------------------------------------------------------- */

struct taken {
	size_t want, got;
};

static enum service_verdict take(void *data, struct conn *conn,
	const struct service_call *call, struct reply *reply)
{
	struct taken *taken = data;
	size_t more = call->bytes.len;

	atomic_fetch_add(&seen.body_bytes, more);
	if (more > atomic_load(&seen.body_piece))
		atomic_store(&seen.body_piece, more);
	if (more > taken->want - taken->got)
		more = taken->want - taken->got;
	for (size_t i = 0; i < more; i++)
		assert_int_equal(call->bytes.ptr[i], server_byte(taken->got + i));
	taken->got += more;
	if (taken->got < taken->want && !call->end && !call->timed_out)
		return SERVICE_MORE;
	reply->head = taken->got == taken->want ? S("20 body\r\n")
		      : call->timed_out         ? S("59 slow\r\n")
						: arena_printf(conn_arena(conn),
							  "59 short %zu\r\n", taken->got);
	free(taken);
	return SERVICE_REPLY;
}

static void cut(void *data)
{
	free(data);
	atomic_fetch_add(&seen.cut, 1);
}

static void begin_body(struct reply *reply, size_t want)
{
	static const struct request_body body = {take, cut};
	struct taken *taken = calloc(1, sizeof(*taken));

	taken->want = want;
	reply->body = &body;
	reply->body_data = taken;
	atomic_fetch_add(&seen.bodies, 1);
}

static void finish_to_body(void *data, struct conn *conn, struct reply *reply)
{
	size_t *want = data;

	if (conn)
		begin_body(reply, *want);
	else
		atomic_fetch_add(&seen.finished_alone, 1);
	free(want);
}

/* @line_bytes: with its CRLF. */
static enum service_verdict answer_body(struct conn *conn, struct slice word, size_t want,
	size_t line_bytes, struct reply *reply)
{
	conn_keep_body(conn, line_bytes);
	if (slice_eq(word, S("unread"))) {
		reply->head = S("59 unread\r\n");
	} else if (slice_eq(word, S("body"))) {
		begin_body(reply, want);
	} else {
		size_t *data = malloc(sizeof(*data));
		*data = want;
		atomic_fetch_add(&seen.deferred, 1);
		conn_defer(conn, work, finish_to_body, data);
		return SERVICE_WAIT;
	}
	return SERVICE_REPLY;
}

static enum service_verdict answer(struct conn *conn, struct slice line,
	const struct service_call *call, struct reply *reply)
{
	struct arena *arena = conn_arena(conn);
	struct slice word, rest;

	slice_cut(line, ' ', &word, &rest);
	if (slice_has_word(S("body later unread"), word))
		return answer_body(conn, word, number_of(rest), line.len + 2, reply);
	if (slice_eq(word, S("blob"))) {
		reply->head = S("20 blob\r\n");
		reply->blob = blob_of(number_of(rest));
	} else if (slice_eq(word, S("file"))) {
		reply->head = S("20 file\r\n");
		reply->file_bytes = number_of(rest);
		reply->file = file_of(number_of(rest));
	} else if (slice_eq(word, S("shrunk"))) {
		reply->head = S("20 shrunk\r\n");
		reply->file_bytes = 200000;
		reply->file = file_of(number_of(rest));
	} else if (slice_eq(word, S("name"))) {
		reply->head =
			arena_printf(arena, "20 %.*s\r\n", SARG(conn_server_name(conn)));
	} else if (slice_eq(word, S("peer"))) {
		reply->head = arena_printf(conn_arena(conn), "20 %.*s %u\r\n",
			SARG(conn_peer_text(conn)), conn_local_port(conn));
	} else if (slice_eq(word, S("resumed"))) {
		reply->head = conn_resumed(conn) ? S("20 yes\r\n") : S("20 no\r\n");
	} else if (slice_eq(word, S("key"))) {
		static const char *const keys[] = {"good", "weak", "large"};
		const struct tls_identity *who = conn_identity(conn);
		reply->head = arena_printf(
			arena, "20 %s\r\n", who ? keys[who->strength] : "none");
	} else if (slice_eq(word, S("who"))) {
		reply->head = arena_printf(
			arena, "20 %.*s\r\n", SARG(who_is(arena, conn_identity(conn))));
	} else if (slice_eq(word, S("close"))) {
		return SERVICE_CLOSE;
	} else if (slice_eq(word, S("wait"))) {
		if (call->timed_out)
			reply->head = S("41 too late\r\n");
		else if (atomic_load(&seen.may_answer))
			reply->head = S("20 at last\r\n");
		else {
			atomic_fetch_add(&seen.waited, 1);
			return SERVICE_WAIT;
		}
	} else if (slice_eq(word, S("defer"))) {
		atomic_fetch_add(&seen.deferred, 1);
		conn_defer(conn, work, finish, strndup(rest.ptr, rest.len));
		return SERVICE_WAIT;
	} else if (slice_eq(word, S("aside"))) {
		atomic_fetch_add(&seen.deferred, 1);
		set_aside(conn, rest);
		return SERVICE_WAIT;
	} else {
		reply->head = arena_printf(arena, "20 %.*s\r\n", SARG(line));
	}
	return SERVICE_REPLY;
}

static enum service_verdict on_request(const struct service *service, struct conn *conn,
	const struct service_call *call, struct reply *reply)
{
	ptrdiff_t end = slice_find(call->bytes, S("\r\n"));

	(void)service;
	if (!conn_is_tls(conn) && call->bytes.len && call->bytes.ptr[0] == 0x16)
		return SERVICE_START_TLS;
	if (end >= 0)
		return answer(conn, slice_head(call->bytes, (size_t)end), call, reply);
	if (call->full) {
		reply->head = S("59 too long\r\n");
		return SERVICE_REPLY;
	}
	if (call->end && call->bytes.len) {
		reply->head = arena_printf(
			conn_arena(conn), "20 end %.*s\r\n", SARG(call->bytes));
		return SERVICE_REPLY;
	}
	return SERVICE_MORE;
}

static void on_refuse(const struct service *service, struct conn *conn,
	enum service_refusal refusal, unsigned retry_seconds, struct reply *reply)
{
	(void)service;
	if (refusal == REFUSE_TOTAL_LIMIT)
		reply->head = S("41 full\r\n");
	else
		reply->head = arena_printf(conn_arena(conn), "44 %u\r\n", retry_seconds);
}

static void on_done(const struct service *service, struct conn *conn,
	const struct reply *reply, uint64_t sent_bytes, bool whole)
{
	(void)service, (void)conn, (void)reply;
	atomic_fetch_add(&seen.sent_bytes, sent_bytes);
	if (whole)
		atomic_fetch_add(&seen.done_whole, 1);
	atomic_fetch_add(&seen.done, 1);
}

#define SERVICE(NAME, TLS)                                                               \
	{                                                                                \
		.name = (NAME), .tls = (TLS), .request_max_bytes = REQUEST_MAX,          \
		.wait_ms = 100, .request = on_request, .refuse = on_refuse,              \
		.done = on_done,                                                         \
	}

/* --- the server ----------------------------------------------------------------------------- */

static struct service services[PORTS] = {
	[PORT_PLAIN] = SERVICE("plain", false),
	[PORT_TLS] = SERVICE("tls", true),
	[PORT_EITHER] = SERVICE("either", false),
};

void services_wait_ms(unsigned wait_ms)
{
	for (int i = 0; i < PORTS; i++)
		services[i].wait_ms = wait_ms;
}

const struct limits server_generous = {
	.request_ms = 15000,
	.stall_ms = 15000,
	.linger_ms = 1000,
	.linger_bytes = 64 * 1024,
	.drain_ms = 10000,
	.body_ms = 15000,
	.body_bytes = 1,
	.body_total_ms = 60000,
};

int server_make_tls(const struct test_certificate *first,
	const struct test_certificate *second, struct tls_context **out)
{
	static const struct slice hosts[] = {
		S("main.example"), S("other.example"), S("*.wild.example")};
	struct tls_certificate certificates[] = {
		{.chain_pem = buf_slice(&first->chain),
			.key_pem = buf_slice(&first->key),
			.hosts = hosts,
			.host_count = 1},
		{.chain_pem = buf_slice(&second->chain),
			.key_pem = buf_slice(&second->key),
			.hosts = hosts + 1,
			.host_count = 2},
	};
	struct tls_options options = {
		.certificates = certificates, .count = 2, .ask_client_certificate = true};
	char error[256] = "";
	int result = *out ? tls_context_renew(*out, &options, error, sizeof(error))
			  : tls_context_new(&options, out, error, sizeof(error));

	if (result)
		print_message("%s\n", error);
	return result;
}

void server_start(const struct limits *limits, unsigned workers)
{
	struct workers_options options = {.count = workers, .limits = *limits};

	atomic_store(&seen.done, 0);
	atomic_store(&seen.done_whole, 0);
	atomic_store(&seen.finished_alone, 0);
	atomic_store(&seen.waited, 0);
	atomic_store(&seen.deferred, 0);
	atomic_store(&seen.sent_bytes, 0);
	atomic_store(&seen.bodies, 0);
	atomic_store(&seen.cut, 0);
	atomic_store(&seen.body_bytes, 0);
	atomic_store(&seen.body_piece, 0);
	atomic_store(&seen.may_answer, false);
	atomic_store(&seen.release_work, false);
	server.tls = NULL;
	assert_int_equal(server_make_tls(&server.main, &server.other, &server.tls), 0);
	assert_int_equal(workers_new(&options, &server.workers), 0);
	for (int i = 0; i < PORTS; i++) {
		struct listener *listener = &server.listeners[i];

		struct sockaddr_storage addresses[2];
		assert_int_equal(listener_parse(S("127.0.0.1:0"), 0, addresses), 1);
		listener->address = addresses[0];
		listener->fd = listener_open(&listener->address);
		assert_true(listener->fd >= 0);
		assert_int_equal(listener_address(listener->fd, &listener->address), 0);
		listener->service = &services[i];
		listener->tls = i == PORT_PLAIN ? NULL : server.tls;
		listener->preface = server.preface;
		listener->preface_only = server.preface_only;
		server.ports[i] = listener_port(&listener->address);
		workers_listen(server.workers, listener);
	}
}

struct worker_counts server_counts(void)
{
	struct worker_counts sum = {0}, one;

	for (unsigned i = 0; i < workers_count(server.workers); i++) {
		workers_counts(server.workers, i, &one);
		sum.accepted += one.accepted;
		sum.refused += one.refused;
		sum.rate_limited += one.rate_limited;
		sum.closed += one.closed;
		sum.requests += one.requests;
		sum.handshakes_failed += one.handshakes_failed;
		sum.resumed += one.resumed;
		sum.open += one.open;
	}
	return sum;
}

void server_stop(void)
{
	workers_stop(server.workers);
	assert_int_equal(server_counts().open, 0);
	assert_int_equal(server_counts().accepted, server_counts().closed);
	workers_free(server.workers);
	for (int i = 0; i < PORTS; i++)
		close(server.listeners[i].fd);
	tls_context_free(server.tls);
}

static void met(struct worker *worker, void *data)
{
	(void)worker;
	atomic_store((atomic_bool *)data, true);
}

void server_meet(unsigned index)
{
	atomic_bool here = false;

	assert_true(workers_send(server.workers, index, met, &here));
	EVENTUALLY(atomic_load(&here));
}

/* --- clients --------------------------------------------------------------------------------- */

SSL_CTX *server_client, *server_client_12, *server_client_13;

struct peer_options server_options(enum server_port port)
{
	return (struct peer_options){.port = server.ports[port],
		.tls = port == PORT_PLAIN ? NULL : server_client};
}

enum peer_end server_good_end(enum server_port port)
{
	return port == PORT_PLAIN ? PEER_EOF : PEER_CLOSE_NOTIFY;
}

enum peer_end server_ask(
	const struct peer_options *options, struct slice request, struct buf *reply)
{
	struct peer peer;
	enum peer_end end = PEER_ALERT;

	buf_init(reply, BUF_UNLIMITED);
	if (peer_open(&peer, options) && peer_send(&peer, request))
		end = peer_read_all(&peer, reply);
	peer_close(&peer);
	return end;
}

void server_expect_rest(enum server_port port, struct peer *peer, struct slice want)
{
	struct buf reply;

	buf_init(&reply, BUF_UNLIMITED);
	assert_int_equal(peer_read_all(peer, &reply), server_good_end(port));
	assert_bytes(buf_slice(&reply), want);
	peer_close(peer);
	buf_fini(&reply);
}

void server_expect(enum server_port port, struct slice request, struct slice want)
{
	struct peer_options options = server_options(port);
	struct buf reply;

	assert_int_equal(server_ask(&options, request, &reply), server_good_end(port));
	assert_bytes(buf_slice(&reply), want);
	buf_fini(&reply);
}

int server_set_up(void **state)
{
	struct log_settings quiet = {.level = LOG_ERROR};

	(void)state;
	log_setup(&quiet);
	test_certificate_make(&server.main, "main.example", 2, 400);
	test_certificate_make(&server.other, "other.example", 2, 400);
	server_client = peer_tls_new(0);
	server_client_12 = peer_tls_new(TLS1_2_VERSION);
	server_client_13 = peer_tls_new(TLS1_3_VERSION);
	return 0;
}

int server_tear_down(void **state)
{
	(void)state;
	test_certificate_fini(&server.main);
	test_certificate_fini(&server.other);
	SSL_CTX_free(server_client);
	SSL_CTX_free(server_client_12);
	SSL_CTX_free(server_client_13);
	return 0;
}
