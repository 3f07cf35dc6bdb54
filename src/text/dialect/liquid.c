/* SPDX-License-Identifier: MIT */
/* Liquid as Jekyll 4 and Eleventy have it, as far as a post's text needs it: no engine. Of what is
 * decided at build time the first branch is kept, and what loops over the site is dropped. */
#include "base/locale.h"
#include "base/text.h"
#include "text/dialect/template_internal.h"
#include "text/html.h"

static struct slice without_dashes(struct slice tag)
{
	if (tag.len && tag.ptr[0] == '-')
		tag = slice_from(tag, 1);
	if (tag.len && tag.ptr[tag.len - 1] == '-')
		tag = slice_head(tag, tag.len - 1);
	return slice_trim(tag);
}

void liquid_output(struct template *t, struct slice expression)
{
	struct slice value, bad;
	expression = without_dashes(expression);
	enum liquid_known known = liquid_filtered(t, expression, &value, &bad);
	if (known == KNOWN) {
		struct slice item;
		while (slice_split(&value, LIQUID_ITEM_END[0], &item))
			template_put(t, item);
		return;
	}
	if (bad.len)
		template_warn(t, "unknown Liquid filter", bad);
	else if (known == UNKNOWN)
		template_warn(t, "unknown variable", expression);
}

/* --- branches and loops ------------------------------------------------------------------ */

static void set_live(struct template *t, struct template_frame *frame, bool live)
{
	frame->live = live;
	if (live) {
		frame->taken = true;
		frame->len = t->out->buf.len;
		frame->count = t->out->count;
	}
	if (frame->dead == live) {
		frame->dead = !live;
		t->dead += live ? -1u : 1u;
	}
}

static void open_if(struct template *t, struct slice name, struct slice args)
{
	struct template_frame *frame = template_push(t, FRAME_IF, name);
	if (slice_eq(name, S("case")) || slice_eq(name, S("ifchanged"))) {
		set_live(t, frame, slice_eq(name, S("ifchanged")));
		return;
	}
	enum liquid_known known = liquid_condition(t, args);
	if (slice_eq(name, S("unless")) && known != UNKNOWN)
		known = known == KNOWN ? ABSENT : KNOWN;
	set_live(t, frame, known != ABSENT);
}

/* elsif, else, when. */
static void next_branch(struct template *t, struct slice name, struct slice args)
{
	struct template_frame *frame =
		t->frame_count ? &t->frames[t->frame_count - 1] : NULL;
	if (!frame || frame->kind != FRAME_IF)
		return;
	if (!frame->live) {
		/* What stood in a branch that is not ours goes. */
		template_truncate(t, frame);
	} else {
		frame->len = t->out->buf.len;
		frame->count = t->out->count;
	}
	bool live = !frame->taken &&
		    (!slice_eq(name, S("elsif")) || liquid_condition(t, args) != ABSENT);
	set_live(t, frame, live);
}

static void close_frame(struct template *t, enum template_frame_kind kind)
{
	unsigned i = t->frame_count;
	while (i > 0 && t->frames[i - 1].kind != kind)
		i--;
	if (!i)
		return;
	while (t->frame_count >= i) {
		struct template_frame *frame = &t->frames[--t->frame_count];
		if (frame->dead)
			t->dead--;
		if (t->frame_count + 1 > i)
			continue;
		if (kind == FRAME_CAPTURE) {
			struct slice text =
				slice_from(buf_slice(&t->out->buf), frame->len);
			liquid_set(t, frame->name, arena_dup(t->arena, text));
		}
		if (kind == FRAME_LOOP || kind == FRAME_CAPTURE ||
			(kind == FRAME_IF && !frame->live))
			template_truncate(t, frame);
	}
}

/* --- blocks that are read whole -------------------------------------------------------------- */

/* The text up to "{% end %}", taken; *whole is false when there is none. Tags of raw are no part
 * of it. @absent remembers a search in vain. */
