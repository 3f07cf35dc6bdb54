/* SPDX-License-Identifier: MIT */
/* Liquid's branches, loops and variables. A loop goes back to the start of its body. When only the site's
 * generator could decide a condition, the first branch is kept. */
#include "text/dialect/liquid_internal.h"
#include "text/gaps.h"

/* --- frames ---------------------------------------------------------------------------------------- */

static void set_dead(struct template *t, struct template_frame *frame, bool dead)
{
	if (frame->dead != dead)
		t->dead += dead ? 1u : -1u;
	frame->dead = dead;
}

/* Output from here on belongs to the frame. */
static void start_here(struct template *t, struct template_frame *frame)
{
	frame->len = t->out->buf.len;
	frame->count = t->out->count;
}

static struct template_frame *innermost(struct template *t, enum template_frame_kind kind)
{
	for (unsigned i = t->frame_count; i-- > 0;) {
		if (t->frames[i].kind == kind)
			return &t->frames[i];
	}
	return NULL;
}

/* Closes the frames left open in @frame. */
static void close_above(struct template *t, const struct template_frame *frame)
{
	while (&t->frames[t->frame_count - 1] != frame)
		set_dead(t, &t->frames[--t->frame_count], false);
}

static bool close_frame(
	struct template *t, enum template_frame_kind kind, struct template_frame *closed)
{
	struct template_frame *frame = innermost(t, kind);

	if (!frame)
		return false;
	close_above(t, frame);
	*closed = *frame;
	set_dead(t, frame, false);
	t->frame_count--;
	return true;
}

/* --- branches --------------------------------------------------------------------------------------- */

static void set_live(struct template *t, struct template_frame *frame, bool live)
{
	frame->live = live;
	if (live) {
		frame->taken = true;
		start_here(t, frame);
	}
	set_dead(t, frame, !live);
}

static bool holds(struct template *t, struct slice condition)
{
	return liquid_condition(t, condition) != LIQUID_NO;
}

static void open_if(struct template *t, struct slice name, struct slice args)
{
	struct template_frame *frame = template_push(t, FRAME_IF, name);
	bool is_case = slice_eq(name, S("case")) || slice_eq(name, S("switch"));
	bool live = true;

	if (t->dead) {
		frame->is_unreached = true;
		live = false;
	} else if (is_case) {
		frame->subject = arena_new(t->arena, struct env_value);
		*frame->subject = liquid_operand(t, &args);
		live = false;
	} else if (slice_eq(name, S("unless"))) {
		live = liquid_condition(t, args) != LIQUID_YES;
	} else if (!slice_eq(name, S("ifchanged"))) {
		live = holds(t, args);
	}
	set_live(t, frame, live);
}

/* "when 1, 2" and "when 1 or 2". */
static bool is_case_of(
	struct template *t, const struct env_value *subject, struct slice in)
{
	while (slice_trim(in).len) {
		struct env_value value = liquid_operand(t, &in);
		if (liquid_equal(t, subject, &value) != LIQUID_NO)
			return true;
		in = slice_trim_start(in);
		if (!slice_skip(&in, S("or ")))
			in = slice_from(in, 1);
	}
	return false;
}

static void next_of_if(struct template *t, struct template_frame *frame,
	struct slice name, struct slice args)
{
	/* Removes the output of a branch that is not taken. */
	if (!frame->live)
		template_truncate(t, frame);
	start_here(t, frame);
	bool wanted = !frame->taken && !frame->is_unreached;
	set_dead(t, frame, false);
	if (wanted && frame->subject && !slice_eq(name, S("else")))
		wanted = is_case_of(t, frame->subject, args);
	else if (wanted && !slice_eq(name, S("else")))
		wanted = holds(t, args);
	set_live(t, frame, wanted);
}

static void close_if(struct template *t)
{
	struct template_frame frame;

	if (!close_frame(t, FRAME_IF, &frame))
		return;
	if (!frame.live)
		template_truncate(t, &frame);
	struct slice text = slice_from(buf_slice(&t->out->buf), frame.len);
	if (slice_eq(frame.name, S("ifchanged")) && frame.live) {
		if (slice_eq(text, t->budget->changed))
			template_truncate(t, &frame);
		t->budget->changed = arena_dup(t->arena, text);
	}
	t->left_gap |= !frame.taken && !frame.is_unreached;
}

/* --- loops -------------------------------------------------------------------------------------------- */

/* "k, v": the parts of a pair, as in Nunjucks. */
static void set_variable(struct template *t, struct slice name, struct env_value item)
{
	struct slice key, value;

	if (!slice_cut(name, ',', &key, &value)) {
		liquid_set(t, name, item);
		return;
	}
	liquid_set(t, slice_trim(key), liquid_at(t, &item, 0));
	liquid_set(t, slice_trim(value), liquid_at(t, &item, 1));
}

static void set_item(struct template *t, const struct liquid_loop *loop)
{
	size_t at = loop->from +
		    (loop->reversed ? loop->count - 1 - loop->index : loop->index);

	set_variable(t, loop->name, liquid_at(t, &loop->list, at));
}

