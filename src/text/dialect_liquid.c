/* SPDX-License-Identifier: MIT */
/* Liquid as Jekyll 4 and Eleventy have it, as far as a post's text needs it: no engine. Of what is
 * decided at build time the first branch is kept, and what loops over the site is dropped. */
#include "base/locale.h"
#include "base/text.h"
#include "text/dialect_template.h"
#include "text/html.h"

/* --- values ------------------------------------------------------------------------------ */

enum known { KNOWN, ABSENT, UNKNOWN };

static bool find_local(const struct template *t, struct slice name, struct slice *text)
{
	for (unsigned i = t->budget->local_count; i-- > 0;) {
		if (slice_eq(t->budget->locals[i].name, name)) {
			*text = t->budget->locals[i].text;
			return true;
		}
	}
	return false;
}

static void set_local(struct template *t, struct slice name, struct slice text)
{
	struct template_budget *budget = t->budget;
	for (unsigned i = 0; i < budget->local_count; i++) {
		if (slice_eq(budget->locals[i].name, name)) {
			budget->locals[i].text = text;
			return;
		}
	}
	if (budget->local_count == TEMPLATE_LOCALS_MAX)
		return;
	budget->locals[budget->local_count].name = arena_dup(t->arena, name);
	budget->locals[budget->local_count++].text = text;
}

/* The value of a literal or a name. */
static enum known evaluate(struct template *t, struct slice name, struct slice *text)
{
	name = slice_trim(name);
	*text = slice_none;
	if (!name.len)
		return ABSENT;
	char quote = name.ptr[0];
	if (quote == '"' || quote == '\'') {
		ptrdiff_t end = slice_find_char(slice_from(name, 1), quote);
		*text = slice(name.ptr + 1, end < 0 ? name.len - 1 : (size_t)end);
		return KNOWN;
	}
	if (ascii_is_digit(quote) || quote == '-') {
		*text = name;
		return KNOWN;
	}
	if (slice_eq(name, S("true")) || slice_eq(name, S("false"))) {
		*text = name;
		return KNOWN;
	}
	if (slice_eq(name, S("nil")) || slice_eq(name, S("blank")) ||
		slice_eq(name, S("empty")))
		return ABSENT;
	if (slice_starts(name, S("include."))) {
		if (t->params && template_arg(t->params, slice_from(name, 8), text))
			return KNOWN;
		return ABSENT;
	}
	if (find_local(t, name, text))
		return KNOWN;
	/* A name that an include was given without "include." in front: Eleventy, Nunjucks. */
	if (t->params && template_arg(t->params, name, text))
		return KNOWN;
	if (t->env && t->env->variable &&
		t->env->variable(t->env->ctx, t->arena, name, text))
		return KNOWN;
	*text = slice_none;
	return UNKNOWN;
}

static struct slice map_case(struct template *t, struct slice value, bool upper)
{
	struct slice copy = arena_dup(t->arena, value);
	for (size_t i = 0; i < copy.len; i++) {
		char c = copy.ptr[i];
		if (upper && c >= 'a' && c <= 'z')
			((char *)copy.ptr)[i] = (char)(c - 32);
		else if (!upper)
			((char *)copy.ptr)[i] = ascii_lower(c);
	}
	return copy;
}

static struct slice replace_all(struct template *t, struct slice value, struct slice from,
	struct slice to, bool once)
{
	struct buf out;
	ptrdiff_t at;
	if (!from.len)
		return value;
	buf_init(&out, TEMPLATE_ADDED_MAX);
	while ((at = slice_find(value, from)) >= 0) {
		buf_put(&out, slice_head(value, (size_t)at));
		buf_put(&out, to);
		value = slice_from(value, (size_t)at + from.len);
		if (once)
			break;
	}
	buf_put(&out, value);
	value = buf_dup(&out, t->arena);
	buf_fini(&out);
	return value;
}

