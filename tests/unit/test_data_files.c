/* SPDX-License-Identifier: MIT */
#include "source/data_files.h"

#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <unistd.h>

#include <cmocka.h>

#include "../support/tree.h"
#include "base/buf.h"

#define COUNT(array) (sizeof(array) / sizeof(*(array)))

static struct data_files *load(const struct tree *tree, struct data_files *previous)
{
	const struct settings settings = {.data_dir = S("_data")};
	int trouble = 0, folder = open(tree->path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	assert_true(folder >= 0);
	struct data_files *data = data_files_load(folder, &settings, previous, &trouble);
	assert_int_equal(trouble, 0);
	close(folder);
	return data;
}

static void files_and_folders_are_a_tree_by_their_names(void **state)
{
	static const struct tree_file files[] = {
		{"_data/birds.yml", "- name: wren\n- name: gull\n"},
		{"_data/conf.json", "{\"a\":\t{\"b\": [1, 2]}}\n"},
		{"_data/no.txt", "x: y\n"},
		{"_data/.hidden.yml", "x: HIDDEN\n"},
		{"_data/my file (2).yaml", "x: y\n"},
		{"_data/deep/er/t.csv", "\xef\xbb\xbfname,price\r\n\"Wren, "
					"\"\"small\"\"\",3\r\n\r\nGull\r\n"},
		{"_data/tabs.tsv", "a\tb\n1\t2,3\n"},
		{"_data/broken.yml", "a: [b\nc: d\n"},
		{"above.yml", "x: HIDDEN\n"},
	};
	static const struct {
		const char *path, *text, *why;
	} rows[] = {
		{"birds", NULL, "a list is no text"},
		{"conf.a", NULL, "nor is a map"},
		{"my_file_2.x", "y", "blanks and marks in a name"},
		{"no", NULL, "a file of another kind"},
		{"hidden", NULL, "a hidden one"},
		{"out.x", NULL, "a link that leads out of the folder"},
		{"broken.c", "d", "what can be read of a file with a mistake"},
	};
	struct tree tree;

	(void)state;
	tree_init(&tree);
	tree_write_all(&tree, files, COUNT(files));
	tree_link(&tree, "/etc/hostname", "_data/out.yml");
	struct data_files *data = load(&tree, NULL);
	assert_non_null(data);
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct slice got =
			value_text(value_path(data->root, slice_str(rows[i].path)));
		if (!slice_eq(got, slice_str(rows[i].text)))
			fail_msg("%s: \"%.*s\"", rows[i].why, SARG(got));
	}
	const struct value *birds = value_get(data->root, S("birds"));
	assert_int_equal(birds->count, 2);
	const struct value *table = value_path(data->root, S("deep.er.t"));
	assert_int_equal(table->count, 2);
	assert_true(slice_eq(value_text(value_get(&table->items[0], S("name"))),
		S("Wren, \"small\"")));
	assert_true(
		slice_eq(value_text(value_get(&table->items[1], S("name"))), S("Gull")));
	assert_null(value_get(&table->items[1], S("price")));
	const struct value *tabs = value_get(data->root, S("tabs"));
	assert_true(slice_eq(value_text(value_get(&tabs->items[0], S("b"))), S("2,3")));
	assert_true(data->diags.count > 0);
	data_files_unref(data);
	tree_fini(&tree);
}

static void what_did_not_change_is_shared(void **state)
{
	struct tree tree;

	(void)state;
	tree_init(&tree);
	assert_null(load(&tree, NULL));
	tree_write(&tree, "_data/a.yml", "x: 1\n");
	struct data_files *first = load(&tree, NULL);
	struct data_files *second = load(&tree, first);
	assert_ptr_equal(first, second);
	tree_write(&tree, "_data/b.yml", "x: 2\n");
	struct data_files *third = load(&tree, second);
	assert_ptr_not_equal(second, third);
	assert_true(second->version != third->version);
	assert_true(slice_eq(value_text(value_path(third->root, S("b.x"))), S("2")));
	data_files_unref(first);
	data_files_unref(second);
	data_files_unref(third);
	tree_fini(&tree);
}

