/* SPDX-License-Identifier: MIT */
#include "proto/http.h"

#include "base/text.h"
#include "base/uri.h"

static bool has_control(struct slice line)
{
	for (size_t i = 0; i < line.len; i++) {
		if (line.ptr[i] != '\t' && text_is_control(line, i))
			return true;
	}
	return false;
}

/* RFC 9110, 5.6.2. */
static bool is_token(struct slice s)
{
	for (size_t i = 0; i < s.len; i++) {
		if (!ascii_is_alnum(s.ptr[i]) &&
			slice_find_char(S("!#$%&'*+-.^_`|~"), s.ptr[i]) < 0)
			return false;
	}
	return s.len > 0;
}

/* --- the request line -------------------------------------------------------------- */

/* Takes scheme and authority off an address that has them. False: it is not one of HTTP, or no path. */
static bool take_authority(struct slice *target, struct slice *authority)
{
	*authority = slice_none;
	if (slice_starts_nocase(*target, S("http://"))) {
		struct slice rest = slice_from(*target, strlen("http://"));
		size_t end = 0;
		while (end < rest.len && rest.ptr[end] != '/' && rest.ptr[end] != '?')
			end++;
		*authority = slice_head(rest, end);
		*target = slice_from(rest, end);
		return end && slice_starts(*target, S("/"));
	}
	return slice_starts(*target, S("/"));
}

/* 0, or how it is refused. */
static enum http_status read_line(struct arena *arena, struct slice line,
	struct http_request *out, struct slice *authority)
{
	struct slice method, rest, target, version;

	slice_cut(line, ' ', &method, &rest);
	slice_cut(rest, ' ', &target, &version);
	if (!is_token(method) || !slice_any(version, S("HTTP/1.1|HTTP/1.0"), slice_eq))
		return HTTP_BAD_REQUEST;
	if (!slice_any(method, S("GET|HEAD"), slice_eq))
		return HTTP_METHOD_NOT_ALLOWED;
	out->head_only = slice_eq(method, S("HEAD"));
	if (slice_find_char(target, '#') >= 0 || slice_find_char(target, '\t') >= 0 ||
		!take_authority(&target, authority))
		return HTTP_BAD_REQUEST;
	if (!slice_cut(target, '?', &out->path, &out->query))
		out->query = slice_none;
	return uri_path_key(arena, out->path, &out->key) ? 0 : HTTP_BAD_REQUEST;
}

/* --- fields -------------------------------------------------------------------------- */

/* 0, or how it is refused. */
static enum http_status read_field(
	struct slice line, struct http_request *out, unsigned *hosts)
{
	struct slice name, value;

	/* A line that goes on (obs-fold) begins with a blank, which no name holds. */
	if (!slice_cut(line, ':', &name, &value) || !is_token(name))
		return HTTP_BAD_REQUEST;
	value = slice_trim(value);
	if (slice_eq_nocase(name, S("Transfer-Encoding")) ||
		(slice_eq_nocase(name, S("Content-Length")) && !slice_eq(value, S("0"))))
		return HTTP_BAD_REQUEST;
	if (slice_eq_nocase(name, S("Host"))) {
		out->host = value;
		if (++*hosts > 1)
			return HTTP_BAD_REQUEST;
	}
	return 0;
}

/* Takes a line with its CRLF off @in. False: it is not whole; a CR at its end may be that of a CRLF to
 * come. */
static bool take_line(struct slice *in, struct slice *line)
{
	ptrdiff_t end = slice_find(*in, S("\r\n"));

	*line = end < 0 ? *in : slice_head(*in, (size_t)end);
	if (end < 0)
		slice_drop(line, S("\r"));
	else
		*in = slice_from(*in, (size_t)end + 2);
	return end >= 0;
}

static bool has_long_target(struct slice line)
{
	struct slice target;

	slice_cut(line, ' ', NULL, &target);
	slice_cut(target, ' ', &target, NULL);
	return target.len > HTTP_TARGET_MAX_BYTES;
}

enum http_result http_parse(struct arena *arena, struct slice bytes, bool end,
	struct http_request *out, enum http_status *status)
{
	struct slice line, in = slice_head(bytes, HTTP_HEAD_MAX_BYTES);
	struct slice authority = slice_none;
	enum http_status wrong = 0;
	unsigned count = 0, hosts = 0;

	*out = (struct http_request){0};
	for (bool first = true; !wrong; first = false) {
		bool whole = take_line(&in, &line);
		if (first && has_long_target(line)) {
			wrong = HTTP_TARGET_TOO_LONG;
		} else if (has_control(line)) {
			wrong = HTTP_BAD_REQUEST;
		} else if (!whole) {
			if (bytes.len < HTTP_HEAD_MAX_BYTES && !(end && bytes.len))
				return HTTP_MORE;
			wrong = end && bytes.len < HTTP_HEAD_MAX_BYTES
					? HTTP_BAD_REQUEST
					: HTTP_HEAD_TOO_LARGE;
		} else if (first) {
			wrong = read_line(arena, line, out, &authority);
			out->fields = slice_head(in, 0);
		} else if (!line.len) {
			break;
		} else {
			out->fields.len = (size_t)(in.ptr - out->fields.ptr);
			wrong = ++count > HTTP_FIELDS_MAX ? HTTP_HEAD_TOO_LARGE
							  : read_field(line, out, &hosts);
		}
	}
	if (!wrong && authority.len && !slice_eq_nocase(authority, out->host))
		wrong = HTTP_BAD_REQUEST;
	*status = wrong;
	return wrong ? HTTP_BAD : HTTP_OK;
}

struct slice http_field(const struct http_request *request, struct slice name)
{
	struct slice rest = request->fields, line, own, value;

	while (slice_next_line(&rest, &line)) {
		slice_cut(line, ':', &own, &value);
		if (slice_eq_nocase(own, name))
			return slice_trim(value);
	}
	return slice_none;
}

void http_put_head(
	struct buf *out, enum http_status status, size_t body_bytes, struct slice fields)
{
	buf_printf(out, "HTTP/1.1 %u \r\nConnection: close\r\nContent-Length: %zu\r\n",
		(unsigned)status, body_bytes);
	buf_put(out, fields);
	buf_puts(out, "\r\n");
}
