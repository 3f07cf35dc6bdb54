/* SPDX-License-Identifier: MIT */
/* The desk of a writer: which files its addresses stand for, its pages, its acts. */
#include "app/desk.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>

#include "../support/site_check.h"
#include "app/desk_tokens.h"
#include "base/uri.h"
#include "scan/closed.h"
#include "source/overlay.h"
#include "store/target.h"

#define COUNT(array) (sizeof(array) / sizeof(*(array)))
#define MUTATIONS    5000

#define PLANS  "content/plans/_index.md"
#define CANNOT "This cannot be done: it hides or orders pages below it|^/me/do/"

static const struct tree_file files[] = {
	{"_config.yml", "title: Reef\n"},
	{"_posts/2024-01-01-out.md", "---\ntitle: Out\n---\nHello\n"},
	{"_posts/2024-01-02-locked.md",
		"---\ntitle: Locked\npassword: x\n---\nLocked words\n"},
	{"_drafts/id\x65\xCC\x81"
	 "e 50%.md",
		"---\ntitle: Idea\n---\nDraft words\n"},
	{"about.html", "---\ntitle: About\n---\n<p>About</p>\n"},
	{"images/boat.jpg", "\xff\xd8\xff"},
	{"letters/one.md", "---\ntitle: One\n---\nDear friend\n"},
	{"robots.txt", "User-agent: *\n"},
};

static const struct person persons[] = {{.key = {1}, .name = S("friend")},
	{.key = {2}, .name = S("me"), .writes = true},
	{.key = {3}, .name = S("you"), .writes = true}};
static const struct slice readers[] = {S("friend")};
static const struct reader_zone zone_list[] = {
	{S("/letters/"), S("Letters to friends"), {readers, 1}},
};
static const struct people people = {persons, 3, {zone_list, 1}, S("/me/"), false};

enum who { VISITOR, FRIEND, ME, YOU };

/* A blog with uploads. */
struct bed {
	uint64_t
		meanwhile; /* the draft that somebody erases once readers see something new */
	struct arena arena;
	struct tree blog, uploads;
	struct store *store;
	struct site *site;
	struct desk_tokens *tokens;
};

static const struct tls_identity identities[] = {
	[VISITOR] = {.key = {9}, .expires_at = 1893456000},
	[FRIEND] = {.key = {1}, .expires_at = 1893456000},
	[ME] = {.key = {2}, .expires_at = 1893456000},
	[YOU] = {.key = {3}, .expires_at = 1893456000},
};

static void bed_scan(struct bed *bed)
{
	struct overlay *overlay;
	struct site *site;

	assert_int_equal(store_overlay(bed->store, &overlay), 0);
	const struct site_config config = {.folder = bed->blog.path,
		.source = true,
		.pages = true,
		.zones = people.zones,
		.overlay = overlay};
	assert_int_equal(scan(&config, NULL, NULL, time(NULL), &site), 0);
	site_check_free(bed->site);
	bed->site = site;
	overlay_unref(overlay);
}

static void changed(void *ctx)
{
	struct bed *bed = ctx;

	if (bed->meanwhile)
		assert_int_equal(store_discard(bed->store, bed->meanwhile), STORE_OK);
}

static void bed_init_with(struct bed *bed, const struct tree_file *blog, size_t count)
{
	const struct store_options options = {.text_bytes = 10000,
		.file_bytes = 100000,
		.quota_bytes = 1000000,
		.spare_bytes = 1,
		.changed = changed,
		.ctx = bed};

	*bed = (struct bed){.tokens = desk_tokens_new()};
	tree_init(&bed->blog);
	tree_init(&bed->uploads);
	tree_write_all(&bed->blog, blog, count);
	assert_int_equal(store_open(bed->uploads.path, &options, &bed->store), 0);
	bed_scan(bed);
}

static void bed_init(struct bed *bed)
{
	bed_init_with(bed, files, COUNT(files));
}

static void bed_fini(struct bed *bed)
{
	site_check_free(bed->site);
	store_close(bed->store);
	desk_tokens_free(bed->tokens);
	tree_fini(&bed->uploads);
	tree_fini(&bed->blog);
	arena_fini(&bed->arena);
}

/* As an upload of @who does. */
static uint64_t put(struct bed *bed, enum who who, const char *source, const char *text,
	enum store_state as)
{
	const struct store_request request = {.source = slice_str(source),
		.author = persons[who - 1].name,
		.kind = strstr(source, ".jpg") ? STORE_FILE : STORE_TEXT,
		.size_bytes = strlen(text),
		.blog = bed->site->folder};
	struct store_upload *upload;
	uint64_t id = 0;

	assert_int_equal(store_begin(bed->store, &request, &upload), STORE_OK);
	assert_int_equal(store_append(upload, slice_str(text)), STORE_OK);
	assert_int_equal(store_finish(upload, as, NULL, &id), STORE_OK);
	bed_scan(bed);
	return id;
}

static struct desk_request request_of(
	const struct bed *bed, enum who who, struct slice rest)
{
	return (struct desk_request){
		.site = bed->site,
		.people = &people,
		.person = who == VISITOR ? NULL : &persons[who - 1],
		.identity = &identities[who],
		.rest = rest,
		.origin = S("gemini://a.example"),
		.store = bed->store,
		.tokens = bed->tokens,
	};
}

/* --- which file ----------------------------------------------------------------------------------- */

#define IDEA                                                                             \
	"_drafts/id\x65\xCC\x81"                                                         \
	"e 50%.md"

