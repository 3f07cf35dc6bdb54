/* SPDX-License-Identifier: MIT */
/* splashdown.yaml: what is understood is printed so that it is read back as the same, and without a remark. */
#include <stdint.h>

#include "app/config.h"
#include "base/text.h"
#include "folder.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool holds, const char *what, struct slice text)
{
	if (holds)
		return;
	fprintf(stderr, "%s\n%.*s\n", what, SARG(text));
	abort();
}

static void load(struct slice text, struct config *config, struct diag_list *diags)
{
	char path[100];

	config_init(config);
	diag_init(diags);
	folder_put(S("splashdown.yaml"), text);
	snprintf(path, sizeof(path), "%s/splashdown.yaml", folder());
	must(config_load(config, path, diags) == 0, "the file is not read", text);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct slice text = slice((const char *)data, size);
	auto_buf struct buf once = BUF(BUF_UNLIMITED), twice = BUF(BUF_UNLIMITED);
	struct config config, again;
	struct diag_list diags, said;

	load(text, &config, &diags);
	for (size_t i = 0; i < diags.count; i++)
		must(diags.items[i].line > 0 && diags.items[i].message.len,
			"a remark without a place", diags.items[i].message);
	config_finish(&config, folder(), &diags);
	/* With an error it is not served. */
	if (diag_count(&diags, DIAG_ERROR))
		goto out;
	config_print(&once, &config);
	load(buf_slice(&once), &again, &said);
	if (said.count)
		fprintf(stderr, "line %u: %.*s\n", said.items[0].line,
			SARG(said.items[0].message));
	must(!said.count, "remarks about what was printed", buf_slice(&once));
	config_finish(&again, folder(), &said);
	config_print(&twice, &again);
	must(slice_eq(buf_slice(&once), buf_slice(&twice)), "it is read as another one",
		buf_slice(&once));
	config_fini(&again);
	diag_fini(&said);
out:
	config_fini(&config);
	diag_fini(&diags);
	return 0;
}
