/* SPDX-License-Identifier: MIT */
/* What follows a request, as clients send it: at once, byte by byte, too short, too long, too slowly, or not at all. */
#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <sys/socket.h>

#include "../support/server.h"
#include "net/conn.h"

#define COUNT(array) (sizeof(array) / sizeof(*(array)))

/* "WORD N\r\n", and @sent bytes. */
static void put_request(struct buf *out, const char *word, size_t n, size_t sent)
{
	buf_printf(out, "%s %zu\r\n", word, n);
	for (size_t i = 0; i < sent; i++)
		buf_putc(out, server_byte(i));
}

static void all_of_it_arrives_in_order_wherever_the_pieces_end(void **state)
{
	static const size_t sizes[] = {
		0, 1, 1000, 1016, 1017, 1018, 16383, 16384, 16385, 100000, 1000003};
	static const char *const words[] = {"body", "later"};

	(void)state;
	server_start(&server_generous, 2);
	atomic_store(&server.seen.release_work, true);
	for (enum server_port port = 0; port < PORTS; port++) {
		for (size_t i = 0; i < COUNT(sizes) * COUNT(words); i++) {
			auto_buf struct buf request = BUF(BUF_UNLIMITED);
			put_request(&request, words[i % 2], sizes[i / 2], sizes[i / 2]);
			server_expect(port, buf_slice(&request), S("20 body\r\n"));
		}
	}
	assert_int_equal(atomic_load(&server.seen.cut), 0);
	assert_true(atomic_load(&server.seen.body_piece) <= 48 * 1024UL);
	server_stop();
}

static void it_may_come_byte_by_byte(void **state)
{
	(void)state;
	server_start(&server_generous, 1);
	atomic_store(&server.seen.release_work, true);
	for (enum server_port port = 0; port < PORTS; port++) {
		auto_buf struct buf request = BUF(BUF_UNLIMITED);
		struct peer_options options = server_options(port);
		struct peer peer;

		put_request(&request, port == PORT_TLS ? "later" : "body", 300, 300);
		assert_true(peer_open(&peer, &options));
		for (size_t i = 0; i < request.len; i++)
			assert_true(peer_send(&peer, slice(request.ptr + i, 1)));
		server_expect_rest(port, &peer, S("20 body\r\n"));
	}
	server_stop();
}

static void what_is_too_short_is_known_by_the_half_close(void **state)
{
	static const size_t sent[] = {0, 1, 1017, 1018, 20000};
	static const char *const words[] = {"body", "later"};

	(void)state;
	server_start(&server_generous, 1);
	atomic_store(&server.seen.release_work, true);
	for (enum server_port port = 0; port < PORTS; port++) {
		for (size_t i = 0; i < COUNT(sent) * COUNT(words); i++) {
			auto_buf struct buf request = BUF(BUF_UNLIMITED);
			struct peer_options options = server_options(port);
			struct peer peer;
			char want[40];

			put_request(&request, words[i % 2], 20001, sent[i / 2]);
			assert_true(peer_open(&peer, &options));
			assert_true(peer_send(&peer, buf_slice(&request)));
			peer_half_close(&peer);
			snprintf(want, sizeof(want), "59 short %zu\r\n", sent[i / 2]);
			server_expect_rest(port, &peer, slice_str(want));
		}
	}
	server_stop();
}

static void what_is_too_long_is_drained(void **state)
{
	(void)state;
	server_start(&server_generous, 1);
	atomic_store(&server.seen.release_work, true);
	for (enum server_port port = 0; port < PORTS; port++) {
		auto_buf struct buf request = BUF(BUF_UNLIMITED);
		put_request(&request, port == PORT_TLS ? "later" : "body", 10, 30000);
		server_expect(port, buf_slice(&request), S("20 body\r\n"));
	}
	server_stop();
}

/* Until somebody takes it, it stays in the kernel: the client can send no more. */
static void nothing_is_read_before_it_is_wanted(void **state)
{
	(void)state;
	server_start(&server_generous, 1);
	for (enum server_port port = 0; port < PORTS; port++) {
		auto_buf struct buf request = BUF(BUF_UNLIMITED);
		struct peer_options options = server_options(port);
		struct peer peer;
		unsigned before = atomic_load(&server.seen.deferred);

		atomic_store(&server.seen.release_work, false);
		put_request(&request, "later", 200000, 200000);
		assert_true(peer_open(&peer, &options));
		assert_true(peer_send(&peer, slice_head(buf_slice(&request), 5000)));
		EVENTUALLY(atomic_load(&server.seen.deferred) == before + 1);
		server_meet(0);
		assert_true(peer_send(
			&peer, slice_head(slice_from(buf_slice(&request), 5000), 5000)));
		server_meet(0);
		assert_int_equal(atomic_load(&server.seen.body_bytes), port * 200000UL);
		atomic_store(&server.seen.release_work, true);
		assert_true(peer_send(&peer, slice_from(buf_slice(&request), 10000)));
		server_expect_rest(port, &peer, S("20 body\r\n"));
		assert_int_equal(
			atomic_load(&server.seen.body_bytes), (port + 1) * 200000UL);
	}
	server_stop();
}