static const struct {
	enum who who;
	const char *rest, *source; /* NULL: none */
	enum store_kind kind;
	bool is_new;
	const char *why;
} targets[] = {
	{ME, "edit/_posts/2024-01-01-out.md", "_posts/2024-01-01-out.md", STORE_TEXT,
		false, "a post"},
	{ME, "edit/2024/01/01/out", "_posts/2024-01-01-out.md", STORE_TEXT, false,
		"its address"},
	{ME, "edit/_posts/2024-01-02-locked.md", "_posts/2024-01-02-locked.md",
		STORE_TEXT, false, "a hidden post"},
	{ME,
		"edit/_drafts/id\xC3\xA9"
		"e 50%25.md",
		IDEA, STORE_TEXT, false, "a draft with a decomposed letter"},
	{ME, "edit/letters/one.md", "letters/one.md", STORE_TEXT, false, "of a zone"},
	{ME, "edit/letters/one/", "letters/one.md", STORE_TEXT, false,
		"an address in a zone"},
	{ME, "edit/images/boat.jpg", "images/boat.jpg", STORE_FILE, false, "a picture"},
	{ME, "edit/_posts/2025-01-01-mine.md", "_posts/2025-01-01-mine.md", STORE_TEXT,
		true, "a draft of mine"},
	{YOU, "edit/_posts/2025-01-01-mine.md", NULL, STORE_TEXT, false,
		"a draft of somebody else"},
	{ME, "edit/_posts/2025-01-02-yours.md", "_posts/2025-01-02-yours.md", STORE_TEXT,
		false, "an upload of somebody else"},
	{ME, "edit/_posts/2025-01-03-gone.md", "_posts/2025-01-03-gone.md", STORE_TEXT,
		true, "an upload that was deleted"},
	{ME, "edit/about.html", NULL, STORE_TEXT, false, "HTML"},
	{ME, "edit/robots.txt", NULL, STORE_TEXT, false, "no kind of file to upload"},
	{ME, "edit/_config.yml", NULL, STORE_TEXT, false, "settings"},
	{ME, "edit/../_config.yml", NULL, STORE_TEXT, false, "above the folder"},
	{ME, "edit/nothing.md", NULL, STORE_TEXT, false, "no such file"},
	{ME, "edit/2024/01/01/other", NULL, STORE_TEXT, false, "no such address"},
	{ME, "edit/archive/", NULL, STORE_TEXT, false, "a generated page"},
	{ME, "edit/", NULL, STORE_TEXT, false, "nothing"},
	{ME, "new/x", NULL, STORE_TEXT, false, "not of the desk"},
	{FRIEND, "edit/_posts/2024-01-01-out.md", NULL, STORE_TEXT, false, "a reader"},
	{VISITOR, "edit/_posts/2024-01-01-out.md", NULL, STORE_TEXT, false, "a visitor"},
};

static void an_address_of_the_desk_is_a_file_of_the_blog(void **state)
{
	struct bed bed;

	(void)state;
	bed_init(&bed);
	put(&bed, ME, "_posts/2025-01-01-mine.md", "---\nx: [\n---\n", STORE_DRAFT);
	put(&bed, YOU, "_posts/2025-01-02-yours.md", "Yours\n", STORE_CURRENT);
	put(&bed, YOU, "_posts/2025-01-03-gone.md", "Gone\n", STORE_CURRENT);
	assert_int_equal(store_delete(bed.store, S("_posts/2025-01-03-gone.md"), S("me"),
				 3, bed.site->folder),
		STORE_OK);
	bed_scan(&bed);
	for (size_t i = 0; i < COUNT(targets); i++) {
		const struct desk_request request =
			request_of(&bed, targets[i].who, slice_str(targets[i].rest));
		const char *source = targets[i].source;
		struct store_target target;
		bool found = desk_target(&request, &bed.arena, &target);
		if (found != (source != NULL))
			fail_msg("%s: %s", targets[i].why,
				found ? target.source.ptr : target.why);
		if (!found) {
			assert_non_null(target.why);
			continue;
		}
		if (!slice_eq(target.source, slice_str(source)) ||
			target.kind != targets[i].kind ||
			target.is_new != targets[i].is_new)
			fail_msg("%s: %.*s, kind %d, %s", targets[i].why,
				SARG(target.source), target.kind,
				target.is_new ? "new" : "not new");
	}
	bed_fini(&bed);
}

/* --- pages ----------------------------------------------------------------------------------------- */

/* The reply to a request for @rest, an address below the desk as it stands in a link. */
static struct slice get(struct bed *bed, enum who who, const char *rest, unsigned *status)
{
	struct slice path = slice_str(rest), query = slice_none, key;
	auto_buf struct buf out = BUF(BUF_UNLIMITED), words = BUF(BUF_UNLIMITED);

	bool asks = slice_cut(path, '?', &path, &query);
	assert_true(uri_decode(&words, query));
	path = arena_printf(&bed->arena, "/%.*s", SARG(path));
	assert_true(uri_path_key(&bed->arena, path, &key));
	struct desk_request request = request_of(bed, who, slice_from(key, 1));
	if (asks)
		request.words = arena_dup(&bed->arena, buf_slice(&words));
	*status = desk_page(&request, &bed->arena, &out);
	return buf_dup(&out, &bed->arena);
}

static struct slice page(struct bed *bed, enum who who, const char *rest)
{
	unsigned status;
	struct slice text = get(bed, who, rest, &status);

	if (status != 20)
		fail_msg("%s: %.*s", rest, SARG(text));
	return text;
}

/* What the link that @words name leads to, below the desk; NULL: there is no such link. */
static const char *link_of(struct bed *bed, struct slice text, const char *words)
{
	struct slice line, path, name;

	while (slice_next_line(&text, &line)) {
		if (slice_skip(&line, S("=> /me/")) &&
			slice_cut(line, ' ', &path, &name) &&
			slice_starts(name, slice_str(words)))
			return arena_cstr(&bed->arena, path);
	}
	return NULL;
}

/* Has @text each of the words between '|', and none of those behind '^'? */
static void holds(struct slice text, const char *all, const char *why)
{
	struct slice rest = slice_str(all), one;

	while (slice_split(&rest, '|', &one)) {
		bool wants = !slice_skip(&one, S("^"));
		if (slice_contains(text, one) != wants)
			fail_msg("%s: %s \"%.*s\":\n%.*s", why, wants ? "no" : "there is",
				SARG(one), SARG(text));
	}
}

#define OUT    "_posts/2024-01-01-out.md"
#define LOCKED "_posts/2024-01-02-locked.md"
#define NEW    "_posts/2025-01-02-boat.md"

