/* SPDX-License-Identifier: MIT */
#include "site/body.h"

#include "base/file.h"
#include "text/frontmatter.h"

int body_read(const struct site *site, const struct post *post, struct arena *arena,
	struct body *out)
{
	bool lines = site->settings->generator == GENERATOR_PELICAN;
	struct value *root = arena_new(arena, struct value);
	struct frontmatter fm;
	struct buf file;

	buf_init(&file, CONVERT_SOURCE_MAX_BYTES);
	int error = file_read_beneath(
		site->folder, post->source, CONVERT_SOURCE_MAX_BYTES, &file);
	if (error < 0) {
		buf_fini(&file);
		return error;
	}
	/* A document does not copy what it keeps of its source: that lives in the arena. */
	struct slice source = buf_dup(&file, arena);
	buf_fini(&file);
	*out = (struct body){.text = source, .line = 1};
	frontmatter_split(source, true, lines, &fm);
	if (fm.format == FRONTMATTER_NONE)
		return 0;
	bool good = frontmatter_parse(arena, &fm, post->source, NULL, root);
	/* Text between two thematic breaks is no front matter. */
	if (!good && root->kind == VALUE_NULL)
		return 0;
	*out = (struct body){slice_from(source, fm.body_offset), fm.body_line, root};
	return 0;
}
