/* SPDX-License-Identifier: MIT */
#include "proto/gemini.h"

#include "base/buf.h"
#include "base/text.h"
#include "base/uri.h"

#define CRLF_BYTES 2

enum { LINE_MORE, LINE_WHOLE, LINE_TOO_LONG };

/* The line before the first CRLF. */
static int find_line(struct slice bytes, struct slice *line)
{
	size_t max = GEMINI_REQUEST_MAX_BYTES;
	ptrdiff_t end = slice_find(slice_head(bytes, max + CRLF_BYTES), S("\r\n"));

	if (end >= 0) {
		*line = slice_head(bytes, (size_t)end);
		return LINE_WHOLE;
	}
	/* One byte past the maximum can only be the CR of a CRLF to come. */
	if (bytes.len > max && (bytes.ptr[max] != '\r' || bytes.len > max + 1))
		return LINE_TOO_LONG;
	return LINE_MORE;
}

/* What is wrong with the line's characters, or NULL. */
static const char *judge_characters(struct slice line)
{
	ptrdiff_t query = slice_find_char(line, '?');

	if (line.len == 0)
		return "The request is empty";
	if (slice_starts(line, S("\xEF\xBB\xBF")))
		return "The request begins with a byte order mark";
	for (size_t i = 0; i < line.len; i++) {
		char c = line.ptr[i];

		if (text_is_control(line, i))
			return "The request holds a control character";
		if (c == '#')
			return "A request has no fragment";
		if (c == '<' || c == '>' || c == '"' || c == '{' || c == '}' ||
			c == '|' || c == '^' || c == '`' || c == '\\')
			return "The address holds a character that must be encoded";
		if (c == ' ' && (query < 0 || i < (size_t)query || i + 1 == line.len))
			return "The address holds a space that must be encoded";
	}
	if (!text_is_utf8(line))
		return "The request is not valid UTF-8";
	return NULL;
}

/* Spaces and raw UTF-8 of the query as a client should have sent them. */
static struct slice encode_query(struct arena *arena, struct slice line)
{
	ptrdiff_t query = slice_find_char(line, '?');
	struct buf out = BUF(BUF_MAX_BYTES); /* at most three times the line */
	bool same = true;

	for (size_t i = query < 0 ? line.len : (size_t)query; i < line.len; i++)
		same = same && line.ptr[i] != ' ' && (unsigned char)line.ptr[i] < 0x80;
	if (same)
		return line;
	for (size_t i = 0; i < line.len; i++) {
		unsigned char c = (unsigned char)line.ptr[i];

		if (i > (size_t)query && (c == ' ' || c >= 0x80))
			buf_put_hex(&out, S("%"), (char)c);
		else
			buf_putc(&out, (char)c);
	}
	return buf_take(&out, arena);
}

/* Of a home page clients may upload to "titan://example.org:1965;size=5", without a path: it is that of "/". */
static struct slice add_path(struct arena *arena, struct slice line)
{
	static const struct slice scheme = S("titan://");
	size_t at = scheme.len;

	if (!slice_starts_nocase(line, scheme))
		return line;
	while (at < line.len && !memchr("/?;", line.ptr[at], 3))
		at++;
	if (at == line.len || line.ptr[at] != ';')
		return line;
	return arena_printf(arena, "%.*s/%.*s", SARG(slice_head(line, at)),
		SARG(slice_from(line, at)));
}

static bool read_port(struct slice port, uint16_t *out)
{
	unsigned long long number = GEMINI_PORT;

	if (port.len &&
		(!slice_to_uint(port, &number) || number == 0 || number > UINT16_MAX))
		return false;
	*out = (uint16_t)number;
	return true;
}

/* What is wrong with the address, or NULL. */
static const char *judge_uri(
	struct arena *arena, struct slice line, struct gemini_request *out)
{
	struct uri uri;

	if (!uri_parse(add_path(arena, encode_query(arena, line)), &uri))
		return "The request is not a valid address";
	if (!uri.scheme.len)
		return "The address must begin with its scheme, as in gemini://";
	if (uri.userinfo.ptr)
		return "An address has no user information";
	*out = (struct gemini_request){
		.scheme = uri.scheme,
		.host = uri.host,
		.port = uri.port,
		.path = uri.path,
		.query = uri.query,
		.is_gemini = slice_eq_nocase(uri.scheme, S("gemini")),
		.is_titan = slice_eq_nocase(uri.scheme, S("titan")),
		.line_bytes = line.len + CRLF_BYTES,
		.port_number = GEMINI_PORT,
	};
	/* The rules of other schemes are not ours: the caller refuses them. */
	if (!out->is_gemini && !out->is_titan)
		return NULL;
	if (!uri.has_authority || uri.host.len == 0)
		return "The address names no host";
	if (!read_port(uri.port, &out->port_number))
		return "The address names no possible port";
	out->host_key = uri_host_key(arena, uri.host);
	if (out->host_key.len == 0) /* a lone dot */
		return "The address names no host";
	const char *why = NULL;
	if (out->is_titan && !titan_cut(uri.path, &out->path, &out->titan, &why))
		return why;
	if (!uri_path_key(arena, out->path, &out->key))
		return "The address has an impossible path";
	return NULL;
}

enum gemini_result gemini_parse(struct arena *arena, struct slice bytes, bool end,
	struct gemini_request *out, const char **why)
{
	struct slice line = slice_none;

	switch (find_line(bytes, &line)) {
	case LINE_MORE:
		/* Whoever sent nothing at all asked nothing. */
		if (!end || bytes.len == 0)
			return GEMINI_MORE;
		*why = "The request does not end with CRLF";
		return GEMINI_BAD;
	case LINE_TOO_LONG:
		*why = "A request has at most 1024 bytes";
		return GEMINI_BAD;
	default:
		break;
	}
	*why = judge_characters(line);
	if (!*why)
		*why = judge_uri(arena, line, out);
	return *why ? GEMINI_BAD : GEMINI_OK;
}

struct slice gemini_header(
	struct arena *arena, enum gemini_status status, struct slice meta)
{
	struct slice words = slice_head_whole(meta, GEMINI_META_MAX_BYTES);
	unsigned number = (unsigned)status;
	char *bytes = arena_alloc(arena, 3 + words.len + CRLF_BYTES);

	bytes[0] = (char)('0' + number / 10 % 10);
	bytes[1] = (char)('0' + number % 10);
	bytes[2] = ' ';
	for (size_t i = 0; i < words.len; i++) {
		bool control = text_is_control(words, i);
		bytes[3 + i] = control ? ' ' : words.ptr[i];
		if (control && (words.ptr[i] & 0x80)) /* has two bytes */
			bytes[3 + ++i] = ' ';
	}
	memcpy(bytes + 3 + words.len, "\r\n", CRLF_BYTES);
	return slice(bytes, 3 + words.len + CRLF_BYTES);
}
