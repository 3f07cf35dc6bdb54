/* SPDX-License-Identifier: MIT */
/* Liquid's include and its variants in other generators: a fragment replaces its tag. */
#include "base/text.h"
#include "text/dialect/liquid_internal.h"

/* A template's HTML, prepared so that Markdown keeps it: lines are not indented, and none is blank,
 * which would end the block. */
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
		/* In an HTML block that has begun, it continues. */
		bool inside = t->blocks.leaf == LEAF_HTML;
		put_markup(t, text);
		if (!t->plain && !inside)
			t->blocks.leaf = LEAF_NONE;
		return;
	}
	template_put(t, alone ? text : slice_trim(text));
}

/* Escaped quotes within quotes are literal. */
static struct slice unescaped(struct template *t, struct slice s)
{
	struct buf out = BUF(BUF_MAX_BYTES);

	if (slice_find_char(s, '\\') < 0)
		return s;
	for (size_t i = 0; i < s.len; i++) {
		if (s.ptr[i] == '\\' && i + 1 < s.len && strchr("\"'\\", s.ptr[i + 1]))
			i++;
		buf_putc(&out, s.ptr[i]);
	}
	return buf_take(&out, t->arena);
}

/* Values that are names are resolved where the include is called. @args receives their texts. */
static void resolve(
	struct template *t, struct template_args *args, struct liquid_params *params)
{
	params->count = args->count;
	for (unsigned i = 0; i < args->count; i++) {
		struct slice rest = args->value[i];
		params->names[i] = args->key[i];
		if (args->quoted[i])
			params->values[i] = env_string(unescaped(t, rest));
		else if (args->key[i].len)
			params->values[i] = liquid_operand(t, &rest);
		else
			params->values[i] = env_string(rest);
		if (params->values[i].kind == ENV_STRING)
			args->value[i] = params->values[i].text;
		else if (args->key[i].len)
			args->value[i] = liquid_is_list(&params->values[i])
						 ? slice_none
						 : liquid_text(t, &params->values[i]);
	}
}

/* ENV_KEPT: *why says why. */
static enum env_answer expand(struct template *t, enum env_include kind,
	struct slice name, const struct liquid_params *params, struct dialect_text *out,
	struct slice *why)
{
	struct template_budget *budget = t->budget;
	struct slice source;

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
	struct buf clean = BUF(source.len * 3 + 16);
	text_clean(&clean, source);
	source = buf_take(&clean, t->arena);
	struct template *inner = arena_new(t->arena, struct template);
	template_inner(t, source, out, inner);
	inner->params = params;
	inner->plain = t->plain || slice_starts(slice_trim_start(source), S("<"));
	if (t->options->shortcodes)
		shortcode_find_closers(inner);
	template_expand(inner);
	budget->added_bytes += out->buf.len;
	return ENV_TEXT;
}

struct slice liquid_word(struct template *t, struct slice *args)
{
	struct buf name = BUF(TEMPLATE_TAG_MAX);
	size_t at = 0;

	while (at < args->len && !ascii_is_space(args->ptr[at]) && args->ptr[at] != ',') {
		struct slice rest = slice_from(*args, at), bad;
		ptrdiff_t close = slice_find(rest, S("}}"));
		if (!slice_starts(rest, S("{{")) || close < 0) {
			buf_putc(&name, args->ptr[at++]);
			continue;
		}
		struct env_value value =
			liquid_filtered(t, slice(rest.ptr + 2, (size_t)close - 2), &bad);
		buf_put(&name, liquid_text(t, &value));
		at += (size_t)close + 2;
	}
	*args = slice_from(*args, at);
	return liquid_unquoted(buf_take(&name, t->arena));
}

/* A card for a page from the theme, which the site does not have: shows a link to the page instead. */
static bool put_page_of_loop(struct template *t)
{
	const struct liquid_loop *loop = t->budget->loop;
	const struct env_value *item = loop ? liquid_local(t, loop->name) : NULL;

	if (!item || item->kind != ENV_OBJECT || liquid_is_list(item) ||
		item->type >= LIQUID_FORLOOP)
		return false;
	struct env_value url = liquid_get(t, item, S("url"), S("url"));
	struct env_value title = liquid_get(t, item, S("title"), S("title"));
	if (url.kind != ENV_STRING || title.kind != ENV_STRING)
		return false;
	template_put(t, t->plain ? S("<p>") : S("\n\n"));
	template_put_link(t, false, url.text, title.text);
	template_put(t, t->plain ? S("</p>") : S("\n\n"));
	t->line_start = t->out->buf.len;
	return true;
}

void liquid_include(struct template *t, enum env_include kind, struct slice args)
{
	struct liquid_params *params = arena_new(t->arena, struct liquid_params);
	struct template_args parsed;
	struct dialect_text out;
	struct slice why = slice_none;

	if (t->dead)
		return;
	struct slice name = liquid_word(t, &args);
	template_parse_args(args, &parsed);
	resolve(t, &parsed, params);
	dialect_text_init(&out, TEMPLATE_ADDED_MAX);
	enum env_answer answer = expand(t, kind, name, params, &out, &why);
	struct slice text = buf_slice(&out.buf);
	t->left_gap = true;
	if (answer == ENV_KEPT)
		template_warn_kept(t, "include not shown", name, why);
	else if (slice_trim(text).len)
		put_included(t, text);
	else if (!template_put_by_args(t, name, &parsed) && answer == ENV_NONE &&
		 !put_page_of_loop(t))
		template_warn_once(t, "no such include", name);
	dialect_text_fini(&out);
}