static void pages_say_what_is_there(void **state)
{
	static const struct {
		enum who who;
		const char *rest, *holds, *why;
	} rows[] = {
		{ME, "",
			"=> /me/new/ Write|=> /me/posts/ |## Uploads\n\n=> /me/edit/" OUT
			" 20|Out (deleted)\n|Boat (shown)|Mine (draft of yours, 1 "
			"mistake)|=> "
			"/me/history/ |^yours.md|^/me/uploads/",
			"the first page"},
		{ME, "uploads/",
			"Boat (shown)|(draft of yours, 1 mistake)|Out "
			"(deleted)|^yours.md|with "
			"history and drafts: 4 versions, 72 bytes",
			"uploads"},
		{ME, "history/",
			", by me (shown)|by me (earlier)|by you (shown)|^yours.md",
			"all history"},
		{ME, "posts/", "=> /me/edit/" OUT " 2024-01-01 Out|^Locked|^One",
			"posts to edit, before the deletion is scanned"},
		{ME, "edit/" NEW,
			"# Reef: Boat\n|* File: " NEW "\n|the upload of 20|by me\n|=> "
			"titan://a.example/me/edit/" NEW ";edit Edit it|=> "
			"/2025/01/02/boat Read it|History: 2 versions|\n> # x\n> "
			"Sailing\n|=> "
			"/me/delete/2/" NEW
			" Delete it|^publish|^hide|^discard|=> /me/forget/2/",
			"an upload"},
		{ME, "edit/" LOCKED,
			"* Hidden: password, " LOCKED
			":3|=> /me/read/|=> /me/publish/0/" LOCKED
			" Publish it|Current version: the blog's own "
			"file|Locked words|^as readers do|^forget",
			"a hidden post"},
		{ME, "edit/_posts/2025-01-01-mine.md",
			"Your draft, which nobody else sees|## Mistakes\n\n* "
			"_posts/2025-01-01-mine.md:|: error: |\n> x: [\n|=> "
			"/me/discard/3/_posts/2025-01-01-mine.md Erase your draft|"
			"Not to be published yet: it has mistakes|^Delete",
			"a draft with mistakes"},
		{ME, "edit/images/boat.jpg",
			"=> titan://a.example/me/edit/images/boat.jpg Replace it|=> "
			"/images/boat.jpg Read it|![What it "
			"shows](/images/boat.jpg)|^;edit",
			"a picture"},
		{ME, "edit/letters/one.md",
			"Seen by the readers of the zone /letters/ only|=> /letters/one "
			"Read",
			"of a zone"},
		{ME, "edit/about.html",
			"Not to be edited: this page|^titan:|<p>About</p>",
			"what is not edited here"},
		{ME, "new/", "=> /me/name/ |Lagrange|Markdown: a link|^titan:",
			"a new post begins"},
		{ME, "new/boat-trip",
			"=> titan://a.example/me/new/boat-trip Write "
			"it|boat-trip.md|^There "
			"is one",
			"a new post"},
		{ME, "new/a%20b.jpg",
			"=> titan://a.example/me/new/a%20b.jpg Send|as "
			"images/a-b.jpg|![What it shows](/images/a-b.jpg)",
			"a new picture"},
		{ME, "new/boat.jpg", "as images/boat-2.jpg|^There is one of that name",
			"a picture of the blog is not replaced"},
		{ME, "new/sail.jpg",
			"There is one of that name already, by you. Choose|=> "
			"/me/edit/images/sail.jpg Its page|Choose another "
			"name|^titan:|^takes its place|^![What it",
			"nor one that somebody else uploaded"},
		{YOU, "new/sail.jpg",
			"There is one of that name: an upload takes its place|=> "
			"/me/edit/images/sail.jpg|=> titan://a.example/me/new/sail.jpg",
			"one's own is"},
		{ME, "new/back.jpg", "One of that name is in the history, by you|^titan:",
			"what somebody else took back is kept"},
		{YOU, "new/back.jpg", "=> titan://a.example/me/new/back.jpg|^history, by",
			"one's own may follow it"},
		{ME, "history/" NEW,
			"### 20| by me\n\nshown, 32 bytes\n=> /me/version/2/" NEW
			" Read it\n\n###|earlier, |=> /me/restore/1/" NEW " Restore it",
			"the history of one"},
		{ME, "version/1/" NEW, "\n> Rowing\n|(earlier)", "an earlier version"},
		{ME, "history/nothing.md", "No version of this file is kept", "none"},
	};
	struct bed bed;

	(void)state;
	bed_init(&bed);
	put(&bed, ME, NEW, "---\ntitle: Boat\n---\nRowing\n", STORE_CURRENT);
	put(&bed, ME, NEW, "---\ntitle: Boat\n---\n# x\nSailing\n", STORE_CURRENT);
	put(&bed, ME, "_posts/2025-01-01-mine.md", "---\nx: [\n---\n", STORE_DRAFT);
	put(&bed, YOU, "_posts/2025-01-05-yours.md", "---\nx: [\n---\n", STORE_DRAFT);
	put(&bed, YOU, "images/sail.jpg", "\xff\xd8\xff", STORE_CURRENT);
	assert_int_equal(store_discard(bed.store, put(&bed, YOU, "images/back.jpg",
							  "\xff\xd8\xff", STORE_CURRENT)),
		STORE_OK);
	bed_scan(&bed);
	/* The snapshot is one behind. */
	assert_int_equal(
		store_delete(bed.store, S(OUT), S("me"), 0, bed.site->folder), STORE_OK);
	for (size_t i = 0; i < COUNT(rows); i++)
		holds(page(&bed, rows[i].who, rows[i].rest), rows[i].holds, rows[i].why);
	bed_fini(&bed);
}

/* What the arena of a request for @rest takes, when there are drafts with @words each. */
static size_t taken_by(const char *rest, size_t words)
{
	enum { DRAFTS = 20, VERSIONS = 3 };
	auto_buf struct buf text = BUF(BUF_UNLIMITED), out = BUF(BUF_UNLIMITED);
	auto_arena struct arena arena = {0};
	struct bed bed;

	bed_init(&bed);
	buf_puts(&text, "---\ntitle: Boat\n---\n");
	buf_repeat(&text, 'x', words);
	for (int i = 0; i < DRAFTS; i++)
		put(&bed, ME,
			arena_printf(&bed.arena, "_posts/2025-02-01-draft-%02d.md", i)
				.ptr,
			buf_dup(&text, &bed.arena).ptr, STORE_DRAFT);
	for (int i = 0; i < VERSIONS; i++) {
		buf_putc(&text, 'y');
		put(&bed, ME, NEW, buf_dup(&text, &bed.arena).ptr, STORE_CURRENT);
	}
	const struct desk_request request = request_of(&bed, ME, slice_str(rest));
	assert_int_equal(desk_page(&request, &arena, &out), 20);
	assert_true(slice_contains(buf_slice(&out), S("Boat")));
	bed_fini(&bed);
	return arena.used_bytes;
}

static void lists_take_no_memory_for_texts(void **state)
{
	static const char *const rows[] = {"", "uploads/", "history/", "posts/"};
	enum { WORDS = 9000 };

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		size_t less = taken_by(rows[i], 1), more = taken_by(rows[i], WORDS);
		if (more >= less + WORDS)
			fail_msg("/me/%s: %zu bytes, of small texts %zu", rows[i], more,
				less);
	}
}

