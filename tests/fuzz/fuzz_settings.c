/* SPDX-License-Identifier: MIT */
/* Settings of every generator, with any files beside them: they are read to the end, what is wrong in them is a remark
 * with a place, and addresses in them are addresses. The first byte says whose they are. */
#include <stdint.h>

#include "base/buf.h"
#include "base/text.h"
#include "folder.h"
#include "source/load.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool holds)
{
	if (!holds)
		abort();
}

static void must_be_line(struct slice s)
{
	must(text_is_utf8(s) && slice_find_char(s, '\n') < 0 &&
		slice_find_char(s, '\0') < 0);
}

static void check(const struct settings *settings, const struct diag_list *diags)
{
	must_be_line(settings->title);
	must_be_line(settings->description);
	must_be_line(settings->author);
	must(!settings->lang.len || slice_find_char(settings->lang, '/') < 0);
	for (size_t i = 0; i < settings->lang_count; i++)
		must_be_line(settings->langs[i]);
	for (const struct pattern_list *list = settings->hides; list; list = list->next) {
		const struct pattern *which;
		pattern_hides(list, S("posts/a.md"), PATTERN_PAGES, &which);
	}
	for (size_t i = 0; i < diags->count; i++) {
		auto_buf struct buf line = BUF(BUF_UNLIMITED);
		diag_print(&line, &diags->items[i]);
		must_be_line(buf_slice(&line));
		must(diags->items[i].message.len);
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct site_config config = {0};
	struct settings *settings = NULL;
	struct diag_list diags;

	if (!size)
		return 0;
	folder_fill(data[0] % FOLDER_MARKS, slice((const char *)data + 1, size - 1));
	int at = open(folder(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	config.folder = folder();
	diag_init(&diags);
	must(at >= 0 && settings_load(at, &config, &diags, &settings) == 0);
	check(settings, &diags);
	settings_free(settings);
	diag_fini(&diags);
	close(at);
	return 0;
}
