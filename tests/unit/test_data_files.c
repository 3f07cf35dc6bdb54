/* SPDX-License-Identifier: MIT */
#include "source/data_files.h"

#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <unistd.h>

#include <cmocka.h>

#include "../support/tree.h"

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

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(files_and_folders_are_a_tree_by_their_names),
		cmocka_unit_test(what_did_not_change_is_shared),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
