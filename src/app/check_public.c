/* SPDX-License-Identifier: MIT */
#include "app/check_public.h"

#include "base/uri.h"
#include "source/post.h"
#include "source/publish.h"

/* Does @text hold @name as a word of its own? */
static bool holds(struct slice text, struct slice name)
{
	ptrdiff_t at;

	while (name.len && (at = slice_find(text, name)) >= 0) {
		struct slice rest = slice_from(text, (size_t)at + name.len);
		bool begins = at == 0 || text.ptr[at - 1] == ' ';
		if (begins && (!rest.len || slice_find_char(S(" ;,:"), *rest.ptr) >= 0))
			return true;
		text = rest;
	}
	return false;
}

static bool names(const struct diag *diag, const struct post *post)
{
	if (holds(diag->message, post->source) || holds(diag->instead, post->source))
		return true;
	/* "redirect to nowhere: /from/ to /to/" */
	return !diag->file.len && post->redirect_to.len &&
	       holds(diag->message, post->path);
}

static bool is_public(const struct site *site, const struct diag *diag)
{
	const struct post *own = site_by_source(site, diag->file);

	if (own && !post_is_listed(own))
		return false;
	for (size_t i = 0; i < site->source_count; i++) {
		const struct post *post = site->by_source[i];
		if (!post_is_listed(post) && names(diag, post))
			return false;
	}
	return true;
}

static bool is_served(const struct site *site, struct slice source)
{
	for (size_t i = 0; i < site->entry_count; i++) {
		const struct site_entry *entry = &site->entries[i];
		if (entry->kind == SITE_FILE && slice_eq(entry->file->source, source))
			return true;
	}
	return false;
}

/* Is it a post that readers do not get, perhaps because it is a draft? */
static bool may_be_draft(const struct site *site, struct slice source)
{
	return (publish_is_markdown(site->settings, uri_extension(source)) ||
		       publish_is_other_markup(source)) &&
	       !site_by_source(site, source) && !is_served(site, source);
}

void check_public(
	const struct site *site, const struct diag_list *from, struct diag_list *diags)
{
	for (size_t i = 0; i < from->count; i++) {
		struct diag diag = from->items[i];
		if (!is_public(site, &diag))
			continue;
		if (may_be_draft(site, diag.file))
			diag.file = slice_none, diag.line = diag.column = 0;
		diag_copy(diags, &diag);
	}
}
