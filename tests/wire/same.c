/* SPDX-License-Identifier: MIT */
/* One post tells the same over both protocols: each post of content/ as gemtext, as gopher text and as
 * gopher menu has the same words and leads to the same addresses. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "base/text.h"
#include "render/slice_map.h"
#include "scan/scan.h"
#include "serve/gemini_page.h"
#include "serve/gopher_page.h"

/* Longer pieces (code, addresses) may be broken in a menu's lines. */
#define WORD_MAX_BYTES 30

enum form { GEMTEXT, TEXT, MENU, FORMS };

static const char *const form_names[FORMS] = {"gemtext", "text", "menu"};

struct told {
	struct slice_map words; /* all */
	struct slice_map prose; /* without the labels of links */
	struct slice_map urls;  /* of the web; in no other protocol's clothes */
	struct buf solid;       /* all lines as one, to find words that were broken */
};

static struct arena arena;

static void add(struct slice_map *map, struct slice key)
{
	bool added;

	slice_map_get(map, arena_dup(&arena, key), slice_none, 0, &added);
}

/* The mark of a note: gemtext raises its digits. */
static bool is_raised_digit(unsigned c)
{
	return c == 0xb9 || c == 0xb2 || c == 0xb3 || c == 0x2070 ||
	       (c >= 0x2074 && c <= 0x2079);
}

static void hear_words(struct slice_map *words, struct slice line)
{
	struct slice rest = text_fold(&arena, line), word = slice_none;
	unsigned c;

	for (const char *start = rest.ptr; text_next(&rest, &c); start = rest.ptr) {
		if (text_is_letter_or_digit(c) && !is_raised_digit(c)) {
			if (!word.len)
				word.ptr = start;
			word.len = (size_t)(rest.ptr - word.ptr);
			continue;
		}
		if (word.len && word.len <= WORD_MAX_BYTES)
			add(words, word);
		word = slice_none;
	}
	if (word.len && word.len <= WORD_MAX_BYTES)
		add(words, word);
}

static void hear_url(struct told *told, struct slice url)
{
	if (slice_starts(url, S("http")))
		add(&told->urls, url);
}

static void hear_gemtext(struct told *told, struct slice line)
{
	struct slice url, label;

	if (slice_starts(line, S("=> "))) {
		slice_cut(slice_from(line, 3), ' ', &url, &label);
		hear_url(told, url);
		hear_words(&told->words, label.len ? label : url);
	} else if (!slice_starts(line, S("```"))) {
		hear_words(&told->words, line);
		hear_words(&told->prose, line);
	}
}

/* Each address that stands in @line. */
static void hear_urls(struct told *told, struct slice line)
{
	struct slice piece;

	while (slice_split(&line, ' ', &piece)) {
		while (piece.len && strchr("(<`*_", piece.ptr[0]))
			piece = slice_from(piece, 1);
		while (piece.len && strchr(").,;>`*_", piece.ptr[piece.len - 1]))
			piece.len--;
		hear_url(told, piece);
	}
}

static void hear_text(struct told *told, struct slice line)
{
	struct slice number, url;

	hear_urls(told, line);
	/* "[3] https://...": the words that it belongs to have their number above. */
	if (slice_starts(line, S("[")) && slice_cut(line, ' ', &number, &url) &&
		slice_ends(number, S("]")) && slice_find(url, S(":")) > 0 &&
		slice_find_char(url, ' ') < 0)
		return;
	hear_words(&told->words, line);
}

static void hear_menu(struct told *told, struct slice line)
{
	struct slice display, selector;

	slice_cut(line, '\t', &display, &selector);
	slice_cut(selector, '\t', &selector, NULL);
	if (slice_starts(selector, S("URL:")))
		hear_url(told, slice_from(selector, 4));
	hear_words(&told->words, slice_from(display, 1));
	buf_put(&told->solid, text_fold(&arena, slice_trim(slice_from(display, 1))));
}

/* Without the last line of a text, which is its author's. */
static struct slice body_of(enum form form, struct slice bytes)
{
	ptrdiff_t foot =
		form == TEXT ? slice_rfind_char(slice_head(bytes, bytes.len - 1), '\n')
			     : -1;

	/* The foot may take several lines; a dash in the text may begin one. */
	while (foot > 0 && !slice_starts(slice_from(bytes, (size_t)foot), S("\n-- ")))
		foot = slice_rfind_char(slice_head(bytes, (size_t)foot), '\n');
	return foot < 0 ? bytes : slice_head(bytes, (size_t)foot);
}

/* Gopher's forms have typography so; the others get it to be compared. */
static struct slice in_ascii(struct slice bytes)
{
	struct buf out;
	unsigned c;

