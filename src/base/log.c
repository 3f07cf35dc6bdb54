/* SPDX-License-Identifier: MIT */
#include "base/log.h"

#include <errno.h>
#include <limits.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/log_internal.h"
#include "base/text.h"

/* A turn that has more to say writes in between. */
#define GATHERED_MAX_BYTES (64 * 1024)

/* All of the settings in one number, so that a reload changes them at once and a reader sees the old or
 * the new, never a mixture. */
#define LEVEL_BITS   (3u)
#define ADDRESS_BITS (3u << 2)
#define ACCESS_BIT   (1u << 4)
#define JOURNAL_BIT  (1u << 5)

static atomic_uint current = LOG_INFO | LOG_ADDRESS_CUT << 2 | ACCESS_BIT;

void log_setup(const struct log_settings *settings)
{
	_Static_assert(LOG_DEBUG <= LEVEL_BITS && LOG_ADDRESS_NONE <= ADDRESS_BITS >> 2,
		"they have room");
	atomic_store(&current, settings->level | settings->address << 2 |
				       (settings->access ? ACCESS_BIT : 0) |
				       (settings->journal ? JOURNAL_BIT : 0));
}

struct log_settings log_current(void)
{
	unsigned now = atomic_load(&current);

	return (struct log_settings){.level = now & LEVEL_BITS,
		.access = now & ACCESS_BIT,
		.address = (now & ADDRESS_BITS) >> 2,
		.journal = now & JOURNAL_BIT};
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
		size_t plain = 0;
		while (plain < s.len && s.ptr[plain] >= ' ' && s.ptr[plain] < 0x7F)
			plain++;
		buf_put(out, slice_head(s, plain));
		s = slice_from(s, plain);
		if (!s.len)
			break;
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

/* Cut to @max_bytes, and not inside a UTF-8 sequence: the journal shows no broken one. */
static struct slice bounded(struct slice s, size_t max_bytes)
{
	if (s.len <= max_bytes)
		return s;
	while (max_bytes && (s.ptr[max_bytes] & 0xC0) == 0x80)
		max_bytes--;
	return slice_head(s, max_bytes);
}

void log_compose(struct buf *out, enum log_form form, enum log_level level,
	struct slice message, const struct log_field *fields, size_t count)
{
	static const unsigned priorities[] = {3, 4, 6, 7};
	static const char *const names[] = {"error: ", "warning: ", "", "debug: "};

	char before[64];
	struct tm now;
	time_t seconds;

	if (form == LOG_ENTRIES ||
		log_current().journal) { /* which has the time already */
		snprintf(before, sizeof(before), "<%u>", priorities[level]);
	} else {
		seconds = time(NULL);
		if (!gmtime_r(&seconds, &now))
			now = (struct tm){0};
		strftime(before, sizeof(before), "%Y-%m-%dT%H:%M:%SZ ", &now);
	}
	size_t room = LOG_LINE_MAX_BYTES - strlen(before) - strlen(names[level]) - 1;
	message = bounded(message, room);
	if (form == LOG_ENTRIES) {
		log_entry(out, priorities[level], names[level], message, fields, count);
	} else {
		buf_puts(out, before);
		buf_puts(out, names[level]);
		buf_put(out, message);
		buf_putc(out, '\n');
	}
}

/* --- gathering -------------------------------------------------------------------------------------- */

/* What a thread with a loop has to write. */
static _Thread_local struct {
	bool on;
	enum log_form form;
	struct buf records;
} gathered;

/* Whoever logs is often about to look at errno: it is kept. */
void log_turn(void)
{
	int error = errno;

	if (!gathered.records.len)
		return;
	log_outlet_put(buf_slice(&gathered.records), gathered.form);
	buf_clear(&gathered.records);
	errno = error;
}

void log_gather(void)
{
	buf_init(&gathered.records, 0);
	gathered.on = true;
}

void log_gathered(void)
{
	log_turn();
	gathered.on = false;
	buf_fini(&gathered.records);
}

static void put_record(enum log_level level, struct slice message,
	const struct log_field *fields, size_t count)
{
	enum log_form form = log_outlet_form();
	struct buf *records = &gathered.records;

	if (gathered.form != form)
		log_turn();
	gathered.form = form;
	log_compose(records, form, level, message, fields, count);
	if (!gathered.on || level <= LOG_WARNING || records->len > GATHERED_MAX_BYTES)
		log_turn();
	if (!gathered.on)
		buf_fini(records);
}

void log_open(const char *journal)
{
	bool is_journal = log_current().journal;
	struct buf own;

	buf_init(&own, 0);
	if (log_entries_place(STDERR_FILENO, &own))
		journal = own.ptr;
	log_outlet_open(is_journal ? journal : NULL);
	if (is_journal && log_outlet_form() == LOG_LINES)
		log_debug("%s cannot be reached: entries have no fields", journal);
	buf_fini(&own);
}

void log_start(void)
{
	int error = log_outlet_start();

	if (error)
		log_warning("the log has no thread of its own: %s; who reads it slowly, "
			    "makes readers wait",
			log_strerror(error));
}

void log_stop(void)
{
	log_turn();
	log_outlet_stop();
}

/* --- lines ------------------------------------------------------------------------------------------ */

static void log_line(enum log_level level, const struct log_field *fields, size_t count,
	const char *format, va_list args)
{
	struct buf text, message;
	int error = errno;

	if (level > log_current().level)
		return;
	buf_init(&text, LOG_LINE_MAX_BYTES);
	buf_init(&message, LOG_LINE_MAX_BYTES + 4); /* what follows the last is seen */
	buf_vprintf(&text, format, args);
	log_escape(&message, buf_slice(&text));
	put_record(level, buf_slice(&message), fields, count);
	buf_fini(&message);
	buf_fini(&text);
	errno = error;
}

void log_fields(enum log_level level, const struct log_field *fields, size_t count,
	const char *format, ...)
{
	va_list args;

	va_start(args, format);
	log_line(level, fields, count, format, args);
	va_end(args);
}

void log_error(const char *format, ...)
{
	va_list args;

	va_start(args, format);
	log_line(LOG_ERROR, NULL, 0, format, args);
	va_end(args);
}

void log_warning(const char *format, ...)
{
	va_list args;

	va_start(args, format);
	log_line(LOG_WARNING, NULL, 0, format, args);
	va_end(args);
}

void log_info(const char *format, ...)
{
	va_list args;

	va_start(args, format);
	log_line(LOG_INFO, NULL, 0, format, args);
	va_end(args);
}

void log_debug(const char *format, ...)
{
	va_list args;

	va_start(args, format);
	log_line(LOG_DEBUG, NULL, 0, format, args);
	va_end(args);
}

void log_access(struct slice text, const struct log_field *fields, size_t count)
{
	if (log_current().access)
		put_record(LOG_INFO, text, fields, count);
}

const char *log_strerror(int error)
{
	/* No errno is so low that its negative does not fit. */
	const char *text = strerrordesc_np(error < 0 && error > INT_MIN ? -error : error);

	return text ? text : "Unknown error";
}
