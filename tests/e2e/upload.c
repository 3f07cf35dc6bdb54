/* SPDX-License-Identifier: MIT */
/* upload STORE BLOG AUTHOR text|file|draft SOURCE <BYTES; upload STORE BLOG AUTHOR delete SOURCE: puts one upload
 * into the store in the folder STORE, as a writer's client does through the server, for tests of what comes after. */
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "store/store.h"

#define MOST (16 * 1024 * 1024)

static enum store_result take(struct store *store, const struct store_request *request,
	struct slice bytes, enum store_state as)
{
	struct store_upload *upload;
	enum store_result result = store_begin(store, request, &upload);

	if (result != STORE_OK)
		return result;
	store_append(upload, bytes);
	return store_finish(upload, as, NULL, NULL);
}

static uint64_t current(struct store *store, struct slice source)
{
	auto_arena struct arena arena = {0};
	struct store_version *list;
	size_t count;

	if (store_versions(store, &arena, source, &list, &count))
		return 0;
	for (size_t i = 0; i < count; i++) {
		if (list[i].state == STORE_CURRENT)
			return list[i].id;
	}
	return 0;
}

int main(int argc, char **argv)
{
	const struct store_options options = {
		.text_bytes = MOST, .file_bytes = MOST, .quota_bytes = 16ULL * MOST};
	auto_buf struct buf bytes = BUF(MOST);
	struct store *store;

	if (argc != 6)
		return 2;
	auto_close int blog = open(argv[2], O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (blog < 0 || store_open(argv[1], &options, &store))
		return 1;
	struct store_request request = {.source = slice_str(argv[5]),
		.author = slice_str(argv[3]),
		.kind = strcmp(argv[4], "file") == 0 ? STORE_FILE : STORE_TEXT,
		.blog = blog};
	enum store_result result;
	if (strcmp(argv[4], "delete") == 0) {
		result = store_delete(store, request.source, request.author,
			current(store, request.source), blog);
	} else {
		if (file_read(STDIN_FILENO, 0, &bytes))
			return 1;
		request.size_bytes = bytes.len;
		result = take(store, &request, buf_slice(&bytes),
			strcmp(argv[4], "draft") == 0 ? STORE_DRAFT : STORE_CURRENT);
	}
	store_close(store);
	if (result != STORE_OK)
		fprintf(stderr, "%s: %s\n", argv[5], store_result_name(result));
	return result != STORE_OK;
}
