/* SPDX-License-Identifier: MIT */
/* What differs between generators. */
#ifndef SOURCE_RULES_H
#define SOURCE_RULES_H

#include "source/settings.h"

struct fields;
struct permalink_facts;
struct post_reading;
struct settings_reader;

struct generator_rules {
	/* Fills in the settings from the generator's files. settings->raw is the tree of the file that
	 * it was detected by (may be NULL). */
	void (*settings)(struct settings_reader *reader);
	/* Front matter fields that give the page its address; the first with a text is @own. */
	struct slice own_keys;
	bool own_alone; /* inherited fields do not give an address */
	/* Appends the address for @own. False: none. NULL: @own is the address. */
	bool (*own_address)(struct post_reading *reading,
		const struct permalink_facts *facts, struct slice own, struct buf *out);
	/* Appends the address by the generator's rule. */
	void (*address)(struct post_reading *reading, const struct permalink_facts *facts,
		struct buf *out);
	/* Appends the prefix of aliases that begin with a slash ("/fr"); NULL: none. */
	void (*alias_prefix)(struct post_reading *reading, struct buf *out);
	/* A folder's name as it appears in addresses; NULL: unchanged. */
	struct slice (*segment)(const struct settings *settings, struct arena *arena,
		struct slice segment);
	/* The files in a folder that set defaults for everything below it: their names, and their values
	 * (maps). NULL: none. */
	const struct settings_default *(*folder)(const struct settings *settings,
		struct arena *arena, int fd, struct slice path, size_t *count,
		struct folder_reading *reading);
	/* Fields of a page without front matter, from its text @head, and those of any page from its path, which are
	 * weaker than its own: maps, or NULL. May be NULL. */
	const struct value *(*own_fields)(
		struct post_reading *reading, struct slice head, bool at_end);
	const struct value *(*path_fields)(struct post_reading *reading);
	/* The date of the file @source when neither its front matter nor its name has one; slice_none: none.
	 * May be NULL. */
	struct slice (*date)(const struct fields *fields, struct slice source);
};

#endif
