/* SPDX-License-Identifier: MIT */
/* _redirects: one rule per line, "from to [status]"
 * (docs.netlify.com/routing/redirects). */
#include "base/uri.h"
#include "scan/snapshot_internal.h"
#include "source/permalink.h"

#define LINE_MAX_BYTES 2048
#define RULES_MAX      10000

void snapshot_list_add(
	struct arena *arena, struct snapshot_list *list, struct site_entry entry)
{
	if (list->count == list->capacity)
		list->items = arena_grown(arena, list->items, list->count,
			&list->capacity, sizeof(*list->items));
	list->items[list->count++] = entry;
}

static bool next_word(struct slice *line, struct slice *word)
{
	size_t len = 0;

	*line = slice_trim_start(*line);
	while (len < line->len && !ascii_is_space(line->ptr[len]))
		len++;
	*word = slice_head(*line, len);
	*line = slice_from(*line, len);
	return word->len != 0 && *word->ptr != '#';
}

/* The path of a URL of this site; else the whole URL. */
static struct slice local(const struct settings *settings, struct slice url)
{
	if (settings->url.len == 0 || !slice_starts_nocase(url, settings->url))
		return url;
	struct slice path = slice_from(url, settings->url.len);
	if (path.len && *path.ptr != '/')
		return url;
	return path.len ? path : S("/");
}

struct rule {
	struct slice from, to;
	unsigned long long status;
};

/* False: nothing to do for the line. @bad: it cannot be understood. */
static bool read_rule(
	const struct settings *settings, struct slice line, struct rule *rule, bool *bad)
{
	struct slice word;

	*bad = false;
	if (!next_word(&line, &rule->from))
		return false;
	/* Query parameters ("id=:id") may be between them. */
	do {
		if (!next_word(&line, &rule->to)) {
			*bad = true;
			return false;
		}
	} while (*rule->to.ptr != '/' && uri_scheme(rule->to).len == 0);
	rule->status = 301;
	if (next_word(&line, &word)) {
		if (slice_ends(word, S("!")))
			word.len--;
		if (!slice_to_uint(word, &rule->status))
			rule->status = 301;
		/* A rule for certain countries, languages or roles does not apply to
		 * everybody. */
		while (next_word(&line, &word)) {
			if (slice_find_char(word, '=') > 0)
				return false;
		}
	}
	rule->from = local(settings, rule->from);
	rule->to = local(settings, rule->to);
	/* Fragments are useless in other protocols. */
	slice_cut(rule->to, '#', &rule->to, NULL);
	*bad = rule->from.len == 0 || *rule->from.ptr != '/' || rule->to.len == 0 ||
	       uri_is_harmful(rule->to);
	/* 4xx and 5xx are error pages, 200 is a rewrite: the same page at another
	 * address. */
	return !*bad && rule->status < 400;
}

/* Does the rule lead into a zone from outside? Then it is left out. */
static bool leads_into_zone(
	struct site *site, const struct rule *rule, struct slice file, unsigned number)
{
	const struct zones *zones = &site->settings->zones;
	auto_arena struct arena arena = {0};
	const struct reader_zone *zone;
	struct slice from;

	if (!zones->count || !permalink_key(&arena, rule->from, &from) ||
		!snapshot_leads_into_zone(site, zones_at(zones, from), rule->to, &zone))
		return false;
	diag_add(&site->diags, DIAG_WARNING, file, number, 1,
		"the line is left out: nothing outside a zone leads into it",
		"a redirect into the zone %.*s", SARG(zone->path));
	return true;
}

static bool has_placeholder(struct slice path)
{
	return slice_find_char(path, '*') >= 0 || slice_find(path, S("/:")) >= 0;
}

void snapshot_redirects(struct site *site, struct slice file, struct slice bytes,
	struct snapshot_list *entries)
{
	struct arena *arena = &site->arena;
	struct site_rule *rules = NULL;
	size_t capacity = 0;
	struct slice line;
	unsigned number = 0;

	slice_skip(&bytes, S("\xEF\xBB\xBF"));
	while (slice_next_line(&bytes, &line)) {
		struct rule rule;
		struct slice key, to;
		bool bad;
		number++;
		if (line.len > LINE_MAX_BYTES)
			continue;
		bool said = read_rule(site->settings, line, &rule, &bad);
		if (said && leads_into_zone(site, &rule, file, number))
			continue;
		if (said && has_placeholder(rule.from)) {
			if (site->rule_count == RULES_MAX)
				continue;
			/* Files in several folders share one list. */
			if (!rules || site->rule_count == capacity) {
				capacity = site->rule_count * 2 + 32;
				struct site_rule *more =
					arena_array(arena, capacity, struct site_rule);
				if (site->rule_count)
					memcpy(more, site->rules,
						site->rule_count * sizeof(*more));
				site->rules = rules = more;
			}
			rules[site->rule_count++] = (struct site_rule){
				arena_dup(arena, rule.from), arena_dup(arena, rule.to)};
			continue;
		}
		if (said && permalink_key(arena, rule.from, &key) &&
			uri_normalize(arena, rule.to, &to)) {
			struct site_entry entry = {.path = key, .kind = SITE_REDIRECT};
			entry.redirect.target = to;
			entry.is_permanent = rule.status == 301 || rule.status == 308;
			snapshot_list_add(arena, entries, entry);
		} else if (said || bad) {
			diag_add(&site->diags, DIAG_WARNING, file, number, 1,
				"the line is left out", "not a redirect");
		}
	}
}