/* A client that sends on and on reads why nobody takes it. */
static void a_refusal_is_read_by_who_still_sends(void **state)
{
	struct limits limits = server_generous;

	(void)state;
	limits.linger_ms = 10000;
	server_start(&limits, 1);
	for (enum server_port port = 0; port < PORTS; port++) {
		auto_buf struct buf request = BUF(BUF_UNLIMITED);
		put_request(&request, "unread", 1, 60000);
		server_expect(port, buf_slice(&request), S("59 unread\r\n"));
	}
	/* More than is drained: what cannot be sent any more waits until the answer was read. */
	auto_buf struct buf request = BUF(BUF_UNLIMITED);
	auto_buf struct buf reply = BUF(BUF_UNLIMITED);
	struct peer_options options = server_options(PORT_PLAIN);
	struct peer peer;

	put_request(&request, "unread", 1, 0);
	for (size_t i = 0; i < 150000; i++)
		buf_putc(&request, 'x');
	assert_true(peer_open(&peer, &options));
	ssize_t sent =
		send(peer.fd, request.ptr, request.len, MSG_DONTWAIT | MSG_NOSIGNAL);
	assert_true(sent > 65536);
	assert_int_equal(peer_read_some(&peer, &reply, 11), 11);
	assert_bytes(buf_slice(&reply), S("59 unread\r\n"));
	/* It can send no more, and is not reset. */
	for (unsigned full = 0; full < 50;) {
		sent = send(peer.fd, request.ptr, 10000, MSG_DONTWAIT | MSG_NOSIGNAL);
		assert_true(sent > 0 || errno == EAGAIN);
		full = sent > 0 ? 0 : full + 1;
		server_meet(0);
	}
	peer_close(&peer);
	server_stop();
}

static void who_drips_is_told_so(void **state)
{
	struct limits limits = server_generous;

	(void)state;
	limits.body_ms = 100;
	limits.body_bytes = 1000;
	server_start(&limits, 1);
	for (enum server_port port = 0; port < PORTS; port++) {
		struct peer_options options = server_options(port);
		struct peer peer;

		assert_true(peer_open(&peer, &options));
		assert_true(peer_send(&peer, S("body 5000\r\nabc")));
		server_expect_rest(port, &peer, S("59 slow\r\n"));
	}
	server_stop();
	/* Fast enough, and never done. */
	limits.body_ms = 20;
	limits.body_bytes = 0;
	limits.body_total_ms = 200;
	server_start(&limits, 1);
	struct peer_options options = server_options(PORT_TLS);
	struct peer peer;
	struct pollfd readable;
	bool sends = true;
	size_t i = 0;

	assert_true(peer_open(&peer, &options));
	assert_true(peer_send(&peer, S("body 10000000\r\n")));
	readable = (struct pollfd){.fd = peer.fd, .events = POLLIN};
	while (sends && i < 5000 && poll(&readable, 1, 1) == 0) {
		char byte = server_byte(i++);
		sends = peer_send(&peer, slice(&byte, 1));
	}
	server_expect_rest(PORT_TLS, &peer, S("59 slow\r\n"));
	server_stop();
}

static void who_goes_away_leaves_nothing(void **state)
{
	(void)state;
	server_start(&server_generous, 1);
	for (enum server_port port = 0; port < PORTS; port++) {
		struct peer_options options = server_options(port);
		struct peer peer;
		unsigned long long before = atomic_load(&server.seen.body_bytes);

		assert_true(peer_open(&peer, &options));
		assert_true(peer_send(&peer, S("body 5000\r\nabc")));
		EVENTUALLY(atomic_load(&server.seen.body_bytes) == before + 3);
		peer_reset(&peer);
		EVENTUALLY(atomic_load(&server.seen.cut) == port + 1);
	}
	/* While it is being prepared. */
	struct peer_options options = server_options(PORT_TLS);
	struct peer peer;
	assert_true(peer_open(&peer, &options));
	assert_true(peer_send(&peer, S("later 5000\r\nabc")));
	EVENTUALLY(atomic_load(&server.seen.deferred) == 1);
	peer_reset(&peer);
	atomic_store(&server.seen.release_work, true);
	EVENTUALLY(atomic_load(&server.seen.finished_alone) +
			   atomic_load(&server.seen.cut) ==
		   PORTS + 1);
	server_stop();
}

static void a_stop_lets_it_end_or_cuts_it(void **state)
{
	struct limits limits = server_generous;
	struct peer peer;

	(void)state;
	limits.drain_ms = 100;
	server_start(&limits, 1);
	struct peer_options options = server_options(PORT_TLS);
	assert_true(peer_open(&peer, &options));
	assert_true(peer_send(&peer, S("body 5000\r\nabc")));
	EVENTUALLY(atomic_load(&server.seen.body_bytes) == 3);
	server_stop();
	assert_int_equal(atomic_load(&server.seen.cut), 1);
	assert_int_equal(atomic_load(&server.seen.done), 0);
	peer_close(&peer);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(all_of_it_arrives_in_order_wherever_the_pieces_end),
		cmocka_unit_test(it_may_come_byte_by_byte),
		cmocka_unit_test(what_is_too_short_is_known_by_the_half_close),
		cmocka_unit_test(what_is_too_long_is_drained),
		cmocka_unit_test(nothing_is_read_before_it_is_wanted),
		cmocka_unit_test(a_refusal_is_read_by_who_still_sends),
		cmocka_unit_test(who_drips_is_told_so),
		cmocka_unit_test(who_goes_away_leaves_nothing),
		cmocka_unit_test(a_stop_lets_it_end_or_cuts_it),
	};

	return cmocka_run_group_tests(tests, server_set_up, server_tear_down);
}
