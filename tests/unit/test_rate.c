/* SPDX-License-Identifier: MIT */
#include "net/rate.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stddef.h>
#include <sys/un.h>

#include <cmocka.h>

#include "net/client_key.h"

#define START 1000000 /* ms, of a clock that began long ago */

static struct sockaddr_storage peer_of(const char *text)
{
	struct sockaddr_storage peer = {0};
	struct sockaddr_in *in = (struct sockaddr_in *)&peer;
	struct sockaddr_in6 *in6 = (struct sockaddr_in6 *)&peer;

	if (inet_pton(AF_INET, text, &in->sin_addr) == 1)
		peer.ss_family = AF_INET;
	else if (inet_pton(AF_INET6, text, &in6->sin6_addr) == 1)
		peer.ss_family = AF_INET6;
	else
		peer.ss_family = AF_UNIX;
	return peer;
}

static uint64_t take(
	struct rate *rate, const char *text, const struct limits *limits, uint64_t ms)
{
	struct sockaddr_storage peer = peer_of(text);

	return rate_take(rate, (const struct sockaddr *)&peer, limits, START + ms);
}

static void clients_of_the_two_families_are_told_apart(void **state)
{
	static const struct {
		const char *a, *b, *why;
	} rows[] = {
		{"2a02:c7f:ffff::1", "127.12.2.42",
			"the bytes of one in the order of the other"},
		{"2001:db8:7fff:ffff::1", "2001:db8:ffff:7fff::1", "two networks"},
		{"::ffff:192.0.2.1", "192.0.2.2", "an address mapped, and another"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct sockaddr_storage a = peer_of(rows[i].a), b = peer_of(rows[i].b);

		if (client_key((struct sockaddr *)&a) ==
			client_key((struct sockaddr *)&b))
			fail_msg("%s: %s and %s are one client", rows[i].why, rows[i].a,
				rows[i].b);
	}
}

static void a_bucket_is_emptied_and_fills_again(void **state)
{
	/* One after the other, of the same bucket: 4 a second, 3 at once. */
	static const struct {
		uint64_t at_ms, wait_ms;
		const char *why;
	} rows[] = {
		{0, 0, "the first of a burst"},
		{0, 0, "the second"},
		{0, 0, "the last"},
		{0, 250, "the bucket is empty"},
		{0, 250, "whoever asks again meanwhile does not wait longer"},
		{249, 1, "nearly"},
		{250, 0, "one token came"},
		{250, 250, "and only one"},
		{760, 0, "two tokens came"},
		{760, 0, "the other one"},
		{760, 240, "what had been begun of the third counts"},
		{3600000, 0, "after an hour the bucket is full"},
		{3600000, 0, "with three"},
		{3600000, 0, "tokens"},
		{3600000, 250, "and no more"},
		{3599990, 250, "the clock of another worker is a little behind"},
	};
	struct limits limits = {.rate = 4, .burst = 3};
	struct rate *rate = rate_new();

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		uint64_t wait = take(rate, "192.0.2.1", &limits, rows[i].at_ms);

		if (wait != rows[i].wait_ms)
			fail_msg("%s: %llu ms, not %llu", rows[i].why,
				(unsigned long long)wait,
				(unsigned long long)rows[i].wait_ms);
	}
	rate_free(rate);
}

static void who_shares_a_bucket(void **state)
{
	static const struct {
		const char *first, *second, *why;
		bool same, spares_loopback;
	} rows[] = {
		{"192.0.2.1", "192.0.2.1", "one address", true, false},
		{"192.0.2.1", "192.0.2.2", "two addresses", false, false},
		{"192.0.2.1", "::ffff:192.0.2.1", "mapped into IPv6", true, false},
		{"2001:db8:0:1::1", "2001:db8:0:1:ffff::2", "one /64", true, false},
		{"2001:db8:0:1::1", "2001:db8:0:2::1", "two of them", false, false},
		{"127.0.0.1", "127.0.0.1", "loopback", true, false},
		{"::1", "::1", "loopback", true, false},
		{"127.0.0.1", "127.0.0.1", "loopback is spared", false, true},
		{"127.1.2.3", "127.1.2.3", "all of it", false, true},
		{"::1", "::1", "loopback is spared", false, true},
		{"::ffff:127.0.0.1", "::ffff:127.0.0.1", "mapped", false, true},
		{"192.0.2.1", "192.0.2.1", "others are not spared", true, true},
		{"::2", "::2", "nor these", true, true},
		{"/run/x", "/run/x", "no address: who knows for whom", false, false},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct limits limits = {.rate = 1,
			.burst = 1,
			.spares_loopback = rows[i].spares_loopback};
		struct rate *rate = rate_new();

		assert_int_equal(take(rate, rows[i].first, &limits, 0), 0);
		if ((take(rate, rows[i].second, &limits, 0) != 0) != rows[i].same)
			fail_msg("%s: %s and %s", rows[i].why, rows[i].first,
				rows[i].second);
		rate_free(rate);
	}
}

