/* SPDX-License-Identifier: MIT */
/* Connections as clients live them: good ones, slow ones, rude ones, over plain TCP and TLS. */
#include "net/conn.h"

#include <arpa/inet.h>
#include <errno.h>
#include <malloc.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <stdlib.h>
#include <sys/socket.h>

#include "../support/server.h"
#include "base/log.h"
#include "net/worker/worker_internal.h"

static void answers_over_plain_tcp_and_over_tls(void **state)
{
	(void)state;
	server_start(&server_generous, 2);
	for (enum server_port port = 0; port < PORTS; port++)
		server_expect(port, S("hello\r\n"), S("20 hello\r\n"));
	EVENTUALLY(atomic_load(&server.seen.done_whole) == PORTS);
	assert_int_equal(atomic_load(&server.seen.sent_bytes), PORTS * 10);
	assert_int_equal(server_counts().requests, PORTS);
	server_stop();
}

static void a_port_for_both_answers_those_without_tls_too(void **state)
{
	struct peer_options options;
	struct buf reply;

	(void)state;
	server_start(&server_generous, 1);
	options = server_options(PORT_EITHER);
	options.tls = NULL;
	assert_int_equal(server_ask(&options, S("hello\r\n"), &reply), PEER_EOF);
	assert_bytes(buf_slice(&reply), S("20 hello\r\n"));
	buf_fini(&reply);
	server_stop();
}

/* That of a client which offers keys for after quantum computers is longer than a request may be. */
static void a_client_hello_may_be_longer_than_any_request(void **state)
{
	static const size_t lengths[] = {0, 1000, 3000, 12000};
	unsigned char names[12000];

	(void)state;
	memset(names, 'x', sizeof(names));
	for (size_t i = 0; i < sizeof(names); i += 100)
		names[i] = 99; /* each name's length is before it */
	server_start(&server_generous, 1);
	for (size_t i = 0; i < sizeof(lengths) / sizeof(lengths[0]); i++) {
		SSL_CTX *client = peer_tls_new(0);
		struct peer_options options = server_options(PORT_EITHER);
		struct buf reply;

		/* Protocols that nobody asked for make it longer (RFC 7301). */
		assert_int_equal(
			SSL_CTX_set_alpn_protos(client, names, (unsigned)lengths[i]), 0);
		options.tls = client;
		assert_int_equal(
			server_ask(&options, S("hello\r\n"), &reply), PEER_CLOSE_NOTIFY);
		assert_bytes(buf_slice(&reply), S("20 hello\r\n"));
		buf_fini(&reply);
		SSL_CTX_free(client);
	}
	server_stop();
}

static void a_request_may_come_byte_by_byte(void **state)
{
	(void)state;
	server_start(&server_generous, 1);
	for (enum server_port port = 0; port < PORTS; port++) {
		struct peer_options options = server_options(port);
		struct slice request = S("hello\r\n");
		struct peer peer;

		assert_true(peer_open(&peer, &options));
		for (size_t i = 0; i < request.len; i++)
			assert_true(peer_send(&peer, slice(request.ptr + i, 1)));
		server_expect_rest(port, &peer, S("20 hello\r\n"));
	}
	server_stop();
}

static void expect_long(enum server_port port, const char *word, size_t len)
{
	struct peer_options options = server_options(port);
	struct buf request, reply;
	char head[16];
	int head_len = snprintf(head, sizeof(head), "20 %s\r\n", word);

	buf_init(&request, BUF_UNLIMITED);
	buf_printf(&request, "%s %zu\r\n", word, len);
	assert_int_equal(
		server_ask(&options, buf_slice(&request), &reply), server_good_end(port));
	assert_int_equal(reply.len, (size_t)head_len + len);
	assert_memory_equal(reply.ptr, head, (size_t)head_len);
	for (size_t i = 0; i < len; i++) {
		if (reply.ptr[(size_t)head_len + i] != server_byte(i))
			fail_msg("byte %zu of %s %zu is another", i, word, len);
	}
	buf_fini(&request);
	buf_fini(&reply);
}

static void long_replies_arrive_whole(void **state)
{
	static const size_t sizes[] = {
		0, 1, 16375, 16376, 16377, 49142, 49143, 49152, 65536, 3000001};

	(void)state;
	server_start(&server_generous, 1);
	for (enum server_port port = 0; port < PORTS; port++) {
		for (size_t i = 0; i < sizeof(sizes) / sizeof(*sizes); i++) {
			expect_long(port, "blob", sizes[i]);
			expect_long(port, "file", sizes[i]);
		}
	}
	server_stop();
}

