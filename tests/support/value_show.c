/* SPDX-License-Identifier: MIT */
#include "value_show.h"

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
