/* SPDX-License-Identifier: MIT */
/* Eleventy: eleventy.config.js, data files beside the content, permalinks that are templates
 * (11ty.dev/docs/config, /docs/data-template-dir, /docs/permalinks). */
#include <errno.h>

#include "base/file.h"
#include "base/text.h"
#include "data/script.h"
#include "data/yaml.h"
#include "source/generator.h"
#include "source/generator/generator_eleventy_internal.h"
#include "source/post_reading.h"
#include "source/visibility.h"

#define DATA_BYTES       (64 * 1024 * 1024) /* of all data files of a folder */
#define REQUIRES_MAX     32
#define CONFIG_MAX_BYTES (4 * 1024 * 1024) /* with everything that it requires */

/* A path as in configurations, "./a/../b/", below @base. */
struct slice eleventy_joined(
	struct settings *settings, struct slice base, struct slice path)
{
	path = slice_trim(path);
	while (slice_starts(path, S("../")) || slice_starts(path, S("./"))) {
		if (*path.ptr == '.' && path.ptr[1] == '.') {
			ptrdiff_t slash = slice_rfind_char(base, '/');
			base = slice_head(base, slash < 0 ? 0 : (size_t)slash);
			path = slice_from(path, 1);
		}
		path = slice_from(path, 2);
	}
	path = settings_trim_path(settings, path);
	if (slice_eq(path, S(".")))
		path = slice_none;
	return settings_join(settings, base, path);
}

/* The configuration with the files that it imports: "require('./other.js')". */
static struct slice read_config(struct settings_reader *reader, struct slice own)
{
	static const struct slice ways[] = {S("require("), S("from ")};
	struct arena *arena = &reader->settings->arena;
	struct value value;
	struct buf all;

	buf_init(&all, CONFIG_MAX_BYTES);
	buf_put(&all, own);

	for (size_t i = 0; i < sizeof(ways) / sizeof(*ways); i++) {
		struct slice rest = own;
		for (int k = 0;
			k < REQUIRES_MAX && script_after(arena, &rest, ways[i], &value);
			k++) {
			struct slice file = value_text(&value);
			if (!slice_starts(file, S("./")))
				continue;
			struct slice text = script_javascript(
				arena, settings_read_file(reader, slice_from(file, 2)));
			buf_putc(&all, '\n');
			buf_put(&all, text);
		}
	}
	return buf_take(&all, arena);
}

/* A program's data: its exports. */
static void read_exports(struct arena *arena, struct slice text, struct value *out)
{
	struct slice rest = text;

	if (script_after(arena, &rest, S("export default"), out))
		return;
	rest = text;
	script_after(arena, &rest, S("module.exports ="), out);
}

/* The usual global data with the site's title. */
static void read_data(struct settings_reader *reader, struct slice folder)
{
	static const struct settings_row rows[] = {
		SETTING("title", LINE, title),
		WEAK_SETTING("name", LINE, title),
		SETTING("description", LINE, description),
		SETTING("author", NAME, author),
		SETTING("url", URL, url),
		SETTING("language|lang", LANG, lang),
	};
	struct settings *settings = reader->settings;
	struct arena *arena = &settings->arena;
	struct slice stems = S("metadata|site|meta|config"), stem;

	while (slice_split(&stems, '|', &stem)) {
		struct value *data = arena_new(arena, struct value);
		struct slice path = settings_join(settings, folder, stem);
		struct slice json = arena_printf(arena, "%.*s.json", SARG(path));
		struct slice text = settings_read_file(reader, json);
		if (text.len) {
			yaml_parse(arena, text, &yaml_config_limits, json, 0,
				reader->diags, data);
		} else {
			text = settings_read_file(
				reader, arena_printf(arena, "%.*s.js", SARG(path)));
			read_exports(arena, script_javascript(arena, text), data);
		}
		if (data->kind != VALUE_MAP)
			continue;
		settings->raw = settings->raw ? settings->raw : data;
		reader->source.trees[0] = data;
		SETTINGS_READ(reader, rows);
	}
}

/* package.json fills in what is still missing. */
static void read_package(struct settings_reader *reader, const struct value *root)
{
	static const struct settings_row rows[] = {
		WEAK_SETTING("title", LINE, title),
		WEAK_SETTING("description", LINE, description),
		WEAK_SETTING("author", NAME, author),
		WEAK_SETTING("homepage", URL, url),
	};

	reader->source.trees[0] = root;
	SETTINGS_READ(reader, rows);
}

