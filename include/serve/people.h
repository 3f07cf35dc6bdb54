/* SPDX-License-Identifier: MIT */
/* Who may read what of a site: its people by their keys, its zones, the desk. Pure but for people_stamp: the table is made by the
 * application, and each request is judged by it anew. */
#ifndef SERVE_PEOPLE_H
#define SERVE_PEOPLE_H

#include "net/tls.h"
#include "source/zones.h"

#define PEOPLE_KEY_BYTES 32

struct person {
	unsigned char key[PEOPLE_KEY_BYTES]; /* SHA-256 of the public key */
	struct slice name;
	bool writes;
};

struct people {
	const struct person *list; /* a person with several keys several times; by key */
	size_t count;
	/* With all readers that are named anywhere. */
	struct zones zones;
	struct slice desk; /* "/me/"; empty: there is none */
	bool is_broken;    /* the list of people has faults: nobody is known */
};

/* What a key (uri_path_key) belongs to, before anything is looked up. */
struct people_place {
	const struct reader_zone *zone; /* NULL: none */
	bool is_desk;
};
/* False: a public address, which is the same for everybody. */
bool people_place(
	const struct people *people, struct slice key, struct people_place *out);

struct people_question {
	struct people_place place;
	const struct tls_identity *identity; /* NULL: none was shown */
	bool can_identify;                   /* conn_can_identify */
	int64_t now;                         /* seconds since the epoch */
	struct slice origin;                 /* "gemini://example.org" */
};
struct people_answer {
	unsigned status;    /* a Gemini status (60, 61, 62); 0: let in */
	struct slice words; /* for it */
	/* Whom the key belongs to; NULL: a visitor, whom only the desk lets in. */
	const struct person *person;
};
/* First without a certificate (60), then a bad one (62), then one that may not (61): whatever is at the
 * address. @answer is in @arena. */
void people_judge(struct arena *arena, const struct people *people,
	const struct people_question *question, struct people_answer *answer);

/* No clock is right that says less, since this program is younger: then certificates do not expire.
 * 2025-06-01. */
#define PEOPLE_CLOCK_MIN 1748736000

/* What the file of the list is like: another number when it was saved, removed or locked. */
unsigned long long people_stamp(const char *file);

/* May @person read @zone? Writers read all. */
bool people_may_read(const struct person *person, const struct reader_zone *zone);
const struct person *people_find(
	const struct people *people, const unsigned char key[PEOPLE_KEY_BYTES]);
/* Orders persons by key, for qsort(3). */
int people_order(const void *a, const void *b);
/* 64 hexadecimal digits; colons between them do not count. False: @text is anything else. */
bool people_fingerprint(struct slice text, unsigned char out[PEOPLE_KEY_BYTES]);
/* In small letters, as people_fingerprint reads it. */
struct slice people_fingerprint_text(
	struct arena *arena, const unsigned char bytes[PEOPLE_KEY_BYTES]);

#endif