/* A value takes far more memory than the byte or two that it has in its file. */
static void many_small_values_take_a_bounded_memory(void **state)
{
	static const struct {
		const char *ending, *first, *more, *why;
	} rows[] = {
		{"csv", "a,a,a,a,a,a,a,a,a,a,a,a,a,a,a,a\n", ",,,,,,,,,,,,,,,\n",
			"short rows"},
		{"csv", "a,b\n", "c\n", "rows without most cells"},
		{"csv", ",", ",", "names alone"},
		{"tsv", "a\n", "c\td\te\n", "cells without a name"},
		{"yml", "[a", ",a", "a list"},
		{"json", "[{}", ",{}", "maps"},
	};
	struct buf text;

	(void)state;
	buf_init(&text, BUF_UNLIMITED);
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct tree tree;
		char name[32];

		tree_init(&tree);
		tree_write(&tree, "_data/00.yml", "x: y\n");
		buf_clear(&text);
		for (buf_puts(&text, rows[i].first); text.len < 1000 * 1000;)
			buf_puts(&text, rows[i].more);
		for (unsigned k = 1; k <= 16; k++) {
			snprintf(name, sizeof(name), "_data/%02u.%s", k, rows[i].ending);
			tree_write_bytes(&tree, name, text.ptr, text.len);
		}
		struct data_files *data = load(&tree, NULL);
		if (data->arena.used_bytes > DATA_FILES_MAX_MEMORY / 2 * 3)
			fail_msg("%s: %zu bytes", rows[i].why, data->arena.used_bytes);
		assert_true(data->diags.count > 0);
		assert_true(
			slice_eq(value_text(value_path(data->root, S("00.x"))), S("y")));
		data_files_unref(data);
		tree_fini(&tree);
	}
	buf_fini(&text);
}

static void links_that_lead_back_are_left_out(void **state)
{
	static const struct tree_file files[] = {
		{"_data/a/in/x.yml", "x: 1\n"},
		{"_data/b.yml", "x: 2\n"},
		{"_data/a/in/shared/c.yml", "x: 3\n"},
	};
	static const struct {
		const char *path, *text, *why;
	} rows[] = {
		{"a.in.x.x", "1", "a file"},
		{"a.in.self.x.x", NULL, "to the folder itself"},
		{"a.in.again.c.x", "3", "to another folder"},
		{"a.in.shared.above.x.x", NULL, "to one above, which no link opens"},
		{"a.in.round.x.x", NULL, "to the folder itself, by another"},
		{"b.x", "2", "what is after them"},
	};
	struct tree tree;

	(void)state;
	tree_init(&tree);
	tree_write_all(&tree, files, COUNT(files));
	tree_link(&tree, ".", "_data/a/in/self");
	tree_link(&tree, "shared", "_data/a/in/again");
	tree_link(&tree, "..", "_data/a/in/shared/above");
	tree_link(&tree, "shared/..", "_data/a/in/round");
	struct data_files *data = load(&tree, NULL);
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct slice got =
			value_text(value_path(data->root, slice_str(rows[i].path)));
		if (!slice_eq(got, slice_str(rows[i].text)))
			fail_msg("%s: \"%.*s\"", rows[i].why, SARG(got));
	}
	data_files_unref(data);
	tree_fini(&tree);
}

/* Links to one folder show its names again and again. */
static void a_bounded_number_of_names_is_looked_at(void **state)
{
	struct tree tree;
	char name[64];

	(void)state;
	tree_init(&tree);
	tree_write(&tree, "_data/a.yml", "x: 1\n");
	tree_write(&tree, "_data/z.yml", "x: 1\n");
	for (unsigned i = 0; i < 101; i++) {
		snprintf(name, sizeof(name), "_data/shared/%03u", i);
		tree_folder(&tree, name);
		snprintf(name, sizeof(name), "_data/b%03u", i);
		tree_link(&tree, "shared", name);
	}
	struct data_files *data = load(&tree, NULL);
	assert_non_null(value_path(data->root, S("a.x")));
	assert_null(value_path(data->root, S("z.x")));
	assert_int_equal(data->diags.count, 1); /* which says so */
	data_files_unref(data);
	tree_fini(&tree);
}

static void other_files_do_not_count(void **state)
{
	struct tree tree;
	char name[64];

	(void)state;
	tree_init(&tree);
	for (unsigned i = 0; i < DATA_FILES_MAX + 10; i++) {
		snprintf(name, sizeof(name), "_data/%04u.png", i);
		tree_write(&tree, name, "");
		if (i % 100)
			continue;
		snprintf(name, sizeof(name), "_data/d%04u.yml", i);
		tree_write(&tree, name, "x: 1\n");
	}
	struct data_files *data = load(&tree, NULL);
	assert_int_equal(data->root->count, DATA_FILES_MAX / 100 + 1);
	assert_int_equal(data->diags.count, 0);
	data_files_unref(data);
	tree_fini(&tree);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(files_and_folders_are_a_tree_by_their_names),
		cmocka_unit_test(many_small_values_take_a_bounded_memory),
		cmocka_unit_test(links_that_lead_back_are_left_out),
		cmocka_unit_test(a_bounded_number_of_names_is_looked_at),
		cmocka_unit_test(other_files_do_not_count),
		cmocka_unit_test(what_did_not_change_is_shared),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
