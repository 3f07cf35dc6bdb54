/* SPDX-License-Identifier: MIT */
#include "app/desk_internal.h"

#include "base/text.h"
#include "base/uri.h"
#include "page/page.h"
#include "proto/gemini.h"

void desk_put_text(struct buf *out, struct slice text)
{
	for (size_t i = 0; i < text.len; i++) {
		bool control = text_is_control(text, i);
		buf_putc(out, control ? ' ' : text.ptr[i]);
		i += control && (text.ptr[i] & 0x80); /* has two bytes */
	}
}

void desk_begin_with(const struct desk_call *call, struct slice title)
{
	buf_put(call->out,
		gemini_header(call->arena, GEMINI_SUCCESS, S("text/gemini; lang=en")));
	buf_puts(call->out, "# ");
	desk_put_text(call->out, page_site_title(call->request->site));
	buf_puts(call->out, ": ");
	desk_put_text(call->out, title);
	buf_putc(call->out, '\n');
}

void desk_begin(const struct desk_call *call, const char *title)
{
	desk_begin_with(call, slice_str(title));
}

void desk_put_link(const struct desk_call *call, const char *folder, struct slice path)
{
	buf_puts(call->out, "=> ");
	buf_put(call->out, uri_encode_path(call->arena, call->request->people->desk));
	buf_puts(call->out, folder);
	buf_put(call->out, uri_encode_path(call->arena, path));
	buf_putc(call->out, ' ');
}

/* --- who it is ------------------------------------------------------------------------------------ */

static void put_who(const struct desk_call *call)
{
	const struct desk_request *request = call->request;
	struct slice key = people_fingerprint_text(call->arena, request->identity->key);

	if (request->person) {
		buf_printf(call->out, "\nYou are known here as %.*s%s.\n",
			SARG(request->person->name),
			request->person->writes ? ", who writes here" : "");
		return;
	}
	if (request->people->is_broken) {
		buf_puts(call->out, "\nNobody is known at the moment: the list of people "
				    "has a mistake. The log of the server says where.\n");
		return;
	}
	buf_printf(call->out,
		"\nYou are not known here yet. To be let in, send the author this line, "
		"which is a command for the server; the author chooses your name:\n\n"
		"```the line to send\nsplashdown people add NAME %.*s\n```\n",
		SARG(key));
}

/* As Lagrange shows it: in capitals. */
static void put_capitals(struct buf *out, const unsigned char *bytes)
{
	for (size_t i = 0; i < PEOPLE_KEY_BYTES; i++)
		buf_printf(out, "%02X", bytes[i]);
}

static void put_certificate(const struct desk_call *call)
{
	const struct tls_identity *identity = call->request->identity;
	const struct date expiry = {.set = true, .at = identity->expires_at};

	buf_printf(call->out,
		"\n## Your certificate\n\n"
		"* Fingerprint of the key, by which you are known: %.*s\n"
		"* Fingerprint of the certificate, as clients show it: ",
		SARG(people_fingerprint_text(call->arena, identity->key)));
	put_capitals(call->out, identity->certificate);
	buf_puts(call->out, "\n* It expires on ");
	date_put_iso_day(call->out, &expiry);
	buf_puts(
		call->out, ". A new certificate with the same key is the same reader.\n");
}

static void put_open(const struct desk_call *call)
{
	const struct desk_request *request = call->request;
	const struct zones *zones = &request->people->zones;
	size_t count = 0;

	buf_puts(call->out, "\n## Open to you\n\n");
	for (size_t i = 0; i < zones->count && request->person; i++) {
		const struct reader_zone *zone = &zones->list[i];
		if (!people_may_read(request->person, zone))
			continue;
		buf_puts(call->out, "=> ");
		buf_put(call->out, uri_encode_path(call->arena, zone->path));
		buf_putc(call->out, ' ');
		desk_put_text(call->out, zone->title);
		buf_putc(call->out, '\n');
		count++;
	}
	buf_printf(call->out, "=> / %s\n",
		count ? "What is open to everybody" : "Only what is open to everybody");
}

static unsigned put_first(const struct desk_call *call)
{
	bool writes = call->request->person && call->request->person->writes;

	desk_begin(call, writes ? "your desk" : "who you are here");
	put_who(call);
	if (writes) {
		desk_put_upload_section(call);
		desk_put_sections(call);
	}
	put_open(call);
	put_certificate(call);
	return GEMINI_SUCCESS;
}

/* --- all together --------------------------------------------------------------------------------- */

/* Pages that only writers have, by the beginning of their addresses. */
static const struct {
	struct slice folder;
	unsigned (*put)(const struct desk_call *call, struct slice rest);
} pages[] = {
	{S("read/"), desk_put_page},
	{S("edit/"), desk_put_edit},
	{S("new/"), desk_put_new},
	{S("name/"), desk_put_name},
	{S("posts/"), desk_put_posts},
	{S("uploads/"), desk_put_uploads},
	{S("history/"), desk_put_history},
	{S("version/"), desk_put_version},
	{S("problems/"), desk_put_problems},
	{S("do/"), desk_do_act},
	{S(""), desk_put_list},
	{S(""), desk_put_act},
};

unsigned desk_page(
	const struct desk_request *request, struct arena *arena, struct buf *out)
{
	const struct desk_call call = {request, arena, out};
	/* To anybody else nothing but the first page is there. */
	bool writes = request->person && request->person->writes;

	if (!request->rest.len)
		return put_first(&call);
	for (size_t i = 0; i < sizeof(pages) / sizeof(*pages) && writes; i++) {
		struct slice rest = request->rest;
		if (!slice_skip(&rest, pages[i].folder))
			continue;
		unsigned status = pages[i].put(&call, rest);
		if (status != GEMINI_NOT_FOUND || out->len)
			return status;
	}
	return desk_say(&call, GEMINI_NOT_FOUND, S("No page at this address"));
}

void desk_check(const struct site *site, struct slice desk, struct diag_list *diags)
{
	const struct reader_zone zone = {.path = desk};

	for (size_t i = 0; i < site->entry_count && desk.len; i++) {
		const struct site_entry *entry = &site->entries[i];
		struct slice file = entry->kind == SITE_POST   ? entry->post->source
				    : entry->kind == SITE_FILE ? entry->file->source
							       : slice_none;
		if (zones_at(&(struct zones){&zone, 1}, entry->path))
			diag_add(diags, DIAG_ERROR, file, 0, 0,
				"nobody can read it; set \"desk\" in splashdown.yaml to "
				"another path",
				"address of the desk: %.*s", SARG(entry->path));
	}
}