static void a_file_that_became_shorter_is_cut_so_that_a_reader_sees_it(void **state)
{
	(void)state;
	server_start(&server_generous, 1);
	for (enum server_port port = 0; port < PORTS; port++) {
		struct peer_options options = server_options(port);
		struct buf reply;
		enum peer_end end = server_ask(&options, S("shrunk 100000\r\n"), &reply);

		assert_int_equal(end, port == PORT_PLAIN ? PEER_RESET : PEER_EOF);
		assert_true(reply.len < 200000);
		buf_fini(&reply);
	}
	EVENTUALLY(atomic_load(&server.seen.done) == PORTS);
	assert_int_equal(atomic_load(&server.seen.done_whole), 0);
	server_stop();
}

/* Its answer to new keys is ready when the reply breaks off before its first byte. */
static void what_was_encrypted_for_a_connection_goes_to_no_other(void **state)
{
	struct peer_options options;
	const int on = 1, off = 0;
	struct peer peer;
	struct buf reply;

	(void)state;
	server_start(&server_generous, 1);
	options = server_options(PORT_TLS);
	options.tls = server_client_13;
	assert_true(peer_open(&peer, &options));
	/* In one segment, so that it is read at once. */
	assert_int_equal(setsockopt(peer.fd, IPPROTO_TCP, TCP_CORK, &on, sizeof(on)), 0);
	assert_int_equal(SSL_key_update(peer.ssl, SSL_KEY_UPDATE_REQUESTED), 1);
	assert_true(peer_send(&peer, S("shrunk 0\r\n")));
	assert_int_equal(
		setsockopt(peer.fd, IPPROTO_TCP, TCP_CORK, &off, sizeof(off)), 0);
	buf_init(&reply, BUF_UNLIMITED);
	assert_int_equal(peer_read_all(&peer, &reply), PEER_EOF);
	assert_int_equal(reply.len, 0);
	buf_fini(&reply);
	peer_close(&peer);
	server_expect(PORT_TLS, S("hello\r\n"), S("20 hello\r\n"));
	server_stop();
}

static void a_service_may_close_without_a_word(void **state)
{
	(void)state;
	server_start(&server_generous, 1);
	for (enum server_port port = 0; port < PORTS; port++)
		server_expect(port, S("close\r\n"), S(""));
	assert_int_equal(atomic_load(&server.seen.done), 0);
	server_stop();
}

static void a_half_close_ends_the_request(void **state)
{
	(void)state;
	server_start(&server_generous, 1);
	for (enum server_port port = 0; port < PORTS; port++) {
		struct peer_options options = server_options(port);
		struct peer peer;

		assert_true(peer_open(&peer, &options));
		assert_true(peer_send(&peer, S("abc")));
		peer_half_close(&peer);
		server_expect_rest(port, &peer, S("20 end abc\r\n"));
	}
	server_stop();
}

/* The client's send after the reply would make a careless server reset the connection, and the
 * reply would be lost. */
static void an_early_reply_reaches_a_client_that_goes_on_sending(void **state)
{
	struct buf line, more;

	(void)state;
	buf_init(&line, BUF_UNLIMITED);
	buf_init(&more, BUF_UNLIMITED);
	buf_repeat(&line, 'a', 1026);
	buf_repeat(&more, 'b', 50000);
	server_start(&server_generous, 1);
	for (enum server_port port = 0; port < PORTS; port++) {
		struct peer_options options = server_options(port);
		struct peer peer;

		assert_true(peer_open(&peer, &options));
		assert_true(peer_send(&peer, buf_slice(&line)));
		EVENTUALLY(atomic_load(&server.seen.done_whole) == (unsigned)port + 1);
		assert_true(peer_send(&peer, buf_slice(&more)));
		server_expect_rest(port, &peer, S("59 too long\r\n"));
	}
	buf_fini(&line);
	buf_fini(&more);
	server_stop();
}

