/* SPDX-License-Identifier: MIT */
/* Tags with code: become a fence with the code unchanged and the title above. */
#include "base/text.h"
#include "text/dialect/template_internal.h"

/* "go", "C++", "objective-c": not a title, a file or an option. */
static bool is_language(struct slice word)
{
	if (!word.len || word.len > 20)
		return false;
	for (size_t i = 0; i < word.len; i++)
		if (!ascii_is_alnum(word.ptr[i]) && !strchr("+#_-", word.ptr[i]))
			return false;
	return true;
}

/* A human language: marks a passage, not code. */
static bool is_spoken(struct slice language)
{
	static const struct slice spoken = S("en de es fr it pt nl ja zh ko ru sv da fi "
					     "no nb nn hu el he ar fa uk hi la");
	struct slice first, region;
	bool has_region = slice_cut(language, '-', &first, &region);
	return slice_has_word(spoken, first) && (!has_region || region.len == 2);
}

/* For a fence: the first positional word may be the language, the others are the title. */
static struct slice language_of(const struct tag *tag, struct template_args *titles)
{
	struct slice language = tag_first_of(&tag->args, S("lang language"));
	unsigned first = 0, count = 0;
	*titles = tag->args;
	if (tag->kind == TAG_DIAGRAM)
		return tag->name;
	for (unsigned i = tag->args.count; i-- > 0;)
		if (!tag->args.key[i].len) {
			first = i;
			count++;
		}
	bool listing = tag->kind == TAG_LISTING || tag->kind == TAG_HIGHLIGHT;
	/* In Hexo several words are a title; one word may be either. */
	if (!language.len && count && (listing || tag->kind == TAG_CODE) &&
		is_language(tag->args.value[first]) &&
		(tag->syntax != TAG_LIQUID ||
			(count == 1 && ascii_lower(*tag->args.value[first].ptr) ==
					       *tag->args.value[first].ptr))) {
		language = tag->args.value[first];
		titles->key[first] = S("lang");
	}
	if (tag->kind == TAG_HIGHLIGHT)
		titles->count = 0; /* options */
	return language;
}

/* {% codeblock [title] [lang:x] [url] [words of the link] %}: the line above the code. */
static void put_title(
	struct template *t, const struct tag *tag, struct template_args *words)
{
	struct slice url = slice_none, label = slice_none,
		     title = tag_first_of(
			     &tag->args, S("title caption header label name")),
		     file = tag_first_of(&tag->args, S("filename file path"));
	if (title.len && file.len && !slice_eq(title, file))
		title = arena_printf(t->arena, "%.*s (%.*s)", SARG(title), SARG(file));
	else if (!title.len)
		title = file;
	unsigned count = words->count;
	for (unsigned i = 0; i < count && !url.len; i++) {
		if (words->key[i].len || !tag_is_url(words->value[i]))
			continue;
		url = words->value[i];
		label = tag_words(t, words, i + 1);
		words->count = i;
	}
	if (!title.len && tag->kind != TAG_DIAGRAM)
		title = tag_words(t, words, 0);
	if (title.len && (label.len || !url.len))
		template_put_block(t, title);
	if (url.len) {
		template_put_border(t);
		template_put_link(t, false, url,
			label.len   ? label
			: title.len ? title
				    : slice_path_name(url));
		template_put_border(t);
	}
}

/* Takes the text up to the end tag; false: there is none. */
static bool read_body(struct template *t, const struct tag *tag, struct slice *body)
{
	bool absent = false;
	struct slice end = S("end");
	if (tag->syntax == TAG_HUGO)
		return shortcode_body(t, tag->name, body);
	if (tag->syntax == TAG_LIQUID)
		end = arena_printf(t->arena, "end%.*s", SARG(tag->name));
	if (template_is_absent(t, end))
		return false;
	if (!liquid_body(t, end, &absent, body))
		template_add_absent(t, end);
	return !absent;
}

static bool is_fenced(struct slice body)
{
	body = slice_trim(body);
	return slice_starts(body, S("```")) || slice_starts(body, S("~~~"));
}

static bool holds_tags(struct slice body)
{
	return slice_find(body, S("{{<")) >= 0 || slice_find(body, S("{{%")) >= 0 ||
	       slice_find(body, S("{% ")) >= 0;
}

/* The language of the tabs in a frame. */
static struct slice frame_language(const struct template *t)
{
	return t->frame_count ? t->frames[t->frame_count - 1].language : slice_none;
}

/* Is @tag code, by its name and arguments? */
static bool is_code(const struct template *t, const struct tag *tag)
{
	struct slice language = tag_first_of(&tag->args, S("lang language"));
	switch (tag->kind) {
	case TAG_CODE:
	case TAG_LISTING:
	case TAG_HIGHLIGHT:
	case TAG_DIAGRAM:
		return true;
	case TAG_FRAME:
		return language.len ||
		       (frame_language(t).len &&
			       slice_has_word(S("tab tabitem"), tag->name));
	case TAG_UNKNOWN:
		return language.len && !is_spoken(language);
	default:
		return false;
	}
}

/* The tag is read again as a frame: it contains fences or other tags. */
static bool go_back(struct template *t, const struct template *before)
{
	t->reread_bytes += t->at - before->at;
	t->at = before->at;
	t->line = before->line;
	t->line_from = before->line_from;
	return false;
}

bool tag_put_code(struct template *t, const struct tag *tag)
{
	struct slice body, language;
	struct template_args titles;
	if (tag->kind == TAG_COMMENT) {
		(void)read_body(t, tag, &body);
		return true;
	}
	struct template before = {
		.at = t->at, .line = t->line, .line_from = t->line_from};
	bool begins = template_begins_line(t);
	if (!is_code(t, tag) || t->reread_bytes > TEMPLATE_REREAD_MAX ||
		!read_body(t, tag, &body))
		return false;
	bool unsure = tag->kind == TAG_FRAME || tag->kind == TAG_UNKNOWN;
	if (is_fenced(body) || (unsure && holds_tags(body)))
		return go_back(t, &before);
	struct slice rest = slice_from(t->source, t->at);
	slice_cut(rest, '\n', &rest, NULL);
	if (slice_find_char(body, '\n') < 0 && !(begins && !slice_trim(rest).len)) {
		template_put_code_span(t, slice_trim(body));
		return true;
	}
	language = language_of(tag, &titles);
	put_title(t, tag, &titles);
	if (!language.len)
		language = frame_language(t);
	template_put_code(t, text_lower(t->arena, language), body);
	return true;
}
