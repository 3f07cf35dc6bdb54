/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <time.h>
#include <unistd.h>

#include "base/file.h"
#include "base/sha256.h"
#include "base/uri.h"
#include "serve/desk.h"
#include "serve/titan_internal.h"
#include "serve/zone.h"
#include "store/picture.h"

#define TRIES           3
#define TEXT_MAX_BYTES  (2 * 1024 * 1024) /* of the blog: larger ones are no texts */
#define META_ROOM_BYTES 800               /* for a name and an address in a refusal */

/* --- which file ------------------------------------------------------------------------------------ */

static bool find_at_desk(struct titan_job *job)
{
	const struct answer *answer = &job->answer;
	struct slice rest = slice_from(job->key, job->desk.len);
	struct store_target *out = &job->target;
	const struct desk_request request = {
		.site = answer->site,
		.people = &answer->table->people[answer->number],
		.person = answer->person,
		.identity = &job->identity,
		.rest = rest,
		.origin = job->origin,
		.store = job->store,
	};

	if (slice_starts(rest, S("edit/")) && answer->serve->desk_target)
		return answer->serve->desk_target(&request, &job->arena, out);
	if (slice_skip(&rest, S("new/"))) {
		slice_drop(&rest, S("/"));
		if (rest.len && slice_find_char(rest, '/') < 0)
			return store_target_new(
				answer->site, &job->arena, rest, time(NULL), out);
	}
	out->why = "nothing can be uploaded here; a new page is below new/, at your desk";
	return false;
}

static bool find_target(struct titan_job *job)
{
	const struct people_place *place = &job->answer.place;
	bool found;

	job->site =
		place->zone ? zone_site(job->answer.site, place->zone) : job->answer.site;
	if (!job->site)
		return false;
	if (place->is_desk) {
		found = find_at_desk(job);
		if (found)
			job->site = zone_site_of(job->answer.site, job->target.source);
	} else {
		found = store_target_at(
			job->site, &job->arena, job->key, time(NULL), &job->target);
	}
	job->is_found = found;
	return found;
}

/* --- its text -------------------------------------------------------------------------------------- */

struct texts {
	struct buf current; /* what readers see, or would */
	char hash[SHA256_DIGITS];
	struct slice author; /* of it, or of its deletion; empty: it is the blog's own */
	uint64_t id;         /* of its version; 0: it is the blog's own */
	bool has_blog;       /* in that case: there is such a file */
	struct buf draft;
	bool has_draft; /* of the person */
	struct slice came;
	bool is_taken;      /* it is somebody else's, and only the name is the same */
	bool is_superseded; /* somebody was faster, after it was looked at */
};

static void texts_fini(struct texts *texts)
{
	buf_fini(&texts->current);
	buf_fini(&texts->draft);
}

static int read_version(
	struct titan_job *job, const struct store_version *version, struct buf *out)
{
	auto_close int fd = store_version_open(job->store, version);

	return fd < 0 ? fd : file_read(fd, 0, out);
}

static size_t most_bytes(const struct titan_job *job)
{
	uint64_t most = store_most_bytes(job->store, STORE_TEXT);

	return most < TEXT_MAX_BYTES ? TEXT_MAX_BYTES : (size_t)most;
}

/* 0 or -errno. A file that is not there has an empty text. */
static int read_texts(struct titan_job *job, struct texts *out)
{
	const struct store_version *current = NULL;
	struct store_version *list;
	size_t count;

	const size_t most = most_bytes(job);
	*out = (struct texts){.current = BUF(most), .draft = BUF(most)};
	int error = store_versions(
		job->store, &job->arena, job->target.source, &list, &count);
	for (size_t i = 0; i < count && !error; i++) {
		const struct store_version *it = &list[i];
		if (it->state == STORE_CURRENT)
			current = it;
		if (it->state != STORE_DRAFT || out->has_draft ||
			!slice_eq(it->author, job->person))
			continue;
		out->has_draft = true;
		error = read_version(job, it, &out->draft);
	}
	if (current) {
		out->author = current->author;
		out->id = current->id;
	}
	if (!error && current && current->kind != STORE_DELETED) {
		error = read_version(job, current, &out->current);
	} else if (!error && !current) {
		error = file_read_beneath(
			job->site->folder, job->target.source, 0, &out->current);
		out->has_blog = error != -ENOENT;
	}
	sha256(buf_slice(&out->current), out->hash);
	if (out->current.overflow || out->draft.overflow)
		return -EFBIG;
	return error == -ENOENT || error > 0 ? 0 : error;
}

