/* SPDX-License-Identifier: MIT */
/* What the files of the log share; nobody else includes it. */
#ifndef BASE_LOG_INTERNAL_H
#define BASE_LOG_INTERNAL_H

#include <sys/types.h>

#include "base/log.h"

/* How a record is written down: a line with its '\n', or an entry of the journal's native protocol
 * (systemd.journal-fields(7)): "KEY=value" lines, and an empty line at its end. */
enum log_form { LOG_LINES, LOG_ENTRIES };

/* PIPE_BUF of Linux: up to here a write to a pipe is never mixed with another's. */
#define LOG_LINE_MAX_BYTES 4096

/* log.c */
/* Appends a record; @message is escaped already. */
void log_compose(struct buf *out, enum log_form form, enum log_level level,
	struct slice message, const struct log_field *fields, size_t count);

/* log_entry.c: values are escaped, so none holds a line end, and the protocol's binary form is not
 * needed. */
void log_entry(struct buf *out, unsigned priority, const char *prefix,
	struct slice message, const struct log_field *fields, size_t count);
/* Takes the first entry off @entries. */
struct slice log_entry_next(struct slice *entries);
/* Appends "<priority>message" lines for @entries. */
void log_entries_to_lines(struct buf *out, struct slice entries);
/* Appends, NUL-terminated, where the journal whose stream @fd is takes entries: several may run
 * (LogNamespace= in systemd.exec(5)), and each has its "socket" beside its "stdout". False: it cannot
 * be told. */
bool log_entries_place(int fd, struct buf *path);
/* A socket that is connected to @path and never waits, or -errno. */
int log_entries_connect(const char *path);
/* Sends what is taken without waiting: how many bytes of @entries are done, or -errno when not one
 * was taken (-EAGAIN: not now). */
ssize_t log_entries_send(int socket, struct slice entries);

/* log_outlet.c */
/* What is to be put now. */
enum log_form log_outlet_form(void);
/* Writes @records, or keeps them, or counts them as lost. */
void log_outlet_put(struct slice records, enum log_form form);
/* Entries go to the socket at @journal, if it is not NULL and can be reached. */
void log_outlet_open(const char *journal);
/* Starts the thread; until then whoever logs waits. 0, or -errno: all is as it was before it was
 * opened. */
int log_outlet_start(void);
void log_outlet_stop(void);

#endif
