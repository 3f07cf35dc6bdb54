/* SPDX-License-Identifier: MIT */
/* The people of a site: those of its configuration and those of STATE/people.yaml, who were let in by
 * command, put together for serve/people. */
#ifndef APP_PEOPLE_H
#define APP_PEOPLE_H

#include "app/config.h"
#include "serve/people.h"

#define PEOPLE_FILE "people.yaml"

/* Lines in the form of the configuration's keys: "NAME FINGERPRINT ...", "NAME", "PATH NAME,NAME". */
struct people_lines {
	struct slices people, writers, zones;
};

/* What the file says: of all sites, or of one. */
struct people_entry {
	struct slice host; /* the first name of a site; empty: all */
	struct people_lines lines;
};
struct people_file {
	struct slice path; /* for messages */
	struct people_entry *list;
	size_t count;
	bool is_broken; /* it cannot be read, or is no such file: diags say why */
};

/* Reads it in the folder @state; one that is not there says nothing. All is in @arena. */
void people_file_read(struct arena *arena, const char *state, struct people_file *out,
	struct diag_list *diags);
/* What in @file, of whatever site, would not be read back as it is; empty: nothing. In @arena. */
struct slice people_file_fault(struct arena *arena, const struct people_file *file);
/* Replaces it as a whole (mode 0600, the folder's owner). 0 or -errno (-EINVAL: it has a fault). */
int people_file_write(int state, const struct people_file *file);
/* The entry of @host, or NULL. */
struct people_entry *people_file_entry(const struct people_file *file, struct slice host);

/* Puts together what both say of @site. Each fault is an error in @diags, and nobody is known then; with
 * @out->is_broken set before, too. All is in @arena, and borrows nothing. */
void people_merge(struct arena *arena, const struct config *config,
	const struct config_site *site, const struct people_file *file,
	struct diag_list *diags, struct people *out);

/* Is @name anywhere in these lines: a person, a writer or a reader? */
bool people_names(const struct people_lines *lines, struct slice name);
/* The entry of @host, made if it is not there. */
struct people_entry *people_file_make(
	struct arena *arena, struct people_file *file, struct slice host);
/* One name more in these lines: with a key (64 digits; empty: none yet), as a writer, as a reader of a zone's
 * path. What is there already stays as it is. */
void people_add_key(struct arena *arena, struct people_lines *lines, struct slice name,
	struct slice fingerprint);
void people_add_writer(
	struct arena *arena, struct people_lines *lines, struct slice name);
void people_add_reader(struct arena *arena, struct people_lines *lines, struct slice path,
	struct slice name);
/* @name is nowhere in these lines any more. */
void people_take_out(struct arena *arena, struct people_lines *lines, struct slice name);
/* @key is nobody's in these lines any more. Whose it was (empty: nobody's): the name stays, with its rights. */
struct slice people_take_key(struct arena *arena, struct people_lines *lines,
	const unsigned char key[PEOPLE_KEY_BYTES]);

/* How many people have a key. */
size_t people_count(const struct people *people);
/* Who may read what, in words: a line for each zone, and one for the desk. */
void people_describe(struct buf *out, const struct people *people);

#endif
