/* SPDX-License-Identifier: MIT */
/* Front matter of a new post. */
#include "base/date.h"
#include "base/text.h"
#include "base/uri.h"
#include "data/frontmatter.h"
#include "source/name.h"
#include "source/post.h"
#include "source/title.h"
#include "store/check.h"

static struct slice without_bom(struct slice text)
{
	slice_skip(&text, S("\xEF\xBB\xBF"));
	return text;
}

static void put_date(struct buf *out, const struct site *site, int64_t now)
{
	const struct date date = {.set = true,
		.has_time = true,
		.has_zone = true,
		.at = now,
		.offset_minutes =
			(int16_t)zone_offset_minutes(site->settings->zone, now)};

	date_put_rfc3339(out, &date);
}

/* The heading of the first line that is not empty; *rest: what follows it. */
static bool take_heading(struct slice text, struct slice *heading, struct slice *rest)
{
	struct slice line;

	while (slice_next_line(&text, &line)) {
		if (!slice_trim(line).len)
			continue;
		*heading = line;
		*rest = text;
		return slice_skip(heading, S("# "));
	}
	return false;
}

struct slice store_check_complete(const struct site *site,
	const struct store_target *target, struct arena *arena, struct slice text,
	int64_t now)
{
	const struct settings *settings = site->settings;
	struct slice body = without_bom(text), heading;
	auto_buf struct buf out = BUF(BUF_MAX_BYTES);
	struct frontmatter fm;
	struct name name;

	frontmatter_split(text, true, post_opening(settings, text), &fm);
	if (target->kind != STORE_TEXT || fm.format != FRONTMATTER_NONE || fm.endless ||
		slice_eq_nocase(uri_extension(target->source), S("gmi")))
		return text;
	struct slice title = title_of_heading(arena, body, CONVERT_MARKDOWN);
	if (take_heading(body, &heading, &text))
		body = text;
	name_read(settings, settings_place(settings, target->source), &name);
	if (!title.len)
		title = name_pretty(arena, name.slug);
	bool is_toml = settings->generator == GENERATOR_ZOLA;
	bool is_lines = settings->generator == GENERATOR_PELICAN;
	buf_puts(&out, is_toml ? "+++\ntitle = " : is_lines ? "Title: " : "---\ntitle: ");
	if (is_lines)
		buf_put(&out, title);
	else
		text_put_json(&out, title);
	buf_puts(&out, is_toml ? "\ndate = " : is_lines ? "\nDate: " : "\ndate: ");
	put_date(&out, site, now);
	buf_putc(&out, '\n');
	if (settings->opt_in.len)
		buf_printf(&out, "%.*s: true\n", SARG(settings->opt_in));
	buf_puts(&out, is_toml ? "+++\n" : is_lines ? "" : "---\n");
	if (!slice_starts(body, S("\n")))
		buf_putc(&out, '\n');
	buf_put(&out, body);
	if (!slice_ends(body, S("\n")))
		buf_putc(&out, '\n');
	return buf_dup(&out, arena);
}
