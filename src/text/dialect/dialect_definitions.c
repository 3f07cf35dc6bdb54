/* SPDX-License-Identifier: MIT */
/* A definition that holds more than one paragraph: ":   text" and blocks indented under it. CommonMark has no
 * such container, so it becomes <dd>, with Markdown between two HTML blocks. */
#include "text/dialect/dialect_internal.h"

static unsigned columns_of(struct slice line)
{
	return blocks_column(slice_head(line, blocks_blanks(line)), 0);
}

static bool begins_block(struct slice line)
{
	struct blocks none = {0};
	struct block_line info;
	blocks_line(&none, slice_trim_start(line), &info);
	return info.opens || info.kind == LINE_FENCE;
}

/* The indentation of the content of the definition at @column; 0: a single paragraph. */
static unsigned block_indent(struct walk *walk, struct slice first, unsigned column)
{
	struct slice rest = walk->rest, line;
	unsigned indent = columns_of(slice_from(first, 1)) + 1;
	bool blank = !slice_trim(slice_from(first, 1)).len;
	bool holds = begins_block(slice_from(first, 1));
	indent = blank || indent > 5 ? 4 : indent;
	while (slice_next_line(&rest, &line)) {
		unsigned columns = columns_of(line);
		struct slice text = slice_trim(line);
		if (!text.len) {
			blank = true;
			continue;
		}
		/* The next definition is checked separately. */
		if (!blank && text.ptr[0] == ':')
			break;
		if (columns < column + 2) {
			if (blank)
				break;
			continue;
		}
		if (columns < column + indent)
			indent = columns - column;
		if (blank || begins_block(line))
			return indent;
	}
	return holds ? indent : 0;
}

bool walk_definition_rule(struct walk *walk, struct slice line,
	const struct block_line *info, struct slice content)
{
	unsigned column = walk_indented(walk) + columns_of(line), indent;
	struct slice rest = slice_trim(slice_from(content, 1));
	if ((!walk->options->kramdown && !walk->options->definitions) || info->depth ||
		walk->level_count == WALK_ADMONITIONS_MAX ||
		(content.len > 1 && !ascii_is_space(content.ptr[1])) ||
		!(indent = block_indent(walk, content, column)))
		return false;
	walk_put_blank(walk, line, info);
	walk_put_line(walk, S("<dd>"));
	walk_put_blank(walk, line, info);
	walk->levels[walk->level_count++] = (struct walk_level){column, indent, true};
	*walk->blocks = (struct blocks){0};
	if (rest.len)
		walk_on_line(walk, rest);
	return true;
}

void walk_leave_level(struct walk *walk)
{
	if (!walk->levels[--walk->level_count].is_definition)
		return;
	walk_end_leaf(walk->out, walk->blocks);
	walk_put_line(walk, slice_none);
	walk_put_line(walk, S("</dd>"));
	walk_begin_anew(walk);
}
