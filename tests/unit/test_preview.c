/* SPDX-License-Identifier: MIT */
/* The preview's service over real connections, and what its pages hold. The refusals of heads, hosts, tokens and
 * pages of other sites are conversations in tests/wire (preview-*). */
#include "app/preview.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <unistd.h>

#include <cmocka.h>

#include "../support/hostile.h"
#include "../support/peer.h"
#include "../support/site_check.h"
#include "app/preview/preview_internal.h"
#include "net/worker.h"

#define COUNT(array)  (sizeof(array) / sizeof(*(array)))
#define HOSTILE_BYTES 3000

static const struct tree_file files[] = {
	{"_config.yml", "title: Harbour\n"},
	{"_posts/2025-11-20-first.md",
		"---\ntitle: First zephyr\n---\nHello [n](/nowhere/) ![b](/a.svg)\n"},
	{"_posts/2025-11-21-second.md", "---\ntitle: Second zephyr\n---\nx\n"},
	{"_posts/2026-05-01-later.md", "---\ntitle: Later zephyr\n---\nSoon.\n"},
	{"_drafts/idea.md", "---\ntitle: Draft zephyr\n---\nNot yet.\n"},
	{"secret.md", "---\ntitle: Secret zephyr\npublished: false\n---\nNever.\n"},
	{"quiet.md", "---\ntitle: Quiet zephyr\nhidden: true\n---\nHush.\n"},
	{"den/wolf.md",
		"---\ntitle: Wolf zephyr\ndate: 2025-11-23\n---\nHowls. [f](fox.md)\n"},
	{"den/fox.md", "---\ntitle: Fox zephyr\ndate: 2025-11-24\n---\nx\n"},
	{"den/plan.txt", "den"},
	{"a.svg", "<svg onload='alert(1)'/>"},
	{"a.html", "<script>alert(1)</script>"},
	{"a.js", "alert(1)"},
	{"a.xml", "<x/>"},
	{"a.xhtml", "<html/>"},
	{"a.pdf", "%PDF-1.4"},
	{"a.css", "a{}"},
	{"a.png", "png"},
	{"a.mp3", "mp3"},
	{"a.json", "{}"},
	{"a.wasm", "x"},
	{"a.txt", "text"},
	{"caf\xC3\xA9.txt", "text"},
};

static const struct reader_zone den = {.path = S("/den/"), .title = S("The den")};
static const struct zones zones = {&den, 1};

static struct {
	struct tree tree;
	struct site *sites[1]; /* the worker's, and here what was given to it last */
	struct site *given;
	struct serve_table table;
	struct serve_worker worker;
	struct preview preview;
	struct workers *workers;
	struct listener listener;
	struct arena arena;
} it;

static void *start_worker(struct worker *worker, void *ctx)
{
	(void)worker;
	return ctx;
}

static int set_up(void **state)
{
	static const struct serve_gopher gopher = {
		.host = S("localhost"), .port = 70, .gemini = S("gemini://localhost")};
	const struct workers_options options = {
		.count = 1,
		.limits = {.request_ms = 20000,
			.stall_ms = 20000,
			.linger_ms = 1000,
			.linger_bytes = 64 * 1024,
			.drain_ms = 100},
		.start = start_worker,
		.ctx = &it.worker,
	};
	struct sockaddr_storage addresses[2];

	(void)state;
	tree_init(&it.tree);
	tree_write_all(&it.tree, files, COUNT(files));
	it.given = it.sites[0] = site_check_scan_zones(&it.tree, NULL, &zones);
	it.table = (struct serve_table){.refs = 1, .site_count = 1, .gopher = &gopher};
	it.worker = (struct serve_worker){.table = &it.table, .sites = it.sites};
	assert_int_equal(preview_init(&it.preview), 0);
	assert_int_equal(listener_parse(S("127.0.0.1:0"), 0, addresses), 1);
	it.listener = (struct listener){
		.fd = listener_open(&addresses[0]), .service = &it.preview.service};
	assert_int_equal(listener_address(it.listener.fd, &it.listener.address), 0);
	assert_int_equal(workers_new(&options, &it.workers), 0);
	workers_listen(it.workers, &it.listener);
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	workers_free(it.workers);
	close(it.listener.fd);
	site_check_free(it.given);
	preview_fini(&it.preview);
	arena_fini(&it.arena);
	tree_fini(&it.tree);
	return 0;
}

