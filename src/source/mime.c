/* SPDX-License-Identifier: MIT */
#include "source/mime.h"

#include "base/lower_bound.h"
#include "base/uri.h"

static const struct {
	struct slice mime, extensions;
} table[] = {
	{S("application/atom+xml"), S("atom")},
	{S("application/epub+zip"), S("epub")},
	{S("application/gzip"), S("gz|tgz")},
	{S("application/json"), S("json|map")},
	{S("application/manifest+json"), S("webmanifest")},
	{S("application/msword"), S("doc")},
	{S("application/pdf"), S("pdf")},
	{S("application/pgp-encrypted"), S("gpg")},
	{S("application/postscript"), S("ps")},
	{S("application/rss+xml"), S("rss")},
	{S("application/rtf"), S("rtf")},
	{S("application/toml"), S("toml")},
	{S("application/vnd.apple.keynote"), S("key")},
	{S("application/vnd.ms-excel"), S("xls")},
	{S("application/vnd.ms-powerpoint"), S("ppt")},
	{S("application/vnd.oasis.opendocument.presentation"), S("odp")},
	{S("application/vnd.oasis.opendocument.spreadsheet"), S("ods")},
	{S("application/vnd.oasis.opendocument.text"), S("odt")},
	{S("application/vnd.openxmlformats-officedocument.presentationml.presentation"),
		S("pptx")},
	{S("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
		S("xlsx")},
	{S("application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
		S("docx")},
	{S("application/wasm"), S("wasm")},
	{S("application/x-7z-compressed"), S("7z")},
	{S("application/x-bzip2"), S("bz2")},
	{S("application/x-pem-file"), S("pem")},
	{S("application/x-tar"), S("tar")},
	{S("application/x-xz"), S("xz")},
	{S("application/xml"), S("xml")},
	{S("application/yaml"), S("yaml|yml")},
	{S("application/zip"), S("zip")},
	{S("application/zstd"), S("zst")},
	{S("audio/aac"), S("aac")},
	{S("audio/flac"), S("flac")},
	{S("audio/midi"), S("mid")},
	{S("audio/mp4"), S("m4a")},
	{S("audio/mpeg"), S("mp3")},
	{S("audio/ogg"), S("oga|ogg")},
	{S("audio/opus"), S("opus")},
	{S("audio/x-wav"), S("wav")},
	{S("font/otf"), S("otf")},
	{S("font/ttf"), S("ttf")},
	{S("font/woff"), S("woff")},
	{S("font/woff2"), S("woff2")},
	{S("image/avif"), S("avif")},
	{S("image/bmp"), S("bmp")},
	{S("image/gif"), S("gif")},
	{S("image/heic"), S("heic")},
	{S("image/jpeg"), S("jpe|jpeg|jpg")},
	{S("image/jxl"), S("jxl")},
	{S("image/png"), S("png")},
	{S("image/svg+xml"), S("svg")},
	{S("image/tiff"), S("tif|tiff")},
	{S("image/vnd.microsoft.icon"), S("ico")},
	{S("image/webp"), S("webp")},
	{S("text/calendar"), S("ics")},
	{S("text/css"), S("css")},
	{S("text/csv"), S("csv")},
	{S("text/gemini"), S("gemini|gmi")},
	{S("text/html"), S("htm|html")},
	{S("text/javascript"), S("js|mjs")},
	{S("text/markdown"), S("markdown|md|mkd")},
	{S("text/plain"), S("asc|bib|c|conf|cpp|go|h|log|lua|org|pl|py|rb|rs|rst|sh|"
			    "textile|ts|txt")},
	{S("text/tab-separated-values"), S("tsv")},
	{S("text/x-diff"), S("diff|patch")},
	{S("text/x-opml"), S("opml")},
	{S("text/x-tex"), S("tex")},
	{S("video/mp4"), S("m4v|mp4")},
	{S("video/mpeg"), S("mpg")},
	{S("video/ogg"), S("ogv")},
	{S("video/quicktime"), S("mov")},
	{S("video/webm"), S("webm")},
	{S("video/x-matroska"), S("mkv")},
	{S("video/x-msvideo"), S("avi")},
};

struct slice mime_of(struct slice path)
{
	struct slice extension = uri_extension(path);

	/* Text files that usually have no extension. */
	if (extension.len == 0) {
		struct slice name = slice_path_name(path);
		if (slice_starts_nocase(name, S("LICEN")) ||
			slice_any(name, S("CNAME|COPYING"), slice_eq))
			return S("text/plain");
	}
	for (size_t i = 0; i < sizeof(table) / sizeof(*table); i++) {
		if (slice_any(extension, table[i].extensions, slice_eq_nocase))
			return table[i].mime;
	}
	return S("application/octet-stream");
}

bool mime_is_text(struct slice mime)
{
	return slice_starts(mime, S("text/")) ||
	       slice_any(mime, S("xml|json|yaml|toml"), slice_ends);
}