static void whoever_sends_without_end_is_cut(void **state)
{
	struct limits limits = server_generous;
	struct peer_options options;
	struct peer peer;
	struct buf lot;

	(void)state;
	limits.linger_ms = 3600 * 1000; /* only what it sends can end it */
	buf_init(&lot, BUF_UNLIMITED);
	buf_repeat(&lot, 'b', 64 * 1024);
	server_start(&limits, 1);
	options = server_options(PORT_PLAIN);
	assert_true(peer_open(&peer, &options));
	/* 64 KiB are drained; what is past them and past the buffers is not. */
	for (unsigned i = 0; i < 1000 && peer_send(&peer, buf_slice(&lot)); i++)
		;
	EVENTUALLY(server_counts().open == 0);
	peer_close(&peer);
	buf_fini(&lot);
	server_stop();
}

static struct limits short_request(void)
{
	struct limits limits = server_generous;

	limits.request_ms = 100;
	return limits;
}

static void a_silent_client_is_cut(void **state)
{
	struct limits limits = short_request();

	(void)state;
	server_start(&limits, 1);
	for (enum server_port port = 0; port < PORTS; port++) {
		struct peer_options options = server_options(port);
		struct peer peer;
		struct buf reply;

		/* Before any byte. */
		buf_init(&reply, BUF_UNLIMITED);
		peer_connect(&peer, &options);
		assert_int_equal(peer_read_all(&peer, &reply), PEER_EOF);
		peer_close(&peer);
		/* After the handshake and the line's first half. */
		if (peer_open(&peer, &options) && peer_send(&peer, S("hel")))
			assert_int_equal(
				peer_read_all(&peer, &reply), server_good_end(port));
		peer_close(&peer);
		assert_int_equal(reply.len, 0);
		buf_fini(&reply);
	}
	server_stop();
}

static void a_dribbling_client_is_cut_by_the_total_deadline(void **state)
{
	/* A line without end, and a record of TLS that promises 1024 bytes. */
	static const struct {
		enum server_port port;
		struct slice start;
	} rows[] = {
		{PORT_PLAIN, S("hello")},
		{PORT_EITHER, S("hello")},
		{PORT_TLS, S("\x16\x03\x01\x04\x00")},
		{PORT_EITHER, S("\x16\x03\x01\x04\x00")},
	};
	struct limits limits = short_request();

	(void)state;
	server_start(&limits, 1);
	for (size_t row = 0; row < sizeof(rows) / sizeof(*rows); row++) {
		struct peer_options options = server_options(rows[row].port);
		struct slice start = rows[row].start;
		struct peer peer;
		bool cut = false;

		options.tls = NULL;
		peer_connect(&peer, &options);
		/* Each byte comes well within the deadline of the one before it. */
		for (size_t i = 0; i < 1000 && !cut; i++) {
			struct pollfd wait = {.fd = peer.fd, .events = POLLIN};
			struct slice byte =
				i < start.len ? slice(start.ptr + i, 1) : S("a");

			cut = !peer_send(&peer, byte) || poll(&wait, 1, 10) != 0;
		}
		assert_true(cut);
		peer_close(&peer);
	}
	assert_int_equal(server_counts().requests, 0);
	server_stop();
}

static void a_stalled_reader_is_cut(void **state)
{
	struct limits limits = server_generous;

	(void)state;
	limits.stall_ms = 100;
	server_start(&limits, 1);
	for (enum server_port port = 0; port < PORTS; port++) {
		struct peer_options options = server_options(port);
		struct peer peer;

		options.receive_bytes = 4096;
		assert_true(peer_open(&peer, &options));
		assert_true(peer_send(&peer, S("file 9000000\r\n")));
		EVENTUALLY(server_counts().closed == (unsigned)port + 1);
		peer_close(&peer);
	}
	assert_int_equal(atomic_load(&server.seen.done), PORTS);
	assert_int_equal(atomic_load(&server.seen.done_whole), 0);
	server_stop();
}

/* When the deadline of the one reply under way began, as the loop's clock has it, and that clock. */
struct begun {
	atomic_ullong since_ms, now_ms;
	atomic_uint answers;
};

static void look_at_begun(struct worker *worker, void *data)
{
	struct begun *begun = data;
	const struct deadline *sending = deadline_oldest(&worker->sending);

	atomic_store(&begun->since_ms, sending ? sending->since_ms : 0);
	atomic_store(&begun->now_ms, uv_now(&worker->loop));
	atomic_fetch_add(&begun->answers, 1);
}

