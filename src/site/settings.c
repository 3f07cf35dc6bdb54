/* SPDX-License-Identifier: MIT */
#include "site/settings.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "base/locale.h"
#include "base/log.h"
#include "base/text.h"
#include "base/uri.h"
#include "site/scan_parts.h"
#include "site/settings_parts.h"
#include "text/toml.h"
#include "text/yaml.h"

#define LANG_MAX_BYTES 35

struct slice settings_lang_tag(struct arena *arena, struct slice s)
{
	s = slice_trim(s);
	char *tag = arena_alloc(arena, LANG_MAX_BYTES + 1);
	size_t len = 0, part = 0, parts = 0;

	/* "en_GB.UTF-8" is a POSIX locale: what follows the dot is no language. */
	for (size_t i = 0; i < s.len && len < LANG_MAX_BYTES; i++) {
		char c = s.ptr[i] == '_' ? '-' : s.ptr[i];
		if (c == '.' || c == '@')
			break;
		if (c == '-') {
			if (part == 0)
				return slice_none;
			part = 0;
			parts++;
		} else if (ascii_is_alnum(c)) {
			part++;
			c = ascii_lower(c);
		} else {
			return slice_none;
		}
		tag[len++] = c;
	}
	while (len && tag[len - 1] == '-')
		len--;
	/* RFC 5646, 2.1.1: regions in capitals, scripts with a capital first. */
	for (size_t at = 0, n = 0; at < len; at++, n++) {
		size_t from = at;
		while (at < len && tag[at] != '-')
			at++;
		if (n == 0)
			continue;
		for (size_t i = from; i < at; i++) {
			bool upper = at - from == 2 || (at - from == 4 && i == from);
			if (upper && tag[i] >= 'a' && tag[i] <= 'z')
				tag[i] = (char)(tag[i] - 32);
		}
	}
	return slice(tag, len);
}

bool settings_knows_lang(const struct settings *settings, struct slice tag)
{
	if (tag.len < 2)
		return false;
	for (size_t i = 0; i < settings->lang_count; i++) {
		if (slice_eq_nocase(settings->langs[i], tag))
			return true;
	}
	if (settings->lang_count > 1)
		return false;
	return tag.len == 2 && !slice_eq_nocase(locale_language_name(tag), tag);
}

struct slice settings_trim_path(struct settings *settings, struct slice s)
{
	s = slice_trim(s);
	while (slice_starts(s, S("./")))
		s = slice_from(s, 2);
	while (s.len && *s.ptr == '/')
		s = slice_from(s, 1);
	while (s.len && s.ptr[s.len - 1] == '/')
		s.len--;
	return arena_dup(&settings->arena, s);
}

size_t settings_strings(
	struct settings *settings, const struct value *value, const struct slice **out)
{
	struct slice *strings = NULL;
	size_t count = value_strings(&settings->arena, value, &strings);

	*out = strings;
	return count;
}

void settings_line(
	struct settings *settings, const struct value *value, struct slice *field)
{
	struct slice text = value_text(value);

	if (text.len)
		text = text_one_line(&settings->arena, text);
	if (text.len)
		*field = text;
}

void settings_set_langs(struct settings *settings, const struct slice *tags, size_t count)
{
	struct slice *langs = arena_array(&settings->arena, count + 1, struct slice);
	size_t n = 0;

	langs[n++] = settings->lang;
	for (size_t i = 0; i < count && n < 64; i++) {
		struct slice tag = settings_lang_tag(&settings->arena, tags[i]);
		bool known = tag.len == 0;
		for (size_t k = 0; k < n && !known; k++)
			known = slice_eq(langs[k], tag);
		if (!known)
			langs[n++] = tag;
	}
	settings->langs = langs;
	settings->lang_count = n;
}

void settings_set_url(struct settings *settings, struct slice url)
{
	struct uri uri;

	url = slice_trim(url);
	if (url.len == 0 || !uri_parse(url, &uri) || !uri.has_authority ||
		!uri.scheme.len)
		return;
	size_t origin =
		(size_t)(uri.path.ptr ? uri.path.ptr - url.ptr : (ptrdiff_t)url.len);
	settings->url = arena_dup(&settings->arena, slice_head(url, origin));
	struct slice path = settings_trim_path(settings, uri.path);
	if (path.len)
		settings->baseurl = arena_printf(&settings->arena, "/%.*s", SARG(path));
}

