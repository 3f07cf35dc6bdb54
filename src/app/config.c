/* SPDX-License-Identifier: MIT */
#include "app/config.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "app/config_keys.h"
#include "base/file.h"
#include "base/memory.h"
#include "data/yaml.h"
#include "serve/serve.h"

/* Where a value goes: the file itself, or one entry of sites:. */
struct place {
	struct config *config;
	struct config_site *site;
	bool in_sites;
	struct slice file;
	struct diag_list *diags;
};

static void store_standard(struct config *config, struct config_site *site, bool of_site)
{
	for (size_t i = 0; i < config_key_count; i++) {
		const struct config_key *key = &config_keys[i];
		if (key->of_site == of_site && key->standard)
			config_key_reset(&config->arena, key,
				of_site ? (void *)site : (void *)config);
	}
}

void config_init(struct config *config)
{
	*config = (struct config){0};
	arena_init(&config->arena);
	store_standard(config, NULL, false);
	store_standard(config, &config->site, true);
}

void config_fini(struct config *config)
{
	arena_fini(&config->arena);
}

static void unknown_key(
	const struct place *place, struct slice name, unsigned line, unsigned column)
{
	const char *nearest = config_key_nearest(name);
	if (nearest)
		diag_add(place->diags, DIAG_WARNING, place->file, line, column,
			"the key is ignored",
			"unknown key \"%.*s\"; did you mean \"%s\"?", SARG(name),
			nearest);
	else
		diag_add(place->diags, DIAG_WARNING, place->file, line, column,
			"the key is ignored", "unknown key \"%.*s\"", SARG(name));
}

static void add_mark(
	const struct place *place, const void *field, unsigned line, unsigned column)
{
	struct config_mark *mark = arena_new(&place->config->arena, struct config_mark);
	*mark = (struct config_mark){
		place->config->marks, field, place->file, line, column};
	place->config->marks = mark;
}

const struct config_mark *config_mark_of(const struct config *config, const void *field)
{
	const struct config_mark *mark = config->marks;
	while (mark && mark->field != field)
		mark = mark->next;
	return mark;
}

struct config_mark config_place_of(
	const struct config *config, const void *const *fields, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		const struct config_mark *mark = config_mark_of(config, fields[i]);
		if (mark)
			return *mark;
	}
	return (struct config_mark){.file = config->file};
}

static void load_map(
	const struct place *place, struct slice prefix, const struct value *map);

/* Is @name the first part of a dotted key ("limits")? */
static bool is_group(struct slice name)
{
	for (size_t i = 0; i < config_key_count; i++) {
		struct slice first;
		if (slice_cut(slice_str(config_keys[i].name), '.', &first, NULL) &&
			slice_eq(first, name))
			return true;
	}
	return false;
}

/* The texts of a list, or of a value that stands for a list of one. What is no text is left out and said;
 * an empty name of a host stays, for config_check to say what is wrong with it. */
static size_t read_texts(const struct place *place, const struct config_key *key,
	const struct value *value, struct slice **out)
{
	struct value lines;
	if (config_lines(&place->config->arena, key, value, &lines))
		value = &lines;
	size_t room = value->kind == VALUE_LIST ? value->count : 1, count = 0;
	const struct value *items = value->kind == VALUE_LIST ? value->items : value;
	struct slice *texts = arena_array(&place->config->arena, room + 1, struct slice);

	for (size_t i = 0; i < room; i++) {
		const struct value *item = &items[i];
		bool is_text = item->kind == VALUE_SCALAR || item->kind == VALUE_NULL;
		struct slice text = value_text(item);
		if (item->kind == VALUE_MAP)
			text = config_line(&place->config->arena, key, item);
		if (text.len || (is_text && slice_eq(slice_str(key->name), S("hosts"))))
			texts[count++] = text;
		else
			diag_add(place->diags, DIAG_ERROR, place->file, item->line,
				item->column, "it is left out", "\"%s\": %s", key->name,
				is_text ? "an entry is empty"
					: "an entry is a list or a map, not text");
	}
	*out = texts;
	return count;
}

