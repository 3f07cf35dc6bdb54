/* SPDX-License-Identifier: MIT */
/* Expands a robots.txt template: unknown parts are read as strictly as possible. */
#include "source/robots.h"

#include "data/frontmatter.h"
#include "source/include.h"
#include "source/secret.h"
#include "text/dialect.h"

#define OUT_MAX_BYTES (512 * 1024) /* the part that crawlers read (RFC 9309) */
#define DEPTH_MAX     16           /* of branches, and of includes */
#define ASKS_MAX      1000         /* evaluated expressions */
#define SET_MAX_BYTES                                                                    \
	(16 * 1024)           /* tags that set variables; each reads all of them again */
#define UNKNOWN_SIGN   '\x1c' /* marks a value that only the generator knows */
#define UNCERTAIN_SIGN '\x1d' /* begins a line that the generator may have left out */

enum known { KNOWN_FALSE, KNOWN_TRUE, KNOWN_NOT };

/* An open branch or loop. */
struct frame {
	bool taken;     /* an earlier branch was certainly taken */
	bool dead;      /* this one certainly is not */
	bool uncertain; /* unknown */
};

struct expansion {
	struct settings_reader *reader;
	const struct value *front_matter;
	struct buf out;
	struct buf set; /* tags that set variables, for later expressions */
	struct frame frames[DEPTH_MAX];
	unsigned depth, includes, asks;
	bool whole;
};

static struct slice variable(const struct expansion *e, struct slice name)
{
	const struct settings *settings = e->reader->settings;

	if (slice_any(name, S("jekyll.environment|hugo.Environment"), slice_eq))
		return S("production");
	if (slice_starts(name, S("page.")))
		return value_text(value_path(e->front_matter, slice_from(name, 5)));
	if (slice_eq(name, S("site.url")))
		return settings->url;
	/* Addresses of the capsule are without it. */
	if (slice_eq(name, S("site.baseurl")))
		return S("");
	if (slice_starts(name, S("site."))) {
		name = slice_from(name, 5);
		return secret_is_setting(settings->raw, name)
			       ? slice_none
			       : value_text(value_path(settings->raw, name));
	}
	return value_text(value_path(e->front_matter, name));
}

static enum env_answer ask_variable(
	void *ctx, struct arena *arena, struct slice name, struct slice *text)
{
	(void)arena;
	*text = variable(ctx, name);
	return text->ptr ? ENV_TEXT : ENV_NONE;
}

/* Expands @text with Liquid; false: it uses unknown values. */
static bool liquid(struct expansion *e, struct slice text, struct slice *made)
{
	auto_arena struct arena arena = {0};
	const struct convert_options options = {.format = CONVERT_HTML, .liquid = true};
	auto_diags struct diag_list diags = {0};
	struct dialect dialect;

	if (e->asks++ >= ASKS_MAX || e->set.overflow)
		return false;
	const struct text_env env = {
		.ctx = e, .diags = &diags, .variable = ask_variable, .first_line = 1};
	struct slice source =
		arena_printf(&arena, "%.*s%.*s", SARG(buf_slice(&e->set)), SARG(text));
	dialect_expand(&arena, source, &options, &env, &dialect);
	*made = slice_trim(buf_dup(&dialect.text, &e->reader->settings->arena));
	bool good = !diags.count && !dialect.text.overflow;
	buf_fini(&dialect.text);
	return good;
}

/* Hugo's conditions that have a fixed value in production. */
static enum known go_condition(struct slice condition)
{
	static const struct slice true_on_web = S(
		"hugo.IsProduction|not hugo.IsServer|eq hugo.Environment \"production\"|"
		"eq (getenv \"HUGO_ENV\") \"production\"");
	static const struct slice false_on_web =
		S("not hugo.IsProduction|hugo.IsDevelopment|hugo.IsServer|"
		  "ne hugo.Environment \"production\"");

	if (slice_any(condition, true_on_web, slice_eq))
		return KNOWN_TRUE;
	return slice_any(condition, false_on_web, slice_eq) ? KNOWN_FALSE : KNOWN_NOT;
}

