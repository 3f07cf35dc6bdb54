/* SPDX-License-Identifier: MIT */
#include "app/config_keys.h"
#include "app/help.h"

#include "app/command.h"

#define LINE_MAX_COLUMNS 76

/* Whether the line, @column long, ends at the space at @at: after a sentence, or where the next word,
 * which is longer than it looks when it is bold, has no room. */
static bool breaks(struct slice text, size_t at, size_t column)
{
	struct slice rest = slice_from(text, at + 1);
	ptrdiff_t word = slice_find_char(rest, ' ');
	return slice_ends(slice_head(text, at), S(".")) ||
	       column + (word < 0 ? rest.len : (size_t)word) + 8 > LINE_MAX_COLUMNS;
}

/* Text: `code` in bold, each sentence on a line of its own, nothing in it a request or an escape. */
static void put_text(struct buf *out, struct slice text)
{
	bool code = false;
	size_t line = out->len;
	for (size_t i = 0; i < text.len; i++) {
		char c = text.ptr[i];
		if (out->len == line && (c == '.' || c == '\''))
			buf_puts(out, "\\&");
		if (c == ' ' && breaks(text, i, out->len - line)) {
			buf_putc(out, '\n');
			line = out->len;
		} else if (c == '`') {
			code = !code;
			buf_puts(out, code ? "\\fB" : "\\fR");
		} else if (c == '\\') {
			buf_puts(out, "\\e");
		} else if (c == '-' && code) {
			buf_puts(out, "\\-");
		} else {
			buf_putc(out, c);
		}
	}
}

/* "FILE | [DIR OUT] [OPTION]..." as macros: words in capitals are arguments, others are typed. */
static void put_operands(struct buf *out, struct slice operands)
{
	struct slice word;
	while (slice_split(&operands, ' ', &word)) {
		if (slice_starts(word, S("[OPTION]"))) {
			buf_puts(out, " Oo Ar option Oc ...");
			continue;
		}
		bool opens = slice_skip(&word, S("[")),
		     closes = slice_drop(&word, S("]"));
		bool typed = word.len > 0 && word.ptr[0] >= 'a' && word.ptr[0] <= 'z';
		buf_printf(out, "%s %s%.*s%s", opens ? " Oo" : "",
			slice_eq(word, S("|")) ? ""
			: typed                ? "Cm "
					       : "Ar ",
			SARG(word), closes ? " Oc" : "");
	}
}

void help_mdoc_commands(struct buf *out)
{
	for (size_t i = 0; i < command_count; i++) {
		const struct cli_command *command = commands[i];
		buf_printf(out, ".It Cm %s", command->name);
		put_operands(out, slice_str(command->operands));
		buf_putc(out, '\n');
		put_text(out, slice_str(command->meaning));
		if (command->option_count)
			buf_puts(out, "\n.Bl -tag -width Ds -compact");
		for (size_t j = 0; j < command->option_count; j++) {
			const struct cli_option *option = &command->options[j];
			buf_printf(out, "\n.It Fl \\-%s", option->name);
			if (option->value)
				buf_printf(out, " Ar %s", option->value);
			buf_putc(out, '\n');
			put_text(out, slice_str(option->meaning));
		}
		buf_puts(out, command->option_count ? "\n.El\n" : "\n");
	}
}

static const char *const kinds[] = {[CONFIG_TEXT] = "text",
	[CONFIG_TEXTS] = "list of texts",
	[CONFIG_SWITCH] = "yes or no",
	[CONFIG_NUMBER] = "number",
	[CONFIG_DURATION] = "duration",
	[CONFIG_SIZE] = "size",
	[CONFIG_CHOICE] = "one of"};

void help_mdoc_keys(struct buf *out)
{
	for (size_t i = 0; i < config_key_count; i++) {
		const struct config_key *key = &config_keys[i];
		buf_printf(out, ".It Ic %s Pq %s", key->name, kinds[key->type]);
		struct slice rest = slice_str(key->choices ? key->choices : ""), choice;
		for (bool first = true; key->choices && slice_split(&rest, '|', &choice);
			first = false)
			buf_printf(out, "%s Cm %.*s", first ? "" : " |", SARG(choice));
		buf_putc(out, '\n');
		put_text(out, slice_str(key->meaning));
		buf_puts(out, ".\n");
		if (key->maximum)
			buf_printf(out, "From %u to %u.\n", key->minimum, key->maximum);
		if (key->standard)
			buf_printf(out, "Default:\n.Cm %s .\n", key->standard);
	}
}
