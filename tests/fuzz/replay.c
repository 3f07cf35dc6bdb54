/* SPDX-License-Identifier: MIT */
/* Stands in for libFuzzer: runs its target once over every file of the target's corpus. The
 * program's name says which: fuzz_uri replays tests/fuzz/corpus/uri/. Files may be named on
 * the command line instead. An empty or missing corpus fails, since it would prove nothing. */
#include <dirent.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* The bytes lie in an allocation of exactly their size, so that a sanitizer sees a read past
 * their end. */
static bool replay(const char *path)
{
	uint8_t *data = NULL;
	FILE *file = fopen(path, "rb");
	bool ok = false;

	if (file == NULL || fseek(file, 0, SEEK_END) != 0)
		goto out;
	long size = ftell(file);
	if (size < 0 || fseek(file, 0, SEEK_SET) != 0)
		goto out;
	data = malloc((size_t)size + (size == 0));
	if (data == NULL || fread(data, 1, (size_t)size, file) != (size_t)size)
		goto out;
	LLVMFuzzerTestOneInput(data, (size_t)size);
	ok = true;
out:
	if (!ok)
		perror(path);
	free(data);
	if (file != NULL)
		fclose(file);
	return ok;
}

static int visible(const struct dirent *entry)
{
	return entry->d_name[0] != '.';
}

int main(int argc, char **argv)
{
	int done = 0;
	int failed = 0;

	if (argc > 1) {
		for (int i = 1; i < argc; i++, done++)
			failed += !replay(argv[i]);
	} else {
		const char *name = strstr(argv[0], "fuzz_");
		for (const char *next = name; next != NULL;
			next = strstr(next + 1, "fuzz_"))
			name = next;
		char *folder = NULL;
		struct dirent **entries = NULL;
		if (name == NULL ||
			asprintf(&folder, "tests/fuzz/corpus/%s", name + 5) < 0)
			return 2;
		int n = scandir(folder, &entries, visible, alphasort);
		if (n < 0)
			perror(folder);
		for (int i = 0; i < n; i++, done++) {
			char *path = NULL;
			if (asprintf(&path, "%s/%s", folder, entries[i]->d_name) < 0)
				return 2;
			failed += !replay(path);
			free(path);
			free(entries[i]);
		}
		free(entries);
		free(folder);
	}
	printf("%d inputs replayed, %d could not be read\n", done, failed);
	return done == 0 || failed > 0;
}
