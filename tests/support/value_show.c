/* SPDX-License-Identifier: MIT */
#include "value_show.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static void show_text(struct buf *out, struct slice text)
{
	for (size_t i = 0; i < text.len; i++) {
		if (text.ptr[i] == '\n')
			buf_puts(out, "\\n");
		else
			buf_putc(out, text.ptr[i]);
	}
}

void value_show(struct buf *out, const struct value *value)
{
	switch (value->kind) {
	case VALUE_NULL:
		buf_putc(out, '~');
		break;
	case VALUE_SCALAR:
		buf_puts(out, value->quoted ? "\"" : "");
		show_text(out, value->text);
		buf_puts(out, value->quoted ? "\"" : "");
		break;
	case VALUE_LIST:
		buf_putc(out, '[');
		for (size_t i = 0; i < value->count; i++) {
			buf_puts(out, i ? ", " : "");
			value_show(out, &value->items[i]);
		}
		buf_putc(out, ']');
		break;
	case VALUE_MAP:
		buf_putc(out, '{');
		for (size_t i = 0; i < value->count; i++) {
			buf_puts(out, i ? ", " : "");
			show_text(out, value->pairs[i].key);
			buf_puts(out, ": ");
			value_show(out, &value->pairs[i].value);
		}
		buf_putc(out, '}');
		break;
	}
}

void value_reading_init(struct value_reading *reading)
{
	*reading = (struct value_reading){0};
	diag_init(&reading->diags);
	buf_init(&reading->shown, BUF_UNLIMITED);
}

void value_reading_fini(struct value_reading *reading)
{
	buf_fini(&reading->shown);
	diag_fini(&reading->diags);
	arena_fini(&reading->arena);
}

void value_reading_expect(
	const struct value_reading *reading, const char *why, const char *expected)
{
	if (!slice_eq(buf_slice(&reading->shown), slice_str(expected)))
		fail_msg("%s:\n  read     %.*s\n  expected %s", why,
			SARG(buf_slice(&reading->shown)), expected);
}
