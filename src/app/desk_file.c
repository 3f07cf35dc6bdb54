/* SPDX-License-Identifier: MIT */
/* Which file of the blog an address of the desk stands for, and what is known of it. */
#include <errno.h>
#include <fcntl.h>
#include <time.h>
#include <unistd.h>

#include "app/desk_internal.h"
#include "base/file.h"
#include "base/text.h"
#include "base/uri.h"
#include "scan/closed.h"
#include "scan/hidden.h"

/* As it stands in an address: a '%' of its own is encoded, and it is composed. */
struct slice desk_key(struct arena *arena, struct slice source)
{
	auto_buf struct buf out = BUF(BUF_MAX_BYTES);

	for (size_t i = 0; i < source.len; i++) {
		if (source.ptr[i] == '%')
			buf_puts(&out, "%25");
		else
			buf_putc(&out, source.ptr[i]);
	}
	return text_nfc(arena, buf_dup(&out, arena));
}

/* The inverse, but for what was composed. */
static struct slice source_of(struct arena *arena, struct slice key)
{
	auto_buf struct buf out = BUF(BUF_MAX_BYTES);

	while (key.len) {
		if (slice_skip(&key, S("%25")))
			buf_putc(&out, '%');
		else
			buf_put(&out, slice_take(&key, 1));
	}
	return buf_dup(&out, arena);
}

static void take_post(struct desk_file *out, const struct site *site,
	const struct post *post, struct arena *arena)
{
	store_target_post(arena, post, &out->target);
	out->page = hidden_find(hidden_of(site), post->source);
	out->site = closed_site_of(site, post->source);
}

static bool find_post(struct desk_file *out, const struct site *site, struct arena *arena,
	struct slice source)
{
	const struct post *post = site_by_source(site, source);
	const struct hidden_page *page =
		post ? NULL : hidden_find(hidden_of(site), source);

	if (page)
		post = page->post;
	if (post)
		take_post(out, site, post, arena);
	return post;
}

static bool find_file_in(struct desk_file *out, const struct site *site,
	struct arena *arena, struct slice source)
{
	for (size_t i = 0; i < site->entry_count; i++) {
		const struct site_entry *entry = &site->entries[i];
		if (entry->kind == SITE_FILE && slice_eq(entry->file->source, source)) {
			out->site = site;
			return store_target_at(site, arena, entry->path, time(NULL),
				       &out->target) ||
			       out->target.source.len;
		}
	}
	return false;
}

static bool find_file(struct desk_file *out, const struct site *site, struct arena *arena,
	struct slice source)
{
	size_t count;
	const struct site *zones = closed_sites(site, &count);
	bool found = find_file_in(out, site, arena, source);

	for (size_t i = 0; i < count && !found; i++)
		found = find_file_in(out, &zones[i], arena, source);
	return found;
}

/* Is @source written as @key, once its letters are composed? */
static bool is_written(struct arena *scratch, struct slice source, struct slice key)
{
	bool same = slice_eq(desk_key(scratch, source), key);

	arena_reset(scratch);
	return same;
}

/* The file of a name whose letters are not composed on the disk: takes a look at each. */
static struct slice find_composed(const struct desk_request *request, struct arena *arena,
	struct arena *scratch, struct slice key)
{
	const struct site *site = request->site;
	const struct hidden *hidden = hidden_of(site);
	struct store_version *list;
	size_t count = 0;

	for (size_t i = 0; i < hidden->count; i++) {
		if (is_written(scratch, hidden->pages[i].post->source, key))
			return hidden->pages[i].post->source;
	}
	for (size_t i = 0; i < site->source_count; i++) {
		if (is_written(scratch, site->by_source[i]->source, key))
			return site->by_source[i]->source;
	}
	for (size_t i = 0; i < site->entry_count; i++) {
		const struct site_entry *entry = &site->entries[i];
		if (entry->kind == SITE_FILE &&
			is_written(scratch, entry->file->source, key))
			return entry->file->source;
	}
	if (!request->store ||
		store_versions(request->store, arena, slice_none, &list, &count))
		return slice_none;
	for (size_t i = 0; i < count; i++) {
		if (is_written(scratch, list[i].source, key))
			return list[i].source;
	}
	return slice_none;
}

/* At an address: what readers find there, and nothing else. */
static bool find_at(struct desk_file *out, const struct desk_request *request,
	struct arena *arena, struct slice key)
{
	const struct reader_zone *zone = zones_at(&request->people->zones, key);
	const struct site *site =
		zone ? closed_site(request->site, zone->path) : request->site;
	struct store_target target;

	if (!site)
		return false;
	store_target_at(site, arena, key, time(NULL), &target);
	if (target.is_new || !target.source.len)
		return false;
	*out = (struct desk_file){.site = site, .target = target};
	if (target.post)
		take_post(out, request->site, target.post, arena);
	return true;
}

/* The versions that he may see: nobody sees the draft of somebody else. */
static void take_versions(
	struct desk_file *out, const struct desk_request *request, struct arena *arena)
{
	struct store_version *list;
	size_t count, kept = 0;

	if (!request->store ||
		store_versions(request->store, arena, out->target.source, &list, &count))
		return;
	for (size_t i = 0; i < count; i++) {
		bool is_draft = list[i].state == STORE_DRAFT;
		if (is_draft && !slice_eq(list[i].author, request->person->name))
			continue;
		list[kept] = list[i];
		if (is_draft)
			out->draft = &list[kept];
		else if (list[i].state == STORE_CURRENT)
			out->current = &list[kept];
		kept++;
	}
	out->versions = list;
	out->version_count = kept;
}