static struct slice read_body(
	struct template *t, struct slice end, bool *absent, bool *whole)
{
	struct buf body;
	bool raw = false;
	size_t at = t->at, from = t->at;
	*whole = false;
	if (*absent)
		return slice_none;
	buf_init(&body, BUF_MAX_BYTES);
	for (;;) {
		const char *hit = memmem(t->source.ptr + at, t->source.len - at, "{%", 2);
		if (!hit)
			break;
		struct slice tag =
			slice_from(t->source, (size_t)(hit - t->source.ptr) + 2);
		ptrdiff_t close = slice_find(slice_head(tag, 64), S("%}"));
		at = (size_t)(tag.ptr - t->source.ptr);
		if (close < 0)
			continue;
		struct slice name = without_dashes(slice_head(tag, (size_t)close));
		bool is_end = !raw && slice_eq(name, end);
		bool is_raw = slice_eq(name, raw ? S("endraw") : S("raw"));
		if (!is_end && !is_raw)
			continue;
		buf_put(&body, slice(t->source.ptr + from, at - 2 - from));
		from = at = at + (size_t)close + 2;
		if (is_raw) {
			raw = !raw;
			continue;
		}
		*whole = true;
		break;
	}
	struct slice text = *whole ? buf_dup(&body, t->arena) : slice_none;
	buf_fini(&body);
	if (*whole)
		template_advance(t, from);
	*absent = !*whole;
	return text;
}

bool liquid_body(struct template *t, struct slice end, bool *absent, struct slice *body)
{
	bool whole;
	*body = read_body(t, end, absent, &whole);
	return whole;
}

static void highlight(struct template *t, struct slice args)
{
	bool whole;
	size_t len = 0;
	while (len < args.len && !ascii_is_space(args.ptr[len]))
		len++;
	struct slice body = read_body(t, S("endhighlight"), &t->no_end_highlight, &whole);
	if (whole)
		template_put_code(t, text_lower(t->arena, slice_head(args, len)), body);
	else
		template_warn(t, "Liquid tag without its end:", S("highlight"));
}

static void comment(struct template *t)
{
	bool whole;
	read_body(t, S("endcomment"), &t->no_end_comment, &whole);
	if (!whole)
		template_warn(t, "Liquid tag without its end:", S("comment"));
}

/* --- loops over what the post itself says ------------------------------------------------------ */

/* The offset behind the "{% endfor %}" that ends the loop whose body begins at the cursor, or 0; *len
 * gets the body's. */
static size_t find_endfor(struct template *t, size_t *len)
{
	unsigned open = 1;
	for (size_t at = t->at; !t->no_end_for;) {
		ptrdiff_t hit = slice_find(slice_from(t->source, at), S("{%"));
		if (hit < 0)
			break;
		size_t start = at + (size_t)hit;
		struct slice tag = slice_from(t->source, start + 2);
		ptrdiff_t close = slice_find(slice_head(tag, TEMPLATE_TAG_MAX), S("%}"));
		at = start + 2;
		if (close < 0)
			continue;
		tag = without_dashes(slice_head(tag, (size_t)close));
		if (slice_starts(tag, S("for ")))
			open++;
		else if (slice_eq(tag, S("endfor")) && --open == 0) {
			*len = start - t->at;
			return start + 4 + (size_t)close;
		}
	}
	t->no_end_for = true;
	return 0;
}

static void expand_body(struct template *t, struct template *inner, struct slice body)
{
	*inner = (struct template){.arena = t->arena,
		.options = t->options,
		.env = t->env,
		.out = t->out,
		.budget = t->budget,
		.params = t->params,
		.depth = t->depth + 1,
		.source = body,
		.line = t->line,
		.tag_line = t->tag_line,
		.column = t->column,
		.line_is_fixed = true,
		.plain = t->plain};
	t->budget->includes++;
	t->budget->added_bytes += body.len;
	template_expand(inner);
}

/* "x in y" where y is an array that the post made with split. */
static bool loop_over_array(struct template *t, struct slice args)
{
	struct slice name, rest, array, item;
	size_t len = 0;
	ptrdiff_t in = slice_find(args, S(" in "));
	if (in < 0 || t->dead || t->depth >= TEMPLATE_DEPTH_MAX)
		return false;
	name = slice_trim(slice_head(args, (size_t)in));
	rest = slice_trim(slice_from(args, (size_t)in + 4));
	slice_cut(rest, ' ', &rest, &item);
	if (liquid_value(t, rest, &array) != KNOWN ||
		slice_find_char(array, LIQUID_ITEM_END[0]) < 0)
		return false;
	size_t end = find_endfor(t, &len);
	if (!end)
		return false;
	struct slice body = slice(t->source.ptr + t->at, len);
	struct template *inner = arena_new(t->arena, struct template);
	while (t->budget->includes < TEMPLATE_INCLUDES_MAX &&
		t->budget->added_bytes < TEMPLATE_ADDED_MAX &&
		slice_split(&array, LIQUID_ITEM_END[0], &item)) {
		liquid_set(t, name, item);
		expand_body(t, inner, body);
	}
	template_advance(t, end);
	return true;
}

