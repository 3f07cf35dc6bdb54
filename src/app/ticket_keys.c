/* SPDX-License-Identifier: MIT */
#include "app/ticket_keys.h"

#include <errno.h>
#include <fcntl.h>

#include "base/file.h"
#include "base/log.h"

#define NAME      "ticket-keys"
#define MAX_BYTES 4096

/* Secrets are not left in memory that is given back. */
static void wipe(struct slice bytes)
{
	if (bytes.len)
		explicit_bzero((char *)bytes.ptr, bytes.len);
}

static int open_state(const char *state)
{
	int made = file_make_folders(state, 0700);

	if (made)
		return made;
	int fd = open(state, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	return fd < 0 ? -errno : fd;
}

void ticket_keys_load(
	struct ticket_keys *keys, struct tls_context *tls, const char *state)
{
	struct buf bytes;
	auto_close int folder = open(state, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	if (folder < 0)
		return;
	buf_init(&bytes, MAX_BYTES);
	if (file_read_beneath(folder, S(NAME), MAX_BYTES, &bytes) == 0 &&
		tls_context_take_ticket_keys(tls, buf_slice(&bytes)))
		keys->saved = slice_hash(buf_slice(&bytes));
	wipe(buf_slice(&bytes));
	buf_fini(&bytes);
}

void ticket_keys_save(
	struct ticket_keys *keys, struct tls_context *tls, const char *state)
{
	struct arena arena = {0};
	struct slice bytes = tls_context_ticket_keys(tls, &arena);
	unsigned long long hash = slice_hash(bytes);

	if (hash != keys->saved) {
		auto_close int folder = open_state(state);
		int error = folder < 0 ? folder : file_replace(folder, NAME, 0600, bytes);
		if (!error)
			keys->saved = hash;
		else if (!keys->complained)
			log_warning("%s/" NAME
				    " cannot be written: %s; sessions of readers "
				    "end with this process",
				state, log_strerror(error));
		keys->complained = error != 0;
	}
	wipe(bytes);
	arena_fini(&arena);
}
