/* SPDX-License-Identifier: MIT */
/* The benchmark's clients, before servers that lie: what is wrong with a reply is seen and named. */
#include <arpa/inet.h>
#include <pthread.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cmocka.h>

#include "../bench/bench.h"
#include "../bench/crowd.h"
#include "../support/peer.h"

#define VISITS 3
/* More than enough for a visit that is served; and what passes for one that is not. */
#define BUDGET_MS  10000
#define SILENCE_MS 200

/* What the server does with whoever comes. */
enum end { IN_ORDER, WITHOUT_NOTIFY, BY_RESET, NEVER };

struct liar {
	const char *reply;
	enum end end;
	SSL_CTX *tls; /* NULL: Gopher */
	int listener;
	uint16_t port;
	pthread_t thread;
};

static void lie(const struct liar *liar, int fd)
{
	struct linger now = {.l_onoff = 1};
	char request[100];
	SSL *ssl = liar->tls ? SSL_new(liar->tls) : NULL;
	int len = (int)strlen(liar->reply);

	if (ssl) {
		SSL_set_fd(ssl, fd);
		if (SSL_accept(ssl) == 1 && SSL_read(ssl, request, sizeof(request)) > 0 &&
			SSL_write(ssl, liar->reply, len) == len && liar->end == IN_ORDER)
			SSL_shutdown(ssl);
		SSL_free(ssl);
	} else if (read(fd, request, sizeof(request)) > 0) {
		assert_int_equal(write(fd, liar->reply, (size_t)len), len);
	}
	if (liar->end == BY_RESET)
		setsockopt(fd, SOL_SOCKET, SO_LINGER, &now, sizeof(now));
	else
		shutdown(fd, SHUT_WR);
	/* Until the client has gone. */
	while (liar->end != BY_RESET && read(fd, request, sizeof(request)) > 0)
		;
}

static void *serve(void *data)
{
	const struct liar *liar = data;
	int kept[VISITS], count = 0, fd;

	while ((fd = accept(liar->listener, NULL, NULL)) >= 0) {
		if (liar->end == NEVER && count < VISITS) {
			kept[count++] = fd;
			continue;
		}
		lie(liar, fd);
		close(fd);
	}
	while (count)
		close(kept[--count]);
	return NULL;
}

