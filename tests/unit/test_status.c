/* SPDX-License-Identifier: MIT */
#include "app/status.h"

#include <errno.h>
#include <poll.h>
#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <cmocka.h>

#include "../support/tree.h"
#include "data/yaml.h"

static const struct status_certificate certificates[] = {
	{S("capsule.example"), S("2026-12-31"), 1798761599, false},
	{S("old.example"), S("1969-12-31"), -1, true}};
static const struct tally_entry found[] = {{S("gemini://capsule.example/"), 7}};
static const struct tally_entry missing[] = {
	{S("gemini://capsule.example/a\"b\\c\n\033[31m}"), 2},
	/* What is no text is told from what looks like it. */
	{S("gopher://capsule.example/\x01"), 1},
	{S("gopher://capsule.example/\\x01"), 1},
};

static void gather(void *ctx, struct arena *arena, struct status *out)
{
	(void)ctx;
	(void)arena;
	out->uptime_s = 61;
	out->facts.posts = 12;
	out->people = 3;
	out->zones = 2;
	out->titan = (struct titan_facts){.uploads = 8, .refused = 4};
	out->counts.requests = 9;
	out->log_dropped = 3;
	out->certificates = certificates;
	out->certificate_count = sizeof(certificates) / sizeof(*certificates);
	out->found = found;
	out->found_count = 1;
	out->missing = missing;
	out->missing_count = sizeof(missing) / sizeof(*missing);
}

static void expect_line(struct slice all, const char *want)
{
	struct slice line;

	for (struct slice rest = all; slice_next_line(&rest, &line);) {
		if (slice_eq(line, slice_str(want)))
			return;
	}
	fail_msg("no line \"%s\" in:\n%.*s", want, SARG(all));
}

static void print(struct buf *out, enum status_form form)
{
	struct status status = {.pid = 5};

	gather(NULL, NULL, &status);
	buf_init(out, STATUS_MAX_BYTES);
	status_print(out, &status, form);
	assert_false(out->overflow);
}

static void people_read_figures_and_lists(void **state)
{
	struct buf out;

	(void)state;
	print(&out, STATUS_TEXT);
	expect_line(buf_slice(&out), "posts                           12");
	expect_line(buf_slice(&out), "people                           3");
	expect_line(buf_slice(&out), "zones                            2");
	expect_line(buf_slice(&out), "uploads                          8");
	expect_line(buf_slice(&out), "uploads refused                  4");
	expect_line(buf_slice(&out), "  2026-12-31  capsule.example");
	expect_line(buf_slice(&out), "         7  gemini://capsule.example/");
	/* Nothing that a client sent reaches the terminal. */
	expect_line(buf_slice(&out),
		"         2  gemini://capsule.example/a\"b\\c\\x0A\\x1B[31m}");
	buf_fini(&out);
}

/* Who asks why all are refused is told. */
static void that_no_host_was_named_is_said(void **state)
{
	(void)state;
	for (unsigned nameless = 0; nameless < 2; nameless++) {
		struct status status = {.facts.is_nameless = nameless != 0};
		struct buf out;
		buf_init(&out, STATUS_MAX_BYTES);
		status_print(&out, &status, STATUS_TEXT);
		bool said = slice_find(buf_slice(&out), S(SCANNER_NO_HOST)) >= 0;
		assert_int_equal(said, nameless);
		buf_clear(&out);
		status_print(&out, &status, STATUS_JSON);
		said = slice_find(buf_slice(&out), S("\"sites_without_host\": 1")) >= 0;
		assert_int_equal(said, nameless);
		buf_fini(&out);
	}
}

/* JSON is YAML, and that we can read. */
static void json_says_the_same(void **state)
{
	struct buf out;
	struct arena arena;
	struct value root;
	struct diag_list diags;

	(void)state;
	print(&out, STATUS_JSON);
	arena_init(&arena);
	diag_init(&diags);
	yaml_parse(&arena, buf_slice(&out), &yaml_config_limits, S("status"), 0, &diags,
		&root);
	assert_int_equal(diags.count, 0);
	assert_true(slice_eq(value_text(value_get(&root, S("posts"))), S("12")));
	assert_true(slice_eq(value_text(value_get(&root, S("requests"))), S("9")));
	const struct value *list = value_get(&root, S("missing"));
	assert_true(list && list->kind == VALUE_LIST && list->count == 3);
	assert_true(slice_eq(value_text(value_get(&list->items[0], S("address"))),
		S("gemini://capsule.example/a\"b\\c\\x0A\\x1B[31m}")));
	arena_fini(&arena);
	diag_fini(&diags);
	buf_fini(&out);
}

