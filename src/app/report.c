/* SPDX-License-Identifier: MIT */
/* For people: the messages of a check by kind, the worst and most frequent first, on one screen; or all. */
#include "app/report.h"

#include "app/report_internal.h"
#include "base/log.h"
#include "base/text.h"

#define HIDDEN_MAX_BYTES 4096 /* of the list of words */
#define SCREEN_LINES     24
#define SUMMARY_LINES    6 /* with a blank one before it, and the prompt after it */

/* How many messages of each kind have room. */
struct layout {
	size_t *shown;      /* of each kind */
	size_t kinds_shown; /* the others have only their number said */
};

const char *plural(size_t count)
{
	return count == 1 ? "" : "s";
}

static void put_facts(struct buf *out, const struct report_facts *facts)
{
	if (facts->title.len) {
		log_escape(out, facts->title);
		buf_puts(out, ": ");
	}
	buf_printf(out, "%zu post%s, %zu page%s, %zu file%s", facts->posts,
		plural(facts->posts), facts->pages, plural(facts->pages), facts->files,
		plural(facts->files));
	buf_puts(out, "\n");
	if (!facts->hidden)
		return;
	buf_printf(out, "%zu page%s hidden or unlisted: ", facts->hidden,
		facts->hidden == 1 ? " is" : "s are");
	auto_buf struct buf kinds = BUF(HIDDEN_MAX_BYTES);
	hidden_put_kinds(&kinds, facts->kinds, facts->kind_count);
	log_escape(out, buf_slice(&kinds));
	buf_puts(out, "\n");
}

static const char *colour_of(enum diag_level level)
{
	static const char *const codes[DIAG_LEVELS] = {[DIAG_NOTE] = "\033[36m",
		[DIAG_WARNING] = "\033[1;33m",
		[DIAG_ERROR] = "\033[1;31m"};
	return codes[level];
}

static void put_diag(struct buf *out, const struct diag *diag, bool colour)
{
	diag_print_marked(
		out, diag, colour ? colour_of(diag->level) : "", colour ? "\033[0m" : "");
}

/* Of the screen: a message that is wider than it takes several. */
static size_t lines_of(const struct diag *diag, const struct report_style *style)
{
	auto_buf struct buf line = BUF(BUF_MAX_BYTES);
	size_t lines = 1;
	if (style->columns) {
		diag_print(&line, diag);
		lines = text_columns(buf_slice(&line)) / style->columns + 1;
	}
	return lines;
}

/* One message of each kind, then a second of each, for as long as there is room. */
static void lay_out(struct layout *layout, const struct report *report,
	const struct report_style *style)
{
	size_t rows = style->rows > SCREEN_LINES ? style->rows : SCREEN_LINES;
	size_t room = rows - SUMMARY_LINES, round = 0;
	bool more = true;
	for (; more; round++) {
		more = false;
		for (size_t i = 0; i < report->kind_count; i++) {
			const struct report_kind *kind = &report->kinds[i];
			if (round >= kind->count || layout->shown[i] != round)
				continue;
			size_t lines = lines_of(kind->first[round].diag, style);
			if (lines > room)
				continue;
			room -= lines;
			layout->shown[i]++;
			more = true;
		}
	}
	while (layout->kinds_shown < report->kind_count &&
		layout->shown[layout->kinds_shown])
		layout->kinds_shown++;
}

static void put_more(struct buf *out, const struct report_kind *kind, size_t shown)
{
	buf_printf(out, " (and %zu more; %zu in %zu file%s)", kind->count - shown,
		kind->count, kind->files, plural(kind->files));
}

/* What has no room even for one message of its kind. */
static void put_other_kinds(
	struct buf *out, const struct report *report, const struct layout *layout)
{
	size_t kinds = 0, messages = 0;
	for (size_t i = 0; i < report->kind_count; i++) {
		kinds += !layout->shown[i];
		messages += layout->shown[i] ? 0 : report->kinds[i].count;
	}
	if (kinds)
		buf_printf(out, "... and %zu message%s of %zu other kind%s\n", messages,
			plural(messages), kinds, plural(kinds));
}

/* True: some message is not there. */
static bool put_screen(
	struct buf *out, const struct report *report, const struct report_style *style)
{
	auto_arena struct arena arena = {0};
	struct layout layout = {
		.shown = arena_array(&arena, report->kind_count + 1, size_t)};
	bool cut = false;
	lay_out(&layout, report, style);
	for (size_t i = 0; i < report->kind_count; i++) {
		const struct report_kind *kind = &report->kinds[i];
		for (size_t k = 0; k < layout.shown[i]; k++) {
			put_diag(out, kind->first[k].diag, style->colour);
			if (k + 1 == layout.shown[i] && kind->count > layout.shown[i])
				put_more(out, kind, layout.shown[i]);
			buf_putc(out, '\n');
		}
		cut |= layout.shown[i] < kind->count;
	}
	put_other_kinds(out, report, &layout);
	return cut;
}

static void put_kinds(struct buf *out, const struct report *report)
{
	for (size_t i = 0; i < report->kind_count; i++) {
		const struct report_kind *kind = &report->kinds[i];
		buf_printf(
			out, "%7zu  %-7s  ", kind->count, diag_level_name(kind->level));
		log_escape(out, kind->name);
		if (kind->count > 1)
			buf_printf(
				out, ", in %zu file%s", kind->files, plural(kind->files));
		buf_putc(out, '\n');
	}
}

static void put_verdict(struct buf *out, const struct diag_list *diags, bool cut)
{
	size_t errors = report_count(diags, DIAG_ERROR);
	size_t warnings = report_count(diags, DIAG_WARNING);
	size_t notes = report_count(diags, DIAG_NOTE);
	if (errors + warnings)
		buf_printf(out, "%zu error%s, %zu warning%s, %zu note%s", errors,
			plural(errors), warnings, plural(warnings), notes, plural(notes));
	else
		buf_printf(out, "nothing is wrong for a reader (%zu note%s)", notes,
			plural(notes));
	buf_puts(out, cut ? "; --all shows every message\n" : "\n");
}

void report_print(struct buf *out, const struct diag_list *diags,
	const struct report_facts *facts, const struct report_style *style)
{
	struct report report;
	bool cut = false;
	report_init(&report, diags);
	if (!style->all)
		cut = put_screen(out, &report, style);
	for (size_t i = 0; style->all && i < diags->count; i++) {
		put_diag(out, &diags->items[i], style->colour);
		buf_putc(out, '\n');
	}
	if (diags->count)
		buf_putc(out, '\n');
	put_facts(out, facts);
	if (style->all)
		put_kinds(out, &report);
	put_verdict(out, diags, cut);
	report_fini(&report);
}
