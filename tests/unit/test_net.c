/* SPDX-License-Identifier: MIT */
/* Real workers on loopback with a tiny service, over plain TCP and over TLS. */
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <unistd.h>

#include <cmocka.h>

#include "../support/peer.h"
#include "base/log.h"
#include "net/conn.h"
#include "net/worker.h"

#define REQUEST_MAX 1026

/* --- the service ---------------------------------------------------------------------------
 * One line ended by CRLF; its first word says what is wanted. */

static struct {
	atomic_uint done, done_whole, finished_alone;
	atomic_ullong sent_bytes;
	atomic_bool may_answer, release_work;
} seen;

static struct blob *blob_of(size_t len)
{
	struct blob *blob = blob_new(len);

	for (size_t i = 0; i < len; i++)
		blob->bytes[i] = (char)('a' + i % 23);
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

static size_t number_of(struct slice text)
{
	unsigned long long number = 0;

	assert_true(slice_to_uint(text, &number));
	return (size_t)number;
}

static enum service_verdict answer(struct conn *conn, struct slice line,
	const struct service_call *call, struct reply *reply)
{
	struct arena *arena = conn_arena(conn);
	struct slice word, rest;

	slice_cut(line, ' ', &word, &rest);
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
	} else if (slice_eq(word, S("resumed"))) {
		reply->head = conn_resumed(conn) ? S("20 yes\r\n") : S("20 no\r\n");
	} else if (slice_eq(word, S("close"))) {
		return SERVICE_CLOSE;
	} else if (slice_eq(word, S("wait"))) {
		if (call->timed_out)
			reply->head = S("41 too late\r\n");
		else if (atomic_load(&seen.may_answer))
			reply->head = S("20 at last\r\n");
		else
			return SERVICE_WAIT;
	} else if (slice_eq(word, S("defer"))) {
		conn_defer(conn, work, finish, strndup(rest.ptr, rest.len));
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
	if (refusal == REFUSE_ADDRESS_LIMIT)
		reply->head = arena_printf(conn_arena(conn), "44 %u\r\n", retry_seconds);
	else
		reply->head = S("41 full\r\n");
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
		.name = NAME, .tls = TLS, .request_max_bytes = REQUEST_MAX,              \
		.wait_ms = 100, .request = on_request, .refuse = on_refuse,              \
		.done = on_done,                                                         \
	}

/* --- the server ----------------------------------------------------------------------------- */

enum port { PLAIN, TLS, EITHER, PORTS };

static struct service services[PORTS] = {
	[PLAIN] = SERVICE("plain", false),
	[TLS] = SERVICE("tls", true),
	[EITHER] = SERVICE("either", false),
};

struct server {
	struct workers *workers;
	struct listener listeners[PORTS];
	struct tls_context *tls;
	struct test_certificate main, other;
	uint16_t ports[PORTS];
};

static const struct limits generous = {
	.request_ms = 15000,
	.stall_ms = 15000,
	.linger_ms = 1000,
	.linger_bytes = 64 * 1024,
	.drain_ms = 10000,
};

static struct server server;

static int make_tls(const struct test_certificate *first,
	const struct test_certificate *second, struct tls_context **out)
{
	static const struct slice hosts[] = {
		{"main.example", 12}, {"other.example", 13}, {"*.wild.example", 14}};
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

static void start_with(const struct limits *limits, unsigned workers)
{
	struct workers_options options = {.count = workers, .limits = *limits};

	memset(&seen, 0, sizeof(seen));
	server.tls = NULL;
	assert_int_equal(make_tls(&server.main, &server.other, &server.tls), 0);
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
		listener->tls = i == PLAIN ? NULL : server.tls;
		server.ports[i] = listener_port(&listener->address);
		workers_listen(server.workers, listener);
	}
}

static void start(const struct limits *limits)
{
	start_with(limits, 2);
}

static struct worker_counts total(void)
{
	struct worker_counts sum = {0}, one;

	for (unsigned i = 0; i < workers_count(server.workers); i++) {
		workers_counts(server.workers, i, &one);
		sum.accepted += one.accepted;
		sum.refused += one.refused;
		sum.closed += one.closed;
		sum.requests += one.requests;
		sum.handshakes_failed += one.handshakes_failed;
		sum.resumed += one.resumed;
		sum.open += one.open;
	}
	return sum;
}

/* Stops, and looks whether everything was given back. */
static void stop(void)
{
	workers_stop(server.workers);
	assert_int_equal(total().open, 0);
	assert_int_equal(total().accepted, total().closed + 0);
	workers_free(server.workers);
	for (int i = 0; i < PORTS; i++)
		close(server.listeners[i].fd);
	tls_context_free(server.tls);
}

/* Bounded waiting for what other threads do. */
#define EVENTUALLY(condition)                                                            \
	do {                                                                             \
		for (unsigned tries = 0; !(condition) && tries < 20000; tries++)         \
			usleep(1000);                                                    \
		assert_true(condition);                                                  \
	} while (0)

/* --- clients --------------------------------------------------------------------------------- */

static SSL_CTX *tls_any, *tls_12, *tls_13;

static struct peer_options options_of(enum port port)
{
	return (struct peer_options){
		.port = server.ports[port], .tls = port == PLAIN ? NULL : tls_any};
}

static enum peer_end orderly(enum port port)
{
	return port == PLAIN ? PEER_EOF : PEER_CLOSE_NOTIFY;
}

/* One request of @options; the reply in @reply. */
static enum peer_end ask(
	const struct peer_options *options, struct slice request, struct buf *reply)
{
	struct peer peer;
	enum peer_end end = PEER_ALERT;

	buf_init(reply, 0);
	if (peer_open(&peer, options) && peer_send(&peer, request))
		end = peer_read_all(&peer, reply);
	peer_close(&peer);
	return end;
}

#define assert_bytes(buf, literal)                                                       \
	do {                                                                             \
		struct slice want_ = S(literal);                                         \
		if (!slice_eq(buf_slice(buf), want_))                                    \
			fail_msg(                                                        \
				"got '%.*s', want '%s'", SARG(buf_slice(buf)), literal); \
	} while (0)

static void answers_over_plain_tcp_and_over_tls(void **state)
{
	(void)state;
	start(&generous);
	for (enum port port = PLAIN; port < PORTS; port++) {
		struct peer_options options = options_of(port);
		struct buf reply;

		assert_int_equal(ask(&options, S("hello\r\n"), &reply), orderly(port));
		assert_bytes(&reply, "20 hello\r\n");
		buf_fini(&reply);
	}
	EVENTUALLY(atomic_load(&seen.done_whole) == PORTS);
	assert_int_equal(atomic_load(&seen.sent_bytes), PORTS * 10);
	stop();
}

static int set_up(void **state)
{
	(void)state;
	struct log_settings quiet = {.level = LOG_ERROR};

	log_setup(&quiet);
	test_certificate_make(&server.main, "main.example", 2, 400);
	test_certificate_make(&server.other, "other.example", 2, 400);
	tls_any = peer_tls_new(0);
	tls_12 = peer_tls_new(TLS1_2_VERSION);
	tls_13 = peer_tls_new(TLS1_3_VERSION);
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	test_certificate_fini(&server.main);
	test_certificate_fini(&server.other);
	SSL_CTX_free(tls_any);
	SSL_CTX_free(tls_12);
	SSL_CTX_free(tls_13);
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(answers_over_plain_tcp_and_over_tls),
	};

	return cmocka_run_group_tests_name("net", tests, set_up, tear_down);
}
