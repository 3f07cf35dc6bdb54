/* SPDX-License-Identifier: MIT */
/* Writes records to stderr or to the journal. A server never blocks here: an access line that is not
 * accepted at once is dropped and counted; any other line is kept, and is written first when there is
 * room. Lines are written under one lock, at most PIPE_BUF at a time, so they never mix. */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <stdatomic.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "base/log_internal.h"

/* About 10,000 warnings, for when the log is not read; clients can cause warnings. */
#define KEPT_MAX_BYTES (1024 * 1024)
/* How long log_close() waits without progress. */
#define STALL_MS 1000

static struct {
	bool is_server; /* between log_open and log_close */
	/* Stderr, or the same file opened again, so that it can be non-blocking while other processes
	 * that share it block. */
	int fd;
	bool is_socket;
	bool may_block; /* O_NONBLOCK is impossible: poll(2) for room first */
	int journal;    /* or -1 */
	atomic_bool has_journal;

	pthread_mutex_t lock; /* protects all that follows; atomics are read without it */
	struct buf kept;      /* lines */
	atomic_bool has_kept;
	unsigned long long untold; /* dropped, and not reported yet */
	atomic_ullong dropped;
} outlet = {.fd = STDERR_FILENO, .journal = -1, .lock = PTHREAD_MUTEX_INITIALIZER};

bool log_outlet_has_journal(void)
{
	return atomic_load(&outlet.has_journal);
}

bool log_outlet_has_kept(void)
{
	return atomic_load(&outlet.has_kept);
}

unsigned long long log_dropped(void)
{
	return atomic_load(&outlet.dropped);
}

/* --- sending ---------------------------------------------------------------------------------------- */

static bool has_room(int wait_ms)
{
	struct pollfd look = {.fd = outlet.fd, .events = POLLOUT};

	return file_poll(&look, 1, wait_ms) > 0;
}

static int send_datagram(int fd, struct slice bytes)
{
	ssize_t sent;

	do {
		sent = send(fd, bytes.ptr, bytes.len, MSG_DONTWAIT | MSG_NOSIGNAL);
	} while (sent < 0 && errno == EINTR);
	return sent < 0 ? (errno == ENOBUFS ? -EAGAIN : -errno) : 0;
}

/* Writes @lines and removes what was written, whole lines at a time. Returns 0 when all
 * was, or -errno. */
static int send_lines(struct slice *lines)
{
	while (lines->len) {
		struct slice piece = slice_head(*lines, LOG_LINE_MAX_BYTES);
		ptrdiff_t end = slice_rfind_char(piece, '\n');
		ssize_t sent;

		if (outlet.may_block && !has_room(0))
			return -EAGAIN;
		if (end >= 0)
			piece = slice_head(piece, (size_t)end + 1);
		sent = outlet.is_socket ? send(outlet.fd, piece.ptr, piece.len,
						  MSG_DONTWAIT | MSG_NOSIGNAL)
					: write(outlet.fd, piece.ptr, piece.len);
		if (sent < 0 && errno != EINTR)
			return -errno;
		*lines = slice_from(*lines, sent > 0 ? (size_t)sent : 0);
	}
	return 0;
}

/* --- keeping and dropping; with the lock ------------------------------------------------------------ */

static void drop(size_t count)
{
	outlet.untold += count;
	atomic_fetch_add(&outlet.dropped, count);
}

static void keep(struct slice lines)
{
	buf_put(&outlet.kept, lines);
	atomic_store(&outlet.has_kept, outlet.kept.len > 0);
}

static int send_kept(void)
{
	struct slice rest = buf_slice(&outlet.kept);
	int error = send_lines(&rest);

	if (rest.len && rest.len < outlet.kept.len)
		memmove(outlet.kept.ptr, rest.ptr, rest.len);
	buf_truncate(&outlet.kept, rest.len);
	keep(slice_none);
	return error;
}