static bool has_ending(struct slice source, struct slice endings)
{
	return slice_has_word(endings, uri_extension(source));
}

/* Of a file that only the uploads have. */
static void take_source(struct desk_file *out, const struct desk_request *request)
{
	const struct store_version *current = out->current;

	out->site = request->site;
	out->target.kind = has_ending(out->target.source, S(STORE_TARGET_TEXTS))
				   ? STORE_TEXT
				   : STORE_FILE;
	out->target.is_new =
		(!current || current->kind == STORE_DELETED) && !out->has_blog;
}

const struct reader_zone *desk_zone(
	const struct desk_call *call, const struct desk_file *file)
{
	const struct site *site = call->request->site;
	const struct post *post = file->target.post;
	const struct reader_zone *zone =
		post ? zones_at(&call->request->people->zones, post->path) : NULL;

	/* A folder of drafts is in it, too: "letters/_drafts". */
	if (!zone)
		zone = closed_site_of(site, file->target.source)->zone;
	return zone;
}

bool desk_is_hidden(const struct desk_file *file)
{
	return file->page && file->page->why != HIDDEN_IN_ZONE;
}

/* By its path in the blog's folder. */
static bool find_source(struct desk_file *out, const struct desk_request *request,
	struct arena *arena, struct slice source)
{
	*out = (struct desk_file){.target = {.source = source}};
	bool found = source.len && (find_post(out, request->site, arena, source) ||
					   find_file(out, request->site, arena, source));
	if (source.len)
		take_versions(out, request, arena);
	out->has_blog =
		(found || out->version_count) &&
		faccessat(request->site->folder, arena_cstr(arena, source), F_OK, 0) == 0;
	if (!found && out->version_count)
		take_source(out, request);
	return found || out->version_count;
}

bool desk_find(const struct desk_request *request, struct arena *arena, struct slice rest,
	struct desk_file *out)
{
	auto_arena struct arena scratch = {0};
	struct slice source = source_of(arena, rest);

	if (find_source(out, request, arena, source))
		return true;
	if (text_ascii_length(rest) < rest.len) {
		source = find_composed(request, arena, &scratch, rest);
		if (find_source(out, request, arena, source))
			return true;
	}
	struct slice key = arena_printf(arena, "/%.*s", SARG(rest));
	return find_at(out, request, arena, key) &&
	       find_source(out, request, arena, out->target.source);
}

/* --- its texts ------------------------------------------------------------------------------------- */

int desk_read_version(const struct desk_call *call, const struct store_version *version,
	struct slice *out)
{
	auto_buf struct buf text = BUF(DESK_TEXT_MAX_BYTES);
	auto_close int fd = store_version_open(call->request->store, version);
	int error = fd < 0 ? fd : file_read(fd, 0, &text);

	*out = buf_dup(&text, call->arena);
	return error > 0 ? -EFBIG : error;
}

int desk_read_shown(
	const struct desk_call *call, const struct desk_file *file, struct slice *out)
{
	*out = slice_none;
	if (file->current && file->current->kind == STORE_DELETED)
		return -ENOENT;
	return file->current ? desk_read_version(call, file->current, out)
			     : desk_read_blog(call, file, out);
}

int desk_read_blog(
	const struct desk_call *call, const struct desk_file *file, struct slice *out)
{
	auto_buf struct buf text = BUF(DESK_TEXT_MAX_BYTES);
	int error = file_read_beneath(
		call->request->site->folder, file->target.source, 0, &text);

	*out = buf_dup(&text, call->arena);
	return error > 0 ? -EFBIG : error;
}

static bool check_in(const struct site *site, const struct desk_call *call,
	const struct store_target *target, struct slice before, struct slice text,
	struct diag_list *diags, struct store_check *out)
{
	*out = (struct store_check){.desk = call->request->people->desk};
	return store_check_text(site, target, call->arena, before, text, diags, out);
}

bool desk_check_text(const struct desk_call *call, const struct store_target *target,
	struct slice before, struct slice text, struct diag_list *diags,
	struct store_check *out)
{
	const struct desk_request *request = call->request;
	auto_diags struct diag_list found = {0};
	const struct site *site = request->site;
	struct slice key;

	bool good = check_in(site, call, target, before, text, &found, out);
	const struct reader_zone *zone =
		!good && uri_path_key(call->arena, out->address, &key)
			? zones_at(&request->people->zones, key)
			: NULL;
	site = zone ? closed_site(site, zone->path) : NULL;
	if (site) {
		diag_fini(&found);
		diag_init(&found);
		good = check_in(site, call, target, before, text, &found, out);
	}
	diag_copy_all(diags, &found);
	return good;
}

bool desk_target(
	const struct desk_request *request, struct arena *arena, struct store_target *out)
{
	struct slice rest = request->rest;
	struct desk_file file;

	*out = (struct store_target){.why = "there is no such page to edit; begin a new "
					    "one at the desk"};
	if (!request->person || !request->person->writes ||
		!slice_skip(&rest, S("edit/")) || !desk_find(request, arena, rest, &file))
		return false;
	*out = file.target;
	return !out->why;
}