static void others_find_nothing(void **state)
{
	static const struct {
		enum who who;
		const char *rest, *says, *why;
	} rows[] = {
		{FRIEND, "edit/" OUT, "51 ", "a reader"},
		{FRIEND, "uploads/", "51 ", "a reader"},
		{FRIEND, "history/", "51 ", "a reader"},
		{FRIEND, "new/", "51 ", "a reader"},
		{FRIEND, "version/1/" NEW, "51 ", "a reader"},
		{FRIEND, "delete/0/" OUT, "51 ", "a reader"},
		{VISITOR, "name/", "51 ", "a visitor"},
		{VISITOR, "posts/", "51 ", "a visitor"},
		{YOU, "version/1/" NEW, "51 ", "the draft of somebody else"},
		{YOU, "discard/1/" NEW, "51 ", "the draft of somebody else"},
		{YOU, "edit/" NEW, "51 ", "the draft of somebody else"},
		{ME, "version/2/" NEW, "51 ", "no such version"},
		{ME, "version/1/" OUT, "51 ", "of another file"},
		{ME, "version/x/" NEW, "51 ", "no number"},
		{ME, "version/1", "51 ", "no file"},
		{ME, "edit/_config.yml", "51 ", "settings"},
		{ME, "delete/0/_config.yml", "51 ", "settings"},
		{ME, "delete/", "51 ", "nothing to delete"},
		{ME, "do/", "51 ", "nothing to do"},
		{ME, "do/x/burn/0/" OUT, "51 ", "no such act"},
		{ME, "burn/0/" OUT, "51 ", "no such act"},
		{ME, "new/a/b", "51 ", "no name"},
		{ME, "new/x.svg", "51 ", "no kind of file that is taken"},
		{ME, "name/", "10 ", "a name is asked for"},
		{ME, "new/?", "10 ", "a name is asked for"},
		{ME, "name/?%20", "10 ", "nothing was typed"},
		{ME, "name/?A%20day%20at%20s%C3%A9a", "30 /me/new/a-day-at-sea\r\n",
			"a post"},
		{ME, "new/?My%20Boat.JPG", "30 /me/new/my-boat.jpg\r\n", "a picture"},
		{ME, "name/?..%2F..%2F_config.yml", "30 /me/new/config-yml\r\n",
			"a path is words"},
	};
	struct bed bed;

	(void)state;
	bed_init(&bed);
	put(&bed, ME, NEW, "---\nx: [\n---\n", STORE_DRAFT);
	for (size_t i = 0; i < COUNT(rows); i++) {
		unsigned status;
		struct slice text = get(&bed, rows[i].who, rows[i].rest, &status);
		if (!slice_starts(text, slice_str(rows[i].says)))
			fail_msg("%s: %s: %.*s", rows[i].why, rows[i].rest, SARG(text));
	}
	bed_fini(&bed);
}

/* --- acts ------------------------------------------------------------------------------------------ */

/* Everything that is in the store, as one text. */
static struct slice all_of(struct bed *bed)
{
	struct store_version *list;
	auto_buf struct buf out = BUF(BUF_UNLIMITED);
	size_t count;

	assert_int_equal(
		store_versions(bed->store, &bed->arena, slice_none, &list, &count), 0);
	for (size_t i = 0; i < count; i++)
		buf_printf(&out, "%llu %.*s %d %d %.*s\n", (unsigned long long)list[i].id,
			SARG(list[i].source), list[i].kind, list[i].state,
			SARG(list[i].hash));
	return buf_dup(&out, &bed->arena);
}

/* Asks for the page of the act: what its link leads to. Nothing is changed by that. */
static const char *asked(
	struct bed *bed, enum who who, const char *rest, const char *says)
{
	struct slice before = all_of(bed), text = page(bed, who, rest);

	holds(text, says, rest);
	assert_true(slice_eq(before, all_of(bed)));
	return link_of(bed, text, "");
}

/* Does it, and finds where it leads. */
static void done(struct bed *bed, enum who who, const char *rest, const char *to)
{
	unsigned status;
	const char *link = asked(bed, who, rest, "The first link works once");
	struct slice text = get(bed, who, link, &status);

	if (status != 30 || !slice_contains(text, slice_str(to)))
		fail_msg("%s: %.*s, not %s", rest, SARG(text), to);
	bed_scan(bed);
	/* Once only. */
	struct slice before = all_of(bed);
	(void)get(bed, who, link, &status);
	assert_in_range(status, 50, 51);
	assert_true(slice_eq(before, all_of(bed)));
}

/* What readers get at @path: the file's source, or NULL. */
static const char *shown(struct bed *bed, const char *path)
{
	const struct site_entry *entry = site_find(bed->site, slice_str(path));

	return entry && entry->kind == SITE_POST
		       ? arena_cstr(&bed->arena, entry->post->source)
		       : NULL;
}

static void a_page_is_deleted_and_comes_back(void **state)
{
	struct bed bed;

	(void)state;
	bed_init(&bed);
	assert_non_null(shown(&bed, "/2024/01/01/out"));
	done(&bed, ME, "delete/0/" OUT, "/me/history/" OUT);
	assert_null(shown(&bed, "/2024/01/01/out"));
	holds(page(&bed, ME, "edit/" OUT),
		"* Deleted: |Take back the deletion|^Delete it", "deleted");
	done(&bed, YOU, "discard/1/" OUT, "/me/history/" OUT);
	assert_non_null(shown(&bed, "/2024/01/01/out"));
	/* What was uploaded is restored from the history. */
	put(&bed, ME, NEW, "---\ntitle: Boat\n---\nRowing\n", STORE_CURRENT);
	put(&bed, ME, NEW, "---\ntitle: Ship\n---\nSailing\n", STORE_CURRENT);
	done(&bed, ME, "delete/3/" NEW, "/me/history/" NEW);
	assert_null(shown(&bed, "/2025/01/02/boat"));
	holds(page(&bed, ME, "history/" NEW), "# Reef: Ship\n|* Deleted: |by me\n",
		"its history");
	holds(page(&bed, ME, "uploads/"),
		"Ship (deleted)\n|Out (taken back: the blog's own file is shown)\n",
		"uploads");
	asked(&bed, ME, "discard/4/" NEW,
		"restore a version of its history instead|^first link");
	done(&bed, ME, "restore/2/" NEW, "/me/history/" NEW);
	assert_non_null(shown(&bed, "/2025/01/02/boat"));
	holds(page(&bed, ME, "edit/" NEW), "Rowing", "restored");
	/* The draft of its own author is erased, and only that. */
	put(&bed, ME, NEW, "---\nx: [\n---\n", STORE_DRAFT);
	asked(&bed, ME, "discard/6/" NEW, "Erase your draft of \"Boat\"?");
	done(&bed, ME, "discard/6/" NEW, "/me/history/" NEW);
	assert_non_null(shown(&bed, "/2025/01/02/boat"));
	/* A picture. */
	put(&bed, ME, "images/boat.jpg", "\xff\xd8\xff\xe0", STORE_CURRENT);
	done(&bed, ME, "discard/7/images/boat.jpg", "/me/history/images/boat.jpg");
	done(&bed, ME, "delete/0/images/boat.jpg", "/me/history/images/boat.jpg");
	assert_null(site_find(bed.site, S("/images/boat.jpg")));
	bed_fini(&bed);
}

