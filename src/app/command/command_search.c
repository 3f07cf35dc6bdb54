/* SPDX-License-Identifier: MIT */
/* What readers would find in a blog, without a server. */
#include <errno.h>
#include <stdio.h>
#include <time.h>

#include "app/blog.h"
#include "app/command.h"
#include "base/log.h"
#include "base/text.h"
#include "search/excerpt.h"
#include "search/index.h"
#include "search/pass.h"
#include "site/links.h"

#define RESULTS_MAX     30 /* without --all */
#define EXCERPT_COLUMNS 160
#define DEADLINE_MS     60000
#define MEMORY_MAX      ((size_t)4 * 1024 * 1024 * 1024)

static const struct cli_option options[] = {
	{"config", "FILE", NULL,
		"configuration file (default: DIR/splashdown.yaml, if any)"},
	{"all", NULL, NULL, "show all results, not only the first 30"},
	{"json", NULL, NULL, "print one JSON object"},
};

struct found {
	const struct site *site;
	struct search_query query;
	struct search_hits hits;
	struct arena arena;
};

/* Exit status 0, or EXIT_FAILED after saying why. */
static int find(struct found *found, unsigned threads, size_t most)
{
	const struct search_index_options in_memory = {.memory_max_bytes = MEMORY_MAX};
	static const atomic_bool never = false;
	struct search_reader *reader = NULL;
	struct search_index *index;
	struct pass_result result = {0};
	struct pass *pass = pass_new();
	int error = search_index_new(&in_memory, &index);

	if (!error) {
		const struct pass_options all = {
			.threads = threads, .index = index, .index_is_new = true};
		pass_run(pass, found->site, &all, &result);
		threads_unref(result.threads);
		error = result.index_error;
		if (!error)
			error = search_reader_new(index, &reader);
		if (!error && search_find(reader, found->site, &found->query, 0, most,
				      DEADLINE_MS, &never, &found->arena,
				      &found->hits) == SEARCH_FAILED)
			error = -EIO;
		if (reader)
			search_reader_free(reader);
		search_index_free(index);
	}
	pass_free(pass);
	if (error)
		fprintf(stderr, "splashdown search: the index cannot be made: %s\n",
			log_strerror(error));
	return error ? EXIT_FAILED : 0;
}

static struct slice excerpt_of(
	const struct found *found, const struct post *post, struct arena *arena)
{
	struct doc *doc;

	if (links_convert(found->site, post, arena, NULL, &doc))
		return post->description;
	return search_excerpt(arena, doc, &found->query, EXCERPT_COLUMNS);
}

/* --- what is printed ----------------------------------------------------------------------------- */

/* As one line without control characters, which a terminal would obey. */
static void put_clean(struct buf *out, struct arena *arena, struct slice text)
{
	log_escape(out, text_one_line(arena, text));
}

static void put_text(struct buf *out, struct arena *arena, const struct post *post,
	struct slice excerpt)
{
	if (post->date.set) {
		date_put_iso_day(out, &post->date);
		buf_putc(out, ' ');
	}
	put_clean(out, arena, post->list_title);
	buf_puts(out, "\n    ");
	put_clean(out, arena, post->url);
	buf_puts(out, "  ");
	put_clean(out, arena, post->source);
	if (excerpt.len) {
		buf_puts(out, "\n    ");
		put_clean(out, arena, excerpt);
	}
	buf_puts(out, "\n\n");
}

static void put_member(struct buf *out, const char *name, struct slice text)
{
	buf_printf(out, "\"%s\": ", name);
	text_put_json(out, text);
}

static void put_json(struct buf *out, const struct post *post, struct slice excerpt)
{
	auto_buf struct buf day = BUF(BUF_MAX_BYTES);

	if (post->date.set)
		date_put_iso_day(&day, &post->date);
	buf_putc(out, '{');
	put_member(out, "title", post->title);
	buf_puts(out, ", ");
	put_member(out, "date", buf_slice(&day));
	buf_puts(out, ", ");
	put_member(out, "lang", post->lang);
	buf_puts(out, ",\n      ");
	put_member(out, "path", post->url);
	buf_puts(out, ", ");
	put_member(out, "file", post->source);
	buf_puts(out, ",\n      ");
	put_member(out, "excerpt", excerpt);
	buf_putc(out, '}');
}

static void print(const struct found *found, bool json)
{
	auto_buf struct buf out = BUF(BUF_UNLIMITED);

	if (json) {
		buf_puts(&out, "{\n  ");
		put_member(&out, "query", found->query.text);
		buf_printf(&out, ",\n  \"total\": %zu,\n  \"results\": [",
			found->hits.total);
	}
	for (size_t i = 0; i < found->hits.count; i++) {
		auto_arena struct arena arena = {0};
		const struct post *post = found->hits.posts[i];
		struct slice excerpt = excerpt_of(found, post, &arena);
		if (json) {
			buf_puts(&out, i ? ",\n    " : "\n    ");
			put_json(&out, post, excerpt);
		} else {
			put_text(&out, &arena, post, excerpt);
		}
	}
	if (json)
		buf_puts(&out, found->hits.count ? "\n  ]\n}\n" : "]\n}\n");
	fwrite(slice_printable(buf_slice(&out)), 1, out.len, stdout);
	if (json || !found->hits.total)
		return;
	if (found->hits.count < found->hits.total)
		printf("%zu of %zu results; --all shows all\n", found->hits.count,
			found->hits.total);
	else
		printf("%zu result%s\n", found->hits.total,
			found->hits.total == 1 ? "" : "s");
}

static struct slice words_of(const struct cli_args *args, struct arena *arena)
{
	struct buf words = BUF(BUF_MAX_BYTES);

	for (size_t i = 1; i < args->operand_count; i++) {
		buf_puts(&words, i > 1 ? " " : "");
		buf_puts(&words, args->operands[i]);
	}
	return buf_take(&words, arena);
}

static int run(const struct cli_args *args)
{
	struct found found = {0};
	struct blog blog;
	bool json = cli_get(args, "json") != NULL;
	int status = blog_open(&blog, &command_search, args,
		blog_meant(&command_search, &found.arena, args->operands[0]), NULL);

	if (!status)
		status = blog_scan(&blog, &command_search, time(NULL));
	if (!status) {
		found.site = blog.site;
		search_query_read(
			&found.arena, words_of(args, &found.arena), &found.query);
		status = find(&found, blog.config.workers,
			cli_get(args, "all") ? blog.site->source_count : RESULTS_MAX);
	}
	if (!status)
		print(&found, json);
	if (!status && !found.hits.total) {
		fputs(json ? "" : "splashdown search: nothing was found\n", stderr);
		status = EXIT_FAILED;
	}
	arena_fini(&found.arena);
	blog_close(&blog);
	return status;
}

const struct cli_command command_search = {
	.name = "search",
	.operands = "DIR WORD... [OPTION]...",
	.meaning = "Searches the blog in DIR as its readers do: words, \"phrases\", "
		   "-without, tag:, lang:, year:, in:title. A word that begins with a "
		   "dash is put behind --. The exit status is 1 if nothing is found.",
	.options = options,
	.option_count = sizeof(options) / sizeof(*options),
	.operands_min = 2,
	.operands_max = 64,
	.run = run,
};
