/* SPDX-License-Identifier: MIT */
/* The meaning of each tag, without style sheets and scripts. */
#include "base/text.h"
#include "text/html/html_internal.h"
#include "text/target.h"

const struct doc_target *html_target(struct html *html, struct slice href, bool image)
{
	struct slice url = html_value(html, href);
	if (!url.len)
		return NULL;
	/* White space inside an address is a broken line. */
	if (slice_find_char(url, '\n') >= 0) {
		size_t len = 0;
		char *copy = (char *)arena_dup(html->arena, url).ptr;
		for (size_t i = 0; i < url.len; i++)
			if (url.ptr[i] != '\n' && url.ptr[i] != '\t')
				copy[len++] = url.ptr[i];
		url = slice(copy, len);
	}
	return target_for(html->arena, html->env, url, image);
}

static void open_anchor(struct html *html, const struct html_tag *tag)
{
	struct slice value;
	if (build_is_open_html(html->build, S("a")))
		build_close_html(html->build, S("a"));
	if (!html_attr(tag, S("href"), &value))
		return;
	const struct doc_target *target = html_target(html, value, false);
	if (!target)
		return;
	struct doc_node *node = build_open_html(html->build, DOC_LINK, S("a"));
	if (!node)
		return;
	node->target = target;
	if (html_attr(tag, S("title"), &value))
		node->info = text_one_line(html->arena, html_value(html, value));
}

static void close_abbr(struct html *html)
{
	struct slice title = html->abbr_title;
	html->abbr_title = slice_none;
	if (!title.len)
		return;
	unsigned long long hash = slice_hash(title);
	for (unsigned i = 0; i < html->abbr_count; i++)
		if (html->abbr_seen[i] == hash)
			return;
	if (html->abbr_count < HTML_SEEN_MAX)
		html->abbr_seen[html->abbr_count++] = hash;
	html_put_text(html, arena_printf(html->arena, " (%.*s)", SARG(title)));
}

static void open_hold(
	struct html *html, const struct html_tag_row *meaning, const struct html_tag *tag)
{
	struct slice value;
	unsigned long long start;
	struct doc_node *node =
		build_open_html(html->build, meaning->kind, meaning->name);
	if (!node)
		return;
	if (meaning->kind == DOC_HEADING) {
		node->level = meaning->level;
	} else if (meaning->kind == DOC_LIST && meaning->level) {
		node->ordered = true;
		node->number = 1;
		if (html_attr(tag, S("start"), &value) &&
			slice_to_uint(slice_trim(value), &start) && start < 1000000000)
			node->number = (unsigned)start;
	}
}

void html_close_figure(struct html *html)
{
	struct doc_node *image = html->figure_image, *caption = html->figure_caption;
	html->in_figure = html->in_caption = false;
	html->figure_image = html->figure_caption = NULL;
	if (!image || !caption || html->figure_images != 1 || !caption->parent)
		return;
	for (struct doc_node *node = caption->first; node; node = doc_next(node, caption))
		if (node->kind == DOC_LINK || node->kind == DOC_IMAGE)
			return; /* it is more than a label */
	struct slice words = doc_plain_text(html->arena, caption);
	if (!words.len)
		return;
	image->text = words;
	doc_unlink(caption);
}

/* A component with a label above its content: "npm" for <TabItem value="npm">. */
static void put_label(struct html *html, const struct html_tag *tag)
{
	static const struct slice names[] = {
		S("label"), S("title"), S("header"), S("name"), S("value")};
	struct slice value, label = slice_none;
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]) && !label.len; i++)
		if (html_attr(tag, names[i], &value))
			label = text_one_line(html->arena, html_value(html, value));
	build_break_paragraph(html->build);
	html_put_text(html, label);
	build_break_paragraph(html->build);
}