/* --- includes ------------------------------------------------------------------------------- */

/* A template's HTML, tidied so that Markdown leaves it alone: its lines begin at the margin and none
 * is blank, which would end the block. */
static void put_markup(struct template *t, struct slice text)
{
	struct slice line;
	bool verbatim = false;
	while (slice_next_line(&text, &line)) {
		if (slice_find(line, S("<pre")) >= 0)
			verbatim = true;
		struct slice words = verbatim ? line : slice_trim(line);
		if (slice_find(line, S("</pre")) >= 0)
			verbatim = false;
		if (!words.len && !verbatim)
			continue;
		template_put(t, words);
		if (text.len)
			template_put(t, S("\n"));
	}
}

static void put_included(struct template *t, struct slice text)
{
	struct slice before = slice_from(buf_slice(&t->out->buf), t->line_start);
	bool alone = slice_trim(before).len == 0;
	text = slice_trim_end(text);
	while (text.len && text.ptr[0] == '\n')
		text = slice_from(text, 1);
	if (slice_trim_start(text).len && slice_trim_start(text).ptr[0] == '<') {
		/* In a block of HTML that began before it goes on. */
		bool inside = t->blocks.leaf == LEAF_HTML;
		put_markup(t, text);
		if (!t->plain && !inside)
			t->blocks.leaf = LEAF_NONE;
		return;
	}
	template_put(t, alone ? text : slice_trim(text));
}

/* Values that are names stand for what the names mean where the include is called. */
static void resolve_args(struct template *t, struct template_args *args)
{
	struct slice value;
	for (unsigned i = 0; i < args->count; i++) {
		if (args->quoted[i] || !args->key[i].len)
			continue;
		args->value[i] = liquid_value(t, args->value[i], &value) == KNOWN
					 ? value
					 : slice_none;
	}
}

/* ENV_KEPT: *why says why. */
static enum env_answer expand_include(struct template *t, enum env_include kind,
	struct slice name, const struct template_args *args, struct dialect_text *out,
	struct slice *why)
{
	struct slice source;
	struct template_budget *budget = t->budget;
	if (t->depth >= TEMPLATE_DEPTH_MAX || budget->includes >= TEMPLATE_INCLUDES_MAX ||
		budget->added_bytes >= TEMPLATE_ADDED_MAX || !t->env || !t->env->include)
		return ENV_NONE;
	enum env_answer answer =
		t->env->include(t->env->ctx, t->arena, kind, name, &source);
	*why = source;
	if (answer != ENV_TEXT)
		return answer;
	budget->includes++;
	budget->added_bytes += source.len + 64;
	struct buf clean;
	buf_init(&clean, source.len * 3 + 16);
	text_clean(&clean, source);
	struct template *inner = arena_new(t->arena, struct template);
	inner->arena = t->arena;
	inner->options = t->options;
	inner->env = t->env;
	inner->out = out;
	inner->budget = budget;
	inner->params = args;
	inner->depth = t->depth + 1;
	inner->source = buf_dup(&clean, t->arena);
	inner->line = t->line;
	inner->tag_line = t->tag_line;
	inner->column = t->column;
	inner->line_is_fixed = true;
	inner->plain = t->plain || slice_starts(slice_trim_start(inner->source), S("<"));
	buf_fini(&clean);
	if (t->options->shortcodes)
		shortcode_find_closers(inner);
	template_expand(inner);
	budget->added_bytes += out->buf.len;
	return ENV_TEXT;
}

static void include(struct template *t, enum env_include kind, struct slice args)
{
	struct template_args parsed;
	struct dialect_text out;
	struct slice why = slice_none;
	size_t len = 0;
	if (t->dead)
		return;
	while (len < args.len && !ascii_is_space(args.ptr[len]) && args.ptr[len] != ',')
		len++;
	struct slice name = slice_head(args, len);
	if (name.len > 1 && (name.ptr[0] == '"' || name.ptr[0] == '\''))
		name = slice(name.ptr + 1, name.len - 2);
	template_parse_args(slice_from(args, len), &parsed);
	resolve_args(t, &parsed);
	dialect_text_init(&out, TEMPLATE_ADDED_MAX);
	enum env_answer answer = expand_include(t, kind, name, &parsed, &out, &why);
	struct slice text = buf_slice(&out.buf);
	if (answer == ENV_KEPT)
		template_warn_kept(t, "an include that is not shown", name, why);
	else if (slice_trim(text).len)
		put_included(t, text);
	else if (!template_put_by_args(t, name, &parsed) && answer == ENV_NONE)
		template_warn(t, "no include", name);
	dialect_text_fini(&out);
}