/* One filter. False: it is unknown. */
static bool apply_filter(struct template *t, struct slice name, struct slice argument,
	enum known *known, struct slice *value)
{
	static const struct slice identities[] = {{"relative_url", 12},
		{"absolute_url", 12}, {"escape", 6}, {"escape_once", 11},
		{"xml_escape", 10}, {"markdownify", 11}, {"date", 4}, {"url", 3},
		{"safe", 4}, {"smartify", 8}, {"uri_escape", 10}, {"strip_newlines", 14},
		{"newline_to_br", 13}, {"date_to_string", 14},
		{"date_to_long_string", 19}, {"date_to_xmlschema", 17},
		{"normalize_whitespace", 20}, {"compact", 7}, {"dump", 4}, {"json", 4},
		{"jsonify", 7}, {"textilize", 9}, {"cgi_escape", 10}, {"url_encode", 10}};
	struct slice text = slice_none, second = slice_none, first = argument;
	for (size_t i = 0; i < sizeof(identities) / sizeof(identities[0]); i++)
		if (slice_eq(name, identities[i]))
			return true;
	/* Two arguments: cut at the comma behind the first. */
	ptrdiff_t comma = -1;
	char quote = 0;
	for (size_t i = 0; i < argument.len && comma < 0; i++) {
		char c = argument.ptr[i];
		if (quote)
			quote = c == quote ? 0 : quote;
		else if (c == '"' || c == '\'')
			quote = c;
		else if (c == ',')
			comma = (ptrdiff_t)i;
	}
	if (comma >= 0) {
		first = slice_head(argument, (size_t)comma);
		evaluate(t, slice_from(argument, (size_t)comma + 1), &second);
	}
	evaluate(t, first, &text);
	if (slice_eq(name, S("default"))) {
		if (*known != KNOWN || !value->len || slice_eq(*value, S("false"))) {
			*value = text;
			*known = KNOWN;
		}
		return true;
	}
	if (slice_eq(name, S("append")) || slice_eq(name, S("prepend"))) {
		bool after = slice_eq(name, S("append"));
		if (value->len + text.len <= TEMPLATE_TAG_MAX)
			*value = after ? arena_printf(t->arena, "%.*s%.*s", SARG(*value),
						 SARG(text))
				       : arena_printf(t->arena, "%.*s%.*s", SARG(text),
						 SARG(*value));
		*known = KNOWN;
		return true;
	}
	if (slice_eq(name, S("upcase")) || slice_eq(name, S("downcase"))) {
		*value = map_case(t, *value, slice_eq(name, S("upcase")));
		return true;
	}
	if (slice_eq(name, S("capitalize"))) {
		if (value->len)
			*value = arena_printf(t->arena, "%.*s%.*s",
				SARG(map_case(t, slice_head(*value, 1), true)),
				SARG(slice_from(*value, 1)));
		return true;
	}
	if (slice_eq(name, S("strip")) || slice_eq(name, S("lstrip")) ||
		slice_eq(name, S("rstrip"))) {
		*value = slice_trim(*value);
		return true;
	}
	if (slice_eq(name, S("strip_html"))) {
		*value = html_strip(t->arena, *value);
		return true;
	}
	if (slice_eq(name, S("slugify")) || slice_eq(name, S("slug"))) {
		*value = text_slug(t->arena, *value);
		return true;
	}
	if (slice_starts(name, S("replace")) || slice_starts(name, S("remove"))) {
		*value = replace_all(
			t, *value, text, second, slice_ends(name, S("first")));
		return true;
	}
	return false;
}

/* "value | filter: argument | ..."; *bad gets the name of a filter that is unknown. */
static enum known evaluate_filtered(struct template *t, struct slice expression,
	struct slice *value, struct slice *bad)
{
	enum known known = UNKNOWN;
	bool first = true;
	size_t from = 0;
	char quote = 0;
	*bad = slice_none;
	for (size_t at = 0; at <= expression.len; at++) {
		char c = at < expression.len ? expression.ptr[at] : '|';
		if (quote && at < expression.len) {
			quote = c == quote ? 0 : quote;
			continue;
		}
		if (c == '"' || c == '\'')
			quote = c;
		if (c != '|')
			continue;
		struct slice piece = slice_trim(slice(expression.ptr + from, at - from));
		struct slice name = piece, argument = slice_none;
		from = at + 1;
		if (first) {
			known = evaluate(t, piece, value);
		} else {
			slice_cut(piece, ':', &name, &argument);
			if (!apply_filter(t, slice_trim(name), slice_trim(argument),
				    &known, value)) {
				*bad = slice_trim(name);
				return UNKNOWN;
			}
		}
		first = false;
	}
	return known;
}

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
	enum known known = evaluate_filtered(t, expression, &value, &bad);
	if (known == KNOWN)
		template_put(t, value);
	else if (bad.len)
		template_warn(t, "unknown Liquid filter", bad);
	else if (known == UNKNOWN)
		template_warn(t, "unknown variable", expression);
}

/* --- conditions --------------------------------------------------------------------------- */

static bool is_true(enum known known, struct slice value)
{
	return known == KNOWN && !slice_eq(value, S("false"));
}

