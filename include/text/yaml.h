/* SPDX-License-Identifier: MIT */
/* YAML 1.1 (and so JSON) into a value tree, through libyaml's event API with limits that make every
 * input cheap: at most 64 KiB, depth 32, 2,000 events (a configuration file may have more, see
 * below), no aliases of collections. A scalar's anchor and alias work. */
#ifndef TEXT_YAML_H
#define TEXT_YAML_H

#include "base/diag.h"
#include "text/value.h"

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

/* Reads one document of @bytes. On a fault what was read before it is kept: complete pairs of the
 * outermost map (and of maps within, as far as they came). Returns true when all went well; false
 * after adding a diag with file, line and column (@line_offset is added to the line).
 * Duplicate keys: the last wins, reported as a DIAG_WARNING. @root is a VALUE_NULL for an empty
 * document. Before libyaml sees them, the flow nesting of @bytes is counted: past the depth limit
 * nothing is parsed (libyaml is quadratic there). */
bool yaml_parse(struct arena *arena, struct slice bytes, const struct yaml_limits *limits,
	struct slice file, unsigned line_offset, struct diag_list *diags,
	struct value *root);

#endif
