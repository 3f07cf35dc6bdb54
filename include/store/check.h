/* SPDX-License-Identifier: MIT */
/* What is wrong with a text that is uploaded, before it is shown: its front matter, its address, who would see it. */
#ifndef STORE_CHECK_H
#define STORE_CHECK_H

#include "base/diag.h"
#include "site/site.h"
#include "store/target.h"

struct store_check {
	struct slice desk; /* set by the caller: "/me/"; empty: there is none */
	/* Who sees it before and after: a change is an act of its own, which an upload does not bring about. Of a new
	 * post before is as after. */
	bool was_hidden, is_hidden;
	/* The same of the lists, the feeds and the search, where it is shown at all. */
	bool was_listed, is_listed;
	struct slice hidden_by; /* "draft: true", when it is hidden then */
	/* An edit that is no text of the blog but the page that readers see, without its front matter: an error. */
	bool is_as_shown;
	unsigned hidden_line; /* of that word; 0: it is not in the text */
	/* From when and until when readers see it, and saw it, if nothing hides it; seconds since the epoch. */
	int64_t appears_at, expires_at, appeared_at, expired_at;
	bool has_date; /* in its name, too */
	struct slice title;
	struct slice address; /* where it will be: a path, percent-encoded */
};

/* Checks @text, to be at @target; @before is its text now (empty: it is new). Mistakes are errors in @diags, with
 * file, line and column; remarks of the scan are there, too, as warnings and notes. True: no error. Strings are in
 * @arena. */
bool store_check_text(const struct site *site, const struct store_target *target,
	struct arena *arena, struct slice before, struct slice text,
	struct diag_list *diags, struct store_check *out);

/* A post without front matter gets one in the generator's own style: title from its first heading, which goes when it
 * is the first line, else from its name; date @now. In @arena; @text itself when it has one, or is gemtext. Not for an
 * edit of a text that has front matter: store_check_text says that it is gone. */
struct slice store_check_complete(const struct site *site,
	const struct store_target *target, struct arena *arena, struct slice text,
	int64_t now);

/* What @text, of the page of a section, says for the pages below it (they are drafts, how they are sorted): a number
 * that is another for something else. 0: nothing. NULL: the text cannot be read, and may say anything. */
unsigned long long store_check_hands_down(const struct settings *settings,
	struct slice source, struct arena *arena, const struct slice *text);

#endif
