/* SPDX-License-Identifier: MIT */
/* What was uploaded, as lists, and the history of each file. */
#include "app/desk_internal.h"
#include "base/file.h"
#include "proto/gemini.h"
#include "scan/hidden.h"
#include "source/mime.h"

#define FIRST_MAX 5 /* on the first page */
#define LIST_MAX  300
#define BYTES_MAX (6 * 1024 * 1024) /* of a picture that is shown from the history */

/* Those that he may see. */
static size_t versions_of(const struct desk_call *call, struct store_version **out)
{
	const struct desk_request *request = call->request;
	size_t count = 0, kept = 0;

	if (store_versions(request->store, call->arena, slice_none, out, &count))
		return 0;
	for (size_t i = 0; i < count; i++) {
		if ((*out)[i].state != STORE_DRAFT ||
			slice_eq((*out)[i].author, request->person->name))
			(*out)[kept++] = (*out)[i];
	}
	return kept;
}

/* The page of @source, hidden or not; NULL: none. */
static const struct post *post_of(const struct desk_call *call, struct slice source,
	const struct hidden_page **page)
{
	const struct site *site = call->request->site;
	const struct post *post = site_by_source(site, source);

	*page = post ? NULL : hidden_find(hidden_of(site), source);
	return *page ? (*page)->post : post;
}

static struct slice name_of(const struct desk_call *call, struct slice source)
{
	struct desk_file file;

	if (desk_find(call->request, call->arena, desk_key(call->arena, source), &file))
		return desk_title(call, &file);
	return slice_path_name(source);
}

/* The same call, with memory for one line: whole texts are read for it. */
static struct desk_call call_for_line(const struct desk_call *call, struct arena *scratch)
{
	return (struct desk_call){call->request, scratch, call->out};
}

static const char *state_of(
	const struct desk_call *call, const struct store_version *version)
{
	const struct hidden_page *page;
	const struct post *post;

	switch (version->state) {
	case STORE_CURRENT:
		if (version->kind == STORE_DELETED)
			return "deleted";
		post = post_of(call, version->source, &page);
		if (page && page->why != HIDDEN_IN_ZONE)
			return "kept, hidden";
		return post || version->kind == STORE_FILE ? "shown" : "kept, not shown";
	case STORE_DRAFT:
		return "draft of yours";
	case STORE_OLD:
		return version->kind == STORE_DELETED ? "an earlier deletion" : "earlier";
	case STORE_CLASHED:
		return "clashed: the blog's file changed meanwhile";
	case STORE_DONE:
		return "done: the blog has it now";
	}
	return "";
}

/* --- lists ----------------------------------------------------------------------------------------- */

/* Is there a later one of the same file? Then that says how things are. */
static bool is_latest(const struct store_version *list, size_t at)
{
	for (size_t i = 0; i < at; i++) {
		if (slice_eq(list[i].source, list[at].source))
			return false;
	}
	return true;
}

/* How many mistakes keep a draft from being shown. */
static size_t mistakes_of(const struct desk_call *call, const struct store_version *draft)
{
	auto_diags struct diag_list diags = {0};
	struct store_check check;
	struct desk_file file;
	struct slice before, text;

	if (draft->kind != STORE_TEXT || desk_read_version(call, draft, &text) ||
		!desk_find(call->request, call->arena,
			desk_key(call->arena, draft->source), &file))
		return 0;
	(void)desk_read_shown(call, &file, &before);
	desk_check_text(call, &file.target, before, text, &diags, &check);
	return diag_count(&diags, DIAG_ERROR);
}

/* How it is with a file whose latest version is over. */
static const char *over(const struct desk_call *call, struct slice source)
{
	struct desk_file file;

	return desk_find(call->request, call->arena, desk_key(call->arena, source),
		       &file) &&
			       file.has_blog
		       ? "taken back: the blog's own file is shown"
		       : "deleted";
}

static void put_upload(const struct desk_call *call, const struct store_version *version)
{
	bool is_over = version->state == STORE_OLD;
	size_t mistakes = version->state == STORE_DRAFT ? mistakes_of(call, version) : 0;

	desk_put_link(call, is_over ? "history/" : "edit/",
		desk_key(call->arena, version->source));
	desk_put_day(call, version->at);
	buf_putc(call->out, ' ');
	desk_put_text(call->out, name_of(call, version->source));
	buf_printf(call->out, " (%s",
		is_over ? over(call, version->source) : state_of(call, version));
	if (mistakes)
		buf_printf(
			call->out, ", %zu mistake%s", mistakes, mistakes == 1 ? "" : "s");
	buf_puts(call->out, ")\n");
}

