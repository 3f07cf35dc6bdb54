/* SPDX-License-Identifier: MIT */
#include "app/cache_folder.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "app/output.h"
#include "base/file.h"
#include "base/log.h"
#include "base/memory.h"
#include "search/index.h"

#define IN_MEMORY                                                                        \
	"indexes of words are kept in memory; name another folder with \"cache_folder\""

/* What is in a site's folder is read, watched, and maybe served. */
static bool is_in_a_site(const struct config *config, const char *folder)
{
	for (size_t i = 0; i < config->site_count; i++) {
		if (output_is_inside(folder, config->sites[i].folder.ptr))
			return true;
	}
	return false;
}

static bool any_searches(const struct config *config)
{
	for (size_t i = 0; i < config->site_count; i++) {
		if (config->sites[i].blog.search)
			return true;
	}
	return false;
}

char *cache_folder_open(const struct config *config)
{
	auto_arena struct arena arena = {0};

	if (!config->cache_folder.len) {
		if (!any_searches(config))
			return NULL;
		log_info("no folder for caches is known; " IN_MEMORY);
		return NULL;
	}
	const char *folder = arena_cstr(
		&arena, arena_printf(&arena, "%.*s/search", SARG(config->cache_folder)));
	if (!any_searches(config)) {
		if (!is_in_a_site(config, folder))
			search_index_sweep(folder);
		return NULL;
	}
	if (is_in_a_site(config, folder)) {
		log_warning("%s is in the folder of a site; " IN_MEMORY, folder);
		return NULL;
	}
	int error = file_make_folders(folder, 0700);
	if (!error && access(folder, R_OK | W_OK | X_OK))
		error = -errno;
	if (error) {
		log_warning("%s cannot be written: %s; " IN_MEMORY, folder,
			log_strerror(error));
		return NULL;
	}
	search_index_sweep(folder);
	return memory_checked(strdup(folder));
}
