/* SPDX-License-Identifier: MIT */
/* Reads one file of a site: its kind and, for a post, its first bytes. */
#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/file.h"
#include "base/log.h"
#include "base/text.h"
#include "base/uri.h"
#include "data/frontmatter.h"
#include "data/yaml.h"
#include "scan/scan.h"
#include "scan/scan_internal.h"
#include "source/linked.h"
#include "source/mime.h"
#include "source/name.h"
#include "source/permalink.h"
#include "source/rules.h"
#include "source/visibility.h"
#include "text/convert.h"

#define HEAD_BYTES     (8 * 1024)
#define HEAD_MAX_BYTES (YAML_FRONT_MATTER_MAX_BYTES + HEAD_BYTES)

/* Opens what the site shows as @path, without blocking on a FIFO. */
static int open_file(const struct scan_reader *reader, int folder, struct slice path,
	const struct scan_entry *entry)
{
	const struct overlay_item *cover = overlay_find(reader->overlay, path);

	if (cover)
		return overlay_open(reader->overlay, cover, NULL);
	if (entry->is_link)
		return file_open_beneath(reader->root, path, NULL);
	int fd = openat(folder, entry->name.ptr,
		O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
	return fd < 0 ? -errno : fd;
}

/* Reads front matter of any length and a little of the body. *at_end: the whole file. */
static int read_head(
	struct scan_reader *reader, int fd, uint64_t size_bytes, bool *at_end)
{
	struct frontmatter fm;

	reader->files_read++;
	buf_clear(&reader->head);
	int more = file_read_sized(fd, size_bytes, HEAD_BYTES, &reader->head);
	if (more < 0)
		return more;
	if (more) {
		struct slice head = buf_slice(&reader->head);
		frontmatter_split(head, false, post_opening(reader->settings, head), &fm);
		if (fm.format != FRONTMATTER_NONE && !fm.whole)
			more = file_read(fd, HEAD_MAX_BYTES - HEAD_BYTES, &reader->head);
	}
	*at_end = more == 0;
	return more < 0 ? more : 0;
}

/* Does it begin with "---" and close it again? (A YAML file may begin so, too.) */
static bool has_front_matter(const struct scan_reader *reader, bool at_end)
{
	struct slice head = buf_slice(&reader->head);
	struct frontmatter fm;

	if (slice_starts(head, S("\xEF\xBB\xBF")))
		head = slice_from(head, 3);
	if (!slice_starts(head, S("---")))
		return false;
	frontmatter_split(buf_slice(&reader->head), at_end, FRONTMATTER_MARKED, &fm);
	return fm.format == FRONTMATTER_YAML && fm.whole;
}

/* The address of a file that is served as it is. */
static bool file_key(struct scan_reader *reader, const struct publish_place *place,
	struct slice path, struct slice *key)
{
	const struct settings *settings = reader->settings;
	struct buf raw;

	buf_init(&raw, 8192);
	buf_putc(&raw, '/');
	const struct scan_context *context = reader->context;
	const struct settings_root *root = settings_root_of(settings, path);

	if (context->bundle.len && place->role != ROLE_STATIC) {
		/* A page's files follow its address. */
		ptrdiff_t slash = slice_rfind_char(context->bundle, '/');
		size_t from = context->bundle_folder.len;
		permalink_escape(&raw, slice_head(context->bundle, (size_t)slash + 1));
		permalink_escape(&raw, slice_from(path, from ? from + 1 : 0));
	} else if (place->collection && settings->generator == GENERATOR_JEKYLL) {
		/* "_recipes/a.png" of the collection "recipes" */
		struct slice rest = slice_from(path, place->collection->folder.len);
		buf_put(&raw, place->collection->name);
		permalink_escape(&raw, rest);
	} else {
		struct slice rest = settings_place(settings, path), segment = slice_none;
		const struct generator_rules *rules = settings->rules;
		if (root && root->prefix.len) {
			buf_put(&raw, root->prefix);
			if (rest.len)
				buf_putc(&raw, '/');
		}
		/* Beside its page: folders as in the generator's addresses, the name
		 * unchanged. */
		while (slice_split(&rest, '/', &segment) && rest.len) {
			if (rules->segment && place->role != ROLE_STATIC)
				segment = rules->segment(
					settings, reader->scratch, segment);
			permalink_escape(&raw, segment);
			buf_putc(&raw, '/');
		}
		permalink_escape(&raw, segment);
	}
	bool good = !raw.overflow && permalink_key(reader->scratch, buf_slice(&raw), key);
	buf_fini(&raw);
	return good;
}

/* Is it copied to the web although its folder is for linked files only? */
static bool is_passed(const struct settings *settings, struct slice path)
{
	const struct settings_root *root = settings_root_of(settings, path);

	/* A root can be a single file. */
	if (root && root->folder.len && slice_eq(root->folder, path))
		return !root->only_linked;
	return slice_eq(settings_place(settings, path), S("robots.txt")) ||
	       pattern_hides(&settings->without_link, path, PATTERN_FILES, NULL);
}

static void make_file(struct scan_reader *reader, const struct publish_place *place,
	struct slice path, struct scan_entry *entry)
{
	entry->kind = SCAN_NOTHING;
	if (place->only_bundled && !place->is_section && !reader->context->bundle.len)
		return;
	entry->kind = SCAN_FILE;
	entry->only_linked = place->only_linked && !is_passed(reader->settings, path);
	if (place->drafts && !reader->settings->drafts) {
		entry->kind = SCAN_NOTHING;
	} else if (!file_key(reader, place, path, &entry->key)) {
		entry->kind = SCAN_NOTHING;
		diag_add(reader->diags, DIAG_WARNING, path, 0, 0, "it is left out",
			"cannot make an address from this file's name");
	}
}

/* A page that is too long to convert is served as a file, unless it may hold hidden parts (locked parts,
 * comments), is shown only for a time or kept from lists, which a file cannot be. Returns why it is not
 * served, or NULL. */
static const char *kept_back(const struct settings *settings, const struct post *post)
{
	if (post->appears_at > time(NULL) || post->expires_at != INT64_MAX)
		return "too long, and shown only for a time";
	if (!post_is_listed(post))
		return "too long, and in no list";
	if (settings->is_vault || settings->generator == GENERATOR_HUGO)
		return "too long to search for hidden parts";
	return NULL;
}

static void make_post(struct scan_reader *reader, const struct publish_place *place,
	struct slice path, size_t head, bool at_end, struct scan_entry *entry)
{
	struct slice text = buf_slice(&reader->head);
	struct post_origin origin = {
		.source = path,
		.stamp = entry->stamp,
		.settings = reader->settings,
		.collection = place->collection,
		.is_draft_folder = place->drafts,
		.inherited = reader->context->values,
		.inherited_count = reader->context->value_count,
	};

	if (reader->wants_links)
		origin.text = text;
	switch (post_read(
		&origin, slice_head(text, head), at_end, reader->diags, &entry->post)) {
	case POST_READ:
		break;
	case POST_NOT_A_PAGE:
		entry->kind = SCAN_NOTHING;
		return;
	}
	entry->kind = SCAN_POST;
	/* A hidden page is not served as a file either. */
	if (entry->stamp.size_bytes <= CONVERT_SOURCE_MAX_BYTES ||
		!post_has_address(entry->post))
		return;
	const char *why = kept_back(reader->settings, entry->post);
	if (why) {
		entry->post->state = POST_NEVER;
		entry->post->hidden_by = slice_str(why);
		return;
	}
	post_unref(entry->post);
	entry->post = NULL;
	diag_add(reader->diags, DIAG_WARNING, path, 0, 0, "it is served as a file",
		"a post larger than %d MiB", CONVERT_SOURCE_MAX_BYTES / (1024 * 1024));
	make_file(reader, place, path, entry);
}

/* Jekyll's _posts and _drafts hold only posts. */
static bool holds_posts(
	const struct settings *settings, const struct publish_place *place)
{
	return settings->generator == GENERATOR_JEKYLL && place->collection &&
	       slice_eq(place->collection->name, S("posts"));
}

/* Is the file missing on the web although files in its folder are served? Jekyll's _posts and _drafts
 * hold only posts; for other markup Hugo has the page, which may be a draft. */
static bool keeps_source(const struct settings *settings,
	const struct publish_place *place, struct slice path)
{
	return holds_posts(settings, place) ||
	       (settings->generator == GENERATOR_HUGO && place->role != ROLE_STATIC &&
		       publish_is_other_markup(path));
}

/* A post's name needs a date; a draft's does not. */
static bool is_name_of_post(const struct settings *settings,
	const struct publish_place *place, struct slice name)
{
	struct slice rest;

	return !holds_posts(settings, place) || place->drafts ||
	       settings->is_bridgetown || name_is_of_post(name, &rest);
}

static void left_out(struct scan_reader *reader, struct slice path, const char *why)
{
	diag_add(reader->diags, DIAG_WARNING, path, 0, 0, "it is left out", "%s", why);
}

/* Tells authors with posts in another markup why these are in no list. */
static void tell_of_other_markup(struct scan_reader *reader,
	const struct publish_place *place, struct slice path, enum publish_as as)
{
	static const struct {
		struct slice extension;
		const char *name;
		bool is_beside; /* often the source of a post, or a download */
	} rows[] = {
		{S("rst"), "reStructuredText", false},
		{S("rest"), "reStructuredText", false},
		{S("org"), "Org", false},
		{S("adoc"), "AsciiDoc", false},
		{S("asciidoc"), "AsciiDoc", false},
		{S("textile"), "Textile", false},
		{S("rmd"), "R Markdown", true},
		{S("qmd"), "Quarto", true},
		{S("ipynb"), "a Jupyter notebook", true},
	};
	struct slice extension = uri_extension(path);

	if (place->role == ROLE_STATIC || (as != PUBLISH_FILE && as != PUBLISH_UNLESS))
		return;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		if (!slice_eq_nocase(extension, rows[i].extension))
			continue;
		diag_add(reader->diags, rows[i].is_beside ? DIAG_NOTE : DIAG_WARNING,
			path, 0, 0,
			keeps_source(reader->settings, place, path)
				? "it is left out"
				: "it is served as it is and is in no list",
			SCAN_OTHER_MARKUP ": %s", rows[i].name);
		return;
	}
}

