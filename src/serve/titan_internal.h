/* SPDX-License-Identifier: MIT */
/* What the files of uploads share. */
#ifndef SERVE_TITAN_INTERNAL_H
#define SERVE_TITAN_INTERNAL_H

#include "serve/titan.h"
#include "store/check.h"

#define TITAN_HEAD_BYTES 16 /* of a file: what it is */

/* One request, from a writer, until its answer. Belongs to the loop or to the work queue, never to both. */
struct titan_job {
	struct arena arena;
	struct answer answer; /* with references to its table and site */
	struct tls_identity identity;
	struct worker *worker;
	struct store *store;
	const struct site *site; /* the public snapshot, or that of the zone */
	struct slice key, path, person, origin, desk; /* path: for the log */
	struct titan_parameters asked;
	bool has_place; /* of those at once */
	struct store_target target;
	bool is_found;               /* the target */
	struct store_upload *upload; /* NULL: not begun, or over */
	uint64_t got_bytes;
	char head[TITAN_HEAD_BYTES];
	size_t head_bytes;
	/* The answer; status 0: none yet. */
	unsigned status;
	struct slice meta;
	struct buf page; /* after it */
	/* The version that was made, which readers are to see; 0: the blog's own file is the same. */
	uint64_t id;
	bool is_current;
	int64_t appears_at; /* when readers are to see it */
};

/* titan.c */
void titan_refuse(struct titan_job *job, enum gemini_status status, struct slice words);
/* What the store says of an upload: too large, no room ... */
void titan_refuse_result(struct titan_job *job, enum store_result result);

/* titan_work.c, on the work queue. */
/* Which file it is, and all that is answered without a body; else job->upload is begun. */
void titan_begin(struct titan_job *job);
/* All has come, or job->status says what was wrong with it. */
void titan_finish(struct titan_job *job);

/* titan_gate.c */
enum titan_entry { TITAN_ENTERED, TITAN_FULL, TITAN_ANOTHER /* of the same person */ };
enum titan_entry titan_enter(
	struct titan *titan, const struct store *store, struct slice person);
void titan_leave(struct titan *titan, const struct store *store, struct slice person);
/* The text (its SHA-256) that @person was given to edit, or has uploaded, of @source. The last ones are remembered. */
void titan_given(struct titan *titan, const struct titan_job *job, struct slice hash);
/* Is it still what the person knew? @otherwise where that is not known. */
bool titan_knows(struct titan *titan, const struct titan_job *job, struct slice hash,
	bool otherwise);

/* titan_page.c: pages for a person on a phone, in gemtext. */
void titan_page_mistakes(struct titan_job *job, const struct diag_list *diags);
/* It would be shown to others than before. */
void titan_page_hides(struct titan_job *job, const struct store_check *check);
/* It would come onto lists, or leave them. */
void titan_page_lists(struct titan_job *job, const struct store_check *check);
void titan_page_draft(struct titan_job *job, const struct store_check *check);
/* @author changed it meanwhile; empty: the blog itself did. */
void titan_page_changed(struct titan_job *job, struct slice author);
/* The same; empty: nobody knows who it was. */
void titan_page_deleted(struct titan_job *job, struct slice author);
/* A new page has the name of one of @author; empty: of the blog's own. */
void titan_page_taken(struct titan_job *job, struct slice author);
void titan_page_nothing(struct titan_job *job);
/* A file that may say where it was taken. */
void titan_page_tells(struct titan_job *job);
/* Kept, but readers do not see it, or not yet. */
void titan_page_unseen(struct titan_job *job, bool is_late);
/* "/me/edit/x.md": its page on the desk. In the job's arena. */
struct slice titan_edit_path(struct titan_job *job);

#endif
