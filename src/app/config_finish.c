/* SPDX-License-Identifier: MIT */
/* What nobody said of a configuration, and what of it depends on where the process is. */
#include <arpa/inet.h>
#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

#include "app/config.h"
#include "base/uri.h"
#include "render/slice_map.h"

#define HOST_MAX_BYTES 253 /* RFC 1035, written down */

/* @path seen from @base, without a symlink resolved: the folder is opened anew at each scan. */
static struct slice absolute(struct arena *arena, const char *base, struct slice path)
{
	if (slice_starts(path, S("/")))
		return path;
	if (!path.len || slice_eq(path, S(".")))
		return arena_dup(arena, slice_str(base));
	return arena_printf(arena, "%s/%.*s", base, SARG(path));
}

static struct slice state_folder(struct arena *arena, const char *cwd)
{
	const char *state = getenv("STATE_DIRECTORY");
	const char *xdg = getenv("XDG_STATE_HOME");
	const char *home = getenv("HOME");
	struct slice first;
	if (state && *state) {
		slice_cut(slice_str(state), ':', &first, NULL);
		return absolute(arena, cwd, first);
	}
	if (xdg && *xdg == '/')
		return arena_printf(arena, "%s/splashdown", xdg);
	if (home && *home == '/')
		return arena_printf(arena, "%s/.local/state/splashdown", home);
	return arena_printf(arena, "%s/.splashdown", cwd);
}

/* A name or an address as a URL may have it. It also names files in the state folder. */
static bool is_host(struct arena *arena, struct slice host)
{
	struct in6_addr ignored;
	struct slice label;
	bool more = true;
	if (slice_find_char(host, ':') >= 0)
		return inet_pton(AF_INET6, arena_cstr(arena, host), &ignored) == 1;
	if (host.len > HOST_MAX_BYTES)
		return false;
	while (more) {
		more = slice_cut(host, '.', &label, &host);
		if (!label.len)
			return false;
		for (size_t i = 0; i < label.len; i++) {
			char c = label.ptr[i];
			if (!ascii_is_alnum(c) && c != '-' && c != '_')
				return false;
		}
	}
	return true;
}

/* Folds the names of @site, less what is none and what @taken has already. 0, or -EINVAL when no name
 * is left. */
static int fold_hosts(struct config *config, struct config_site *site,
	struct slice_map *taken, struct diag_list *diags)
{
	struct arena *arena = &config->arena;
	struct slice *hosts = arena_array(arena, site->hosts.count + 1, struct slice);
	size_t count = 0;
	for (size_t i = 0; i < site->hosts.count; i++) {
		struct slice named = site->hosts.items[i];
		struct slice host = uri_host_key(arena, named);
		bool good = is_host(arena, host), added = true;
		if (good)
			slice_map_get(taken, host, slice_none, 0, &added);
		if (!good)
			diag_add(diags, DIAG_ERROR, config->file, 0, 0,
				"the name is left out",
				"\"hosts\": \"%.*s\" is no host name", SARG(named));
		else if (!added)
			diag_add(diags, DIAG_WARNING, config->file, 0, 0,
				"the first one has it", "\"hosts\": %.*s is named twice",
				SARG(host));
		else
			hosts[count++] = host;
	}
	site->hosts = (struct config_strings){hosts, count};
	if (!count)
		diag_add(diags, DIAG_ERROR, config->file, 0, 0, NULL,
			"\"hosts\": no name is left for %.*s", SARG(site->folder));
	return count ? 0 : -EINVAL;
}

static void set_texts(struct arena *arena, struct config_strings *strings,
	const char *const *texts, size_t count)
{
	struct slice *items = arena_array(arena, count, struct slice);
	for (size_t i = 0; i < count; i++)
		items[i] = slice_str(texts[i]);
	*strings = (struct config_strings){items, count};
}

int config_finish(struct config *config, const char *dir, struct diag_list *diags)
{
	static const char *const local[] = {"127.0.0.1:1965", "[::1]:1965"};
	static const char *const all[] = {"[::]:1965", "0.0.0.0:1965"};
	static const char *const hosts[] = {"localhost", "127.0.0.1", "::1"};
	struct arena *arena = &config->arena;
	char *cwd = getcwd(NULL, 0);
	if (!cwd) {
		diag_add(diags, DIAG_ERROR, S("."), 0, 0, NULL,
			"the current folder cannot be read: %s", log_strerror(errno));
		return -errno;
	}
	config->state = config->state.len ? absolute(arena, cwd, config->state)
					  : state_folder(arena, cwd);
	bool named = config->site.hosts.count || config->site_count;
	config->is_local = !named && !config->gemini.count;
	if (!config->site_count) {
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
	struct slice base = slice_head(config->file,
		config->file.len ? (size_t)slice_rfind_char(config->file, '/') : 0);
	const char *from = base.len ? arena_cstr(arena, base) : cwd;
	struct slice_map taken = {.arena = arena};
	int error = 0;
	slice_map_clear(&taken);
	for (size_t i = 0; i < config->site_count && !error; i++) {
		struct config_site *site = &config->sites[i];
		site->folder = absolute(arena, from, site->folder);
		if (site->certificate.len)
			site->certificate = absolute(arena, from, site->certificate);
		if (site->key.len)
			site->key = absolute(arena, from, site->key);
		error = fold_hosts(config, site, &taken, diags);
	}
	if (!config->gemini.count)
		set_texts(arena, &config->gemini, config->is_local ? local : all, 2);
	free(cwd);
	return error;
}

static bool says_no(const struct config_site *site)
{
	static const char *const words[] = {"no", "off", "false"};
	for (size_t i = 0; site->gopher.count == 1 && i < 3; i++) {
		if (slice_eq_nocase(site->gopher.items[0], slice_str(words[i])))
			return true;
	}
	return false;
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
