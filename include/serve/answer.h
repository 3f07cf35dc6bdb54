/* SPDX-License-Identifier: MIT */
/* A protocol, as seen by the walk from a look-up key to a reply (serve/walk.h): a table of its replies
 * for each outcome, how it renders pages, whether it has redirects. */
#ifndef SERVE_ANSWER_H
#define SERVE_ANSWER_H

#include "serve/serve.h"

struct answer;
struct render_job;
struct render_output;

enum answer_outcome {
	ANSWER_SUCCESS,
	ANSWER_REDIRECT, /* text: a percent-encoded path of this site, or a URL */
	ANSWER_REDIRECT_PERMANENT,
	ANSWER_GONE,
	ANSWER_NONE,
	ANSWER_UNREADABLE, /* temporarily */
	ANSWER_STARTING,   /* no snapshot yet */
	ANSWER_BUSY,       /* too many connections in total ... */
	ANSWER_SLOW_DOWN, /* ... or from one address, or requests; text: how long to wait */
	ANSWER_REFUSED,   /* not for this server, or not from this client */
	ANSWER_BAD,       /* not a request of this protocol */
	ANSWER_PROMPT,    /* text: what the reader is to type; status 0: it cannot ask */
	ANSWER_OUTCOMES
};

struct answer_protocol {
	unsigned renderer; /* part of cache keys */
	unsigned status[ANSWER_OUTCOMES];
	/* Its links are paths; only feeds and texts contain absolute addresses. */
	bool has_relative_links;
	/* It has no redirects: the server follows those within the site. */
	bool follows_redirects;
	/* Who is to slow down is told a number of seconds and nothing else. */
	bool says_seconds;
	/* Fills the reply for any outcome except success. @text: the location of a redirect, else a
	 * phrase. */
	void (*say)(const struct answer *answer, struct conn *conn,
		enum answer_outcome outcome, struct slice text, struct reply *reply);
	/* Completes a reply with the content of @job: the status, and the header of a file. */
	void (*succeed)(
		const struct render_job *job, struct conn *conn, struct reply *reply);
	/* Is @file rendered, too? NULL: files are streamed unchanged. */
	bool (*renders_file)(const struct answer *answer, const struct site_file *file);
	/* Renders a page or file with scratch memory from @arena, on any thread. Returns 0
	 * or -errno. */
	int (*render)(const struct render_job *job, struct arena *arena,
		struct render_output *out);
};

/* A request whose site is known. Everything is borrowed; jobs on the work queue hold references. */
struct answer {
	const struct answer_protocol *protocol;
	const struct serve *serve;
	struct serve_table *table;
	unsigned number; /* of the site in @table */
	/* The host name that the reader asked for, which addresses of the site use, too; NULL: Gopher gave
	 * none. */
	const struct serve_host *host;
	struct site *site;          /* NULL: not scanned yet */
	uint16_t port;              /* in addresses */
	bool has_waited;            /* the client has waited long enough */
	bool wants_info;            /* Gopher+: describes menus for its clients */
	unsigned long long variant; /* what else bytes that contain addresses depend on */
	/* What of it is not public, and for whom it was opened; Gemini alone has such addresses. */
	struct people_place place;
	const struct person *person;
	struct slice query; /* appended to a redirect; NULL: none. Not copied */
	struct slice
		words; /* what the reader looks for, decoded; NULL: nothing. Not copied */
};

/* An answer for the site @number and @call. Port and variant are not set. */
struct answer answer_new(const struct answer_protocol *protocol,
	const struct serve *serve, struct conn *conn, unsigned number,
	const struct service_call *call);

/* Replies with the outcome in the protocol's form, with the usual phrase or with @text.
 * Returns SERVICE_REPLY. */
enum service_verdict answer_say(const struct answer *answer, struct conn *conn,
	enum answer_outcome outcome, struct reply *reply);
enum service_verdict answer_say_text(const struct answer *answer, struct conn *conn,
	enum answer_outcome outcome, struct slice text, struct reply *reply);
/* ANSWER_SLOW_DOWN: the client is to wait for @seconds, because of @what ("Too many requests"). */
enum service_verdict answer_slow_down(const struct answer *answer, struct conn *conn,
	const char *what, unsigned seconds, struct reply *reply);
/* When there is no snapshot yet: SERVICE_WAIT, or a reply that the site is starting. */
enum service_verdict answer_without_site(
	const struct answer *answer, struct conn *conn, struct reply *reply);

#endif
