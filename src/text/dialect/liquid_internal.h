/* SPDX-License-Identifier: MIT */
/* The evaluator of Liquid values, shared by the liquid_* files. Nobody else includes this.
 *
 * Everything is counted: each visited item is a step, and so are LIQUID_STEP_BYTES of a text that is read; each
 * produced byte is a byte. Past the limits a page gets nil, and its author a warning. */
#ifndef TEXT_DIALECT_LIQUID_INTERNAL_H
#define TEXT_DIALECT_LIQUID_INTERNAL_H

#include "base/date.h"
#include "text/dialect/template_internal.h"
#include "text/env_value.h"

#define LIQUID_STEPS_MAX  400000
#define LIQUID_STEP_BYTES 128
#define LIQUID_ARGS_MAX   8
#define LIQUID_DEPTH_MAX  16 /* maximum nesting of brackets, and of printed lists */

/* The result of a condition. PERHAPS: only the site's generator knows. */
enum liquid_truth { LIQUID_NO, LIQUID_YES, LIQUID_PERHAPS };

/* The evaluator's objects; those of the environment have lower types. */
enum liquid_type {
	LIQUID_FORLOOP = 1000, /* struct liquid_loop */
	LIQUID_GROUP,          /* struct liquid_group */
	LIQUID_PARAMS,         /* struct liquid_params: "include" */
};

struct liquid_loop {
	struct slice name; /* of the variable */
	struct env_value list;
	size_t from, count, index;
	bool reversed, is_over;
	unsigned columns; /* tablerow */
	/* The start of the body, to go back to. */
	size_t at, line_from;
	unsigned line;
	struct slice text;
	struct block_line info;
	struct env_value before; /* the variable's value before the loop */
	struct liquid_loop *parent;
};

struct liquid_group {
	struct env_value name, items;
};

struct liquid_params {
	unsigned count;
	struct slice names[TEMPLATE_ARGS_MAX];
	struct env_value values[TEMPLATE_ARGS_MAX];
};

/* --- liquid_value: what values are ------------------------------------------------------- */

/* Counts @steps. False: too many; the author was warned. */
bool liquid_step(struct template *t, size_t steps);
/* Counts the reading of @value if it is a text; false as above. */
bool liquid_read(struct template *t, const struct env_value *value);
/* Counts @bytes of produced values. */
bool liquid_bytes(struct template *t, size_t bytes);
/* The largest integer not above it. */
double liquid_floor(double number);
struct env_value liquid_number(double number, bool is_float);
/* Its value as a number, or that of its text; false: not a number. @is_float may be
 * NULL. */
bool liquid_to_number(const struct env_value *value, double *out, bool *is_float);
/* The same as a size; @otherwise when it is not a number, or negative. */
size_t liquid_to_size(const struct env_value *value, size_t otherwise);
bool liquid_is_list(const struct env_value *value);
/* The number of items of a list or pairs of a map; 0 for others. */
size_t liquid_count(const struct env_value *value);
struct env_value liquid_at(
	struct template *t, const struct env_value *list, size_t index);
/* The output of {{ }}. */
struct slice liquid_text(struct template *t, const struct env_value *value);
/* The content of @out, which is freed; empty when a page is past its limit. */
struct env_value liquid_made(struct template *t, struct buf *out);
enum liquid_truth liquid_is_true(const struct env_value *value);
enum liquid_truth liquid_equal(
	struct template *t, const struct env_value *a, const struct env_value *b);
/* < 0, 0, > 0; false: not comparable. The caller has counted what it reads. */
bool liquid_order(const struct env_value *a, const struct env_value *b, int *order);
enum liquid_truth liquid_contains(
	struct template *t, const struct env_value *in, const struct env_value *what);
/* The value of "of.name". @whole: the expression so far, for messages. */
struct env_value liquid_get(struct template *t, const struct env_value *of,
	struct slice name, struct slice whole);
/* The same for a dotted name: "author.name". */
struct env_value liquid_get_path(
	struct template *t, const struct env_value *of, struct slice dotted);
struct env_value liquid_index(
	struct template *t, const struct env_value *of, const struct env_value *index);

/* --- liquid_expression ------------------------------------------------------------------- */

/* Takes a literal, a range or a name with its path from @in. */
struct env_value liquid_operand(struct template *t, struct slice *in);
/* "operand | filter: a, b | ..."; what follows is ignored. *bad is set to the name of an unknown filter, whose
 * result is unknown. */
struct env_value liquid_filtered(
	struct template *t, struct slice expression, struct slice *bad);
enum liquid_truth liquid_condition(struct template *t, struct slice text);
/* A variable of the template; NULL: not set. */
struct env_value *liquid_local(const struct template *t, struct slice name);
void liquid_set(struct template *t, struct slice name, struct env_value value);
/* @s without the quotes around it. */
struct slice liquid_unquoted(struct slice s);
/* Takes a name from @in. */
struct slice liquid_name(struct slice *in);

/* --- liquid_filters ------------------------------------------------------------------------ */

struct liquid_call {
	struct template *t;
	unsigned variant;
	struct env_value in;
	struct env_value args[LIQUID_ARGS_MAX]; /* missing ones are nil */
	unsigned count;
	bool is_last; /* no filter follows */
};

enum liquid_takes {
	TAKES_VALUE, /* nil stays nil, the unknown unknown, without a call */
	TAKES_NIL,   /* nil too */
	TAKES_ALL,   /* unknown values, too */
};

struct liquid_filter {
	struct slice name;
	struct env_value (*apply)(struct liquid_call *call);
	enum liquid_takes takes;
	unsigned variant; /* selects among filters that share @apply */
};

/* Each table ends with a filter without a name. */
extern const struct liquid_filter liquid_text_filters[], liquid_list_filters[],
	liquid_other_filters[];
const struct liquid_filter *liquid_filter_find(struct slice name);
/* The text of argument @index. */
struct slice liquid_arg(struct liquid_call *call, unsigned index);
/* @date by the letters of strftime; or RFC 822, ISO 8601. */
struct slice liquid_date(
	struct arena *arena, const struct date *date, struct slice format);

/* --- liquid_flow: branches, loops, variables ------------------------------------------------ */

/* False: another tag. */
bool liquid_flow(struct template *t, struct slice name, struct slice args);

/* --- liquid_include --------------------------------------------------------------------------- */

/* Takes a word from @args, up to the first space outside of "{{ }}", without its quotes. */
struct slice liquid_word(struct template *t, struct slice *args);
void liquid_include(struct template *t, enum env_include kind, struct slice args);

#endif