/* UNKNOWN: the site's own engine would know. */
static enum known condition(struct template *t, struct slice text)
{
	static const struct slice hard[] = {
		{" and ", 5}, {" or ", 4}, {" contains ", 10}, {">", 1}, {"<", 1}};
	struct slice left, right;
	for (size_t i = 0; i < sizeof(hard) / sizeof(hard[0]); i++)
		if (slice_find(text, hard[i]) >= 0)
			return UNKNOWN;
	ptrdiff_t at = slice_find(text, S("=="));
	bool equal = at >= 0;
	if (!equal)
		at = slice_find(text, S("!="));
	if (at >= 0) {
		enum known known = evaluate(t, slice_head(text, (size_t)at), &left);
		enum known other = evaluate(t, slice_from(text, (size_t)at + 2), &right);
		if (known == UNKNOWN || other == UNKNOWN)
			return UNKNOWN;
		/* Both nil, or both the same text; "" and nil are told apart by few authors. */
		return slice_eq(left, right) == equal ? KNOWN : ABSENT;
	}
	enum known known = evaluate(t, text, &left);
	if (known == UNKNOWN)
		return UNKNOWN;
	return is_true(known, left) ? KNOWN : ABSENT;
}

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
	enum known known = condition(t, args);
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
		    (!slice_eq(name, S("elsif")) || condition(t, args) != ABSENT);
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
			set_local(t, frame->name, arena_dup(t->arena, text));
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
	buf_init(&body, 0);
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
		put_markup(t, text);
		if (!t->plain)
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
		args->value[i] =
			evaluate(t, args->value[i], &value) == KNOWN ? value : slice_none;
	}
}

static bool expand_include(struct template *t, struct slice name,
	const struct template_args *args, struct dialect_text *out)
{
	struct slice source;
	struct template_budget *budget = t->budget;
	if (t->depth >= TEMPLATE_DEPTH_MAX || budget->includes >= TEMPLATE_INCLUDES_MAX ||
		budget->added_bytes >= TEMPLATE_ADDED_MAX)
		return false;
	if (!t->env || !t->env->include ||
		!t->env->include(t->env->ctx, t->arena, name, &source))
		return false;
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
	inner->line_is_fixed = true;
	inner->plain = t->plain || slice_starts(slice_trim_start(inner->source), S("<"));
	buf_fini(&clean);
	if (t->options->shortcodes)
		shortcode_find_closers(inner);
	template_expand(inner);
	budget->added_bytes += out->buf.len;
	return true;
}

static void include(struct template *t, struct slice args)
{
	struct template_args parsed;
	struct dialect_text out;
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
	bool found = expand_include(t, name, &parsed, &out);
	struct slice text = buf_slice(&out.buf);
	if (slice_trim(text).len)
		put_included(t, text);
	else if (!template_put_by_args(t, name, &parsed) && !found)
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
		template_warn(t, "no such page:", name);
}

static void assign(struct template *t, struct slice args)
{
	struct slice name, expression, value, bad;
	if (t->dead || !slice_cut(args, '=', &name, &expression))
		return;
	if (evaluate_filtered(t, expression, &value, &bad) == KNOWN)
		set_local(t, slice_trim(name), arena_dup(t->arena, value));
}

void liquid_tag(struct template *t, struct slice tag)
{
	static const struct slice silent[] = {{"increment", 9}, {"decrement", 9},
		{"break", 5}, {"continue", 8}, {"cycle", 5}, {"echo", 4}, {"layout", 6},
		{"liquid", 6}, {"seo", 3}, {"feed_meta", 9}, {"endraw", 6},
		{"endcomment", 10}, {"set", 3}, {"endhighlight", 12}, {"#", 1}};
	tag = without_dashes(tag);
	size_t len = 0;
	while (len < tag.len && !ascii_is_space(tag.ptr[len]))
		len++;
	struct slice name = slice_head(tag, len), args = slice_trim(slice_from(tag, len));
	if (slice_eq(name, S("highlight"))) {
		highlight(t, args);
	} else if (slice_eq(name, S("comment"))) {
		comment(t);
	} else if (slice_starts(name, S("include")) || slice_eq(name, S("render"))) {
		include(t, args);
	} else if (slice_eq(name, S("post_url"))) {
		reference(t, ENV_POST_URL, args);
	} else if (slice_eq(name, S("link"))) {
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
		struct template_args parsed;
		template_parse_args(args, &parsed);
		if (!template_put_by_args(t, name, &parsed))
			template_warn(t, "unknown Liquid tag", name);
	}
}