/* --- asking ------------------------------------------------------------------------------------------ */

/* Sends a request for "/p/TOKEN@path", for "/events" from who has @version. */
static void ask_with(struct peer *peer, const char *method, const char *path,
	unsigned long long version)
{
	uint16_t port = listener_port(&it.listener.address);
	struct peer_options options = {.port = port};

	assert_true(peer_open(peer, &options));
	peer_send(peer, arena_printf(&it.arena,
				"%s /p/%s%s HTTP/1.1\r\nHost: localhost:%u\r\n"
				"Last-Event-ID: %llu\r\n\r\n",
				method, it.preview.token, path, port, version));
}

static void ask(struct peer *peer, const char *method, const char *path)
{
	ask_with(peer, method, path, 0);
}

static struct slice hear(struct peer *peer)
{
	struct buf reply = {0};

	assert_int_equal(peer_read_all(peer, &reply), PEER_EOF);
	peer_close(peer);
	return buf_take(&reply, &it.arena);
}

static struct slice get(const char *path)
{
	struct peer peer;

	ask(&peer, "GET", path);
	return hear(&peer);
}

static void assert_has(struct slice text, const char *words, const char *why)
{
	if (slice_find(text, slice_str(words)) < 0)
		fail_msg("%s: no \"%s\" in:\n%.*s", why, words, SARG(text));
}

static void assert_lacks(struct slice text, const char *words, const char *why)
{
	if (slice_find(text, slice_str(words)) >= 0)
		fail_msg("%s: \"%s\" in:\n%.*s", why, words, SARG(text));
}

/* --- what runs nothing --------------------------------------------------------------------------------- */

static bool is_harmless_address(struct slice url)
{
	return slice_starts(url, S("#")) || slice_starts(url, S("/p/")) ||
	       slice_starts(url, S("?")) || html_may_link(url);
}

/* Holds no element, attribute or address that could run something; all attributes stand in double quotes. */
static void assert_inert(struct slice html, const char *why)
{
	struct slice rest = html, name, value;
	ptrdiff_t at;

	while ((at = slice_find_char(rest, '<')) >= 0) {
		rest = slice_from(rest, (size_t)at + 1);
		size_t len = 0;
		if (slice_starts(rest, S("/")))
			continue;
		while (len < rest.len && ascii_is_alnum(rest.ptr[len]))
			len++;
		if (slice_any(slice_head(rest, len),
			    S("script|iframe|object|embed|base|form|svg|math|frame"),
			    slice_eq_nocase))
			fail_msg("%s: <%.*s>", why, SARG(slice_head(rest, 40)));
		rest = slice_from(rest, len);
		while (rest.len && *rest.ptr != '>') {
			if (!ascii_is_alpha(*rest.ptr)) {
				rest = slice_from(rest, 1);
				continue;
			}
			for (len = 0; len < rest.len && (ascii_is_alnum(rest.ptr[len]) ||
								rest.ptr[len] == '-');)
				len++;
			name = slice_head(rest, len);
			rest = slice_from(rest, len);
			value = S("");
			if (slice_skip(&rest, S("=\"")))
				assert_true(slice_cut(rest, '"', &value, &rest));
			bool address = slice_any(
				name, S("href|src|poster|data|action"), slice_eq_nocase);
			if (slice_starts_nocase(name, S("on")) ||
				slice_any(name, S("style|srcdoc|http-equiv"),
					slice_eq_nocase) ||
				(address && !is_harmless_address(value)))
				fail_msg("%s: %.*s=\"%.*s\"", why, SARG(name),
					SARG(value));
		}
	}
}

static const char *const views[] = {"/gemini", "/gopher", "/html", "/about", "/list"};

