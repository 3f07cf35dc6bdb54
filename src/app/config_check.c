/* SPDX-License-Identifier: MIT */
/* What several keys of a configuration say against each other, and names of hosts that are none. */
#include <arpa/inet.h>
#include <errno.h>

#include "app/config_keys.h"
#include "base/uri.h"
#include "net/listener.h"
#include "net/preface.h"
#include "proto/gemini.h"
#include "render/gopher_link.h"
#include "render/slice_map.h"

#define HOST_MAX_BYTES 253 /* RFC 1035, written down */

/* Pairs of numbers of which the second may not be below the first. */
static const struct {
	const char *soft, *hard;
} limits[] = {
	{"limits.per_address", "limits.per_address_hard"},
	{"limits.total", "limits.total_hard"},
};

static void check_limits(struct config *config, struct diag_list *diags)
{
	for (size_t i = 0; i < sizeof(limits) / sizeof(*limits); i++) {
		const struct config_key *soft_key =
			config_key_find(slice_str(limits[i].soft));
		const struct config_key *hard_key =
			config_key_find(slice_str(limits[i].hard));
		const void *fields[] = {(char *)config + soft_key->offset,
			(char *)config + hard_key->offset};
		unsigned soft = *(const unsigned *)fields[0],
			 hard = *(const unsigned *)fields[1];
		struct config_mark at = config_place_of(config, fields, 2);
		if (hard >= soft)
			continue;
		config_key_reset(&config->arena, soft_key, config);
		config_key_reset(&config->arena, hard_key, config);
		diag_add(diags, DIAG_ERROR, at.file, at.line, at.column,
			"both defaults are used",
			"\"%s\": %u is more than \"%s\", which is %u%s", limits[i].soft,
			soft, limits[i].hard, hard,
			config_mark_of(config, fields[1]) ? "" : " by default");
	}
}

/* The key of a certificate that nobody named is of no use. */
static void check_certificate(struct config *config, struct config_site *site,
	const struct config_site *said, struct diag_list *diags)
{
	const void *fields[] = {&site->key, &said->key};
	struct config_mark at = config_place_of(config, fields, 2);
	if (!site->key.len || site->certificate.len)
		return;
	site->key = slice_none;
	diag_add(diags, DIAG_ERROR, at.file, at.line, at.column, "the key is ignored",
		"\"key\" is set without \"certificate\"");
}

/* What the top says of one site is said of none where a list of sites stands beside it (but for
 * "gopher", which is the first one's). */
static void check_top(struct config *config, struct diag_list *diags)
{
	for (size_t i = 0; i < config_key_count; i++) {
		const struct config_key *key = &config_keys[i];
		if (key->top != CONFIG_IGNORED && key->top != CONFIG_WRONG)
			continue;
		const struct config_mark *mark =
			config_mark_of(config, (const char *)&config->site + key->offset);
		if (mark)
			diag_add(diags,
				key->top == CONFIG_WRONG ? DIAG_ERROR : DIAG_WARNING,
				mark->file, mark->line, mark->column, "it is ignored",
				"\"%s\" beside \"sites\" applies to no site: set it in "
				"each site",
				key->name);
	}
}

/* --- addresses ------------------------------------------------------------------------------------ */

/* "127.0.0.1:1966 proxy" is for balancers only. @address is what stands before that word. */
static bool says_proxy(struct slice text, struct slice *address)
{
	struct slice word;

	*address = slice_trim(text);
	ptrdiff_t space = slice_rfind_char(*address, ' ');
	if (space < 0)
		return false;
	word = slice_from(*address, (size_t)space + 1);
	if (!slice_eq_nocase(word, S("proxy")))
		return false;
	*address = slice_trim(slice_head(*address, (size_t)space));
	return true;
}

int config_listen(struct slice text, uint16_t standard_port,
	struct sockaddr_storage addresses[2], bool *proxy)
{
	struct slice address;
	*proxy = says_proxy(text, &address);
	return listener_parse(address, standard_port, addresses);
}

