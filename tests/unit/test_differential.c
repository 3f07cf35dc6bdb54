/* SPDX-License-Identifier: MIT */
/* What an author hides stays hidden. Each site of tests/sites/NAME.hidden, which holds all ways of its
 * generator to hide something, is printed whole, on both protocols and in every form:
 *
 * - No word of a hidden file is in it; that of an unlisted one stands at its own address alone; those
 *   of their neighbours are there.
 * - It is the same, byte for byte, when the hidden files are gone, and when they were uploaded; and all
 *   other pages are when the unlisted ones are gone too.
 *
 * With names of such files on the command line these alone are looked at. */
#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <glob.h>

#include <cmocka.h>

#include "../support/capsule.h"
#include "../support/hiding.h"
#include "../support/site_check.h"
#include "base/file.h"
#include "search/pass.h"
#include "serve/gopher_url.h"
#include "source/overlay.h"

/* --- words -------------------------------------------------------------------------- */

struct looking {
	const char *name; /* of the site */
	const struct hiding *hiding;
	const struct capsule *capsule;
	size_t faults, file_faults;
	const struct hiding_file *file;
};

static bool holds(struct slice text, struct slice word)
{
	for (size_t i = 0; i + word.len <= text.len; i++) {
		if (slice_eq_nocase(slice(text.ptr + i, word.len), word))
			return true;
	}
	return false;
}

/* The first places of each file are enough. */
static void fault(struct looking *looking, const struct hiding_file *file,
	const struct capsule_reply *reply, const char *what)
{
	looking->faults++;
	looking->file_faults = file == looking->file ? looking->file_faults + 1 : 1;
	looking->file = file;
	if (looking->file_faults > 2)
		return;
	print_error("%s: %s %s%.*s %s\n", looking->name, file->path, what,
		SARG(reply ? reply->address : slice_none), reply ? reply->form : "");
}

static bool is_own(const struct hiding_file *file, const struct capsule_reply *reply)
{
	return slice_eq(reply->source, slice_str(file->path)) ||
	       (strcmp(reply->form, "to") == 0 && holds(reply->address, file->word));
}

/* Is the reply of a list that the file may stand in: that of the folder of its address? */
static bool is_of_section(const struct looking *looking, const struct hiding_file *file,
	const struct capsule_reply *reply)
{
	const struct post *post =
		site_by_source(looking->capsule->site, slice_str(file->path));

	return post && reply->address.len > 1 && slice_starts(post->path, reply->address);
}

static bool is_feed(const struct capsule_reply *reply)
{
	return slice_ends(reply->address, S(".xml"));
}

/* One reply holds the file's word: is that wrong? */
static const char *wrong_place(const struct looking *looking,
	const struct hiding_file *file, const struct capsule_reply *reply)
{
	switch (file->state) {
	case HIDING_SITE:
	case HIDING_SHOWN:
	case HIDING_LISTED:
		return NULL;
	case HIDING_LOCAL:
		if (is_of_section(looking, file, reply))
			return NULL;
		return is_own(file, reply) ? NULL : "is listed at ";
	case HIDING_UNLISTED:
		return is_own(file, reply) ? NULL : "is listed at ";
	case HIDING_OFF_HOME:
		return slice_eq(reply->address, S("/")) ? "is on the home page " : NULL;
	case HIDING_OFF_FEEDS:
		return is_feed(reply) ? "is in the feed " : NULL;
	case HIDING_HIDDEN:
	case HIDING_KEPT:
	case HIDING_GONE:
	case HIDING_ZONE:
		return "is shown at ";
	}
	return NULL;
}

static bool wants_seen(enum hiding_state state)
{
	return state != HIDING_SITE && state != HIDING_HIDDEN && state != HIDING_KEPT &&
	       state != HIDING_GONE;
}

