/* SPDX-License-Identifier: MIT */
/* Which posts a listing holds and how it is split, asked by the router (does that part exist?) and by
 * the listing (what stands on it?). */
#ifndef SITE_SCOPE_H
#define SITE_SCOPE_H

#include "site/ref.h"

/* The posts of a scope, newest first, undated ones last. */
struct scope {
	const struct post *const *posts;
	size_t count, dated;
};

extern const struct slice taxonomy_segments[TAXONOMY_COUNT]; /* "tags", ... */

void scope_all(const struct site *site, struct scope *out);
void scope_group(const struct site_group *group, struct scope *out);
/* Posts whose address lies under @prefix (ends in '/'), collected in @arena. */
void scope_folder(const struct site *site, struct slice prefix, struct arena *arena,
	struct scope *out);
/* The posts of @ref (year, month, undated applied, part not). */
void scope_of(const struct site *site, const struct page_ref *ref, struct arena *arena,
	struct scope *out);
/* How many posts @ref is about (year, month, undated applied), or @enough if they are at least that
 * many. For the router: nothing is collected. */
size_t scope_count(const struct site *site, const struct page_ref *ref, size_t enough);
/* The pages, each translation group once: those of @lang, or (empty) all. By folder, then as in site->pages.
 * Returns their number; *out (may be NULL) is in @arena. */
size_t scope_pages(const struct site *site, struct slice lang, struct arena *arena,
	const struct post *const **out);
/* The folder at the top that @post's address lies in, its language aside: "/docs/" of "/fr/docs/a/" is "/fr/docs/".
 * Empty: it lies in none. */
struct slice scope_top_folder(const struct post *post);
const struct site_group *scope_groups(
	const struct site *site, enum taxonomy taxonomy, size_t *count);

/* How many parts of @most entries @count of them make (at least 1), and which of them part @part (from 1, oldest
 * first) is in a newest-first array. */
unsigned scope_parts(size_t count, unsigned most);
void scope_part(size_t count, unsigned most, unsigned part, size_t *from, size_t *to);

#endif