static void load_pair(
	const struct place *place, struct slice prefix, const struct value_pair *pair)
{
	struct arena *arena = &place->config->arena;
	struct slice name = prefix.len ? arena_printf(arena, "%.*s.%.*s", SARG(prefix),
						 SARG(pair->key))
				       : pair->key;
	const struct config_key *key = config_key_find(name);
	struct slice *texts;
	const char *why;

	if (place->in_sites && slice_eq(name, S("folder"))) {
		place->site->folder = arena_dup(arena, value_text(&pair->value));
		return;
	}
	if (!key && pair->value.kind == VALUE_MAP && !prefix.len && is_group(name)) {
		load_map(place, name, &pair->value);
		return;
	}
	if (!key) {
		unknown_key(place, name, pair->line, pair->column);
		return;
	}
	if (place->in_sites && !key->of_site) {
		diag_add(place->diags, DIAG_WARNING, place->file, pair->line,
			pair->column,
			"it is ignored here; move it to the top of the file",
			"\"%s\" is for the whole server, not for one site", key->name);
		return;
	}
	if (pair->value.kind == VALUE_NULL)
		return;
	size_t count = key->type == CONFIG_TEXTS
			       ? read_texts(place, key, &pair->value, &texts)
			       : value_strings(arena, &pair->value, &texts);
	char *base = key->of_site ? (void *)place->site : (void *)place->config;
	add_mark(place, base + key->offset, pair->value.line, pair->value.column);
	bool is_map = pair->value.kind == VALUE_MAP && !config_key_is_map(key);
	if (is_map || !config_key_store(arena, key, base, texts, count, &why))
		diag_add(place->diags, DIAG_ERROR, place->file, pair->value.line,
			pair->value.column, "the default is used", "\"%s\": %s",
			key->name, is_map ? "expected a value" : why);
}

static void load_sites(struct place *place, const struct value *list)
{
	struct config *config = place->config;
	if (list->kind != VALUE_LIST) {
		diag_add(place->diags, DIAG_ERROR, place->file, list->line, list->column,
			"it is ignored", "\"sites\": expected a list of maps");
		return;
	}
	config->sites = arena_array(&config->arena, list->count, struct config_site);
	for (size_t i = 0; i < list->count; i++) {
		const struct value *item = &list->items[i];
		struct place inner = *place;
		inner.in_sites = true;
		inner.site = &config->sites[config->site_count];
		/* What the file says at its top holds for all, save what names one site. */
		*inner.site = config->site;
		inner.site->folder = slice_none;
		for (size_t k = 0; k < config_key_count; k++) {
			if (config_keys[k].top != CONFIG_FOR_ALL)
				config_key_reset(
					&config->arena, &config_keys[k], inner.site);
		}
		load_map(&inner, slice_none, item);
		if (!inner.site->folder.len || !inner.site->hosts.count)
			diag_add(place->diags, DIAG_ERROR, place->file, item->line,
				item->column, "this site is left out",
				"a site needs \"folder\" and \"hosts\"");
		else
			config->site_count++;
	}
}

static void load_map(
	const struct place *place, struct slice prefix, const struct value *map)
{
	for (size_t i = 0; map->kind == VALUE_MAP && i < map->count; i++) {
		if (prefix.len || place->in_sites ||
			!slice_eq(map->pairs[i].key, S("sites")))
			load_pair(place, prefix, &map->pairs[i]);
	}
}

/* What is guessed of a post that is no good YAML is not to be guessed of a server. */
static void harden(struct diag_list *diags, size_t from)
{
	for (size_t i = from; i < diags->count; i++)
		diags->items[i].level = DIAG_ERROR;
}