/* Astro's <Code code="..." lang="js" />. */
static bool put_code(struct html *html, const struct html_tag *tag)
{
	struct slice value;
	if (!html_attr(tag, S("code"), &value) || !slice_trim(value).len)
		return false;
	build_break_paragraph(html->build);
	struct doc_node *node = build_leaf(html->build, DOC_CODE);
	if (!node)
		return true;
	node->text = slice_trim_end(html_value(html, value));
	if (html_attr(tag, S("lang"), &value))
		node->info = text_lower(html->arena, html_value(html, value));
	return true;
}

static void open_script(struct html *html, const struct html_tag *tag)
{
	struct slice value;
	/* A gist is a script in browsers, and a link here. */
	if (html_attr(tag, S("src"), &value) &&
		slice_find(value, S("//gist.github.com/")) >= 0)
		html_put_media(html, tag, value);
	html_start_raw(html, S("script"), true);
}

static void open_input(struct html *html, const struct html_tag *tag)
{
	struct slice value;
	if (html_attr(tag, S("type"), &value) && slice_eq_nocase(value, S("checkbox")))
		html_put_text(html, html_attr(tag, S("checked"), &value) ? S("\u2611 ")
									 : S("\u2610 "));
}

static void open_pre(
	struct html *html, const struct html_tag_row *meaning, const struct html_tag *tag)
{
	struct slice value;
	if (html_attr(tag, S("class"), &value) &&
		slice_any(value, S("lineno|linenos|line-numbers"), slice_eq)) {
		html_start_drop(html, meaning->name);
		return;
	}
	html_start_collect(html, COLLECT_PRE, meaning->name);
	if (html_attr(tag, S("class"), &value) ||
		html_attr(tag, S("data-lang"), &value) ||
		html_attr(tag, S("lang"), &value))
		html->code_class = arena_dup(html->arena, value);
	if (slice_eq(meaning->name, S("textarea")) || slice_eq(meaning->name, S("xmp"))) {
		html_start_raw(html, meaning->name, false);
	}
}

static void open_media(
	struct html *html, const struct html_tag_row *meaning, const struct html_tag *tag)
{
	struct slice value;
	html->object_linked = false;
	html->media = (struct html_tag){0};
	if (!html_attr(tag, S("src"), &value)) {
		html->media = (struct html_tag){.name = meaning->name,
			.attrs = arena_dup(html->arena, tag->attrs)};
		return;
	}
	html_put_media(html, tag, value);
	html->object_linked = true;
	/* Its content is for browsers that cannot play it. A tag in a paragraph comes alone: its end tag is
	 * unknown, so dropping ends with the paragraph. */
	if (html->in_paragraph ||
		html_ends_in_piece(html, tag, meaning->name, meaning->level ? 1 : 0))
		html_start_drop(html, meaning->name);
}

/* Uses the first <source> of a player. */
static void on_source(struct html *html, const struct html_tag *tag)
{
	struct slice value;
	struct html_tag media = html->media;
	if (!media.name.len || !html_attr(tag, S("src"), &value))
		return;
	html->media = (struct html_tag){0};
	html_put_media(html, &media, value);
	html->object_linked = true;
	if (html->in_paragraph || html_ends_in_piece(html, tag, media.name,
					  slice_eq(media.name, S("audio")) ? 1 : 0))
		html_start_drop(html, media.name);
}

static void open_object(struct html *html, const struct html_tag *tag)
{
	struct slice value;
	html->object_linked = html_attr(tag, S("data"), &value) && value.len;
	if (html->object_linked)
		html_put_media(html, tag, value);
}

static void on_param(struct html *html, const struct html_tag *tag)
{
	struct slice name, value;
	if (html->object_linked || !html_attr(tag, S("name"), &name) ||
		!html_attr(tag, S("value"), &value))
		return;
	if (slice_eq_nocase(name, S("movie")) || slice_eq_nocase(name, S("src"))) {
		html->object_linked = true;
		html_put_media(html, tag, value);
	}
}

