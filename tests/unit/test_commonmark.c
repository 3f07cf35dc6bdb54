/* SPDX-License-Identifier: MIT */
/* The examples of the CommonMark specification, read where Debian's cmark-gfm puts them: the document
 * holds the words of the reference HTML in its order, and so does the gemtext. The examples are not ours, so
 * none is here; without the package the test is skipped. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
// cmocka needs the headers above
#include <cmocka.h>

#include <fcntl.h>
#include <spawn.h>
#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

#include "render/gemtext.h"
#include "text/convert.h"

#define SPEC "/usr/share/doc/cmark-gfm/spec.txt.gz"

/* Examples whose words differ on purpose, by their number in the file. */
static const struct {
	unsigned number;
	const char *why;
} exceptions[] = {
	{126, "a tag that is never closed is shown as text"},
	{127, "the same"},
	{128, "the same"},
	{140, "a script is not for reading"},
	{141, "nor is a style sheet"},
	{142, "nor one that never ends"},
	{145, "nor one in a line"},
	{147, "nor a script before words"},
	{204, "cells past the header's are kept"},
	{493, "a link called \"link\" is called by its title"},
	{497, "a target may have blanks in it"},
	{509, "a paragraph of links within the page is left out"},
	{513, "a title is the label"},
	{514, "the same"},
	{517, "the same"},
	{518, "the same"},
	{553, "a label that nobody defines is left out"},
	{578, "two links are two lines"},
	{605, "an address is its own label, its scheme in lower case"},
	{631, "the same address is linked once"},
};

/* Those that have other numbers in a newer version of the specification, or are not there any more. */
static const struct {
	struct slice markdown;
	const char *why;
} moved[] = {
	{S("<a h*#ref=\"hi\">\n"), "a tag whose attribute has no good name is a tag"},
	{S("<a href=\"hi'> <a href=hi'>\n"), "a tag whose quotes do not pair is a tag"},
	{S("<a href='bar'title=title>\n"), "a tag whose attributes touch is a tag"},
	{S("<a href=\"\\\"\">\n"), "a tag whose quotes do not pair is a tag"},
	{S("foo <!-- not a comment -- two hyphens -->\n"),
		"a comment may hold \"--\", as HTML 5 has it"},
	{S("foo <!--> foo -->\n\nfoo <!-- foo--->\n"), "and ends where HTML 5 ends it"},
	{S("<strong> <title> <style> <em>\n\n<blockquote>\n  <xmp> is disallowed.  "
	   "<XMP> is also disallowed.\n</blockquote>\n"),
		"no tag is disallowed: each is read"},
};

static bool is_exception(unsigned number, struct slice markdown)
{
	for (size_t i = 0; i < sizeof(moved) / sizeof(*moved); i++)
		if (slice_eq(moved[i].markdown, markdown))
			return true;
	for (size_t i = 0; i < sizeof(exceptions) / sizeof(*exceptions); i++)
		if (exceptions[i].number == number)
			return true;
	return false;
}

/* False when the file is not there or cannot be unpacked. */
static bool read_spec(struct buf *out)
{
	static char unpack[] = "gzip", how[] = "-dc", path[] = SPEC;
	char *const argv[] = {unpack, how, path, NULL};
	posix_spawn_file_actions_t actions;
	int ends[2], status = -1;
	char bytes[4096];
	ssize_t len;
	pid_t child;

	if (access(SPEC, R_OK) || pipe2(ends, O_CLOEXEC))
		return false;
	posix_spawn_file_actions_init(&actions);
	posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO);
	bool started = posix_spawnp(&child, "gzip", &actions, NULL, argv, environ) == 0;
	posix_spawn_file_actions_destroy(&actions);
	close(ends[1]);
	while (started && (len = read(ends[0], bytes, sizeof(bytes))) > 0)
		buf_put(out, slice(bytes, (size_t)len));
	close(ends[0]);
	return started && waitpid(child, &status, 0) == child && status == 0;
}

/* --- words ------------------------------------------------------------------------- */

static bool is_word_byte(char c)
{
	return ascii_is_alnum(c) || (c & 0x80);
}

/* Takes the next word of @in; false at the end. */
static bool next_word(struct slice *in, struct slice *word)
{
	static const struct slice no_break = {"\u00a0", 2};
	size_t len = 0;

	while (in->len && (!is_word_byte(in->ptr[0]) || slice_starts(*in, no_break)))
		*in = slice_from(*in, slice_starts(*in, no_break) ? 2 : 1);
	while (len < in->len && is_word_byte(in->ptr[len]))
		len++;
	*word = slice_head(*in, len);
	*in = slice_from(*in, len);
	return len > 0;
}

/* The end of the tag or comment at @html's start, or 0 when none is there. */
static size_t tag_length(struct slice html)
{
	static const struct {
		const char *open, *close;
	} odd[] = {{"<!--", "-->"}, {"<?", "?>"}, {"<![CDATA[", "]]>"}};
	ptrdiff_t end;

	for (size_t i = 0; i < sizeof(odd) / sizeof(*odd); i++) {
		if (!slice_starts(html, slice_str(odd[i].open)))
			continue;
		end = slice_find(html, slice_str(odd[i].close));
		return end < 0 ? html.len : (size_t)end + strlen(odd[i].close);
	}
	if (html.len < 2 || !(ascii_is_alpha(html.ptr[1]) || html.ptr[1] == '/' ||
				    html.ptr[1] == '!'))
		return 0;
	char quote = 0;
	for (size_t at = 1; at < html.len; at++) {
		char c = html.ptr[at];

		if (quote)
			quote = c == quote ? 0 : quote;
		else if ((c == '"' || c == '\'') && html.ptr[at - 1] == '=')
			quote = c;
		else if (c == '>')
			return at + 1;
	}
	return html.len;
}

