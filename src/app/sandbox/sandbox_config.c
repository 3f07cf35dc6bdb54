/* SPDX-License-Identifier: MIT */
/* The sandbox of a server: what its configuration makes necessary, now and at a reload. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/sandbox.h"
#include "base/memory.h"

/* A site may name a time zone at any scan, and workers keep a descriptor for bad times. */
static const char *const always[] = {"/usr/share/zoneinfo", "/dev/null"};

/* Why it cannot be; NULL: it can. */
static const char *obstacle(const struct config *config)
{
	if (!config->sandbox)
		return "off in the configuration";
#ifdef SPLASHDOWN_SANITIZERS
	return "off: built with sanitizers, which need what it forbids";
#else
	return NULL;
#endif
}

/* The folder of the configuration is where more sites may come, as in the unit's /content, also where it
 * lies right below the root. */
static void allow_top(struct sandbox *sandbox, const char *file)
{
	auto_arena struct arena arena = {0};
	auto_free char *real = realpath(file, NULL);
	struct slice path = slice_str(real ? real : file);
	const char *folder = arena_cstr(&arena, slice_path_folder(path));

	if (sandbox_is_top(folder))
		sandbox_allow(sandbox, folder, SANDBOX_READ);
}

static void allow_config(struct sandbox *sandbox, const struct config *config)
{
	auto_arena struct arena arena = {0};
	const char *credentials = getenv("CREDENTIALS_DIRECTORY");

	for (size_t i = 0; i < config->site_count; i++) {
		const struct config_site *site = &config->sites[i];
		sandbox_allow_place(sandbox, arena_cstr(&arena, site->folder));
		if (site->certificate.len)
			sandbox_allow_place(
				sandbox, arena_cstr(&arena, site->certificate));
		if (site->key.len)
			sandbox_allow_place(sandbox, arena_cstr(&arena, site->key));
	}
	if (config->file.len) {
		sandbox_allow_place(sandbox, arena_cstr(&arena, config->file));
		allow_top(sandbox, arena_cstr(&arena, config->file));
	}
	if (credentials && *credentials)
		sandbox_allow(sandbox, credentials, SANDBOX_READ);
	sandbox_allow(
		sandbox, arena_cstr(&arena, config->state), SANDBOX_READ | SANDBOX_WRITE);
	for (size_t i = 0; i < sizeof(always) / sizeof(*always); i++)
		sandbox_allow(sandbox, always[i], SANDBOX_READ);
}

/* The socket's file goes when we do. */
static void allow_removal(struct sandbox *sandbox, const char *path)
{
	auto_arena struct arena arena = {0};
	struct slice folder = slice_path_folder(slice_str(path));
	if (folder.len)
		sandbox_allow(sandbox, arena_cstr(&arena, folder), SANDBOX_REMOVE);
}

void sandbox_start(
	struct sandbox *sandbox, const struct config *config, const char *status_socket)
{
	const char *why_not = obstacle(config);
	auto_buf struct buf text = BUF(BUF_UNLIMITED);

	if (why_not) {
		log_info("sandbox: %s", why_not);
		return;
	}
	allow_config(sandbox, config);
	if (status_socket)
		allow_removal(sandbox, status_socket);
	sandbox_enter(sandbox);
	sandbox_describe(&text, sandbox);
	log_info("sandbox: %.*s", SARG(buf_slice(&text)));
}

static bool is_outside(const struct sandbox *sandbox, struct slice path, char *error)
{
	auto_arena struct arena arena = {0};
	bool hidden = path.len && sandbox_hides(sandbox, arena_cstr(&arena, path));

	if (hidden)
		snprintf(error, SANDBOX_ERROR_BYTES,
			"%.*s is outside the sandbox that was set up at the start; "
			"restart to use it",
			SARG(path));
	return hidden;
}

bool sandbox_lacks(
	const struct sandbox *sandbox, const struct config *config, char *error)
{
	for (size_t i = 0; i < config->site_count; i++) {
		const struct config_site *site = &config->sites[i];
		if (is_outside(sandbox, site->folder, error) ||
			is_outside(sandbox, site->certificate, error) ||
			is_outside(sandbox, site->key, error))
			return true;
	}
	return is_outside(sandbox, config->file, error) ||
	       is_outside(sandbox, config->state, error);
}
