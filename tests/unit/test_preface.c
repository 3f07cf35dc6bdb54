/* SPDX-License-Identifier: MIT */
/* A trusted balancer says who the client is, before TLS and without it. The preface of this test is one
 * letter: "4" and a byte that ends 192.0.2., "6" and one that ends ::ffff:192.0.2., "?" for nobody,
 * anything else is none. */
#include "net/preface.h"

#include <errno.h>
#include <netinet/in.h>

#include "../support/server.h"

#define COUNT(array) (sizeof(array) / sizeof(*(array)))

static enum preface_verdict read_letter(struct slice bytes, size_t *used,
	struct sockaddr_storage *client, struct sockaddr_storage *server_address)
{
	struct sockaddr_in *from = (struct sockaddr_in *)client;
	struct sockaddr_in6 *six = (struct sockaddr_in6 *)client;
	struct sockaddr_in *to = (struct sockaddr_in *)server_address;

	*client = *server_address = (struct sockaddr_storage){.ss_family = AF_UNSPEC};
	if (!bytes.len)
		return PREFACE_MORE;
	*used = 1;
	if (bytes.ptr[0] == '?')
		return PREFACE_DONE;
	if (bytes.ptr[0] != '4' && bytes.ptr[0] != '6')
		return PREFACE_BAD;
	if (bytes.len < 2)
		return PREFACE_MORE;
	*used = 2;
	*from = (struct sockaddr_in){.sin_family = AF_INET,
		.sin_port = htons(5),
		.sin_addr = {htonl(0xC0000200 | (unsigned char)bytes.ptr[1])}};
	if (bytes.ptr[0] == '6') {
		struct in_addr four = from->sin_addr;
		*six = (struct sockaddr_in6){.sin6_family = AF_INET6};
		memset(six->sin6_addr.s6_addr + 10, 0xFF, 2);
		memcpy(six->sin6_addr.s6_addr + 12, &four, sizeof(four));
	}
	*to = (struct sockaddr_in){.sin_family = AF_INET, .sin_port = htons(1965)};
	return PREFACE_DONE;
}

static const struct preface letter = {
	.max_bytes = 64, .for_strangers = "-", .for_silent = "-", .read = read_letter};

/* Who is there after it knows whom to trust. */
static void trust(const char *network)
{
	struct preface_network networks[2];

	assert_int_equal(preface_network_parse(S("2001:db8::/32"), &networks[0]), 0);
	assert_int_equal(preface_network_parse(slice_str(network), &networks[1]), 0);
	workers_trust(server.workers, networks, 2);
	server_meet(0);
}

static void start(const char *network, const struct limits *limits)
{
	server.preface = &letter;
	server_start(limits, 1);
	trust(network);
}

static void stop(void)
{
	server_stop();
	server.preface = NULL;
	server.preface_only = false;
}

static enum peer_end ask(
	enum server_port port, const char *before, const char *request, struct buf *reply)
{
	struct peer_options options = server_options(port);

	options.before_tls = slice_str(before);
	return server_ask(&options, slice_str(request), reply);
}

static void expect(enum server_port port, const char *before, const char *want)
{
	struct buf reply;

	assert_int_equal(ask(port, before, "peer\r\n", &reply), server_good_end(port));
	assert_bytes(buf_slice(&reply), slice_str(want));
	buf_fini(&reply);
}

static void the_client_is_who_a_trusted_balancer_says(void **state)
{
	(void)state;
	start("127.0.0.0/8", &server_generous);
	for (enum server_port port = 0; port < PORTS; port++) {
		expect(port, "4\x07", "20 192.0.2.0 1965\r\n");
		/* A balancer that listens for both families says it so. */
		expect(port, "6\x07", "20 192.0.2.0 1965\r\n");
		struct buf reply;
		assert_int_equal(
			ask(port, "?", "peer\r\n", &reply), server_good_end(port));
		assert_true(slice_starts(buf_slice(&reply), S("20 127.0.0.0 ")));
		buf_fini(&reply);
	}
	stop();
}

