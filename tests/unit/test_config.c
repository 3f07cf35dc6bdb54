/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <cmocka.h>

#include "app/config.h"
#include "app/config_keys.h"

struct loaded {
	struct config config;
	struct diag_list diags;
	char path[64];
};

static void load(struct loaded *it, const char *text)
{
	snprintf(it->path, sizeof(it->path), "/tmp/splashdown-config-XXXXXX");
	int fd = mkstemp(it->path);
	assert_true(fd >= 0);
	assert_int_equal(write(fd, text, strlen(text)), strlen(text));
	close(fd);
	config_init(&it->config);
	diag_init(&it->diags);
	assert_int_equal(config_load(&it->config, it->path, &it->diags), 0);
}

static void unload(struct loaded *it)
{
	unlink(it->path);
	config_fini(&it->config);
	diag_fini(&it->diags);
}

static void assert_slice(struct slice got, const char *expected)
{
	assert_int_equal(got.len, strlen(expected));
	assert_memory_equal(got.ptr, expected, got.len);
}

static void test_every_key_has_a_default_that_it_accepts(void **state)
{
	(void)state;
	struct config config;
	config_init(&config);
	assert_int_equal(config.request_ms, 10000);
	assert_int_equal(config.drain_ms, 5000);
	assert_int_equal(config.cache_bytes, 64u << 20);
	assert_int_equal(config.upload_text_bytes, 1u << 20);
	assert_int_equal(config.upload_file_bytes, 16u << 20);
	assert_int_equal(config.upload_quota_bytes, 256u << 20);
	assert_true(config.client_certificates);
	assert_true(config.sandbox);
	assert_true(config.site.blog.source);
	assert_int_equal(config.log_level, LOG_INFO);
	for (size_t i = 0; i < config_key_count; i++) {
		const struct config_key *key = &config_keys[i];
		const char *why = "";
		if (!key->standard)
			continue;
		struct slice text = slice_str(key->standard);
		void *base = key->of_site ? (void *)&config.site : (void *)&config;
		if (!config_key_store(&config.arena, key, base, &text, 1, &why))
			fail_msg("%s: %s", key->name, why);
	}
	config_fini(&config);
}

static void test_values_are_read_by_their_type(void **state)
{
	(void)state;
	struct loaded it;
	load(&it,
		"title: \"Étoiles\"\nhosts: [example.org, www.example.org]\ndrafts: yes\n"
		"links: numbered\ncache: 512K\nworkers: 3\n"
		"deadlines:\n  request: 500ms\n  stall: 2m\nlog:\n  address: none\n");
	assert_int_equal(it.diags.count, 0);
	assert_slice(it.config.site.blog.title, "Étoiles");
	assert_int_equal(it.config.site.hosts.count, 2);
	assert_slice(it.config.site.hosts.items[1], "www.example.org");
	assert_true(it.config.site.blog.drafts);
	assert_int_equal(it.config.site.blog.links, 3);
	assert_int_equal(it.config.cache_bytes, 512 * 1024);
	assert_int_equal(it.config.workers, 3);
	assert_int_equal(it.config.request_ms, 500);
	assert_int_equal(it.config.stall_ms, 120000);
	assert_int_equal(it.config.log_address, LOG_ADDRESS_NONE);
	unload(&it);
	load(&it,
		"menu:\n  - /a/\n  - {title: Out there, address: 'https://x.example/'}\n"
		"  - {title: Two words, address: '/two words/'}\n"
		"pages: no\nsearch: no\nlists: summaries\nfeed: full\nreply: "
		"me@x.example\n");
	assert_int_equal(it.diags.count, 0);
	assert_slice(it.config.site.blog.menu.items[0], "/a/");
	assert_slice(it.config.site.blog.menu.items[1], "https://x.example/ Out there");
	assert_slice(it.config.site.blog.menu.items[2], "/two%20words/ Two words");
	assert_false(it.config.site.blog.pages);
	assert_false(it.config.site.blog.search);
	assert_int_equal(it.config.site.blog.lists, 1);
	assert_int_equal(it.config.site.blog.feed, 1);
	unload(&it);
}