static void refuse_unreadable(struct titan_job *job)
{
	titan_refuse(job, GEMINI_TEMPORARY_FAILURE,
		S("Nothing was changed: the text that is there cannot be read now"));
}

static void put_source(struct titan_job *job)
{
	struct slice ending = uri_extension(job->target.source);
	struct texts texts;

	if (job->target.kind != STORE_TEXT) {
		titan_refuse(job, GEMINI_BAD_REQUEST,
			S("This file has no text to edit; upload another to the same "
			  "address"));
		return;
	}
	if (read_texts(job, &texts)) {
		refuse_unreadable(job);
	} else {
		titan_given(job->answer.serve->titan, job,
			slice(texts.hash, sizeof(texts.hash)));
		buf_put(&job->page,
			buf_slice(texts.has_draft ? &texts.draft : &texts.current));
		job->status = GEMINI_SUCCESS;
		job->meta = slice_eq_nocase(ending, S("gmi")) ? S("text/gemini")
							      : S("text/markdown");
	}
	texts_fini(&texts);
}

static enum store_result begin(struct titan_job *job, uint64_t bytes)
{
	const struct store_request request = {
		.source = job->target.source,
		.author = job->person,
		.kind = job->target.kind,
		.size_bytes = bytes,
		.blog = job->answer.site->folder,
	};

	return store_begin(job->store, &request, &job->upload);
}

/* Of pictures and the like one old version is kept: who did not mean that file takes nobody's place. */
static void refuse_taken(struct titan_job *job, const struct store_version *newest)
{
	bool is_there = newest->state == STORE_CURRENT && newest->kind != STORE_DELETED;
	struct slice desk = titan_edit_path(job);
	bool is_long = job->origin.len + newest->author.len + desk.len > META_ROOM_BYTES;

	titan_refuse(job, GEMINI_BAD_REQUEST,
		arena_printf(&job->arena,
			"Nothing was changed: %s, by %.*s; choose another name, or "
			"replace it at your desk%s%.*s%.*s",
			is_there ? "there is a file of that name already"
				 : "a file of that name is in the history",
			SARG(newest->author), is_long ? "" : ", ",
			SARG(is_long ? slice_none : job->origin),
			SARG(is_long ? slice_none : desk)));
}

/* What has the place of the file now, in @newest. False: it is refused. */
static bool may_take(struct titan_job *job, struct store_version *newest)
{
	if (store_newest(job->store, &job->arena, job->target.source, newest))
		titan_refuse_result(job, STORE_FAILED);
	else if (job->target.is_placed && newest->id &&
		 !slice_eq(newest->author, job->person))
		refuse_taken(job, newest);
	return !job->status;
}

static void begin_file(struct titan_job *job)
{
	struct store_version newest;
	struct slice hash = slice_none;

	if (!may_take(job, &newest))
		return;
	bool is_current = newest.id && newest.state == STORE_CURRENT;
	if (!is_current && store_blog_hash(job->answer.site->folder, job->target.source,
				   &job->arena, &hash)) {
		titan_refuse(job, GEMINI_TEMPORARY_FAILURE,
			S("Nothing was changed: the file that is there cannot be read "
			  "now"));
		return;
	}
	enum store_result result = begin(job, job->asked.size_bytes);
	if (result == STORE_OK)
		store_expect(job->upload, is_current ? newest.id : 0, hash);
	else
		titan_refuse_result(job, result);
}