/* --- tags ------------------------------------------------------------------------------------- */

static void reference(struct template *t, enum env_reference kind, struct slice name)
{
	struct slice url;
	name = slice_trim(name);
	if (name.len > 1 && (name.ptr[0] == '"' || name.ptr[0] == '\''))
		name = slice(name.ptr + 1, name.len - 2);
	if (t->dead)
		return;
	if (t->env && t->env->reference &&
		t->env->reference(t->env->ctx, t->arena, kind, name, &url))
		template_put(t, url);
	else
		template_no_page(t, name);
}

static void assign(struct template *t, struct slice args)
{
	struct slice name, expression, value, bad;
	if (t->dead || !slice_cut(args, '=', &name, &expression))
		return;
	if (liquid_filtered(t, expression, &value, &bad) == KNOWN)
		liquid_set(t, slice_trim(name), arena_dup(t->arena, value));
}

/* A tag of the site's own engine. Where an address must stand its first word most likely names a page,
 * as in [words]({% link_to "a-post" %}). */
static void unknown_tag(struct template *t, struct slice name, struct slice args)
{
	struct template_args parsed;
	struct slice before = buf_slice(&t->out->buf);
	template_parse_args(args, &parsed);
	if (parsed.count && !parsed.key[0].len &&
		(slice_ends(before, S("](")) || slice_ends(before, S("=\""))))
		reference(t, ENV_REF, parsed.value[0]);
	else if (!template_put_by_args(t, name, &parsed))
		template_warn(t, "unknown Liquid tag", name);
}

void liquid_tag(struct template *t, struct slice tag)
{
	static const struct slice silent[] = {S("increment"), S("decrement"), S("break"),
		S("continue"), S("cycle"), S("echo"), S("layout"), S("liquid"), S("seo"),
		S("feed_meta"), S("endraw"), S("endcomment"), S("set"), S("endhighlight"),
		S("#")};
	tag = without_dashes(tag);
	size_t len = 0;
	while (len < tag.len && !ascii_is_space(tag.ptr[len]))
		len++;
	struct slice name = slice_head(tag, len), args = slice_trim(slice_from(tag, len));
	if (slice_eq(name, S("highlight"))) {
		highlight(t, args);
	} else if (slice_eq(name, S("comment"))) {
		comment(t);
	} else if ((slice_starts(name, S("include")) &&
			   !slice_eq(name, S("include_code"))) ||
		   slice_eq(name, S("render"))) {
		include(t,
			slice_eq(name, S("include_relative")) ? ENV_INCLUDE_RELATIVE
							      : ENV_INCLUDE,
			args);
	} else if (slice_eq(name, S("post_url"))) {
		reference(t, ENV_POST_URL, args);
	} else if (slice_eq(name, S("link"))) {
		if (!plugin_tag(t, name, args))
			reference(t, ENV_FILE, args);
	} else if (slice_eq(name, S("assign"))) {
		assign(t, args);
	} else if (slice_eq(name, S("if")) || slice_eq(name, S("unless")) ||
		   slice_eq(name, S("case")) || slice_eq(name, S("ifchanged"))) {
		open_if(t, name, args);
	} else if (slice_eq(name, S("elsif")) || slice_eq(name, S("else")) ||
		   slice_eq(name, S("when"))) {
		next_branch(t, name, args);
	} else if (slice_eq(name, S("endif")) || slice_eq(name, S("endunless")) ||
		   slice_eq(name, S("endcase")) || slice_eq(name, S("endifchanged"))) {
		close_frame(t, FRAME_IF);
	} else if (slice_eq(name, S("for")) && loop_over_array(t, args)) {
		return;
	} else if (slice_eq(name, S("for")) || slice_eq(name, S("tablerow"))) {
		template_push(t, FRAME_LOOP, name)->dead = true;
		t->dead++;
	} else if (slice_eq(name, S("endfor")) || slice_eq(name, S("endtablerow"))) {
		close_frame(t, FRAME_LOOP);
	} else if (slice_eq(name, S("capture"))) {
		template_push(t, FRAME_CAPTURE, args);
	} else if (slice_eq(name, S("endcapture"))) {
		close_frame(t, FRAME_CAPTURE);
	} else {
		for (size_t i = 0; i < sizeof(silent) / sizeof(silent[0]); i++)
			if (slice_eq(name, silent[i]))
				return;
		if (!plugin_tag(t, name, args))
			unknown_tag(t, name, args);
	}
}
