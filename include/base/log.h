/* SPDX-License-Identifier: MIT */
/* Lines for the administrator, on stderr. Every line is one write(2), every non-printable
 * byte is escaped, and no line holds a client's query. Safe from every thread. */
#ifndef BASE_LOG_H
#define BASE_LOG_H

#include <stdarg.h>
#include <stdbool.h>

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

/* Before any thread is started, and again at a reload. Without it: LOG_INFO, access lines on,
 * addresses cut. */
void log_setup(const struct log_settings *settings);
const struct log_settings *log_current(void);
/* Is stderr the stream that $JOURNAL_STREAM names (systemd.exec(5)), and not one that somebody put in
 * its place? */
bool log_is_journal(void);

void log_error(const char *format, ...) __attribute__((format(printf, 1, 2)));
void log_warning(const char *format, ...) __attribute__((format(printf, 1, 2)));
void log_info(const char *format, ...) __attribute__((format(printf, 1, 2)));
void log_debug(const char *format, ...) __attribute__((format(printf, 1, 2)));
/* One access line, already composed without control characters; dropped when off. */
void log_access(struct slice text);

/* @s with what is not printable UTF-8 as \xNN. */
void log_escape(struct buf *out, struct slice s);

/* Text of errno @error (positive or negative), e.g. "Permission denied". Never NULL;
 * valid for the life of the process. */
const char *log_strerror(int error);

#endif