static bool has_any_port(const struct sockaddr_storage *address)
{
	if (address->ss_family == AF_INET6)
		return !((const struct sockaddr_in6 *)address)->sin6_port;
	return !((const struct sockaddr_in *)address)->sin_port;
}

/* @used: the addresses that others have, by their bytes. */
static void check_places(struct config *config, const char *name,
	const struct slices *places, uint16_t port, struct slice_map *used,
	struct diag_list *diags)
{
	struct sockaddr_storage addresses[2];
	struct config_mark at = config_place_of(config, (const void *const[]){places}, 1);
	bool proxy;
	for (size_t i = 0; i < places->count; i++) {
		int count = config_listen(places->items[i], port, addresses, &proxy);
		bool is_free = true;
		if (count < 0)
			diag_add(diags, DIAG_ERROR, at.file, at.line, at.column,
				"write ADDR:PORT, [ADDR6]:PORT or PORT, with \" proxy\" "
				"after it for load balancers",
				"\"%s\": not an address to listen on: \"%.*s\"", name,
				SARG(places->items[i]));
		for (int j = 0; j < count && is_free; j++) {
			/* Any port is another one each time. */
			if (has_any_port(&addresses[j]))
				continue;
			struct slice bytes =
				slice((const char *)&addresses[j], sizeof(addresses[j]));
			slice_map_get(used, arena_dup(&config->arena, bytes), slice_none,
				0, &is_free);
		}
		if (!is_free)
			diag_add(diags, DIAG_ERROR, at.file, at.line, at.column,
				"choose another port for one of them",
				"\"%s\": another entry listens on %.*s already", name,
				SARG(places->items[i]));
	}
}

/* What a start would fail for is known before. */
static void check_addresses(struct config *config, struct diag_list *diags)
{
	const struct slices *gopher = &config->site.gopher;
	struct slice_map used = {.arena = &config->arena};
	slice_map_clear(&used);
	check_places(config, "gemini", &config->gemini, GEMINI_PORT, &used, diags);
	for (size_t i = 0; i < config->site_count; i++) {
		const struct config_site *site = &config->sites[i];
		bool is_top = site->gopher.items == gopher->items;
		if (config_gopher(config, site) == GOPHER_CONFIGURED)
			check_places(config, "gopher", is_top ? gopher : &site->gopher,
				GOPHER_PORT, &used, diags);
	}
	for (size_t i = 0; i < config->proxy.count; i++) {
		struct preface_network network;
		struct config_mark at =
			config_place_of(config, (const void *const[]){&config->proxy}, 1);
		if (preface_network_parse(config->proxy.items[i], &network))
			diag_add(diags, DIAG_ERROR, at.file, at.line, at.column,
				"write 192.0.2.1, 10.0.0.0/8 or 2001:db8::/32",
				"\"proxy\": not an address or a network: \"%.*s\"",
				SARG(config->proxy.items[i]));
	}
}

/* --- names of hosts ------------------------------------------------------------------------------- */

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

/* Is there a port behind @name, as in "example.org:1965" or "[::1]:1965"? */
static bool has_port(struct slice name)
{
	ptrdiff_t first = slice_find_char(name, ':'), last = slice_rfind_char(name, ':');
	ptrdiff_t bracket = slice_rfind_char(name, ']');
	if (slice_starts(name, S("[")))
		return bracket >= 0 && (size_t)bracket + 1 < name.len;
	return first >= 0 && first == last;
}

/* The name in "https://example.org:8080/blog". */
static struct slice host_of(struct arena *arena, struct slice address)
{
	ptrdiff_t scheme = slice_find(address, S("://"));
	struct slice host = slice_from(address, scheme < 0 ? 0 : (size_t)scheme + 3);
	size_t end = 0;
	while (end < host.len && host.ptr[end] != '/' && host.ptr[end] != '?' &&
		host.ptr[end] != '#')
		end++;
	host = uri_host_key(arena, slice_head(host, end));
	return is_host(arena, host) ? host : slice_none;
}