void titan_begin(struct titan_job *job)
{
	if (!find_target(job)) {
		titan_refuse(job, GEMINI_BAD_REQUEST,
			job->target.why
				? arena_printf(&job->arena, "Nothing was changed: %s",
					  job->target.why)
				: S("Nothing can be uploaded here yet; try "
				    "again in a moment"));
		return;
	}
	if (job->asked.is_edit) {
		put_source(job);
		return;
	}
	if (!job->asked.size_bytes) {
		titan_page_nothing(job);
		return;
	}
	if (job->target.kind == STORE_FILE) {
		begin_file(job);
		return;
	}
	enum store_result result = begin(job, job->asked.size_bytes);
	if (result != STORE_OK)
		titan_refuse_result(job, result);
}

/* --- what came ------------------------------------------------------------------------------------- */

/* The upload becomes a version, with @text (NULL: as it came). False: it is refused, or was superseded before it was
 * there. */
static bool keep(struct titan_job *job, enum store_state as, struct texts *texts,
	const struct slice *text)
{
	bool as_it_came = !text || text->ptr == texts->came.ptr;

	store_expect(job->upload, texts->id,
		texts->has_blog ? slice(texts->hash, sizeof(texts->hash)) : slice_none);
	enum store_result result =
		store_finish(job->upload, as, as_it_came ? NULL : text, &job->id);
	job->upload = NULL;
	job->is_current = as == STORE_CURRENT;
	if (result == STORE_SUPERSEDED)
		texts->is_superseded = true;
	else if (result != STORE_OK)
		titan_refuse_result(job, result);
	return result == STORE_OK;
}

static void keep_file(struct titan_job *job)
{
	struct store_version version;
	enum store_result result =
		store_finish(job->upload, STORE_CURRENT, NULL, &job->id);

	job->upload = NULL;
	job->is_current = true;
	if (result == STORE_SUPERSEDED && may_take(job, &version))
		titan_refuse(job, GEMINI_TEMPORARY_FAILURE,
			S("Nothing was changed: somebody changed this file meanwhile; "
			  "look at it, and upload yours again"));
	else if (result != STORE_OK && !job->status)
		titan_refuse_result(job, result);
	if (job->status ||
		!store_version_find(job->store, &job->arena, job->id, &version))
		return;
	auto_close int fd = store_version_open(job->store, &version);
	if (fd >= 0 && picture_may_tell(job->target.source, fd))
		titan_page_tells(job);
}

/* Is the person's own draft of a new page a hidden one? */
static bool was_hidden(struct titan_job *job, const struct texts *texts)
{
	auto_diags struct diag_list ignored = {0};
	struct store_check check = {.desk = job->desk};

	if (!texts->has_draft)
		return false;
	store_check_text(job->site, &job->target, &job->arena, slice_none,
		buf_slice(&texts->draft), &ignored, &check);
	return check.is_hidden;
}

/* A date hides a page as a word does; a new one appears on its date by itself. */
static void judge_times(struct store_check *check, int64_t now, bool is_new)
{
	if (is_new)
		return;
	if (!check->is_hidden && check->appears_at > now)
		check->hidden_by = S("a date to come");
	else if (!check->is_hidden && check->expires_at <= now)
		check->hidden_by = S("a date on which it has expired");
	check->is_hidden |= check->appears_at > now || check->expires_at <= now;
	check->was_hidden |= check->appeared_at > now || check->expired_at <= now;
}

static bool knows(struct titan_job *job, const struct texts *texts, bool otherwise)
{
	return titan_knows(job->answer.serve->titan, job,
		slice(texts->hash, sizeof(texts->hash)), otherwise);
}

static void keep_good(struct titan_job *job, struct texts *texts, struct slice text,
	struct store_check *check)
{
	struct titan *titan = job->answer.serve->titan;
	bool is_new = !texts->current.len;
	char hash[SHA256_DIGITS];

