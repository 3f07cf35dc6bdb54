/* SPDX-License-Identifier: MIT */
/* Blocks beyond CommonMark: admonitions, tasks, languages of code, the marks of the pre-pass,
 * placeholders for a table of contents. */
#include "base/text.h"
#include "text/markdown/markdown_internal.h"

#define TYPE_MAX_BYTES 40 /* of a callout */

static cmark_node *first_text(cmark_node *block)
{
	cmark_node *paragraph = cmark_node_first_child(block), *text;

	if (!paragraph || cmark_node_get_type(paragraph) != CMARK_NODE_PARAGRAPH)
		return NULL;
	text = cmark_node_first_child(paragraph);
	return text && cmark_node_get_type(text) == CMARK_NODE_TEXT ? text : NULL;
}

/* The type in "[!x]": one or two words. */
static bool is_type(struct slice name)
{
	for (size_t i = 0; i < name.len; i++) {
		char c = name.ptr[i];
		if (!ascii_is_alnum(c) && !(c & 0x80) && !strchr("-_ ", c))
			return false;
	}
	return name.len && name.len <= TYPE_MAX_BYTES && text_is_word(name);
}

/* "faq" becomes Faq. */
static struct slice capitalised(struct arena *arena, struct slice name)
{
	struct slice word = text_lower(arena, name);

	if (word.len && *word.ptr >= 'a' && *word.ptr <= 'z') {
		word = arena_dup(arena, word);
		*(char *)word.ptr -= 'a' - 'A';
	}
	return word;
}

/* "[!NOTE]" at the start of a quote; "[!faq]- Title" has a title, the first line of its paragraph. */
void markdown_read_admonition(
	struct markdown *md, cmark_node *quote, struct doc_node *node)
{
	static const struct {
		struct slice name;
		enum locale_word word;
	} kinds[] = {
		{S("note"), WORD_ADMONITION_NOTE},
		{S("tip"), WORD_ADMONITION_TIP},
		{S("hint"), WORD_ADMONITION_TIP},
		{S("important"), WORD_ADMONITION_IMPORTANT},
		{S("warning"), WORD_ADMONITION_WARNING},
		{S("danger"), WORD_ADMONITION_WARNING},
		{S("caution"), WORD_ADMONITION_CAUTION},
		{S("info"), WORD_ADMONITION_INFO},
	};
	cmark_node *first = first_text(quote);
	struct slice text, name, title, rest;

	if (!first)
		return;
	text = markdown_literal(first);
	if (!slice_starts(text, S("[!")) ||
		!slice_cut(slice_from(text, 2), ']', &name, &rest))
		return;
	size_t taken = name.len + 3;
	/* "[!info|wide]" is Info. */
	slice_cut(name, '|', &name, NULL);
	name = slice_trim(name);
	if (!is_type(name))
		return;
	if (rest.len && (*rest.ptr == '+' || *rest.ptr == '-'))
		taken++;
	node->text = capitalised(md->doc->arena, name);
	for (size_t i = 0; i < sizeof(kinds) / sizeof(*kinds); i++) {
		if (slice_eq_nocase(name, kinds[i].name))
			node->text = locale_word(md->locale, kinds[i].word);
	}
	md->skip_in = first;
	md->skip_bytes = taken;
	title = slice_trim(slice_from(text, taken));
	bool more = !markdown_is_line_end(cmark_node_next(first));
	if (!title.len && !more)
		return;
	/* Only the word again. */
	if (!more && slice_eq_nocase(title, node->text))
		md->skip_bytes = text.len;
	else
		md->title_of = cmark_node_parent(first);
}

void markdown_read_task(struct markdown *md, cmark_node *item, struct doc_node *node)
{
	cmark_node *first = first_text(item);
	struct slice text;

	if (!first)
		return;
	text = markdown_literal(first);
	if (text.len < 4 || text.ptr[0] != '[' || text.ptr[2] != ']' ||
		text.ptr[3] != ' ')
		return;
	if (text.ptr[1] == ' ')
		node->task = DOC_TASK_OPEN;
	else if (text.ptr[1] == 'x' || text.ptr[1] == 'X')
		node->task = DOC_TASK_DONE;
	else
		return;
	md->skip_in = first;
	md->skip_bytes = 4;
}

/* The language in a fence's info string, lower case: "Ruby", "{.python .x}", "go {linenos=1}",
 * "js{1,3}", "language-c". */
static struct slice code_language(struct markdown *md, struct slice info)
{
	size_t end = 0;

	info = slice_trim(info);
	slice_skip(&info, S("{"));
	slice_skip(&info, S("."));
	slice_skip(&info, S("language-"));
	while (end < info.len && !ascii_is_space(info.ptr[end]) &&
		!strchr("{},:;=\"'`", info.ptr[end]))
		end++;
	info = slice_head(info, end);
	if (slice_starts_nocase(slice_from(info, end), S("=")))
		return slice_none;
	info = text_lower(md->doc->arena, info);
	return slice_any(info, S("mermaid|dot|ascii|plantuml|graphviz"), slice_eq)
		       ? S("diagram")
		       : info;
}

