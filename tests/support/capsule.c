/* SPDX-License-Identifier: MIT */
#include "capsule.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "app/export.h"
#include "base/file.h"
#include "serve/gemini_page.h"
#include "serve/gopher_page.h"
#include "site/generated.h"

#define ORIGIN S("gemini://capsule.example")

static void *grown(void *items, size_t count, size_t *room, size_t size)
{
	if (count < *room)
		return items;
	*room = *room * 2 + 256;
	items = reallocarray(items, *room, size);
	assert_non_null(items);
	return items;
}

static void ask_for(struct capsule *capsule, struct slice address)
{
	bool added;

	if (!slice_starts(address, S("/")))
		return;
	address = arena_dup(&capsule->arena, address);
	slice_map_get(&capsule->seen, address, slice_none, 0, &added);
	if (!added)
		return;
	capsule->addresses = grown(capsule->addresses, capsule->address_count,
		&capsule->address_room, sizeof(*capsule->addresses));
	capsule->addresses[capsule->address_count++] = address;
}

/* The address, its other forms and spellings, and the folders that it lies in. */
static void ask_for_all_of(struct capsule *capsule, struct slice address)
{
	static const char *const endings[] = {
		"", "/", ".gmi", ".txt", ".md", ".html", "/index.html", "/feed.xml"};
	struct slice stem = address;

	ask_for(capsule, address);
	while (stem.len > 1 && slice_ends(stem, S("/")))
		stem.len--;
	for (size_t i = 0; i < sizeof(endings) / sizeof(*endings); i++)
		ask_for(capsule,
			arena_printf(&capsule->arena, "%.*s%s", SARG(stem), endings[i]));
	while (stem.len > 1) {
		stem.len = (size_t)slice_rfind_char(stem, '/');
		ask_for(capsule, slice_head(address, stem.len + 1));
	}
}

static void ask_for_generated(void *ctx, struct slice key)
{
	ask_for_all_of(ctx, key);
}

static void ask_for_what_is_generated(struct capsule *capsule)
{
	static const struct slice addresses[] = {
		S("/caps.txt"), S("/atom.xml"), S("/index.xml")};
	const struct site *site = capsule->site;

	for (size_t i = 0; i < sizeof(addresses) / sizeof(*addresses); i++)
		ask_for(capsule, addresses[i]);
	for (size_t i = 0; i < site->lang_count; i++)
		ask_for_all_of(capsule, arena_printf(&capsule->arena, "/%.*s/",
						SARG(site->langs[i].slug)));
	generated_all(site, &capsule->arena, ask_for_generated, capsule);
}

static void add(struct capsule *capsule, const char *form, struct slice address,
	struct slice source, const struct buf *bytes)
{
	capsule->replies = grown(capsule->replies, capsule->count, &capsule->room,
		sizeof(*capsule->replies));
	capsule->replies[capsule->count++] = (struct capsule_reply){address, form,
		arena_dup(&capsule->arena, source), buf_dup(bytes, &capsule->arena)};
}

static void ask_for_links(
	struct capsule *capsule, struct slice address, struct slice text)
{
	struct slice line, key;

	while (slice_next_line(&text, &line)) {
		size_t len = 0;
		if (!slice_starts(line, S("=> ")))
			continue;
		line = slice_from(line, 3);
		while (len < line.len && !ascii_is_space(line.ptr[len]))
			len++;
		if (export_own_key(&capsule->arena, address, slice_head(line, len), &key))
			ask_for(capsule, key);
	}
}

static void print_page(
	struct capsule *capsule, struct slice address, const struct page_ref *ref)
{
	static const struct serve_gopher gopher = {.host = S("capsule.example"),
		.posts_are_text = true,
		.gemini = S("gemini://capsule.example")};
	const struct gopher_place place = {&gopher, gopher.host, 70};
	struct slice source = ref->post ? ref->post->source : slice_none;
	struct render_output page = {0};
	struct buf *bytes = &page.bytes;

	buf_init(bytes, BUF_UNLIMITED);
	if (gemini_page_render(&page, capsule->site, ref,
		    &(struct gemini_origins){ORIGIN, ORIGIN}, &capsule->arena, NULL) != 0)
		fail_msg("%.*s cannot be rendered", SARG(address));
	ask_for_links(capsule, address, buf_slice(bytes));
	/* What the cache knows of it. */
	buf_printf(bytes, "\n[version %llx]\n", serve_version(capsule->site, ref));
	add(capsule, "gemini", address, source, bytes);
	buf_clear(bytes);
	assert_int_equal(gopher_page_render(&page, capsule->site, ref, &place,
				 &capsule->arena, NULL),
		0);
	add(capsule, "gopher", address, source, bytes);
	buf_fini(bytes);
}