static void what_is_no_preface_ends_a_balancers_connection(void **state)
{
	struct buf reply;

	(void)state;
	start("127.0.0.0/8", &server_generous);
	for (enum server_port port = 0; port < PORTS; port++) {
		(void)ask(port, "", "peer\r\n", &reply);
		assert_int_equal(reply.len, 0);
		buf_fini(&reply);
	}
	/* One that only looks whether somebody is there. */
	struct peer_options options = server_options(PORT_PLAIN);
	struct peer peer;
	buf_init(&reply, BUF_UNLIMITED);
	peer_connect(&peer, &options);
	peer_half_close(&peer);
	assert_int_equal(peer_read_all(&peer, &reply), PEER_EOF);
	peer_close(&peer);
	buf_fini(&reply);
	EVENTUALLY(server_counts().open == 0);
	stop();
}

static void nobody_else_is_believed(void **state)
{
	struct buf reply;

	(void)state;
	start("10.0.0.0/8", &server_generous);
	assert_int_equal(ask(PORT_PLAIN, "", "4\x07peer\r\n", &reply), PEER_EOF);
	assert_bytes(buf_slice(&reply), S("20 4\x07peer\r\n"));
	buf_fini(&reply);
	assert_int_equal(
		ask(PORT_TLS, "", "peer\r\n", &reply), server_good_end(PORT_TLS));
	assert_true(slice_starts(buf_slice(&reply), S("20 127.0.0.0 ")));
	buf_fini(&reply);
	stop();
}

/* "20 NAME" or nothing, from each port. */
static void expect_everywhere(const char *before, const char *want)
{
	for (enum server_port port = 0; port < PORTS; port++) {
		struct buf reply;

		(void)ask(port, before, "peer\r\n", &reply);
		assert_bytes(slice_head(buf_slice(&reply), strlen(want) + (*want == 0)),
			slice_str(want));
		buf_fini(&reply);
	}
}

static void a_listener_for_balancers_lets_nobody_else_in(void **state)
{
	(void)state;
	server.preface_only = true;
	start("10.0.0.0/8", &server_generous);
	expect_everywhere("4\x07", "");
	expect_everywhere("", "");
	assert_int_equal(server_counts().requests, 0);
	assert_int_equal(server_counts().refused, server_counts().accepted);
	assert_int_equal(server_counts().open, 0);
	trust("127.0.0.1");
	expect_everywhere("4\x07", "20 192.0.2.0 1965");
	expect_everywhere("", "");
	stop();
}

static void whom_to_trust_can_change(void **state)
{
	(void)state;
	start("127.0.0.1", &server_generous);
	expect_everywhere("4\x07", "20 192.0.2.0 1965");
	workers_trust(server.workers, NULL, 0);
	server_meet(0);
	expect_everywhere("", "20 127.0.0.0 ");
	trust("127.0.0.0/31");
	expect_everywhere("4\x08", "20 192.0.2.0 1965");
	stop();
}

/* The balancer may have any number of connections, one client only so many. */
static void the_limit_per_address_is_the_clients(void **state)
{
	struct limits limits = server_generous;
	struct peer peers[6];
	struct buf reply;

	(void)state;
	limits.per_address_soft = 2;
	limits.per_address_hard = 3;
	start("127.0.0.0/8", &limits);
	struct peer_options options = server_options(PORT_PLAIN);
	for (unsigned i = 0; i < 6; i++) {
		char before[] = {'4', (char)(i < 2 ? 1 : i)};

		peer_connect(&peers[i], &options);
		assert_true(peer_send(&peers[i], slice(before, 2)));
		EVENTUALLY(server_counts().open == i + 1);
	}
	expect(PORT_PLAIN, "4\x09", "20 192.0.2.0 1965\r\n");
	assert_int_equal(ask(PORT_PLAIN, "4\x01", "", &reply), PEER_EOF);
	assert_bytes(buf_slice(&reply), S("44 15\r\n"));
	buf_fini(&reply);
	assert_int_equal(
		ask(PORT_TLS, "4\x01", "peer\r\n", &reply), server_good_end(PORT_TLS));
	assert_bytes(buf_slice(&reply), S("44 15\r\n"));
	buf_fini(&reply);
	for (unsigned i = 0; i < 6; i++)
		peer_close(&peers[i]);
	EVENTUALLY(server_counts().open == 0);
	stop();
}