static void liar_start(struct liar *liar)
{
	struct sockaddr_in address = {
		.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
	socklen_t len = sizeof(address);

	liar->listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	assert_int_equal(bind(liar->listener, (struct sockaddr *)&address, len), 0);
	assert_int_equal(listen(liar->listener, 16), 0);
	assert_int_equal(
		getsockname(liar->listener, (struct sockaddr *)&address, &len), 0);
	liar->port = ntohs(address.sin_port);
	assert_int_equal(pthread_create(&liar->thread, NULL, serve, liar), 0);
}

static void liar_stop(struct liar *liar)
{
	shutdown(liar->listener, SHUT_RDWR);
	pthread_join(liar->thread, NULL);
	close(liar->listener);
}

static SSL_CTX *make_tls(void)
{
	struct test_certificate certificate;
	SSL_CTX *tls = SSL_CTX_new(TLS_server_method());

	test_certificate_make(&certificate, "localhost", 2, 1);
	peer_tls_identify(tls, &certificate);
	test_certificate_fini(&certificate);
	return tls;
}

static void expect(
	const char *why, const struct load_result *result, enum load_error want)
{
	unsigned count = want == LOAD_GOOD ? result->good : result->errors[want];

	if (count != VISITS || result->good + load_failed(result) != VISITS)
		fail_msg("%s: %u of %d as they should be, %u good, %u not", why, count,
			VISITS, result->good, load_failed(result));
}

/* Both kinds of clients: those that wait, and the crowd. */
static void expect_both(const char *why, const struct load *load, enum load_error want)
{
	struct load_result result;
	struct crowd crowd;

	load_run(load, &result);
	expect(why, &result, want);
	crowd_init(&crowd, load, VISITS);
	crowd_run(&crowd, VISIT_OVER, 0, BUDGET_MS);
	crowd_result(&crowd, &result);
	expect(why, &result, want);
	crowd_fini(&crowd);
}

static void every_way_to_answer_wrongly_is_seen_and_named(void **state)
{
	static const struct {
		const char *why, *reply;
		enum end end;
		bool tls, lenient;
		enum load_error want;
	} rows[] = {
		{"all is well", "20 text/gemini\r\nabc\n", IN_ORDER, true, false,
			LOAD_GOOD},
		{"another byte", "20 text/gemini\r\nabd\n", IN_ORDER, true, false,
			LOAD_WRONG},
		{"a byte is missing", "20 text/gemini\r\nabc", IN_ORDER, true, false,
			LOAD_WRONG},
		{"a byte too many", "20 text/gemini\r\nabc\n\n", IN_ORDER, true, false,
			LOAD_WRONG},
		{"no body", "20 text/gemini\r\n", IN_ORDER, true, false, LOAD_WRONG},
		{"half a header", "20 text/gem", IN_ORDER, true, false, LOAD_WRONG},
		{"another status with that body", "51 text/gemini\r\nabc\n", IN_ORDER,
			true, false, LOAD_WRONG},
		{"no close_notify", "20 text/gemini\r\nabc\n", WITHOUT_NOTIFY, true,
			false, LOAD_UNCLOSED},
		{"no close_notify, of a peer", "20 text/gemini\r\nabc\n", WITHOUT_NOTIFY,
			true, true, LOAD_GOOD},
		{"a peer is not let off a wrong body", "20 text/gemini\r\nab",
			WITHOUT_NOTIFY, true, true, LOAD_WRONG},
		{"Gopher, all is well", "abc\n", IN_ORDER, false, false, LOAD_GOOD},
		{"Gopher, another byte", "abx\n", IN_ORDER, false, false, LOAD_WRONG},
		{"Gopher, cut", "ab", IN_ORDER, false, false, LOAD_WRONG},
	};
	const struct body body = {.bytes = (char[]){"abc\n"}, .len = 4};
	SSL_CTX *tls = make_tls();

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct liar liar = {.reply = rows[i].reply,
			.end = rows[i].end,
			.tls = rows[i].tls ? tls : NULL};
		liar_start(&liar);
		expect_both(rows[i].why,
			&(struct load){.port = liar.port,
				.tls = rows[i].tls,
				.lenient = rows[i].lenient,
				.request = "gemini://localhost/\r\n",
				.body = &body,
				.clients = VISITS,
				.requests = VISITS},
			rows[i].want);
		liar_stop(&liar);
	}
	SSL_CTX_free(tls);
}

static void a_reset_and_a_closed_door_are_told_apart(void **state)
{
	struct liar liar = {.reply = "20 text/gemini\r\nabc\n", .end = BY_RESET};
	struct load load = {.tls = true,
		.request = "gemini://localhost/\r\n",
		.clients = VISITS,
		.requests = VISITS};

	(void)state;
	/* Nothing of TLS is spoken: the connection is reset in the handshake. */
	liar_start(&liar);
	load.port = liar.port;
	expect_both("reset", &load, LOAD_RESET);
	liar_stop(&liar);
	expect_both("nobody listens", &load, LOAD_REFUSED);
}

static void who_is_never_served_has_timed_out(void **state)
{
	struct liar liar = {.reply = "", .end = NEVER};
	struct load_result result;
	struct crowd crowd;

	(void)state;
	liar_start(&liar);
	struct load load = {.port = liar.port, .request = "/\r\n"};
	crowd_init(&crowd, &load, VISITS);
	assert_int_equal(crowd_run(&crowd, VISIT_ASKED, 0, BUDGET_MS), VISITS);
	assert_int_equal(crowd_run(&crowd, VISIT_OVER, 0, SILENCE_MS), 0);
	crowd_result(&crowd, &result);
	expect("silence", &result, LOAD_TIMEOUT);
	crowd_fini(&crowd);
	liar_stop(&liar);
}

