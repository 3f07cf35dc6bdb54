/* SPDX-License-Identifier: MIT */
/* What each act of a writer would do at this moment, said before it is done, and how it is done. */
#include <errno.h>
#include <time.h>

#include "app/desk_internal.h"
#include "base/log.h"
#include "base/uri.h"

static bool cannot(struct desk_plan *plan, const char *why)
{
	plan->why = why;
	return false;
}

static bool is_covered(const struct desk_file *file)
{
	return file->current && file->current->kind == STORE_DELETED;
}

/* Who would see the text that was checked. */
static void say_who_sees(struct desk_plan *plan, const struct store_check *check)
{
	const struct zones *zones = &plan->call->request->people->zones;
	const struct date date = {.set = true, .at = check->appears_at};
	struct slice key;

	if (check->is_hidden) {
		buf_puts(&plan->says, "Nobody but writers will see it: ");
		desk_put_text(&plan->says, check->hidden_by);
		buf_puts(&plan->says, ".\n");
		return;
	}
	const struct reader_zone *zone =
		uri_path_key(plan->call->arena, check->address, &key)
			? zones_at(zones, key)
			: NULL;
	buf_printf(&plan->says, "%s will see it at %.*s",
		zone ? "The readers of its zone" : "Everybody", SARG(check->address));
	if (check->appears_at > time(NULL)) {
		buf_puts(&plan->says, ", once its date has come: ");
		date_put_iso_day(&plan->says, &date);
	}
	buf_puts(&plan->says, check->is_listed ? ".\n" : ", but it is in no list.\n");
}

/* Whatever is wrong with the blog's own file, it is the blog's: nothing is refused for that. */
static bool say_blog_s(struct desk_plan *plan)
{
	auto_diags struct diag_list ignored = {0};
	struct store_check check;
	struct slice text;

	buf_puts(&plan->says, "The blog's own file is the current version again. ");
	if (plan->file->target.kind == STORE_TEXT &&
		desk_read_blog(plan->call, plan->file, &text) == 0 &&
		desk_check_text(
			plan->call, &plan->file->target, text, text, &ignored, &check))
		say_who_sees(plan, &check);
	else
		buf_putc(&plan->says, '\n');
	return true;
}

#define HANDS_DOWN "it hides or orders pages below it; change that in the blog"

/* Does what readers see now say something for the pages below it that @then (NULL: unreadable) does not? They might be
 * shown without it. */
static bool takes_from_below(const struct desk_plan *plan, const struct slice *then)
{
	const struct desk_call *call = plan->call;
	const struct store_target *target = &plan->file->target;
	const struct settings *settings = call->request->site->settings;
	struct slice text;

	if (target->kind != STORE_TEXT)
		return false;
	int error = desk_read_shown(call, plan->file, &text);
	unsigned long long now = store_check_hands_down(settings, target->source,
		call->arena, error && error != -ENOENT ? NULL : &text);
	return now &&
	       now != store_check_hands_down(settings, target->source, call->arena, then);
}

/* Says that the blog's own file is shown again, if it may be. */
static bool say_uncovered(struct desk_plan *plan)
{
	struct slice text;
	bool is_read = plan->file->target.kind == STORE_TEXT &&
		       !desk_read_blog(plan->call, plan->file, &text);

	return takes_from_below(plan, is_read ? &text : NULL) ? cannot(plan, HANDS_DOWN)
							      : say_blog_s(plan);
}

/* --- delete ---------------------------------------------------------------------------------------- */