static uint64_t begun_ms(struct begun *begun)
{
	unsigned answers = atomic_load(&begun->answers);

	assert_true(workers_send(server.workers, 0, look_at_begun, begun));
	EVENTUALLY(atomic_load(&begun->answers) == answers + 1);
	return atomic_load(&begun->since_ms);
}

static void what_a_reader_takes_gives_it_new_time(void **state)
{
	static const char *const requests[] = {"file 9000000\r\n", "blob 9000000\r\n"};
	struct begun begun = {0};

	(void)state;
	server_start(&server_generous, 1);
	for (enum server_port port = 0; port < PORTS; port++) {
		for (size_t i = 0; i < sizeof(requests) / sizeof(*requests); i++) {
			struct peer_options options = server_options(port);
			struct peer peer;
			struct buf some;

			buf_init(&some, BUF_UNLIMITED);
			options.receive_bytes = 4096;
			assert_true(peer_open(&peer, &options));
			assert_true(peer_send(&peer, slice_str(requests[i])));
			/* Until the clock has gone on without a byte's being taken. */
			EVENTUALLY(begun_ms(&begun) &&
				   atomic_load(&begun.now_ms) >
					   atomic_load(&begun.since_ms) + 1);
			uint64_t before = begun_ms(&begun);
			assert_int_equal(peer_read_some(&peer, &some, 4000000), 4000000);
			EVENTUALLY(begun_ms(&begun) > before);
			peer_close(&peer);
			EVENTUALLY(server_counts().open == 0);
			buf_fini(&some);
		}
	}
	server_stop();
}

enum { STALLED = 16 };

/* All memory in use; 0 where the allocator does not tell. */
static size_t used_bytes(void)
{
	struct mallinfo2 info = mallinfo2();

	return info.uordblks + info.hblkhd;
}

static void a_stalled_reader_holds_little_memory(void **state)
{
	(void)state;
	server_start(&server_generous, 2);
	for (enum server_port port = 0; port < PORTS; port++) {
		struct peer_options options = server_options(port);
		struct peer peers[STALLED];
		uint64_t before = server_counts().requests;

		options.receive_bytes = 4096;
		for (unsigned i = 0; i < STALLED; i++)
			assert_true(peer_open(&peers[i], &options));
		size_t idle = used_bytes();
		for (unsigned i = 0; i < STALLED; i++)
			assert_true(peer_send(&peers[i], S("file 9000000\r\n")));
		EVENTUALLY(server_counts().requests == before + STALLED);
		/* The making of the file is over once every worker takes a word. */
		for (unsigned i = 0; i < workers_count(server.workers); i++)
			server_meet(i);
		size_t used = used_bytes();
		assert_true(used < idle + STALLED * 64 * 1024);
		for (unsigned i = 0; i < STALLED; i++)
			peer_close(&peers[i]);
		EVENTUALLY(server_counts().open == 0);
	}
	server_stop();
}

static void resets_harm_nobody(void **state)
{
	(void)state;
	server_start(&server_generous, 1);
	for (enum server_port port = 0; port < PORTS; port++) {
		struct peer_options options = server_options(port);
		struct peer peer;

		peer_connect(&peer, &options);
		peer_reset(&peer);
		assert_true(peer_open(&peer, &options));
		peer_reset(&peer);
		assert_true(peer_open(&peer, &options));
		assert_true(peer_send(&peer, S("hel")));
		peer_reset(&peer);
		assert_true(peer_open(&peer, &options));
		assert_true(peer_send(&peer, S("hello\r\n")));
		peer_reset(&peer);
		options.receive_bytes = 4096;
		assert_true(peer_open(&peer, &options));
		assert_true(peer_send(&peer, S("file 9000000\r\n")));
		struct buf some;
		buf_init(&some, BUF_UNLIMITED);
		assert_int_equal(peer_read_some(&peer, &some, 100), 100);
		buf_fini(&some);
		peer_reset(&peer);
		server_expect(port, S("still here\r\n"), S("20 still here\r\n"));
	}
	EVENTUALLY(server_counts().open == 0);
	server_stop();
}

