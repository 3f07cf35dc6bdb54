/* SPDX-License-Identifier: MIT */
#include "scan/advice.h"

#include "scan/hidden.h"

static bool has_home_of_its_own(const struct site *site)
{
	const struct site_entry *entry = site_find(site, S("/"));
	return entry && entry->kind == SITE_POST;
}

enum advice_kind advice_of(const struct site *site)
{
	/* Notes of a vault are pages, and need no date. */
	bool plain = site->settings->generator == GENERATOR_PLAIN;
	if (site->post_count)
		return ADVICE_NONE;
	if (!site->source_count)
		return site->file_count ? ADVICE_FILES : ADVICE_EMPTY;
	return plain && !has_home_of_its_own(site) ? ADVICE_UNDATED : ADVICE_NONE;
}

enum advice_kind advice_of_owner(const struct site *site)
{
	const struct hidden *hidden = hidden_of(site);
	bool later = false;

	/* Of what could not be read nothing is known. */
	if (site->has_errors)
		return ADVICE_NONE;
	for (size_t i = 0; !site->post_count && i < hidden->count; i++) {
		if (hidden->pages[i].why != HIDDEN_FUTURE)
			return ADVICE_HIDDEN;
		later = true;
	}
	return later ? ADVICE_FUTURE : advice_of(site);
}

/* A file that would be the first post or page of this site. */
static struct slice example(struct arena *arena, const struct settings *settings)
{
	const char *name = settings->generator == GENERATOR_JEKYLL
				   ? "_posts/2026-11-30-hello.md"
				   : "hello.md";
	if (!settings->content_dir.len)
		return slice_str(name);
	return arena_printf(arena, "%.*s/%s", SARG(settings->content_dir), name);
}

void advice_add(const struct site *site, struct diag_list *diags)
{
	enum diag_level level = site->source_count ? DIAG_NOTE : DIAG_WARNING;
	struct arena arena = {0};
	const char *put = arena_printf(&arena,
		"put a Markdown file there, such as %.*s, or name another folder",
		SARG(example(&arena, site->settings)))
				  .ptr;

	switch (advice_of_owner(site)) {
	case ADVICE_NONE:
		break;
	case ADVICE_EMPTY:
		diag_add(diags, level, slice_none, 0, 0, put, "no posts or pages yet");
		break;
	case ADVICE_FILES:
		diag_add(diags, settings_is_plain(site->settings) ? DIAG_NOTE : level,
			slice_none, 0, 0, put, "no posts or pages, only other files");
		break;
	case ADVICE_HIDDEN:
		diag_add(diags, level, slice_none, 0, 0,
			"set draft: false (in TOML draft = false) in its front matter to "
			"show a draft, or show all drafts with --drafts; `splashdown "
			"check FILE` says what hides a post",
			"all posts are hidden");
		break;
	case ADVICE_FUTURE:
		diag_add(diags, level, slice_none, 0, 0,
			"each appears by itself on its date; change the date to show it "
			"now",
			"all posts are dated in the future");
		break;
	case ADVICE_UNDATED:
		diag_add(diags, level, slice_none, 0, 0,
			"a page with a date in its front matter or its name "
			"(2026-11-30-hello.md) becomes a post, and is listed in the "
			"archive and the feed",
			"pages, but no posts");
		break;
	}
	arena_fini(&arena);
}