static void what_was_uploaded_is_erased_for_good(void **state)
{
	unsigned status;
	struct bed bed;

	(void)state;
	bed_init(&bed);
	put(&bed, ME, OUT, "---\ntitle: Password\n---\nsecret\n", STORE_CURRENT);
	put(&bed, ME, OUT, "---\ntitle: Out\n---\nMore\n", STORE_CURRENT);
	put(&bed, ME, NEW, "---\ntitle: Boat\n---\nRowing\n", STORE_CURRENT);
	asked(&bed, ME, "forget/1/" OUT, "it was changed meanwhile|^first link");
	asked(&bed, ME, "forget/2/" OUT,
		"All that was uploaded of it is erased, 2 versions: the history. "
		"This cannot be taken back. The blog's own file is the "
		"current version again. "
		"Everybody will see it at /2024/01/01/out.");
	/* A link is for what its page said, and that was nobody's draft. */
	const char *link = asked(&bed, ME, "forget/2/" OUT, "2 versions");
	put(&bed, YOU, OUT, "---\ntitle: [\n---\n", STORE_DRAFT);
	struct slice all = all_of(&bed);
	holds(get(&bed, ME, link, &status), "something changed since", "a draft came");
	assert_true(slice_eq(all, all_of(&bed)));
	asked(&bed, ME, "forget/2/" OUT,
		" 3 versions: the history, 1 draft of others. This");
	asked(&bed, YOU, "forget/4/" OUT, " 3 versions: the history, your draft. This");
	done(&bed, ME, "forget/2/" OUT, "/me/history/" OUT);
	done(&bed, ME, "forget/3/" NEW, "/me/history/" NEW);
	assert_int_equal(all_of(&bed).len, 0);
	assert_null(shown(&bed, "/2025/01/02/boat"));
	holds(page(&bed, ME, "edit/" OUT), "Hello|^secret", "the blog's own");
	holds(page(&bed, ME, "history/" NEW), "No version", "nothing");
	bed_fini(&bed);
}

static void a_hidden_page_is_seen_once_it_is_published(void **state)
{
	static const struct {
		const char *draft; /* NULL: what the blog has */
		const char *source, *ask, *says, *at;
	} rows[] = {
		{NULL, LOCKED, "publish/0/" LOCKED,
			"These words go:\n\n```words that hide it\npassword: "
			"x\n```\n|Everybody will see it at /2024/01/02/locked.",
			"/2024/01/02/locked"},
		{"---\ntitle: Boat\ndraft: true\npublished: false\n---\nRowing\n", NEW,
			"publish/1/" NEW,
			"hide it\npublished: false\ndraft: true\n```|^takes the place",
			"/2025/01/02/boat"},
		{"---\ntitle: Boat\n---\nRowing\n", NEW, "publish/1/" NEW,
			"Everybody will see it at /2025/01/02/boat.|^These words",
			"/2025/01/02/boat"},
		{"---\ndraft: true\n---\nRowing\n", NEW, "publish/1/" NEW, "draft: true",
			"/2025/01/02/boat"},
		{"---\ntitle: Out\n---\nMore\n", OUT, "publish/1/" OUT,
			"takes the place of what is there", "/2024/01/01/out"},
	};
	struct bed bed;

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		bed_init(&bed);
		if (rows[i].draft)
			put(&bed, ME, rows[i].source, rows[i].draft, STORE_DRAFT);
		asked(&bed, ME, rows[i].ask, rows[i].says);
		done(&bed, ME, rows[i].ask, rows[i].source);
		assert_non_null(shown(&bed, rows[i].at));
		holds(page(&bed, ME,
			      arena_printf(&bed.arena, "edit/%s", rows[i].source).ptr),
			"^draft|^published|^password|^Your draft", rows[i].ask);
		bed_fini(&bed);
	}
}

static void a_draft_leaves_its_folder(void **state)
{
	struct bed bed;

	(void)state;
	bed_init(&bed);
	const char *ask = "publish/0/_drafts/id%C3%A9e%2050%25.md";
	asked(&bed, ME, ask, "It moves out of the folder of drafts: ");
	done(&bed, ME, ask, "-idee-50.md\r\n");
	/* Today's. */
	holds(page(&bed, ME, "uploads/"), "Idea (shown)|Idea (deleted)", "both files");
	/* It is found by its composed name, though nothing but the uploads has it. */
	done(&bed, ME, "discard/2/_drafts/id%C3%A9e%2050%25.md", "/me/history/_drafts/");
	const struct post *post = bed.site->posts[0];
	assert_true(slice_eq(post->title, S("Idea")));
	assert_true(slice_ends(post->source, S("-idee-50.md")));
	assert_true(slice_starts(post->source, S("_posts/20")));
	bed_fini(&bed);
}

/* What readers see then is done, whatever becomes of the draft. */
static void a_draft_that_stays_is_published_all_the_same(void **state)
{
	static const char path[] = "publish/1/_drafts/sail.md";
	struct bed bed;
	unsigned status;

	(void)state;
	bed_init(&bed);
	put(&bed, ME, "_drafts/sail.md", "---\ntitle: Sail\n---\nSailing\n", STORE_DRAFT);
	const char *link = asked(&bed, ME, path, "It moves out of the folder of drafts");
	bed.meanwhile = 1;
	holds(get(&bed, ME, link, &status), "-sail.md\r\n", "where it is now");
	assert_int_equal(status, 30);
	bed.meanwhile = 0;
	bed_scan(&bed);
	holds(page(&bed, ME, "uploads/"), "Sail (shown)", "readers");
	bed_fini(&bed);
}

