/* SPDX-License-Identifier: MIT */
/* Shared by the files of the log; nobody else includes this. */
#ifndef BASE_LOG_INTERNAL_H
#define BASE_LOG_INTERNAL_H

#include "base/log.h"

/* PIPE_BUF of Linux: a write to a pipe of at most this size never mixes with another. */
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
/* Appends, NUL-terminated, the path of the entry socket of the journal whose stream is @fd: several may
 * run (LogNamespace= in systemd.exec(5)), and each has its "socket" beside its "stdout". False:
 * unknown. */
bool log_entries_place(int fd, struct buf *path);
/* A socket connected to @path, or -errno. */
int log_entries_connect(const char *path);

/* log_outlet.c */
/* Entries go to the socket at @journal, if it is not NULL and can be reached. */
void log_outlet_open(const char *journal);
void log_outlet_close(void);
/* Does the journal accept entries? */
bool log_outlet_has_journal(void);
/* Returns 0, or -errno when the journal did not accept @entry. Then the entry is counted as dropped if
 * it @may_drop; else the caller writes it as a line. */
int log_outlet_entry(struct slice entry, bool may_drop);
/* Writes @lines, which may be empty. Lines that are not accepted at once are counted as dropped if they
 * @may_drop; else they are kept while there is room. Before log_open() it blocks. */
void log_outlet_lines(struct slice lines, bool may_drop);
/* Do lines wait? log_outlet_lines() tries to write them. */
bool log_outlet_has_kept(void);

#endif