static bool has_file(int folder, const char *name, mode_t type)
{
	struct stat st;

	return fstatat(folder, name, &st, 0) == 0 && (st.st_mode & S_IFMT) == type;
}

/* The first of the files named in @names (NULL ends them) that is there, or NULL. */
static const char *first_file(int folder, const char *const *names)
{
	for (; *names; names++) {
		if (has_file(folder, *names, S_IFREG))
			return *names;
	}
	return NULL;
}

/* Each generator by the files that only it has; the more particular ones first. */
static void recognise(struct settings_reader *reader)
{
	static const char *const hugo[] = {
		"hugo.toml", "hugo.yaml", "hugo.yml", "hugo.json", NULL};
	static const char *const hugo_old[] = {
		"config.toml", "config.yaml", "config.yml", "config.json", NULL};
	static const char *const jekyll[] = {
		"_config.yml", "_config.yaml", "_config.toml", NULL};
	struct settings *settings = reader->settings;
	int folder = reader->folder;
	const char *file;

	if ((file = first_file(folder, hugo))) {
		settings->generator = GENERATOR_HUGO;
	} else if ((file = first_file(folder, jekyll))) {
		settings->generator = GENERATOR_JEKYLL;
	} else if ((file = first_file(folder, hugo_old)) &&
		   has_file(folder, "content", S_IFDIR)) {
		settings->generator = GENERATOR_HUGO;
	} else {
		file = NULL;
		if (has_file(folder, "_posts", S_IFDIR))
			settings->generator = GENERATOR_JEKYLL;
	}
	settings->generator_file = slice_str(file);
}

/* The generator's own file as a tree; what cannot be read is a diag. */
static int read_raw(struct settings_reader *reader)
{
	struct settings *settings = reader->settings;
	struct slice file = settings->generator_file;
	struct buf bytes;

	if (file.len == 0)
		return 0;
	buf_init(&bytes, YAML_CONFIG_MAX_BYTES);
	int error = file_read_beneath(reader->folder, file, 0, &bytes), shortage = 0;
	if (error < 0 && !scan_is_shortage(error, &shortage)) {
		diag_add(reader->diags, DIAG_ERROR, file, 0, 0,
			"the site is served without its settings", "cannot be read: %s",
			log_strerror(error));
	} else if (error >= 0) {
		struct value *root = arena_new(&settings->arena, struct value);
		/* The tree borrows from the bytes. */
		struct slice copy = buf_dup(&bytes, &settings->arena);
		if (slice_ends(file, S(".toml")))
			toml_parse(&settings->arena, copy, file, 0, reader->diags, root);
		else
			yaml_parse(&settings->arena, copy, &yaml_config_limits, file, 0,
				reader->diags, root);
		if (root->kind == VALUE_MAP)
			settings->raw = root;
	}
	settings->version = slice_hash_more(settings->version, buf_slice(&bytes));
	buf_fini(&bytes);
	return shortage;
}

/* The administrator's word goes before the generator's file. */
static void apply_config(struct settings *settings, const struct site_config *config)
{
	if (config->title.len)
		settings->title = arena_dup(&settings->arena, config->title);
	if (config->description.len)
		settings->description = arena_dup(&settings->arena, config->description);
	if (config->author.len)
		settings->author = arena_dup(&settings->arena, config->author);
	if (config->url.len)
		settings_set_url(settings, config->url);
	settings->drafts |= config->drafts;
	settings->source = config->source;
	settings->markers = config->markers;
	settings->links = config->links;
	if (config->smart >= 0)
		settings->smart = config->smart != 0;
	struct slice *gone =
		arena_array(&settings->arena, config->gone_count, struct slice);
	for (size_t i = 0; i < config->gone_count; i++)
		gone[i] = arena_dup(&settings->arena, config->gone[i]);
	settings->gone = gone;
	settings->gone_count = config->gone_count;
}

