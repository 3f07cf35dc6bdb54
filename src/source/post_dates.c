/* SPDX-License-Identifier: MIT */
/* When a post was written, and when it appears and expires. */
#include "source/post_reading.h"
#include "source/rules.h"
#include "source/zone_folder.h"

bool post_is_jekyll_page(const struct post_reading *reading)
{
	return reading->settings->generator == GENERATOR_JEKYLL &&
	       !reading->origin->collection;
}

static struct slice trimmed(struct slice s, const char *bytes)
{
	while (s.len && strchr(bytes, *s.ptr))
		s = slice_from(s, 1);
	while (s.len && strchr(bytes, s.ptr[s.len - 1]))
		s.len--;
	return s;
}

/* Hugo's ":filename": "2020-03-04-x", "2020-03-04-10-20-30-x". The rest is the slug, too. */
static bool date_of_name(struct post_reading *reading, struct date *out)
{
	enum { DAY = 10, TIME = 19 };
	const struct settings *settings = reading->settings;
	struct slice name = reading->name.base;
	char time[] = "T00:00:00";
	size_t len = DAY;

	if (reading->name.is_index)
		name = slice_path_name(reading->name.folder);
	if (name.len < DAY || name.ptr[4] != '-' || name.ptr[7] != '-' ||
		!date_parse(slice_head(name, DAY), settings->zone, out))
		return false;
	if (name.len >= TIME) {
		for (size_t i = 1; i < TIME - DAY; i++)
			time[i] = name.ptr[DAY + i] == '-' ? ':' : name.ptr[DAY + i];
		struct date with = {0};
		if (date_parse(
			    arena_printf(&reading->arena, "%.*s%s", DAY, name.ptr, time),
			    settings->zone, &with) &&
			with.has_time) {
			*out = with;
			len = TIME;
		}
	}
	reading->date_slug = trimmed(slice_from(name, len), " -_");
	return true;
}

/* The first of @keys, as the site's settings name them, that is a date. */
static bool first_date(struct post_reading *reading, struct slice keys, struct date *out)
{
	struct slice key;

	while (slice_split(&keys, '|', &key)) {
		if (slice_eq(key, S(":filename")) ? date_of_name(reading, out)
						  : fields_date(&reading->fields, key,
							    reading->settings, out))
			return true;
	}
	return false;
}

/* From front matter, file name, folders or address; else none. */
static void read_dates(struct post_reading *reading)
{
	const struct settings *settings = reading->settings;
	struct post *post = &reading->post;
	bool jekyll = settings->generator == GENERATOR_JEKYLL;

	fields_date(&reading->fields,
		S("last_modified_at|lastmod|modified|updated|updatedDate|modDatetime|"
		  "updatedAt"),
		settings, &post->updated);
	if (first_date(reading, settings->date_keys, &post->date) ||
		fields_date(&reading->fields, S("date"), settings, &post->date))
		return;
	const struct value *wrong = value_get(reading->fields.own, S("date"));
	/* Eleventy's "Last Modified", "Created" and their git variants are not dates. */
	if (value_text(wrong).len &&
		!slice_ends_nocase(value_text(wrong), S("created")) &&
		!slice_ends_nocase(value_text(wrong), S("last modified")))
		diag_add(reading->diags, DIAG_WARNING, reading->origin->source,
			wrong->line, wrong->column,
			"the date comes from the file's name or folder",
			"invalid date: %.*s", SARG(slice_head(value_text(wrong), 60)));
	if (!jekyll && fields_date(&reading->fields,
			       S("created|publishDate|pubdate|published|pubDatetime|"
				 "publishedAt|publishedDate|publishedOn|date_published"),
			       settings, &post->date))
		return;
	if (reading->name.is_dated_name ||
		(reading->name.date.set && !post_is_jekyll_page(reading))) {
		post->date = reading->name.date;
		return;
	}
	if (!post_is_jekyll_page(reading) &&
		name_date_of_path(
			fields_own_text(&reading->fields, S("permalink|path|url")),
			settings->zone, &post->date))
		return;
	if (settings->generator == GENERATOR_HUGO)
		fields_date(
			&reading->fields, S("lastmod|modified"), settings, &post->date);
	if (settings->rules->date)
		date_parse(
			settings->rules->date(&reading->fields, reading->origin->source),
			settings->zone, &post->date);
}

/* Does one of @keys say when, but not as a date? "soon" is not now. */
static bool says_no_time(const struct post_reading *reading, struct slice keys)
{
	static const struct slice of_other_things = S("date|published");
	struct slice key;
	struct date date;

	while (slice_split(&keys, '|', &key)) {
		if (!slice_any(key, of_other_things, slice_eq) &&
			fields_text(&reading->fields, key).len &&
			!fields_date(&reading->fields, key, reading->settings, &date))
			return true;
	}
	return false;
}

/* When it appears and expires. */
static void read_times(struct post_reading *reading)
{
	const struct settings *settings = reading->settings;
	struct post *post = &reading->post;
	struct slice publish = settings->publish_keys, expiry = settings->expiry_keys;
	struct date date;

	/* A site may have it that the date says nothing of it. */
	bool by_date = !publish.len || slice_any(S("date"), publish, slice_eq);
	publish = publish.len ? publish : S("publishDate");
	expiry = expiry.len ? expiry : S("expiryDate|unpublishdate");
	post->appears_at = INT64_MIN;
	post->expires_at = INT64_MAX;
	if (!settings->expired && first_date(reading, expiry, &date))
		post->expires_at = date.at;
	const struct settings_collection *collection = reading->origin->collection;
	if (settings->future || (collection && collection->future))
		return;
	reading->is_timeless = says_no_time(reading, publish);
	if (first_date(reading, publish, &date))
		post->appears_at = date.at;
	/* Jekyll publishes pages regardless of their date; in a zone they are letters. */
	else if (by_date && post->date.set &&
		 (!post_is_jekyll_page(reading) ||
			 zone_of_source(settings, reading->origin->source)))
		post->appears_at = post->date.at;
}

void post_dates(struct post_reading *reading)
{
	read_dates(reading);
	read_times(reading);
}
