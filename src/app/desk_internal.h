/* SPDX-License-Identifier: MIT */
/* What the files of the desk share. */
#ifndef APP_DESK_INTERNAL_H
#define APP_DESK_INTERNAL_H

#include "app/desk.h"
#include "store/target.h"

/* A page that is being made. */
struct desk_call {
	const struct desk_request *request;
	struct arena *arena;
	struct buf *out;
};

/* The header, and the heading "Site: @title". */
void desk_begin(const struct desk_call *call, const char *title);
/* @text without control characters, so that it stays in its line. */
void desk_put_text(struct buf *out, struct slice text);
/* "=> /me/@path " with what is below the desk percent-encoded. */
void desk_put_link(const struct desk_call *call, const char *folder, struct slice path);

/* As @source stands in an address: a '%' of its own is encoded, and it is composed. */
struct slice desk_key(struct arena *arena, struct slice source);

/* A file of the blog as a writer sees it; all is in the arena, or the snapshot's. */
struct desk_file {
	struct store_target target;
	const struct site *site;        /* that shows it, or would */
	const struct hidden_page *page; /* what hides it, or its zone; NULL: nothing */
	bool has_blog;                  /* the blog itself has such a file, too */
	/* Of its uploads, without drafts of others, the newest first; NULL: there is none. */
	const struct store_version *versions, *current, *draft;
	size_t version_count;
};
/* @rest is a source, or the address of a page without its first slash. False: nothing is known there. */
bool desk_find(const struct desk_request *request, struct arena *arena, struct slice rest,
	struct desk_file *out);

/* What only writers see (desk_hidden.c). The sections of the first page; a list of its own, a page of the blog,
 * the problems: the status, 51 where there is none. */
void desk_put_sections(const struct desk_call *call);
unsigned desk_put_list(const struct desk_call *call, struct slice name);
unsigned desk_put_page(const struct desk_call *call, struct slice source);
unsigned desk_put_problems(const struct desk_call *call);

#endif
