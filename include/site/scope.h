/* SPDX-License-Identifier: MIT */
/* Which posts a listing holds and how it is split. Used by the router (does that part exist?) and by
 * the listing (what does it show?). */
#ifndef SITE_SCOPE_H
#define SITE_SCOPE_H

#include "site/ref.h"

/* The posts of a scope, newest first, undated ones last. */
struct scope {
	const struct post *const *posts;
	size_t count, dated;
};

/* How many taxonomies the site has, and the segment of each one's addresses: "tags". */
unsigned taxonomy_count(const struct site *site);
struct slice taxonomy_segment(const struct site *site, unsigned taxonomy);

void scope_all(const struct site *site, struct scope *out);
void scope_group(const struct site_group *group, struct scope *out);
/* Posts whose address is under @prefix (ends in '/'), collected in @arena. */
void scope_folder(const struct site *site, struct slice prefix, struct arena *arena,
	struct scope *out);
/* The posts of @ref (year, month, undated applied, part not). */
void scope_of(const struct site *site, const struct page_ref *ref, struct arena *arena,
	struct scope *out);
/* The number of posts of @ref (year, month, undated applied), at most @enough. For the router:
 * collects nothing. */
size_t scope_count(const struct site *site, const struct page_ref *ref, size_t enough);
/* The pages of @lang, or (empty) all, each translation group once. Ordered by folder, then as in
 * site->pages. Returns their number; *out (may be NULL) is in @arena. */
size_t scope_pages(const struct site *site, struct slice lang, struct arena *arena,
	const struct post *const **out);
/* The top folder of @post's address, ignoring the language: for "/fr/docs/a/" it is "/fr/docs/". Empty: none.
 * In a zone it is one below its home page. */
struct slice scope_top_folder(const struct site *site, const struct post *post);
const struct site_group *scope_groups(
	const struct site *site, unsigned taxonomy, size_t *count);

/* The number of parts (at least 1) when @count entries are split by @most, and the range of part @part (from 1,
 * oldest first) in a newest-first array. */
unsigned scope_parts(size_t count, unsigned most);
void scope_part(size_t count, unsigned most, unsigned part, size_t *from, size_t *to);

#endif
