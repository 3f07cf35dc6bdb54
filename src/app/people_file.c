/* SPDX-License-Identifier: MIT */
/* STATE/people.yaml: keys as in splashdown.yaml, for all sites, or for one in a list of sites. */
#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>

#include "app/config_keys.h"
#include "app/people.h"
#include "base/file.h"
#include "base/log.h"
#include "base/uri.h"
#include "data/yaml.h"

#define MODE 0600

/* @value of @key as lines. False: it is nothing of the kind. */
static bool read_lines(struct arena *arena, const char *name, const struct value *value,
	struct slices *out)
{
	const struct config_key *key = config_key_find(slice_str(name));
	struct value lines;
	size_t count = 0;

	if (config_lines(arena, key, value, &lines))
		value = &lines;
	if (value->kind == VALUE_NULL)
		return true;
	if (value->kind != VALUE_LIST)
		return false;
	struct slice *items = arena_array(arena, value->count + 1, struct slice);
	for (size_t i = 0; i < value->count; i++) {
		const struct value *item = &value->items[i];
		struct slice line = item->kind == VALUE_MAP
					    ? config_line(arena, key, item)
					    : value_text(item);
		if (!line.len)
			return false;
		items[count++] = line;
	}
	*out = (struct slices){items, count};
	return true;
}

static void broken(struct people_file *file, struct diag_list *diags,
	const struct value *at, const char *what)
{
	file->is_broken = true;
	diag_add(diags, DIAG_ERROR, file->path, at ? at->line : 0, at ? at->column : 0,
		"all zones are closed to everybody until it is mended", "%s", what);
}

static void read_entry(struct arena *arena, struct people_file *file,
	struct people_entry *entry, const struct value *map, struct diag_list *diags)
{
	struct {
		const char *name;
		struct slices *lines;
	} keys[] = {{"people", &entry->lines.people}, {"writers", &entry->lines.writers},
		{"zones", &entry->lines.zones}};

	if (map->kind != VALUE_MAP && map->kind != VALUE_NULL)
		broken(file, diags, map, "expected \"key: value\"");
	for (size_t i = 0; map->kind == VALUE_MAP && i < map->count; i++) {
		const struct value_pair *pair = &map->pairs[i];
		bool known =
			slice_eq(pair->key, S("sites")) || slice_eq(pair->key, S("host"));
		bool good = true;
		for (size_t k = 0; k < sizeof(keys) / sizeof(*keys); k++) {
			if (!slice_eq(pair->key, slice_str(keys[k].name)))
				continue;
			known = true;
			good = read_lines(
				arena, keys[k].name, &pair->value, keys[k].lines);
		}
		if (!known || !good)
			broken(file, diags, &pair->value,
				known ? "not what this key holds" : "unknown key");
	}
}

static void read_root(struct arena *arena, struct people_file *file,
	const struct value *root, struct diag_list *diags)
{
	const struct value *sites = value_get(root, S("sites"));
	size_t count = sites && sites->kind == VALUE_LIST ? sites->count : 0;

	if (sites && sites->kind != VALUE_LIST && sites->kind != VALUE_NULL)
		broken(file, diags, sites, "\"sites\": expected a list of maps");
	file->list = arena_array(arena, count + 2, struct people_entry);
	file->count = 1;
	read_entry(arena, file, &file->list[0], root, diags);
	for (size_t i = 0; i < count; i++) {
		struct people_entry *entry = &file->list[file->count++];
		read_entry(arena, file, entry, &sites->items[i], diags);
		entry->host = value_text(value_get(&sites->items[i], S("host")));
		if (!entry->host.len)
			broken(file, diags, &sites->items[i], "a site needs \"host\"");
	}
}

void people_file_read(struct arena *arena, const char *state, struct people_file *out,
	struct diag_list *diags)
{
	struct buf bytes = BUF(YAML_CONFIG_MAX_BYTES + 1);
	struct value root = {0};
	struct stat st = {0};

	*out = (struct people_file){
		.path = arena_printf(arena, "%s/" PEOPLE_FILE, state)};
	out->list = arena_array(arena, 2, struct people_entry);
	auto_close int fd = open(arena_cstr(arena, out->path),
		O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOFOLLOW);
	int error = fd < 0 || fstat(fd, &st) ? -errno : 0;
	if (error == -ENOENT)
		return;
	if (!error && !S_ISREG(st.st_mode))
		error = -EINVAL;
	if (!error)
		error = file_read(fd, YAML_CONFIG_MAX_BYTES, &bytes);
	if (error)
		broken(out, diags, NULL,
			arena_printf(arena, "it cannot be read: %s",
				error > 0 ? "it is too large" : log_strerror(error))
				.ptr);
	size_t before = diags->count;
	if (!error)
		yaml_parse(arena, buf_dup(&bytes, arena), &yaml_config_limits, out->path,
			0, diags, &root);
	buf_fini(&bytes);
	out->is_broken |= diags->count != before;
	for (size_t i = before; i < diags->count; i++)
		diags->items[i].level = DIAG_ERROR;
	read_root(arena, out, &root, diags);
}

struct people_entry *people_file_entry(const struct people_file *file, struct slice host)
{
	for (size_t i = 0; i < file->count; i++) {
		if (slice_eq(file->list[i].host, host))
			return &file->list[i];
	}
	return NULL;
}

