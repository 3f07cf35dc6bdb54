/* SPDX-License-Identifier: MIT */
#include "source/never.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "../support/site_check.h"

#define COUNT(array) (sizeof(array) / sizeof(*(array)))

static void names_of_secrets_settings_and_copies_are_known(void **state)
{
	static const struct {
		const char *path;
		bool is_static;
		enum never expected;
		const char *why;
	} rows[] = {
		{"server.pem", true, NEVER_SECRET, "a certificate's key, often"},
		{"deep/er/Vault.KDBX", false, NEVER_SECRET, "at any depth, in any case"},
		{"mail.p12", false, NEVER_SECRET, "a key and its certificate"},
		{"id_rsa", true, NEVER_SECRET, "in a folder of static files too"},
		{"_protected_pages.txt", true, NEVER_SECRET, "passwords of pages"},
		{"id_ed25519.old", false, NEVER_SECRET, "an older one"},
		{"prod.env", false, NEVER_SECRET, "an environment"},
		{"id_card.png", false, NEVER_NOT, "a picture"},
		{"pem.txt", false, NEVER_NOT, "about them"},
		{"environment.json", false, NEVER_NOT, "no environment's file"},
		{"talk.key", false, NEVER_NOT, "slides, or a key: its text decides"},
		{"hugo.toml", false, NEVER_SETTINGS, "a generator's"},
		{"site/hugo.toml", false, NEVER_SETTINGS, "of a blog that lies deeper"},
		{"a/b/config.toml", false, NEVER_SETTINGS, "the same"},
		{"admin/config.yml", true, NEVER_NOT, "an editor in the browser has it"},
		{"site/config/production/params.toml", false, NEVER_SETTINGS,
			"a nested blog's, by its folder"},
		{"config/production/a/b.toml", false, NEVER_NOT, "deeper"},
		{"my-config/production/a.toml", false, NEVER_NOT, "another folder"},
		{"x/mkdocs.yml", false, NEVER_SETTINGS, "a generator's"},
		{"docs/docusaurus.config.ts", false, NEVER_SETTINGS, "a generator's"},
		{"docker-compose.override.yml", false, NEVER_SETTINGS, "a tool's"},
		{"package.json", true, NEVER_SETTINGS, "a tool's"},
		{"x/pnpm-lock.yaml", false, NEVER_SETTINGS, "a lock file"},
		{"x/poetry.lock", false, NEVER_SETTINGS, "a lock file"},
		{"CNAME", true, NEVER_SETTINGS, "for the web's host"},
		{"cname.txt", true, NEVER_NOT, "another name"},
		{"packages.json", false, NEVER_NOT, "another name"},
		{"data/config.csv", false, NEVER_NOT, "a table"},
		{"dump.sql", false, NEVER_COPY, "a dump"},
		{"dump.sql.gz", false, NEVER_COPY, "a dump, packed"},
		{"blog.sqlite3-wal", false, NEVER_COPY, "a database"},
		{"notes.txt.bak", false, NEVER_COPY, "a copy"},
		{".x.swp", false, NEVER_COPY, "an editor's"},
		{"index.md~", false, NEVER_COPY, "an editor's"},
		{"schema.sql", true, NEVER_NOT, "put there to be taken"},
		{"assets/schema.sql", false, NEVER_NOT, "a folder of such files by name"},
		{"sql.png", false, NEVER_NOT, "a picture"},
	};
	(void)state;

	for (size_t i = 0; i < COUNT(rows); i++) {
		if (never_by_name(slice_str(rows[i].path), rows[i].is_static) !=
			rows[i].expected)
			fail_msg("%s: %s", rows[i].path, rows[i].why);
	}
}

