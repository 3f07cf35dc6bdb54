/* SPDX-License-Identifier: MIT */
/* Opening fences: the language stays, the code's title becomes a line above. */
#include "base/text.h"
#include "text/dialect/dialect_internal.h"

/* The value of one of the title keys in a fence's info string. */
static bool fence_title(struct slice info, struct slice *title)
{
	static const struct slice keys[] = {
		S("title="), S("filename="), S("file="), S("caption="), S("name=")};
	for (size_t i = 0; i < sizeof(keys) / sizeof(keys[0]); i++) {
		ptrdiff_t at = slice_find(info, keys[i]);
		if (at < 0)
			continue;
		if (at > 0 &&
			(ascii_is_alnum(info.ptr[at - 1]) || info.ptr[at - 1] == '-'))
			continue;
		struct slice value = slice_from(info, (size_t)at + keys[i].len);
		char quote = value.len ? value.ptr[0] : 0;
		size_t len = 0;
		if (quote == '"' || quote == '\'') {
			value = slice_from(value, 1);
			while (len < value.len && value.ptr[len] != quote)
				len++;
		} else {
			len = slice_until(value, "},");
		}
		*title = slice_trim(slice_head(value, len));
		return title->len > 0;
	}
	/* VitePress: ```js [config.js] */
	ptrdiff_t at = slice_find(info, S(" ["));
	struct slice label = slice_trim_end(slice_from(info, (size_t)(at + 2)));
	if (at <= 0 || !slice_ends(label, S("]")))
		return false;
	*title = slice_trim(slice_head(label, label.len - 1));
	return title->len > 0;
}

/* "{1,3}", "[x]", "first_line:5" */
static bool is_option(struct slice word)
{
	struct slice key, value;
	return (word.len && (*word.ptr == '{' || *word.ptr == '[')) ||
	       (slice_cut(word, ':', &key, &value) && key.len && value.len &&
		       *value.ptr != '/');
}

/* Hexo, as Octopress: "js Title /url words of the link". Text that begins with an option is
 * not a title. */
static bool fence_words(
	struct slice info, struct slice *title, struct slice *url, struct slice *label)
{
	struct slice rest, word;
	size_t len = 0;
	*url = *label = slice_none;
	if (slice_cut(info, ' ', NULL, &rest) && slice_cut(rest, '=', &rest, NULL))
		rest = slice_head(rest, (size_t)(slice_rfind_char(rest, ' ') + 1));
	rest = slice_trim(rest);
	*title = rest;
	slice_cut(rest, ' ', &word, NULL);
	if (!word.len || is_option(word))
		return false;
	for (struct slice all = rest; len < rest.len; len += word.len + 1) {
		slice_cut(all, ' ', &word, &all);
		bool path = word.len > 1 && *word.ptr == '/';
		if (!len || !(path || slice_starts(word, S("http://")) ||
				    slice_starts(word, S("https://"))))
			continue;
		*title = slice_trim(slice_head(rest, len));
		*url = word;
		*label = slice_trim(slice_from(rest, len + word.len));
		break;
	}
	return true;
}

/* The language in an info string: "ruby", "{.ruby .numberLines}", "rust,ignore", "js{1,3}". */
static struct slice fence_language(struct slice info)
{
	size_t len = 0;
	while (info.len &&
		(info.ptr[0] == '{' || info.ptr[0] == '.' || info.ptr[0] == ' '))
		info = slice_from(info, 1);
	while (len < info.len &&
		(ascii_is_alnum(info.ptr[len]) || strchr("+#-_./", info.ptr[len]) ||
			(info.ptr[len] & 0x80)))
		len++;
	if (len < info.len && info.ptr[len] == '=')
		return slice_none; /* title="x" alone */
	return slice_head(info, len);
}

void walk_fence(struct walk *walk, struct slice line, const struct block_line *info)
{
	struct slice fence = slice_from(line, info->content), title, url = slice_none,
		     label = slice_none;
	size_t marks = slice_run(fence, fence.ptr[0]);
	struct slice words = slice_trim(slice_from(fence, marks));
	struct slice language = fence_language(words);
	struct slice before = slice_head(line, info->content);
	if (fence_title(words, &title) ||
		(walk->options->hexo && fence_words(words, &title, &url, &label))) {
		struct slice prefix = walk_prefix(walk, line, info);
		if (!info->opens && !walk->was_blank)
			walk_put_line(walk, slice_trim_end(prefix));
		buf_put(walk->out, slice_head(line, info->prefix));
		dialect_put_words(walk->out, title);
		walk_put_line(walk, slice_none);
		walk_put_line(walk, slice_trim_end(prefix));
		if (url.len) {
			buf_put(walk->out, prefix);
			buf_putc(walk->out, '[');
			dialect_put_words(walk->out, label.len ? label : title);
			buf_printf(walk->out, "](<%.*s>)\n", SARG(url));
			walk_put_line(walk, slice_trim_end(prefix));
		}
		before = prefix;
	}
	buf_put(walk->out, before);
	buf_put(walk->out, slice_head(fence, marks));
	walk_put_line(walk, language);
}
