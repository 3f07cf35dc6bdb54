/* SPDX-License-Identifier: MIT */
/* Parts of the desk's pages. */
#include "app/desk_internal.h"
#include "base/uri.h"
#include "proto/gemini.h"

#define KB 1000

unsigned desk_say(const struct desk_call *call, unsigned status, struct slice words)
{
	call->out->len = 0;
	buf_put(call->out, gemini_header(call->arena, (enum gemini_status)status, words));
	return status;
}

unsigned desk_redirect(
	const struct desk_call *call, const char *folder, struct slice path)
{
	struct slice desk = uri_encode_path(call->arena, call->request->people->desk);
	struct slice to = arena_printf(call->arena, "%.*s%s%.*s", SARG(desk), folder,
		SARG(uri_encode_path(call->arena, path)));

	/* A long name: what is to be seen there is on the first page, too. */
	return desk_say(call, GEMINI_REDIRECT_TEMPORARY,
		to.len > GEMINI_META_MAX_BYTES ? desk : to);
}

unsigned desk_put_off(const struct desk_call *call)
{
	return desk_say(call, GEMINI_TEMPORARY_FAILURE,
		S("No uploads are taken at the moment; the log of the server says why"));
}

void desk_put_titan(const struct desk_call *call, const char *folder, struct slice path,
	const char *parameter)
{
	struct slice origin = call->request->origin;

	slice_skip(&origin, S("gemini"));
	buf_puts(call->out, "=> titan");
	buf_put(call->out, origin);
	buf_put(call->out, uri_encode_path(call->arena, call->request->people->desk));
	buf_puts(call->out, folder);
	buf_put(call->out, uri_encode_path(call->arena, path));
	buf_printf(call->out, "%s ", parameter);
}

void desk_put_back(const struct desk_call *call)
{
	buf_putc(call->out, '\n');
	desk_put_link(call, "", slice_none);
	buf_puts(call->out, "Your desk\n");
}

struct date desk_date(const struct desk_call *call, int64_t at)
{
	const struct zone *zone = call->request->site->settings->zone;

	return (struct date){.set = true,
		.has_time = true,
		.has_zone = true,
		.at = at,
		.offset_minutes = (int16_t)zone_offset_minutes(zone, at)};
}

void desk_put_time(const struct desk_call *call, struct buf *out, int64_t at)
{
	const struct date date = desk_date(call, at);
	struct civil civil = date_civil(&date);

	date_put_iso_day(out, &date);
	buf_printf(out, " %02u:%02u", civil.hour, civil.minute);
}

void desk_put_day(const struct desk_call *call, int64_t at)
{
	const struct date date = desk_date(call, at);

	date_put_iso_day(call->out, &date);
}

void desk_put_size(struct buf *out, uint64_t bytes)
{
	static const char *const units[] = {"bytes", "kB", "MB", "GB"};
	const size_t last = sizeof(units) / sizeof(*units) - 1;
	uint64_t unit = 1;
	size_t at = 0;

	while (at < last && bytes / unit >= KB) {
		unit *= KB;
		at++;
	}
	if (!at)
		buf_printf(out, "%u %s", (unsigned)bytes, units[at]);
	else
		buf_printf(out, "%u.%u %s", (unsigned)(bytes / unit),
			(unsigned)(bytes % unit / (unit / 10)), units[at]);
}

void desk_put_errors(struct buf *out, const struct diag_list *diags)
{
	for (size_t i = 0; i < diags->count; i++) {
		if (diags->items[i].level < DIAG_ERROR)
			continue;
		buf_puts(out, "* ");
		diag_print(out, &diags->items[i]);
		buf_putc(out, '\n');
	}
}