static void test_an_unknown_key_is_named_with_its_nearest(void **state)
{
	static const struct {
		const char *key, *nearest, *why;
	} rows[] = {
		{"titel: x\n", "title", "two letters swapped"},
		{"host: x\n", "hosts", "a letter missing"},
		{"languages: en\n", "language", "a letter too many"},
		{"deadlines:\n  reqest: 5s\n", "deadlines.request", "inside a group"},
		{"flux_capacitor: on\n", NULL, "like nothing that is known"},
	};
	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct loaded it;
		load(&it, rows[i].key);
		if (it.diags.count != 1 || it.diags.items[0].line == 0)
			fail_msg("%s: one diag with a line is expected", rows[i].why);
		bool hint = slice_find(it.diags.items[0].message, S("did you mean")) >= 0;
		if (hint != (rows[i].nearest != NULL) ||
			(hint && slice_find(it.diags.items[0].message,
					 slice_str(rows[i].nearest)) < 0))
			fail_msg(
				"%s: %.*s", rows[i].why, SARG(it.diags.items[0].message));
		unload(&it);
	}
}

static void test_a_bad_value_leaves_the_default_and_the_other_keys(void **state)
{
	static const struct {
		const char *text, *why;
	} rows[] = {
		{"workers: 257\n", "one past the limit"},
		{"workers: many\n", "no number"},
		{"cache: 64X\n", "no such unit"},
		{"deadlines:\n  drain: 25h\n", "longer than a day"},
		{"links: everywhere\n", "no such choice"},
		{"drafts: perhaps\n", "neither yes nor no"},
		{"title: [a, b]\n", "a list where one value is expected"},
	};
	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct loaded it;
		char text[128];
		snprintf(text, sizeof(text), "%sauthor: Ada\n", rows[i].text);
		load(&it, text);
		if (diag_count(&it.diags, DIAG_ERROR) != 1)
			fail_msg("%s: one error is expected", rows[i].why);
		assert_int_equal(it.config.workers, 0);
		assert_int_equal(it.config.cache_bytes, 64u << 20);
		assert_int_equal(it.config.drain_ms, 5000);
		assert_int_equal(it.config.site.blog.links, 0);
		assert_slice(it.config.site.blog.author, "Ada");
		unload(&it);
	}
}

