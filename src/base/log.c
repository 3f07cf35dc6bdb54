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

/* A loop turn with more access lines writes earlier. */
#define GATHERED_MAX_BYTES (64 * 1024)

/* All settings in one number: a reload changes them together, and a thread sees either the old or the
 * new ones. */
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
	/* Line ends, and controls that change the direction of the text around them. */
	if (codepoint >= 0x200B && codepoint <= 0x200F)
		return codepoint == 0x200C || codepoint == 0x200D;
	if (codepoint >= 0x2028 && codepoint <= 0x202E)
		return false;
	return !(codepoint >= 0x2066 && codepoint <= 0x2069) && codepoint != 0xFEFF;
}

void log_escape(struct buf *out, struct slice s)
{
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
			for (size_t i = 0; i < len; i++)
				buf_put_hex(out, S("\\x"), s.ptr[i]);
		}
		s = rest;
	}
}

void log_compose(struct buf *out, bool entry, enum log_level level, struct slice message,
	const struct log_field *fields, size_t count)
{
	static const unsigned priorities[] = {3, 4, 6, 7};
	static const char *const names[] = {"error: ", "warning: ", "", "debug: "};

	char before[64];
	struct tm now;
	time_t seconds;

	if (entry || log_current().journal) { /* they have timestamps already */
		snprintf(before, sizeof(before), "<%u>", priorities[level]);
	} else {
		seconds = time(NULL);
		if (!gmtime_r(&seconds, &now))
			now = (struct tm){0};
		strftime(before, sizeof(before), "%Y-%m-%dT%H:%M:%SZ ", &now);
	}
	size_t room = LOG_LINE_MAX_BYTES - strlen(before) - strlen(names[level]) - 1;
	message = slice_head_whole(message, room);
	if (entry) {
		log_entry(out, priorities[level], names[level], message, fields, count);
	} else {
		buf_puts(out, before);
		buf_puts(out, names[level]);
		buf_put(out, message);
		buf_putc(out, '\n');
	}
}

/* --- records ---------------------------------------------------------------------------------------- */

/* The access lines of a thread with a loop. */
static _Thread_local struct {
	bool on;
	struct buf lines;
} gathered;

/* Preserves errno: callers often look at it after they log. */
void log_flush(void)
{
	int error = errno;

	if (gathered.lines.len || log_outlet_has_kept())
		log_outlet_lines(buf_slice(&gathered.lines), true);
	buf_clear(&gathered.lines);
	errno = error;
}

void log_gather(void)
{
	buf_init(&gathered.lines, BUF_UNLIMITED);
	gathered.on = true;
}

void log_gather_end(void)
{
	log_flush();
	gathered.on = false;
	buf_fini(&gathered.lines);
}

static void put_record(enum log_level level, bool is_access, struct slice message,
	const struct log_field *fields, size_t count)
{
	auto_buf struct buf record = BUF(BUF_UNLIMITED);

	log_flush(); /* what came before it */
	bool entry = log_outlet_has_journal();
	log_compose(&record, entry, level, message, fields, count);
	if (entry && log_outlet_entry(buf_slice(&record), is_access) && !is_access) {
		buf_clear(&record);
		log_compose(&record, false, level, message, fields, count);
		entry = false;
	}
	if (!entry)
		log_outlet_lines(buf_slice(&record), is_access);
}

void log_open(const char *journal)
{
	bool is_journal = log_current().journal;
	auto_buf struct buf own = BUF(BUF_UNLIMITED);

	if (log_entries_place(STDERR_FILENO, &own))
		journal = own.ptr;
	log_outlet_open(is_journal ? journal : NULL);
	if (is_journal && !log_outlet_has_journal())
		log_debug("cannot connect to %s: journal lines have no fields", journal);
}

void log_close(void)
{
	log_flush();
	log_outlet_close();
}

void log_fields(enum log_level level, const struct log_field *fields, size_t count,
	const char *format, ...)
{
	auto_buf struct buf text = BUF(LOG_LINE_MAX_BYTES);
	auto_buf struct buf message =
		BUF(LOG_LINE_MAX_BYTES + 4); /* to see whether more follows */
	int error = errno;
	va_list args;

	if (level > log_current().level)
		return;
	va_start(args, format);
	buf_vprintf(&text, format, args);
	va_end(args);
	log_escape(&message, buf_slice(&text));
	put_record(level, false, buf_slice(&message), fields, count);
	errno = error;
}

void log_access(struct slice text, const struct log_field *fields, size_t count)
{
	if (!log_current().access)
		return;
	if (!gathered.on || log_outlet_has_journal()) {
		put_record(LOG_INFO, true, text, fields, count);
		return;
	}
	log_compose(&gathered.lines, false, LOG_INFO, text, fields, count);
	if (gathered.lines.len > GATHERED_MAX_BYTES)
		log_flush();
}

const char *log_strerror(int error)
{
	/* INT_MIN cannot be negated; no errno is that low. */
	const char *text = strerrordesc_np(error < 0 && error > INT_MIN ? -error : error);

	return text ? text : "Unknown error";
}