static bool plan_delete(struct desk_plan *plan)
{
	const struct desk_file *file = plan->file;

	if (plan->version != file->current)
		return cannot(plan, DESK_CHANGED);
	if (is_covered(file) || (!file->current && !file->has_blog))
		return cannot(plan, "there is nothing to delete");
	if (takes_from_below(plan, &slice_none))
		return cannot(plan, HANDS_DOWN);
	buf_puts(&plan->says, "Readers will not find it any more");
	if (file->target.address.len && !desk_is_hidden(file))
		buf_printf(&plan->says, " at %.*s", SARG(file->target.address));
	buf_puts(&plan->says, ".\n");
	buf_puts(&plan->says,
		!file->has_blog ? "It stays in the history, and can be restored.\n"
		: file->current
			? "What was uploaded stays in the history, and can be "
			  "restored. The blog's own file is left as it is, and is "
			  "not shown.\n"
			: "The blog's own file is left as it is, and is not shown "
			  "any more; this can be taken back.\n");
	return true;
}

static enum store_result do_delete(struct desk_plan *plan)
{
	const struct desk_request *request = plan->call->request;

	return store_delete(request->store, plan->source, request->person->name,
		plan->version ? plan->version->id : 0, request->site->folder);
}

/* --- restore --------------------------------------------------------------------------------------- */

/* Says who would see @text, or what is wrong with it. */
static bool say_text(struct desk_plan *plan, struct slice before, struct slice text)
{
	auto_diags struct diag_list diags = {0};
	struct store_check check;

	bool good = desk_check_text(
		plan->call, &plan->file->target, before, text, &diags, &check);
	if (good)
		say_who_sees(plan, &check);
	else
		desk_put_errors(&plan->says, &diags);
	return good || cannot(plan, "it has mistakes now");
}

/* Says who would see the text of an earlier version, or what is wrong with it. */
static bool say_version(struct desk_plan *plan)
{
	const struct desk_call *call = plan->call;
	auto_diags struct diag_list ignored = {0};
	struct slice before, text;
	struct store_check check;

	if (desk_read_version(call, plan->version, &text))
		return cannot(plan, "this version cannot be read at the moment");
	bool none = desk_read_shown(call, plan->file, &before);
	if (!none && slice_eq(before, text))
		return cannot(plan, "it is the same as the current one");
	if (takes_from_below(plan, &text))
		return cannot(plan, HANDS_DOWN);
	if (none)
		(void)desk_read_blog(call, plan->file, &before);
	desk_check_text(call, &plan->file->target, before, text, &ignored, &check);
	/* Without front matter it once was right. */
	return say_text(plan, check.is_as_shown ? text : before, text);
}

static bool plan_restore(struct desk_plan *plan)
{
	const struct store_version *version = plan->version;
	const struct desk_file *file = plan->file;

	if (!version || version->kind == STORE_DELETED || version->state == STORE_DRAFT)
		return cannot(plan, "there is no such version to restore");
	if (version->state == STORE_CURRENT)
		return cannot(plan, "this version is the current one");
	if (version->state == STORE_DONE && !file->current)
		return cannot(plan, "the blog has this version");
	buf_puts(&plan->says, "The version of ");
	desk_put_time(plan->call, &plan->says, version->at);
	buf_printf(
		&plan->says, " by %.*s becomes the current one. ", SARG(version->author));
	buf_puts(&plan->says, !file->current || is_covered(file)
				      ? ""
				      : "The current one goes to the history. ");
	if (version->kind == STORE_TEXT)
		return say_version(plan);
	buf_putc(&plan->says, '\n');
	return true;
}

static enum store_result do_restore(struct desk_plan *plan)
{
	const struct desk_request *request = plan->call->request;

	return store_restore(request->store, plan->version->id, request->person->name,
		plan->file->current ? plan->file->current->id : 0, request->site->folder);
}

/* --- discard --------------------------------------------------------------------------------------- */

