/* SPDX-License-Identifier: MIT */
/* Where records leave the process. A thread that has one sends it itself, without ever waiting; what is
 * not taken goes to a thread of the log's own, which does wait. While that has something to write, all
 * records go through it, so that they stay in order. */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/log_internal.h"

/* What is kept for a reader that does not read, and once more as much on its way. */
#define KEPT_MAX_BYTES (1024 * 1024)
/* Lines written together where they are not mixed with another's whatever their length. */
#define CHUNK_MAX_BYTES (64 * 1024)
/* How often the thread looks whether it is to stop, and how long nothing may be taken then. */
#define LOOK_MS       200
#define PATIENT_LOOKS 5

/* Records on their way; none is kept or lost in part. */
struct pile {
	struct slice rest;
	enum log_form form;
	struct buf bytes; /* those of rest, if they are the pile's own */
	/* How many lost ones its first record, not yet sent, tells of. */
	unsigned long long told;
};

static struct {
	bool started;
	/* Stderr, or the same file opened once more, so that it can be told not to wait while others who
	 * share it do. */
	int fd;
	bool is_socket;
	bool waits;         /* it cannot be told: everything goes through the thread */
	size_t chunk_bytes; /* written at once */
	int journal;        /* or -1 */

	pthread_t thread;
	pthread_mutex_t lock; /* of all that follows; what is atomic is read without */
	pthread_cond_t wake;
	atomic_bool entries; /* the journal takes them */
	atomic_bool busy;    /* records are to go through the thread */
	atomic_bool stopping;
	struct buf kept;         /* in the form that entries says */
	unsigned long long told; /* ... as in a pile */
	/* Not told of yet; while there are some, nothing is added to what is kept. */
	unsigned long long lost;
	atomic_ullong all_lost;
} outlet = {
	.fd = STDERR_FILENO,
	.chunk_bytes = LOG_LINE_MAX_BYTES,
	.journal = -1,
	.lock = PTHREAD_MUTEX_INITIALIZER,
	.wake = PTHREAD_COND_INITIALIZER,
};

enum log_form log_outlet_form(void)
{
	return atomic_load(&outlet.entries) ? LOG_ENTRIES : LOG_LINES;
}

unsigned long long log_lost(void)
{
	return atomic_load(&outlet.all_lost);
}

/* --- sending ---------------------------------------------------------------------------------------- */

static bool has_room(int wait_ms)
{
	bool entries = log_outlet_form() == LOG_ENTRIES;
	struct pollfd look = {
		.fd = entries ? outlet.journal : outlet.fd, .events = POLLOUT};

	return poll(&look, 1, wait_ms) > 0;
}

static ssize_t write_lines(struct slice lines)
{
	struct slice piece = slice_head(lines, outlet.chunk_bytes);
	ptrdiff_t end = slice_rfind_char(piece, '\n');
	ssize_t sent;

	if (outlet.waits && !has_room(0))
		return -EAGAIN;
	if (end >= 0) /* whole lines */
		piece = slice_head(piece, (size_t)end + 1);
	do {
		sent = outlet.is_socket ? send(outlet.fd, piece.ptr, piece.len,
						  MSG_DONTWAIT | MSG_NOSIGNAL)
					: write(outlet.fd, piece.ptr, piece.len);
	} while (sent < 0 && errno == EINTR);
	return sent < 0 ? -errno : sent;
}

/* Sends what is taken now. 0: all; -EAGAIN: not now; another -errno: never. */
static int send_some(struct pile *pile)
{
	while (pile->rest.len) {
		ssize_t sent = pile->form == LOG_ENTRIES
				       ? log_entries_send(outlet.journal, pile->rest)
				       : write_lines(pile->rest);
		if (sent < 0)
			return (int)sent;
		pile->rest = slice_from(pile->rest, (size_t)sent);
		pile->told = 0;
	}
	return 0;
}

static unsigned long long count_records(const struct pile *pile)
{
	struct slice rest = pile->rest, record;
	unsigned long long count = 0;

	while (rest.len) {
		if (pile->form == LOG_ENTRIES)
			(void)log_entry_next(&rest);
		else
			(void)slice_split(&rest, '\n', &record);
		count++;
	}
	return count;
}