static void read_settings(struct settings_reader *reader)
{
	static const struct settings_row rows[] = {
		SETTING("pathPrefix", PREFIX, baseurl),
	};
	struct settings *settings = reader->settings;
	struct value *package = arena_new(&settings->arena, struct value);
	struct eleventy_folders folders;

	yaml_parse(&settings->arena, settings_read_file(reader, S("package.json")),
		&yaml_config_limits, S("package.json"), 0, reader->diags, package);
	struct slice file =
		settings_trim_path(settings, eleventy_option(package, S("--config")));
	struct slice own = script_javascript(&settings->arena,
			     settings_read_file(
				     reader, file.len ? file : settings->generator_file)),
		     config = read_config(reader, own);
	struct slice included = S("_posts|_pages|_notes"), name;

	settings->raw = NULL;
	reader->source = (struct settings_source){.script = config};
	eleventy_read_folders(reader, package, config, &folders);
	struct slice input = folders.input =
		eleventy_joined(settings, slice_none, folders.input);
	struct slice data = folders.data.len
				    ? folders.data
				    : value_text(settings_value(reader, S("data")));
	SETTINGS_READ(reader, rows);
	SETTINGS_ROOT(settings, .folder = input, .only_linked = true);
	/* Usual names of folders of drafts, which authors do not put on the web. */
	SETTINGS_ROOT(settings, .folder = settings_join(settings, input, S("drafts")),
		.only_linked = true, .is_draft = true);
	SETTINGS_ROOT(settings, .folder = settings_join(settings, input, S("_drafts")),
		.only_linked = true, .is_draft = true);
	if (slice_contains(config, S("addPreprocessor(")))
		diag_add(reader->diags, DIAG_NOTE, settings->generator_file, 0, 0,
			"posts dated in the future are shown",
			"a JavaScript preprocessor decides what is published, and "
			"Splashdown does not run it");
	eleventy_read_paths(reader, config, &folders);
	eleventy_read_data_names(reader, config);
	settings->data_dir =
		eleventy_joined(settings, input, data.len ? data : S("_data"));
	reader->hides_nothing = true;
	read_data(reader, settings->data_dir);
	reader->hides_nothing = false;
	read_package(reader, package);
	reader->source = (struct settings_source){.script = own};
	settings->main_sections = S(GENERATOR_POSTS);
	settings->menu_name = S("eleventyNavigation");
	settings->liquid = true;
	settings->future = true;
	settings->page_suffix = S("/");
	while (slice_split(&included, '|', &name))
		settings_add_pattern(reader, &settings->include, name);
	settings->hidden_tags = S("all|nav|post|posts");
	settings->includes_dir = settings_join(settings, input, S("_includes"));
}

/* "permalink: (data) => `/blog/${data.page.fileSlug}/`" becomes a template as in front matter, with
 * "{{ page.fileSlug }}"; slice_none: not such a function. */
static struct slice permalink_function(struct arena *arena, struct slice text)
{
	ptrdiff_t at = slice_find(text, S("permalink"));
	struct slice rest = slice_from(text, at < 0 ? text.len : (size_t)at), before,
		     hole;
	struct buf out;

	if (!slice_cut(slice_head(rest, 400), '`', &before, &rest) ||
		(slice_find(before, S("=>")) < 0 &&
			slice_find(before, S("return")) < 0) ||
		!slice_cut(rest, '`', &rest, NULL))
		return slice_none;
	buf_init(&out, BUF_MAX_BYTES);
	while ((at = slice_find(rest, S("${"))) >= 0) {
		buf_put(&out, slice_head(rest, (size_t)at));
		rest = slice_from(rest, (size_t)at + 2);
		slice_cut(rest, '}', &hole, &rest);
		hole = slice_trim(hole);
		slice_skip(&hole, S("data."));
		buf_puts(&out, "{{ ");
		buf_put(&out, hole);
		buf_puts(&out, " }}");
	}
	buf_put(&out, rest);
	return buf_take(&out, arena);
}

/* Reads a program line by line: "draft: true", "permalink: () => false". It is not run, so anything
 * that may hide pages hides them. */
static void read_switches(struct arena *arena, struct slice text, struct value *values)
{
	const struct value *words = post_unread(arena, text, 1, NULL);

	for (size_t i = 0; i < words->count; i++) {
		struct value_pair pair = words->pairs[i];
		ptrdiff_t arrow = slice_find(pair.value.text, S("=>"));
		bool is;
		if (arrow >= 0)
			pair.value.text = slice_trim(
				slice_from(pair.value.text, (size_t)arrow + 2));
		if (!value_bool(&pair.value, &is) || !visibility_hides(&pair))
			continue;
		if (values->kind != VALUE_MAP)
			*values = (struct value){.kind = VALUE_MAP, .line = 1};
		*value_add_pair(arena, values) = pair;
	}
}

