/* SPDX-License-Identifier: MIT */
#include "source/mime.h"

#include "base/lower_bound.h"
#include "base/uri.h"

struct row {
	const char *extension, *mime;
};

/* By extension, so that a binary search finds it. */
static const struct row table[] = {
	{"7z", "application/x-7z-compressed"},
	{"aac", "audio/aac"},
	{"asc", "text/plain"},
	{"atom", "application/atom+xml"},
	{"avi", "video/x-msvideo"},
	{"avif", "image/avif"},
	{"bib", "text/plain"},
	{"bmp", "image/bmp"},
	{"bz2", "application/x-bzip2"},
	{"c", "text/plain"},
	{"conf", "text/plain"},
	{"cpp", "text/plain"},
	{"css", "text/css"},
	{"csv", "text/csv"},
	{"diff", "text/x-diff"},
	{"doc", "application/msword"},
	{"docx", "application/"
		 "vnd.openxmlformats-officedocument.wordprocessingml.document"},
	{"epub", "application/epub+zip"},
	{"flac", "audio/flac"},
	{"gemini", "text/gemini"},
	{"gif", "image/gif"},
	{"gmi", "text/gemini"},
	{"go", "text/plain"},
	{"gpg", "application/pgp-encrypted"},
	{"gz", "application/gzip"},
	{"h", "text/plain"},
	{"heic", "image/heic"},
	{"htm", "text/html"},
	{"html", "text/html"},
	{"ico", "image/vnd.microsoft.icon"},
	{"ics", "text/calendar"},
	{"jpe", "image/jpeg"},
	{"jpeg", "image/jpeg"},
	{"jpg", "image/jpeg"},
	{"js", "text/javascript"},
	{"json", "application/json"},
	{"jxl", "image/jxl"},
	{"key", "application/vnd.apple.keynote"},
	{"log", "text/plain"},
	{"lua", "text/plain"},
	{"m4a", "audio/mp4"},
	{"m4v", "video/mp4"},
	{"map", "application/json"},
	{"markdown", "text/markdown"},
	{"md", "text/markdown"},
	{"mid", "audio/midi"},
	{"mjs", "text/javascript"},
	{"mkd", "text/markdown"},
	{"mkv", "video/x-matroska"},
	{"mov", "video/quicktime"},
	{"mp3", "audio/mpeg"},
	{"mp4", "video/mp4"},
	{"mpg", "video/mpeg"},
	{"odp", "application/vnd.oasis.opendocument.presentation"},
	{"ods", "application/vnd.oasis.opendocument.spreadsheet"},
	{"odt", "application/vnd.oasis.opendocument.text"},
	{"oga", "audio/ogg"},
	{"ogg", "audio/ogg"},
	{"ogv", "video/ogg"},
	{"opml", "text/x-opml"},
	{"opus", "audio/opus"},
	{"org", "text/plain"},
	{"otf", "font/otf"},
	{"patch", "text/x-diff"},
	{"pdf", "application/pdf"},
	{"pem", "application/x-pem-file"},
	{"pl", "text/plain"},
	{"png", "image/png"},
	{"ppt", "application/vnd.ms-powerpoint"},
	{"pptx", "application/"
		 "vnd.openxmlformats-officedocument.presentationml.presentation"},
	{"ps", "application/postscript"},
	{"py", "text/plain"},
	{"rb", "text/plain"},
	{"rs", "text/plain"},
	{"rss", "application/rss+xml"},
	{"rst", "text/plain"},
	{"rtf", "application/rtf"},
	{"sh", "text/plain"},
	{"svg", "image/svg+xml"},
	{"tar", "application/x-tar"},
	{"tex", "text/x-tex"},
	{"textile", "text/plain"},
	{"tgz", "application/gzip"},
	{"tif", "image/tiff"},
	{"tiff", "image/tiff"},
	{"toml", "application/toml"},
	{"ts", "text/plain"},
	{"tsv", "text/tab-separated-values"},
	{"ttf", "font/ttf"},
	{"txt", "text/plain"},
	{"wasm", "application/wasm"},
	{"wav", "audio/x-wav"},
	{"webm", "video/webm"},
	{"webmanifest", "application/manifest+json"},
	{"webp", "image/webp"},
	{"woff", "font/woff"},
	{"woff2", "font/woff2"},
	{"xls", "application/vnd.ms-excel"},
	{"xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"},
	{"xml", "application/xml"},
	{"xz", "application/x-xz"},
	{"yaml", "application/yaml"},
	{"yml", "application/yaml"},
	{"zip", "application/zip"},
	{"zst", "application/zstd"},
};

static int compare(struct slice extension, const char *name)
{
	size_t i = 0;

	for (; i < extension.len && name[i]; i++) {
		int order = (unsigned char)ascii_lower(extension.ptr[i]) -
			    (unsigned char)name[i];
		if (order)
			return order;
	}
	return (i < extension.len) - (name[i] != '\0');
}

struct slice mime_of(struct slice path)
{
	struct slice extension = uri_extension(path);
	const size_t count = sizeof(table) / sizeof(*table);

	/* Plain words that authors leave without extension. */
	if (extension.len == 0) {
		ptrdiff_t slash = slice_rfind_char(path, '/');
		struct slice name = slice_from(path, (size_t)(slash + 1));
		if (slice_starts_nocase(name, S("LICEN")) || slice_eq(name, S("CNAME")) ||
			slice_eq(name, S("COPYING")))
			return S("text/plain");
	}
	size_t at = lower_bound(0, count, i, compare(extension, table[i].extension) > 0);
	if (at < count && compare(extension, table[at].extension) == 0)
		return slice_str(table[at].mime);
	return S("application/octet-stream");
}

bool mime_is_text(struct slice mime)
{
	return slice_starts(mime, S("text/")) || slice_ends(mime, S("xml")) ||
	       slice_ends(mime, S("json")) || slice_ends(mime, S("yaml")) ||
	       slice_ends(mime, S("toml"));
}