/* Writes what comes before the next record: kept lines, and the number of dropped ones. */
static int send_earlier(bool to_journal)
{
	auto_buf struct buf text = BUF(BUF_UNLIMITED), note = BUF(BUF_UNLIMITED);
	int error = send_kept();

	if (to_journal) /* lines go elsewhere */
		error = 0;
	if (error || !outlet.untold)
		return error;
	buf_printf(&text, "%llu %s dropped: the log's reader did not keep up",
		outlet.untold, outlet.untold == 1 ? "line was" : "lines were");
	log_compose(&note, to_journal, LOG_WARNING, buf_slice(&text), NULL, 0);
	struct slice rest = buf_slice(&note);
	error = to_journal ? send_datagram(outlet.journal, rest) : send_lines(&rest);
	if (!error || rest.len < note.len) {
		outlet.untold = 0;
		if (error)
			keep(rest); /* the other half must follow */
	}
	return error;
}

/* --- records ---------------------------------------------------------------------------------------- */

int log_outlet_entry(struct slice entry, bool may_drop)
{
	pthread_mutex_lock(&outlet.lock);
	int error = send_earlier(true);
	if (!error)
		error = send_datagram(outlet.journal, entry);
	if (error && may_drop)
		drop(1);
	pthread_mutex_unlock(&outlet.lock);
	if (error && error != -EAGAIN && atomic_exchange(&outlet.has_journal, false))
		log_warning("cannot write entries to the journal: %s; lines now go to "
			    "its stream, without fields",
			log_strerror(error));
	return error;
}

void log_outlet_lines(struct slice lines, bool may_drop)
{
	struct slice line;
	size_t begun = lines.len;

	if (!outlet.is_server) {
		while (send_lines(&lines) == -EAGAIN)
			(void)has_room(-1);
		return;
	}
	pthread_mutex_lock(&outlet.lock);
	if (!send_earlier(false))
		(void)send_lines(&lines);
	if (!may_drop && outlet.kept.len + lines.len <= KEPT_MAX_BYTES) {
		keep(lines);
		lines = slice_none;
	} else if (lines.len && lines.len < begun && lines.ptr[-1] != '\n' &&
		   slice_split(&lines, '\n', &line)) {
		keep(slice(line.ptr, line.len + 1)); /* the other half of a line */
	}
	while (slice_split(&lines, '\n', &line))
		drop(1);
	pthread_mutex_unlock(&outlet.lock);
}

/* --- from open to close ----------------------------------------------------------------------------- */

static void open_stderr(void)
{
	struct stat st;

	if (fstat(STDERR_FILENO, &st) || S_ISREG(st.st_mode))
		return;
	outlet.is_socket = S_ISSOCK(st.st_mode);
	if (outlet.is_socket)
		return;
	int fd = open("/proc/self/fd/2", O_WRONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
	outlet.may_block = fd < 0;
	if (fd >= 0)
		outlet.fd = fd;
}

void log_outlet_open(const char *journal)
{
	buf_init(&outlet.kept, BUF_UNLIMITED);
	open_stderr();
	if (journal)
		outlet.journal = log_entries_connect(journal);
	atomic_store(&outlet.has_journal, outlet.journal >= 0);
	outlet.is_server = true;
}

void log_outlet_close(void)
{
	if (!outlet.is_server)
		return;
	while (send_earlier(false) == -EAGAIN && has_room(STALL_MS))
		;
	if (outlet.fd != STDERR_FILENO)
		close(outlet.fd);
	if (outlet.journal >= 0)
		close(outlet.journal);
	buf_clear(&outlet.kept);
	keep(slice_none);
	buf_fini(&outlet.kept);
	outlet.fd = STDERR_FILENO;
	outlet.journal = -1;
	atomic_store(&outlet.has_journal, false);
	outlet.is_server = outlet.is_socket = outlet.may_block = false;
	outlet.untold = 0;
}