/* The files that have uploads, by their latest. Returns how many there are. */
static size_t put_uploads(const struct desk_call *call, size_t most)
{
	auto_arena struct arena scratch = {0};
	const struct desk_call line = call_for_line(call, &scratch);
	struct store_version *list;
	size_t count = versions_of(call, &list), files = 0;

	for (size_t i = 0; i < count; i++) {
		if (is_latest(list, i) && files++ < most)
			put_upload(&line, &list[i]);
		arena_reset(&scratch);
	}
	return files;
}

void desk_put_upload_section(const struct desk_call *call)
{
	if (!call->request->store) {
		buf_puts(call->out,
			"\nUploads are not taken at the moment; the log of the "
			"server says why.\n");
		return;
	}
	buf_putc(call->out, '\n');
	desk_put_link(call, "new/", slice_none);
	buf_puts(call->out, "Write a post, or send a picture\n");
	desk_put_link(call, "posts/", slice_none);
	buf_puts(call->out, "Edit a post\n\n## Uploads\n\n");
	size_t files = put_uploads(call, FIRST_MAX);
	if (!files)
		buf_puts(call->out, "Nothing has been uploaded yet.\n");
	if (files > FIRST_MAX) {
		desk_put_link(call, "uploads/", slice_none);
		buf_printf(call->out, "All %zu\n", files);
	}
	if (files) {
		desk_put_link(call, "history/", slice_none);
		buf_puts(call->out, "History\n");
	}
}

static void put_usage(const struct desk_call *call)
{
	struct store_usage usage;

	store_usage(call->request->store, call->request->person->name, &usage);
	buf_printf(call->out, "\nYours, with history and drafts: %zu version%s, ",
		usage.files, usage.files == 1 ? "" : "s");
	desk_put_size(call->out, usage.bytes);
	buf_puts(call->out, ".\n");
}

unsigned desk_put_uploads(const struct desk_call *call, struct slice rest)
{
	if (rest.len)
		return GEMINI_NOT_FOUND;
	if (!call->request->store)
		return desk_put_off(call);
	desk_begin(call, "uploads");
	buf_putc(call->out, '\n');
	size_t files = put_uploads(call, LIST_MAX);
	if (files > LIST_MAX)
		buf_printf(call->out, "\nThese are the newest %d of %zu.\n", LIST_MAX,
			files);
	put_usage(call);
	desk_put_back(call);
	return GEMINI_SUCCESS;
}

/* --- history --------------------------------------------------------------------------------------- */

/* That of the version before it which is of the same file, or it is looked for. */
static struct slice name_once(const struct desk_call *call,
	const struct store_version *list, const struct slice *names, size_t at)
{
	auto_arena struct arena scratch = {0};
	const struct desk_call line = call_for_line(call, &scratch);

	for (size_t i = 0; i < at; i++) {
		if (slice_eq(list[i].source, list[at].source))
			return names[i];
	}
	return arena_dup(call->arena, name_of(&line, list[at].source));
}

static unsigned put_all(const struct desk_call *call)
{
	struct slice names[LIST_MAX];
	struct store_version *list;
	size_t count = versions_of(call, &list);

	desk_begin(call, "history");
	buf_putc(call->out, '\n');
	for (size_t i = 0; i < count && i < LIST_MAX; i++) {
		const struct store_version *it = &list[i];
		desk_put_link(call, "history/", desk_key(call->arena, it->source));
		desk_put_time(call, call->out, it->at);
		buf_putc(call->out, ' ');
		names[i] = name_once(call, list, names, i);
		desk_put_text(call->out, names[i]);
		buf_printf(call->out, ", by %.*s (%s)\n", SARG(it->author),
			state_of(call, it));
	}
	if (count > LIST_MAX)
		buf_printf(call->out, "\nThese are the newest %d of %zu.\n", LIST_MAX,
			count);
	desk_put_back(call);
	return GEMINI_SUCCESS;
}

/* "12/_posts/x.md" */
static struct slice numbered(const struct desk_call *call, const struct store_version *it)
{
	return arena_printf(call->arena, "%llu/%.*s", (unsigned long long)it->id,
		SARG(desk_key(call->arena, it->source)));
}