static void files_of_the_blog_run_nothing(void **state)
{
	static const struct {
		const char *path, *type;
		bool kept;
	} rows[] = {
		{"/file/a.svg", "image/svg+xml", true},
		{"/file/a.js", "text/plain; charset=utf-8", false},
		{"/file/a.xml", "text/plain; charset=utf-8", false},
		{"/file/a.css", "text/plain; charset=utf-8", false},
		{"/file/a.json", "text/plain; charset=utf-8", false},
		{"/file/a.txt", "text/plain; charset=utf-8", false},
		{"/file/a.xhtml", "application/octet-stream", true},
		{"/file/a.pdf", "application/pdf", true},
		{"/file/a.wasm", "application/octet-stream", true},
		{"/file/a.png", "image/png", false},
		{"/file/a.mp3", "audio/mpeg", false},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct slice reply = get(rows[i].path);
		assert_has(reply, "HTTP/1.1 200 \r\n", rows[i].path);
		assert_has(reply,
			arena_printf(&it.arena, "\r\nContent-Type: %s\r\n", rows[i].type)
				.ptr,
			rows[i].path);
		assert_has(reply,
			"\r\nContent-Security-Policy: sandbox; default-src 'none'\r\n",
			rows[i].path);
		assert_has(
			reply, "\r\nX-Content-Type-Options: nosniff\r\n", rows[i].path);
		bool kept = slice_contains(
			reply, S("\r\nContent-Disposition: attachment\r\n"));
		if (kept != rows[i].kept)
			fail_msg("%s: kept or shown", rows[i].path);
	}
}

/* What the browser is told about each page that we make. */
static void pages_run_nothing_and_the_frame_our_script(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(views); i++) {
		struct slice reply = get(views[i]);
		assert_has(reply, "default-src 'none';", views[i]);
		assert_has(reply,
			"frame-ancestors 'self'; sandbox allow-same-origin "
			"allow-top-navigation-by-user-activation\r\n",
			views[i]);
		assert_lacks(reply, "script-src", views[i]);
		assert_lacks(reply, "allow-scripts", views[i]);
		assert_inert(reply, views[i]);
	}
	struct slice frame = get("/");
	assert_has(frame, "script-src " PREVIEW_SCRIPT_HASH ";", "the frame");
	assert_lacks(frame, "'unsafe-inline'", "the frame");
	assert_lacks(frame, "allow-scripts", "the frame");
	for (size_t i = 0; i < COUNT(views); i++)
		assert_has(frame,
			arena_printf(&it.arena,
				"<iframe sandbox=\"allow-same-origin "
				"allow-top-navigation-by-user-activation\"")
				.ptr,
			"the frame");
}

static void the_frame_holds_no_word_of_the_blog(void **state)
{
	static const char *const paths[] = {"/", "/at/2025/11/20/first.html",
		"/at/?source=_drafts/idea.md", "/at/?source=secret.md"};
	(void)state;
	for (size_t i = 0; i < COUNT(paths); i++) {
		struct slice frame = get(paths[i]);
		assert_has(frame, "HTTP/1.1 200 ", paths[i]);
		assert_lacks(frame, "zephyr", paths[i]);
		assert_lacks(frame, "Harbour", paths[i]);
	}
	/* What a client asked for is no way in. */
	struct slice frame = get("/at/%22%3E%3Cscript%3E?source=%22><script>x");
	assert_lacks(frame, "\"><script", "an address");
	assert_lacks(frame, "<script>x", "a query");
}

static const char *hash_of(const char *text)
{
	unsigned char digest[32], encoded[64];
	unsigned len;

	assert_true(EVP_Digest(text, strlen(text), digest, &len, EVP_sha256(), NULL));
	EVP_EncodeBlock(encoded, digest, (int)len);
	return arena_printf(&it.arena, "'sha256-%s'", (char *)encoded).ptr;
}

static void the_policies_name_what_the_pages_hold(void **state)
{
	(void)state;
	assert_string_equal(hash_of(preview_script), PREVIEW_SCRIPT_HASH);
	assert_string_equal(hash_of(preview_style), PREVIEW_STYLE_HASH);
	/* A browser ends them there. */
	assert_null(strstr(preview_script, "</"));
	assert_null(strstr(preview_style, "</"));
}

