/* SPDX-License-Identifier: MIT */
/* The evaluator of Liquid's values: what the liquid_* files share. Nobody else includes this.
 *
 * Whatever a page asks for is counted: each item that is looked at is a step, each byte that is made is a byte.
 * A page that is past the limits gets nil from there on, and its author a warning. */
#ifndef TEXT_DIALECT_LIQUID_INTERNAL_H
#define TEXT_DIALECT_LIQUID_INTERNAL_H

#include "base/date.h"
#include "text/dialect/template_internal.h"
#include "text/env_value.h"

#define LIQUID_STEPS_MAX 400000
#define LIQUID_ARGS_MAX  8
#define LIQUID_DEPTH_MAX                                                                 \
	16 /* of brackets in brackets, and of lists in lists that are printed */

/* What a condition says. PERHAPS: only the site's own generator knows. */
enum liquid_truth { LIQUID_NO, LIQUID_YES, LIQUID_PERHAPS };

/* Objects of the evaluator's own; those of the environment have lower types. */
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
	/* Where the body begins, to go back to. */
	size_t at, line_from;
	unsigned line;
	struct slice text;
	struct block_line info;
	struct env_value before; /* what the variable was, to be that again */
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

/* Counts @steps. False: there were too many; it has been said. */
bool liquid_step(struct template *t, size_t steps);
/* Counts @bytes that are made of values. */
bool liquid_bytes(struct template *t, size_t bytes);
/* The whole number at or below it. */
double liquid_floor(double number);
struct env_value liquid_number(double number, bool is_float);
/* The number that it is, or that its text is; false: none. @is_float may be NULL. */
bool liquid_to_number(const struct env_value *value, double *out, bool *is_float);
/* The same as a size; @otherwise where it is none, or below 0. */
size_t liquid_to_size(const struct env_value *value, size_t otherwise);
bool liquid_is_list(const struct env_value *value);
/* Items of a list, pairs of a map; 0 of what has none. */
size_t liquid_count(const struct env_value *value);
struct env_value liquid_at(
	struct template *t, const struct env_value *list, size_t index);
/* What {{ }} prints. */
struct slice liquid_text(struct template *t, const struct env_value *value);
/* What was made in @out, which goes; empty once a page has made too much. */
struct env_value liquid_made(struct template *t, struct buf *out);
enum liquid_truth liquid_is_true(const struct env_value *value);
enum liquid_truth liquid_equal(
	struct template *t, const struct env_value *a, const struct env_value *b);
/* < 0, 0, > 0; false: they have no order. */
bool liquid_order(const struct env_value *a, const struct env_value *b, int *order);
enum liquid_truth liquid_contains(
	struct template *t, const struct env_value *in, const struct env_value *what);
/* What "of.name" is. @whole: the expression so far, for messages. */
struct env_value liquid_get(struct template *t, const struct env_value *of,
	struct slice name, struct slice whole);
/* The same through dots: "author.name". */
struct env_value liquid_get_path(
	struct template *t, const struct env_value *of, struct slice dotted);
struct env_value liquid_index(
	struct template *t, const struct env_value *of, const struct env_value *index);

/* --- liquid_expression ------------------------------------------------------------------- */

/* Takes a literal, a range or a name with its path off @in. */
struct env_value liquid_operand(struct template *t, struct slice *in);
/* "operand | filter: a, b | ..."; what follows is ignored. *bad gets the name of a filter that is unknown; its
 * result is too. */
struct env_value liquid_filtered(
	struct template *t, struct slice expression, struct slice *bad);
enum liquid_truth liquid_condition(struct template *t, struct slice text);
/* A variable of the template; NULL: not set. */
struct env_value *liquid_local(const struct template *t, struct slice name);
void liquid_set(struct template *t, struct slice name, struct env_value value);
/* Without the quotes around it. */
struct slice liquid_unquoted(struct slice s);
/* Takes a name off @in. */
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
	TAKES_ALL,   /* the unknown too */
};

struct liquid_filter {
	struct slice name;
	struct env_value (*apply)(struct liquid_call *call);
	enum liquid_takes takes;
	unsigned variant; /* which of those that share @apply, in its own words */
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

/* False: it is no tag of these. */
bool liquid_flow(struct template *t, struct slice name, struct slice args);

/* --- liquid_include --------------------------------------------------------------------------- */

/* Takes a word off @args, up to the first blank outside of "{{ }}", which it may hold; without its quotes. */
struct slice liquid_word(struct template *t, struct slice *args);
void liquid_include(struct template *t, enum env_include kind, struct slice args);

#endif
