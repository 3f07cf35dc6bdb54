/* SPDX-License-Identifier: MIT */
/* What differs from one generator to the next. */
#ifndef SOURCE_RULES_H
#define SOURCE_RULES_H

#include "source/settings.h"

struct fields;
struct permalink_facts;
struct post_reading;
struct settings_reader;

struct generator_rules {
	/* Fills in what the generator's own files say; settings->raw is the tree of the one that it was
	 * recognised by (may be NULL). */
	void (*settings)(struct settings_reader *reader);
	/* Fields of front matter that give the page its address: the text of the first that has some is @own. */
	struct slice own_keys;
	bool own_alone; /* what the page inherits gives it none */
	/* Appends the address that @own means. False: none. NULL: it stands there as it is. */
	bool (*own_address)(struct post_reading *reading,
		const struct permalink_facts *facts, struct slice own, struct buf *out);
	/* Appends the address by the generator's rule. */
	void (*address)(struct post_reading *reading, const struct permalink_facts *facts,
		struct buf *out);
	/* Appends what stands in front of old addresses that begin with a slash ("/fr"); NULL: nothing. */
	void (*alias_prefix)(struct post_reading *reading, struct buf *out);
	/* A folder's name as addresses have it; NULL: as it is. */
	struct slice (*segment)(const struct settings *settings, struct arena *arena,
		struct slice segment);
	/* Files in a folder which say something of all that is below it: their names, and what they
	 * say (maps for defaults). NULL: there are none. *error: one of them is there, perhaps, and could
	 * not be read (file_is_trouble). */
	const struct settings_default *(*folder)(const struct settings *settings,
		struct arena *arena, int fd, struct slice path, size_t *count,
		int *error);
	/* The date of the file @source, where neither it nor its name has one; slice_none: none. May be NULL. */
	struct slice (*date)(const struct fields *fields, struct slice source);
};

#endif