static void a_latency_counts_from_when_the_client_was_to_begin(void **state)
{
	struct liar liar = {.reply = "abc\n"};
	struct crowd crowd;

	(void)state;
	liar_start(&liar);
	struct load load = {.port = liar.port, .request = "/\r\n"};
	crowd_init(&crowd, &load, VISITS);
	/* One at a time though all were to begin at once: each has waited for those before it. */
	assert_int_equal(crowd_run(&crowd, VISIT_OVER, 1, BUDGET_MS), VISITS);
	for (size_t i = 1; i < VISITS; i++)
		assert_true(crowd.visits[i].took_ms > crowd.visits[i - 1].took_ms);
	crowd_fini(&crowd);
	liar_stop(&liar);
}

static char *printed(const struct rows *rows, bool json)
{
	char *text = NULL;
	size_t len;
	FILE *out = open_memstream(&text, &len);

	if (json)
		rows_print_json(rows, out);
	else
		rows_print(rows, out);
	fclose(out);
	return text;
}

static void the_table_shows_medians_of_rounds_and_what_misses_its_goal(void **state)
{
	static const struct row_spec specs[] = {
		{"page", "us", "floor", GOAL_RATIO_AT_MOST, 1.15},
		{"held", "clients", NULL, GOAL_OURS_AT_LEAST, 5},
		{"other", "us", "\"gmid\"", GOAL_NONE, 0},
	};
	struct rows rows;

	(void)state;
	rows_init(&rows);
	struct row *page = rows_add(&rows, &specs[0]);
	struct row *held = rows_add(&rows, &specs[1]);
	row_note(rows_add(&rows, &specs[2]), "not installed");
	/* Medians: 300, 250, 1.2; the last of them is of a round that failed. */
	row_add(page, 300, 200);
	row_add(page, 240, 250);
	row_add(page, 360, 300);
	row_add(page, 0, 300);
	row_add(held, 5, 0);
	assert_true(row_ratio(page) > 1.19 && row_ratio(page) < 1.21);
	assert_false(row_met(page));
	assert_true(row_met(held));
	char *text = printed(&rows, false);
	assert_string_equal(text, "| what  | Splashdown   | compared with | ratio | goal "
				  "             | note          |\n"
				  "|-------|--------------|---------------|-------|------"
				  "-------------|---------------|\n"
				  "| page  | 300 us       | floor 250     | 1.20  | <= "
				  "1.15 x: MISSED |               |\n"
				  "| held  | 5.00 clients |               |       | >= 5 "
				  "clients      |               |\n"
				  "| other |              | \"gmid\"        |       |    "
				  "               | not installed |\n");
	free(text);
	text = printed(&rows, true);
	assert_string_equal(text,
		"[\n"
		"  {\"what\": \"page\", \"unit\": \"us\", \"beside\": \"floor\", "
		"\"ours\": 300, "
		"\"theirs\": 250, \"ratio\": 1.2, \"goal\": \"<= 1.15 x: MISSED\", "
		"\"met\": false, \"rounds\": 3, \"note\": null},\n"
		"  {\"what\": \"held\", \"unit\": \"clients\", \"beside\": null, "
		"\"ours\": 5, "
		"\"theirs\": null, \"ratio\": null, \"goal\": \">= 5 clients\", \"met\": "
		"true, "
		"\"rounds\": 1, \"note\": null},\n"
		"  {\"what\": \"other\", \"unit\": \"us\", \"beside\": \"\\\"gmid\\\"\", "
		"\"ours\": null, \"theirs\": null, \"ratio\": null, \"goal\": null, "
		"\"met\": null, \"rounds\": 0, \"note\": \"not installed\"}\n]");
	free(text);
	rows_fini(&rows);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_way_to_answer_wrongly_is_seen_and_named),
		cmocka_unit_test(a_reset_and_a_closed_door_are_told_apart),
		cmocka_unit_test(who_is_never_served_has_timed_out),
		cmocka_unit_test(a_latency_counts_from_when_the_client_was_to_begin),
		cmocka_unit_test(
			the_table_shows_medians_of_rounds_and_what_misses_its_goal),
	};

	signal(SIGPIPE, SIG_IGN);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
