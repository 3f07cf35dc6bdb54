/* SPDX-License-Identifier: MIT */
/* Lines for the administrator: on stderr, or as entries with fields in the journal. Every
 * non-printable byte is escaped, and no line holds a client's query. Safe from every thread.
 *
 * A command writes each line at once and waits for its reader. A server (log_open) never waits. An access
 * line that its reader does not take at once is dropped and counted, and the count is told with the next
 * line that goes through. Any other line is kept until it is taken; past 1 MiB of them (some 10,000
 * lines) it is dropped and counted, too. */
#ifndef BASE_LOG_H
#define BASE_LOG_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/slice.h"

enum log_level { LOG_ERROR, LOG_WARNING, LOG_INFO, LOG_DEBUG };

/* How much of a client's address goes into a line. */
enum log_address { LOG_ADDRESS_CUT, LOG_ADDRESS_FULL, LOG_ADDRESS_NONE };

struct log_settings {
	enum log_level level; /* what is more detailed is not written */
	bool access;          /* one line per request */
	enum log_address address;
	/* "<N>" priorities before each line (sd-daemon(3)) instead of the time. */
	bool journal;
};

/* A field of a journal entry, for queries: "STATUS" becomes SPLASHDOWN_STATUS. Lines on stderr
 * have no fields. */
struct log_field {
	const char *name;
	struct slice text;      /* escaped like the line; left out when empty */
	const uint64_t *number; /* ... or a number */
};

/* Call it before any thread is started, and again at a reload. Defaults: LOG_INFO, access
 * lines on, addresses cut. */
void log_setup(const struct log_settings *settings);
struct log_settings log_current(void);
/* Is stderr the stream that $JOURNAL_STREAM names (systemd.exec(5)), and not redirected? */
bool log_is_journal(void);

/* The journal's socket for entries with fields. */
#define LOG_JOURNAL_SOCKET "/run/systemd/journal/socket"

/* Opens everything that the log needs of the system. A server calls it after log_setup, before it starts
 * threads and its sandbox. When the settings say that stderr is the journal, entries go to the socket
 * beside the stream's, or, if that has no name, to @journal. When it cannot be reached, they go to
 * stderr. */
void log_open(const char *journal);
/* Call it when the other threads have ended: writes the lines that wait, as long as they
 * are accepted. */
void log_close(void);

/* The number of lines dropped so far. */
unsigned long long log_dropped(void);

/* Between log_gather() and its end, a thread with an event loop collects its access lines and writes
 * them together, at each log_flush() and at the end. Other lines, and journal entries, are written at
 * once. */
void log_gather(void);
void log_flush(void);
void log_gather_end(void);

/* A line with @count fields. */
void log_fields(enum log_level level, const struct log_field *fields, size_t count,
	const char *format, ...) __attribute__((format(printf, 4, 5)));
#define log_error(...)   log_fields(LOG_ERROR, NULL, 0, __VA_ARGS__)
#define log_warning(...) log_fields(LOG_WARNING, NULL, 0, __VA_ARGS__)
#define log_info(...)    log_fields(LOG_INFO, NULL, 0, __VA_ARGS__)
#define log_debug(...)   log_fields(LOG_DEBUG, NULL, 0, __VA_ARGS__)
/* One access line, already free of control characters; does nothing when access lines are
 * off. */
void log_access(struct slice text, const struct log_field *fields, size_t count);

/* @s with everything but printable UTF-8 as \xNN. */
void log_escape(struct buf *out, struct slice s);

/* Text of errno @error (positive or negative), e.g. "Permission denied". Never NULL;
 * valid for the life of the process. */
const char *log_strerror(int error);

#endif