static void metrics_have_their_values(void **state)
{
	struct buf out;

	(void)state;
	print(&out, STATUS_PROMETHEUS);
	struct slice all = buf_slice(&out);
	expect_line(all, "# TYPE splashdown_build_info gauge");
	expect_line(all, "splashdown_build_info{version=\"1.2.3~test\"} 1");
	expect_line(all, "# HELP splashdown_requests_total Requests answered.");
	expect_line(all, "# TYPE splashdown_requests_total counter");
	expect_line(all, "splashdown_requests_total 9");
	expect_line(all, "# TYPE splashdown_posts gauge");
	expect_line(all, "splashdown_posts 12");
	expect_line(all, "splashdown_log_lines_lost_total 3");
	expect_line(
		all, "# TYPE splashdown_certificate_not_after_timestamp_seconds gauge");
	expect_line(all, "splashdown_certificate_not_after_timestamp_seconds{host="
			 "\"capsule.example\"} "
			 "1798761599");
	expect_line(all, "splashdown_certificate_not_after_timestamp_seconds{host=\"old."
			 "example\"} -1");
	expect_line(
		all, "splashdown_page_replies{address=\"gemini://capsule.example/\"} 7");
	expect_line(all, "splashdown_missing_replies{address=\"gemini://capsule.example/"
			 "a\\\"b\\\\\\\\c\\\\x0A\\\\x1B[31m}\"} 2");
	buf_fini(&out);
}

/* "splashdown_posts{host="a"} 12" without what follows the name. */
static struct slice metric_name(struct slice line)
{
	size_t len = 0;

	while (len < line.len && line.ptr[len] != '{' && line.ptr[len] != ' ')
		len++;
	return slice_head(line, len);
}

/* @line is @prefix NAME REST: its name, and its @rest. */
static struct slice headed(struct slice line, struct slice prefix, struct slice *rest)
{
	struct slice name;

	if (!slice_starts(line, prefix))
		fail_msg("\"%.*s\" is not expected here", SARG(line));
	slice_cut(slice_from(line, prefix.len), ' ', &name, rest);
	return name;
}

/* The rules of text format 0.0.4: each metric once, as HELP, TYPE and its samples, by one and the same name;
 * of the types that it knows two; and no sample twice. */
static void metrics_are_in_the_text_format(void **state)
{
	struct buf out;
	struct slice line, rest, type, name = slice_none, seen[256];
	size_t count = 0, metrics = 0;

	(void)state;
	print(&out, STATUS_PROMETHEUS);
	assert_true(slice_ends(buf_slice(&out), S("\n")));
	for (struct slice all = buf_slice(&out); slice_next_line(&all, &line);) {
		if (slice_starts(line, S("# HELP "))) {
			name = headed(line, S("# HELP "), &rest);
			assert_true(rest.len > 0);
			assert_true(slice_next_line(&all, &line));
			assert_true(slice_eq(headed(line, S("# TYPE "), &type), name));
			bool counts = slice_eq(type, S("counter"));
			assert_true(counts || slice_eq(type, S("gauge")));
			assert_int_equal(counts, slice_ends(name, S("_total")));
			metrics++;
			continue;
		}
		if (!slice_eq(metric_name(line), name))
			fail_msg("\"%.*s\" is not of %.*s", SARG(line), SARG(name));
		ptrdiff_t space = slice_rfind_char(line, ' ');
		line = slice_head(line, (size_t)space);
		for (size_t i = 0; i < count; i++)
			assert_false(slice_eq(seen[i], line));
		assert_true(count < 256);
		seen[count++] = line;
	}
	assert_true(metrics > 20 && count >= metrics);
	buf_fini(&out);
}

static void it_is_asked_for_where_it_listens(void **state)
{
	struct arena arena = {0};
	const char *const *places;

	(void)state;
	unsetenv("XDG_RUNTIME_DIR");
	setenv("RUNTIME_DIRECTORY", "/run/one:/run/two", 1);
	assert_int_equal(status_places(&arena, "/state", &places), 4);
	assert_string_equal(places[0], "/run/one/status.socket");
	assert_string_equal(places[1], "/state/status.socket");
	unsetenv("RUNTIME_DIRECTORY");
	assert_int_equal(status_places(&arena, "/state", &places), 3);
	assert_string_equal(places[0], "/state/status.socket");
	arena_fini(&arena);
}