/* As new posts do, where the name has none. */
static void a_published_draft_has_a_date(void **state)
{
	static const struct tree_file hexo[] = {
		{"_config.yml", "title: Reef\ntheme: next\nskip_render:\n"},
		{"package.json", "{\"dependencies\": {\"hexo\": \"7\"}}"},
		{"source/_posts/one.md", "---\ntitle: One\ndate: 2024-01-01\n---\nx\n"},
		{"source/_drafts/idea.md", "---\ntitle: Idea\n---\nx\n"},
		{"source/_drafts/old.md", "---\ntitle: Old\ndate: 2020-02-02\n---\nx\n"},
	};
	struct bed bed;

	(void)state;
	bed_init_with(&bed, hexo, COUNT(hexo));
	done(&bed, ME, "publish/0/source/_drafts/idea.md", "source/_posts/idea.md");
	done(&bed, ME, "publish/0/source/_drafts/old.md", "source/_posts/old.md");
	const struct post *idea = site_by_source(bed.site, S("source/_posts/idea.md"));
	const struct post *old = site_by_source(bed.site, S("source/_posts/old.md"));
	assert_in_range(time(NULL) - idea->date.at, 0, 600);
	assert_int_equal(old->date.at, 1580601600);
	holds(page(&bed, ME, "edit/source/_posts/old.md"), "> date: 2020-02-02\n",
		"its own date");
	bed_fini(&bed);
}

static void what_cannot_be_published_says_what_to_do(void **state)
{
	static const struct {
		const char *source, *draft, *says, *why;
	} rows[] = {
		{NEW, "---\ntitle: [\n---\n", "it has mistakes|: error: ", "mistakes"},
		{NEW, "---\n{title: A, draft: true}\n---\n", "not in a line of its own",
			"one line for all"},
		{NEW, "---\ntitle: A\npassword:\n  - x\n---\n",
			"not in a line of its own", "several lines"},
		{NEW, "---\ntitle: A\npermalink: /x/\n---\n", "it has mistakes",
			"a key that uploads may not set"},
		{"_posts/2025-01-03-x.md",
			"---\ntitle: A\ndate: 2024-01-01\nslug: out\n---\n",
			"it has mistakes|belongs to", "the address of another"},
	};
	struct bed bed;

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		bed_init(&bed);
		put(&bed, ME, rows[i].source, rows[i].draft, STORE_DRAFT);
		const char *ask =
			arena_printf(&bed.arena, "publish/1/%s", rows[i].source).ptr;
		holds(page(&bed, ME, ask), rows[i].says, rows[i].why);
		holds(page(&bed, ME, ask), "This cannot be done|^/me/do/", rows[i].why);
		bed_fini(&bed);
	}
}

static void a_page_is_hidden_only_by_an_act(void **state)
{
	struct bed bed;

	(void)state;
	bed_init(&bed);
	put(&bed, ME, OUT, "---\ntitle: Out\ndraft: true\n---\nHello\n", STORE_DRAFT);
	assert_non_null(shown(&bed, "/2024/01/01/out"));
	holds(page(&bed, ME, "edit/" OUT),
		"Publish it|Hide it|Erase your draft|It says draft: true",
		"a draft that hides");
	asked(&bed, ME, "hide/1/" OUT, "Nobody but writers will see it: draft: true.");
	done(&bed, ME, "hide/1/" OUT, "/me/history/" OUT);
	assert_null(shown(&bed, "/2024/01/01/out"));
	holds(page(&bed, ME, "edit/" OUT), "* Hidden: draft: true|Publish it|^Hide it",
		"hidden");
	done(&bed, ME, "publish/2/" OUT, "/me/history/" OUT);
	assert_non_null(shown(&bed, "/2024/01/01/out"));
	bed_fini(&bed);
}

/* A version that was good, when another file has its address now. */
static void a_version_with_mistakes_is_not_restored(void **state)
{
	struct bed bed;

	(void)state;
	bed_init(&bed);
	put(&bed, ME, NEW, "---\ntitle: Boat\nslug: x\ndate: 2025-01-02\n---\nRowing\n",
		STORE_CURRENT);
	done(&bed, ME, "delete/1/" NEW, NEW);
	tree_write(&bed.blog, "_posts/2025-01-02-x.md", "---\ntitle: X\n---\nX\n");
	bed_scan(&bed);
	holds(page(&bed, ME, "restore/1/" NEW),
		"its address belongs to _posts/2025-01-02-x.md|This cannot be done: it "
		"has "
		"mistakes now|^/me/do/",
		"mistakes");
	bed_fini(&bed);
}

/* With its mistakes: they are no reason to keep it covered, or an upload from being erased. */
static void the_blog_s_own_file_comes_back_as_it_is(void **state)
{
	static const struct tree_file odd[] = {
		{"_config.yml", "title: Reef\n"},
		{"_posts/2024-01-01-code.md", "---js\ntitle: Code\n---\nx\n"},
		{"about.html", "---\ntitle: About\n---\n<p>About</p>\n"},
	};
	static const char *const sources[] = {"_posts/2024-01-01-code.md", "about.html"};
	struct bed bed;

	(void)state;
	bed_init_with(&bed, odd, COUNT(odd));
	for (size_t i = 0; i < COUNT(sources); i++) {
		const struct slice source = slice_str(sources[i]);
		done(&bed, ME, arena_printf(&bed.arena, "delete/0/%s", sources[i]).ptr,
			"");
		assert_null(site_by_source(bed.site, source));
		done(&bed, ME,
			arena_printf(&bed.arena, "discard/%zu/%s", 2 * i + 1, sources[i])
				.ptr,
			"");
		assert_non_null(site_by_source(bed.site, source));
		done(&bed, ME, arena_printf(&bed.arena, "delete/0/%s", sources[i]).ptr,
			"");
		done(&bed, ME,
			arena_printf(&bed.arena, "forget/%zu/%s", 2 * i + 2, sources[i])
				.ptr,
			"");
		assert_non_null(site_by_source(bed.site, source));
	}
	bed_fini(&bed);
}

/* The pages below it would be shown. */
static void a_page_that_hides_others_is_not_deleted(void **state)
{
	static const struct {
		struct tree_file files[3];
		const char *below;
	} rows[] = {
		{{{"hugo.toml", "title = \"Reef\"\n"},
			 {"content/posts/_index.md",
				 "---\ntitle: Posts\ncascade: {draft: true}\n---\n"},
			 {"content/posts/a.md", "---\ntitle: A\n---\nx\n"}},
			"content/posts/a.md"},
		{{{"config.toml", "base_url = \"https://reef.example\"\n"},
			 {"content/plans/_index.md",
				 "+++\ntitle = \"Plans\"\ndraft = true\n+++\n"},
			 {"content/plans/a.md", "+++\ntitle = \"A\"\n+++\nx\n"}},
			"content/plans/a.md"},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct bed bed;

		bed_init_with(&bed, rows[i].files, 3);
		assert_null(site_by_source(bed.site, slice_str(rows[i].below)));
		holds(page(&bed, ME,
			      arena_printf(
				      &bed.arena, "delete/0/%s", rows[i].files[1].path)
				      .ptr),
			"it hides or orders pages below it|^/me/do/", rows[i].below);
		bed_fini(&bed);
	}
}

