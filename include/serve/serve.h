/* SPDX-License-Identifier: MIT */
/* Shared by the services of all protocols: the hosts of each site, each worker's snapshots,
 * the cache of rendered pages. */
#ifndef SERVE_SERVE_H
#define SERVE_SERVE_H

#include "net/conn.h"
#include "page/page.h"
#include "serve/cache.h"
#include "serve/people.h"
#include "serve/tally.h"
#include "site/site.h"

/* How long requests wait for the first snapshot. */
#define SERVE_WAIT_MS 3000

/* Of serve->tables, at most: room for a blog with a million links to others. */
#define SERVE_TABLES_MAX_BYTES ((size_t)64 * 1024 * 1024)

/* The protocol in a cache key's renderer; the page's form is added. */
#define SERVE_RENDERER_GEMINI  (1u << 24)
#define SERVE_RENDERER_GOPHER  (2u << 24)
#define SERVE_RENDERER_LINKS   (3u << 24)
#define SERVE_RENDERER_ALIASES (4u << 24)

struct search;
struct titan;

struct serve_host {
	struct slice name; /* uri_host_key */
	unsigned site;
	unsigned number; /* of the names of its site, from 1 */
};

/* The maximum size of a rendered page. */
#define SERVE_PAGE_MAX_BYTES (64 * 1024 * 1024)

/* How a site is served over Gopher. */
struct serve_gopher {
	struct slice host;          /* in items and addresses */
	uint16_t port;              /* the same; 0: the port of the connection */
	unsigned width;             /* of texts; 0: render/plain's */
	bool ascii;                 /* ASCII for old terminals */
	bool posts_are_text;        /* lists lead to texts, else to menus */
	bool tls;                   /* on the same port, by the first byte */
	unsigned long long version; /* changes with any of the above */
	struct slice gemini; /* the site's origin in Gemini, "gemini://example.org" */
};

struct store;

/* A file, and its people_stamp from before it was read. */
struct serve_source {
	const char *path;
	unsigned long long stamp;
};

/* Immutable; a reload makes a new one. Owns all its strings. */
struct serve_table {
	atomic_uint refs;
	struct arena arena;
	const struct serve_host *hosts; /* by name */
	size_t host_count;
	unsigned site_count;
	const struct slice
		*names;        /* a site's first host: "This capsule answers for ..." */
	const uint16_t *ports; /* advertised ports, besides that of the connection */
	size_t port_count;
	const struct serve_gopher *gopher; /* of each site */
	/* The same: who may read what is not public; NULL: all is. Only Gemini asks. */
	const struct people *people;
	/* The files that they are from. */
	const struct serve_source *people_sources;
	size_t people_source_count;
	/* Likewise: their uploads; NULL: none. They outlive the table. */
	struct store *const *stores;
};

struct serve_table *serve_table_ref(struct serve_table *table);
void serve_table_drop(struct serve_table *table);
/* The entry of @host, or NULL. */
const struct serve_host *serve_table_host(
	const struct serve_table *table, struct slice host);
/* The site that answers for @host, or -1. */
int serve_table_site(const struct serve_table *table, struct slice host);

/* Was a list of people saved that @table does not know yet? Then whoever it knows may not be known any more. */
bool serve_people_changed(const struct serve_table *table);

/* Where the zone or the desk begins that @key (uri_path_key) is in, on @site (-1: on any); empty: it is public.
 * That is all that a log may have of the address. */
struct slice serve_private_path(
	const struct serve_table *table, int site, struct slice key);

/* Per worker: worker_data(). */
struct serve_worker {
	struct serve_table *table;
	struct site **sites; /* table->site_count of them; NULL before the first scan */
};

struct desk_request;
struct desk_tokens;
struct store_target;

/* Per process. */
struct serve {
	struct cache *cache; /* of rendered pages */
	/* What Gopher looks up in all posts or addresses at once: SERVE_RENDERER_LINKS, _ALIASES. No reader may bring
	 * it about that a whole blog is converted for each request, however small the other cache is. */
	struct cache *tables;
	struct tally *tally;   /* NULL: nothing is counted */
	struct search *search; /* NULL: there is no search */
	struct titan *titan;   /* NULL: there are no uploads */
	/* Makes the pages of the desk (serve/desk.h); NULL: there is none. */
	unsigned (*desk)(
		const struct desk_request *request, struct arena *arena, struct buf *out);
	/* Which file of the blog request->rest ("edit/_drafts/x.md") stands for, to a writer; in @arena, or of
	 * request->site. False: out->why says it. Any thread. */
	bool (*desk_target)(const struct desk_request *request, struct arena *arena,
		struct store_target *out);
	struct desk_tokens
		*desk_tokens; /* what its acts are proved by; the application's */
	/* Hands a snapshot without references to the scanning thread. */
	void (*site_free)(void *ctx, struct site *site);
	/* A reader met a file of the site @number that is not as it was scanned. Any thread; NULL: nobody wants to
	 * know. */
	void (*site_behind)(void *ctx, unsigned number);
	void *ctx;
};

/* Drops a reference held by a worker or its work queue. */
void serve_site_drop(const struct serve *serve, struct site *site);
/* A page's version for the cache: changes with everything that affects its bytes. */
unsigned long long serve_version(const struct site *site, const struct page_ref *ref);
/* @host as written in addresses: "example.org", "[::1]". */
struct slice serve_host_text(struct arena *arena, struct slice host);
/* "gemini://example.org", "gemini://[::1]:1966": the prefix of absolute addresses. */
struct slice serve_gemini_origin(struct arena *arena, struct slice host, unsigned port);
/* @path without the values of its parameters ("/x;token=" for "/x;token=abc"), which may be upload
 * secrets, and up to a question mark, encoded or not: behind it are the words of a search. */
struct slice serve_loggable(struct arena *arena, struct slice path);
/* Sets the request's host and path for the access line and the statistics (serve_loggable of @path).
 * Both are copied. */
void serve_asked(struct conn *conn, struct slice host, struct slice path);
/* The same for what is not public: @path is only where that begins. Never counted. */
void serve_asked_in_private(struct conn *conn, struct slice host, struct slice path);
/* The same for an upload of @person (empty: of nobody who may), announced with @size_bytes. Never counted as read. */
void serve_asked_to_upload(struct conn *conn, struct slice host, struct slice path,
	struct slice person, uint64_t size_bytes);
/* What it announced; 0: it is none, or only asks for a text. */
uint64_t serve_upload_bytes(struct conn *conn);
/* Counts the address from serve_asked. */
void serve_tally(const struct serve *serve, const struct service *service,
	struct conn *conn, enum tally_kind kind);
/* The access line of a reply: protocol, reader, address, status, bytes, time. */
void serve_access(const struct service *service, struct conn *conn, const char *status,
	uint64_t sent_bytes, bool whole);
/* Does @error (-errno) mean that the file was deleted since the scan? Logs any other
 * error, but BODY_CHANGED. */
bool serve_is_gone(int error, struct slice path);

#endif
