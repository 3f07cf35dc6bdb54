/* SPDX-License-Identifier: MIT */
/* The journal's native protocol: a datagram per entry. */
#include <errno.h>
#include <stddef.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "base/file.h"
#include "base/log_internal.h"

/* A path of 1,024 bytes may become four times as long. A field that does not fit is left out. */
#define ENTRY_MAX_BYTES (16 * 1024)

static void put_field(struct buf *entry, const struct log_field *field)
{
	size_t before = entry->len;

	buf_printf(entry, "SPLASHDOWN_%s=", field->name);
	if (field->number)
		buf_printf(entry, "%llu", (unsigned long long)*field->number);
	else
		log_escape(entry, field->text);
	buf_putc(entry, '\n');
	if (entry->overflow) {
		buf_truncate(entry, before);
		entry->overflow = false;
	}
}

void log_entry(struct buf *out, unsigned priority, const char *prefix,
	struct slice message, const struct log_field *fields, size_t count)
{
	auto_buf struct buf entry = BUF(ENTRY_MAX_BYTES);

	buf_printf(&entry, "PRIORITY=%u\nMESSAGE=%s", priority, prefix);
	buf_put(&entry, message);
	/* The facility that systemd sets for stderr: daemon. */
	buf_puts(&entry, "\nSYSLOG_IDENTIFIER=splashdown\nSYSLOG_FACILITY=3\n");
	for (size_t i = 0; i < count; i++) {
		if (fields[i].number || fields[i].text.len)
			put_field(&entry, &fields[i]);
	}
	buf_put(out, buf_slice(&entry));
}

bool log_entries_place(int fd, struct buf *path)
{
	struct sockaddr_un address;
	socklen_t len = sizeof(address);
	const size_t before = offsetof(struct sockaddr_un, sun_path);

	if (getpeername(fd, (struct sockaddr *)&address, &len) ||
		address.sun_family != AF_UNIX || len <= before || len > sizeof(address))
		return false;
	struct slice stream =
		slice(address.sun_path, strnlen(address.sun_path, len - before));
	if (!slice_ends(stream, S("/stdout")))
		return false;
	buf_put(path, slice_head(stream, stream.len - strlen("stdout")));
	buf_puts(path, "socket");
	buf_putc(path, '\0');
	return true;
}

int log_entries_connect(const char *path)
{
	struct sockaddr_un address = {.sun_family = AF_UNIX};
	size_t len = strlen(path);

	if (len >= sizeof(address.sun_path))
		return -ENAMETOOLONG;
	memcpy(address.sun_path, path, len);
	auto_close int fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	if (fd < 0 || connect(fd, (struct sockaddr *)&address, sizeof(address)))
		return -errno;
	int connected = fd;
	fd = -1; /* consumed */
	return connected;
}