static void keys_are_known_by_their_text(void **state)
{
	static const struct {
		const char *path, *text;
		bool expected;
		const char *why;
	} rows[] = {
		{"a.key", "-----BEGIN PRIVATE KEY-----\nx", true, "a key"},
		{"a.key", "\n-----BEGIN CERTIFICATE-----\nx", true,
			"beside a key, often"},
		{"a.KEY", "\xEF\xBB\xBF-----BEGIN X", true, "behind a byte order mark"},
		{"talk.key", "PK\x03\x04", false, "slides"},
		{"deploy", "-----BEGIN OPENSSH PRIVATE KEY-----\n", true, "no ending"},
		{"k.txt", "-----BEGIN RSA PRIVATE KEY-----\n", true, "another name"},
		{"me.asc", "-----BEGIN PGP PUBLIC KEY BLOCK-----\n", false,
			"meant to be read"},
		{"me.asc", "-----BEGIN PGP PRIVATE KEY BLOCK-----\n", true, "never"},
		{"how.txt", "Keys begin with -----BEGIN PRIVATE KEY-----\n", false,
			"words about them"},
	};
	(void)state;

	for (size_t i = 0; i < COUNT(rows); i++) {
		if (never_by_text(slice_str(rows[i].path), slice_str(rows[i].text)) !=
			rows[i].expected)
			fail_msg("%s: %s", rows[i].path, rows[i].why);
	}
}

static void a_plain_folder_keeps_them_back_and_says_so(void **state)
{
	static const struct tree_file files[] = {
		{"index.md", "# Home\n"},
		{"server.key", "-----BEGIN PRIVATE KEY-----\n"},
		{"talk.key", "PK"},
		{"deploy", "-----BEGIN OPENSSH PRIVATE KEY-----\n"},
		{"dump.sql", "x"},
		{"docker-compose.yml", "x: y\n"},
		{"blog/hugo.toml", "title = 'x'\n"},
		{"id_rsa-explained.md", "# What a key is\n"},
		{"free.txt", "x"},
		{".env", "x"},
		{"sub/.env.local", "x"},
	};
	static const struct site_check_row rows[] = {
		{"/server.key", "none", "a key"},
		{"/talk.key", "file talk.key", "slides"},
		{"/deploy", "none", "a key without an ending"},
		{"/dump.sql", "none", "a dump"},
		{"/docker-compose.yml", "none", "settings of a tool"},
		{"/blog/hugo.toml", "none", "settings of a nested blog"},
		{"/id_rsa-explained/", "post id_rsa-explained.md", "a page about keys"},
		{"/free.txt", "file free.txt", "a file"},
		{"/.env", "none", "a dot file"},
		{"/sub/.env.local", "none", "a dot file"},
	};
	struct tree tree;
	(void)state;

	tree_init(&tree);
	tree_write_all(&tree, files, COUNT(files));
	struct site *site = site_check_scan(&tree);
	site_check_rows(site, rows, COUNT(rows));
	assert_true(site_check_diag(site, "server.key", "a key or a secret"));
	assert_true(site_check_diag(site, "deploy", "a key or a secret"));
	assert_true(site_check_diag(site, "dump.sql", "a dump"));
	assert_true(site_check_diag(site, "blog/hugo.toml", "the settings"));
	assert_false(site_check_diag(site, "id_rsa-explained.md", "a key"));
	assert_false(site_check_diag(site, "talk.key", "a key"));
	site_check_free(site);
	tree_fini(&tree);
}

static void folders_of_static_files_give_dumps_but_no_keys(void **state)
{
	static const struct tree_file files[] = {
		{"hugo.toml", "title = 'x'\n"},
		{"content/posts/a.md", "---\ntitle: A\n---\nA\n"},
		{"content/posts/dump.sql", "x"},
		{"static/schema.sql", "x"},
		{"static/old/server.key", "-----BEGIN PRIVATE KEY-----\n"},
		{"static/CNAME", "example.org\n"},
		{"static/talk.key", "PK"},
		{"static/pubkey.asc", "-----BEGIN PGP PUBLIC KEY BLOCK-----\n"},
	};
	static const struct site_check_row rows[] = {
		{"/posts/a/", "post content/posts/a.md", "a post"},
		{"/posts/dump.sql", "none", "a dump beside posts"},
		{"/schema.sql", "file static/schema.sql", "put there to be taken"},
		{"/old/server.key", "none", "a key"},
		{"/CNAME", "none", "for the web's host"},
		{"/talk.key", "file static/talk.key", "slides"},
		{"/pubkey.asc", "file static/pubkey.asc", "meant to be read"},
	};
	(void)state;

	site_check_files(files, COUNT(files), rows, COUNT(rows));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(names_of_secrets_settings_and_copies_are_known),
		cmocka_unit_test(keys_are_known_by_their_text),
		cmocka_unit_test(a_plain_folder_keeps_them_back_and_says_so),
		cmocka_unit_test(folders_of_static_files_give_dumps_but_no_keys),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