	buf_init(&out, BUF_UNLIMITED);
	while (bytes.len) {
		if (text_ascii_mark(&out, &bytes))
			continue;
		if (!text_next(&bytes, &c))
			break;
		buf_put_utf8(&out, c);
	}
	return buf_take(&out, &arena);
}

static void hear(struct told *told, enum form form, struct slice bytes)
{
	static void (*const hears[FORMS])(struct told *, struct slice) = {
		hear_gemtext, hear_text, hear_menu};
	struct slice line;

	told->words.arena = told->prose.arena = told->urls.arena = &arena;
	buf_init(&told->solid, BUF_UNLIMITED);
	bytes = in_ascii(body_of(form, bytes));
	while (slice_next_line(&bytes, &line)) {
		if (form != MENU)
			buf_put(&told->solid, text_fold(&arena, slice_trim(line)));
		hears[form](told, line);
	}
}

static struct slice print(
	const struct site *site, const struct post *post, enum form form)
{
	static const struct serve_gopher gopher = {.host = S("localhost"),
		.port = 70,
		.width = 68,
		.gemini = S("gemini://localhost")};
	static const struct gopher_place place = {&gopher, S("localhost"), 70};
	struct page_ref ref = {.kind = PAGE_POST,
		.form = form == TEXT ? FORM_TEXT : FORM_PAGE,
		.path = post->path,
		.post = post};
	struct render_output page = {0};

	buf_init(&page.bytes, BUF_UNLIMITED);
	if (form == GEMTEXT)
		assert_int_equal(
			gemini_page_render(&page, site, &ref,
				&(struct gemini_origins){gopher.gemini, gopher.gemini},
				&arena, NULL),
			0);
	else
		assert_int_equal(
			gopher_page_render(&page, site, &ref, &place, &arena, NULL), 0);
	struct slice out =
		arena_dup(&arena, slice_from(buf_slice(&page.bytes), page.head_bytes));
	buf_fini(&page.bytes);
	return out;
}

/* What the renderers add: words for pictures and lists, numbers of references, facts of files. */
static bool is_ours(struct slice word)
{
	static const char *const words[] = {"image", "links", "liens", "png", "kb"};
	unsigned long long number;

	for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++)
		if (slice_eq(word, slice_str(words[i])))
			return true;
	return slice_to_uint(word, &number);
}

/* How many of @from's entries are neither in @map nor anywhere in @told. */
static size_t lacking(const struct told *told, const struct slice_map *map,
	const struct slice_map *from, const struct post *post, enum form form)
{
	size_t count = 0;

	for (size_t i = 0; i < from->capacity; i++) {
		struct slice word = from->entries[i].first;
		if (!word.ptr || slice_map_find(map, word, slice_none) ||
			slice_find(buf_slice(&told->solid), word) >= 0 || is_ours(word))
			continue;
		count++;
		print_error("%.*s as %s lacks '%.*s'\n", SARG(post->source),
			form_names[form], SARG(word));
	}
	return count;
}

static void posts_tell_the_same(void **state)
{
	struct site_config config = {.folder = "content", .source = true, .pages = true};
	struct site *site;
	size_t faults = 0, words = 0, urls = 0;

	(void)state;
	assert_int_equal(
		scan(&config, NULL, &(struct scan_hint){.all = true}, 1767225600, &site),
		0);
	assert_true(site->post_count > 0);
	for (size_t i = 0; i < site->post_count; i++) {
		const struct post *post = site->posts[i];
		struct told told[FORMS] = {0};
		const struct told *gemtext = &told[GEMTEXT];
		if (post->format == CONVERT_GEMTEXT)
			continue; /* goes out over Gemini as its author wrote it */
		for (enum form form = 0; form < FORMS; form++)
			hear(&told[form], form, print(site, post, form));
		/* A label may be more telling than the words of the sentence. */
		faults += lacking(
			&told[TEXT], &told[TEXT].words, &gemtext->prose, post, TEXT);
		faults += lacking(
			&told[MENU], &told[MENU].words, &gemtext->words, post, MENU);
		for (enum form form = TEXT; form < FORMS; form++) {
			const struct told *other = &told[form];
			faults += lacking(
				gemtext, &gemtext->words, &other->words, post, GEMTEXT);
			faults += lacking(
				gemtext, &gemtext->urls, &other->urls, post, GEMTEXT);
			faults +=
				lacking(other, &other->urls, &gemtext->urls, post, form);
		}
		for (enum form form = 0; form < FORMS; form++)
			buf_fini(&told[form].solid);
		words += told[GEMTEXT].words.count;
		urls += told[GEMTEXT].urls.count;
		arena_reset(&arena);
	}
	printf("%zu posts, %zu words, %zu addresses\n", site->post_count, words, urls);
	assert_int_equal(faults, 0);
	arena_fini(&arena);
	if (site_drop(site))
		site_free(site);
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(posts_tell_the_same)};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
