/* SPDX-License-Identifier: MIT */
#include "text/convert.h"

#include "base/text.h"
#include "doc/build.h"
#include "text/dialect.h"
#include "text/gaps.h"
#include "text/gemtext_read.h"
#include "text/html.h"
#include "text/markdown.h"
#include "text/notes.h"
#include "text/tidy.h"

#define REMARKS_MAX 100 /* per text */

/* The source unchanged, when a conversion is too expensive. */
static enum convert_result give_up(struct arena *arena, struct slice source,
	const struct convert_options *options, const struct text_env *env,
	struct doc **out)
{
	struct doc *doc = doc_new(arena, options->lang);
	struct doc_node *code = doc_add(doc, doc->root, DOC_CODE);
	auto_buf struct buf clean = BUF(BUF_MAX_BYTES);

	text_clean(&clean, slice_head(source, CONVERT_SOURCE_MAX_BYTES));
	code->text = arena_dup(arena, slice_trim_end(buf_slice(&clean)));
	if (env)
		diag_add(env->diags, DIAG_ERROR, env->file, env->first_line, 0,
			"it is shown as it is in the file", "too complex to convert");
	*out = doc;
	return CONVERT_OVER_BUDGET;
}

static bool build_markdown(struct doc *doc, struct slice source,
	const struct convert_options *options, const struct text_env *env)
{
	struct build *build = build_new(doc);
	struct html *html = html_new(doc, build, env);
	struct dialect dialect;
	bool whole;

	dialect_expand(doc->arena, source, options, env, &dialect);
	whole = !dialect.text.overflow &&
		markdown_build(build, html, &dialect, options, env);
	buf_fini(&dialect.text);
	if (!whole)
		return false;
	html_finish(html);
	build_finish(build);
	if (dialect.has_gaps)
		gaps_close(doc);
	notes_order(doc);
	tidy(doc, options->title, dialect.abbrs, dialect.abbr_count);
	notes_head(doc);
	return true;
}

/* HTML pages contain templates, too. */
static bool build_html(struct doc *doc, struct slice source,
	const struct convert_options *options, const struct text_env *env)
{
	struct build *build = build_new(doc);
	struct html *html = html_new(doc, build, env);
	struct dialect dialect;

	dialect_expand(doc->arena, source, options, env, &dialect);
	bool whole = !dialect.text.overflow;
	if (whole)
		html_feed(html, buf_dup(&dialect.text, doc->arena));
	buf_fini(&dialect.text);
	if (!whole)
		return false;
	html_finish(html);
	build_finish(build);
	if (dialect.has_gaps)
		gaps_close(doc);
	tidy(doc, options->title, NULL, 0);
	return true;
}

/* Reports pictures that are labelled by their file name only. */
static void remark_pictures(
	const struct doc *doc, struct slice source, const struct text_env *env)
{
	unsigned said = 0;

	if (!env || !env->diags || !doc_may_hold(doc, DOC_IMAGE))
		return;
	for (const struct doc_node *node = doc->root; node && said < REMARKS_MAX;
		node = doc_next(node, doc->root)) {
		if (node->kind != DOC_IMAGE || node->text.len || node->info.len)
			continue;
		struct slice url = node->target->url, name = slice_path_name(url);
		unsigned line = env->first_line, column = 0;
		diag_locate(source, name, &line, &column);
		diag_add(env->diags, DIAG_NOTE, env->file, column ? line : 0, column,
			"its file name is shown instead",
			"picture without alt text: %.*s", SARG(slice_head(url, 300)));
		said++;
	}
}

enum convert_result convert(struct arena *arena, struct slice source,
	const struct convert_options *options, const struct text_env *env,
	struct doc **out)
{
	struct doc *doc = doc_new(arena, options->lang);
	struct convert_options marking = *options;

	marking.gaps = true;
	*out = doc;
	if (source.len > CONVERT_SOURCE_MAX_BYTES)
		return give_up(arena, source, options, env, out);
	switch (options->format) {
	case CONVERT_MARKDOWN:
		if (!build_markdown(doc, source, &marking, env))
			return give_up(arena, source, options, env, out);
		break;
	case CONVERT_HTML:
		if (!build_html(doc, source, &marking, env))
			return give_up(arena, source, options, env, out);
		break;
	case CONVERT_GEMTEXT:
		gemtext_read(doc, source, env);
		tidy(doc, options->title, NULL, 0);
		break;
	}
	remark_pictures(doc, source, env);
	return CONVERT_OK;
}
