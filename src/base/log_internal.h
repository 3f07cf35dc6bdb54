/* SPDX-License-Identifier: MIT */
/* What the files of the log share; nobody else includes it. */
#ifndef BASE_LOG_INTERNAL_H
#define BASE_LOG_INTERNAL_H

#include "base/log.h"

/* PIPE_BUF of Linux: up to here a write to a pipe is never mixed with another's. */
#define LOG_LINE_MAX_BYTES 4096

/* log.c */
/* Appends a record: a line with its '\n', or an @entry of the journal's native protocol
 * (systemd.journal-fields(7)): "KEY=value" lines. @message is escaped
 * already. */
void log_compose(struct buf *out, bool entry, enum log_level level, struct slice message,
	const struct log_field *fields, size_t count);

/* log_entry.c: values are escaped, so none holds a line end, and the protocol's binary form is not
 * needed. */
void log_entry(struct buf *out, unsigned priority, const char *prefix,
	struct slice message, const struct log_field *fields, size_t count);
/* Appends, NUL-terminated, where the journal whose stream @fd is takes entries: several may run
 * (LogNamespace= in systemd.exec(5)), and each has its "socket" beside its "stdout". False: it cannot
 * be told. */
bool log_entries_place(int fd, struct buf *path);
/* A socket that is connected to @path, or -errno. */
int log_entries_connect(const char *path);

/* log_outlet.c */
/* Entries go to the socket at @journal, if it is not NULL and can be reached. */
void log_outlet_open(const char *journal);
void log_outlet_close(void);
/* The journal takes entries. */
bool log_outlet_has_journal(void);
/* 0, or -errno: the journal did not take @entry; it is counted as dropped, or, unless it @may_drop, to
 * be put as a line. */
int log_outlet_entry(struct slice entry, bool may_drop);
/* Writes @lines, which may be none. Those that are not taken at once are counted as dropped, or, unless
 * they @may_drop, kept as long as there is room. Until the log is opened it waits for its reader. */
void log_outlet_lines(struct slice lines, bool may_drop);
/* Lines are kept: log_outlet_lines writes what is taken of them. */
bool log_outlet_has_kept(void);

#endif
