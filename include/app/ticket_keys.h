/* SPDX-License-Identifier: MIT */
/* The keys of session tickets in the state folder (ticket-keys, mode 0600), so that readers resume
 * after a restart, and over all replicas that share the file. */
#ifndef APP_TICKET_KEYS_H
#define APP_TICKET_KEYS_H

#include "base/slice.h"
#include "net/tls.h"

struct ticket_keys {
	unsigned long long saved; /* what of them is in the file */
	bool complained;
};

/* Takes over the keys of an earlier process, if there are any that still open a ticket. */
void ticket_keys_load(
	struct ticket_keys *keys, struct tls_context *tls, const char *state);
/* Writes them when they changed (they rotate twice a day). A folder that cannot be written is logged
 * once: tickets then end with the process. It never waits: where another process is writing in the folder,
 * the next call tries again. */
void ticket_keys_save(
	struct ticket_keys *keys, struct tls_context *tls, const char *state);

#endif
