/* SPDX-License-Identifier: MIT */
/* Completion scripts. An option's word for its value ("FILE", "DIR") and the choices of the key that
 * it sets say what may follow it; a command's operands say the rest. */
#include "app/config_keys.h"
#include "app/help.h"

#include "app/command.h"

enum follows { FOLLOWS_ANY, FOLLOWS_FILE, FOLLOWS_DIR, FOLLOWS_WORDS };

static enum follows after_option(const struct cli_option *option, struct slice *words)
{
	const struct config_key *key =
		option->key ? config_key_find(slice_str(option->key)) : NULL;
	*words = slice_str(key && key->choices ? key->choices : "");
	if (words->len)
		return FOLLOWS_WORDS;
	if (slice_eq(slice_str(option->value), S("FILE")))
		return FOLLOWS_FILE;
	return slice_eq(slice_str(option->value), S("DIR")) ? FOLLOWS_DIR : FOLLOWS_ANY;
}

static enum follows as_operand(const struct cli_command *command, struct slice *words)
{
	struct slice rest = slice_str(command->operands), word;
	enum follows follows = FOLLOWS_ANY;
	while (slice_split(&rest, ' ', &word)) {
		if (word.len > 1 && slice_find_char(word, '|') >= 0) {
			*words = word;
			return FOLLOWS_WORDS;
		}
		if (slice_starts(word, S("FILE")) || slice_starts(word, S("[FILE]")))
			return FOLLOWS_FILE;
		if (slice_starts(word, S("DIR")) || slice_starts(word, S("[DIR]")))
			follows = FOLLOWS_DIR;
	}
	return follows;
}

static bool repeats(const struct cli_option *option)
{
	const struct config_key *key =
		option->key ? config_key_find(slice_str(option->key)) : NULL;
	return option->value && key && key->type == CONFIG_TEXTS;
}

/* "a|b" as "a b". */
static void put_words(struct buf *out, struct slice words)
{
	for (size_t i = 0; i < words.len; i++)
		buf_putc(out, words.ptr[i] == '|' ? ' ' : words.ptr[i]);
}

/* How a shell is told what follows, by enum follows; words stand between the last and @end. */
struct shell {
	const char *said[4], *end;
};

static void put_follows(struct buf *out, const struct shell *shell, enum follows follows,
	struct slice words)
{
	buf_puts(out, shell->said[follows]);
	if (follows != FOLLOWS_WORDS)
		return;
	put_words(out, words);
	buf_puts(out, shell->end);
}

static void put_commands(struct buf *out)
{
	for (size_t i = 0; i < command_count; i++)
		buf_printf(out, "%s ", commands[i]->name);
}

/* --- bash ------------------------------------------------------------------------------ */

#define BASH_NAMES(kind)                                                                 \
	"compopt -o filenames; mapfile -t COMPREPLY < <(compgen " kind " -- \"$cur\")"

static const struct shell bash = {
	.said = {"COMPREPLY=()", BASH_NAMES("-f"), BASH_NAMES("-d"),
		"mapfile -t COMPREPLY < <(compgen -W '"},
	.end = "' -- \"$cur\")",
};

void help_bash(struct buf *out)
{
	struct slice words;
	buf_puts(out, "# bash completion for splashdown; made by `splashdown help "
		      "bash`\n_splashdown() {\n"
		      "\tlocal cur=${COMP_WORDS[COMP_CWORD]} "
		      "prev=${COMP_WORDS[COMP_CWORD-1]}\n"
		      "\tCOMPREPLY=()\n"
		      "\tif [[ $cur == '=' ]]; then cur=; "
		      "elif [[ $prev == '=' ]]; then prev=${COMP_WORDS[COMP_CWORD-2]}; "
		      "fi\n"
		      "\tif ((COMP_CWORD == 1)); then\n"
		      "\t\tmapfile -t COMPREPLY < <(compgen -W '");
	put_commands(out);
	buf_puts(out, "version help' -- \"$cur\")\n\t\treturn\n\tfi\n"
		      "\tcase ${COMP_WORDS[1]}:$prev in\n");
	for (size_t i = 0; i < command_count; i++) {
		const struct cli_command *command = commands[i];
		for (size_t j = 0; j < command->option_count; j++) {
			const struct cli_option *option = &command->options[j];
			if (!option->value)
				continue;
			buf_printf(out, "\t%s:--%s) ", command->name, option->name);
			enum follows follows = after_option(option, &words);
			put_follows(out, &bash, follows, words);
			buf_puts(out, "; return ;;\n");
		}
	}
	buf_puts(out, "\tesac\n\tcase ${COMP_WORDS[1]}:$cur in\n");
	for (size_t i = 0; i < command_count; i++) {
		const struct cli_command *command = commands[i];
		buf_printf(out, "\t%s:-*) mapfile -t COMPREPLY < <(compgen -W '",
			command->name);
		for (size_t j = 0; j < command->option_count; j++)
			buf_printf(out, "%s--%s", j ? " " : "", command->options[j].name);
		buf_printf(out, "' -- \"$cur\") ;;\n\t%s:*) ", command->name);
		enum follows follows = as_operand(command, &words);
		put_follows(out, &bash, follows, words);
		buf_puts(out, " ;;\n");
	}
	buf_puts(out, "\thelp:*) mapfile -t COMPREPLY < <(compgen -W '");
	put_commands(out);
	buf_puts(out, "configuration bash zsh fish' -- \"$cur\") ;;\n"
		      "\tesac\n}\ncomplete -F _splashdown splashdown\n");
}