static enum known condition(struct expansion *e, struct slice text, bool go)
{
	struct arena *arena = &e->reader->settings->arena;
	struct slice positive, negative;

	if (go)
		return go_condition(text);
	/* If unknown, both are kept. */
	if (!liquid(e, arena_printf(arena, "{%% if %.*s %%}x{%% endif %%}", SARG(text)),
		    &positive) ||
		!liquid(e,
			arena_printf(arena, "{%% unless %.*s %%}x{%% endunless %%}",
				SARG(text)),
			&negative) ||
		positive.len == negative.len)
		return KNOWN_NOT;
	return positive.len ? KNOWN_TRUE : KNOWN_FALSE;
}

/* The combined state of the open frames. */
static struct frame around(const struct expansion *e)
{
	struct frame all = {.uncertain = e->depth > DEPTH_MAX};

	for (unsigned i = 0; i < e->depth && i < DEPTH_MAX; i++) {
		all.dead |= e->frames[i].dead;
		all.uncertain |= e->frames[i].uncertain;
	}
	return all;
}

static bool is_dead(const struct expansion *e)
{
	return around(e).dead;
}

static void put_text(struct expansion *e, struct slice text)
{
	bool uncertain = around(e).uncertain;

	if (is_dead(e))
		return;
	for (size_t i = 0; i < text.len; i++) {
		bool starts = i == 0 || text.ptr[i - 1] == '\n';
		char c = text.ptr[i];
		if (uncertain && starts)
			buf_putc(&e->out, UNCERTAIN_SIGN);
		if (c != UNKNOWN_SIGN && c != UNCERTAIN_SIGN)
			buf_putc(&e->out, c);
	}
}

static void put_unknown(struct expansion *e)
{
	if (is_dead(e))
		return;
	e->whole = false;
	buf_putc(&e->out, UNKNOWN_SIGN);
}

static void set_branch(struct expansion *e, struct frame *frame, enum known known)
{
	frame->dead = frame->taken || known == KNOWN_FALSE;
	frame->uncertain |= known == KNOWN_NOT;
	frame->taken |= known == KNOWN_TRUE;
	if (known == KNOWN_NOT && !is_dead(e))
		e->whole = false;
}

/* A loop's body is put once, as uncertain. */
static void open_frame(struct expansion *e, enum known known)
{
	if (e->depth < DEPTH_MAX) {
		e->frames[e->depth] = (struct frame){0};
		e->depth++;
		set_branch(e, &e->frames[e->depth - 1], known);
	} else {
		e->depth++;
		e->whole = false;
	}
}

static void expand(struct expansion *e, struct slice text);

static void include(struct expansion *e, struct slice name)
{
	struct settings *settings = e->reader->settings;
	int trouble = 0; /* unreadable files are unknown */
	struct slice folder = settings->includes_dir, file = slice_none;

	slice_cut(slice_trim(name), ' ', &name, NULL);
	if (name.len > 1 && strchr("\"'", *name.ptr))
		name = slice(name.ptr + 1, name.len - 2);
	/* Includes are part of the settings' version already. */
	if (e->includes++ < DEPTH_MAX &&
		include_from(e->reader->folder, folder, &settings->arena, name, &file,
			&trouble) == ENV_TEXT &&
		file.len)
		expand(e, file);
	else
		put_unknown(e);
}

/* "if x", "for a in b", "end": the same words in Liquid, Nunjucks, Tera and Go. False: none of
 * them. */