static void no_hostile_post_gets_through(void **state)
{
	static const char *const titles[] = {"</title><script>alert(1)</script>",
		"\\\" onload=\\\"alert(1)", "<img src=x onerror=alert(1)>"};
	static const char *const texts[] = {
		"<script>alert(1)</script>\n\n<img src=x onerror=alert(1)>\n",
		"[a](javascript:alert(1)) [b](JaVaScRiPt:alert(1)) "
		"[c](java&#10;script:alert(1)) [d](vbscript:x) [e](data:text/html,x)\n",
		"<a href=\"&#106;avascript:alert(1)\">x</a> <svg onload=alert(1)>\n",
		"<iframe src=//evil></iframe><object data=x></object><base "
		"href=//evil>\n",
		"```\n</pre><script>alert(1)</script>\n```\n",
		"![\" onerror=\"alert(1)](/a.png \"\\\" onload=\\\"alert(1)\")\n",
		"[x](//evil.example/) [y](\\\\\\\\evil)\n",
	};
	(void)state;
	for (size_t i = 0; i < COUNT(hostile_texts) + COUNT(texts); i++) {
		struct buf text = {0};
		struct tree tree;
		bool own = i < COUNT(texts);
		buf_printf(&text, "---\ntitle: \"%s\"\n---\n", titles[i % COUNT(titles)]);
		if (own)
			buf_puts(&text, texts[i]);
		else
			hostile_text(
				&text, &hostile_texts[i - COUNT(texts)], HOSTILE_BYTES);
		tree_init(&tree);
		tree_write(&tree, "_config.yml", "title: \"<script>\"\n");
		tree_write_bytes(&tree, "_posts/2025-01-01-x.md", text.ptr, text.len);
		struct site *site = site_check_scan_zones(&tree, NULL, &zones);
		const char *why = own ? texts[i] : hostile_texts[i - COUNT(texts)].why;
		struct http_request request = {0};
		struct preview_call call = {.preview = &it.preview,
			.request = &request,
			.site = site,
			.gopher = it.table.gopher,
			.arena = &it.arena,
			.root = S("/p/x"),
			.key = S("/2025/01/01/x.html")};
		static void (*const puts[])(struct buf *, const struct preview_call *) = {
			preview_put_gemini, preview_put_gopher, preview_put_html,
			preview_put_about, preview_put_list};
		preview_find(site, &it.arena, call.key, slice_none, &call.found);
		assert_int_equal(call.found.kind, PREVIEW_PAGE);
		for (size_t k = 0; k < COUNT(puts); k++) {
			struct buf html = {0};
			puts[k](&html, &call);
			assert_inert(buf_slice(&html), why);
			buf_fini(&html);
		}
		site_check_free(site);
		tree_fini(&tree);
		buf_fini(&text);
		arena_reset(&it.arena);
	}
}

/* --- what is shown ---------------------------------------------------------------------------------------- */

static void what_readers_do_not_see_is_marked(void **state)
{
	static const struct {
		const char *path, *about, *html;
	} rows[] = {
		{"/?source=_drafts/idea.md", "a folder of drafts", "Not yet."},
		{"/?source=secret.md",
			": not published because of "
			"`published: false`",
			"Never."},
		{"/?source=_posts/2026-05-01-later.md", "dated in the future", "Soon."},
	};
	(void)state;
	struct slice list = get("/list");
	assert_has(list, "<mark class=\"hidden\">published: false</mark>", "the list");
	assert_has(list, "<mark class=\"hidden\">dated in the future</mark>", "the list");
	assert_has(list, "?source=_drafts/idea.md\"", "the list");
	ptrdiff_t later = slice_find(list, S("Later zephyr"));
	ptrdiff_t second = slice_find(list, S("Second zephyr"));
	ptrdiff_t first = slice_find(list, S("First zephyr"));
	assert_true(later >= 0 && later < second && second < first);
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct arena *arena = &it.arena;
		assert_has(get(arena_printf(arena, "/about%s", rows[i].path).ptr),
			rows[i].about, rows[i].path);
		assert_has(get(arena_printf(arena, "/about%s", rows[i].path).ptr),
			"No reader gets this page", rows[i].path);
		assert_has(get(arena_printf(arena, "/html%s", rows[i].path).ptr),
			rows[i].html, rows[i].path);
		assert_has(get(arena_printf(arena, "/at%s", rows[i].path).ptr),
			"No reader sees this page", rows[i].path);
	}
	/* At its own address as well, where nothing else is. */
	assert_has(get("/html/secret.html"), "Never.", "its own address");
	assert_has(get("/html/nowhere/"), "No page is at this address", "nothing");
	assert_lacks(get("/at/"), "No reader sees this page", "the home page");
}