/* The values of a program. */
static void read_program(struct arena *arena, struct slice text, struct value *values)
{
	struct slice pattern;

	text = script_javascript(arena, text);
	read_exports(arena, text, values);
	read_switches(arena, text, values);
	if (values->kind != VALUE_MAP ||
		value_text(value_get(values, S("permalink"))).len)
		return;
	pattern = permalink_function(arena, text);
	if (!pattern.len)
		return;
	struct value_pair *pairs =
		arena_array(arena, values->count + 1, struct value_pair);
	if (values->count)
		memcpy(pairs, values->pairs, values->count * sizeof(*pairs));
	pairs[values->count++] = (struct value_pair){
		.key = S("permalink"), .value = {.kind = VALUE_SCALAR, .text = pattern}};
	values->pairs = pairs;
}

/* The data files of one folder. */
struct data_reading {
	const struct settings *settings;
	struct arena *arena;
	int fd;
	struct slice path;
	size_t left_bytes;
	struct folder_reading *reading;
};

/* What cannot be read may hide: a folder's data all that is in it, a page's data that page. */
static void note_data(struct folder_reading *reading, const struct folder_reading *one,
	bool of_folder, struct slice name)
{
	reading->files += one->files;
	reading->is_changing |= one->is_changing;
	if (of_folder || file_is_trouble(one->trouble)) {
		settings_note(reading, name, one->trouble);
	} else if (!reading->page_error) {
		reading->page_error = one->trouble;
		reading->page_file = name;
	}
}

/* The data of the file @name; VALUE_NULL: there is none. */
static void read_data_file(struct data_reading *data, struct slice name, bool of_folder,
	struct value *values)
{
	static const struct slice unknown = S("draft: true\npermalink: false\n");
	auto_buf struct buf bytes = BUF(YAML_CONFIG_MAX_BYTES);
	struct arena *arena = data->arena;
	struct folder_reading one = {0};

	int error = settings_read_beside(
		data->settings, data->fd, data->path, name, 0, &bytes, &one);
	if (error > 0 || bytes.len > data->left_bytes)
		settings_note(&one, name, -EFBIG);
	note_data(data->reading, &one, of_folder, name);
	const bool is_program =
		slice_find(name, S("js")) >= 0 && !slice_ends(name, S("json"));
	struct slice text = one.trouble ? unknown
			    : error < 0 ? slice_none
					: buf_dup(&bytes, arena);
	data->left_bytes -= one.trouble ? 0 : text.len;
	if (text.len && (one.trouble || !is_program)) {
		auto_diags struct diag_list diags = {0};
		yaml_parse(arena, text, &yaml_config_limits, name, 0, &diags, values);
	} else if (text.len) {
		read_program(arena, text, values);
	}
}

/* "blog/blog.json", "blog/blog.11tydata.js": the fields of everything in the folder "blog". Tags there
 * only make collections and are not for readers. "blog/x.json" has the fields of "blog/x.md". */
static const struct settings_default *read_folder(const struct settings *settings,
	struct arena *arena, int fd, struct slice path, size_t *count,
	struct folder_reading *reading)
{
	struct slice *names = arena_array(arena, ELEVENTY_DATA_MAX, struct slice);

	/* Nobody uploads data. */
	if (fd < 0)
		return NULL;
	names[0] = settings->folder_data_name.len ? settings->folder_data_name
						  : slice_path_name(path);
	size_t endings = settings->data_ending_count;
	size_t name_count =
		eleventy_pages_with_data(settings, arena, fd, path, names, 1, reading);
	struct data_reading data = {.settings = settings,
		.arena = arena,
		.fd = fd,
		.path = path,
		.left_bytes = DATA_BYTES,
		.reading = reading};
	struct settings_default *list =
		arena_array(arena, name_count * endings + 1, struct settings_default);
	for (size_t i = 0; i < name_count * endings; i++) {
		bool of_folder = i < endings;
		struct slice name = names[i / endings], scope = path;
		struct slice ending = settings->data_endings[i % endings];
		struct value *values = arena_new(arena, struct value);
		if (!name.len ||
			(of_folder && settings->folder_data_name.len &&
				slice_any(ending, S(".json|.yml|.yaml"), slice_eq)))
			continue;
		read_data_file(&data,
			arena_printf(arena, "%.*s%.*s", SARG(name), SARG(ending)),
			of_folder, values);
		if (values->kind != VALUE_MAP)
			continue;
		if (!of_folder)
			scope = arena_printf(arena, "%.*s%s%.*s.", SARG(path),
				path.len ? "/" : "", SARG(name));
		for (size_t k = 0; of_folder && k < values->count; k++) {
			if (slice_eq(values->pairs[k].key, S("tags")))
				values->pairs[k].key = S(POST_TAGS_OF_FOLDER);
		}
		list[(*count)++] =
			(struct settings_default){.path = scope, .values = values};
	}
	return list;
}