static void print_file(
	struct capsule *capsule, struct slice address, const struct site_file *file)
{
	struct buf bytes;

	buf_init(&bytes, BUF_UNLIMITED);
	assert_true(
		file_read_beneath(capsule->site->folder, file->source, 0, &bytes) >= 0);
	buf_printf(&bytes, "\n[%.*s]\n", SARG(file->mime));
	add(capsule, "file", address, file->source, &bytes);
	buf_fini(&bytes);
}

/* All the posts that a post by chance is one of. */
static bool put_among(const struct site *site, struct slice address, struct buf *out)
{
	struct site_run among;

	if (!generated_random(site, address, &among))
		return false;
	for (size_t i = 0; i < among.count; i++)
		buf_printf(out, "%.*s\n", SARG(among.posts[i]->path));
	return true;
}

static void print_at(struct capsule *capsule, struct slice address)
{
	struct route found;
	struct buf bytes;

	route(capsule->site, &capsule->arena, address, &found);
	buf_init(&bytes, BUF_UNLIMITED);
	switch (found.kind) {
	case ROUTE_PAGE:
		print_page(capsule, address, &found.page);
		break;
	case ROUTE_FILE:
		print_file(capsule, address, found.file);
		break;
	case ROUTE_REDIRECT:
		if (put_among(capsule->site, address, &bytes)) {
			add(capsule, "random", address, slice_none, &bytes);
			break;
		}
		buf_printf(&bytes, "%d %.*s", found.permanent, SARG(found.location));
		add(capsule, "to", address, slice_none, &bytes);
		break;
	case ROUTE_GONE:
		add(capsule, "gone", address, slice_none, &bytes);
		break;
	case ROUTE_NONE:
		add(capsule, "none", address, slice_none, &bytes);
		break;
	}
	buf_fini(&bytes);
}

int capsule_order(const struct capsule_reply *a, const struct capsule_reply *b)
{
	int order = slice_cmp(a->address, b->address);

	return order ? order : strcmp(a->form, b->form);
}

static int compare(const void *a, const void *b)
{
	return capsule_order(a, b);
}

void capsule_read(struct capsule *out, const struct site *site,
	const struct slice *probes, size_t probe_count)
{
	*out = (struct capsule){.site = site};
	out->seen.arena = &out->arena;
	slice_map_clear(&out->seen);
	ask_for_what_is_generated(out);
	for (size_t i = 0; i < site->entry_count; i++)
		ask_for_all_of(out, site->entries[i].path);
	for (size_t i = 0; i < probe_count; i++)
		ask_for_all_of(out, probes[i]);
	for (size_t i = 0; i < out->address_count; i++)
		print_at(out, out->addresses[i]);
	qsort(out->replies, out->count, sizeof(*out->replies), compare);
}

void capsule_fini(struct capsule *capsule)
{
	free(capsule->addresses);
	free(capsule->replies);
	arena_fini(&capsule->arena);
}

void capsule_put_facts(struct buf *out, const struct site *site)
{
	buf_printf(out, "version %llx, names %llx\n", site->version, site->names_version);
	buf_printf(out,
		"posts %zu, dated %zu, local %zu, pages %zu, all %zu, files %zu\n",
		site->post_count, site->dated_count, site->local_count, site->page_count,
		site->source_count, site->file_count);
	buf_printf(out, "tags %zu, categories %zu, series %zu, languages %zu\n",
		site->tag_count, site->category_count, site->series_count,
		site->lang_count);
	buf_printf(out, "addresses %zu, rules %zu, in a list %u, names in a list %u\n",
		site->entry_count, site->rule_count, site->list_max, site->names_max);
	for (size_t i = 0; i < site->diags.count; i++) {
		const struct diag *diag = &site->diags.items[i];
		if (!site_by_source(site, diag->file))
			continue;
		buf_printf(out, "%.*s:%u:%u: %.*s\n", SARG(diag->file), diag->line,
			diag->column, SARG(diag->message));
	}
}

static void tell(struct buf *out, const char *whose, const struct capsule_reply *reply)
{
	buf_printf(out, "--- %s: %.*s, %s\n%.*s\n", whose, SARG(reply->address),
		reply->form, SARG(reply->bytes));
}

bool capsule_same(
	const struct capsule *a, const struct capsule *b, struct buf *difference)
{
	size_t i = 0, k = 0;

	while (i < a->count || k < b->count) {
		const struct capsule_reply *x = &a->replies[i], *y = &b->replies[k];
		int order = i == a->count ? 1 : k == b->count ? -1 : compare(x, y);
		if (order == 0 && slice_eq(x->bytes, y->bytes)) {
			i++;
			k++;
			continue;
		}
		if (order <= 0)
			tell(difference, "with hidden files", x);
		if (order >= 0)
			tell(difference, "without them", y);
		return false;
	}
	return true;
}