static void look_for(struct looking *looking, const struct hiding_file *file)
{
	const struct capsule *capsule = looking->capsule;
	size_t own = 0, others = 0;

	for (size_t i = 0; i < capsule->count; i++) {
		const struct capsule_reply *reply = &capsule->replies[i];
		if (holds(reply->bytes, file->secret))
			fault(looking, file, reply, "shows its secret at ");
		if (file->state == HIDING_SITE || !holds(reply->bytes, file->word))
			continue;
		const char *wrong = wrong_place(looking, file, reply);
		if (wrong)
			fault(looking, file, reply, wrong);
		own += is_own(file, reply) || strcmp(reply->form, "file") == 0;
		others += !is_own(file, reply);
	}
	if (wants_seen(file->state) && !own && !others)
		fault(looking, file, NULL, "is not shown");
	else if ((file->state == HIDING_LISTED || file->state == HIDING_LOCAL) && !others)
		fault(looking, file, NULL, "is in no list");
}

static size_t look_for_words(
	const char *name, const struct hiding *hiding, const struct capsule *capsule)
{
	struct looking looking = {name, hiding, capsule, 0, 0, NULL};

	for (size_t i = 0; i < hiding->count; i++)
		look_for(&looking, &hiding->files[i]);
	return looking.faults;
}

/* --- the difference --------------------------------------------------------------------- */

/* Every address that hidden files might have: what the scan made of them, and their names. */
static size_t probes_of(struct arena *arena, const struct site *site,
	const struct hiding *hiding, struct slice **out)
{
	const struct hidden *hidden = hidden_of(site);
	size_t count = 0, room = hidden->count * 64 + hiding->count * 16;

	*out = arena_array(arena, room, struct slice);
	for (size_t i = 0; i < hidden->count; i++) {
		const struct post *post = hidden->pages[i].post;
		if (hidden->pages[i].why != HIDDEN_OVER)
			(*out)[count++] = arena_dup(arena, post->path);
		for (size_t k = 0; k < post->tag_count && count < room - 1; k++)
			(*out)[count++] =
				arena_printf(arena, "/tags/%.*s/", SARG(post->tags[k]));
		for (size_t k = 0; k < post->alias_count && count < room - 1; k++)
			(*out)[count++] = arena_dup(arena, post->aliases[k]);
	}
	for (size_t i = 0; i < hiding->count; i++) {
		struct slice path = slice_str(hiding->files[i].path);
		if (hiding->files[i].state != HIDING_HIDDEN)
			continue;
		do {
			if (count < room)
				(*out)[count++] =
					arena_printf(arena, "/%.*s", SARG(path));
		} while (slice_cut(path, '/', NULL, &path));
	}
	return count;
}

static size_t compare(
	const char *name, const struct capsule *with, const struct capsule *without)
{
	struct buf said, facts[2];
	size_t faults = 0;

	buf_init(&said, BUF_UNLIMITED);
	buf_init(&facts[0], BUF_UNLIMITED);
	buf_init(&facts[1], BUF_UNLIMITED);
	capsule_put_facts(&facts[0], with->site);
	capsule_put_facts(&facts[1], without->site);
	if (!capsule_same(with, without, &said)) {
		faults++;
		print_error("%s: %.*s\n", name, SARG(buf_slice(&said)));
	}
	if (!slice_eq(buf_slice(&facts[0]), buf_slice(&facts[1]))) {
		faults++;
		print_error("%s, with hidden files:\n%.*swithout them:\n%.*s\n", name,
			SARG(buf_slice(&facts[0])), SARG(buf_slice(&facts[1])));
	}
	buf_fini(&facts[0]);
	buf_fini(&facts[1]);
	buf_fini(&said);
	return faults;
}

/* What a page says, less what only the cache knows. */
static struct slice said_by(const struct capsule_reply *reply)
{
	ptrdiff_t version = slice_find(reply->bytes, S("\n[version "));

	return version < 0 ? reply->bytes : slice_head(reply->bytes, (size_t)version);
}

/* All that @without, a site whose unlisted pages are gone, has for readers is the same in @with: no list,
 * count, feed or neighbour knows of them. */