static size_t whole(struct template *t, struct slice *in, size_t otherwise)
{
	struct env_value value = liquid_operand(t, in);

	return liquid_to_size(&value, otherwise);
}

/* "reversed", "limit: 3", "offset: 2", "cols: 2". */
static void read_options(struct template *t, struct liquid_loop *loop, struct slice in)
{
	size_t limit = SIZE_MAX, offset = 0;

	while (slice_trim(in).len) {
		struct slice word = liquid_name(&in);
		in = slice_trim_start(in);
		slice_skip(&in, S(":"));
		if (slice_eq(word, S("reversed")))
			loop->reversed = true;
		else if (slice_eq(word, S("limit")))
			limit = whole(t, &in, limit);
		else if (slice_eq(word, S("offset")))
			offset = whole(t, &in, offset);
		else if (slice_eq(word, S("cols")))
			loop->columns = (unsigned)whole(t, &in, 0);
		else if (!word.len)
			in = slice_from(in, 1);
	}
	loop->from = offset < loop->count ? offset : loop->count;
	loop->count -= loop->from;
	loop->count = limit < loop->count ? limit : loop->count;
}

/* "x in list options". */
static bool read_loop(struct template *t, struct liquid_loop *loop, struct slice args)
{
	ptrdiff_t in = slice_find(args, S(" in "));
	struct slice rest = slice_from(args, (size_t)(in + 4)), bad;

	if (in < 0)
		return false;
	loop->name = slice_trim(slice_head(args, (size_t)in));
	if (slice_find_char(rest, '|') >= 0) {
		loop->list = liquid_filtered(t, rest, &bad);
		rest = slice_none;
	} else {
		loop->list = liquid_operand(t, &rest);
	}
	if (loop->list.kind == ENV_UNKNOWN)
		template_warn_once(t, "unknown list", slice_from(args, (size_t)(in + 4)));
	if (loop->list.kind == ENV_STRING && loop->list.text.len) {
		struct env_value *item = arena_new(t->arena, struct env_value);
		*item = loop->list;
		loop->list =
			(struct env_value){.kind = ENV_ITEMS, .items = item, .count = 1};
	}
	loop->count = liquid_count(&loop->list);
	read_options(t, loop, rest);
	return loop->count && !t->budget->is_over;
}

static void open_loop(struct template *t, struct slice name, struct slice args)
{
	struct template_frame *frame = template_push(t, FRAME_LOOP, name);
	struct liquid_loop loop = {.at = t->at,
		.line = t->line,
		.line_from = t->line_from,
		.text = t->text,
		.info = t->info,
		.parent = t->budget->loop};

	if (t->dead) {
		frame->is_unreached = true;
		set_dead(t, frame, true);
		return;
	}
	if (!read_loop(t, &loop, args)) {
		set_dead(t, frame, true);
		return;
	}
	const struct env_value *before = liquid_local(t, loop.name);
	loop.before = before ? *before : env_nil();
	frame->loop = arena_new(t->arena, struct liquid_loop);
	*frame->loop = loop;
	t->budget->loop = frame->loop;
	set_item(t, frame->loop);
	if (slice_eq(name, S("tablerow")))
		template_put(t, S("<tr><td>"));
}

static void jump(struct template *t, const struct liquid_loop *loop)
{
	t->at = loop->at;
	t->line = loop->line;
	t->line_from = loop->line_from;
	t->text = loop->text;
	t->info = loop->info;
}

/* The end of the body. True: it starts again with the next item. */
static bool next_item(struct template *t, struct template_frame *frame)
{
	struct liquid_loop *loop = frame->loop;
	struct template_budget *budget = t->budget;
	size_t bytes = t->at - loop->at;

	if (frame->dead) {
		template_truncate(t, frame);
		set_dead(t, frame, false);
	}
	budget->added_bytes += bytes / 16;
	if (loop->is_over || ++loop->index >= loop->count ||
		budget->added_bytes >= TEMPLATE_ADDED_MAX ||
		t->out->buf.len >= TEMPLATE_LOOPED_MAX ||
		!liquid_step(t, 1 + bytes / 64)) {
		loop->is_over = true;
		return false;
	}
	if (slice_eq(frame->name, S("tablerow")))
		template_put(t, loop->columns && loop->index % loop->columns == 0
					? S("</td></tr>\n<tr><td>")
					: S("</td><td>"));
	set_item(t, loop);
	start_here(t, frame);
	jump(t, loop);
	return true;
}

static void end_loop(struct template *t)
{
	struct template_frame *frame = innermost(t, FRAME_LOOP), closed;

	if (!frame)
		return;
	close_above(t, frame);
	if ((frame->loop && next_item(t, frame)) || !close_frame(t, FRAME_LOOP, &closed))
		return;
	if (closed.dead)
		template_truncate(t, &closed);
	if (!closed.loop) {
		t->left_gap |= closed.dead && !closed.is_unreached;
		return;
	}
	if (slice_eq(closed.name, S("tablerow")))
		template_put(t, S("</td></tr>"));
	set_variable(t, closed.loop->name, closed.loop->before);
	t->budget->loop = closed.loop->parent;
}