/* --- writing -------------------------------------------------------------------------------------- */

static void put_texts(struct buf *out, struct slice texts, char separator)
{
	struct slice text;
	const char *before = "";

	buf_putc(out, '[');
	while (slice_split(&texts, separator, &text)) {
		if (!text.len)
			continue;
		buf_printf(out, "%s\"%.*s\"", before, SARG(text));
		before = ", ";
	}
	buf_putc(out, ']');
}

static void put_entry(struct buf *out, struct arena *arena,
	const struct people_lines *lines, const char *indent)
{
	struct slice first, rest, path;

	if (lines->people.count)
		buf_printf(out, "%speople:\n", indent);
	for (size_t i = 0; i < lines->people.count; i++) {
		slice_cut(lines->people.items[i], ' ', &first, &rest);
		buf_printf(out, "%s  \"%.*s\": ", indent, SARG(first));
		put_texts(out, rest, ' ');
		buf_putc(out, '\n');
	}
	if (lines->writers.count)
		buf_printf(out, "%swriters:\n", indent);
	for (size_t i = 0; i < lines->writers.count; i++)
		buf_printf(
			out, "%s  - \"%.*s\"\n", indent, SARG(lines->writers.items[i]));
	if (lines->zones.count)
		buf_printf(out, "%szones:\n", indent);
	for (size_t i = 0; i < lines->zones.count; i++) {
		slice_cut(lines->zones.items[i], ' ', &first, &rest);
		slice_cut(rest, ' ', &rest, NULL);
		if (!uri_path_key(arena, first, &path))
			continue;
		buf_printf(out, "%s  - path: \"%.*s\"\n%s    readers: ", indent,
			SARG(uri_encode_path(arena, path)), indent);
		put_texts(out, rest, ',');
		buf_putc(out, '\n');
	}
}

static bool is_key(struct slice text)
{
	unsigned char key[PEOPLE_KEY_BYTES];

	return people_fingerprint(text, key);
}

/* The first word of @texts that is not as @is_good wants it, or nothing. */
static struct slice bad_text(
	struct slice texts, char separator, bool (*is_good)(struct slice text))
{
	struct slice text;

	while (slice_split(&texts, separator, &text)) {
		if (text.len && !is_good(text))
			return text;
	}
	return slice_none;
}

static struct slice fault_of_lines(struct arena *arena, const struct people_lines *lines)
{
	struct slice name, keys, bad;
	struct reader_zone zone;

	for (size_t i = 0; i < lines->people.count; i++) {
		slice_cut(lines->people.items[i], ' ', &name, &keys);
		if (!zones_is_name(name))
			return arena_printf(arena, "\"%.*s\" is no name", SARG(name));
		bad = bad_text(keys, ' ', is_key);
		if (bad.len)
			return arena_printf(
				arena, "\"%.*s\" is no fingerprint", SARG(bad));
	}
	for (size_t i = 0; i < lines->writers.count; i++) {
		if (!zones_is_name(lines->writers.items[i]))
			return arena_printf(arena, "\"%.*s\" is no name",
				SARG(lines->writers.items[i]));
	}
	for (size_t i = 0; i < lines->zones.count; i++) {
		const char *why = zones_read(arena, lines->zones.items[i], &zone);
		if (why)
			return arena_printf(
				arena, "\"%.*s\": %s", SARG(lines->zones.items[i]), why);
		for (size_t k = 0; k < zone.readers.count; k++) {
			if (!zones_is_name(zone.readers.items[k]))
				return arena_printf(arena, "\"%.*s\" is no name",
					SARG(zone.readers.items[k]));
		}
	}
	return slice_none;
}

struct slice people_file_fault(struct arena *arena, const struct people_file *file)
{
	for (size_t i = 0; i < file->count; i++) {
		struct slice host = file->list[i].host;
		struct slice fault = fault_of_lines(arena, &file->list[i].lines);
		for (size_t k = 0; k < host.len && !fault.len; k++) {
			if ((unsigned char)host.ptr[k] <= ' ' ||
				strchr("\"\\\x7F", host.ptr[k]))
				fault = S("no name of a host");
		}
		if (fault.len && host.len)
			return arena_printf(
				arena, "site %.*s: %.*s", SARG(host), SARG(fault));
		if (fault.len)
			return fault;
	}
	return slice_none;
}

int people_file_write(int state, const struct people_file *file)
{
	auto_buf struct buf out = BUF(YAML_CONFIG_MAX_BYTES);
	auto_arena struct arena arena = {0};
	bool listed = false;

	if (people_file_fault(&arena, file).len)
		return -EINVAL;
	buf_puts(&out, "# Written by `splashdown people`.\n");
	for (size_t i = 0; i < file->count; i++) {
		const struct people_entry *entry = &file->list[i];
		bool empty = !entry->lines.people.count && !entry->lines.writers.count &&
			     !entry->lines.zones.count;
		if (entry->host.len && !empty) {
			buf_printf(&out, "%s  - host: \"%.*s\"\n",
				listed ? "" : "sites:\n", SARG(entry->host));
			listed = true;
		}
		put_entry(&out, &arena, &entry->lines, entry->host.len ? "    " : "");
	}
	if (out.overflow)
		return -EFBIG;
	return file_replace(state, PEOPLE_FILE, MODE, buf_slice(&out));
}
