/* SPDX-License-Identifier: MIT */
#include "serve/serve.h"

#include <errno.h>
#include <stdlib.h>

#include "base/log.h"
#include "base/lower_bound.h"
#include "proto/gemini.h"
#include "site/body.h"
#include "site/threads.h"

struct serve_table *serve_table_ref(struct serve_table *table)
{
	atomic_fetch_add_explicit(&table->refs, 1, memory_order_relaxed);
	return table;
}

void serve_table_drop(struct serve_table *table)
{
	if (!table ||
		atomic_fetch_sub_explicit(&table->refs, 1, memory_order_acq_rel) != 1)
		return;
	arena_fini(&table->arena);
	free(table);
}

const struct serve_host *serve_table_host(
	const struct serve_table *table, struct slice host)
{
	size_t at = lower_bound(
		0, table->host_count, i, slice_cmp(table->hosts[i].name, host) < 0);
	bool found = at < table->host_count && slice_eq(table->hosts[at].name, host);

	return found ? &table->hosts[at] : NULL;
}

int serve_table_site(const struct serve_table *table, struct slice host)
{
	const struct serve_host *found = serve_table_host(table, host);

	return found ? (int)found->site : -1;
}

bool serve_people_changed(const struct serve_table *table)
{
	for (size_t i = 0; i < table->people_source_count; i++) {
		const struct serve_source *source = &table->people_sources[i];
		if (people_stamp(source->path) != source->stamp)
			return true;
	}
	return false;
}

struct slice serve_private_path(
	const struct serve_table *table, int site, struct slice key)
{
	const unsigned from = site < 0 ? 0 : (unsigned)site;
	const unsigned end = site < 0 ? table->site_count : from + 1;
	struct people_place place;

	for (unsigned i = from; i < end && table->people; i++) {
		if (people_place(&table->people[i], key, &place))
			return place.zone ? place.zone->path : table->people[i].desk;
	}
	return slice_none;
}

void serve_site_drop(const struct serve *serve, struct site *site)
{
	if (site && site_drop(site))
		serve->site_free(serve->ctx, site_owner(site));
}

unsigned long long serve_version(const struct site *site, const struct page_ref *ref)
{
	/* A post's page contains names of its neighbours, tags, translations and what it is tied to; other
	 * pages may depend on any post. */
	if (ref->kind == PAGE_POST) {
		const unsigned long long names =
			cache_mix(ref->post->version, site->names_version);
		return cache_mix(names, threads_version(site, ref->post));
	}
	return site->version;
}

struct slice serve_host_text(struct arena *arena, struct slice host)
{
	return slice_find_char(host, ':') < 0 ? host
					      : arena_printf(arena, "[%.*s]", SARG(host));
}

struct slice serve_gemini_origin(struct arena *arena, struct slice host, unsigned port)
{
	host = serve_host_text(arena, host);
	if (port == GEMINI_PORT)
		return arena_printf(arena, "gemini://%.*s", SARG(host));
	return arena_printf(arena, "gemini://%.*s:%u", SARG(host), port);
}

/* The length of @c, percent-encoded or not, at the start of @s; 0: something else. */
static size_t is_char(struct slice s, char c, struct slice encoded)
{
	if (s.len && *s.ptr == c)
		return 1;
	return s.len >= 3 && slice_eq_nocase(slice_head(s, 3), encoded) ? 3 : 0;
}

struct slice serve_loggable(struct arena *arena, struct slice path)
{
	auto_buf struct buf out = BUF(path.len + 1);
	bool in_parameter = false, in_value = false, same = true;

	for (size_t i = 0; i < path.len;) {
		struct slice rest = slice_from(path, i);
		if (is_char(rest, '?', S("%3F"))) {
			same = false;
			break;
		}
		size_t semicolon = is_char(rest, ';', S("%3B"));
		size_t equals =
			in_parameter && !in_value ? is_char(rest, '=', S("%3D")) : 0;
		size_t used = semicolon ? semicolon : equals ? equals : 1;
		if (semicolon) {
			in_parameter = true;
			in_value = false;
		}
		if (!in_value)
			buf_put(&out, slice_head(rest, used));
		same &= !in_value;
		in_value |= equals > 0;
		i += used;
	}
	return same ? path : buf_dup(&out, arena);
}

/* In the connection's arena. */
struct asked {
	struct slice host, path;
	bool is_private;
	bool is_upload; /* by Titan */
	struct slice person;
	uint64_t size_bytes;
};

static struct asked *set_asked(struct conn *conn, struct slice host, struct slice path)
{
	struct arena *arena = conn_arena(conn);
	struct asked *asked = arena_new(arena, struct asked);
	/* The reply may outlive the table and the snapshot of these strings. */
	*asked = (struct asked){.host = arena_dup(arena, host),
		.path = arena_dup(arena, serve_loggable(arena, path))};
	*conn_data(conn) = asked;
	return asked;
}