static void open_embed(
	struct html *html, const struct html_tag_row *meaning, const struct html_tag *tag)
{
	struct slice value;
	bool iframe = slice_eq(meaning->name, S("iframe"));
	if ((html_attr(tag, S("src"), &value) && value.len) ||
		html_attr(tag, S("data-src"), &value)) {
		if (iframe || !html->object_linked)
			html_put_media(html, tag, value);
	}
	if (iframe && html_ends_in_piece(html, tag, meaning->name, 2)) {
		html_start_raw(html, meaning->name, true);
	}
}

/* Handles table tags. False: another tag. */
static bool start_table_part(
	struct html *html, const struct html_tag_row *meaning, const struct html_tag *tag)
{
	switch (meaning->role) {
	case ROLE_TABLE:
		html_open_table(html, tag);
		return true;
	case ROLE_CAPTION:
		html_start_collect(html, COLLECT_CAPTION, meaning->name);
		return true;
	case ROLE_TBODY:
	case ROLE_THEAD:
		if (html->table_depth)
			html->tables[html->table_depth - 1].head =
				meaning->role == ROLE_THEAD;
		return true;
	case ROLE_ROW:
		html_open_row(html);
		return true;
	case ROLE_CELL:
	case ROLE_HEAD_CELL:
		html_open_cell(html, tag, meaning->role == ROLE_HEAD_CELL);
		return true;
	default:
		return false;
	}
}

/* The same for pictures, players and their placeholders. */
static bool start_media(
	struct html *html, const struct html_tag_row *meaning, const struct html_tag *tag)
{
	switch (meaning->role) {
	case ROLE_IMAGE:
		html_put_image(html, tag);
		return true;
	case ROLE_FIGURE:
		build_break_paragraph(html->build);
		html_close_figure(html);
		html->in_figure = true;
		html->figure_images = 0;
		return true;
	case ROLE_FIGCAPTION: {
		struct doc_node *node =
			build_open_html(html->build, DOC_PARAGRAPH, meaning->name);
		if (html->in_figure)
			html->figure_caption = node;
		return true;
	}
	case ROLE_EMBED:
		open_embed(html, meaning, tag);
		return true;
	case ROLE_MEDIA:
		open_media(html, meaning, tag);
		return true;
	case ROLE_SOURCE:
		on_source(html, tag); /* a <picture> has an <img> */
		return true;
	case ROLE_OBJECT:
		open_object(html, tag);
		return true;
	case ROLE_PARAM:
		on_param(html, tag);
		return true;
	case ROLE_SCRIPT:
		open_script(html, tag);
		return true;
	default:
		return false;
	}
}

/* The same for content that is dropped, or partly dropped. */
static bool start_hidden(
	struct html *html, const struct html_tag_row *meaning, const struct html_tag *tag)
{
	switch (meaning->role) {
	case ROLE_DROP:
		html_start_drop(html, meaning->name);
		return true;
	case ROLE_RAW:
		html_start_raw(html, meaning->name, true);
		return true;
	case ROLE_FORM:
		build_break_paragraph(html->build);
		if (html_ends_in_piece(html, tag, meaning->name, 4))
			html_start_drop(html, meaning->name);
		return true;
	case ROLE_CONTROL:
		if (slice_eq(meaning->name, S("select")) &&
			html_ends_in_piece(html, tag, meaning->name, 3))
			html_start_drop(html, meaning->name);
		return true;
	case ROLE_INPUT:
		open_input(html, tag);
		return true;
	default:
		return false;
	}
}