/* One "{{ value | filter: 'x' }}". False: its value is unknown. */
static bool put_expression(struct post_reading *reading,
	const struct permalink_facts *facts, struct slice expression, struct buf *out)
{
	struct arena *arena = &reading->arena;
	const struct name *name = &reading->name;
	struct slice filters, what, filter, text = slice_none;
	bool date = false, piped = slice_cut(expression, '|', &what, &filters);

	what = slice_trim(what);
	if (slice_starts(what, S("-")))
		what = slice_trim(slice_from(what, 1));
	if (slice_eq(what, S("page.fileSlug"))) {
		text = name->slug;
	} else if (slice_eq(what, S("page.filePathStem"))) {
		text = arena_printf(arena, "/%.*s%s%.*s", SARG(name->folder),
			name->folder.len ? "/" : "", SARG(name->slug));
	} else if (slice_eq(what, S("page.date")) || slice_eq(what, S("date"))) {
		date = true;
		if (!facts->when)
			return false;
	} else if (slice_eq(what, S("title"))) {
		text = reading->post.title;
	} else {
		struct slice first, rest;
		const struct value *value = fields_get(&reading->fields, what);
		if (!value && slice_cut(what, '.', &first, &rest))
			value = value_path(fields_get(&reading->fields, first), rest);
		text = value_text(value);
	}
	while (piped && slice_split(&filters, '|', &filter)) {
		ptrdiff_t quote = slice_find_char(filter, '"');
		if (quote < 0)
			quote = slice_find_char(filter, '\'');
		struct slice argument = slice_none;
		if (quote >= 0) {
			argument = slice_from(filter, (size_t)quote + 1);
			slice_cut(argument, filter.ptr[quote], &argument, NULL);
		}
		filter = slice_trim(filter);
		if (date) {
			struct slice format = argument.len ? argument : S("yyyy-MM-dd");
			struct buf made;
			buf_init(&made, 256);
			if (slice_find_char(format, '%') >= 0)
				permalink_put_strftime(&made, format, facts->when);
			else
				permalink_put_pattern(&made, format, facts->when);
			text = buf_take(&made, arena);
			date = false;
		} else if (slice_starts(filter, S("slug"))) {
			text = permalink_slugify(
				arena, permalink_ascii(arena, text), SLUG_DEFAULT);
		} else if (slice_any(filter, S("lower|downcase"), slice_eq)) {
			text = text_lower(arena, text);
		}
	}
	permalink_escape(out, text);
	return text.len != 0;
}

static bool put_own(struct post_reading *reading, const struct permalink_facts *facts,
	struct slice pattern, struct buf *out)
{
	if (slice_contains(pattern, S("{%")))
		return false;
	while (pattern.len) {
		ptrdiff_t open = slice_find(pattern, S("{{"));
		struct slice before =
			slice_head(pattern, open < 0 ? pattern.len : (size_t)open);
		/* Anything but an expression is copied. */
		permalink_escape(out, before);
		pattern = slice_from(pattern, before.len);
		if (open < 0)
			break;
		ptrdiff_t close = slice_find(pattern, S("}}"));
		if (close < 0 ||
			!put_expression(reading, facts,
				slice_head(slice_from(pattern, 2), (size_t)close - 2),
				out)) {
			buf_clear(out);
			return false;
		}
		pattern = slice_from(pattern, (size_t)close + 2);
	}
	return true;
}

static void put_address(struct post_reading *reading, const struct permalink_facts *facts,
	struct buf *out)
{
	const struct name *name = &reading->name;
	struct slice folder = name->folder;

	(void)facts;
	/* "a/x/x.md" is "/a/x/". */
	folder = slice_path_name(folder);
	bool index = slice_eq(name->stem, S("index")) || slice_eq(name->stem, folder);
	generator_put_path(
		reading, index ? slice_none : name->stem, &generator_eleventy, out);
}

const struct generator_rules generator_eleventy = {
	.settings = read_settings,
	.own_keys = S("permalink"),
	.own_address = put_own,
	.address = put_address,
	.folder = read_folder,
};