static void garbage_on_a_tls_port_harms_nobody(void **state)
{
	static const char *garbage[] = {"GET / HTTP/1.0\r\n\r\n", "\x16", "\x16\x03\x01",
		"\x16\x03\x01\x00\x05hello", "\x80\x2e\x01\x03\x01",
		"\x15\x03\x03\x00\x02\x02\x28"};

	(void)state;
	server_start(&server_generous, 1);
	for (size_t i = 0; i < sizeof(garbage) / sizeof(*garbage); i++) {
		struct peer_options options = server_options(PORT_TLS);
		struct peer peer;
		struct buf reply;

		buf_init(&reply, BUF_UNLIMITED);
		options.tls = NULL;
		peer_connect(&peer, &options);
		assert_true(peer_send(&peer, slice_str(garbage[i])));
		peer_half_close(&peer);
		assert_int_equal(peer_read_all(&peer, &reply), PEER_EOF);
		peer_close(&peer);
		buf_fini(&reply);
	}
	server_expect(PORT_TLS, S("still here\r\n"), S("20 still here\r\n"));
	server_stop();
}

static void addresses_are_shown_as_the_log_is_told(void **state)
{
	static const struct {
		const char *address;
		enum log_address form;
		const char *shown;
	} rows[] = {
		{"203.0.113.77", LOG_ADDRESS_CUT, "203.0.113.0"},
		{"203.0.113.77", LOG_ADDRESS_FULL, "203.0.113.77"},
		{"203.0.113.77", LOG_ADDRESS_NONE, "-"},
		{"2001:db8:1:2:3:4:5:6", LOG_ADDRESS_CUT, "2001:db8:1::"},
		{"2001:db8:1:2:3:4:5:6", LOG_ADDRESS_FULL, "2001:db8:1:2:3:4:5:6"},
		{"2001:db8:1:2:3:4:5:6", LOG_ADDRESS_NONE, "-"},
		{"::ffff:203.0.113.77", LOG_ADDRESS_CUT, "::"},
	};
	struct log_settings before = log_current();
	struct arena arena = {0};

	(void)state;
	assert_int_equal(before.address, LOG_ADDRESS_CUT);
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		union {
			struct sockaddr any;
			struct sockaddr_in four;
			struct sockaddr_in6 six;
		} peer = {0};
		struct log_settings settings = before;
		bool six = strchr(rows[i].address, ':') != NULL;

		peer.any.sa_family = six ? AF_INET6 : AF_INET;
		assert_int_equal(inet_pton(peer.any.sa_family, rows[i].address,
					 six ? (void *)&peer.six.sin6_addr
					     : (void *)&peer.four.sin_addr),
			1);
		settings.address = rows[i].form;
		log_setup(&settings);
		struct slice got = conn_address_text(&arena, &peer.any);
		if (!slice_eq(got, slice_str(rows[i].shown)))
			fail_msg("%s in form %d: '%.*s'", rows[i].address, rows[i].form,
				SARG(got));
	}
	log_setup(&before);
	arena_fini(&arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(answers_over_plain_tcp_and_over_tls),
		cmocka_unit_test(a_port_for_both_answers_those_without_tls_too),
		cmocka_unit_test(a_client_hello_may_be_longer_than_any_request),
		cmocka_unit_test(a_request_may_come_byte_by_byte),
		cmocka_unit_test(long_replies_arrive_whole),
		cmocka_unit_test(
			a_file_that_became_shorter_is_cut_so_that_a_reader_sees_it),
		cmocka_unit_test(what_was_encrypted_for_a_connection_goes_to_no_other),
		cmocka_unit_test(a_service_may_close_without_a_word),
		cmocka_unit_test(a_half_close_ends_the_request),
		cmocka_unit_test(an_early_reply_reaches_a_client_that_goes_on_sending),
		cmocka_unit_test(whoever_sends_without_end_is_cut),
		cmocka_unit_test(a_silent_client_is_cut),
		cmocka_unit_test(a_dribbling_client_is_cut_by_the_total_deadline),
		cmocka_unit_test(a_stalled_reader_is_cut),
		cmocka_unit_test(what_a_reader_takes_gives_it_new_time),
		cmocka_unit_test(a_stalled_reader_holds_little_memory),
		cmocka_unit_test(resets_harm_nobody),
		cmocka_unit_test(garbage_on_a_tls_port_harms_nobody),
		cmocka_unit_test(addresses_are_shown_as_the_log_is_told),
	};

	mallopt(M_ARENA_MAX, 1); /* mallinfo2 sees one arena only */
	return cmocka_run_group_tests_name(
		"conn", tests, server_set_up, server_tear_down);
}
