/* SPDX-License-Identifier: MIT */
/* Liquid as in Jekyll 4 and Eleventy: the output of "{{ }}", tags, and blocks that are read as a whole. */
#include "base/locale.h"
#include "base/text.h"
#include "text/dialect/liquid_internal.h"
#include "text/gaps.h"

/* Data files may contain bytes that sources cannot. */
static void put_value(struct template *t, struct slice text)
{
	auto_buf struct buf clean = BUF(TEMPLATE_ADDED_MAX);

	if (!liquid_bytes(t, text.len))
		return;
	if (text_is_clean(text)) {
		template_put(t, text);
		return;
	}
	text_clean(&clean, text);
	template_put(t, buf_slice(&clean));
}

/* Would the author be surprised that it is empty? Fields that only some items of a list have are
 * expected. */
static bool is_surprise(struct template *t, struct slice expression)
{
	struct slice name = liquid_name(&expression);

	return name.len && !liquid_local(t, name) && !slice_eq(name, S("include")) &&
	       !slice_eq(name, S("forloop")) && !slice_eq(name, S("nil"));
}

void liquid_output(struct template *t, struct slice expression)
{
	struct slice bad;

	if (t->dead)
		return;
	expression = slice_trim(expression);
	struct env_value value = liquid_filtered(t, expression, &bad);
	if (bad.len)
		template_warn_once(t, "unknown Liquid filter", bad);
	else if (value.kind == ENV_UNKNOWN ||
		 (value.kind == ENV_NIL && is_surprise(t, expression)))
		template_warn_once(t, "unknown variable", expression);
	if (value.kind == ENV_UNKNOWN || value.kind == ENV_NIL)
		template_gap(t);
	else
		put_value(t, liquid_text(t, &value));
}

/* --- blocks read as a whole -------------------------------------------------------------- */

/* The text up to "{% end %}", taken; *whole is false when there is none. Raw tags are not part
 * of it, unless @keeps_raw. @absent caches a failed search. */
static struct slice read_body(
	struct template *t, struct slice end, bool keeps_raw, bool *absent, bool *whole)
{
	auto_buf struct buf body = BUF(BUF_MAX_BYTES);
	bool raw = false;
	size_t at = t->at, from = t->at;
	*whole = false;
	if (*absent)
		return slice_none;
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
		struct slice name =
			template_without_dashes(slice_head(tag, (size_t)close));
		bool is_end = !raw && slice_eq(name, end);
		bool is_raw = slice_eq(name, raw ? S("endraw") : S("raw"));
		if (is_raw && keeps_raw)
			raw = !raw;
		if (!is_end && (!is_raw || keeps_raw))
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
	*absent = !*whole;
	if (!*whole)
		return slice_none;
	template_advance(t, from);
	return liquid_bytes(t, body.len) ? buf_dup(&body, t->arena) : slice_none;
}

bool liquid_body(struct template *t, struct slice end, bool *absent, struct slice *body)
{
	bool whole;
	*body = read_body(t, end, false, absent, &whole);
	return whole;
}

/* Liquid runs before highlighting. */
static struct slice expanded(struct template *t, struct slice source)
{
	struct dialect_text out;

	if (!t->options->liquid_in_code || slice_find_char(source, '{') < 0 ||
		t->depth >= TEMPLATE_DEPTH_MAX || t->dead)
		return source;
	dialect_text_init(&out, TEMPLATE_ADDED_MAX);
	struct template *inner = arena_new(t->arena, struct template);
	template_inner(t, source, &out, inner);
	inner->params = t->params;
	inner->plain = true;
	template_expand(inner);
	struct slice text =
		arena_dup(t->arena, gaps_without(t->arena, buf_slice(&out.buf)));
	dialect_text_fini(&out);
	return text;
}

