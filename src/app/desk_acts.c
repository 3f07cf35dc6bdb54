/* SPDX-License-Identifier: MIT */
/* What a writer does with what is there: delete, restore, publish ... A plain request changes nothing: it shows a page
 * that says what will happen, with a link that only this page can have (app/desk_tokens.h). */
#include <time.h>

#include "app/desk_internal.h"
#include "app/desk_tokens.h"
#include "base/log.h"
#include "proto/gemini.h"

static const struct desk_act *act_of(struct slice *rest)
{
	size_t count;
	const struct desk_act *acts = desk_acts(&count);
	struct slice name, behind;

	for (size_t i = 0; i < count; i++) {
		if (slice_cut(*rest, '/', &name, &behind) &&
			slice_eq(name, acts[i].name)) {
			*rest = behind;
			return &acts[i];
		}
	}
	return NULL;
}

static int64_t now_s(void)
{
	struct timespec now;

	clock_gettime(CLOCK_BOOTTIME, &now);
	return now.tv_sec;
}

/* What the person saw: this version, the latest one, the page, and the last one that would be erased. */
static struct slice seen(const struct desk_plan *plan)
{
	const struct desk_file *file = plan->file;

	return arena_printf(plan->call->arena, "%llu %llu %llx %llu",
		(unsigned long long)(plan->version ? plan->version->id : 0),
		(unsigned long long)(file->version_count ? file->versions[0].id : 0),
		file->target.post ? file->target.post->version : 0,
		(unsigned long long)plan->newest);
}

static struct desk_deed deed_of(const struct desk_plan *plan, const struct desk_act *act)
{
	return (struct desk_deed){
		.site = plan->call->request->origin,
		.act = act->name,
		.path = plan->file->target.source,
		.version = seen(plan),
		.identity = plan->call->request->identity,
	};
}

static struct slice number_of(const struct desk_plan *plan)
{
	return arena_printf(plan->call->arena, "%llu/%.*s",
		(unsigned long long)(plan->version ? plan->version->id : 0),
		SARG(desk_key(plan->call->arena, plan->file->target.source)));
}

static unsigned ask(struct desk_plan *plan, const struct desk_act *act)
{
	const struct desk_call *call = plan->call;
	struct slice key = desk_key(call->arena, plan->file->target.source);

	desk_begin_with(call, arena_printf(call->arena, "%s \"%.*s\"?",
				      plan->title ? plan->title : act->title,
				      SARG(desk_title(call, plan->file))));
	buf_puts(call->out, "\n* File: ");
	desk_put_text(call->out, plan->file->target.source);
	buf_puts(call->out, "\n\n");
	buf_put(call->out, buf_slice(&plan->says));
	if (plan->why) {
		buf_printf(call->out, "\nThis cannot be done: %s.\n\n", plan->why);
	} else {
		struct desk_deed deed = deed_of(plan, act);
		struct slice token =
			desk_token(call->request->tokens, call->arena, &deed, now_s());
		buf_putc(call->out, '\n');
		desk_put_link(call, "do/",
			arena_printf(call->arena, "%.*s/%.*s/%.*s", SARG(token),
				SARG(act->name), SARG(number_of(plan))));
		buf_printf(call->out, "%s\n", plan->link ? plan->link : act->link);
	}
	desk_put_link(call, "edit/", key);
	buf_puts(call->out, "Leave it as it is\n");
	if (!plan->why)
		buf_printf(call->out,
			"\nThe first link works once, and for %d minutes.\n",
			DESK_TOKEN_S / 60);
	return GEMINI_SUCCESS;
}

/* One line for each act: who, what, where. Of a zone only which. */
static void log_act(const struct desk_plan *plan, const struct desk_act *act)
{
	const struct desk_request *request = plan->call->request;
	const struct reader_zone *zone = desk_zone(plan->call, plan->file);
	struct slice where = zone ? zone->path : plan->file->target.source;
	struct slice host = request->origin;
	const struct log_field fields[] = {
		{"PERSON", request->person->name, NULL},
		{"ACT", act->name, NULL},
		{"FILE", where, NULL},
	};

	slice_skip(&host, S("gemini://"));
	log_fields(LOG_INFO, fields, sizeof(fields) / sizeof(*fields),
		"%.*s: %.*s: %.*s %.*s", SARG(host), SARG(request->person->name),
		SARG(act->name), SARG(where));
}

static uint64_t covering(const struct desk_plan *plan, struct slice source)
{
	const struct desk_request *request = plan->call->request;
	struct store_version *list;
	size_t count;

	if (store_versions(request->store, plan->call->arena, source, &list, &count))
		return 0;
	for (size_t i = 0; i < count; i++) {
		if (list[i].state == STORE_CURRENT)
			return list[i].id;
	}
	return 0;
}

/* The files that it may be about, and what covers them now. */
static struct desk_changes before_act(const struct desk_plan *plan)
{
	struct slice own = plan->file->target.source;
	struct desk_changes changes = {.list = {{own, covering(plan, own)}}, .count = 1};

	if (!slice_eq(own, plan->source))
		changes.list[changes.count++] =
			(struct desk_change){plan->source, covering(plan, plan->source)};
	return changes;
}

