/* SPDX-License-Identifier: MIT */
#include "data/yaml_internal.h"

/* No post has longer runs of spaces or of empty lines. */
#define MAX_RUN            1000
#define MAX_TAG_DIRECTIVES 16

bool yaml_is_cheap(struct yaml_reader *reader, struct slice bytes, unsigned first_line,
	struct yaml_fault *fault)
{
	size_t blanks = 0, empty_lines = 0, tags = 0;
	unsigned line = first_line;
	const char *problem = NULL;
	bool empty = true;

	for (size_t i = 0; i < bytes.len && !problem; i++) {
		char c = bytes.ptr[i];
		if (c == ' ' || c == '\t') {
			if (++blanks > MAX_RUN)
				problem = "more than 1000 spaces in a row";
		} else if (c == '\n' || c == '\r') {
			if (empty && ++empty_lines > 2 * MAX_RUN) /* CRLF counts twice */
				problem = "more than 1000 empty lines in a row";
			line += c == '\n';
			empty = true;
			blanks = 0;
		} else {
			if (empty && slice_starts(slice_from(bytes, i), S("%TAG")) &&
				++tags > MAX_TAG_DIRECTIVES)
				problem = "more than 16 %TAG directives";
			empty = false;
			blanks = empty_lines = 0;
		}
	}
	if (!problem)
		return true;
	*fault = (struct yaml_fault){
		.kind = YAML_FAULT_SYNTAX,
		.problem = arena_dup(reader->arena, slice_str(problem)),
		.line = line,
		.column = 1,
	};
	return false;
}
