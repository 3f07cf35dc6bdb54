/* SPDX-License-Identifier: MIT */
#include "app/ticket_keys.h"

#include <errno.h>
#include <fcntl.h>

#include "app/state_folder.h"
#include "base/file.h"
#include "base/log.h"

#define NAME      "ticket-keys"
#define MAX_BYTES 4096

void ticket_keys_load(
	struct ticket_keys *keys, struct tls_context *tls, const char *state)
{
	struct buf bytes = BUF(MAX_BYTES);
	auto_close int folder = open(state, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	if (folder < 0)
		return;
	if (file_read_beneath(folder, S(NAME), MAX_BYTES, &bytes) == 0 &&
		tls_context_take_ticket_keys(tls, buf_slice(&bytes)))
		keys->saved = slice_hash(buf_slice(&bytes));
	buf_wipe(&bytes);
}

void ticket_keys_save(
	struct ticket_keys *keys, struct tls_context *tls, const char *state)
{
	auto_arena struct arena arena = {0};
	struct slice bytes = tls_context_ticket_keys(tls, &arena);
	unsigned long long hash = slice_hash(bytes);

	if (hash != keys->saved) {
		auto_close int folder = state_folder_open(state);
		int error = folder < 0 ? folder : state_folder_try_lock(folder);
		if (!error)
			error = file_replace(folder, NAME, 0600, bytes);
		if (!error)
			keys->saved = hash;
		else if (error != -EAGAIN && !keys->complained)
			log_warning("%s/" NAME " cannot be written: %s; TLS sessions end "
				    "with this process",
				state, log_strerror(error));
		keys->complained = error && error != -EAGAIN;
	}
	arena_wipe(&arena);
}
