/* SPDX-License-Identifier: MIT */
#include "net/admission.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "net/deadline.h"

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
		fail_msg("%s is no address", text);
	return peer;
}

static enum admission_answer enter(
	struct admission *admission, const char *text, const struct limits *limits)
{
	struct sockaddr_storage peer = peer_of(text);

	return admission_enter(admission, (struct sockaddr *)&peer, limits);
}

static void leave(struct admission *admission, const char *text)
{
	struct sockaddr_storage peer = peer_of(text);

	admission_leave(admission, (struct sockaddr *)&peer);
}

static void addresses_are_counted_by_network(void **state)
{
	static const struct {
		const char *first, *second;
		bool same;
	} rows[] = {
		{"192.0.2.1", "192.0.2.1", true},
		{"192.0.2.1", "192.0.2.2", false},
		{"192.0.2.1", "::ffff:192.0.2.1", true},
		{"::ffff:192.0.2.1", "::ffff:192.0.2.2", false},
		{"2001:db8:0:1::1", "2001:db8:0:1:ffff::2", true},
		{"2001:db8:0:1::1", "2001:db8:0:2::1", false},
		{"::1", "127.0.0.1", false},
	};
	struct limits limits = {.per_address_hard = 1};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct admission *admission = admission_new();

		assert_int_equal(enter(admission, rows[i].first, &limits), ADMIT);
		if (enter(admission, rows[i].second, &limits) !=
			(rows[i].same ? ADMIT_NOT : ADMIT))
			fail_msg("%s and %s", rows[i].first, rows[i].second);
		admission_free(admission);
	}
}

static void each_limit_is_met_at_its_number(void **state)
{
	struct limits limits = {.per_address_soft = 2,
		.per_address_hard = 3,
		.total_soft = 4,
		.total_hard = 5};
	struct admission *admission = admission_new();

	(void)state;
	assert_int_equal(enter(admission, "192.0.2.1", &limits), ADMIT);
	assert_int_equal(enter(admission, "192.0.2.1", &limits), ADMIT);
	assert_int_equal(enter(admission, "192.0.2.1", &limits), ADMIT_TO_REFUSE_ADDRESS);
	assert_int_equal(enter(admission, "192.0.2.1", &limits), ADMIT_NOT);
	assert_int_equal(enter(admission, "192.0.2.2", &limits), ADMIT);
	assert_int_equal(enter(admission, "192.0.2.3", &limits), ADMIT_TO_REFUSE_TOTAL);
	assert_int_equal(enter(admission, "192.0.2.4", &limits), ADMIT_NOT);
	assert_int_equal(admission_addresses(admission), 3);
	leave(admission, "192.0.2.1");
	leave(admission, "192.0.2.1");
	assert_int_equal(enter(admission, "192.0.2.4", &limits), ADMIT);
	leave(admission, "192.0.2.1");
	leave(admission, "192.0.2.2");
	leave(admission, "192.0.2.3");
	leave(admission, "192.0.2.4");
	assert_int_equal(admission_addresses(admission), 0);
	admission_free(admission);
}

enum { THREADS = 4, ROUNDS = 2000 };

static void *come_and_go(void *arg)
{
	struct limits limits = {0};

	for (uint32_t i = 0; i < ROUNDS; i++) {
		struct sockaddr_in in = {
			.sin_family = AF_INET, .sin_addr.s_addr = htonl(0x0A000000 + i)};

		admission_enter(arg, (struct sockaddr *)&in, &limits);
	}
	for (uint32_t i = 0; i < ROUNDS; i++) {
		struct sockaddr_in in = {
			.sin_family = AF_INET, .sin_addr.s_addr = htonl(0x0A000000 + i)};

		admission_leave(arg, (struct sockaddr *)&in);
	}
	return NULL;
}

static void threads_come_and_go_and_nothing_is_left(void **state)
{
	struct admission *admission = admission_new();
	pthread_t threads[THREADS];

	(void)state;
	for (int i = 0; i < THREADS; i++)
		assert_int_equal(
			pthread_create(&threads[i], NULL, come_and_go, admission), 0);
	for (int i = 0; i < THREADS; i++)
		pthread_join(threads[i], NULL);
	assert_int_equal(admission_addresses(admission), 0);
	admission_free(admission);
}

/* --- deadlines ------------------------------------------------------------------------------- */

static void the_oldest_deadline_comes_first(void **state)
{
	struct deadline a = {0}, b = {0}, c = {0};
	struct deadline_list list, other;

	(void)state;
	deadline_list_init(&list);
	assert_null(deadline_oldest(&list));
	deadline_put(&list, &a, 10);
	deadline_put(&list, &b, 30);
	deadline_put(&list, &c, 20); /* out of order */
	assert_ptr_equal(deadline_oldest(&list), &a);
	deadline_put(&list, &a, 40); /* moves */
	assert_ptr_equal(deadline_oldest(&list), &c);
	deadline_remove(&c);
	deadline_remove(&c); /* twice is harmless */
	assert_ptr_equal(deadline_oldest(&list), &b);
	deadline_list_move(&list, &other);
	assert_null(deadline_oldest(&list));
	assert_ptr_equal(deadline_oldest(&other), &b);
	deadline_put(&list, &b, 30); /* from list to list */
	assert_ptr_equal(deadline_oldest(&list), &b);
	assert_ptr_equal(deadline_oldest(&other), &a);
	deadline_remove(&a);
	assert_null(deadline_oldest(&other));
	deadline_list_move(&other, &list);
	assert_null(deadline_oldest(&list));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(addresses_are_counted_by_network),
		cmocka_unit_test(each_limit_is_met_at_its_number),
		cmocka_unit_test(threads_come_and_go_and_nothing_is_left),
		cmocka_unit_test(the_oldest_deadline_comes_first),
	};

	return cmocka_run_group_tests_name("admission", tests, NULL, NULL);
}
