/* SPDX-License-Identifier: MIT */
#include "app/uploads.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/inotify.h>
#include <sys/stat.h>
#include <unistd.h>

#include "app/people.h"
#include "base/file.h"
#include "base/memory.h"

struct opened {
	struct uploads *uploads;
	char *host;
	struct store *store;
	struct opened *next;
};

struct uploads {
	void (*changed)(void *ctx, const struct store *store);
	void *ctx;
	struct opened *list;
	int watch; /* inotify, of all folders; -1: none */
};

struct uploads *uploads_new(
	void (*changed)(void *ctx, const struct store *store), void *ctx)
{
	struct uploads *uploads = memory_new(1, sizeof(*uploads));

	uploads->changed = changed;
	uploads->ctx = ctx;
	uploads->watch = inotify_init1(IN_NONBLOCK | IN_CLOEXEC);
	return uploads;
}

void uploads_free(struct uploads *uploads)
{
	struct opened *next;

	if (!uploads)
		return;
	for (struct opened *it = uploads->list; it; it = next) {
		next = it->next;
		store_close(it->store);
		free(it->host);
		free(it);
	}
	file_close_auto(&uploads->watch);
	free(uploads);
}

static struct opened *find(const struct uploads *uploads, struct slice host)
{
	for (struct opened *it = uploads->list; it; it = it->next) {
		if (slice_eq(slice_str(it->host), host))
			return it;
	}
	return NULL;
}

struct store *uploads_of(const struct uploads *uploads, struct slice host)
{
	const struct opened *it = uploads ? find(uploads, host) : NULL;

	return it ? it->store : NULL;
}

int uploads_fd(const struct uploads *uploads)
{
	return uploads->watch;
}

void uploads_seen(struct uploads *uploads)
{
	_Alignas(struct inotify_event) char events[4096];

	while (uploads->watch >= 0 && read(uploads->watch, events, sizeof(events)) > 0)
		; /* what it is, the stores know */
}

static void on_change(void *ctx)
{
	const struct opened *it = ctx;

	it->uploads->changed(it->uploads->ctx, it->store);
}

static bool has_writers(const struct config *config, const struct config_site *site)
{
	auto_arena struct arena arena = {0};
	auto_diags struct diag_list ignored = {0};
	struct people_file file;
	struct people people = {0};
	bool any = false;

	people_file_read(&arena, arena_cstr(&arena, config->state), &file, &ignored);
	people_merge(&arena, config, site, &file, &ignored, &people);
	for (size_t i = 0; i < people.count; i++)
		any |= people.list[i].writes;
	return any;
}

static const char *folder_of(
	struct arena *arena, const struct config *config, struct slice host)
{
	return arena_printf(arena, "%.*s/%.*s", SARG(config->upload_folder), SARG(host))
		.ptr;
}

static const char *mark_of(
	struct arena *arena, const struct config *config, struct slice host)
{
	return arena_printf(arena, "%.*s/uploads.%.*s", SARG(config->state), SARG(host))
		.ptr;
}

/* A server that is not root must be able to use what root made for it. */
static int give_to_owner(const char *folder, const char *state)
{
	struct stat st;

	if (geteuid() != 0 || stat(state, &st) || (!st.st_uid && !st.st_gid))
		return 0;
	return chown(folder, st.st_uid, st.st_gid) ? -errno : 0;
}

int uploads_make_folder(const struct config *config, struct slice host)
{
	auto_arena struct arena arena = {0};
	const char *all = arena_cstr(&arena, config->upload_folder);
	const char *folder = folder_of(&arena, config, host);
	const char *state = arena_cstr(&arena, config->state);

	if (access(folder, F_OK) == 0)
		return 0;
	int error = file_make_folders(folder, 0700);
	if (!error)
		error = give_to_owner(all, state);
	return error ? error : give_to_owner(folder, state);
}

static struct store_options options_of(
	struct arena *arena, const struct config *config, struct slice host)
{
	return (struct store_options){
		.text_bytes = config->upload_text_bytes,
		.file_bytes = config->upload_file_bytes,
		.quota_bytes = config->upload_quota_bytes,
		.mark = mark_of(arena, config, host),
	};
}

static int open_store(struct uploads *uploads, const struct config *config,
	struct slice host, const char *folder)
{
	auto_arena struct arena arena = {0};
	struct opened *it = memory_new(1, sizeof(*it));
	struct store_options options = options_of(&arena, config, host);

	options.sweeps = true;
	options.changed = on_change;
	options.ctx = it;