static void whoever_asks_is_answered_and_nobody_else_waits(void **state)
{
	const struct status_source source = {gather, NULL};
	struct status_service *service, *second;
	struct tree tree;
	struct buf out;
	struct stat st;

	(void)state;
	unsetenv("XDG_RUNTIME_DIR");
	tree_init(&tree);
	setenv("RUNTIME_DIRECTORY", tree.path, 1);
	char *path = tree_at(&tree, "status.socket");
	buf_init(&out, BUF_UNLIMITED);
	assert_int_equal(status_ask(path, STATUS_TEXT, &out), -ENOENT);

	assert_int_equal(status_open(-1, tree.path, &service), 0);
	assert_string_equal(status_path(service), path);
	assert_int_equal(status_start(service, &source), 0);
	assert_int_equal(stat(path, &st), 0);
	assert_int_equal(st.st_mode & 0007, 0);
	/* One that connects and says nothing is waited for, but not for ever. */
	struct sockaddr_un address = {.sun_family = AF_UNIX};
	memcpy(address.sun_path, path, strlen(path) + 1);
	int silent = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	assert_int_equal(
		connect(silent, (struct sockaddr *)&address, sizeof(address)), 0);
	for (enum status_form form = STATUS_TEXT; form <= STATUS_PROMETHEUS; form++) {
		struct buf want;

		buf_clear(&out);
		print(&want, form);
		assert_int_equal(status_ask(path, form, &out), 0);
		assert_true(out.len > 100);
		/* The process differs, nothing else. */
		if (form == STATUS_PROMETHEUS)
			assert_true(slice_eq(buf_slice(&out), buf_slice(&want)));
		buf_fini(&want);
	}
	close(silent);

	/* A second server leaves the first one's socket alone. */
	assert_int_equal(status_open(-1, tree.path, &second), -EADDRINUSE);
	assert_int_equal(status_ask(path, STATUS_JSON, &out), 0);
	status_stop(service);
	assert_int_equal(status_ask(path, STATUS_JSON, &out), -ENOENT);

	/* What a crash left is in nobody's way. */
	int dead = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	assert_int_equal(bind(dead, (struct sockaddr *)&address, sizeof(address)), 0);
	close(dead);
	assert_int_equal(status_open(-1, tree.path, &service), 0);
	assert_int_equal(status_start(service, &source), 0);
	assert_int_equal(status_ask(path, STATUS_JSON, &out), 0);
	status_stop(service);
	/* What is no socket stays, and is no other server. */
	assert_int_equal(mkdir(path, 0700), 0);
	assert_int_equal(status_open(-1, tree.path, &service), -EEXIST);
	assert_int_equal(rmdir(path), 0);
	/* One whose thread was never started goes all the same. */
	assert_int_equal(status_open(-1, tree.path, &service), 0);
	status_stop(service);
	assert_int_equal(status_ask(path, STATUS_JSON, &out), -ENOENT);
	unsetenv("RUNTIME_DIRECTORY");
	buf_fini(&out);
	free(path);
	tree_fini(&tree);
}

static int connect_to(const char *path, int flags)
{
	struct sockaddr_un address = {.sun_family = AF_UNIX};
	int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | flags, 0);

	memcpy(address.sun_path, path, strlen(path) + 1);
	if (connect(fd, (struct sockaddr *)&address, sizeof(address)) == 0)
		return fd;
	close(fd);
	return -1;
}

/* What they ask is no more than 32 bytes long, each of which comes after a while. */
#define SLOW_BYTES 31

struct slow {
	int fd;
	atomic_bool ended;
	unsigned sent;
};

static void *ask_slowly(void *arg)
{
	struct slow *slow = arg;

	while (slow->sent < SLOW_BYTES && !atomic_load(&slow->ended)) {
		struct pollfd answered = {.fd = slow->fd, .events = POLLIN};

		(void)send(slow->fd, "x", 1, MSG_NOSIGNAL);
		slow->sent++;
		if (poll(&answered, 1, 100) > 0)
			break;
	}
	return NULL;
}

