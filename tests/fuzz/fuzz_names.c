/* SPDX-License-Identifier: MIT */
/* Names of files, whatever their bytes: their parts lie in them, and a name that is never for readers stays so in any
 * folder and whatever the generator. The first byte is the generator. */
#include <stdint.h>
#include <stdlib.h>

#include "base/text.h"
#include "folder.h"
#include "source/load.h"
#include "source/mime.h"
#include "source/name.h"
#include "source/never.h"
#include "source/publish.h"
#include "source/title.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool holds)
{
	if (!holds)
		abort();
}

static void must_lie_in(struct slice whole, struct slice part)
{
	must(!part.len ||
		(part.ptr >= whole.ptr && part.ptr + part.len <= whole.ptr + whole.len));
}

static void check_name(const struct settings *settings, struct slice path)
{
	struct name name;

	name_read(settings, path, &name);
	const struct slice parts[] = {name.folder, name.file, name.extension, name.stem,
		name.base, name.slug, name.lang, name.lang_folder};
	for (size_t i = 0; i < sizeof(parts) / sizeof(*parts); i++)
		must_lie_in(path, parts[i]);
	must(slice_find_char(name.file, '/') < 0 && slice_ends(path, name.file));
	must(!name.date.set || date_civil(&name.date).year >= 1);
}

static void check_published(struct settings *settings, struct slice path)
{
	struct publish_place root = publish_root(settings), in;
	enum publish_as as = publish_file(settings, &root, path);
	enum never never = never_by_name(path, false);

	publish_folder(settings, &root, path, &in);
	publish_is_hidden_target(settings, path);
	publish_is_temporary(path);
	/* A key is one in each folder; pages that are about keys are pages. */
	if (never == NEVER_SECRET && as == PUBLISH_FILE)
		must(publish_never(settings, &root, path) != NEVER_NOT);
}

/* Those of an empty site, made once. */
static struct settings *settings_of(size_t mark)
{
	static struct settings *all[FOLDER_MARKS];
	struct site_config config = {0};
	struct diag_list diags;

	if (all[mark])
		return all[mark];
	folder_fill(mark, S("\n"));
	int at = open(folder(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	config.folder = folder();
	diag_init(&diags);
	must(at >= 0 && settings_load(at, &config, &diags, &all[mark]) == 0);
	diag_fini(&diags);
	close(at);
	return all[mark];
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct slice path = slice((const char *)data + 1, size ? size - 1 : 0), rest;
	struct settings *settings;
	struct arena arena = {0};
	struct date date;

	/* No file system gives these. */
	if (!size || path.len > 4096 || slice_find_char(path, '\0') >= 0)
		return 0;
	settings = settings_of(data[0] % FOLDER_MARKS);
	check_name(settings, path);
	check_published(settings, path);
	if (name_is_of_post(path, &rest))
		must_lie_in(path, rest);
	name_date_of_path(path, NULL, &date);
	name_is_words(path);
	name_hash(&arena, path);
	must_lie_in(path, name_without_ending(path));
	struct slice pretty = name_pretty(&arena, path);
	must(!text_is_utf8(path) || text_is_utf8(pretty));
	struct slice title = title_clean(&arena, path);
	must(text_is_utf8(title) && slice_find_char(title, '\n') < 0);
	struct slice mime = mime_of(path);
	must(!mime.len || slice_find_char(mime, '/') > 0);
	arena_fini(&arena);
	return 0;
}