static void hash_config(struct settings *settings, const struct site_config *config)
{
	const struct slice strings[] = {config->title, config->description,
		config->author, config->language, config->url};
	const int numbers[] = {config->drafts, config->source, config->markers,
		config->links, config->smart, (int)settings->generator};
	unsigned long long hash = slice_hash(settings->generator_file);

	for (size_t i = 0; i < sizeof(strings) / sizeof(*strings); i++)
		hash = slice_hash_more(slice_hash_more(hash, strings[i]), slice("", 1));
	for (size_t i = 0; i < config->gone_count; i++)
		hash = slice_hash_more(hash, config->gone[i]);
	settings->version =
		slice_hash_more(hash, slice((const char *)numbers, sizeof(numbers)));
}

/* Fragments stand in posts: when one changes, every post may. */
#define INCLUDES_MAX       4096
#define INCLUDES_DEPTH_MAX 8

static void hash_includes(struct settings *settings, int folder, const char *name,
	unsigned depth, unsigned *left)
{
	int fd = openat(folder, name, O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW);
	DIR *dir = fd < 0 ? NULL : fdopendir(fd);
	unsigned long long sum = 0; /* whatever the order they are listed in */
	struct dirent *item;

	if (!dir) {
		if (fd >= 0)
			close(fd);
		return;
	}
	while (*left && (item = readdir(dir))) {
		struct stat st;
		if (*item->d_name == '.' ||
			fstatat(fd, item->d_name, &st, AT_SYMLINK_NOFOLLOW) < 0)
			continue;
		(*left)--;
		if (S_ISDIR(st.st_mode)) {
			if (depth < INCLUDES_DEPTH_MAX)
				hash_includes(
					settings, fd, item->d_name, depth + 1, left);
			continue;
		}
		const int64_t facts[] = {
			st.st_size, st.st_mtim.tv_sec, st.st_mtim.tv_nsec};
		sum += slice_hash_more(slice_hash(slice_str(item->d_name)),
			slice((const char *)facts, sizeof(facts)));
	}
	closedir(dir);
	settings->version += sum;
}

static void set_defaults(struct settings *settings, const struct site_config *config)
{
	static const struct slice extensions[] = {
		S("markdown"), S("mkdown"), S("mkdn"), S("mkd"), S("md")};

	settings->markdown_extensions = extensions;
	settings->markdown_extension_count = sizeof(extensions) / sizeof(*extensions);
	settings->page_suffix = S("/");
	settings->lang = settings_lang_tag(&settings->arena, config->language);
	if (settings->lang.len == 0)
		settings->lang = S("en");
}

int settings_load(int folder, const struct site_config *config, struct diag_list *diags,
	struct settings **out)
{
	struct stat st;

	if (fstat(folder, &st) < 0)
		return -errno;
	if (!S_ISDIR(st.st_mode))
		return -ENOTDIR;
	struct settings *settings = calloc(1, sizeof(*settings));
	if (!settings)
		abort();
	struct settings_reader reader = {settings, config, diags, folder};
	arena_init(&settings->arena);
	set_defaults(settings, config);
	recognise(&reader);
	hash_config(settings, config);
	int error = read_raw(&reader);
	if (error) {
		settings_free(settings);
		return error;
	}
	/* Zola's config.toml is told from Hugo's by this key. */
	if (settings->generator == GENERATOR_HUGO &&
		value_get(settings->raw, S("base_url")) &&
		!value_get(settings->raw, S("baseURL")))
		settings->generator = GENERATOR_ZOLA;
	unsigned left = INCLUDES_MAX;
	if (settings->generator == GENERATOR_JEKYLL)
		hash_includes(settings, folder, "_includes", 0, &left);
	switch (settings->generator) {
	case GENERATOR_JEKYLL:
		settings_read_jekyll(&reader);
		break;
	case GENERATOR_HUGO:
		settings_read_hugo(&reader);
		break;
	case GENERATOR_ZOLA:
		settings_read_zola(&reader);
		break;
	case GENERATOR_PLAIN:
	case GENERATOR_ELEVENTY:
	case GENERATOR_HEXO:
	case GENERATOR_ASTRO:
	case GENERATOR_MKDOCS:
	case GENERATOR_PELICAN:
		settings->kramdown = true;
		settings->smart = true;
		break;
	}
	if (settings->lang_count == 0)
		settings_set_langs(settings, NULL, 0);
	apply_config(settings, config);
	*out = settings;
	return 0;
}

void settings_free(struct settings *settings)
{
	if (!settings)
		return;
	arena_fini(&settings->arena);
	free(settings);
}