static void what_readers_of_a_zone_see_is_marked(void **state)
{
	static const char *const pages[] = {
		"?source=den/wolf.md", "den/wolf.html", "den/"};

	(void)state;
	assert_has(get("/list"), "<mark class=\"hidden\">zone /den/</mark>", "the list");
	for (size_t i = 0; i < COUNT(pages); i++) {
		const char *path = arena_printf(&it.arena, "/at/%s", pages[i]).ptr;
		assert_has(get(path), "Only readers of its zone see this page", path);
		path = arena_printf(&it.arena, "/gopher/%s", pages[i]).ptr;
		assert_lacks(get(path), "zephyr", path);
		assert_has(get(path), "Not on Gopher", path);
		path = arena_printf(&it.arena, "/gemini/%s", pages[i]).ptr;
		assert_has(get(path), "Wolf zephyr", path);
	}
	struct slice about = get("/about/?source=den/wolf.md");
	assert_has(about, "Only readers of its zone get this page", "about");
	assert_has(about, "in the zone /den/", "about");
	assert_has(get("/html/?source=den/wolf.md"), "/at/den/fox", "a link inside");
	assert_has(get("/file/den/plan.txt"), "\r\n\r\nden", "a file");
	assert_has(get("/gemini/den/none/"), "No page is at this address", "nothing");
	assert_lacks(get("/gemini/"), "Wolf", "the home page");
}

static void the_mistakes_of_a_page_are_beside_it(void **state)
{
	(void)state;
	struct slice about = get("/about/2025/11/20/first.html");
	assert_has(about, "Readers get this page", "a post");
	assert_has(about, "_posts/2025-11-20-first.md:4:", "its place");
	assert_has(about, "link to nowhere: /nowhere/", "its mistake");
	assert_has(get("/about/2025/11/21/second.html"), "Nothing is wrong with it.",
		"a post without mistakes");
	assert_has(
		get("/about/"), "No file of yours is behind this page", "the home page");
}

static void links_and_pictures_stay_inside(void **state)
{
	struct slice root = arena_printf(&it.arena, "/p/%s", it.preview.token);
	(void)state;
	struct slice html = get("/html/2025/11/20/first.html");
	assert_has(html,
		arena_printf(&it.arena, "src=\"%.*s/file/a.svg\"", SARG(root)).ptr,
		"a picture");
	assert_has(get("/gemini/"),
		arena_printf(&it.arena, "href=\"%.*s/at/2025/11/20/first", SARG(root))
			.ptr,
		"a link of gemtext");
	assert_has(get("/gopher/"),
		arena_printf(&it.arena, "href=\"%.*s/at/", SARG(root)).ptr,
		"an item of a menu");
	assert_has(get("/gopher/2025/11/20/first.html"),
		"First zephyr\n============", "a text");
}