void serve_asked(struct conn *conn, struct slice host, struct slice path)
{
	set_asked(conn, host, path);
}

void serve_asked_in_private(struct conn *conn, struct slice host, struct slice path)
{
	set_asked(conn, host, path)->is_private = true;
}

void serve_asked_to_upload(struct conn *conn, struct slice host, struct slice path,
	struct slice person, uint64_t size_bytes)
{
	struct asked *asked = set_asked(conn, host, path);

	asked->is_private = asked->is_upload = true;
	asked->person = arena_dup(conn_arena(conn), person);
	asked->size_bytes = size_bytes;
}

uint64_t serve_upload_bytes(struct conn *conn)
{
	const struct asked *asked = *conn_data(conn);

	return asked ? asked->size_bytes : 0;
}

void serve_tally(const struct serve *serve, const struct service *service,
	struct conn *conn, enum tally_kind kind)
{
	const struct asked *asked = *conn_data(conn);
	auto_buf struct buf address = BUF(TALLY_ADDRESS_MAX_BYTES);
	if (!serve->tally || !asked || !asked->host.len || asked->is_private)
		return;
	buf_puts(&address, service->name);
	buf_puts(&address, "://");
	buf_put(&address, serve_host_text(conn_arena(conn), asked->host));
	buf_put(&address, asked->path.len ? asked->path : S("/"));
	tally_add(serve->tally, kind, buf_slice(&address));
}

/* Who it is by, and how much is announced: nothing, where a text is asked for. */
static void put_upload(struct buf *line, const struct asked *asked)
{
	buf_puts(line, " by ");
	buf_put(line, asked->person.len ? asked->person : S("nobody"));
	buf_puts(line, ", ");
	buf_put_number(line, asked->size_bytes);
	buf_puts(line, " bytes");
}

void serve_access(const struct service *service, struct conn *conn, const char *status,
	uint64_t sent_bytes, bool whole)
{
	const struct asked *asked = *conn_data(conn);
	const uint64_t took_ms = conn_age_ms(conn);
	struct buf line = BUF(8 * 1024);
	if (!log_current().access)
		return;
	const char *protocol = asked && asked->is_upload ? "titan" : service->name;
	struct slice peer = conn_peer_text(conn), host = slice_none, path = slice_none;
	if (asked && asked->host.len) {
		host = asked->host;
		path = asked->path.len ? asked->path : S("/");
	}
	buf_puts(&line, protocol);
	buf_putc(&line, ' ');
	buf_put(&line, peer);
	buf_putc(&line, ' ');
	if (host.len) {
		buf_puts(&line, protocol);
		buf_puts(&line, "://");
		log_escape(&line, serve_host_text(conn_arena(conn), host));
		log_escape(&line, path);
	} else {
		buf_putc(&line, '-');
	}
	buf_putc(&line, ' ');
	buf_puts(&line, status);
	buf_putc(&line, ' ');
	buf_put_number(&line, sent_bytes);
	buf_putc(&line, ' ');
	buf_put_number(&line, took_ms);
	buf_puts(&line, "ms");
	if (conn_resumed(conn))
		buf_puts(&line, " resumed");
	if (!whole)
		buf_puts(&line, " cut");
	if (asked && asked->is_upload)
		put_upload(&line, asked);
	const struct log_field fields[] = {
		{"PROTOCOL", slice_str(protocol), NULL},
		{"ADDRESS", slice_eq(peer, S("-")) ? slice_none : peer, NULL},
		{"HOST", host, NULL},
		{"PATH", path, NULL},
		{"STATUS", slice_str(status), NULL},
		{"BYTES", slice_none, &sent_bytes},
		{"MS", slice_none, &took_ms},
		{"RESUMED", conn_resumed(conn) ? S("yes") : slice_none, NULL},
		{"CUT", whole ? slice_none : S("yes"), NULL},
		{"PERSON", asked ? asked->person : slice_none, NULL},
		{"UPLOAD", slice_none,
			asked && asked->is_upload ? &asked->size_bytes : NULL},
	};
	log_access(buf_slice(&line), fields, sizeof(fields) / sizeof(fields[0]));
	buf_fini(&line);
}

bool serve_is_gone(int error, struct slice path)
{
	if (error == -ENOENT)
		return true;
	/* Saved a moment ago, and not scanned yet. */
	if (error == BODY_CHANGED)
		return false;
	log_warning("%.*s cannot be read: %s; the reader was asked to try again later",
		SARG(path), log_strerror(error));
	return false;
}