int config_load(struct config *config, const char *path, struct diag_list *diags)
{
	auto_buf struct buf bytes = BUF(YAML_CONFIG_MAX_BYTES + 1);
	struct value root;
	struct place place = {.config = config,
		.site = &config->site,
		.file = arena_dup(&config->arena, slice(path, strlen(path))),
		.diags = diags};
	struct stat st;
	auto_close int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	if (fd < 0 && errno == ENOENT && lstat(path, &st) == 0)
		return -ELOOP; /* a link to nothing, which is no decision for no settings */
	if (fd < 0 || fstat(fd, &st))
		return -errno;
	/* A pipe without a writer would pass for an empty file. */
	if (!S_ISREG(st.st_mode))
		return S_ISDIR(st.st_mode) ? -EISDIR : -ENOTSUP;
	int error = file_read(fd, YAML_CONFIG_MAX_BYTES, &bytes);
	if (error >= 0) {
		auto_free char *real = realpath(path, NULL);
		config->file = arena_dup(&config->arena, slice_str(real ? real : path));
		size_t before = diags->count;
		yaml_parse(&config->arena, buf_dup(&bytes, &config->arena),
			&yaml_config_limits, place.file, 0, diags, &root);
		harden(diags, before);
		if (root.kind != VALUE_MAP && root.kind != VALUE_NULL)
			diag_add(diags, DIAG_ERROR, place.file, root.line, root.column,
				"it is ignored", "expected \"key: value\"");
		load_map(&place, slice_none, &root);
		const struct value *sites = value_get(&root, S("sites"));
		if (sites)
			load_sites(&place, sites);
	}
	return error < 0 ? error : 0;
}

bool config_set(struct config *config, struct slice name, struct slice value,
	struct diag_list *diags)
{
	const struct config_key *key = config_key_find(name);
	const char *why;
	struct place place = {
		.config = config, .file = S("command line"), .diags = diags};
	if (!key) {
		unknown_key(&place, name, 0, 0);
		return false;
	}
	void *base = key->of_site ? (void *)&config->site : (void *)config;
	struct slices *strings = (void *)((char *)base + key->offset);
	struct slice *texts = arena_array(&config->arena, 1, struct slice);
	size_t count = 1;
	if (key->type == CONFIG_TEXTS) { /* each use adds one */
		texts = arena_array(&config->arena, strings->count + 1, struct slice);
		for (size_t i = 0; i < strings->count; i++)
			texts[i] = strings->items[i];
		count = strings->count + 1;
	}
	texts[count - 1] = value;
	add_mark(&place, strings, 0, 0);
	if (config_key_store(&config->arena, key, base, texts, count, &why))
		return true;
	diag_add(diags, DIAG_ERROR, place.file, 0, 0, NULL, "--%s %.*s: %s", key->name,
		SARG(value), why);
	return false;
}

void config_unset(struct config *config, struct slice name)
{
	const struct config_key *key = config_key_find(name);
	if (!key || key->type != CONFIG_TEXTS)
		return;
	char *base = key->of_site ? (char *)&config->site : (char *)config;
	*(struct slices *)(void *)(base + key->offset) = (struct slices){0};
}

void config_site_copy(
	struct arena *arena, struct config_site *to, const struct config_site *from)
{
	to->folder = arena_dup(arena, from->folder);
	for (size_t i = 0; i < config_key_count; i++) {
		if (config_keys[i].of_site)
			config_key_copy(arena, &config_keys[i], to, from);
	}
}

static void print_keys(
	struct buf *out, const void *base, bool of_site, const char *indent)
{
	struct slice group = slice_none;
	for (size_t i = 0; i < config_key_count; i++) {
		const struct config_key *key = &config_keys[i];
		struct slice first, last;
		if (key->of_site != of_site)
			continue;
		bool nested = slice_cut(slice_str(key->name), '.', &first, &last);
		if (nested && !slice_eq(first, group)) {
			buf_printf(out, "%s%.*s:\n", indent, SARG(first));
			group = first;
		}
		buf_printf(out, "%s%s%.*s: ", indent, nested ? "  " : "",
			SARG(nested ? last : first));
		config_key_print(out, key, base);
		buf_putc(out, '\n');
	}
}