/* What the page of a section says for the pages below it stays, whichever of its texts is shown. */
static void what_hides_pages_below_is_not_taken_away(void **state)
{
	static const struct {
		struct tree_file settings;
		const char *hides, *changed, *plain;
	} rows[] = {
		{{"hugo.toml", "title = 'Reef'\n"},
			"---\ntitle: Plans\ncascade: {draft: true}\n---\n",
			"---\ntitle: New\ncascade: {draft: true}\n---\n",
			"---\ntitle: Old\n---\n"},
		{{"zola.toml", "base_url = 'https://example.org'\n"},
			"+++\ntitle = 'Plans'\ndraft = true\n+++\n",
			"+++\ntitle = 'New'\ndraft = true\n+++\n",
			"+++\ntitle = 'Old'\n+++\n"},
	};
	(void)state;

	for (size_t i = 0; i < COUNT(rows); i++) {
		const struct tree_file blog[] = {rows[i].settings, {PLANS, rows[i].hides},
			{"content/plans/a.md", "---\ntitle: A\n---\n"},
			{"content/open/_index.md", rows[i].plain}};
		struct bed bed;
		bed_init_with(&bed, blog, COUNT(blog));
		put(&bed, ME, PLANS, rows[i].plain, STORE_CURRENT);
		put(&bed, ME, PLANS, "Plain words\n", STORE_CURRENT);
		put(&bed, ME, PLANS, rows[i].changed, STORE_CURRENT);
		holds(page(&bed, ME, "delete/3/" PLANS), CANNOT, "deleted");
		holds(page(&bed, ME, "restore/1/" PLANS), CANNOT, "another text");
		holds(page(&bed, ME, "restore/2/" PLANS), CANNOT, "as shown");
		assert_null(site_by_source(bed.site, S("content/plans/a.md")));
		/* The blog's own says the same. */
		asked(&bed, ME, "forget/3/" PLANS, "first link works once");
		asked(&bed, ME, "discard/3/" PLANS, "first link works once");
		/* It does not any more. */
		tree_write(&bed.blog, PLANS, rows[i].plain);
		holds(page(&bed, ME, "forget/3/" PLANS), CANNOT, "erased");
		holds(page(&bed, ME, "discard/3/" PLANS), CANNOT, "taken back");
		assert_int_equal(unlinkat(bed.site->folder, PLANS, 0), 0);
		holds(page(&bed, ME, "forget/3/" PLANS), CANNOT, "no file of the blog");
		/* A section that hides nothing is deleted as ever. */
		done(&bed, ME, "delete/0/content/open/_index.md", "");
		bed_fini(&bed);
	}
}

static void what_is_restored_is_another_version(void **state)
{
	struct bed bed;

	(void)state;
	bed_init(&bed);
	put(&bed, ME, NEW, "Without front matter\n", STORE_CURRENT);
	put(&bed, ME, NEW, "---\ntitle: Boat\n---\nRowing\n", STORE_CURRENT);
	done(&bed, ME, "restore/1/" NEW, "/me/history/" NEW);
	done(&bed, ME, "restore/2/" NEW, "/me/history/" NEW);
	holds(page(&bed, ME, "restore/4/" NEW), "is the current one|^/me/do/", "current");
	holds(page(&bed, ME, "restore/2/" NEW), "the same as the current|^/me/do/",
		"the same text");
	holds(page(&bed, ME, "history/" NEW), "=> /2025/01/02/boat Read it as readers do",
		"the way to what readers see");
	bed_fini(&bed);
}

/* Is it in its zone, and nowhere else? */
static void in_zone(struct bed *bed, bool is, const char *why)
{
	const struct site *zone = closed_site(bed->site, S("/letters/"));

	assert_null(site_find(bed->site, S("/letters/one")));
	if (is != (site_find(zone, S("/letters/one")) != NULL))
		fail_msg("%s: %s", why, is ? "it is gone" : "it is there");
}

static void what_is_in_a_zone_stays_in_it(void **state)
{
	struct bed bed;

	(void)state;
	bed_init(&bed);
	in_zone(&bed, true, "at first");
	done(&bed, ME, "delete/0/letters/one.md", "/me/history/letters/one.md");
	in_zone(&bed, false, "deleted");
	asked(&bed, ME, "discard/1/letters/one.md",
		"The readers of its zone will see it at /letters/one.");
	done(&bed, ME, "discard/1/letters/one.md", "/me/history/letters/one.md");
	in_zone(&bed, true, "there again");
	put(&bed, ME, "letters/one.md", "---\ntitle: One\ndraft: true\n---\nx\n",
		STORE_DRAFT);
	done(&bed, ME, "hide/2/letters/one.md", "/me/history/letters/one.md");
	in_zone(&bed, false, "hidden");
	done(&bed, ME, "publish/3/letters/one.md", "/me/history/letters/one.md");
	in_zone(&bed, true, "published");
	/* What the zone alone had is restored into it. */
	put(&bed, ME, "letters/two.md", "---\ntitle: Two\n---\nx\n", STORE_CURRENT);
	done(&bed, ME, "delete/5/letters/two.md", "/me/history/letters/two.md");
	asked(&bed, ME, "restore/5/letters/two.md",
		"The readers of its zone will see it at /letters/two.");
	done(&bed, ME, "restore/5/letters/two.md", "/me/history/letters/two.md");
	bed_fini(&bed);
}

/* What the link of one page proves, it proves for nothing else. */
/* Posts that move are public. */
static void a_draft_of_a_zone_is_not_moved_out_of_it(void **state)
{
	static const char *const sources[] = {
		"letters/_drafts/x.md", "letters/sea/_drafts/x.md"};
	static const char text[] = "---\ntitle: X\n---\nDear friend\n";
	struct bed bed;

	(void)state;
	for (size_t i = 0; i < 2 * COUNT(sources); i++) {
		bool is_blog_s = i >= COUNT(sources);
		const char *source = sources[i % COUNT(sources)];
		struct tree_file all[COUNT(files) + 1];
		memcpy(all, files, sizeof(files));
		all[COUNT(files)] = (struct tree_file){source, text};
		bed_init_with(&bed, all, COUNT(files) + is_blog_s);
		if (!is_blog_s)
			put(&bed, ME, source, text, STORE_DRAFT);
		holds(page(&bed, ME,
			      arena_printf(
				      &bed.arena, "publish/%d/%s", !is_blog_s, source)
				      .ptr),
			"This cannot be done: it is of a zone; upload it to an address "
			"there.|^/me/do/|^_posts",
			source);
		bed_fini(&bed);
	}
}

