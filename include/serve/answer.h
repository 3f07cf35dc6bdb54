/* SPDX-License-Identifier: MIT */
/* What a protocol is to the walk from a look-up key to a reply (serve/walk.h): a table of what it says of
 * each outcome, how it renders pages, whether it has redirects. */
#ifndef SERVE_ANSWER_H
#define SERVE_ANSWER_H

#include "serve/serve.h"

struct answer;
struct render_job;
struct render_output;

enum answer_outcome {
	ANSWER_SUCCESS,
	ANSWER_REDIRECT, /* its text is a percent-encoded path of this site, or a URL */
	ANSWER_REDIRECT_PERMANENT,
	ANSWER_GONE,
	ANSWER_NONE,
	ANSWER_UNREADABLE, /* for now */
	ANSWER_STARTING,   /* no snapshot yet */
	ANSWER_BUSY,       /* too many connections in total ... */
	ANSWER_SLOW_DOWN,  /* ... or from one address */
	ANSWER_REFUSED,    /* not for this server, or not from this client */
	ANSWER_BAD,        /* no request of this protocol */
	ANSWER_OUTCOMES
};

struct answer_protocol {
	unsigned renderer; /* in keys of the cache */
	unsigned status[ANSWER_OUTCOMES];
	/* Its links are paths: of its pages, only feeds and texts hold addresses. */
	bool has_relative_links;
	/* It knows no redirects: those within the site are followed here. */
	bool follows_redirects;
	/* Fills the reply of any outcome but success. @text: of a redirect the location, else a phrase. */
	void (*say)(const struct answer *answer, struct conn *conn,
		enum answer_outcome outcome, struct slice text, struct reply *reply);
	/* Fills what a reply with the content of @job still lacks: status, and the head of a file. */
	void (*succeed)(
		const struct render_job *job, struct conn *conn, struct reply *reply);
	/* Is @file rendered, too? NULL: files are streamed as they are. */
	bool (*renders_file)(const struct answer *answer, const struct site_file *file);
	/* Renders page or file with scratch memory from @arena, on any thread. 0 or -errno. */
	int (*render)(const struct render_job *job, struct arena *arena,
		struct render_output *out);
};

/* One request, when its site is known. All is borrowed; what waits on the work queue holds references. */
struct answer {
	const struct answer_protocol *protocol;
	const struct serve *serve;
	struct serve_table *table;
	unsigned number; /* of the site in @table */
	/* The name that the reader asked for, which addresses of the site name too; NULL: Gopher named none. */
	const struct serve_host *host;
	struct site *site;          /* NULL: not scanned yet */
	uint16_t port;              /* that addresses name */
	bool has_waited;            /* the client has waited for long enough */
	bool wants_info;            /* Gopher+: tells menus as its clients open them */
	unsigned long long variant; /* what else bytes with addresses in them depend on */
	struct slice query;         /* goes on with a redirect; NULL: none. Not copied */
};

/* Of the site @number, for what stands in @call. Without port and variant. */
struct answer answer_new(const struct answer_protocol *protocol,
	const struct serve *serve, struct conn *conn, unsigned number,
	const struct service_call *call);

/* The outcome in the protocol's form, with the usual phrase or with @text. SERVICE_REPLY. */
enum service_verdict answer_say(const struct answer *answer, struct conn *conn,
	enum answer_outcome outcome, struct reply *reply);
enum service_verdict answer_say_text(const struct answer *answer, struct conn *conn,
	enum answer_outcome outcome, struct slice text, struct reply *reply);
/* There is no site to answer from: SERVICE_WAIT, or that it is starting. */
enum service_verdict answer_without_site(
	const struct answer *answer, struct conn *conn, struct reply *reply);

#endif