void config_print(struct buf *out, const struct config *config)
{
	print_keys(out, config, false, "");
	buf_puts(out, "sites:\n");
	for (size_t i = 0; i < config->site_count; i++) {
		buf_printf(out, "  - folder: \"%.*s\"\n", SARG(config->sites[i].folder));
		print_keys(out, &config->sites[i], true, "    ");
	}
}

void config_print_table(struct buf *out)
{
	buf_puts(out, "| key | default | meaning |\n|---|---|---|\n");
	for (size_t i = 0; i < config_key_count; i++) {
		const struct config_key *key = &config_keys[i];
		buf_printf(out, "| `%s` | %s%s%s | %s", key->name,
			key->standard ? "`" : "", key->standard ? key->standard : "",
			key->standard ? "`" : "", key->meaning);
		if (key->choices) {
			buf_puts(out, " (");
			struct slice rest = slice_str(key->choices), choice;
			for (bool first = true; slice_split(&rest, '|', &choice);
				first = false)
				buf_printf(
					out, "%s`%.*s`", first ? "" : ", ", SARG(choice));
			buf_putc(out, ')');
		}
		buf_puts(out, " |\n");
	}
	buf_puts(out,
		"| `sites` | | several blogs in one process: a list of maps, each with "
		"`folder`, `hosts` and any of the keys above up to `gopher_tls` |\n");
}

void config_serve_gopher(
	const struct config_site *site, struct slice gemini, struct serve_gopher *out)
{
	*out = (struct serve_gopher){
		.host = site->gopher_host.len ? site->gopher_host : site->hosts.items[0],
		.port = (uint16_t)site->gopher_port,
		.width = site->gopher_width,
		.ascii = site->gopher_ascii,
		.posts_are_text = site->gopher_posts == 0,
		.tls = site->gopher_tls,
		.gemini = gemini,
	};
	const unsigned numbers[] = {
		out->port, out->width, out->ascii, out->posts_are_text, out->tls};
	out->version = slice_hash_more(slice_hash(out->host), gemini);
	out->version = slice_hash_more(
		out->version, slice((const char *)numbers, sizeof(numbers)));
}

void config_limits(const struct config *config, struct limits *out)
{
	*out = (struct limits){
		.request_ms = (unsigned)config->request_ms,
		.stall_ms = (unsigned)config->stall_ms,
		.linger_ms = (unsigned)config->linger_ms,
		.linger_bytes = 64 * 1024,
		.drain_ms = (unsigned)config->drain_ms,
		/* 4 KiB/s. */
		.body_ms = 10000,
		.body_bytes = 40 * 1024,
		.body_total_ms = 300000,
		.per_address_soft = config->per_address,
		.per_address_hard = config->per_address_hard,
		.total_soft = config->total,
		.total_hard = config->total_hard,
		.rate = config->rate,
		.burst = config->burst,
		/* Who names no host tries things out. With one, what comes from this machine may be what a tunnel
		 * or an onion service brings. */
		.spares_loopback = config->is_nameless,
	};
}

void config_log(const struct config *config, struct log_settings *out)
{
	*out = (struct log_settings){
		.level = (enum log_level)config->log_level,
		.access = config->log_access,
		.address = (enum log_address)config->log_address,
		.journal = log_is_journal(),
	};
}

void config_site_config(struct arena *arena, const struct config *config,
	const struct config_site *site, struct site_config *out)
{
	auto_buf struct buf said = BUF(BUF_UNLIMITED);
	*out = site->blog;
	out->folder = site->folder.ptr;
	out->file = config->file;
	if (site->hosts.count && !config->is_nameless)
		out->host = site->hosts.items[0];
	for (size_t i = 0; i < config_key_count; i++) {
		if (!config_key_is_of_blog(&config_keys[i]))
			continue;
		config_key_print(&said, &config_keys[i], site);
		buf_putc(&said, '\n');
	}
	out->version = slice_hash(buf_slice(&said));
	zones_read_all(arena, &out->zone_lines, &out->zones);
	if (!out->desk.len &&
		(site->people.count || site->writers.count || out->zone_lines.count))
		out->desk = S(CONFIG_DESK);
}