/* title="x" in a fence's info string goes above the block. */
static void put_code_title(struct markdown *md, struct slice info)
{
	ptrdiff_t at = slice_find(info, S("title=\""));
	struct slice title;

	if (at < 0 || !slice_cut(slice_from(info, (size_t)at + 7), '"', &title, NULL))
		return;
	build_open(md->build, DOC_PARAGRAPH);
	build_text(md->build, title);
	build_close(md->build, DOC_PARAGRAPH);
}

/* A query whose result Obsidian shows. */
static bool is_query(struct slice info)
{
	return slice_any(slice_trim(info), S("dataview|dataviewjs|query|tasks|base"),
		slice_eq_nocase);
}

void markdown_put_code(struct markdown *md, cmark_node *node)
{
	struct slice text = markdown_pipes(md, markdown_literal(node), false);
	struct slice info = slice_str(cmark_node_get_fence_info(node));
	struct doc_node *code;

	if (html_is_dropping(md->html) || (md->options->garden && is_query(info)))
		return;
	while (text.len && ascii_is_space(text.ptr[text.len - 1]))
		text.len--;
	/* Trims blank lines, also at the start, but not the first line's indentation. */
	for (size_t i = 0; i < text.len && ascii_is_space(text.ptr[i]); i++) {
		if (text.ptr[i] == '\n') {
			text = slice_from(text, i + 1);
			i = (size_t)-1;
		}
	}
	if (!text.len)
		return;
	if (html_is_verbatim(md->html)) {
		html_text(md->html, text);
		return;
	}
	put_code_title(md, info);
	code = build_leaf(md->build, DOC_CODE);
	if (!code)
		return;
	code->text = text;
	code->info = code_language(md, info);
}

/* Is it a mark of the pre-pass before the footnotes or one of them? */
bool markdown_put_note_mark(struct markdown *md, cmark_node *paragraph)
{
	cmark_node *first = cmark_node_first_child(paragraph);
	struct doc_node *note;
	struct slice text;

	if (!md->dialect->has_notes || !first ||
		cmark_node_get_type(first) != CMARK_NODE_TEXT)
		return false;
	text = markdown_literal(first);
	if (slice_starts(text, S(DIALECT_NOTES_MARK)) && !md->in_notes) {
		md->in_notes = true;
		build_open(md->build, DOC_NOTES);
		return true;
	}
	if (!slice_starts(text, S(DIALECT_NOTE_MARK)) || !md->in_notes)
		return false;
	if (md->in_note)
		build_close(md->build, DOC_NOTE);
	md->in_note = true;
	note = build_open(md->build, DOC_NOTE);
	if (note)
		note->number = notes_find(&md->notes,
			slice_trim(slice_from(text, sizeof(DIALECT_NOTE_MARK) - 1)));
	return true;
}

/* A placeholder for a table of contents (kramdown and others), dropped. */
bool markdown_is_contents_mark(cmark_node *paragraph)
{
	cmark_node *only = paragraph ? cmark_node_first_child(paragraph) : NULL;

	if (!only || cmark_node_next(only) ||
		cmark_node_get_type(only) != CMARK_NODE_TEXT)
		return false;
	struct slice text = slice_trim(markdown_literal(only));
	return text.len && strchr("[{", text.ptr[0]) &&
	       slice_any(
		       text, S("[TOC]|[[TOC]]|[[_TOC_]]|[toc]|{:toc}|{: toc}"), slice_eq);
}

/* "#comments"; but "#12" is the number of a change, not of a heading. */
static bool is_place(const char *url)
{
	size_t digits;

	if (url[0] != '#')
		return false;
	digits = strspn(url + 1, "0123456789");
	return !digits || url[1 + digits];
}

/* Is it only links within the page, "[Comments](#comments)"? */
bool markdown_is_same_page_only(cmark_node *paragraph)
{
	cmark_node *node;
	bool any = false;

	for (node = cmark_node_first_child(paragraph); node;
		node = cmark_node_next(node)) {
		switch (cmark_node_get_type(node)) {
		case CMARK_NODE_LINK:
			if (!is_place(cmark_node_get_url(node)))
				return false;
			any = true;
			break;
		case CMARK_NODE_SOFTBREAK:
		case CMARK_NODE_LINEBREAK:
			break;
		case CMARK_NODE_TEXT:
			if (text_is_word(markdown_literal(node)))
				return false;
			break;
		default:
			return false;
		}
	}
	return any;
}

/* "* anything" above "{:toc}": in the list's last item, or in the next paragraph. */
bool markdown_is_contents_list(cmark_node *list)
{
	cmark_node *item = cmark_node_last_child(list), *paragraph, *last;
	struct slice text;

	paragraph = item ? cmark_node_last_child(item) : NULL;
	if (!paragraph || cmark_node_get_type(paragraph) != CMARK_NODE_PARAGRAPH)
		return false;
	last = cmark_node_last_child(paragraph);
	if (!last || cmark_node_get_type(last) != CMARK_NODE_TEXT)
		return false;
	text = slice_trim(markdown_literal(last));
	return slice_starts(text, S("{:toc")) || slice_starts(text, S("{: toc"));
}