/* Entries from before the journal went become lines. */
static void settle(struct pile *pile, enum log_form form)
{
	struct buf lines;

	if (pile->form == form)
		return;
	buf_init(&lines, 0);
	log_entries_to_lines(&lines, pile->rest);
	buf_fini(&pile->bytes);
	pile->bytes = lines;
	pile->rest = buf_slice(&lines);
	pile->form = form;
}

/* --- keeping ---------------------------------------------------------------------------------------- */

/* With the lock. */
static void hand_over(void)
{
	atomic_store(&outlet.busy, true);
	pthread_cond_signal(&outlet.wake);
}

/* With the lock; nothing is kept. */
static void tell_of_lost(void)
{
	struct buf text;

	buf_init(&text, 0);
	buf_printf(&text, "%llu lines of the log were lost: its reader did not keep up",
		outlet.lost);
	log_compose(
		&outlet.kept, log_outlet_form(), LOG_WARNING, buf_slice(&text), NULL, 0);
	outlet.told = outlet.lost;
	outlet.lost = 0;
	buf_fini(&text);
}

/* With the lock. */
static void lose(const struct pile *pile)
{
	unsigned long long count = count_records(pile);

	if (pile->told) /* the first was not one of them */
		count--;
	outlet.lost += count + pile->told;
	atomic_fetch_add(&outlet.all_lost, count);
}

static void keep(struct pile *pile)
{
	pthread_mutex_lock(&outlet.lock);
	settle(pile, log_outlet_form());
	bool closed = outlet.lost && outlet.kept.len;
	if (closed || outlet.kept.len + pile->rest.len > KEPT_MAX_BYTES) {
		lose(pile);
	} else {
		if (outlet.lost)
			tell_of_lost();
		buf_put(&outlet.kept, pile->rest);
	}
	hand_over();
	pthread_mutex_unlock(&outlet.lock);
}

static void give_up(const struct pile *pile)
{
	pthread_mutex_lock(&outlet.lock);
	lose(pile);
	hand_over();
	pthread_mutex_unlock(&outlet.lock);
}

/* The journal takes no more: what comes now, and what is kept, goes to stderr. */
static void fall_back(int error)
{
	struct buf text, line;

	buf_init(&text, 0);
	buf_init(&line, 0);
	pthread_mutex_lock(&outlet.lock);
	if (log_outlet_form() == LOG_ENTRIES) {
		struct pile pile = {buf_slice(&outlet.kept), LOG_ENTRIES, outlet.kept, 0};

		settle(&pile, LOG_LINES);
		outlet.kept = pile.bytes;
		atomic_store(&outlet.entries, false);
		buf_printf(&text,
			"the journal takes no entries: %s; from here on they go "
			"to its stream, without fields",
			log_strerror(error));
		log_compose(&line, LOG_LINES, LOG_WARNING, buf_slice(&text), NULL, 0);
		if (outlet.started) {
			buf_put(&outlet.kept, buf_slice(&line));
			hand_over();
		}
	}
	pthread_mutex_unlock(&outlet.lock);
	if (line.len && !outlet.started)
		log_outlet_put(buf_slice(&line), LOG_LINES);
	buf_fini(&line);
	buf_fini(&text);
}

void log_outlet_put(struct slice records, enum log_form form)
{
	struct pile pile = {.rest = records, .form = form};

	buf_init(&pile.bytes, 0);
	for (;;) {
		settle(&pile, log_outlet_form());
		int error = atomic_load(&outlet.busy) ? -EAGAIN : send_some(&pile);
		if (!error)
			break;
		if (pile.form == LOG_ENTRIES && error != -EAGAIN) {
			fall_back(error);
			continue;
		}
		if (error != -EAGAIN) {
			if (outlet.started) /* else there is nobody to tell */
				give_up(&pile);
			break;
		}
		if (outlet.started) {
			keep(&pile);
			break;
		}
		has_room(-1);
	}
	buf_fini(&pile.bytes);
}