/* Serves a file unchanged, unless its content is a key. */
static void serve_file(struct scan_reader *reader, const struct publish_place *place,
	struct slice path, struct scan_entry *entry, struct slice head)
{
	if (never_by_text(path, head))
		diag_add(reader->diags, DIAG_NOTE, path, 0, 0,
			"such a file is never served", "%s", never_name(NEVER_SECRET));
	else if (!keeps_source(reader->settings, place, path))
		make_file(reader, place, path, entry);
}

int scan_read_file(struct scan_reader *reader, int folder,
	const struct publish_place *place, struct slice path, enum publish_as as,
	struct scan_entry *entry)
{
	struct stat st;
	bool at_end = true;

	entry->kind = SCAN_NOTHING;
	if (as == PUBLISH_REDIRECTS) {
		entry->kind = SCAN_REDIRECTS;
		return 0;
	}
	/* The expanded robots.txt replaces it. */
	if (slice_eq(path, reader->settings->robots_file))
		return 0;
	tell_of_other_markup(reader, place, path, as);
	if (as == PUBLISH_FILE && !never_wants_look(path)) {
		serve_file(reader, place, path, entry, slice_none);
		return 0;
	}
	if (!is_name_of_post(reader->settings, place, entry->name)) {
		if (as != PUBLISH_UNLESS && as != PUBLISH_FILE)
			left_out(reader, path,
				"the name of a post begins with its date, "
				"YYYY-MM-DD-name");
		return 0;
	}
	auto_close int fd = open_file(reader, folder, path, entry);
	if (fd == -ENOENT)
		return 0;
	int error = fd < 0 ? fd : fstat(fd, &st) < 0 ? -errno : 0;
	if (!error && !S_ISREG(st.st_mode))
		return 0;
	/* Older than what is read, if at all: then it is read again. */
	if (!error) {
		entry->stamp = post_stamp_of(&st);
		error = read_head(reader, fd, entry->stamp.size_bytes, &at_end);
	}
	if (error < 0 && file_is_trouble(error))
		return error;
	if (error < 0) {
		left_out(reader, path, log_strerror(error));
		return 0;
	}
	bool matter = (as == PUBLISH_UNLESS || as == PUBLISH_IF) &&
		      has_front_matter(reader, at_end);
	if (as == PUBLISH_UNLESS || as == PUBLISH_FILE) {
		if (matter)
			diag_add(reader->diags, DIAG_NOTE, path, 0, 0, "it is not served",
				"a template: front matter in a file that is not a page");
		else
			serve_file(reader, place, path, entry, buf_slice(&reader->head));
		return 0;
	}
	if (as == PUBLISH_IF && !matter)
		return 0;
	size_t head = reader->head.len;
	if (reader->wants_links && !at_end)
		error = file_read(fd, LINKED_SOURCE_MAX, &reader->head);
	if (error < 0)
		return error;
	make_post(reader, place, path, head, at_end, entry);
	return 0;
}