/* Those that something else covers now. */
static void note_changes(const struct desk_plan *plan, const struct desk_changes *before)
{
	struct desk_changes *changes = plan->call->request->changes;

	for (size_t i = 0; i < before->count && changes; i++) {
		const struct desk_change *it = &before->list[i];
		if (covering(plan, it->source) != it->before)
			changes->list[changes->count++] = *it;
	}
}

static unsigned perform(
	struct desk_plan *plan, const struct desk_act *act, struct slice token)
{
	static const char *const refusals[] = {
		[DESK_TOKEN_OTHER] = ("This link is for something else, or something "
				      "changed since it was made"),
		[DESK_TOKEN_OVER] = "This link is older than ten minutes",
		[DESK_TOKEN_USED] = "This link was used before",
		[DESK_TOKEN_FULL] = "You did too much in the last ten minutes",
	};
	const struct desk_call *call = plan->call;
	const struct desk_deed deed = deed_of(plan, act);
	enum desk_token_result good =
		desk_token_use(call->request->tokens, &deed, token, now_s());

	if (good != DESK_TOKEN_GOOD)
		return desk_say(call, GEMINI_PERMANENT_FAILURE,
			arena_printf(call->arena,
				"%s. Nothing was done now; go back to the page of the "
				"post and look again",
				refusals[good]));
	if (plan->why)
		return desk_say(call, GEMINI_PERMANENT_FAILURE,
			arena_printf(call->arena, "Nothing was done: %s", plan->why));
	const struct desk_changes before = before_act(plan);
	enum store_result result = act->perform(plan);
	note_changes(plan, &before);
	if (result != STORE_OK)
		return desk_say(call, GEMINI_TEMPORARY_FAILURE,
			arena_printf(call->arena, "Nothing was done: %s",
				store_result_name(result)));
	log_act(plan, act);
	return desk_redirect(call, "history/", desk_key(call->arena, plan->source));
}

/* The act as it would be done to @version; the buffer is the caller's to free. */
static struct desk_plan plan_of(const struct desk_call *call,
	const struct desk_file *file, const struct desk_act *act,
	const struct store_version *version)
{
	struct desk_plan plan = {.call = call,
		.file = file,
		.version = version,
		.says = BUF(BUF_MAX_BYTES),
		.source = file->target.source};

	(void)act->plan(&plan);
	return plan;
}

static unsigned run(const struct desk_call *call, const struct desk_act *act,
	struct slice rest, const struct slice *token)
{
	struct desk_file file;
	const struct store_version *version;

	if (!call->request->store || !call->request->tokens)
		return desk_put_off(call);
	if (!desk_find_version(call, rest, &file, &version))
		return desk_say(call, GEMINI_NOT_FOUND,
			S("There is no such version any more; look at the history"));
	struct desk_plan plan = plan_of(call, &file, act, version);
	unsigned status = token ? perform(&plan, act, *token) : ask(&plan, act);
	buf_fini(&plan.says);
	return status;
}

unsigned desk_put_act(const struct desk_call *call, struct slice rest)
{
	const struct desk_act *act = act_of(&rest);

	return act ? run(call, act, rest, NULL) : GEMINI_NOT_FOUND;
}

unsigned desk_do_act(const struct desk_call *call, struct slice rest)
{
	struct slice token;

	if (!slice_cut(rest, '/', &token, &rest))
		return GEMINI_NOT_FOUND;
	const struct desk_act *act = act_of(&rest);
	return act ? run(call, act, rest, &token) : GEMINI_NOT_FOUND;
}

/* Does it say what keeps @version from being published? */
static bool wants_publishing(const struct desk_file *file, const struct desk_act *act,
	const struct store_version *version)
{
	return slice_eq(act->name, S("publish")) &&
	       (file->draft || desk_is_hidden(file)) &&
	       version == (file->draft ? file->draft : file->current);
}

static void put_act(const struct desk_call *call, const struct desk_file *file,
	const struct desk_act *act, const struct store_version *version)
{
	struct desk_plan plan = plan_of(call, file, act, version);

	const char *link = plan.link ? plan.link : act->link;
	if (plan.why && wants_publishing(file, act, version))
		link = arena_printf(call->arena, "Not to be published yet: %s", plan.why)
			       .ptr;
	else if (plan.why)
		link = NULL;
	if (link) {
		desk_put_link(call, "",
			arena_printf(call->arena, "%.*s/%.*s", SARG(act->name),
				SARG(number_of(&plan))));
		buf_printf(call->out, "%s\n", link);
	}
	buf_fini(&plan.says);
}

void desk_put_acts(const struct desk_call *call, const struct desk_file *file)
{
	/* What an act may be about; the latest version may be one of the others. */
	const struct store_version *latest =
		file->version_count ? &file->versions[0] : NULL;
	const struct store_version *const about[] = {
		file->draft, file->current, latest, NULL};
	/* Each act reads the texts that it is about. */
	auto_arena struct arena scratch = {0};
	const struct desk_call one = {call->request, &scratch, call->out};
	size_t count;
	const struct desk_act *acts = desk_acts(&count);

	if (!call->request->store || !call->request->tokens)
		return;
	for (size_t i = 0; i < count; i++) {
		for (size_t k = 0; k < sizeof(about) / sizeof(*about); k++) {
			size_t same = 0;
			while (about[same] != about[k])
				same++;
			if (same == k && !acts[i].is_of_history)
				put_act(&one, file, &acts[i], about[k]);
			arena_reset(&scratch);
		}
	}
}