/* --- zsh ------------------------------------------------------------------------------- */

/* Text between single quotes, of which _arguments reads brackets and colons. */
static void zsh_text(struct buf *out, const char *text)
{
	for (const char *p = text; *p; p++) {
		if (*p == '\'')
			buf_puts(out, "'\\'");
		else if (*p == '[' || *p == ']' || *p == ':' || *p == '\\')
			buf_putc(out, '\\');
		buf_putc(out, *p);
	}
}

static const struct shell zsh = {{" ", "_files", "_files -/", "("}, ")"};

void help_zsh(struct buf *out)
{
	struct slice words;
	buf_puts(out, "#compdef splashdown\n# made by `splashdown help zsh`\n"
		      "_splashdown() {\n\tlocal -a commands\n\tcommands=(\n");
	for (size_t i = 0; i < command_count; i++) {
		buf_printf(out, "\t\t'%s:", commands[i]->name);
		zsh_text(out, commands[i]->meaning);
		buf_puts(out, "'\n");
	}
	buf_puts(out, "\t\t'version:Prints the version.'\n\t\t'help:Prints help.'\n\t)\n"
		      "\tif ((CURRENT == 2)); then\n"
		      "\t\t_describe command commands\n\t\treturn\n\tfi\n"
		      "\tshift words\n\t((CURRENT--))\n\tcase $words[1] in\n");
	for (size_t i = 0; i < command_count; i++) {
		const struct cli_command *command = commands[i];
		buf_printf(out, "\t%s)\n\t\t_arguments", command->name);
		for (size_t j = 0; j < command->option_count; j++) {
			const struct cli_option *option = &command->options[j];
			buf_printf(out, " \\\n\t\t\t'%s--%s%s[",
				repeats(option) ? "*" : "", option->name,
				option->value ? "=" : "");
			zsh_text(out, option->meaning);
			buf_putc(out, ']');
			if (option->value) {
				buf_putc(out, ':');
				zsh_text(out, option->value);
				buf_putc(out, ':');
				enum follows follows = after_option(option, &words);
				put_follows(out, &zsh, follows, words);
			}
			buf_putc(out, '\'');
		}
		enum follows follows = as_operand(command, &words);
		if (command->operands_max) {
			buf_puts(out, " \\\n\t\t\t'*:operand:");
			put_follows(out, &zsh, follows, words);
			buf_putc(out, '\'');
		}
		buf_puts(out, "\n\t\t;;\n");
	}
	buf_puts(out, "\thelp) _arguments '1:topic:(");
	put_commands(out);
	buf_puts(out, "configuration bash zsh fish)' ;;\n\tesac\n}\n"
		      "_splashdown \"$@\"\n");
}

/* --- fish ------------------------------------------------------------------------------ */

static void fish_text(struct buf *out, const char *text)
{
	buf_putc(out, '\'');
	for (const char *p = text; *p; p++) {
		if (*p == '\'' || *p == '\\')
			buf_putc(out, '\\');
		buf_putc(out, *p);
	}
	buf_putc(out, '\'');
}

static const struct shell fish = {
	{"", " -F", " -f -a '(__fish_complete_directories)'", " -f -a '"}, "'"};

void help_fish(struct buf *out)
{
	static const char rule[] =
		"complete -c splashdown -n '__fish_seen_subcommand_from %s'";
	struct slice words;
	buf_puts(out, "# fish completion for splashdown; made by `splashdown help fish`\n"
		      "complete -c splashdown -f\n");
	for (size_t i = 0; i < command_count; i++) {
		const struct cli_command *command = commands[i];
		buf_printf(out,
			"complete -c splashdown -n __fish_use_subcommand -a %s -d ",
			command->name);
		fish_text(out, command->meaning);
		buf_putc(out, '\n');
		for (size_t j = 0; j < command->option_count; j++) {
			const struct cli_option *option = &command->options[j];
			buf_printf(out, rule, command->name);
			buf_printf(out, " -l %s", option->name);
			if (option->value) {
				buf_puts(out, " -r");
				enum follows follows = after_option(option, &words);
				put_follows(out, &fish, follows, words);
			}
			buf_puts(out, " -d ");
			fish_text(out, option->meaning);
			buf_putc(out, '\n');
		}
		enum follows follows = as_operand(command, &words);
		if (follows != FOLLOWS_ANY) {
			buf_printf(out, rule, command->name);
			put_follows(out, &fish, follows, words);
			buf_putc(out, '\n');
		}
	}
	buf_puts(out, "complete -c splashdown -n __fish_use_subcommand -a version\n"
		      "complete -c splashdown -n __fish_use_subcommand -a help\n");
	buf_printf(out, rule, "help");
	buf_puts(out, " -a '");
	put_commands(out);
	buf_puts(out, "configuration bash zsh fish'\n");
}