static void what_leads_to_a_file_and_is_a_page_leads_on(void **state)
{
	static const struct {
		const char *path, *to;
	} rows[] = {
		{"/file/feed.xml", "/at/feed.xml"},
		{"/file/2025/11/20/first.html", "/at/2025/11/20/first.html"},
		{"/at/a.png", "/file/a.png"},
		{"/at/caf%C3%A9.txt", "/file/caf%C3%A9.txt"},
	};
	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct slice reply = get(rows[i].path);
		assert_has(reply, "HTTP/1.1 302 ", rows[i].path);
		assert_has(reply,
			arena_printf(&it.arena, "\r\nLocation: /p/%s%s\r\n",
				it.preview.token, rows[i].to)
				.ptr,
			rows[i].path);
	}
	/* A text of Gopher's is the page in each view. */
	struct slice page = get("/gemini/2025/11/20/first.txt");
	assert_has(page, "<h1>First zephyr</h1>", "the view of Gemini");
	assert_has(get("/html/feed.xml"), "&lt;feed", "a feed");
}

static void head_is_like_get_without_a_body(void **state)
{
	static const char *const paths[] = {
		"/", "/html/", "/list", "/file/a.png", "/file/x", "/events"};
	(void)state;
	for (size_t i = 0; i < COUNT(paths); i++) {
		struct slice whole = get(paths[i]), head;
		struct peer peer;
		ask(&peer, "HEAD", paths[i]);
		head = hear(&peer);
		if (!slice_starts(whole, head) || !slice_ends(head, S("\r\n\r\n")))
			fail_msg("%s: %.*s", paths[i], SARG(head));
	}
}

/* --- changes ------------------------------------------------------------------------------------------------ */

static void change(struct worker *worker, void *data)
{
	if (data)
		it.sites[0] = data;
	worker_retry_waiting(worker);
}

/* One more that waits is refused. */
static void assert_no_place(unsigned long long version)
{
	struct peer peer;

	ask_with(&peer, "GET", "/events", version);
	assert_has(hear(&peer), "HTTP/1.1 503 ", "the ninth");
}

/* As many as may wait do, one more does not, and all are told of a draft that now says @text. */
static void wait_for_a_change(const char *text)
{
	struct peer peers[PREVIEW_STREAMS_MAX];
	struct site *old = it.given;
	unsigned long long version = preview_version(old);

	for (size_t i = 0; i < PREVIEW_STREAMS_MAX; i++)
		ask_with(&peers[i], "GET", "/events", version);
	/* They were accepted in this order. */
	assert_no_place(version);
	/* A scan that found nothing new wakes them, and they wait on. */
	assert_true(workers_send(it.workers, 0, change, NULL));
	assert_no_place(version);
	tree_write(&it.tree, "_drafts/idea.md", text);
	struct site *fresh = site_check_scan_zones(&it.tree, NULL, &zones);
	assert_true(preview_version(fresh) != version);
	it.given = fresh;
	assert_true(workers_send(it.workers, 0, change, fresh));
	for (size_t i = 0; i < PREVIEW_STREAMS_MAX; i++) {
		struct slice reply = hear(&peers[i]);
		assert_has(reply, "\r\nContent-Type: text/event-stream\r\n", "an event");
		assert_has(reply,
			arena_printf(
				&it.arena, "\ndata: %llu\n\n", preview_version(fresh))
				.ptr,
			"an event");
		assert_lacks(reply, "zephyr", "an event");
	}
	site_check_free(old);
}

static void a_change_is_told_to_all_who_wait_and_to_no_ninth(void **state)
{
	unsigned long long version = preview_version(it.given);

	(void)state;
	assert_has(get("/events"),
		arena_printf(&it.arena, "\r\n\r\nretry: 100\nid: %llu\ndata: %llu\n\n",
			version, version)
			.ptr,
		"who has another one is told at once");
	wait_for_a_change("---\ntitle: Draft zephyr\n---\nMore.\n");
	/* Their places are free again. */
	wait_for_a_change("---\ntitle: Draft zephyr\n---\nEven more.\n");
}