	/* What somebody did at the desk is known to them. */
	if (texts->is_taken ||
		(!slice_eq(texts->author, job->person) && !knows(job, texts, true))) {
		if (keep(job, STORE_DRAFT, texts, &text)) {
			if (is_new)
				titan_page_deleted(job, texts->author);
			else if (texts->is_taken)
				titan_page_taken(job, texts->author);
			else
				titan_page_changed(job, texts->author);
			titan_given(titan, job, slice(texts->hash, sizeof(texts->hash)));
		}
		return;
	}
	judge_times(check, time(NULL), is_new);
	if (is_new)
		check->was_hidden = check->is_hidden || was_hidden(job, texts);
	if (check->was_hidden != check->is_hidden) {
		if (keep(job, STORE_DRAFT, texts, &text))
			titan_page_hides(job, check);
		return;
	}
	if (!check->is_hidden && check->was_listed != check->is_listed) {
		if (keep(job, STORE_DRAFT, texts, &text))
			titan_page_lists(job, check);
		return;
	}
	if (is_new && check->is_hidden) {
		if (keep(job, STORE_DRAFT, texts, &text))
			titan_page_draft(job, check);
		return;
	}
	job->appears_at = check->appears_at;
	sha256(text, hash);
	if (keep(job, STORE_CURRENT, texts, &text))
		titan_given(titan, job, slice(hash, sizeof(hash)));
}

static void keep_text(struct titan_job *job, struct texts *texts)
{
	struct slice text = texts->came, before = buf_slice(&texts->current);
	auto_diags struct diag_list diags = {0};
	struct store_check check = {.desk = job->desk};

	texts->is_taken = job->target.is_placed && (texts->id || texts->has_blog) &&
			  !slice_eq(texts->author, job->person) &&
			  !knows(job, texts, false);
	if (texts->is_taken)
		before = slice_none;
	if (!before.len)
		text = store_check_complete(
			job->site, &job->target, &job->arena, text, time(NULL));
	if (store_check_text(
		    job->site, &job->target, &job->arena, before, text, &diags, &check)) {
		keep_good(job, texts, text, &check);
	} else if (check.is_as_shown) {
		/* As a draft it would stand in front of the source that it is to be edited from. */
		titan_refuse(job, GEMINI_BAD_REQUEST,
			arena_printf(&job->arena,
				"Nothing was changed: this is the page as shown, not its "
				"source. Edit that at %.*s%.*s",
				SARG(job->origin), SARG(titan_edit_path(job))));
	} else if (keep(job, STORE_DRAFT, texts, &text)) {
		diag_sort(&diags);
		titan_page_mistakes(job, &diags);
	}
}

/* Once more, now that it is known what others did in the same moment. */
static void begin_again(struct titan_job *job, struct slice came)
{
	enum store_result result = begin(job, came.len);

	if (result == STORE_OK)
		result = store_append(job->upload, came);
	if (result != STORE_OK)
		titan_refuse_result(job, result);
}

static void finish_text(struct titan_job *job)
{
	auto_buf struct buf came = BUF(most_bytes(job));
	struct texts texts = {.is_superseded = true};

	if (store_read_back(job->upload, &came))
		refuse_unreadable(job);
	for (unsigned i = 0; i < TRIES && texts.is_superseded && !job->status; i++) {
		if (i)
			begin_again(job, buf_slice(&came));
		if (job->status)
			break;
		if (read_texts(job, &texts))
			refuse_unreadable(job);
		texts.came = buf_slice(&came);
		if (!job->status)
			keep_text(job, &texts);
		texts_fini(&texts);
		/* Then what is there next is not what the person knew. */
		if (texts.is_superseded)
			titan_given(job->answer.serve->titan, job,
				slice(texts.hash, sizeof(texts.hash)));
	}
	if (texts.is_superseded && !job->status)
		titan_refuse_result(job, STORE_SUPERSEDED);
}

void titan_finish(struct titan_job *job)
{
	if (!job->status && job->target.kind == STORE_FILE)
		keep_file(job);
	else if (!job->status)
		finish_text(job);
	store_abandon(job->upload);
	job->upload = NULL;
}
