/* SPDX-License-Identifier: MIT */
/* Parses YAML 1.1 (and so JSON) into a value tree, through libyaml's event API, with limits that make
 * every input cheap: at most 64 KiB, depth 32, 2,000 events (more for configuration files, see below).
 * Anchors and aliases work, and "<<" merges the pairs of other maps. The values that aliases add count
 * towards the limit; beyond it, aliases are empty. */
#ifndef DATA_YAML_H
#define DATA_YAML_H

#include "base/diag.h"
#include "data/value.h"

#define YAML_FRONT_MATTER_MAX_BYTES  (64 * 1024)
#define YAML_FRONT_MATTER_MAX_EVENTS 2000
#define YAML_CONFIG_MAX_BYTES        (1024 * 1024)
#define YAML_CONFIG_MAX_EVENTS       200000
#define YAML_MAX_DEPTH               32

struct yaml_limits {
	size_t bytes, events;
	unsigned depth;
};

extern const struct yaml_limits yaml_front_matter_limits, yaml_config_limits;

/* Reads one document of @bytes into @root (VALUE_NULL for an empty one); @line_offset is added to the
 * lines of messages and values (0: the first is line 1). True: no faults. Of duplicate keys the last
 * counts, with a DIAG_WARNING.
 *
 * On a fault: false, after a diag with file, line and column. The complete pairs of the outermost map
 * are kept, and reading goes on at its next key, so that one mistake costs one key at most; a key that
 * libyaml refuses even alone ("title: Foo: bar", a quote never closed, a tab as indentation) is read as
 * the plain text or list that its author meant, and the diag says so. A value that is nested too deeply
 * is left out; past the limit of events nothing more is read. At most 20 diags per file.
 *
 * Cost: linear in @bytes. libyaml looks at most 1,024 characters ahead of the current event, so the depth
 * limit, checked at each event, also bounds its quadratic parts. Runs of spaces and %TAG directives are
 * not bounded that way; yaml_guard.c refuses them first. */
bool yaml_parse(struct arena *arena, struct slice bytes, const struct yaml_limits *limits,
	struct slice file, unsigned line_offset, struct diag_list *diags,
	struct value *root);

#endif