/* The same for text. */
static void start_text(
	struct html *html, const struct html_tag_row *meaning, const struct html_tag *tag)
{
	struct slice value;
	switch (meaning->role) {
	case ROLE_BLOCK:
	case ROLE_BODY:
		build_break_paragraph(html->build);
		break;
	case ROLE_SPAN:
		build_open_html(html->build, meaning->kind, meaning->name);
		break;
	case ROLE_HOLD:
		open_hold(html, meaning, tag);
		break;
	case ROLE_ABBR:
		if (html_attr(tag, S("title"), &value))
			html->abbr_title =
				text_one_line(html->arena, html_value(html, value));
		break;
	case ROLE_ANCHOR:
		open_anchor(html, tag);
		break;
	case ROLE_BREAK:
		build_leaf(html->build, DOC_BREAK);
		break;
	case ROLE_CODE:
		if (put_code(html, tag))
			break;
		html_start_collect(html, COLLECT_CODE, meaning->name);
		break;
	case ROLE_PRE:
		open_pre(html, meaning, tag);
		break;
	case ROLE_QUOTATION:
		html_put_text(html, S("\u201c"));
		break;
	case ROLE_RT:
		html_put_text(html, S("("));
		break;
	case ROLE_RULE:
		build_leaf(html->build, DOC_RULE);
		break;
	case ROLE_LABEL:
		put_label(html, tag);
		break;
	case ROLE_SUB:
		html->script = '_';
		break;
	case ROLE_SUP:
		html->script = '^';
		break;
	default:
		break;
	}
}

static void on_start(
	struct html *html, const struct html_tag_row *meaning, const struct html_tag *tag)
{
	if (!start_table_part(html, meaning, tag) && !start_media(html, meaning, tag) &&
		!start_hidden(html, meaning, tag))
		start_text(html, meaning, tag);
}

/* Handles an end tag by role. Long because there are many roles. */
static void on_end(struct html *html, const struct html_tag_row *meaning)
{
	switch (meaning->role) {
	case ROLE_BLOCK:
	case ROLE_BODY:
	case ROLE_FORM:
	case ROLE_LABEL:
		build_break_paragraph(html->build);
		if (slice_eq(meaning->name, S("dl"))) {
			build_close_html(html->build, S("dd"));
			build_close_html(html->build, S("dt"));
		}
		break;
	case ROLE_SPAN:
	case ROLE_HOLD:
	case ROLE_ANCHOR:
	case ROLE_FIGCAPTION:
		if (meaning->kind == DOC_PARAGRAPH &&
			!build_is_open_html(html->build, meaning->name))
			build_break_paragraph(html->build);
		else
			build_close_html(html->build, meaning->name);
		break;
	case ROLE_BREAK:
		build_leaf(html->build, DOC_BREAK); /* "</br>" is read as "<br>" */
		break;
	case ROLE_ABBR:
		close_abbr(html);
		break;
	case ROLE_CELL:
	case ROLE_HEAD_CELL:
	case ROLE_ROW:
		if (html->table_depth && html->tables[html->table_depth - 1].layout)
			build_break_paragraph(html->build);
		else
			build_close_html(html->build,
				meaning->role == ROLE_ROW ? S("tr") : S("td"));
		break;
	case ROLE_THEAD:
	case ROLE_TBODY:
		if (html->table_depth)
			html->tables[html->table_depth - 1].head = false;
		build_close_html(html->build, S("tr"));
		break;
	case ROLE_TABLE:
		html_close_table(html);
		break;
	case ROLE_FIGURE:
		build_break_paragraph(html->build);
		html_close_figure(html);
		break;
	case ROLE_MEDIA:
		html->media = (struct html_tag){0};
		break;
	case ROLE_OBJECT:
		html->object_linked = false;
		break;
	case ROLE_QUOTATION:
		html_put_text(html, S("\u201d"));
		break;
	case ROLE_RT:
		html_put_text(html, S(")"));
		break;
	case ROLE_SUB:
	case ROLE_SUP:
		html->script = 0;
		break;
	default:
		break;
	}
}

void html_on_tag(struct html *html, const struct html_tag *tag)
{
	const struct html_tag_row *meaning = html_find_tag_row(tag->name);
	if (html->drop_tag.len && html_dropped_tag(html, meaning, tag))
		return;
	if (html->collect != COLLECT_NONE && html_collect_tag(html, meaning, tag))
		return;
	if (!meaning)
		return;
	if (tag->end)
		on_end(html, meaning);
	else
		on_start(html, meaning, tag);
}

void html_on_raw_end(struct html *html)
{
	html->raw_drop = false;
}
