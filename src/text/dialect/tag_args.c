/* SPDX-License-Identifier: MIT */
/* Arguments of tags: by name, by position, and, as in Hexo's themes, separated by commas. */
#include "text/dialect/template_internal.h"

bool tag_is_url(struct slice s)
{
	return slice_any(s, S("http://|https://|//"), slice_starts);
}

bool tag_is_path(struct slice s)
{
	return tag_is_url(s) || slice_find_char(s, '/') >= 0 ||
	       slice_find_char(s, '.') >= 0;
}

/* "300", "50%", "12em", "auto": the size of a picture. */
static bool is_size(struct slice s)
{
	size_t digits = 0;
	while (digits < s.len && ascii_is_digit(s.ptr[digits]))
		digits++;
	struct slice unit = slice_from(s, digits);
	return slice_eq(s, S("auto")) ||
	       (digits && (!unit.len || slice_any(unit, S("%|px|em"), slice_eq)));
}

struct slice tag_words(
	struct template *t, const struct template_args *args, unsigned from)
{
	struct buf out = BUF(BUF_MAX_BYTES);
	for (unsigned i = from; i < args->count; i++) {
		if (args->key[i].len ||
			(!args->quoted[i] &&
				(is_size(args->value[i]) ||
					slice_starts(args->value[i], S("--")))))
			continue;
		if (out.len)
			buf_putc(&out, ' ');
		buf_put(&out, args->value[i]);
		/* The second quoted one is an alternative text with the same words. */
		if (args->quoted[i])
			break;
	}
	struct slice words = buf_take(&out, t->arena);
	if (slice_starts(words, S("[")) && slice_ends(words, S("]")))
		words = slice(words.ptr + 1, words.len - 2);
	return words;
}

struct slice tag_positional(const struct template_args *args, unsigned index)
{
	for (unsigned i = 0; i < args->count; i++)
		if (!args->key[i].len && index-- == 0)
			return args->value[i];
	return slice_none;
}

struct slice tag_first_of(const struct template_args *args, struct slice keys)
{
	struct slice key, value;
	while (slice_split(&keys, ' ', &key))
		if (template_arg(args, key, &value) && slice_trim(value).len)
			return slice_trim(value);
	return slice_none;
}

/* --- words between commas ---------------------------------------------------------------------- */

/* Colours, sizes, icons: style, not content. */
static bool is_style(struct slice word)
{
	static const struct slice styles =
		S("default primary success info warning danger error tip note quote done"
		  " open opened close closed true false no-icon icon simple modern flat "
		  "disabled"
		  " red orange yellow green cyan blue purple pink violet indigo gray grey"
		  " black white light dark left center right block inline outline larger"
		  " checked plus minus times add warn radiation bug idea link message up "
		  "down regular center large fit fill");
	if (!word.len || slice_has_word(styles, word) || slice_starts(word, S("fa-")) ||
		slice_starts(word, S("#")))
		return true;
	if (slice_any(word, S("fa|fas|far|fab|fad|fal"), slice_eq))
		return true;
	if (slice_find_char(word, '=') > 0)
		return true;
	/* color:green, bg:#fff */
	ptrdiff_t colon = slice_find_char(word, ':');
	return colon > 0 && (size_t)colon + 1 < word.len && !tag_is_path(word) &&
	       ascii_is_alpha(word.ptr[0]);
}

/* Takes the next word, or a quoted string. */
static bool next_word(struct slice *in, struct slice *word, struct slice *bare)
{
	*in = slice_trim_start(*in);
	if (!in->len)
		return false;
	char quote = in->ptr[0];
	size_t len = 1;
	bool quoted = (quote == '"' || quote == '\'') &&
		      slice_find_char(slice_from(*in, 1), quote) >= 0;
	while (len < in->len &&
		(quoted ? in->ptr[len] != quote : !ascii_is_space(in->ptr[len])))
		len++;
	*bare = quoted ? slice(in->ptr + 1, len - 1) : slice_head(*in, len);
	*word = slice_head(*in, quoted ? len + 1 : len);
	*in = slice_from(*in, word->len);
	return true;
}

/* @part without leading words of style, and without quotes around it. */
static struct slice without_styles(struct slice part)
{
	struct slice rest = part, word, bare, inner;
	while (next_word(&rest, &word, &bare)) {
		struct slice styles = bare;
		bool style = true;
		while (style && next_word(&styles, &inner, &inner))
			style = is_style(inner);
		if (!style) {
			rest = slice_trim(
				slice_from(part, (size_t)(word.ptr - part.ptr)));
			return rest.len == word.len ? bare : rest;
		}
	}
	return slice_none;
}

bool tag_next_part(struct slice *in, struct slice *part)
{
	size_t len = 0;
	char quote = 0;
	if (!in->len)
		return false;
	while (len < in->len && (quote || in->ptr[len] != ',')) {
		char c = in->ptr[len];
		if (quote ? c == quote
			  : (c == '"' || c == '\'') &&
					!slice_trim(slice_head(*in, len)).len)
			quote = quote ? 0 : c;
		len++;
	}
	*part = slice_trim(slice_head(*in, len));
	*in = slice_from(*in, len + 1);
	if (part->len > 1 && (part->ptr[0] == '"' || part->ptr[0] == '\'') &&
		part->ptr[part->len - 1] == part->ptr[0])
		*part = slice(part->ptr + 1, part->len - 2);
	return true;
}

struct slice tag_title_words(struct slice raw)
{
	struct slice part, title;
	while (tag_next_part(&raw, &part)) {
		title = without_styles(part);
		if (slice_starts(title, S("@")))
			title = slice_trim_start(slice_from(title, 1));
		if (title.len)
			return title;
	}
	return slice_none;
}