static size_t compare_lists(
	const char *name, const struct capsule *with, const struct capsule *without)
{
	size_t faults = 0, at = 0;

	for (size_t i = 0; i < without->count; i++) {
		const struct capsule_reply *reply = &without->replies[i];
		if (!strcmp(reply->form, "none") || !strcmp(reply->form, "to"))
			continue;
		while (at < with->count && capsule_order(&with->replies[at], reply) < 0)
			at++;
		if (at < with->count && capsule_order(&with->replies[at], reply) == 0 &&
			slice_eq(said_by(&with->replies[at]), said_by(reply)))
			continue;
		faults++;
		print_error("%s: %.*s, %s, is another one without what is unlisted:\n"
			    "%.*s\n",
			name, SARG(reply->address), reply->form, SARG(said_by(reply)));
		break;
	}
	return faults;
}

/* With what stands below posts: what links there, and posts alike. */
static struct site *scan_tied(const struct tree *tree)
{
	struct site *site = site_check_scan(tree);

	pass_once(site, 1);
	return site;
}

/* --- sites -------------------------------------------------------------------------------- */

/* @with has no hidden files. */
static size_t look_at_lists(const char *path, const struct hiding *hiding,
	const struct tree *tree, const struct capsule *with)
{
	struct capsule without;

	hiding_remove(hiding, tree, HIDING_UNLISTED);
	struct site *site = scan_tied(tree);
	capsule_read(&without, site, NULL, 0);
	size_t faults = compare_lists(path, with, &without);
	capsule_fini(&without);
	site_check_free(site);
	return faults;
}

/* A scan that knows the snapshot with the hidden files comes to the same as one that never saw them. */
static size_t look_again(const char *path, const struct tree *tree,
	const struct site *previous, const struct capsule *expected,
	const struct slice *probes, size_t count)
{
	const struct scan_hint all = {.all = true};
	struct site *site = site_check_scan_with(tree, previous, &all, SITE_CHECK_NOW);
	struct capsule early, capsule;

	threads_inherit(site, previous);
	capsule_read(&early, site, probes, count);
	size_t faults = compare(path, &early, expected);
	pass_once(site, 1);
	capsule_read(&capsule, site, probes, count);
	faults += compare(path, &capsule, expected);
	capsule_fini(&early);
	capsule_fini(&capsule);
	site_check_free(site);
	return faults;
}

/* Data of a folder, for one, lies in the blog's own. */
static bool is_upload(const struct hiding_file *file)
{
	return file->state == HIDING_HIDDEN &&
	       slice_any(slice_str(file->path), S(".md|.markdown|.gmi|.png|.jpg"),
		       slice_ends);
}