static void a_tab_that_comes_back_has_its_place(void **state)
{
	struct preview preview;
	struct conn *conns[PREVIEW_STREAMS_MAX + 2];

	(void)state;
	assert_int_equal(preview_init(&preview), 0);
	for (size_t i = 0; i < COUNT(conns); i++)
		conns[i] = (struct conn *)(uintptr_t)(i + 1);
	for (size_t i = 0; i < PREVIEW_STREAMS_MAX; i++)
		assert_true(preview_stream_enter(&preview, conns[i], i + 1));
	assert_true(preview_stream_enter(&preview, conns[PREVIEW_STREAMS_MAX], 3));
	assert_false(preview_stream_enter(&preview, conns[PREVIEW_STREAMS_MAX + 1], 99));
	preview_stream_leave(&preview, conns[2]);
	assert_false(preview_stream_enter(&preview, conns[PREVIEW_STREAMS_MAX + 1], 0));
	preview_stream_leave(&preview, conns[0]);
	assert_true(preview_stream_enter(&preview, conns[PREVIEW_STREAMS_MAX + 1], 0));
	/* Who went without a word has no place for ever. */
	preview.streams[4].until_ms = 0;
	assert_true(preview_stream_enter(&preview, conns[0], 77));
	preview_fini(&preview);
}

static void the_version_changes_with_all_that_is_shown(void **state)
{
	static const struct tree_file changes[] = {
		{"_posts/2025-11-20-first.md", "---\ntitle: First zephyr\n---\nOther.\n"},
		{"_drafts/idea.md", "---\ntitle: Draft zephyr\n---\nOther, and more.\n"},
		{"secret.md", "---\ntitle: Secret zephyr\ndraft: true\n---\nNever.\n"},
		{"_posts/2025-11-22-third.md", "---\ntitle: [\n---\nx\n"},
		{"a.txt", "another text"},
		{"den/wolf.md", "---\ntitle: Wolf zephyr\n---\nSleeps.\n"},
		{"den/plan.txt", "another text"},
	};
	struct tree tree;

	(void)state;
	tree_init(&tree);
	tree_write_all(&tree, files, COUNT(files));
	struct site *site = site_check_scan_zones(&tree, NULL, &zones),
		    *same = site_check_scan_zones(&tree, NULL, &zones);
	assert_true(preview_version(site) == preview_version(same));
	site_check_free(same);
	for (size_t i = 0; i < COUNT(changes); i++) {
		tree_write(&tree, changes[i].path, changes[i].text);
		struct site *fresh = site_check_scan_zones(&tree, NULL, &zones);
		if (preview_version(fresh) == preview_version(site))
			fail_msg("the same after a change of %s", changes[i].path);
		site_check_free(site);
		site = fresh;
	}
	site_check_free(site);
	tree_fini(&tree);
}

static void each_preview_has_a_token_of_its_own(void **state)
{
	struct preview a, b;

	(void)state;
	assert_int_equal(preview_init(&a), 0);
	assert_int_equal(preview_init(&b), 0);
	assert_int_equal(strlen(a.token), 32);
	assert_string_not_equal(a.token, b.token);
	preview_fini(&a);
	preview_fini(&b);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(files_of_the_blog_run_nothing),
		cmocka_unit_test(pages_run_nothing_and_the_frame_our_script),
		cmocka_unit_test(the_frame_holds_no_word_of_the_blog),
		cmocka_unit_test(the_policies_name_what_the_pages_hold),
		cmocka_unit_test(no_hostile_post_gets_through),
		cmocka_unit_test(what_readers_do_not_see_is_marked),
		cmocka_unit_test(what_readers_of_a_zone_see_is_marked),
		cmocka_unit_test(the_mistakes_of_a_page_are_beside_it),
		cmocka_unit_test(links_and_pictures_stay_inside),
		cmocka_unit_test(what_leads_to_a_file_and_is_a_page_leads_on),
		cmocka_unit_test(head_is_like_get_without_a_body),
		cmocka_unit_test(a_change_is_told_to_all_who_wait_and_to_no_ninth),
		cmocka_unit_test(a_tab_that_comes_back_has_its_place),
		cmocka_unit_test(the_version_changes_with_all_that_is_shown),
		cmocka_unit_test(each_preview_has_a_token_of_its_own),
	};

	return cmocka_run_group_tests_name("preview", tests, set_up, tear_down);
}
