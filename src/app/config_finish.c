/* SPDX-License-Identifier: MIT */
/* What nobody said of a configuration, and what of it depends on where the process is. */
#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

#include "app/config_keys.h"
#include "base/memory.h"
#include "source/generator.h"

/* @path seen from @base, without a symlink resolved: the folder is opened anew at each scan. */
static struct slice absolute(struct arena *arena, const char *base, struct slice path)
{
	if (slice_starts(path, S("/")))
		return path;
	if (!path.len || slice_eq(path, S(".")))
		return arena_dup(arena, slice_str(base));
	return arena_printf(arena, "%s/%.*s", base, SARG(path));
}

/* A folder that the service manager or the user's session has for us; empty: none is known. */
static struct slice own_folder(struct arena *arena, const char *cwd, const char *given,
	const char *xdg_name, const char *usual)
{
	const char *ours = getenv(given);
	const char *xdg = getenv(xdg_name);
	const char *home = getenv("HOME");
	struct slice first;
	if (ours && *ours) {
		slice_cut(slice_str(ours), ':', &first, NULL);
		return absolute(arena, cwd, first);
	}
	if (xdg && *xdg == '/')
		return arena_printf(arena, "%s/splashdown", xdg);
	if (home && *home == '/')
		return arena_printf(arena, "%s/%s/splashdown", home, usual);
	return slice_none;
}

static void find_folders(struct config *config, const char *cwd)
{
	struct arena *arena = &config->arena;
	config->state = config->state.len ? absolute(arena, cwd, config->state)
					  : own_folder(arena, cwd, "STATE_DIRECTORY",
						    "XDG_STATE_HOME", ".local/state");
	if (!config->state.len)
		config->state = arena_printf(arena, "%s/.splashdown", cwd);
	config->upload_folder =
		config->upload_folder.len
			? absolute(arena, cwd, config->upload_folder)
			: arena_printf(arena, "%.*s/uploads", SARG(config->state));
	config->cache_folder = config->cache_folder.len
				       ? absolute(arena, cwd, config->cache_folder)
				       : own_folder(arena, cwd, "CACHE_DIRECTORY",
						 "XDG_CACHE_HOME", ".cache");
}

static void set_texts(struct arena *arena, struct slices *strings,
	const char *const *texts, size_t count)
{
	struct slice *items = arena_array(arena, count, struct slice);
	for (size_t i = 0; i < count; i++)
		items[i] = slice_str(texts[i]);
	*strings = (struct slices){items, count};
}

/* The folder of a repository may be named for the blog in it. */
static void find_blog(
	struct config *config, struct config_site *site, struct diag_list *diags)
{
	struct slice named = site->folder;

	site->folder = generator_meant(&config->arena, arena_cstr(&config->arena, named));
	if (!slice_eq(named, site->folder))
		diag_add(diags, DIAG_NOTE, config->file, 0, 0,
			"that one is served; a splashdown.yaml in it makes a blog of all "
			"of it",
			"only one folder in %.*s has settings: %.*s", SARG(named),
			SARG(site->folder));
}

int config_finish(struct config *config, const char *dir, struct diag_list *diags)
{
	static const char *const local[] = {"127.0.0.1:1965", "[::1]:1965"};
	static const char *const all[] = {"[::]:1965", "0.0.0.0:1965"};
	static const char *const hosts[] = {"localhost", "127.0.0.1", "::1"};
	struct arena *arena = &config->arena;
	auto_free char *cwd = getcwd(NULL, 0);
	if (!cwd) {
		int error = -errno;
		diag_add(diags, DIAG_ERROR, S("."), 0, 0, NULL,
			"the current folder cannot be read: %s", log_strerror(error));
		return error;
	}
	find_folders(config, cwd);
	bool named = config->site.hosts.count || config->site_count;
	config->is_nameless = !named;
	config->is_local = !named && !config->gemini.count;
	config->is_only = !config->site_count;
	if (config->is_only) {
		config->site.folder = absolute(arena, cwd, slice_str(dir));
		config->sites = arena_new(arena, struct config_site);
		config->sites[0] = config->site;
		if (!named)
			set_texts(arena, &config->sites[0].hosts, hosts, 3);
		config->site_count = 1;
	}
	/* What the file, or the command line, says at its top is for the first site. */
	struct config_site *first = &config->sites[0];
	if (!first->gopher.count)
		first->gopher = config->site.gopher;
	/* Folders of sites: are seen from the file that names them. */
	struct slice base = slice_path_folder(config->file);
	const char *from = base.len ? arena_cstr(arena, base) : cwd;
	for (size_t i = 0; i < config->site_count; i++) {
		struct config_site *site = &config->sites[i];
		site->folder = absolute(arena, from, site->folder);
		if (!config->is_only)
			find_blog(config, site, diags);
		if (site->certificate.len)
			site->certificate = absolute(arena, from, site->certificate);
		if (site->key.len)
			site->key = absolute(arena, from, site->key);
	}
	int error = config_check(config, diags);
	if (!config->gemini.count)
		set_texts(arena, &config->gemini, config->is_local ? local : all, 2);
	return error;
}

static bool says_no(const struct config_site *site)
{
	return site->gopher.count == 1 &&
	       slice_any(site->gopher.items[0], S("no|off|false"), slice_eq_nocase);
}

enum config_gopher config_gopher(
	const struct config *config, const struct config_site *site)
{
	if (says_no(site))
		return GOPHER_OFF;
	if (site->gopher.count)
		return GOPHER_CONFIGURED;
	for (size_t i = 0; i < config->site_count; i++) {
		if (config->sites[i].gopher.count)
			return GOPHER_IF_PASSED;
	}
	return site == config->sites ? GOPHER_BESIDE : GOPHER_IF_PASSED;
}
