/* SPDX-License-Identifier: MIT */
#include "app/help.h"

#include <limits.h>
#include <stdio.h>
#include <string.h>

#include "app/command.h"
#include "app/config.h"
#include "base/text.h"

static const struct {
	const char *name, *meaning;
	void (*print)(struct buf *out);
} topics[] = {
	{"configuration", "all keys of splashdown.yaml", config_print_table},
	{"bash", "completion for bash", help_bash},
	{"zsh", "completion for zsh", help_zsh},
	{"fish", "completion for fish", help_fish},
	{"mdoc-commands", NULL, help_mdoc_commands},
	{"mdoc-keys", NULL, help_mdoc_keys},
};

#define TOPICS (sizeof(topics) / sizeof(*topics))

static void print_command(const struct cli_command *command)
{
	printf("  splashdown %s %s\n      %s\n", command->name, command->operands,
		command->meaning);
	for (size_t i = 0; i < command->option_count; i++) {
		const struct cli_option *option = &command->options[i];
		char left[64];
		snprintf(left, sizeof(left), "--%s %s", option->name,
			option->value ? option->value : "");
		printf("      %-22s %s\n", left, option->meaning);
	}
}

static void print_all(void)
{
	puts("Splashdown serves a folder of Markdown posts as a Gemini and Gopher "
	     "capsule.\n\nUsage:");
	for (size_t i = 0; i < command_count; i++)
		print_command(commands[i]);
	puts("  splashdown version\n  splashdown help [COMMAND | TOPIC]");
	for (size_t i = 0; i < TOPICS; i++) {
		if (topics[i].meaning)
			printf("      %-22s %s\n", topics[i].name, topics[i].meaning);
	}
	puts("\nExit status: 0 done, 1 failed, 2 usage error.");
}

int help_print(const char *topic)
{
	if (!topic) {
		print_all();
		return 0;
	}
	for (size_t i = 0; i < command_count; i++) {
		if (strcmp(topic, commands[i]->name) == 0) {
			puts("Usage:");
			print_command(commands[i]);
			return 0;
		}
	}
	for (size_t i = 0; i < TOPICS; i++) {
		auto_buf struct buf text = BUF(BUF_UNLIMITED);
		if (strcmp(topic, topics[i].name) != 0)
			continue;
		topics[i].print(&text);
		fwrite(text.ptr, 1, text.len, stdout);
		return 0;
	}
	const char *nearest = command_nearest(topic);
	unsigned least = UINT_MAX;
	for (size_t i = 0; !nearest && i < TOPICS; i++) {
		if (topics[i].meaning &&
			text_is_near(slice_str(topic), slice_str(topics[i].name), &least))
			nearest = topics[i].name;
	}
	fprintf(stderr,
		"splashdown help: there is no \"%s\"%s%s%s\nTry \"splashdown help\".\n",
		topic, nearest ? "; did you mean \"" : "", nearest ? nearest : "",
		nearest ? "\"?" : "");
	return EXIT_USAGE;
}