static void a_link_is_for_one_act_of_one_person(void **state)
{
	struct bed bed;
	unsigned status;

	(void)state;
	bed_init(&bed);
	put(&bed, ME, NEW, "---\ntitle: Boat\n---\nRowing\n", STORE_CURRENT);
	const char *link = asked(&bed, ME, "delete/0/" OUT, "Delete it");
	struct slice token, rest;
	assert_true(slice_cut(slice_str(link + 3), '/', &token, &rest));
	const char *token_text = arena_cstr(&bed.arena, token);
	static const struct {
		enum who who;
		const char *format, *why;
	} rows[] = {
		{YOU, "do/%s/delete/0/" OUT, "another writer"},
		{FRIEND, "do/%s/delete/0/" OUT, "a reader"},
		{VISITOR, "do/%s/delete/0/" OUT, "a visitor"},
		{ME, "do/%s/publish/0/" LOCKED, "another act"},
		{ME, "do/%s/delete/0/" LOCKED, "another page"},
		{ME, "do/%s/delete/1/" NEW, "another version"},
		{ME, "do/%s0/delete/0/" OUT, "another token"},
		{ME, "do//delete/0/" OUT "?%s", "no token, but in the query"},
		{ME, "delete/0/" OUT "?%s", "a query"},
		{ME, "delete/0/" OUT "?delete", "a word"},
	};
	struct slice before = all_of(&bed);
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct slice format = slice_str(rows[i].format), head = format, tail;
		if (slice_contains(format, S("%s"))) {
			head = slice_head(format, (size_t)slice_find(format, S("%s")));
			tail = slice_from(format, head.len + 2);
			head = arena_printf(&bed.arena, "%.*s%s%.*s", SARG(head),
				token_text, SARG(tail));
		}
		(void)get(&bed, rows[i].who, arena_cstr(&bed.arena, head), &status);
		if (!slice_eq(before, all_of(&bed)))
			fail_msg("%s: something changed", rows[i].why);
	}
	/* The page changed since it was shown. */
	put(&bed, YOU, OUT, "---\ntitle: Out\n---\nMore\n", STORE_CURRENT);
	before = all_of(&bed);
	struct slice text = get(&bed, ME, link, &status);
	assert_int_equal(status, 50);
	holds(text, "Nothing was done", "another version came");
	assert_true(slice_eq(before, all_of(&bed)));
	done(&bed, ME, "delete/2/" OUT, "/me/history/" OUT);
	bed_fini(&bed);
}

/* Whatever the address, without a link of the desk's own nothing is changed. */
static void mutated_addresses_change_nothing(void **state)
{
	static const char *const seeds[] = {"edit/" OUT, "delete/0/" OUT,
		"do/0000000000000000000000000000000000000000ab/delete/0/" OUT,
		"publish/0/_drafts/id%C3%A9e%2050%25.md", "restore/1/" NEW,
		"version/1/" NEW, "forget/2/" NEW, "history/" NEW, "new/a.jpg", "name/",
		"hide/18446744073709551615/" NEW};
	static const char bytes[] = "/.%2Fe0189-_?#;:@\xC3\xA9\xCC\x81 \\\"";
	uint32_t random = 12345;
	struct bed bed;

	(void)state;
	bed_init(&bed);
	put(&bed, ME, NEW, "---\ntitle: Boat\n---\nRowing\n", STORE_CURRENT);
	put(&bed, ME, NEW, "---\ntitle: Boat\n---\nSailing\n", STORE_CURRENT);
	struct slice before = all_of(&bed);
	for (size_t i = 0; i < MUTATIONS; i++) {
		auto_arena struct arena arena = {0};
		auto_buf struct buf out = BUF(BUF_UNLIMITED);
		struct slice key, seed = slice_str(seeds[i % COUNT(seeds)]);
		char *path = (char *)arena_printf(&arena, "/%.*s", SARG(seed)).ptr;
		for (unsigned k = 0; k < 1 + i % 3; k++) {
			random = random * 1664525 + 1013904223;
			path[1 + (random >> 8) % seed.len] =
				bytes[(random >> 20) % (sizeof(bytes) - 1)];
		}
		if (!uri_path_key(&arena, slice_str(path), &key))
			continue;
		const struct desk_request request =
			request_of(&bed, ME, slice_from(key, 1));
		unsigned status = desk_page(&request, &arena, &out);
		if (status < 10 || status > 59 || !out.len)
			fail_msg("%s: %u", path, status);
	}
	assert_true(slice_eq(before, all_of(&bed)));
	bed_fini(&bed);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_address_of_the_desk_is_a_file_of_the_blog),
		cmocka_unit_test(pages_say_what_is_there),
		cmocka_unit_test(lists_take_no_memory_for_texts),
		cmocka_unit_test(others_find_nothing),
		cmocka_unit_test(a_page_is_deleted_and_comes_back),
		cmocka_unit_test(what_was_uploaded_is_erased_for_good),
		cmocka_unit_test(a_hidden_page_is_seen_once_it_is_published),
		cmocka_unit_test(a_draft_leaves_its_folder),
		cmocka_unit_test(a_draft_that_stays_is_published_all_the_same),
		cmocka_unit_test(a_published_draft_has_a_date),
		cmocka_unit_test(what_cannot_be_published_says_what_to_do),
		cmocka_unit_test(a_page_is_hidden_only_by_an_act),
		cmocka_unit_test(a_version_with_mistakes_is_not_restored),
		cmocka_unit_test(the_blog_s_own_file_comes_back_as_it_is),
		cmocka_unit_test(a_page_that_hides_others_is_not_deleted),
		cmocka_unit_test(what_hides_pages_below_is_not_taken_away),
		cmocka_unit_test(what_is_restored_is_another_version),
		cmocka_unit_test(what_is_in_a_zone_stays_in_it),
		cmocka_unit_test(a_draft_of_a_zone_is_not_moved_out_of_it),
		cmocka_unit_test(a_link_is_for_one_act_of_one_person),
		cmocka_unit_test(mutated_addresses_change_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
