/* SPDX-License-Identifier: MIT */
#include "app/ticket_keys.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "../support/peer.h"
#include "../support/tree.h"
#include "app/state_folder.h"

static struct tls_context *new_context(void)
{
	static const struct slice host = S("localhost");
	struct test_certificate made;
	struct tls_context *context;
	char error[256];
	test_certificate_make(&made, "localhost", 2, 1);
	const struct tls_certificate certificate = {.chain_pem = buf_slice(&made.chain),
		.key_pem = buf_slice(&made.key),
		.hosts = &host,
		.host_count = 1};
	const struct tls_options options = {.certificates = &certificate, .count = 1};
	assert_int_equal(tls_context_new(&options, &context, error, sizeof(error)), 0);
	test_certificate_fini(&made);
	return context;
}

static void test_the_next_process_takes_them_over(void **state)
{
	(void)state;
	struct ticket_keys first = {0}, second = {0};
	struct tls_context *one = new_context(), *two = new_context();
	struct arena arena = {0};
	struct tree tree;
	struct stat st;
	tree_init(&tree);
	ticket_keys_save(&first, one, tree.path);
	char *path = tree_at(&tree, "ticket-keys");
	assert_int_equal(stat(path, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0600);
	ticket_keys_load(&second, two, tree.path);
	assert_true(slice_eq(tls_context_ticket_keys(one, &arena),
		tls_context_ticket_keys(two, &arena)));
	free(path);
	arena_fini(&arena);
	tree_fini(&tree);
	tls_context_free(one);
	tls_context_free(two);
}

/* A server that waited would stand still for as long as a command that was stopped does. */
static void test_a_folder_that_another_process_writes_in_is_for_next_time(void **state)
{
	(void)state;
	struct ticket_keys keys = {0};
	struct tls_context *context = new_context();
	struct tree tree;
	tree_init(&tree);
	char *path = tree_at(&tree, "ticket-keys");
	int other = state_folder_open(tree.path);
	assert_int_equal(state_folder_lock(other), 0);
	ticket_keys_save(&keys, context, tree.path);
	assert_int_equal(access(path, F_OK), -1);
	assert_false(keys.complained);
	close(other);
	ticket_keys_save(&keys, context, tree.path);
	assert_int_equal(access(path, F_OK), 0);
	free(path);
	tree_fini(&tree);
	tls_context_free(context);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_the_next_process_takes_them_over),
		cmocka_unit_test(
			test_a_folder_that_another_process_writes_in_is_for_next_time),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