	it->uploads = uploads;
	int error = store_open(folder, &options, &it->store);
	if (error) {
		log_error("the uploads of %.*s in %s cannot be read: %s", SARG(host),
			folder, log_strerror(error));
		free(it);
		return error;
	}
	it->host = memory_checked(strndup(host.ptr, host.len));
	it->next = uploads->list;
	uploads->list = it;
	/* Each change of a store ends with a new index, by a rename. */
	if (uploads->watch >= 0)
		(void)inotify_add_watch(uploads->watch, folder, IN_MOVED_TO);
	return 0;
}

/* Uploads that were there cover posts: without them these would come back. */
static int check_lost(const struct config *config, struct slice host, const char *folder)
{
	auto_arena struct arena arena = {0};
	const char *mark = mark_of(&arena, config, host);

	int there = file_is_there(mark);
	if (there < 0)
		log_error("cannot look for %s: %s", mark, log_strerror(there));
	if (there <= 0)
		return there;
	log_error(
		"the uploads of %.*s are not in %s; put them back, or remove %s to begin "
		"without them",
		SARG(host), folder, mark);
	return -ENODATA;
}

/* The folder has the site's first name. Where that was another one, what it covers would be shown again. */
static int check_renamed(const struct config *config, const struct config_site *site)
{
	auto_arena struct arena arena = {0};
	const struct slice *hosts = site->hosts.items;
	int there = file_is_there(mark_of(&arena, config, hosts[0]));
	size_t i = 0;

	while (!there && ++i < site->hosts.count)
		there = file_is_there(mark_of(&arena, config, hosts[i]));
	if (there > 0 && i > 0)
		log_error("the uploads of %.*s are in %s, which was its first name; "
			  "put that first again, or rename this folder to %s and %s to "
			  "%s",
			SARG(hosts[0]), folder_of(&arena, config, hosts[i]),
			folder_of(&arena, config, hosts[0]),
			mark_of(&arena, config, hosts[i]),
			mark_of(&arena, config, hosts[0]));
	if (there < 0)
		log_error("cannot look for the uploads of %.*s: %s", SARG(hosts[0]),
			log_strerror(there));
	return there < 0 ? there : there && i ? -ENODATA : 0;
}

static int open_one(struct uploads *uploads, const struct config *config,
	const struct config_site *site, struct sandbox *sandbox)
{
	auto_arena struct arena arena = {0};
	struct slice host = site->hosts.items[0];
	const char *folder = folder_of(&arena, config, host);

	if (find(uploads, host))
		return 0;
	int renamed = check_renamed(config, site);
	if (renamed)
		return renamed;
	int there = file_is_there(folder);
	if (there < 0) {
		log_error("the uploads of %.*s in %s cannot be read: %s", SARG(host),
			folder, log_strerror(there));
		return there;
	}
	if (!there) {
		int lost = check_lost(config, host, folder);
		if (lost || !has_writers(config, site))
			return lost;
		int error = sandbox ? uploads_make_folder(config, host) : -ENOENT;
		if (error) {
			log_warning("%.*s takes no uploads: %s %s", SARG(host), folder,
				sandbox ? log_strerror(error)
					: "is not there; restart to make it");
			return 0;
		}
	}
	if (sandbox)
		sandbox_allow(sandbox, folder, SANDBOX_READ | SANDBOX_WRITE);
	return open_store(uploads, config, host, folder);
}

int uploads_open(
	struct uploads *uploads, const struct config *config, struct sandbox *sandbox)
{
	int error = 0;

	for (size_t i = 0; i < config->site_count && !error; i++)
		error = open_one(uploads, config, &config->sites[i], sandbox);
	return error;
}

int uploads_open_site(
	const struct config *config, const struct config_site *site, struct store **out)
{
	auto_arena struct arena arena = {0};
	struct slice host = site->hosts.items[0];
	const char *folder = folder_of(&arena, config, host);
	const struct store_options options = options_of(&arena, config, host);

	int renamed = check_renamed(config, site);
	if (renamed)
		return renamed;
	if (!file_is_there(folder)) {
		int lost = check_lost(config, host, folder);
		return lost ? lost : -ENOENT;
	}
	int error = store_open(folder, &options, out);
	if (error && error != -EBADMSG && error != -ENODATA)
		log_error("the uploads of %.*s in %s cannot be read: %s", SARG(host),
			folder, log_strerror(error));
	return error == -ENOENT ? -EIO : error;
}
