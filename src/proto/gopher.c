/* SPDX-License-Identifier: MIT */
#include "proto/gopher.h"

#include "base/text.h"
#include "base/uri.h"

#define TLS_HANDSHAKE '\x16'

bool gopher_is_tls(struct slice bytes)
{
	return bytes.len && bytes.ptr[0] == TLS_HANDSHAKE;
}

/* --- requests ----------------------------------------------------------------- */

static bool is_http(struct slice line)
{
	return slice_any(line, S("GET |HEAD |POST "), slice_starts);
}

enum { LINE_MORE, LINE_WHOLE, LINE_TOO_LONG };

/* The line before the first LF, without its CR. */
static int find_line(struct slice bytes, bool end, struct slice *line)
{
	size_t max = GOPHER_REQUEST_MAX_BYTES;
	ptrdiff_t at = slice_find_char(slice_head(bytes, max + 2), '\n');

	*line = slice_head(bytes, at < 0 ? bytes.len : (size_t)at);
	if ((at >= 0 || end) && slice_ends(*line, S("\r")))
		line->len--;
	/* One byte past the maximum can only be the CR of a CRLF to come. */
	if (line->len > max &&
		(at >= 0 || end || bytes.len > max + 1 || bytes.ptr[max] != '\r'))
		return LINE_TOO_LONG;
	return at >= 0 || end ? LINE_WHOLE : LINE_MORE;
}

/* What is wrong with the line's characters, or NULL. */
static const char *judge_characters(struct slice line)
{
	for (size_t i = 0; i < line.len; i++) {
		if (line.ptr[i] != '\t' && text_is_control(line, i))
			return "The request holds a control character";
	}
	if (!text_is_utf8(line))
		return "The request is not valid UTF-8";
	return NULL;
}

/* Selectors come percent-encoded, as our menus have them, or raw: then a '%' may stand for itself. */
static struct slice key_of(struct arena *arena, struct slice selector)
{
	struct slice key;
	struct buf out = BUF(BUF_MAX_BYTES); /* at most three times the line */

	for (size_t i = 0; i < selector.len; i++) {
		const char *at = selector.ptr + i;

		buf_putc(&out, *at);
		if (*at == '%' && (i + 2 >= selector.len || ascii_hex(at[1]) < 0 ||
					  ascii_hex(at[2]) < 0))
			buf_puts(&out, "25");
	}
	return uri_path_key(arena, buf_take(&out, arena), &key) ? key : slice_none;
}

/* @words with its %XX undone; as it is when that makes no text. */
static struct slice decode_words(struct arena *arena, struct slice words)
{
	struct slice decoded = words;
	auto_buf struct buf out = BUF(BUF_MAX_BYTES); /* never longer than the line */

	bool good = uri_decode(&out, words) && text_is_utf8(buf_slice(&out));
	for (size_t i = 0; good && i < out.len; i++)
		good = !text_is_control(buf_slice(&out), i);
	if (good)
		decoded = buf_dup(&out, arena);
	return decoded.ptr ? decoded : S("");
}

/* "/search", "/fr/search", and what follows the first results: "/search/2". */
static bool is_search(struct slice selector)
{
	unsigned long long part;
	struct slice name;

	slice_skip(&selector, S("/"));
	slice_drop(&selector, S("/"));
	name = slice_path_name(selector);
	if (slice_to_uint(name, &part) && name.len < selector.len) {
		selector.len -= name.len + 1;
		name = slice_path_name(selector);
	}
	struct slice before = slice_head(selector, selector.len - name.len);
	return slice_eq(name, slice_from(S(GOPHER_SEARCH), 1)) &&
	       slice_find_char(slice_head(before, before.len ? before.len - 1 : 0), '/') <
		       0;
}

/* Cuts @selector before the words of a search. Some clients encode the '?'. */
static bool cut_words(struct slice selector, struct slice *path, struct slice *words)
{
	ptrdiff_t at = slice_find(selector, S("%3F"));

	if (at < 0)
		at = slice_find(selector, S("%3f"));
	if (slice_cut(selector, '?', path, words))
		return true;
	if (at < 0)
		return false;
	*path = slice_head(selector, (size_t)at);
	*words = slice_from(selector, (size_t)at + 3);
	return true;
}

static void read_line(struct arena *arena, struct slice line, struct gopher_request *out)
{
	struct slice rest, path, query, second;
	bool fields = slice_cut(line, '\t', &out->selector, &rest);

	slice_cut(rest, '\t', &second, NULL);
	if (slice_starts(line, S("URL:"))) {
		out->ask = GOPHER_URL;
		out->url = slice_from(out->selector, 4);
		return;
	}
	bool asks = cut_words(out->selector, &path, &query);
	if (is_search(path)) {
		out->selector = path;
		if (asks || fields)
			out->words = decode_words(arena, asks ? query : second);
	} else if (slice_starts(second, S("$"))) {
		out->ask = GOPHER_INFO;
	}
	out->key = key_of(arena, out->selector);
}

enum gopher_result gopher_parse(struct arena *arena, struct slice bytes, bool end,
	struct gopher_request *out, const char **why)
{
	struct slice line;
	int found = find_line(bytes, end, &line);

	*out = (struct gopher_request){.ask = GOPHER_ITEM};
	if (found == LINE_MORE || bytes.len == 0)
		return GOPHER_MORE;
	if (is_http(line)) {
		out->ask = GOPHER_HTTP;
		return GOPHER_OK;
	}
	*why = found == LINE_TOO_LONG ? "A request has at most 1024 bytes"
				      : judge_characters(line);
	if (*why)
		return GOPHER_BAD;
	read_line(arena, line, out);
	return GOPHER_OK;
}

/* --- replies ------------------------------------------------------------------- */

void gopher_put_text(struct buf *out, struct slice text)
{
	struct slice line;

	while (slice_next_line(&text, &line)) {
		if (slice_eq(line, S(".")))
			buf_putc(out, ' ');
		buf_put(out, line);
		buf_puts(out, "\r\n");
	}
}

void gopher_put_info(struct buf *out, struct slice menu)
{
	struct slice line;

	buf_puts(out, "+-2\r\n");
	while (slice_next_line(&menu, &line)) {
		if (slice_eq(line, S(".")) && !menu.len)
			break;
		buf_puts(out, "+INFO: ");
		buf_put(out, line);
		buf_puts(out, "\r\n");
	}
}