/* A start does what it can with it, and a reload nothing: both are told by errors. */
static void test_what_is_no_good_yaml_is_an_error(void **state)
{
	static const struct {
		const char *yaml;
		bool good;
		const char *why;
	} rows[] = {
		{"", true, "nothing"},
		{"# nothing\n", true, "nothing but a comment"},
		{"title: a\n", true, "one key"},
		{"title: \"a\nhosts: [a.example]\n", false, "a quote that does not end"},
		{"hosts: [a.example\n", false, "a list that does not end"},
		{"just words\n", false, "a text"},
		{"- a\n", false, "a list"},
		{"title: \xff\n", false, "not UTF-8"},
		{"deadlines:\n  request: 0\n", false, "no time for a request"},
		{"deadlines:\n  request: 1ms\n", true, "the least time"},
		{"deadlines:\n  stall: 0\n", false, "no time to read a reply"},
		{"deadlines:\n  linger: 0\n  drain: 0\n", true, "no time to linger"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct loaded it;
		load(&it, rows[i].yaml);
		if ((diag_count(&it.diags, DIAG_ERROR) == 0) != rows[i].good)
			fail_msg("%s", rows[i].why);
		unload(&it);
	}
}

static void test_limits_are_accepted_up_to_their_ends(void **state)
{
	(void)state;
	struct loaded it;
	load(&it, "workers: 256\ndeadlines:\n  drain: 24h\nadvertised_port: 65535\n");
	assert_int_equal(it.diags.count, 0);
	assert_int_equal(it.config.workers, 256);
	assert_int_equal(it.config.drain_ms, 24 * 3600 * 1000);
	assert_int_equal(it.config.advertised_port, 65535);
	unload(&it);
}

/* Something to say of @key that is not what is so anyway. */
static const char *another(const struct config_key *key)
{
	if (slice_any(slice_str(key->name), S("zones|desk"), slice_eq))
		return "/x/";
	const char *choice = key->choices ? strrchr(key->choices, '|') : NULL;
	switch (key->type) {
	case CONFIG_SWITCH:
		return strcmp(key->standard, "yes") ? "yes" : "no";
	case CONFIG_NUMBER:
		return "42";
	case CONFIG_CHOICE:
		return choice + 1;
	case CONFIG_TEXT:
		return "x.example";
	case CONFIG_TEXTS:
		return "7071";
	case CONFIG_DURATION:
		return "3s";
	case CONFIG_SIZE:
		return "3M";
	}
	return "";
}

static unsigned long long version_of(const char *text)
{
	struct loaded it;
	struct site_config site;
	load(&it, text);
	assert_int_equal(config_finish(&it.config, ".", &it.diags), 0);
	config_site_config(&it.config.arena, &it.config, &it.config.sites[0], &site);
	unload(&it);
	return site.version;
}

/* Else a saved file would change nothing until somebody reloads. */
static void test_what_readers_see_has_its_version(void **state)
{
	(void)state;
	for (size_t i = 0; i < config_key_count; i++) {
		const struct config_key *key = &config_keys[i];
		char text[100];
		snprintf(text, sizeof(text), "%s: %s\n", key->name, another(key));
		if (strchr(key->name, '.'))
			continue;
		bool differs = version_of(text) != version_of("");
		if (differs != config_key_is_of_blog(key))
			fail_msg("%s: the version %s", key->name,
				differs ? "changes" : "does not change");
	}
	assert_true(config_key_is_of_blog(config_key_find(S("shown"))));
	assert_true(version_of("gone: [/a, /b]\n") != version_of("gone: [/a/b]\n"));
	assert_true(version_of("gone: [/a]\n") != version_of("shown: [/a]\n"));
}

static void test_each_key_at_the_top_means_what_the_table_says(void **state)
{
	(void)state;
	for (size_t i = 0; i < config_key_count; i++) {
		const struct config_key *key = &config_keys[i];
		char text[200];
		struct loaded it;
		if (!key->of_site || key->type == CONFIG_SWITCH)
			continue;
		snprintf(text, sizeof(text),
			"%s: %s\nsites:\n  - {folder: /a, hosts: a.example}\n"
			"  - {folder: /b, hosts: b.example}\n",
			key->name, another(key));
		load(&it, text);
		bool goes_on = config_key_same(key, &it.config.sites[1], &it.config.site);
		assert_int_equal(config_finish(&it.config, ".", &it.diags), 0);
		size_t wrong = diag_count(&it.diags, DIAG_ERROR);
		if (goes_on != (key->top == CONFIG_FOR_ALL) ||
			(it.diags.count > 0) != (key->top >= CONFIG_IGNORED) ||
			wrong != (key->top == CONFIG_WRONG))
			fail_msg("%s: %zu diags, %zu errors", key->name, it.diags.count,
				wrong);
		unload(&it);
	}
}

static void test_sites_inherit_what_is_not_their_own(void **state)
{
	(void)state;
	struct loaded it;
	load(&it, "title: Main\nlanguage: fr\nlinks: end\nsites:\n"
		  "  - folder: /srv/a\n    hosts: a.example\n    title: A\n"
		  "  - folder: b\n    hosts: [b.example, B2.example]\n    workers: 2\n"
		  "  - hosts: c.example\n");
	assert_int_equal(it.config.site_count, 2);
	assert_slice(it.config.sites[0].blog.title, "A");
	assert_int_equal(it.config.sites[1].blog.title.len, 0);
	assert_slice(it.config.sites[1].blog.language, "fr");
	assert_int_equal(it.config.sites[1].blog.links, 2);
	assert_int_equal(diag_count(&it.diags, DIAG_ERROR), 1);   /* no folder */
	assert_int_equal(diag_count(&it.diags, DIAG_WARNING), 2); /* and workers: */
	assert_int_equal(config_finish(&it.config, ".", &it.diags), 0);
	assert_slice(it.config.sites[1].folder, "/tmp/b"); /* seen from the file */
	assert_slice(it.config.sites[1].hosts.items[1], "b2.example");
	unload(&it);
}

static void test_names_that_are_none_are_left_out(void **state)
{
	static const struct {
		const char *yaml;
		int code;
		size_t left, errors, warnings;
		const char *why;
	} rows[] = {
		{"hosts: [a.example, 192.0.2.1, '2001:DB8::1', 'B_c-1.example.']\n", 0, 4,
			0, 0, "names and addresses"},
		{"hosts: [ok.example, '../../x']\n", 0, 1, 1, 0, "a way out of a folder"},
		{"hosts: ['../../x']\n", -EINVAL, 0, 2, 0, "nothing is left"},
		{"hosts: [ok.example, a/b]\n", 0, 1, 1, 0, "a folder"},
		{"hosts: [ok.example, '..', '.', 'a..b', '.a']\n", 0, 1, 4, 0,
			"labels of nothing"},
		{"hosts: [ok.example, \"a\\0b\", 'a b', 'a,DNS:b', '*']\n", 0, 1, 4, 0,
			"what no name holds"},
		{"hosts: [ok.example, 'a:b:c']\n", 0, 1, 1, 0, "no IPv6 address"},
		{"hosts: [ok.example, OK.example, ok.example.]\n", 0, 1, 0, 2, "twice"},
		{"sites: [{folder: a, hosts: [x.example, y.example]}, {folder: b, hosts: "
		 "[z.example, y.example]}]\n",
			0, 2, 1, 0, "another site's"},
		{"sites: [{folder: a, hosts: [x.example]}, {folder: b, hosts: "
		 "[x.example]}]\n",
			-EINVAL, 1, 2, 0, "all of them another site's"},
		{"hosts: [ok.example, 'https://example.org/x']\n", 0, 1, 1, 0,
			"an address"},
		{"hosts: [ok.example, 'ok.example:1965', '[::1]:1965']\n", 0, 1, 2, 0,
			"with a port"},
		{"hosts: ['https://example.org']\n", -EINVAL, 0, 2, 0,
			"nothing but an address"},
		{"hosts: [ok.example, '']\n", 0, 1, 1, 0, "an empty one"},
		{"hosts: [ok.example, ]\nhosts: ''\n", -EINVAL, 0, 3, 0,
			"nothing but an empty one"},
		{"hosts: [ok.example, {a: b}, [c]]\n", 0, 1, 2, 0, "lists and maps"},
		{"hosts: [ok.example, '[::1]', '2001:db8::1']\n", 0, 3, 0, 0,
			"addresses in brackets and without"},
		{"hosts: []\n", 0, 3, 0, 0, "a list of none"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct loaded it;
		load(&it, rows[i].yaml);
		int code = config_finish(&it.config, ".", &it.diags);
		if (code != rows[i].code ||
			it.config.sites[0].hosts.count != rows[i].left ||
			diag_count(&it.diags, DIAG_ERROR) != rows[i].errors ||
			diag_count(&it.diags, DIAG_WARNING) !=
				rows[i].errors + rows[i].warnings)
			fail_msg("%s: %d, %zu left", rows[i].why, code,
				it.config.sites[0].hosts.count);
		unload(&it);
	}
}

static bool says(const struct loaded *it, const char *words)
{
	for (size_t i = 0; i < it->diags.count; i++) {
		if (slice_find(it->diags.items[i].message, slice_str(words)) >= 0)
			return true;
	}
	return false;
}

static void test_what_contradicts_itself_is_an_error_with_its_place(void **state)
{
	static const struct {
		const char *yaml;
		unsigned line; /* of the error; 0: there is none */
		const char *words, *why;
	} rows[] = {
		{"limits:\n  per_address: 500\n", 2, "128 by default",
			"more than the hard limit that nobody named"},
		{"limits:\n  per_address: 128\n", 0, "", "as many as it"},
		{"limits:\n  per_address_hard: 63\n", 2, "64", "less than the soft one"},
		{"limits:\n  per_address_hard: 500\n  per_address: 501\n", 3, "500",
			"both, one past"},
		{"limits:\n  per_address_hard: 500\n  per_address: 500\n", 0, "",
			"both, equal"},
		{"title: x\nlimits.total: 10001\n", 2, "10000", "in one word"},
		{"limits:\n  total: 20\n  total_hard: 10\n", 2, "limits.total_hard",
			"the other pair"},
		{"key: /etc/x.key\n", 1, "without \"certificate\"", "a key alone"},
		{"certificate: /etc/x.pem\n", 0, "", "both may be in one file"},
		{"certificate: /etc/x.pem\nkey: /etc/x.key\n", 0, "", "two files"},
		{"hosts: [a.example]\nsites: [{folder: a, hosts: [b.example]}]\n", 1,
			"beside \"sites\"", "a name for no site"},
		{"sites: [{folder: a, hosts: [b.example]}]\nkey: k\ncertificate: c\n", 3,
			"\"certificate\" beside", "a certificate for none"},
		{"title: T\nhosts: [a.example, 'gemini://x.example/']\n", 2,
			"write the name alone: \"x.example\"", "an address for a name"},
		{"hosts: ['[::1]:1965', a]\n", 1, "write the name alone: \"::1\"",
			"an address with a port"},
		{"hosts:\n  - a.example\n  -\n", 2, "empty name",
			"an entry without a name"},
		{"title: T\ngone: [/a, '']\n", 2, "an entry is empty", "an empty entry"},
		{"gemini: [1965, 'a:b:c']\n", 1, "not an address to listen on: \"a:b:c\"",
			"not an address to listen on"},
		{"gemini: ['10.0.0.1:1966 proxy', '[::1]:1965', '0.0.0.0']\n", 0, "",
			"addresses of all kinds"},
		{"title: T\ngopher: [no, 70]\n", 2, "not an address to listen on: \"no\"",
			"nowhere, and somewhere"},
		{"gopher: no\n", 0, "", "nowhere"},
		{"sites: [{folder: a, hosts: [a.example], gopher: [x.y.z]}]\n", 1,
			"\"gopher\": not an address to listen on: \"x.y.z\"",
			"a site's own"},
		{"proxy: [10.0.0.0/8, somewhere]\n", 1,
			"not an address or a network: \"somewhere\"", "no network"},
		{"gemini: 7000\ngopher: 7000\n", 2, "another entry listens on 7000",
			"one port for both"},
		{"gemini: ['7000', '[::]:7000 proxy']\n", 1,
			"another entry listens on [::]:7000 proxy",
			"an address twice, for readers and for balancers"},
		{"gemini: ['127.0.0.1:7000', '[::1]:7000']\ngopher: '127.0.0.1:7001'\n",
			0, "", "each its own"},
		{"gemini: '127.0.0.1:0'\ngopher: '127.0.0.1:0'\n", 0, "",
			"any port, twice"},
		{"sites: [{folder: a, hosts: [a.example], gopher: [7070]},\n"
		 " {folder: b, hosts: [b.example], gopher: [7070]}]\n",
			2, "another entry listens on 7070",
			"one Gopher address for two sites"},
		{"gopher: [7070]\nsites: [{folder: a, hosts: [a.example]}]\n", 0, "",
			"the first site's"},
		{"gopher: [7070]\nsites: [{folder: a, hosts: [a.example]},\n"
		 " {folder: b, hosts: [b.example], gopher: [7070]}]\n",
			3, "another entry listens on 7070",
			"the first site's, and another's"},
		{"hosts: [a.example]\ngopher_host: https://a.example\n", 2,
			"\"gopher_host\": \"https://a.example\" is an address; "
			"write the name alone: \"a.example\"",
			"an address for the name in menus"},
		{"gopher_host: \"a\\tb\"\n", 1, "not a host name", "a tab in menus"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct loaded it;
		load(&it, rows[i].yaml);
		(void)config_finish(&it.config, ".", &it.diags);
		const struct diag *first = it.diags.items;
		if (rows[i].line ? !it.diags.count || first->level != DIAG_ERROR ||
					   first->line != rows[i].line ||
					   !first->column || !says(&it, rows[i].words)
				 : it.diags.count != 0)
			fail_msg("%s: %.*s, line %u", rows[i].why,
				SARG(it.diags.count ? first->message : S("no error")),
				it.diags.count ? first->line : 0);
		if (it.config.per_address > it.config.per_address_hard ||
			it.config.total > it.config.total_hard)
			fail_msg("%s: it is in force", rows[i].why);
		unload(&it);
	}
}

/* Not so wrong that a server would not take over the rest. */
static void test_what_the_top_says_of_one_site_alone_is_no_news_to_sites(void **state)
{
	static const char *const rows[] = {"title: T", "description: D",
		"url: https://a.example/", "gopher_host: a.example", "gopher_port: 70"};
	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct loaded it;
		char yaml[200];
		snprintf(yaml, sizeof(yaml),
			"%s\nsites: [{folder: a, hosts: [a.example]}]\n", rows[i]);
		load(&it, yaml);
		assert_int_equal(config_finish(&it.config, ".", &it.diags), 0);
		if (it.diags.count != 1 || it.diags.items->level != DIAG_WARNING ||
			it.diags.items->line != 1 || !says(&it, "beside \"sites\""))
			fail_msg("%s", rows[i]);
		unload(&it);
	}
}

static void test_a_name_is_as_long_as_the_dns_allows(void **state)
{
	(void)state;
	for (size_t len = 253; len <= 254; len++) {
		struct loaded it;
		struct buf text;
		buf_init(&text, BUF_UNLIMITED);
		buf_puts(&text, "hosts: [");
		for (size_t i = 0; i < len; i++)
			buf_putc(&text, i % 50 == 49 ? '.' : 'a');
		buf_puts(&text, "]\n");
		buf_putc(&text, '\0');
		load(&it, text.ptr);
		buf_fini(&text);
		assert_int_equal(config_finish(&it.config, ".", &it.diags),
			len <= 253 ? 0 : -EINVAL);
		unload(&it);
	}
}

static void test_without_hosts_and_listeners_only_this_machine_connects(void **state)
{
	(void)state;
	struct config config;
	struct diag_list diags;
	diag_init(&diags);
	config_init(&config);
	assert_int_equal(config_finish(&config, "/srv/blog", &diags), 0);
	assert_true(config.is_local);
	assert_slice(config.gemini.items[0], "127.0.0.1:1965");
	assert_slice(config.gemini.items[1], "[::1]:1965");
	assert_slice(config.sites[0].hosts.items[0], "localhost");
	assert_slice(config.sites[0].folder, "/srv/blog");
	config_fini(&config);

	config_init(&config);
	assert_true(config_set(&config, S("hosts"), S("Example.ORG"), &diags));
	assert_int_equal(config_finish(&config, "/srv/blog", &diags), 0);
	assert_false(config.is_local);
	assert_slice(config.gemini.items[0], "[::]:1965");
	assert_slice(config.gemini.items[1], "0.0.0.0:1965");
	assert_slice(config.sites[0].hosts.items[0], "example.org");
	config_fini(&config);
	diag_fini(&diags);
}

static void test_gopher_is_beside_gemini_where_it_says_or_nowhere(void **state)
{
	(void)state;
	static const struct {
		const char *text;
		enum config_gopher first, second;
		const char *why;
	} rows[] = {
		{"title: x\n", GOPHER_BESIDE, GOPHER_OFF, "nobody said anything"},
		{"gopher: no\n", GOPHER_OFF, GOPHER_OFF, "none is wanted"},
		{"gopher: Off\n", GOPHER_OFF, GOPHER_OFF, "another word for it"},
		{"gopher: 7070\n", GOPHER_CONFIGURED, GOPHER_OFF, "a port"},
		{"gopher: [127.0.0.1:70, '[::1]:70']\n", GOPHER_CONFIGURED, GOPHER_OFF,
			"two addresses"},
		{"sites: [{folder: /a, hosts: [a]}, {folder: /b, hosts: [b]}]\n",
			GOPHER_BESIDE, GOPHER_IF_PASSED, "the first of several sites"},
		{"sites: [{folder: /a, hosts: [a]}, {folder: /b, hosts: [b], gopher: "
		 "71}]\n",
			GOPHER_IF_PASSED, GOPHER_CONFIGURED,
			"only the second said something"},
		{"gopher: 70\nsites: [{folder: /a, hosts: [a]}, {folder: /b, hosts: "
		 "[b]}]\n",
			GOPHER_CONFIGURED, GOPHER_IF_PASSED, "the top is for the first"},
		{"gopher: no\nsites: [{folder: /a, hosts: [a]}, {folder: /b, hosts: "
		 "[b], gopher: 71}]\n",
			GOPHER_OFF, GOPHER_CONFIGURED, "each for itself"},
	};
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct loaded it;
		load(&it, rows[i].text);
		const struct config *config = &it.config;
		assert_int_equal(config_finish(&it.config, "/srv/blog", &it.diags), 0);
		if (config_gopher(config, &config->sites[0]) != rows[i].first ||
			(config->site_count > 1 &&
				config_gopher(config, &config->sites[1]) !=
					rows[i].second))
			fail_msg("otherwise: %s", rows[i].why);
		unload(&it);
	}
}

static void test_what_is_printed_is_read_back_to_the_same(void **state)
{
	(void)state;
	struct loaded first, second;
	struct buf one, two;
	load(&first, "title: 'a \"b\" \\ c'\nhosts: [x.example]\ncache: 1000\n"
		     "deadlines:\n  linger: 250ms\ngone: ['/old/*']\n");
	assert_int_equal(config_finish(&first.config, "/srv", &first.diags), 0);
	buf_init(&one, BUF_UNLIMITED);
	config_print(&one, &first.config);
	buf_putc(&one, '\0');
	load(&second, one.ptr);
	assert_int_equal(second.diags.count, 0);
	assert_int_equal(config_finish(&second.config, "/elsewhere", &second.diags), 0);
	buf_init(&two, BUF_UNLIMITED);
	config_print(&two, &second.config);
	buf_putc(&two, '\0');
	assert_string_equal(one.ptr, two.ptr);
	assert_non_null(strstr(two.ptr, "title: \"a \\\"b\\\" \\\\ c\""));
	buf_fini(&one);
	buf_fini(&two);
	unload(&first);
	unload(&second);
}

static void test_the_guide_holds_the_table_of_keys(void **state)
{
	(void)state;
	struct buf table, page;
	FILE *file = fopen("content/_posts/2025-10-20-settings.md", "r");
	if (!file)
		skip(); /* run from somewhere else than the top of the tree */
	buf_init(&page, 1 << 20);
	for (int c; (c = getc(file)) != EOF;)
		buf_putc(&page, (char)c);
	fclose(file);
	buf_init(&table, BUF_UNLIMITED);
	config_print_table(&table);
	assert_true(slice_find(buf_slice(&page), buf_slice(&table)) >= 0);
	buf_fini(&table);
	buf_fini(&page);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_every_key_has_a_default_that_it_accepts),
		cmocka_unit_test(test_values_are_read_by_their_type),
		cmocka_unit_test(test_names_that_are_none_are_left_out),
		cmocka_unit_test(test_what_is_no_good_yaml_is_an_error),
		cmocka_unit_test(test_what_contradicts_itself_is_an_error_with_its_place),
		cmocka_unit_test(
			test_what_the_top_says_of_one_site_alone_is_no_news_to_sites),
		cmocka_unit_test(test_a_name_is_as_long_as_the_dns_allows),
		cmocka_unit_test(test_an_unknown_key_is_named_with_its_nearest),
		cmocka_unit_test(test_a_bad_value_leaves_the_default_and_the_other_keys),
		cmocka_unit_test(test_limits_are_accepted_up_to_their_ends),
		cmocka_unit_test(test_what_readers_see_has_its_version),
		cmocka_unit_test(test_each_key_at_the_top_means_what_the_table_says),
		cmocka_unit_test(test_sites_inherit_what_is_not_their_own),
		cmocka_unit_test(
			test_without_hosts_and_listeners_only_this_machine_connects),
		cmocka_unit_test(test_gopher_is_beside_gemini_where_it_says_or_nowhere),
		cmocka_unit_test(test_what_is_printed_is_read_back_to_the_same),
		cmocka_unit_test(test_the_guide_holds_the_table_of_keys),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