static bool control(struct expansion *e, struct slice tag, bool go)
{
	static const struct slice loops = S("for|range|with|capture|case|tablerow");
	static const struct slice ends =
		S("end|endif|endunless|endfor|endcapture|endcase|endtablerow");
	struct slice word, rest;

	slice_cut(tag, ' ', &word, &rest);
	rest = slice_trim(rest);
	struct frame *frame =
		e->depth && e->depth <= DEPTH_MAX ? &e->frames[e->depth - 1] : NULL;
	if (slice_eq(word, S("if"))) {
		open_frame(e, condition(e, rest, go));
	} else if (slice_eq(word, S("unless"))) {
		enum known known = condition(e, rest, false);
		open_frame(e, known == KNOWN_NOT    ? known
			      : known == KNOWN_TRUE ? KNOWN_FALSE
						    : KNOWN_TRUE);
	} else if (slice_any(word, loops, slice_eq)) {
		open_frame(e, KNOWN_NOT);
	} else if (slice_any(word, ends, slice_eq)) {
		e->depth -= e->depth != 0;
	} else if (slice_any(word, S("else|elsif|elif|when"), slice_eq)) {
		bool more = !slice_eq(word, S("else")) || slice_starts(rest, S("if"));
		slice_skip(&rest, S("if "));
		if (frame)
			set_branch(e, frame,
				!more                       ? KNOWN_TRUE
				: slice_eq(word, S("when")) ? KNOWN_NOT
							    : condition(e, rest, go));
	} else {
		return false;
	}
	return true;
}

static void on_tag(struct expansion *e, struct slice whole, struct slice tag)
{
	struct slice word, rest;

	slice_cut(tag, ' ', &word, &rest);
	if (control(e, tag, false) || is_dead(e))
		return;
	if (slice_any(word, S("assign|set|increment"), slice_eq))
		buf_put(&e->set, whole);
	else if (slice_any(word, S("include|include_cached|render"), slice_eq))
		include(e, rest);
	else
		put_unknown(e);
}

/* absolute_url is for the Sitemap's line: an address of the web site. */
static struct slice made_absolute(
	struct expansion *e, struct slice expression, struct slice value)
{
	const struct settings *settings = e->reader->settings;
	bool wanted = slice_find(expression, S("absolute_url")) >= 0 ||
		      slice_find(expression, S("absURL")) >= 0;

	if (!wanted || !settings->url.len || slice_find(value, S("://")) >= 0)
		return value;
	return arena_printf(&e->reader->settings->arena, "%.*s%.*s%s%.*s",
		SARG(settings->url), SARG(settings->baseurl),
		slice_starts(value, S("/")) ? "" : "/", SARG(value));
}

static void on_output(struct expansion *e, struct slice whole, struct slice expression)
{
	struct slice made;

	if (slice_starts(expression, S("/*")) || control(e, expression, true) ||
		is_dead(e))
		return;
	/* Hugo's absURL is not a Liquid filter. */
	ptrdiff_t hugo = slice_find(expression, S("| absURL"));
	if (hugo > 0)
		whole = arena_printf(&e->reader->settings->arena, "{{ %.*s }}",
			SARG(slice_head(expression, (size_t)hugo)));
	if (liquid(e, whole, &made))
		put_text(e, made_absolute(e, expression, made));
	else
		put_unknown(e);
}

static struct slice without_dashes(struct slice tag)
{
	if (tag.len && strchr("-+", *tag.ptr))
		tag = slice_from(tag, 1);
	if (tag.len && strchr("-+", tag.ptr[tag.len - 1]))
		tag.len--;
	return slice_trim(tag);
}

/* Takes everything up to the tag @end ("endcomment") from @text; @body is the text before
 * it. */
static void take_block(struct slice *text, struct slice end, struct slice *body)
{
	ptrdiff_t at = slice_find(*text, end), open;

	*body = slice_head(*text, at < 0 ? text->len : (size_t)at);
	*text = slice_from(*text, body->len);
	ptrdiff_t close = slice_find(*text, S("%}"));
	*text = slice_from(*text, close < 0 ? text->len : (size_t)close + 2);
	open = slice_rfind_char(*body, '{');
	if (open >= 0)
		body->len = (size_t)open;
}