/* The rest is for a list without items. */
static void else_of_loop(struct template *t, struct template_frame *frame)
{
	if (frame->is_unreached)
		return;
	if (frame->loop) {
		if (next_item(t, frame))
			return;
		start_here(t, frame);
		set_dead(t, frame, true);
		return;
	}
	template_truncate(t, frame);
	set_dead(t, frame, false);
}

static void leave_item(struct template *t, bool leaves_loop)
{
	struct template_frame *frame = innermost(t, FRAME_LOOP);

	if (t->dead || !frame || !frame->loop)
		return;
	frame->loop->is_over |= leaves_loop;
	start_here(t, frame);
	set_dead(t, frame, true);
}

/* --- variables ------------------------------------------------------------------------------------------ */

static void assign(struct template *t, struct slice args)
{
	struct slice name, expression, bad;

	if (t->dead || !slice_cut(args, '=', &name, &expression))
		return;
	struct env_value value = liquid_filtered(t, expression, &bad);
	if (bad.len)
		template_warn_once(t, "unknown Liquid filter", bad);
	liquid_set(t, slice_trim(name), value);
}

static void end_capture(struct template *t)
{
	struct template_frame frame;

	if (!close_frame(t, FRAME_CAPTURE, &frame))
		return;
	struct slice text = slice_from(buf_slice(&t->out->buf), frame.len);
	if (!t->dead && liquid_bytes(t, text.len))
		liquid_set(t, frame.name,
			env_string(arena_dup(t->arena, gaps_without(t->arena, text))));
	template_truncate(t, &frame);
}

/* A counter with its own namespace. */
static void count(struct template *t, struct slice args, bool down)
{
	struct slice name = arena_printf(t->arena, "increment %.*s", SARG(args));
	const struct env_value *known = liquid_local(t, name);
	double number = known ? known->number : 0;

	if (t->dead)
		return;
	number -= down;
	struct env_value shown = liquid_number(number, false);
	template_put(t, liquid_text(t, &shown));
	liquid_set(t, name, liquid_number(number + !down, false));
}

/* "'a', 'b'", with "group:" perhaps before them. */
static void cycle(struct template *t, struct slice args)
{
	struct slice group = args, rest = args, first;
	struct env_value values[TEMPLATE_ARGS_MAX], value;
	unsigned size = 0;

	if (t->dead)
		return;
	liquid_operand(t, &rest);
	first = slice_head(args, args.len - rest.len);
	rest = slice_trim_start(rest);
	if (slice_skip(&rest, S(":"))) {
		group = first;
		args = rest;
	}
	while (size < TEMPLATE_ARGS_MAX && slice_trim(args).len) {
		values[size++] = liquid_operand(t, &args);
		args = slice_trim_start(args);
		args = slice_from(args, 1);
	}
	if (!size)
		return;
	struct slice name = arena_printf(t->arena, "cycle %.*s", SARG(group));
	const struct env_value *known = liquid_local(t, name);
	unsigned at = known ? (unsigned)known->number : 0;
	value = values[at % size];
	template_put(t, liquid_text(t, &value));
	liquid_set(t, name, liquid_number((at + 1) % size, false));
}

/* --- tags ------------------------------------------------------------------------------------------------- */

static void next_branch(struct template *t, struct slice name, struct slice args)
{
	struct template_frame *frame =
		t->frame_count ? &t->frames[t->frame_count - 1] : NULL;

	if (frame && frame->kind == FRAME_IF)
		next_of_if(t, frame, name, args);
	else if (frame && frame->kind == FRAME_LOOP && slice_eq(name, S("else")))
		else_of_loop(t, frame);
}

bool liquid_flow(struct template *t, struct slice name, struct slice args)
{
	if (slice_any(name, S("if|unless|case|switch|ifchanged"), slice_eq))
		open_if(t, name, args);
	else if (slice_any(name, S("elsif|elseif|elif|else|when"), slice_eq))
		next_branch(t, name, args);
	else if (slice_any(name, S("endif|endunless|endcase|endswitch|endifchanged"),
			 slice_eq))
		close_if(t);
	else if (slice_any(name, S("for|tablerow"), slice_eq))
		open_loop(t, name, args);
	else if (slice_any(name, S("endfor|endtablerow"), slice_eq))
		end_loop(t);
	else if (slice_eq(name, S("break")) || slice_eq(name, S("continue")))
		leave_item(t, slice_eq(name, S("break")));
	else if (slice_eq(name, S("assign")) || slice_eq(name, S("set")))
		assign(t, args);
	else if (slice_eq(name, S("capture")))
		template_push(t, FRAME_CAPTURE, liquid_unquoted(slice_trim(args)));
	else if (slice_eq(name, S("endcapture")))
		end_capture(t);
	else if (slice_eq(name, S("increment")) || slice_eq(name, S("decrement")))
		count(t, args, slice_eq(name, S("decrement")));
	else if (slice_eq(name, S("cycle")))
		cycle(t, args);
	else
		return false;
	return true;
}
