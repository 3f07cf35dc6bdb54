/* SPDX-License-Identifier: MIT */
/* A folder of Markdown or gemtext without a known generator. */
#include "source/generator/generator_plain_internal.h"

static void read_settings(struct settings_reader *reader)
{
	struct settings *settings = reader->settings;

	/* An application (Next and others) that reads its Markdown as MDX. */
	settings->mdx =
		slice_find(settings_read_file(reader, S("package.json")), S("mdx")) >= 0;
	settings->kramdown = true;
	settings->smart = true;
	settings->markdown_extensions = S("md|markdown|mdx|mdown|mkdown|mkdn|mkd");
}

/* A plain folder: the file's own path. Gemtext keeps its address, so that links to a gemlog that
 * moved here still work; Markdown gets its own folder. */
void generator_plain_address(struct post_reading *reading,
	const struct permalink_facts *facts, struct buf *out)
{
	const struct name *name = &reading->name;
	(void)facts;

	generator_put_lang(reading, out);
	buf_putc(out, '/');
	permalink_escape(out, name->folder);
	buf_putc(out, '/');
	if (name->is_index)
		return;
	permalink_escape(out, name->base);
	switch (reading->post.format) {
	case CONVERT_GEMTEXT:
		buf_putc(out, '.');
		permalink_escape(out, name->extension);
		break;
	case CONVERT_HTML:
		buf_puts(out, ".html");
		break;
	case CONVERT_MARKDOWN:
		buf_putc(out, '/');
		break;
	}
}

const struct generator_rules generator_plain = {
	.settings = read_settings,
	.own_keys = S("permalink"),
	.own_address = generator_own_permalink,
	.address = generator_plain_address,
	.folder = plain_index,
	.date = plain_date,
};