static void requests_are_counted_for_the_client_and_not_for_the_balancer(void **state)
{
	struct limits limits = server_generous;
	bool refused = false;

	(void)state;
	limits.rate = 1;
	limits.burst = 5;
	start("127.0.0.0/8", &limits);
	/* Many clients, then what a balancer asks for itself. */
	for (unsigned i = 0; i < 50; i++) {
		char before[] = {'4', (char)(i + 1), '\0'};

		expect(PORT_PLAIN, before, "20 192.0.2.0 1965\r\n");
		struct buf reply;
		assert_int_equal(ask(PORT_PLAIN, "?", "hello\r\n", &reply), PEER_EOF);
		assert_bytes(buf_slice(&reply), S("20 hello\r\n"));
		buf_fini(&reply);
	}
	for (unsigned i = 0; !refused && i < 10000; i++) {
		struct buf reply;

		assert_int_equal(ask(PORT_TLS, "4\x63", "hello\r\n", &reply),
			server_good_end(PORT_TLS));
		refused = slice_eq(buf_slice(&reply), S("44 1\r\n"));
		buf_fini(&reply);
		assert_true(!refused || i >= 5);
	}
	assert_true(refused);
	expect(PORT_PLAIN, "4\x64", "20 192.0.2.0 1965\r\n");
	stop();
}

/* It may open connections before it has clients for them, and say who they are later. */
static void a_balancer_may_open_more_than_a_client_may(void **state)
{
	struct limits limits = server_generous;
	struct peer peers[6];

	(void)state;
	limits.per_address_soft = 2;
	limits.per_address_hard = 3;
	start("127.0.0.0/8", &limits);
	struct peer_options options = server_options(PORT_PLAIN);
	for (unsigned i = 0; i < 6; i++) {
		peer_connect(&peers[i], &options);
		EVENTUALLY(server_counts().open == i + 1);
	}
	for (unsigned i = 0; i < 6; i++) {
		char before[] = {'4', (char)(i + 1)};

		assert_true(peer_send(&peers[i], slice(before, 2)));
		assert_true(peer_send(&peers[i], S("hello\r\n")));
		server_expect_rest(PORT_PLAIN, &peers[i], S("20 hello\r\n"));
	}
	stop();
}

/* Else its address would be full for good once it is no balancer any more. */
static void a_balancer_counts_for_nothing_once_its_client_is_known(void **state)
{
	struct limits limits = server_generous;

	(void)state;
	limits.per_address_soft = 2;
	limits.per_address_hard = 3;
	limits.total_soft = 4;
	limits.total_hard = 5;
	start("127.0.0.1", &limits);
	for (unsigned i = 0; i < 8; i++) {
		expect(PORT_PLAIN, i % 2 ? "4\x07" : "6\x08", "20 192.0.2.0 1965\r\n");
		EVENTUALLY(server_counts().open == 0);
	}
	workers_trust(server.workers, NULL, 0);
	server_meet(0);
	struct buf reply;
	assert_int_equal(ask(PORT_PLAIN, "", "peer\r\n", &reply), PEER_EOF);
	assert_true(slice_starts(buf_slice(&reply), S("20 127.0.0.0 ")));
	buf_fini(&reply);
	stop();
}