static void who_asks_slowly_is_not_waited_for(void **state)
{
	const struct status_source source = {gather, NULL};
	struct status_service *service;
	struct tree tree;
	pthread_t thread;

	(void)state;
	unsetenv("XDG_RUNTIME_DIR");
	tree_init(&tree);
	setenv("RUNTIME_DIRECTORY", tree.path, 1);
	assert_int_equal(status_open(-1, tree.path, &service), 0);
	assert_int_equal(status_start(service, &source), 0);
	struct slow slow = {.fd = connect_to(status_path(service), 0)};
	(void)ask_slowly(&slow);
	assert_true(slow.sent < SLOW_BYTES);
	close(slow.fd);

	/* Nor does the end of the server wait. */
	slow = (struct slow){.fd = connect_to(status_path(service), 0)};
	assert_int_equal(pthread_create(&thread, NULL, ask_slowly, &slow), 0);
	status_stop(service);
	atomic_store(&slow.ended, true);
	pthread_join(thread, NULL);
	assert_true(slow.sent < SLOW_BYTES);
	close(slow.fd);
	unsetenv("RUNTIME_DIRECTORY");
	tree_fini(&tree);
}

/* As after SIGSTOP: others have filled its queue. */
static void a_server_that_stands_still_lets_another_start(void **state)
{
	struct sockaddr_un address = {.sun_family = AF_UNIX};
	struct status_service *service;
	struct tree tree;
	int askers[64];
	size_t count = 0;

	(void)state;
	unsetenv("XDG_RUNTIME_DIR");
	tree_init(&tree);
	setenv("RUNTIME_DIRECTORY", tree.path, 1);
	char *path = tree_at(&tree, "status.socket");
	memcpy(address.sun_path, path, strlen(path) + 1);
	int still = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	assert_int_equal(bind(still, (struct sockaddr *)&address, sizeof(address)), 0);
	assert_int_equal(listen(still, 1), 0);
	while (count < 64 && (askers[count] = connect_to(path, SOCK_NONBLOCK)) >= 0)
		count++;
	assert_true(count < 64);
	alarm(20); /* whoever waits for ever, ends by it */
	assert_int_equal(status_open(-1, tree.path, &service), -EADDRINUSE);
	alarm(0);
	while (count)
		close(askers[--count]);
	close(still);
	unsetenv("RUNTIME_DIRECTORY");
	free(path);
	tree_fini(&tree);
}

/* --- the tally ---------------------------------------------------------------------------------- */

static void the_most_asked_for_come_first(void **state)
{
	struct tally *tally = tally_new();
	struct tally_entry *top;
	struct arena arena;

	(void)state;
	arena_init(&arena);
	for (int i = 0; i < 3; i++)
		tally_add(tally, TALLY_FOUND, S("b"));
	for (int i = 0; i < 2; i++)
		tally_add(tally, TALLY_FOUND, S("a"));
	tally_add(tally, TALLY_FOUND, S("c"));
	tally_add(tally, TALLY_MISSING, S("d"));
	tally_add(tally, TALLY_FOUND, S(""));
	assert_int_equal(tally_top(tally, TALLY_FOUND, &arena, 10, &top), 3);
	assert_true(slice_eq(top[0].address, S("b")) && top[0].count == 3);
	assert_true(slice_eq(top[1].address, S("a")) && top[1].count == 2);
	assert_true(slice_eq(top[2].address, S("c")) && top[2].count == 1);
	assert_int_equal(tally_top(tally, TALLY_FOUND, &arena, 2, &top), 2);
	assert_int_equal(tally_top(tally, TALLY_MISSING, &arena, 10, &top), 1);
	arena_fini(&arena);
	tally_free(tally);
}

static void a_flood_of_addresses_drives_out_no_busy_page(void **state)
{
	struct tally *tally = tally_new();
	struct tally_entry *top;
	struct arena arena;
	char text[TALLY_ADDRESS_MAX_BYTES + 100];

	(void)state;
	arena_init(&arena);
	for (int i = 0; i < 100; i++)
		tally_add(tally, TALLY_MISSING, S("busy"));
	memset(text, 'x', sizeof(text));
	for (int i = 0; i < 20000; i++) {
		int len = snprintf(text, sizeof(text), "%d", i);
		text[len] = 'x';
		tally_add(tally, TALLY_MISSING, slice(text, sizeof(text)));
	}
	size_t count = tally_top(tally, TALLY_MISSING, &arena, SIZE_MAX, &top);
	assert_true(count <= TALLY_SETS * TALLY_WAYS);
	assert_true(slice_eq(top[0].address, S("busy")) && top[0].count == 100);
	assert_int_equal(top[1].address.len, TALLY_ADDRESS_MAX_BYTES);
	arena_fini(&arena);
	tally_free(tally);
}

