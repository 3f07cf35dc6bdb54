/* SPDX-License-Identifier: MIT */
#include "base/log.h"

#include <errno.h>
#include <limits.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/text.h"

/* PIPE_BUF of Linux: up to here a write to a pipe is never mixed with another's. */
#define LINE_MAX_BYTES 4096

/* Readers hold a pointer for the length of one line. A reload fills the next slot, so a
 * slot is written again only after so many reloads. */
#define SLOTS 16
static struct log_settings slots[SLOTS] = {
	{.level = LOG_INFO, .access = true, .address = LOG_ADDRESS_CUT}};
static atomic_uint current_slot;

void log_setup(const struct log_settings *settings)
{
	unsigned next = (atomic_load(&current_slot) + 1) % SLOTS;

	slots[next] = *settings;
	atomic_store(&current_slot, next);
}

const struct log_settings *log_current(void)
{
	return &slots[atomic_load(&current_slot)];
}

bool log_is_journal(void)
{
	struct slice device, inode;
	unsigned long long want_device, want_inode;
	struct stat st;

	return slice_cut(slice_str(getenv("JOURNAL_STREAM")), ':', &device, &inode) &&
	       slice_to_uint(device, &want_device) && slice_to_uint(inode, &want_inode) &&
	       fstat(STDERR_FILENO, &st) == 0 && st.st_dev == want_device &&
	       st.st_ino == want_inode;
}

static bool is_printable(unsigned codepoint)
{
	if (codepoint < 0x20 || (codepoint >= 0x7F && codepoint < 0xA0))
		return false;
	/* Line ends, and what turns the direction of the text around it. */
	if (codepoint >= 0x200B && codepoint <= 0x200F)
		return codepoint == 0x200C || codepoint == 0x200D;
	if (codepoint >= 0x2028 && codepoint <= 0x202E)
		return false;
	return !(codepoint >= 0x2066 && codepoint <= 0x2069) && codepoint != 0xFEFF;
}

void log_escape(struct buf *out, struct slice s)
{
	static const char digits[] = "0123456789ABCDEF";

	while (s.len) {
		struct slice rest = s;
		unsigned codepoint;
		text_next(&rest, &codepoint);
		size_t len = s.len - rest.len;
		bool invalid = len == 1 && (unsigned char)*s.ptr >= 0x80;
		if (!invalid && is_printable(codepoint)) {
			buf_put(out, slice_head(s, len));
		} else {
			for (size_t i = 0; i < len; i++) {
				unsigned char byte = (unsigned char)s.ptr[i];
				char escaped[] = {
					'\\', 'x', digits[byte >> 4], digits[byte & 15]};
				buf_put(out, slice(escaped, sizeof(escaped)));
			}
		}
		s = rest;
	}
}

/* Whoever logs is often about to look at errno: it is kept. */
static void write_line(struct buf *line)
{
	int error = errno;

	if (line->overflow)
		buf_truncate(line, LINE_MAX_BYTES - 1);
	line->overflow = false;
	buf_putc(line, '\n');
	while (write(STDERR_FILENO, line->ptr, line->len) < 0 && errno == EINTR)
		;
	errno = error;
}

static void line_init(struct buf *line, enum log_level level, bool journal)
{
	static const char *const priorities[] = {"<3>", "<4>", "<6>", "<7>"};

	struct tm now;
	time_t seconds = time(NULL);

	buf_init(line, LINE_MAX_BYTES);
	if (journal) /* which has the time already */
		buf_puts(line, priorities[level]);
	else if (gmtime_r(&seconds, &now))
		buf_printf(line, "%04d-%02d-%02dT%02d:%02d:%02dZ ", now.tm_year + 1900,
			now.tm_mon + 1, now.tm_mday, now.tm_hour, now.tm_min, now.tm_sec);
}

static void log_line(enum log_level level, const char *format, va_list args)
{
	static const char *const names[] = {"error: ", "warning: ", "", "debug: "};
	struct log_settings settings = *log_current();
	struct buf text, line;

	if (level > settings.level)
		return;
	buf_init(&text, LINE_MAX_BYTES);
	buf_vprintf(&text, format, args);
	line_init(&line, level, settings.journal);
	buf_puts(&line, names[level]);
	log_escape(&line, buf_slice(&text));
	write_line(&line);
	buf_fini(&line);
	buf_fini(&text);
}

void log_error(const char *format, ...)
{
	va_list args;

	va_start(args, format);
	log_line(LOG_ERROR, format, args);
	va_end(args);
}

void log_warning(const char *format, ...)
{
	va_list args;

	va_start(args, format);
	log_line(LOG_WARNING, format, args);
	va_end(args);
}

void log_info(const char *format, ...)
{
	va_list args;

	va_start(args, format);
	log_line(LOG_INFO, format, args);
	va_end(args);
}

void log_debug(const char *format, ...)
{
	va_list args;

	va_start(args, format);
	log_line(LOG_DEBUG, format, args);
	va_end(args);
}

void log_access(struct slice text)
{
	struct log_settings settings = *log_current();
	struct buf line;

	if (!settings.access)
		return;
	line_init(&line, LOG_INFO, settings.journal);
	buf_put(&line, text);
	write_line(&line);
	buf_fini(&line);
}

const char *log_strerror(int error)
{
	/* No errno is so low that its negative does not fit. */
	const char *text = strerrordesc_np(error < 0 && error > INT_MIN ? -error : error);

	return text ? text : "Unknown error";
}
