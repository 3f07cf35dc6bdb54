/* SPDX-License-Identifier: MIT */
/* The files of a pair in the state folder, and how a pair is changed whole: HOST.crt and HOST.key.
 *
 * Two files cannot be renamed at once. So a new pair is written beside the old one, first .HOST.crt.new,
 * then .HOST.key.new; from this second rename on it is the pair that counts, and whoever reads without
 * the lock looks there first. Two more renames put it in place. What a kill left half done is brought
 * to its end by the next that holds the lock: forward where .HOST.key.new is there, else back.
 *
 * All but certs_store_paths() want the folder's lock (app/state_folder). Errors are as in app/certs.h. */
#ifndef APP_CERTS_STORE_INTERNAL_H
#define APP_CERTS_STORE_INTERNAL_H

#include "app/certs.h"

/* Where the pair of @host is, once nothing is half done. */
void certs_store_names(struct arena *arena, const char *state, struct slice host,
	struct certs_pair *pair);
/* Where it is at this moment. */
void certs_store_paths(struct arena *arena, const char *state, struct slice host,
	struct certs_pair *pair);
/* Brings a change that was interrupted to its end. */
int certs_store_recover(
	struct arena *arena, int folder, const struct certs_pair *pair, char *error);
/* Is the file @path of a pair (not what a link at it leads to) there? 1, 0, or -errno. */
int certs_store_has(int folder, struct slice path);
/* Where the key is there and the certificate only as .old, takes that back. 1: it did; 0: there is none,
 * or it is another key's. */
int certs_store_take_back(struct arena *arena, int folder, const struct certs_pair *pair);
/* Where there is no key, but its certificate or a key as .old: an earlier version was interrupted in an
 * import, or somebody moved it. A new key is not generated then; @error names the ways out. */
int certs_store_refuse_orphan(
	struct arena *arena, int folder, const struct certs_pair *pair, char *error);
/* Copies what is there to HOST.crt.old and HOST.key.old; other files of these names are kept as
 * .old.1, .old.2, and so on. */
int certs_store_keep(
	struct arena *arena, int folder, const struct certs_pair *pair, char *error);
/* Puts @pair in the place of what is there. On an error what was there is there. */
int certs_store_put(
	struct arena *arena, int folder, const struct certs_pair *pair, char *error);
/* The certificate alone, for the key that is there. */
int certs_store_put_certificate(int folder, const struct certs_pair *pair, char *error);

/* The file @path in @arena; -ENOENT: there is none. No words. */
int certs_store_read(struct arena *arena, const char *path, struct slice *out);
/* Writes one sentence of @error and returns @code. */
int certs_fail(char *error, int code, const char *format, ...)
	__attribute__((format(printf, 3, 4)));

#endif
