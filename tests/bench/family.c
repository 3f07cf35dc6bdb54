/* SPDX-License-Identifier: MIT */
#include "family.h"

#include <dirent.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct people {
	struct relative *all;
	size_t count, room;
};

/* From /proc/PID/stat. */
static bool read_relative(pid_t pid, struct relative *out)
{
	char path[64], text[1024] = "";
	*out = (struct relative){.pid = pid};
	snprintf(path, sizeof(path), "/proc/%d/stat", (int)pid);
	FILE *file = fopen(path, "r");
	if (!file)
		return false;
	text[fread(text, 1, sizeof(text) - 1, file)] = '\0';
	fclose(file);
	char *at = strrchr(text, ')'); /* of the name, in which anything may stand */
	if (!at)
		return false;
	at += at[1] ? 2 : 1;
	/* 3 state, 4 parent, ..., 16 and 17 user and system time of children */
	for (unsigned field = 3; *at && field <= 17; field++) {
		if (field == 4)
			out->parent = (pid_t)strtol(at, NULL, 10);
		if (field >= 16)
			out->children_ns += strtoull(at, NULL, 10) * 1000000000u /
					    (uint64_t)sysconf(_SC_CLK_TCK);
		at += strcspn(at, " ");
		at += *at == ' ';
	}
	return true;
}

static void add(struct people *people, const struct relative *relative)
{
	if (people->count == people->room) {
		people->room = people->room ? people->room * 2 : 64;
		people->all =
			reallocarray(people->all, people->room, sizeof(*people->all));
		if (!people->all)
			abort();
	}
	people->all[people->count++] = *relative;
}

size_t family_of(pid_t pid, struct relative **out)
{
	struct people everybody = {0}, family = {0};
	struct relative one;
	DIR *proc = opendir("/proc");
	for (struct dirent *entry; proc && (entry = readdir(proc));) {
		pid_t it = (pid_t)strtol(entry->d_name, NULL, 10);
		if (it > 0 && read_relative(it, &one))
			add(it == pid ? &family : &everybody, &one);
	}
	if (proc)
		closedir(proc);
	/* The children of each that is found, until no more are. */
	for (size_t i = 0; i < family.count; i++)
		for (size_t j = 0; j < everybody.count; j++)
			if (everybody.all[j].parent == family.all[i].pid)
				add(&family, &everybody.all[j]);
	free(everybody.all);
	*out = family.all;
	return family.count;
}