static void put_version(const struct desk_call *call, const struct store_version *it)
{
	buf_puts(call->out, "\n### ");
	desk_put_time(call, call->out, it->at);
	buf_printf(call->out, " by %.*s\n\n", SARG(it->author));
	buf_printf(call->out, "%s", state_of(call, it));
	if (it->kind != STORE_DELETED) {
		buf_puts(call->out, ", ");
		desk_put_size(call->out, it->size_bytes);
	}
	buf_putc(call->out, '\n');
	if (it->kind != STORE_DELETED) {
		desk_put_link(call, "version/", numbered(call, it));
		buf_printf(call->out, "%s\n",
			it->kind == STORE_TEXT ? "Read it" : "Look at it");
	}
	if (it->state != STORE_CURRENT && it->state != STORE_DRAFT &&
		it->kind != STORE_DELETED) {
		desk_put_link(call, "restore/", numbered(call, it));
		buf_puts(call->out, "Restore it\n");
	}
}

static unsigned put_one(const struct desk_call *call, struct slice rest)
{
	struct desk_file file;

	if (!desk_find(call->request, call->arena, rest, &file))
		file = (struct desk_file){.target = {.source = slice_none}};
	if (!file.target.source.len) {
		desk_begin(call, "history");
		buf_puts(call->out, "\nNo version of this file is kept.\n");
		desk_put_back(call);
		return GEMINI_SUCCESS;
	}
	desk_begin_with(call, desk_title(call, &file));
	desk_put_state(call, &file);
	buf_putc(call->out, '\n');
	desk_put_reading(call, &file);
	desk_put_link(call, "edit/", desk_key(call->arena, file.target.source));
	buf_puts(call->out, "Edit it, and what else can be done\n\n## Versions\n");
	for (size_t i = 0; i < file.version_count; i++)
		put_version(call, &file.versions[i]);
	if (!file.version_count)
		buf_puts(call->out, "\nNothing of it was uploaded.\n");
	desk_put_back(call);
	return GEMINI_SUCCESS;
}

unsigned desk_put_history(const struct desk_call *call, struct slice rest)
{
	if (!call->request->store)
		return desk_put_off(call);
	return rest.len ? put_one(call, rest) : put_all(call);
}

/* --- one version ----------------------------------------------------------------------------------- */

bool desk_find_version(const struct desk_call *call, struct slice rest,
	struct desk_file *file, const struct store_version **out)
{
	unsigned long long id;
	struct slice number;

	*out = NULL;
	if (!call->request->store || !slice_cut(rest, '/', &number, &rest) ||
		!slice_to_uint(number, &id) ||
		!desk_find(call->request, call->arena, rest, file))
		return false;
	for (size_t i = 0; i < file->version_count && !*out; i++) {
		if (file->versions[i].id == id)
			*out = &file->versions[i];
	}
	return *out || !id;
}

/* A picture as it is. */
static unsigned put_bytes(const struct desk_call *call, const struct store_version *it)
{
	auto_close int fd = store_version_open(call->request->store, it);

	if (it->size_bytes > BYTES_MAX)
		return desk_say(call, GEMINI_PERMANENT_FAILURE,
			S("This version is too large to be shown from the history"));
	call->out->len = 0;
	buf_put(call->out,
		gemini_header(call->arena, GEMINI_SUCCESS, mime_of(it->source)));
	int error = fd < 0 ? fd : file_read(fd, 0, call->out);
	if (error)
		return desk_say(call, GEMINI_TEMPORARY_FAILURE,
			S("This version cannot be read at the moment"));
	return GEMINI_SUCCESS;
}

unsigned desk_put_version(const struct desk_call *call, struct slice rest)
{
	const struct store_version *it;
	struct desk_file file;
	struct slice text;

	if (!desk_find_version(call, rest, &file, &it) || !it ||
		it->kind == STORE_DELETED)
		return GEMINI_NOT_FOUND;
	if (it->kind == STORE_FILE)
		return put_bytes(call, it);
	int error = desk_read_version(call, it, &text);
	if (error)
		return desk_say(call, GEMINI_TEMPORARY_FAILURE,
			S("This version cannot be read at the moment"));
	desk_begin_with(call, desk_title(call, &file));
	buf_puts(call->out, "\nThe version of ");
	desk_put_time(call, call->out, it->at);
	buf_printf(call->out, " by %.*s (%s).\n\n", SARG(it->author), state_of(call, it));
	desk_put_link(call, "history/", desk_key(call->arena, it->source));
	buf_puts(call->out, "History\n\n");
	desk_put_source(call, text);
	desk_put_back(call);
	return GEMINI_SUCCESS;
}