static void networks_are_read(void **state)
{
	static const struct {
		const char *text, *in, *out; /* NULL, NULL: refused */
	} networks[] = {
		{"192.0.2.1", "192.0.2.1", "192.0.2.2"},
		{"192.0.2.0/24", "192.0.2.255", "192.0.3.0"},
		{"10.0.0.0/9", "10.127.255.255", "10.128.0.0"},
		{"0.0.0.0/0", "255.255.255.255", "::1"},
		{"::/0", "::1", "127.0.0.1"},
		{"2001:db8::/33", "2001:db8:7fff::", "2001:db8:8000::"},
		{"::1", "::1", "::2"},
		{"::ffff:192.0.2.1", "192.0.2.1", "192.0.2.2"},
		{"::ffff:10.0.0.0/105", "10.127.255.255", "10.128.0.0"},
		{"::ffff:0.0.0.0/96", "255.255.255.255", "::1"},
		{"::ffff:192.0.2.1/104", NULL, NULL},
		{"192.0.2.1/24", NULL, NULL},
		{"192.0.2.0/33", NULL, NULL},
		{"::/129", NULL, NULL},
		{"192.0.2.0/", NULL, NULL},
		{"192.0.2.0/-1", NULL, NULL},
		{"", NULL, NULL},
		{"balancer.example", NULL, NULL},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(networks); i++) {
		struct preface_network network;
		struct sockaddr_storage address[2];
		int error = preface_network_parse(slice_str(networks[i].text), &network);

		assert_int_equal(error, networks[i].in ? 0 : -EINVAL);
		if (error)
			continue;
		assert_int_equal(
			listener_parse(slice_str(networks[i].in), 1, address), 1);
		assert_true(preface_trusts(&network, 1, (struct sockaddr *)&address[0]));
		assert_int_equal(
			listener_parse(slice_str(networks[i].out), 1, address), 1);
		assert_false(preface_trusts(&network, 1, (struct sockaddr *)&address[0]));
	}
}

/* Who comes by IPv4 to a socket of both families is known by the IPv4 address. */
static void a_socket_of_both_families_knows_ipv4(void **state)
{
	static const struct sockaddr_in6 any = {
		.sin6_family = AF_INET6, .sin6_addr = IN6ADDR_ANY_INIT};
	struct listener listener = {0};
	struct buf reply;
	int off = 0;

	(void)state;
	listener.fd = socket(AF_INET6, SOCK_STREAM | SOCK_NONBLOCK, 0);
	if (listener.fd < 0 ||
		setsockopt(listener.fd, IPPROTO_IPV6, IPV6_V6ONLY, &off, sizeof(off)) ||
		bind(listener.fd, (const struct sockaddr *)&any, sizeof(any))) {
		print_message("no IPv6 here\n");
		skip();
	}
	start("127.0.0.0/8", &server_generous);
	assert_int_equal(listen(listener.fd, 8), 0);
	assert_int_equal(listener_address(listener.fd, &listener.address), 0);
	listener.service = server.listeners[PORT_PLAIN].service;
	listener.preface = &letter;
	workers_listen(server.workers, &listener);
	struct peer_options options = {.port = listener_port(&listener.address)};
	/* It is trusted by it, too. */
	assert_int_equal(server_ask(&options, S("?peer\r\n"), &reply), PEER_EOF);
	assert_true(slice_starts(buf_slice(&reply), S("20 127.0.0.0 ")));
	buf_fini(&reply);
	stop();
	close(listener.fd);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_client_is_who_a_trusted_balancer_says),
		cmocka_unit_test(what_is_no_preface_ends_a_balancers_connection),
		cmocka_unit_test(
			requests_are_counted_for_the_client_and_not_for_the_balancer),
		cmocka_unit_test(a_balancer_may_open_more_than_a_client_may),
		cmocka_unit_test(nobody_else_is_believed),
		cmocka_unit_test(a_listener_for_balancers_lets_nobody_else_in),
		cmocka_unit_test(whom_to_trust_can_change),
		cmocka_unit_test(the_limit_per_address_is_the_clients),
		cmocka_unit_test(a_balancer_counts_for_nothing_once_its_client_is_known),
		cmocka_unit_test(networks_are_read),
		cmocka_unit_test(a_socket_of_both_families_knows_ipv4),
	};

	return cmocka_run_group_tests_name(
		"preface", tests, server_set_up, server_tear_down);
}