/* What is wrong with @name as an author wrote it; NULL: nothing is, and *host is it, folded. */
static const char *host_fault(
	struct arena *arena, const char *key, struct slice name, struct slice *host)
{
	bool is_address = slice_find(name, S("://")) >= 0;
	*host = uri_host_key(arena, name);
	if (!name.len)
		return arena_printf(arena, "\"%s\": empty name", key).ptr;
	if ((is_address || has_port(name)) && host_of(arena, name).len)
		return arena_cstr(arena,
			arena_printf(arena,
				"\"%s\": \"%.*s\" is %s; write the name alone: \"%.*s\"",
				key, SARG(name),
				is_address ? "an address" : "a name with a port",
				SARG(host_of(arena, name))));
	if (is_address || !is_host(arena, *host))
		return arena_cstr(
			arena, arena_printf(arena, "\"%s\": not a host name: \"%.*s\"",
				       key, SARG(name)));
	return NULL;
}

/* Folds the names of @site, less what is none and what @taken has already, which says whose it is. 0,
 * or -EINVAL when no name is left. */
static int fold_hosts(struct config *config, struct config_site *site,
	const struct config_site *said, struct slice_map *taken, struct diag_list *diags)
{
	struct arena *arena = &config->arena;
	struct slice *hosts = arena_array(arena, site->hosts.count + 1, struct slice);
	unsigned number = (unsigned)(site - config->sites);
	const void *fields[] = {&site->hosts, &said->hosts};
	struct config_mark at = config_place_of(config, fields, 2);
	size_t count = 0;
	for (size_t i = 0; i < site->hosts.count; i++) {
		struct slice host;
		const char *fault =
			host_fault(arena, "hosts", site->hosts.items[i], &host);
		bool added = true;
		unsigned owner = number;
		if (!fault)
			owner = *slice_map_get(taken, host, slice_none, number, &added);
		if (fault)
			diag_add(diags, DIAG_ERROR, at.file, at.line, at.column,
				"the name is ignored", "%s", fault);
		else if (!added)
			diag_add(diags, owner == number ? DIAG_WARNING : DIAG_ERROR,
				at.file, at.line, at.column, "the first one keeps it",
				"\"hosts\": %.*s is listed twice", SARG(host));
		else
			hosts[count++] = host;
	}
	site->hosts = (struct slices){hosts, count};
	if (!count)
		diag_add(diags, DIAG_ERROR, at.file, at.line, at.column, NULL,
			"\"hosts\": no valid name for %.*s", SARG(site->folder));
	return count ? 0 : -EINVAL;
}

/* The name in Gopher menus. */
static void check_gopher_host(struct config *config, struct config_site *site,
	const struct config_site *said, struct diag_list *diags)
{
	const void *fields[] = {&site->gopher_host, &said->gopher_host};
	struct config_mark at = config_place_of(config, fields, 2);
	struct slice host;
	if (!site->gopher_host.len)
		return;
	const char *fault =
		host_fault(&config->arena, "gopher_host", site->gopher_host, &host);
	if (!fault)
		return;
	site->gopher_host = slice_none;
	diag_add(diags, DIAG_ERROR, at.file, at.line, at.column,
		"menus use the first of \"hosts\"", "%s", fault);
}

int config_check(struct config *config, struct diag_list *diags)
{
	struct slice_map taken = {.arena = &config->arena};
	int error = 0;

	check_limits(config, diags);
	check_addresses(config, diags);
	if (!config->is_only)
		check_top(config, diags);
	slice_map_clear(&taken);
	for (size_t i = 0; i < config->site_count; i++) {
		struct config_site *site = &config->sites[i];
		const struct config_site *said = config->is_only ? &config->site : site;
		check_certificate(config, site, said, diags);
		check_gopher_host(config, site, said, diags);
		int code = config_check_zones(config, site, said, diags);
		error = error ? error : code;
		code = fold_hosts(config, site, said, &taken, diags);
		error = error ? error : code;
	}
	return error;
}