static bool plan_discard(struct desk_plan *plan)
{
	const struct desk_file *file = plan->file;

	if (!plan->version ||
		(plan->version != file->draft && plan->version != file->current))
		return cannot(plan, DESK_CHANGED);
	if (plan->version == file->draft) {
		plan->link = "Erase your draft";
		plan->title = "Erase your draft of";
		buf_puts(&plan->says, "Your draft is erased; the history does not keep "
				      "it.\n");
		return true;
	}
	if (!file->has_blog)
		return cannot(
			plan, is_covered(file)
				      ? "the blog has no file of its own here; restore a "
					"version of its history instead"
				      : "the blog has no file of its own here; delete it "
					"instead");
	plan->link = is_covered(file) ? "Take back the deletion"
				      : "Show the blog's own file again";
	plan->title = is_covered(file) ? "Take back the deletion of"
				       : "Show the blog's own file of";
	if (!is_covered(file))
		buf_puts(&plan->says, "What was uploaded goes to the history. ");
	return say_uncovered(plan);
}

static enum store_result do_discard(struct desk_plan *plan)
{
	return store_discard(plan->call->request->store, plan->version->id);
}

/* --- publish, hide --------------------------------------------------------------------------------- */

/* The draft, or the current version. */
static bool read_own(struct desk_plan *plan)
{
	const struct desk_file *file = plan->file;

	if (plan->version != (file->draft ? file->draft : file->current))
		return cannot(plan, DESK_CHANGED);
	if (file->target.kind != STORE_TEXT || file->target.why)
		return cannot(plan, "only texts are published");
	int error = file->draft ? desk_read_version(plan->call, file->draft, &plan->text)
				: desk_read_shown(plan->call, file, &plan->text);
	return !error || cannot(plan, "its text cannot be read at the moment");
}

static bool plan_publish(struct desk_plan *plan)
{
	const struct desk_file *file = plan->file;
	auto_diags struct diag_list diags = {0};
	struct desk_published to;

	if (!read_own(plan))
		return false;
	if (!file->draft && !desk_is_hidden(file))
		return cannot(plan, "it is not hidden");
	bool good = desk_publish(plan->call, file, plan->text, &diags, &to);
	if (to.gone.len)
		buf_printf(&plan->says,
			"These words go:\n\n```words that hide it\n%.*s```\n\n",
			SARG(to.gone));
	if (!good) {
		desk_put_errors(&plan->says, &diags);
		return cannot(plan, to.why);
	}
	if (to.is_moved) {
		buf_puts(&plan->says, "It moves out of the folder of drafts: ");
		desk_put_text(&plan->says, file->target.source);
		buf_puts(&plan->says, " becomes ");
		desk_put_text(&plan->says, to.source);
		buf_puts(&plan->says, ". ");
	}
	if (file->draft && !to.is_moved && (file->current || file->has_blog))
		buf_puts(
			&plan->says, "Your draft takes the place of what is there now. ");
	say_who_sees(plan, &to.check);
	plan->source = to.source;
	plan->text = to.text;
	plan->is_moved = to.is_moved;
	return true;
}

/* The draft as it is, where it says that readers are not to see it any more. */
static bool plan_hide(struct desk_plan *plan)
{
	auto_diags struct diag_list diags = {0};
	struct store_check check;
	struct slice before;

	if (!read_own(plan))
		return false;
	if (!plan->file->draft || desk_is_hidden(plan->file) ||
		desk_read_shown(plan->call, plan->file, &before))
		return cannot(plan, "readers see nothing of it");
	if (!desk_check_text(
		    plan->call, &plan->file->target, before, plan->text, &diags, &check))
		return cannot(plan, "it has mistakes");
	if (!check.is_hidden)
		return cannot(plan, "your draft does not say that it is hidden");
	buf_puts(&plan->says, "Your draft takes the place of what readers see now. ");
	say_who_sees(plan, &check);
	return true;
}

static enum store_result upload(struct desk_plan *plan)
{
	const struct desk_request *request = plan->call->request;
	const struct store_request begin = {
		.source = plan->source,
		.author = request->person->name,
		.kind = STORE_TEXT,
		.size_bytes = plan->text.len,
		.blog = request->site->folder,
	};
	struct store_upload *upload;
	enum store_result result = store_begin(request->store, &begin, &upload);

