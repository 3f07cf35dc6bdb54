/* SPDX-License-Identifier: MIT */
/* What the files of the desk share. */
#ifndef APP_DESK_INTERNAL_H
#define APP_DESK_INTERNAL_H

#include "app/desk.h"
#include "store/check.h"

/* Why an act is not done. */
#define DESK_CHANGED "it was changed meanwhile; look at it again"

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
/* The zone whose readers see it, or would; NULL: none. */
const struct reader_zone *desk_zone(
	const struct desk_call *call, const struct desk_file *file);
/* Is there a page that its readers do not see? */
bool desk_is_hidden(const struct desk_file *file);
/* @rest is a source, or the address of a page without its first slash. False: nothing is known there. */
bool desk_find(const struct desk_request *request, struct arena *arena, struct slice rest,
	struct desk_file *out);

/* @rest is "12/SOURCE": the version with that number; *out is NULL for 0. False: there is none. */
bool desk_find_version(const struct desk_call *call, struct slice rest,
	struct desk_file *file, const struct store_version **out);

#define DESK_TEXT_MAX_BYTES  (4 * 1024 * 1024)
#define DESK_SHOWN_MAX_BYTES ((size_t)64 * 1024)
/* In @call->arena: the bytes of a version; what readers get, or would if it were not hidden; the blog's own. 0, or
 * -errno and @out is empty. */
int desk_read_version(const struct desk_call *call, const struct store_version *version,
	struct slice *out);
int desk_read_shown(
	const struct desk_call *call, const struct desk_file *file, struct slice *out);
int desk_read_blog(
	const struct desk_call *call, const struct desk_file *file, struct slice *out);
/* store_check_text, in the zone that the text would be in. */
bool desk_check_text(const struct desk_call *call, const struct store_target *target,
	struct slice before, struct slice text, struct diag_list *diags,
	struct store_check *out);

/* "=> titan://example.org/me/@folder@path@parameter " */
void desk_put_titan(const struct desk_call *call, const char *folder, struct slice path,
	const char *parameter);
/* The line that shows a picture in a post. */
void desk_put_line(const struct desk_call *call, const struct store_target *target);
/* Headers alone: a status with its words; 30 to a page of the desk. */
unsigned desk_say(const struct desk_call *call, unsigned status, struct slice words);
unsigned desk_redirect(
	const struct desk_call *call, const char *folder, struct slice path);
/* No uploads are taken. */
unsigned desk_put_off(const struct desk_call *call);
/* As desk_begin. */
void desk_begin_with(const struct desk_call *call, struct slice title);
void desk_put_back(const struct desk_call *call);
/* A moment in the site's zone. */
struct date desk_date(const struct desk_call *call, int64_t at);
/* "2026-11-30 15:04", "2026-11-30", in the site's zone. */
void desk_put_time(const struct desk_call *call, struct buf *out, int64_t at);
void desk_put_day(const struct desk_call *call, int64_t at);
/* "1.2 kB" */
void desk_put_size(struct buf *out, uint64_t bytes);
/* Those of @diags that are errors, one a line. */
void desk_put_errors(struct buf *out, const struct diag_list *diags);
/* "draft: true, idea.md:3" */
struct hidden_page;
void desk_put_why(struct buf *out, const struct hidden_page *page);
/* Of the page, or of its latest text; else its name. */
struct slice desk_title(const struct desk_call *call, const struct desk_file *file);
/* The current version, and who sees it, in a list. */
void desk_put_state(const struct desk_call *call, const struct desk_file *file);
/* A link to read it, where readers do or at the desk. */
void desk_put_reading(const struct desk_call *call, const struct desk_file *file);
/* As text, in lines that nothing in it can end. */
void desk_put_source(const struct desk_call *call, struct slice text);

/* What a draft or a hidden page becomes when it is published. */
struct desk_published {
	struct slice source, text;
	struct slice gone; /* lines that were taken out */
	bool is_moved;     /* out of a folder of drafts */
	struct store_check check;
	const char *why; /* it cannot: what to do by hand; NULL: it can */
};
bool desk_publish(const struct desk_call *call, const struct desk_file *file,
	struct slice text, struct diag_list *diags, struct desk_published *out);

/* An act as it would be done now. */
struct desk_plan {
	const struct desk_call *call;
	const struct desk_file *file;
	const struct store_version
		*version;          /* that the act is about; NULL: the blog's own file */
	struct buf says;           /* what will happen, in gemtext */
	const char *title, *link;  /* what to call it; NULL: as the act */
	const char *why;           /* it cannot be done; NULL: it can */
	struct slice source, text; /* of publish and hide: what will be there */
	bool is_moved;
	uint64_t newest; /* of forget: the last version that is erased */
};
struct desk_act {
	struct slice name;
	const char *title, *link;
	/* Fills in what would happen. False: plan->why. */
	bool (*plan)(struct desk_plan *plan);
	enum store_result (*perform)(struct desk_plan *plan);
	/* A version has a link to it in the history. */
	bool is_of_history;
};
const struct desk_act *desk_acts(size_t *count);

/* What only writers see: the pages, and the sections of the first one. @rest is what follows the page's name in its address.
 * The status; 51, and nothing is written, where there is none. */
void desk_put_upload_section(const struct desk_call *call);
void desk_put_sections(const struct desk_call *call);
/* Links to what can be done to @file. */
void desk_put_acts(const struct desk_call *call, const struct desk_file *file);
unsigned desk_put_list(const struct desk_call *call, struct slice name);
unsigned desk_put_page(const struct desk_call *call, struct slice source);
unsigned desk_put_problems(const struct desk_call *call, struct slice rest);
unsigned desk_put_name(const struct desk_call *call, struct slice rest);
unsigned desk_put_new(const struct desk_call *call, struct slice slug);
unsigned desk_put_posts(const struct desk_call *call, struct slice rest);
unsigned desk_put_edit(const struct desk_call *call, struct slice rest);
unsigned desk_put_uploads(const struct desk_call *call, struct slice rest);
unsigned desk_put_history(const struct desk_call *call, struct slice rest);
unsigned desk_put_version(const struct desk_call *call, struct slice rest);
unsigned desk_put_act(const struct desk_call *call, struct slice rest);
unsigned desk_do_act(const struct desk_call *call, struct slice rest);

#endif