struct starting {
	const char *state;
	pthread_barrier_t *together;
	struct status_service *service;
	int error;
};

static void *start_one(void *data)
{
	struct starting *it = data;
	pthread_barrier_wait(it->together);
	it->error = status_open(-1, it->state, &it->service);
	return NULL;
}

/* What a server that was killed leaves. */
static void leave_dead_socket(const char *path)
{
	struct sockaddr_un address = {.sun_family = AF_UNIX};
	int dead = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	memcpy(address.sun_path, path, strlen(path) + 1);
	assert_int_equal(bind(dead, (struct sockaddr *)&address, sizeof(address)), 0);
	close(dead);
}

/* One of servers that start together has the place of the one that was killed, and the others leave it
 * alone. */
static void starts_at_the_same_time_take_nothing_from_each_other(void **state)
{
	enum { ROUNDS = 50, STARTS = 4 };
	const struct status_source source = {gather, NULL};
	struct tree tree;
	struct buf out;

	(void)state;
	unsetenv("XDG_RUNTIME_DIR");
	unsetenv("RUNTIME_DIRECTORY");
	tree_init(&tree);
	char *path = tree_at(&tree, "status.socket");
	buf_init(&out, BUF_UNLIMITED);
	for (unsigned round = 0; round < ROUNDS; round++) {
		struct starting starts[STARTS];
		pthread_t threads[STARTS];
		pthread_barrier_t together;
		struct status_service *won = NULL;
		leave_dead_socket(path);
		pthread_barrier_init(&together, NULL, STARTS);
		for (unsigned i = 0; i < STARTS; i++) {
			starts[i] = (struct starting){tree.path, &together, NULL, 0};
			pthread_create(&threads[i], NULL, start_one, &starts[i]);
		}
		for (unsigned i = 0; i < STARTS; i++) {
			pthread_join(threads[i], NULL);
			assert_int_equal(
				starts[i].error, starts[i].service ? 0 : -EADDRINUSE);
			assert_true(!won || !starts[i].service);
			won = starts[i].service ? starts[i].service : won;
		}
		pthread_barrier_destroy(&together);
		assert_non_null(won);
		assert_int_equal(status_start(won, &source), 0);
		buf_clear(&out);
		assert_int_equal(status_ask(path, STATUS_TEXT, &out), 0);
		status_stop(won);
	}
	buf_fini(&out);
	free(path);
	tree_fini(&tree);
}

/* Somebody else's socket is there now: a server that ends has none to remove. */
static void only_ones_own_socket_is_removed(void **state)
{
	const struct status_source source = {gather, NULL};
	struct status_service *first, *second;
	struct tree tree;
	struct buf out;

	(void)state;
	unsetenv("XDG_RUNTIME_DIR");
	unsetenv("RUNTIME_DIRECTORY");
	tree_init(&tree);
	char *path = tree_at(&tree, "status.socket");
	buf_init(&out, BUF_UNLIMITED);
	assert_int_equal(status_open(-1, tree.path, &first), 0);
	assert_int_equal(unlink(path), 0);
	assert_int_equal(status_open(-1, tree.path, &second), 0);
	assert_int_equal(status_start(second, &source), 0);
	status_stop(first);
	assert_int_equal(status_ask(path, STATUS_TEXT, &out), 0);
	status_stop(second);
	assert_int_equal(status_ask(path, STATUS_TEXT, &out), -ENOENT);
	buf_fini(&out);
	free(path);
	tree_fini(&tree);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(people_read_figures_and_lists),
		cmocka_unit_test(that_no_host_was_named_is_said),
		cmocka_unit_test(json_says_the_same),
		cmocka_unit_test(metrics_have_their_values),
		cmocka_unit_test(metrics_are_in_the_text_format),
		cmocka_unit_test(it_is_asked_for_where_it_listens),
		cmocka_unit_test(whoever_asks_is_answered_and_nobody_else_waits),
		cmocka_unit_test(who_asks_slowly_is_not_waited_for),
		cmocka_unit_test(a_server_that_stands_still_lets_another_start),
		cmocka_unit_test(the_most_asked_for_come_first),
		cmocka_unit_test(a_flood_of_addresses_drives_out_no_busy_page),
		cmocka_unit_test(starts_at_the_same_time_take_nothing_from_each_other),
		cmocka_unit_test(only_ones_own_socket_is_removed),
	};

	return cmocka_run_group_tests_name("status", tests, NULL, NULL);
}