/* Moves what is hidden into a folder of uploads, as if it had been uploaded. */
static struct overlay *upload_hidden(
	const struct hiding *hiding, const struct tree *blog, const struct tree *store)
{
	static const char hash[64 + 1] =
		"0123456789012345678901234567890123456789012345678901234567890123";
	auto_arena struct arena arena = {0};
	struct overlay_item *items =
		arena_array(&arena, hiding->count + 1, struct overlay_item);
	size_t count = 0;

	for (size_t i = 0; i < hiding->count; i++) {
		const char *name = arena_printf(&arena, "%zu", i).ptr;
		if (!is_upload(&hiding->files[i]))
			continue;
		char *from = tree_at(blog, hiding->files[i].path);
		char *to = tree_at(store, name);
		assert_int_equal(rename(from, to), 0);
		free(from);
		free(to);
		items[count++] =
			(struct overlay_item){.source = slice_str(hiding->files[i].path),
				.file = slice_str(name),
				.hash = slice_str(hash),
				.id = i + 1};
	}
	auto_close int folder = open(store->path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	struct overlay *overlay;
	assert_int_equal(overlay_new(folder, items, count, &overlay), 0);
	return overlay;
}

/* Hidden files that were uploaded are hidden as those that lie there: the site is @expected. */
static size_t look_at_uploads(const char *path, const struct hiding *hiding,
	const struct tree *tree, const struct capsule *expected,
	const struct slice *probes, size_t count)
{
	struct capsule capsule;
	struct tree store;

	tree_init(&store);
	struct overlay *overlay = upload_hidden(hiding, tree, &store);
	struct site *site = site_check_scan_over(tree, overlay);
	pass_once(site, 1);
	capsule_read(&capsule, site, probes, count);
	size_t faults = compare(path, &capsule, expected);
	for (size_t i = 0; i < hiding->count; i++) {
		if (is_upload(&hiding->files[i]))
			tree_write(tree, hiding->files[i].path, hiding->files[i].text);
	}
	capsule_fini(&capsule);
	site_check_free(site);
	overlay_unref(overlay);
	tree_fini(&store);
	return faults;
}

static size_t look_at_site(const char *path)
{
	struct hiding hiding;
	struct capsule with, without;
	struct slice *probes;
	struct tree tree;

	hiding_read(&hiding, path);
	tree_init(&tree);
	hiding_write(&hiding, &tree);
	struct site *site = scan_tied(&tree);
	size_t count = probes_of(&hiding.arena, site, &hiding, &probes);
	capsule_read(&with, site, probes, count);
	size_t faults = look_for_words(path, &hiding, &with);

	faults += look_at_uploads(path, &hiding, &tree, &with, probes, count);
	hiding_remove(&hiding, &tree, HIDING_HIDDEN);
	struct site *other = scan_tied(&tree);
	capsule_read(&without, other, probes, count);
	faults += compare(path, &with, &without);
	faults += look_again(path, &tree, site, &without, probes, count);
	faults += look_at_lists(path, &hiding, &tree, &without);

	capsule_fini(&with);
	capsule_fini(&without);
	site_check_free(site);
	site_check_free(other);
	tree_fini(&tree);
	hiding_fini(&hiding);
	return faults;
}

static void readers_get_nothing_of_what_is_hidden(void **state)
{
	size_t faults = 0;
	glob_t sites;

	(void)state;
	assert_int_equal(glob("tests/sites/*.hidden", 0, NULL, &sites), 0);
	for (size_t i = 0; i < sites.gl_pathc; i++)
		faults += look_at_site(sites.gl_pathv[i]);
	globfree(&sites);
	assert_int_equal(faults, 0);
}

/* Gopher leads on to what public pages link, and to nothing else. */
static void links_of_hidden_pages_lead_nowhere(void **state)
{
	static const struct tree_file files[] = {
		{"open.md", "[a](https://open.example/a)\n"},
		{"quiet.md", "---\nunlisted: true\n---\n[a](https://quiet.example/a)\n"},
		{"draft.md", "---\ndraft: true\n---\n[a](https://draft.example/a)\n"},
		{"locked.md", "---\npassword: x\nredirect_to: https://locked.example/b\n"
			      "---\n[a](https://locked.example/a)\n"},
		{"later.md", "---\nstatus: future\n---\n[a](https://later.example/a)\n"},
	};
	static const struct {
		struct slice url;
		bool leads;
	} rows[] = {
		{S("https://open.example/a"), true},
		{S("https://quiet.example/a"), true},
		{S("https://draft.example/a"), false},
		{S("https://locked.example/a"), false},
		{S("https://locked.example/b"), false},
		{S("https://later.example/a"), false},
	};
	struct serve serve = {.tables = cache_new(SERVE_TABLES_MAX_BYTES)};
	struct arena arena = {0};
	struct tree tree;

	(void)state;
	tree_init(&tree);
	tree_write_all(&tree, files, sizeof(files) / sizeof(*files));
	struct site *site = site_check_scan(&tree);
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		if (gopher_url_is_linked(&serve, 0, site, &arena, rows[i].url) !=
			rows[i].leads)
			fail_msg("%.*s", SARG(rows[i].url));
	}
	site_check_free(site);
	cache_free(serve.tables);
	arena_fini(&arena);
	tree_fini(&tree);
}

int main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(readers_get_nothing_of_what_is_hidden),
		cmocka_unit_test(links_of_hidden_pages_lead_nowhere),
	};
	size_t faults = 0;

	for (int i = 1; i < argc; i++)
		faults += look_at_site(argv[i]);
	if (argc > 1)
		return faults != 0;
	return cmocka_run_group_tests(tests, NULL, NULL);
}