/* --- the thread that waits -------------------------------------------------------------------------- */

/* Was all of it taken? */
static bool send_waiting(struct pile *pile)
{
	unsigned looks = 0;
	bool room = false;

	for (;;) {
		size_t before = pile->rest.len;

		settle(pile, log_outlet_form());
		int error = send_some(pile);
		if (!error)
			return true;
		if (error != -EAGAIN && pile->form == LOG_ENTRIES) {
			fall_back(error);
			continue;
		}
		looks = pile->rest.len < before ? 0 : looks + 1;
		bool enough = atomic_load(&outlet.stopping) && looks > PATIENT_LOOKS;
		if (error != -EAGAIN || enough) {
			give_up(pile);
			return false;
		}
		if (room && looks) /* it was said, but is not so */
			poll(NULL, 0, LOOK_MS);
		room = has_room(LOOK_MS);
	}
}

static void *write_kept(void *arg)
{
	bool taken = true;

	pthread_mutex_lock(&outlet.lock);
	for (;;) {
		if (!outlet.kept.len && outlet.lost && taken)
			tell_of_lost();
		if (outlet.kept.len) {
			struct pile pile = {buf_slice(&outlet.kept), log_outlet_form(),
				outlet.kept, outlet.told};

			buf_init(&outlet.kept, 0);
			outlet.told = 0;
			pthread_mutex_unlock(&outlet.lock);
			taken = send_waiting(&pile);
			buf_fini(&pile.bytes);
			pthread_mutex_lock(&outlet.lock);
			continue;
		}
		atomic_store(&outlet.busy, outlet.waits || outlet.lost);
		if (atomic_load(&outlet.stopping))
			break;
		pthread_cond_wait(&outlet.wake, &outlet.lock);
	}
	pthread_mutex_unlock(&outlet.lock);
	return arg;
}

/* --- from start to stop ----------------------------------------------------------------------------- */

static void open_stderr(void)
{
	struct stat st;

	if (fstat(STDERR_FILENO, &st))
		return;
	outlet.is_socket = S_ISSOCK(st.st_mode);
	if (S_ISREG(st.st_mode))
		outlet.chunk_bytes = CHUNK_MAX_BYTES;
	if (outlet.is_socket || S_ISREG(st.st_mode))
		return;
	int fd = open("/proc/self/fd/2", O_WRONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
	if (fd >= 0)
		outlet.fd = fd;
	/* A terminal may take half a line; the other half must follow it. */
	outlet.waits = fd < 0 || isatty(fd);
}

static void close_all(void)
{
	if (outlet.fd != STDERR_FILENO)
		close(outlet.fd);
	if (outlet.journal >= 0)
		close(outlet.journal);
	outlet.fd = STDERR_FILENO;
	outlet.journal = -1;
	outlet.is_socket = outlet.waits = outlet.started = false;
	outlet.chunk_bytes = LOG_LINE_MAX_BYTES;
	outlet.lost = outlet.told = 0;
	buf_fini(&outlet.kept);
	atomic_store(&outlet.entries, false);
	atomic_store(&outlet.busy, false);
}

void log_outlet_open(const char *journal)
{
	buf_init(&outlet.kept, 0);
	open_stderr();
	if (journal)
		outlet.journal = log_entries_connect(journal);
	atomic_store(&outlet.entries, outlet.journal >= 0);
}

int log_outlet_start(void)
{
	sigset_t all, before;

	atomic_store(&outlet.busy, outlet.waits);
	atomic_store(&outlet.stopping, false);
	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, &before);
	outlet.started = true; /* the thread reads it */
	int error = -pthread_create(&outlet.thread, NULL, write_kept, NULL);
	pthread_sigmask(SIG_SETMASK, &before, NULL);
	if (error)
		close_all();
	return error;
}

void log_outlet_stop(void)
{
	if (outlet.started) {
		pthread_mutex_lock(&outlet.lock);
		atomic_store(&outlet.stopping, true);
		pthread_cond_signal(&outlet.wake);
		pthread_mutex_unlock(&outlet.lock);
		pthread_join(outlet.thread, NULL);
	}
	close_all();
}