static void highlight(struct template *t, struct slice args)
{
	bool whole;
	size_t len = 0;

	/* Nunjucks quotes it. */
	if (!slice_skip(&args, S("\"")))
		slice_skip(&args, S("'"));
	while (len < args.len && !strchr(" \t\n\"',", args.ptr[len]))
		len++;
	struct slice body = read_body(t, S("endhighlight"), t->options->liquid_in_code,
		&t->no_end_highlight, &whole);
	if (whole)
		template_put_code(t, text_lower(t->arena, slice_head(args, len)),
			expanded(t, body));
	else
		template_warn(t, "unclosed Liquid tag:", S("highlight"));
}

static void comment(struct template *t)
{
	bool whole;
	read_body(t, S("endcomment"), false, &t->no_end_comment, &whole);
	if (!whole)
		template_warn(t, "unclosed Liquid tag:", S("comment"));
}

/* --- tags ------------------------------------------------------------------------------------- */

static void reference(struct template *t, enum env_reference kind, struct slice name)
{
	struct slice url;
	if (t->dead)
		return;
	name = slice_find(name, S("{{")) >= 0 ? liquid_word(t, &name) : slice_trim(name);
	name = liquid_unquoted(name);
	if (t->env && t->env->reference &&
		t->env->reference(t->env->ctx, t->arena, kind, name, &url))
		template_put(t, url);
	else
		template_no_page(t, name);
}

/* A custom tag of the site. In the place of an address, its first word is probably a page, as in
 * [words]({% link_to "a-post" %}). */
static void put_reference(struct template *t, struct slice name)
{
	struct slice file = name, url;
	ptrdiff_t dot = slice_rfind_char(name, '.');
	bool known = t->env && t->env->reference;
	/* "2023-05-06-first.md" is a post's file. */
	if (dot > 0)
		file = slice_head(name, (size_t)dot);
	if (known && !t->env->reference(t->env->ctx, t->arena, ENV_REF, name, &url) &&
		t->env->reference(t->env->ctx, t->arena, ENV_POST_URL, file, &url))
		template_put(t, url);
	else
		reference(t, ENV_REF, name);
}

static void unknown_tag(struct template *t, struct slice name, struct slice args)
{
	struct template_args parsed;
	struct slice before = buf_slice(&t->out->buf);
	template_parse_args(args, &parsed);
	if (parsed.count && !parsed.key[0].len &&
		(slice_ends(before, S("](")) || slice_ends(before, S("=\""))))
		put_reference(t, parsed.value[0]);
	else if (!template_put_by_args(t, name, &parsed)) {
		t->left_gap = true;
		template_warn_once(t, "unknown Liquid tag", name);
	}
}

void liquid_tag(struct template *t, struct slice tag)
{
	struct slice args = slice_trim(tag);
	struct slice name = slice_take(&args, slice_until(args, ""));

	args = slice_trim_start(args);
	if (liquid_flow(t, name, args))
		return;
	if (slice_eq(name, S("highlight"))) {
		highlight(t, args);
	} else if (slice_eq(name, S("comment"))) {
		comment(t);
	} else if (slice_eq(name, S("echo"))) {
		liquid_output(t, args);
	} else if ((slice_starts(name, S("include")) &&
			   !slice_eq(name, S("include_code"))) ||
		   slice_eq(name, S("render"))) {
		liquid_include(t,
			slice_eq(name, S("include_relative")) ? ENV_INCLUDE_RELATIVE
							      : ENV_INCLUDE,
			args);
	} else if (slice_eq(name, S("post_url"))) {
		reference(t, ENV_POST_URL, args);
	} else if (slice_eq(name, S("link"))) {
		if (!plugin_tag(t, name, args))
			reference(t, ENV_FILE, args);
	} else {
		if (slice_any(name,
			    S("layout|liquid|seo|feed_meta|endraw|endcomment|endset|"
			      "endhighlight|#"),
			    slice_eq))
			return;
		if (!plugin_tag(t, name, args))
			unknown_tag(t, name, args);
	}
}
