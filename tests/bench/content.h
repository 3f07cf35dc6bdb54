/* SPDX-License-Identifier: MIT */
/* Blogs to measure with, laid out as Jekyll has them: the same seed makes the same blog, and what stands
 * in it can be asked of each post without reading it. */
#ifndef BENCH_CONTENT_H
#define BENCH_CONTENT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define CONTENT_NAME_BYTES  160
#define CONTENT_TITLE_BYTES 128

struct content {
	uint64_t seed;
	unsigned posts;
	unsigned
		full_month; /* posts of one month, May 2016; the others lie all over 20 years */
	unsigned tags; /* names to choose from; the first is on two of five posts */
};

/* The default: a blog of @posts. */
struct content content_blog(unsigned posts);

struct content_post {
	char file[CONTENT_NAME_BYTES];    /* "_posts/2016-05-04-x.md", below the folder */
	char address[CONTENT_NAME_BYTES]; /* "/2016/05/04/x/" */
	char title[CONTENT_TITLE_BYTES];
	unsigned year, month, day;
};

/* Post @index of the blog. */
void content_post(
	const struct content *content, unsigned index, struct content_post *out);

struct content_facts {
	uint64_t bytes;      /* of all posts */
	uint64_t name_bytes; /* of their titles, paths and addresses */
	double seconds;
};

/* A folder of its own in memory where the system has one ($TMPDIR, /dev/shm, /tmp). False: nowhere. */
bool content_folder(char folder[64]);
/* Writes the blog into @folder. False, with a message: it could not. */
bool content_write(
	const char *folder, const struct content *content, struct content_facts *facts);
/* Writes post @index anew with @word in its title and its text, as a careful editor does: beside its
 * place, then renamed into it. */
bool content_change(const char *folder, const struct content *content, unsigned index,
	const char *word);
/* Deletes it with all that is in it. */
void content_remove(const char *folder);

#endif