/* @html without its tags; of the references those that a renderer writes. */
static void strip(struct buf *out, struct slice html)
{
	static const struct {
		const char *name;
		char c;
	} references[] = {{"&quot;", '"'}, {"&amp;", '&'}, {"&lt;", '<'}, {"&gt;", '>'}};

	while (html.len) {
		size_t len = html.ptr[0] == '<' ? tag_length(html) : 0;

		if (len) {
			/* Tags of blocks part words, and so does <br>; others do not. */
			if (html.ptr[1] == '/' ? strchr("phldbtu", html.ptr[2]) != NULL
					       : strchr("phldbtu", html.ptr[1]) != NULL)
				buf_putc(out, ' ');
			html = slice_from(html, len);
			continue;
		}
		for (size_t i = 0; i < 4 && !len; i++) {
			struct slice name = slice_str(references[i].name);

			if (!slice_starts(html, name))
				continue;
			buf_putc(out, references[i].c);
			len = name.len;
		}
		if (!len) {
			buf_putc(out, html.ptr[0]);
			len = 1;
		}
		html = slice_from(html, len);
	}
}

/* Without the marks of code, which gemtext keeps and a reference has not. */
static struct slice without_backticks(struct buf *text)
{
	size_t len = 0;

	for (size_t i = 0; i < text->len; i++)
		if (text->ptr[i] != '`')
			text->ptr[len++] = text->ptr[i];
	return slice(text->ptr, len);
}

/* The words a document shows, pictures aside. */
static void put_doc(struct buf *out, const struct doc *doc)
{
	const struct doc_node *node;

	for (node = doc->root; node; node = doc_next(node, doc->root)) {
		if (doc_is_block(node->kind) || node->kind == DOC_BREAK)
			buf_putc(out, ' ');
		if (node->kind == DOC_TEXT || node->kind == DOC_CODE_SPAN ||
			node->kind == DOC_CODE)
			buf_put(out, node->text);
	}
}

/* --- an example --------------------------------------------------------------------- */

/* Are the words of @want those of @have, in order? @more: @have may have others between them. */
static bool same_words(struct slice want, struct slice have, bool more)
{
	struct slice a, b;

	while (next_word(&want, &a)) {
		do {
			if (!next_word(&have, &b))
				return false;
		} while (more && !slice_eq(a, b));
		if (!slice_eq(a, b))
			return false;
	}
	return more || !next_word(&have, &b);
}

static bool check_example(unsigned number, struct slice markdown, struct slice html)
{
	const struct convert_options options = {.lang = S("en")};
	const struct gemtext_options printing = {0};
	struct arena arena = {0};
	struct buf want, have, printed;
	struct doc *doc;

	buf_init(&want, BUF_UNLIMITED);
	buf_init(&have, BUF_UNLIMITED);
	buf_init(&printed, BUF_UNLIMITED);
	strip(&want, html);
	convert(&arena, markdown, &options, NULL, &doc);
	put_doc(&have, doc);
	gemtext_render(&printed, doc, &printing);
	struct slice words = without_backticks(&want);
	bool fine = same_words(words, without_backticks(&have), false) &&
		    same_words(words, without_backticks(&printed), true);
	if (fine == is_exception(number, markdown))
		fprintf(stderr,
			"example %u: %s\n--- source\n%.*s\n--- words wanted\n%.*s\n--- "
			"words of the document\n%.*s\n--- gemtext\n%.*s\n",
			number, fine ? "is no exception any more" : "other words",
			SARG(markdown), SARG(buf_slice(&want)), SARG(buf_slice(&have)),
			SARG(buf_slice(&printed)));
	buf_fini(&want);
	buf_fini(&have);
	buf_fini(&printed);
	arena_fini(&arena);
	return fine != is_exception(number, markdown);
}

/* The specification shows a tab as an arrow. */
static struct slice with_tabs(struct arena *arena, struct slice s)
{
	struct buf out;

	buf_init(&out, BUF_UNLIMITED);
	while (s.len) {
		bool arrow = slice_starts(s, S("\u2192"));

		buf_putc(&out, arrow ? '\t' : s.ptr[0]);
		s = slice_from(s, arrow ? S("\u2192").len : 1);
	}
	s = buf_dup(&out, arena);
	buf_fini(&out);
	return s;
}

static void the_words_of_every_example_of_commonmark_are_kept_in_order(void **state)
{
	static const struct slice mark = S("````````````````````````````````");
	struct slice rest, line, example;
	struct arena arena = {0};
	struct buf spec;
	unsigned number = 0, wrong = 0;

	(void)state;
	buf_init(&spec, BUF_UNLIMITED);
	if (!read_spec(&spec)) {
		print_message("skipped: " SPEC " is not there (Debian's cmark-gfm)\n");
		buf_fini(&spec);
		skip();
	}
	rest = buf_slice(&spec);
	while (slice_next_line(&rest, &line)) {
		if (!slice_starts(line, mark) || slice_find(line, S("example")) < 0)
			continue;
		const char *start = rest.ptr;

		while (slice_next_line(&rest, &line) && !slice_eq(line, mark))
			;
		example = with_tabs(&arena, slice(start, (size_t)(line.ptr - start)));
		ptrdiff_t dot = slice_starts(example, S(".\n"))
					? 0
					: slice_find(example, S("\n.\n")) + 1;
		number++;
		wrong += !check_example(number, slice_head(example, (size_t)dot),
			slice_from(example, (size_t)dot + 2));
	}
	buf_fini(&spec);
	arena_fini(&arena);
	assert_true(number > 600);
	assert_int_equal(wrong, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
			the_words_of_every_example_of_commonmark_are_kept_in_order),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
