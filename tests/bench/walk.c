/* SPDX-License-Identifier: MIT */
/* Reads all listings of a capsule, following its links, and keeps the size of the largest. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "scale.h"

#define REPLY_MAX  (64 * 1024 * 1024)
#define TABLE_SIZE (1u << 20) /* of addresses; half of it is used at most */

struct walk {
	char **table; /* of all addresses seen, by hash */
	char **queue; /* the same as they came */
	size_t count, next;
};

static unsigned long long hash_of(struct slice s)
{
	unsigned long long hash = slice_hash(s);

	return hash ^ hash >> 29;
}

/* "/2016/05/", "/2016/05/4/": parts of posts' addresses. */
static bool is_prefix(struct slice path)
{
	for (size_t i = 0; i < path.len; i++) {
		if (path.ptr[i] != '/' && !ascii_is_digit(path.ptr[i]))
			return false;
	}
	return slice_ends(path, S("/"));
}

static bool is_index(struct slice path)
{
	static const struct slice starts[] = {
		S("/archive/"), S("/tags/"), S("/categories/"), S("/series/")};

	for (size_t i = 0; i < sizeof(starts) / sizeof(*starts); i++) {
		if (slice_starts(path, starts[i]))
			return true;
	}
	/* "/fr/" */
	return (path.len == 4 && slice_ends(path, S("/"))) || is_prefix(path) ||
	       slice_ends(path, S("/feed.xml"));
}

static void add(struct walk *walk, struct slice path)
{
	if (!is_index(path) || path.len > 1000 || walk->count == TABLE_SIZE / 2)
		return;
	for (size_t i = hash_of(path) % TABLE_SIZE;; i = (i + 1) % TABLE_SIZE) {
		if (walk->table[i]) {
			if (slice_eq(slice_str(walk->table[i]), path))
				return;
			continue;
		}
		char *copy = strndup(path.ptr, path.len);
		if (!copy)
			abort();
		walk->table[i] = walk->queue[walk->count++] = copy;
		return;
	}
}

/* "=> /tags/x/ label" */
static void add_gemini(struct walk *walk, struct slice line)
{
	struct slice path;

	if (!slice_starts(line, S("=> /")))
		return;
	slice_cut(slice_from(line, 3), ' ', &path, NULL);
	add(walk, path);
}

/* "1label TAB selector TAB host TAB port" */
static void add_gopher(struct walk *walk, struct slice line)
{
	struct slice path;

	if (!slice_starts(line, S("1")) && !slice_starts(line, S("0")))
		return;
	slice_split(&line, '\t', &path);
	slice_split(&line, '\t', &path);
	if (slice_starts(path, S("/")))
		add(walk, path);
}

static void follow(struct walk *walk, struct slice reply, bool tls)
{
	struct slice line;

	while (slice_next_line(&reply, &line)) {
		if (tls)
			add_gemini(walk, line);
		else
			add_gopher(walk, line);
	}
}

/* No page links to these, but readers cut addresses short. */
static void add_prefixes(struct walk *walk)
{
	char path[32];

	for (int year = 2004; year < 2024; year++) {
		for (int month = 0; month <= 12; month++) {
			int len = month ? snprintf(path, sizeof(path), "/%d/%02d/", year,
						  month)
					: snprintf(path, sizeof(path), "/%d/", year);
			add(walk, slice(path, (size_t)len));
		}
	}
}

void walk_measure(
	const struct server *server, bool tls, double limit_ms, struct walk_result *out)
{
	struct asker *asker = asker_new(tls ? server->gemini : server->gopher, tls);
	struct walk walk = {.table = calloc(TABLE_SIZE, sizeof(char *)),
		.queue = calloc(TABLE_SIZE / 2, sizeof(char *))};
	double until = now_ms() + limit_ms;
	struct buf reply;

	if (!walk.table || !walk.queue)
		abort();
	*out = (struct walk_result){0};
	buf_init(&reply, REPLY_MAX);
	add(&walk, S("/"));
	add_prefixes(&walk);
	while (walk.next < walk.count && now_ms() < until && !bench_stopped()) {
		const char *path = walk.queue[walk.next++];
		if (!ask_page(asker, path, &reply)) {
			out->errors++;
			continue;
		}
		/* A prefix below which no post is. */
		if (!ask_is_good(asker, &reply))
			continue;
		out->pages++;
		follow(&walk, buf_slice(&reply), tls);
		if (reply.len > out->largest_bytes) {
			out->largest_bytes = reply.len;
			snprintf(out->largest, sizeof(out->largest), "%s", path);
		}
	}
	out->left = walk.count - walk.next;
	for (size_t i = 0; i < walk.count; i++)
		free(walk.queue[i]);
	free(walk.queue);
	free(walk.table);
	buf_fini(&reply);
	asker_free(asker);
}