	if (result == STORE_OK) {
		const struct desk_file *file = plan->file;
		bool is_current = file->current && !plan->is_moved;
		if (plan->is_moved || file->current || !file->has_blog)
			store_expect(
				upload, is_current ? file->current->id : 0, slice_none);
		(void)store_append(upload, plan->text); /* store_finish says it, too */
		result = store_finish(upload, STORE_CURRENT, NULL, NULL);
	}
	return result;
}

static enum store_result do_publish(struct desk_plan *plan)
{
	const struct desk_request *request = plan->call->request;
	const struct desk_file *file = plan->file;
	enum store_result result = upload(plan);

	if (result != STORE_OK || !plan->is_moved)
		return result;
	/* The new one is there: what is left of the draft hides nothing, and is shown to nobody. */
	if (file->draft)
		result = store_discard(request->store, file->draft->id);
	if (result == STORE_OK && !is_covered(file) && (file->current || file->has_blog))
		result = store_delete(request->store, file->target.source,
			request->person->name, file->current ? file->current->id : 0,
			request->site->folder);
	if (result != STORE_OK)
		log_warning("%.*s was published as %.*s, and stays among the drafts: %s; "
			    "erase or delete it at the desk",
			SARG(file->target.source), SARG(plan->source),
			store_result_name(result));
	return STORE_OK;
}

/* --- forget ---------------------------------------------------------------------------------------- */

/* How much it is, with the drafts of others, which the person does not see. */
static bool say_erased(struct desk_plan *plan)
{
	const struct desk_call *call = plan->call;
	struct store_version *list;
	size_t count, drafts = 0;

	if (store_versions(call->request->store, call->arena, plan->file->target.source,
		    &list, &count) ||
		!count)
		return false;
	plan->newest = list[0].id;
	for (size_t i = 0; i < count; i++)
		drafts += list[i].state == STORE_DRAFT &&
			  !slice_eq(list[i].author, call->request->person->name);
	buf_printf(&plan->says,
		"All that was uploaded of it is erased, %zu version%s: the history%s",
		count, count == 1 ? "" : "s", plan->file->draft ? ", your draft" : "");
	if (drafts)
		buf_printf(&plan->says, ", %zu draft%s of others", drafts,
			drafts == 1 ? "" : "s");
	buf_puts(&plan->says, ". This cannot be taken back. ");
	return true;
}

static bool plan_forget(struct desk_plan *plan)
{
	const struct desk_file *file = plan->file;

	if (!file->version_count || plan->version != &file->versions[0])
		return cannot(plan, DESK_CHANGED);
	if (!file->has_blog && takes_from_below(plan, &slice_none))
		return cannot(plan, HANDS_DOWN);
	if (!say_erased(plan))
		return cannot(plan, store_result_name(STORE_FAILED));
	if (file->has_blog)
		return say_uncovered(plan);
	buf_puts(&plan->says, "Readers will not find it any more.\n");
	return true;
}

static enum store_result do_forget(struct desk_plan *plan)
{
	size_t erased;

	return store_forget(
		plan->call->request->store, plan->source, plan->newest, &erased);
}

/* --- all ------------------------------------------------------------------------------------------- */

static const struct desk_act acts[] = {
	{S("delete"), "Delete", "Delete it", plan_delete, do_delete, false},
	{S("restore"), "Restore", "Restore it", plan_restore, do_restore, true},
	{S("discard"), "Take back", "Take it back", plan_discard, do_discard, false},
	{S("publish"), "Publish", "Publish it", plan_publish, do_publish, false},
	{S("hide"), "Hide", "Hide it", plan_hide, upload, false},
	{S("forget"), "Erase", "Erase it for good", plan_forget, do_forget, false},
};

const struct desk_act *desk_acts(size_t *count)
{
	*count = sizeof(acts) / sizeof(*acts);
	return acts;
}