/* Depth is bounded by the number of includes. */
static void expand(struct expansion *e, struct slice text)
{
	static const struct {
		struct slice open, close;
	} kinds[] = {{S("{%"), S("%}")}, {S("{{"), S("}}")}, {S("{#"), S("#}")},
		{S("<%"), S("%>")}, {S("${"), S("}")}};
	enum { KINDS = sizeof(kinds) / sizeof(*kinds) };

	while (text.len) {
		size_t at = 0, kind = KINDS;
		for (; at < text.len && kind == KINDS; at += kind == KINDS) {
			for (kind = 0; kind < KINDS; kind++) {
				if (slice_starts(slice_from(text, at), kinds[kind].open))
					break;
			}
		}
		put_text(e, slice_head(text, at));
		text = slice_from(text, at);
		if (!text.len)
			break;
		/* Not in the opening mark: "{%}" is not a tag. */
		ptrdiff_t len = slice_find(slice_from(text, 2), kinds[kind].close);
		if (len < 0) {
			put_unknown(e);
			break;
		}
		struct slice whole =
			slice_head(text, 2 + (size_t)len + kinds[kind].close.len);
		struct slice tag = without_dashes(slice(text.ptr + 2, (size_t)len)), body;
		text = slice_from(text, whole.len);
		if (kind == 0 && slice_eq(tag, S("comment"))) {
			take_block(&text, S("endcomment"), &body);
		} else if (kind == 0 && slice_eq(tag, S("raw"))) {
			take_block(&text, S("endraw"), &body);
			put_text(e, body);
		} else if (kind == 0) {
			on_tag(e, whole, tag);
		} else if (kind == 1) {
			on_output(e, whole, tag);
		} else if (kind != 2) {
			put_unknown(e);
		}
	}
}

/* The strictest meaning of @line with unknown parts. Empty: none. */
static struct slice strictest(struct arena *arena, struct slice line)
{
	bool uncertain = slice_find_char(line, UNCERTAIN_SIGN) >= 0;
	struct slice field, value;
	struct buf plain = BUF(BUF_MAX_BYTES);

	for (size_t i = 0; i < line.len; i++) {
		if (line.ptr[i] != UNCERTAIN_SIGN)
			buf_putc(&plain, line.ptr[i]);
	}
	line = slice_trim(buf_take(&plain, arena));
	ptrdiff_t unknown = slice_find_char(line, UNKNOWN_SIGN);
	bool has_value = slice_cut(line, ':', &field, &value);
	field = slice_trim(field);
	if (!has_value || slice_find_char(field, UNKNOWN_SIGN) >= 0)
		return unknown < 0 ? line : slice_none;
	value = slice_trim(slice_head(
		value, (size_t)(unknown < 0 ? (ptrdiff_t)value.len
					    : slice_find_char(value, UNKNOWN_SIGN))));
	if (uncertain &&
		(slice_eq_nocase(field, S("Allow")) || (unknown < 0 && !value.len)))
		return slice_none;
	if (unknown < 0)
		return line;
	if (slice_eq_nocase(field, S("Disallow")))
		return arena_printf(arena, "%.*s: %.*s", SARG(field),
			SARG(value.len ? value : S("/")));
	if (slice_eq_nocase(field, S("User-agent")))
		return S("User-agent: *");
	return slice_none;
}

struct slice robots_expand(
	struct settings_reader *reader, struct slice template, bool *whole)
{
	struct arena *arena = &reader->settings->arena;
	struct expansion e = {.reader = reader, .whole = true};
	struct frontmatter fm;
	struct value root = {0};
	struct slice rest, line;
	struct buf lines = BUF(BUF_MAX_BYTES);

	frontmatter_split(template, true, FRONTMATTER_MARKED, &fm);
	if (fm.format != FRONTMATTER_NONE && fm.whole)
		frontmatter_parse(arena, &fm, slice_none, NULL, &root);
	e.front_matter = &root;
	buf_init(&e.out, OUT_MAX_BYTES);
	buf_init(&e.set, SET_MAX_BYTES);
	expand(&e, slice_from(template, fm.body_offset));
	*whole = e.whole && !e.out.overflow;
	bool after_agent = true;
	for (rest = buf_slice(&e.out); slice_next_line(&rest, &line);) {
		line = strictest(arena, line);
		if (!line.len)
			continue;
		/* For some robots an empty line ends a group, so they are put only before
		 * groups. */
		bool agent = slice_starts_nocase(line, S("User-agent:"));
		buf_puts(&lines, agent && !after_agent ? "\n" : "");
		buf_put(&lines, line);
		buf_putc(&lines, '\n');
		after_agent = agent;
	}
	struct slice made = buf_take(&lines, arena);
	buf_fini(&e.set);
	buf_fini(&e.out);
	return made;
}
