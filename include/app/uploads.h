/* SPDX-License-Identifier: MIT */
/* The stores of uploads of a server's sites (store/store.h), each in a folder of its own: uploads.folder/HOST. */
#ifndef APP_UPLOADS_H
#define APP_UPLOADS_H

#include "app/config.h"
#include "app/sandbox.h"
#include "store/store.h"

struct uploads;

/* @changed is called, from any thread, when readers are to see something else of @store. */
struct uploads *uploads_new(
	void (*changed)(void *ctx, const struct store *store), void *ctx);
void uploads_free(struct uploads *uploads);

/* Opens the store of each site that has uploads or writers, whose folder is made if need be, and lets @sandbox (or
 * NULL: it was entered, and no folder is made any more) have what is outside the state folder. 0, or -errno when
 * one cannot be opened: what it covers may be seen by nobody. */
int uploads_open(
	struct uploads *uploads, const struct config *config, struct sandbox *sandbox);
/* Makes the folder for the uploads of the site @host, in the name of the state folder's owner. 0 or -errno. Not
 * within the sandbox. */
int uploads_make_folder(const struct config *config, struct slice host);
/* For a command beside a server or without one: opens the store of @site, whose uploads it may look at and change.
 * 0; -ENOENT when nothing was ever uploaded; or -errno after saying why. Anything else of the folder is the server's. */
int uploads_open_site(
	const struct config *config, const struct config_site *site, struct store **out);
/* Readable when a store may have been changed, by a command, too; -1 where the system gives no watches. From within
 * the sandbox, as long as @uploads lives. */
int uploads_fd(const struct uploads *uploads);
/* What happened is known now. */
void uploads_seen(struct uploads *uploads);
/* The store of the site whose first name is @host; NULL: it has none. Lives as long as @uploads. */
struct store *uploads_of(const struct uploads *uploads, struct slice host);

#endif
