/* SPDX-License-Identifier: MIT */
/* For programs: one JSON object, or the workflow commands of GitHub Actions. */
#include "app/report_internal.h"
#include "base/text.h"

/* --- JSON ------------------------------------------------------------------------ */

static void put_member(struct buf *out, const char *name, struct slice text)
{
	buf_printf(out, "\"%s\": ", name);
	text_put_json(out, text);
}

static void put_entry(struct buf *out, const struct diag *diag)
{
	buf_puts(out, "{");
	put_member(out, "file", diag->file);
	buf_printf(out, ", \"line\": %u, \"column\": %u, ", diag->line, diag->column);
	put_member(out, "level", slice_str(diag_level_name(diag->level)));
	buf_puts(out, ", ");
	put_member(out, "kind", diag_kind(diag));
	buf_puts(out, ", ");
	put_member(out, "message", diag->message);
	buf_puts(out, ", ");
	put_member(out, "instead", diag->instead);
	buf_puts(out, "}");
}

void report_print_json(
	struct buf *out, const struct diag_list *diags, const struct report_facts *facts)
{
	struct report report;
	report_init(&report, diags);
	buf_puts(out, "{\n  ");
	put_member(out, "title", facts->title);
	buf_printf(out,
		",\n  \"posts\": %zu, \"pages\": %zu, \"files\": %zu, \"hidden\": %zu,\n"
		"  \"errors\": %zu, \"warnings\": %zu, \"notes\": %zu, "
		"\"dropped\": %zu,\n  \"kinds\": [",
		facts->posts, facts->pages, facts->files, facts->hidden,
		report_count(diags, DIAG_ERROR), report_count(diags, DIAG_WARNING),
		report_count(diags, DIAG_NOTE),
		diag_count(diags, DIAG_NOTE) - diags->count);
	for (size_t i = 0; i < report.kind_count; i++) {
		const struct report_kind *kind = &report.kinds[i];
		buf_puts(out, i ? ",\n    {" : "\n    {");
		put_member(out, "kind", kind->name);
		buf_puts(out, ", ");
		put_member(out, "level", slice_str(diag_level_name(kind->level)));
		buf_printf(out, ", \"count\": %zu, \"files\": %zu}", kind->count,
			kind->files);
	}
	buf_puts(
		out, report.kind_count ? "\n  ],\n  \"diags\": [" : "],\n  \"diags\": [");
	for (size_t i = 0; i < diags->count; i++) {
		buf_puts(out, i ? ",\n    " : "\n    ");
		put_entry(out, &diags->items[i]);
	}
	buf_puts(out, diags->count ? "\n  ]\n}\n" : "]\n}\n");
	report_fini(&report);
}

/* --- GitHub ---------------------------------------------------------------------- */

/* Bytes that end a command, and in a property those that end it too, percent-encoded. */
static void put_encoded(struct buf *out, struct slice s, bool property)
{
	for (size_t i = 0; i < s.len; i++) {
		unsigned char c = (unsigned char)s.ptr[i];
		if (c < 0x20 || c == 0x7F || c == '%' ||
			(property && (c == ':' || c == ',')))
			buf_printf(out, "%%%02X", c);
		else
			buf_putc(out, (char)c);
	}
}

static void put_command(struct buf *out, const struct diag *diag, struct slice folder)
{
	static const char *const names[DIAG_LEVELS] = {[DIAG_NOTE] = "notice",
		[DIAG_WARNING] = "warning",
		[DIAG_ERROR] = "error"};
	buf_printf(out, "::%s ", names[diag->level]);
	if (diag->file.len) {
		buf_puts(out, "file=");
		put_encoded(out, folder, true);
		put_encoded(out, diag->file, true);
		if (diag->line)
			buf_printf(out, ",line=%u", diag->line);
		if (diag->line && diag->column)
			buf_printf(out, ",col=%u", diag->column);
		buf_putc(out, ',');
	}
	buf_puts(out, "title=");
	put_encoded(out, diag_kind(diag), true);
	buf_puts(out, "::");
	put_encoded(out, diag->message, false);
	if (diag->instead.len) {
		buf_puts(out, "; ");
		put_encoded(out, diag->instead, false);
	}
	buf_putc(out, '\n');
}

void report_print_github(struct buf *out, const struct diag_list *diags,
	const struct report_facts *facts, struct slice folder)
{
	for (size_t i = 0; i < diags->count; i++)
		put_command(out, &diags->items[i], folder);
	if (facts->hidden)
		buf_printf(out, "::notice title=hidden::%zu page%s hidden or unlisted\n",
			facts->hidden, facts->hidden == 1 ? " is" : "s are");
	buf_printf(out, "::notice title=check::%zu errors, %zu warnings, %zu notes\n",
		report_count(diags, DIAG_ERROR), report_count(diags, DIAG_WARNING),
		report_count(diags, DIAG_NOTE));
}