static void a_rate_of_0_is_no_limit(void **state)
{
	struct limits limits = {.rate = 0, .burst = 1};
	struct rate *rate = rate_new();

	(void)state;
	for (unsigned i = 0; i < 100; i++)
		assert_int_equal(take(rate, "192.0.2.1", &limits, 0), 0);
	rate_free(rate);
}

/* Nobody waits by a limit that is no more. */
static void new_limits_hold_for_old_buckets(void **state)
{
	struct limits slow = {.rate = 1, .burst = 1000}, quick = {.rate = 10, .burst = 5};
	struct rate *rate = rate_new();

	(void)state;
	for (unsigned i = 0; i < 1000; i++)
		assert_int_equal(take(rate, "192.0.2.1", &slow, 0), 0);
	assert_int_equal(take(rate, "192.0.2.1", &slow, 0), 1000);
	assert_int_equal(take(rate, "192.0.2.1", &quick, 0), 100);
	assert_int_equal(take(rate, "192.0.2.1", &quick, 100), 100);
	rate_free(rate);
}

/* It asks as fast as it can, waits as many whole seconds as it is told, and asks for the same page again. */
static void a_crawler_that_waits_reads_all(void **state)
{
	enum { PAGES = 2000 };
	struct limits limits = {.rate = 20, .burst = 200};
	struct rate *rate = rate_new();
	unsigned told = 0, again = 0;
	uint64_t now_ms = 0;

	(void)state;
	for (unsigned page = 0; page < PAGES;) {
		uint64_t wait_ms = take(rate, "192.0.2.1", &limits, now_ms);

		now_ms += wait_ms ? (wait_ms + 999) / 1000 * 1000 : 1;
		told += wait_ms != 0;
		again = wait_ms ? again + 1 : 0;
		if (again > 1)
			fail_msg("page %u: it waited, and has to wait again", page);
		page += !wait_ms;
	}
	assert_true(told > 0);
	/* 200 at once, and 20 a second. */
	assert_in_range(now_ms, 80000, 100000);
	rate_free(rate);
}

/* More clients than can be remembered: those whose buckets are the emptiest are. */
static void a_crowd_does_not_free_who_asks_most(void **state)
{
	struct limits limits = {.rate = 1, .burst = 10};
	struct rate *rate = rate_new();

	(void)state;
	for (unsigned i = 0; i < 10; i++)
		assert_int_equal(take(rate, "192.0.2.1", &limits, 0), 0);
	for (uint32_t i = 0; i < 4 * RATE_CLIENTS; i++) {
		struct sockaddr_in in = {
			.sin_family = AF_INET, .sin_addr.s_addr = htonl(0x0A000000 + i)};

		/* None of them waits for what the others do. */
		assert_int_equal(
			rate_take(rate, (const struct sockaddr *)&in, &limits, START), 0);
	}
	assert_int_equal(take(rate, "192.0.2.1", &limits, 0), 1000);
	rate_free(rate);
}

enum { THREADS = 4, BURST = 10000 };

static struct rate *shared;
static atomic_uint tokens;

static void *take_many(void *unused)
{
	struct limits limits = {.rate = 1, .burst = BURST};

	(void)unused;
	for (unsigned i = 0; i < BURST; i++) {
		if (!take(shared, "192.0.2.1", &limits, 0))
			atomic_fetch_add(&tokens, 1);
	}
	return NULL;
}

static void threads_share_one_bucket(void **state)
{
	pthread_t threads[THREADS];

	(void)state;
	shared = rate_new();
	for (int i = 0; i < THREADS; i++)
		assert_int_equal(pthread_create(&threads[i], NULL, take_many, NULL), 0);
	for (int i = 0; i < THREADS; i++)
		pthread_join(threads[i], NULL);
	assert_int_equal(atomic_load(&tokens), BURST);
	rate_free(shared);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(clients_of_the_two_families_are_told_apart),
		cmocka_unit_test(a_bucket_is_emptied_and_fills_again),
		cmocka_unit_test(who_shares_a_bucket),
		cmocka_unit_test(a_rate_of_0_is_no_limit),
		cmocka_unit_test(new_limits_hold_for_old_buckets),
		cmocka_unit_test(a_crawler_that_waits_reads_all),
		cmocka_unit_test(a_crowd_does_not_free_who_asks_most),
		cmocka_unit_test(threads_share_one_bucket),
	};

	return cmocka_run_group_tests_name("rate", tests, NULL, NULL);
}
