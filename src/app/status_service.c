/* SPDX-License-Identifier: MIT */
/* The status thread, and the way to ask it. */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <stdlib.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>

#include "app/state_folder.h"
#include "app/status.h"
#include "base/file.h"
#include "base/log.h"
#include "base/memory.h"

#define QUESTION_MS       500  /* for all of it */
#define ANSWER_MS         2000 /* to take all of it */
#define NO_ROOM_MS        200  /* till there may be a descriptor again */
#define START_MS          500
#define ASKERS_MS         10000 /* others may have come before */
#define QUESTION_BYTES    32
#define ANSWERS_MAX_BYTES (4 * 1024 * 1024)

struct status_service {
	struct status_source source;
	pthread_t thread;
	bool has_thread;
	int fd, wake;
	char *path;   /* of a socket of our own, to be removed */
	dev_t device; /* what it is there */
	ino_t inode;
};

/* The first of a form is what we ask with; "openmetrics" was the word before. */
static const struct word {
	struct slice text;
	enum status_form form;
} words[] = {{S("text"), STATUS_TEXT}, {S("json"), STATUS_JSON},
	{S("prometheus"), STATUS_PROMETHEUS}, {S("openmetrics"), STATUS_PROMETHEUS}};

/* --- answering ------------------------------------------------------------------------------------ */

static int64_t now_ms(void)
{
	struct timespec now;
	clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

/* Waits until there is something to be done with @fd. False: it is too late, or the server ends. */
static bool has_turn(
	const struct status_service *service, int fd, short events, int64_t until_ms)
{
	struct pollfd fds[] = {
		{.fd = service->wake, .events = POLLIN}, {.fd = fd, .events = events}};
	int64_t left_ms = until_ms - now_ms();
	return left_ms > 0 && file_poll(fds, 2, (int)left_ms) > 0 && !fds[0].revents;
}

/* The form that is asked for; whoever says nothing that we know gets what people read. */
static enum status_form read_question(const struct status_service *service, int fd)
{
	char bytes[QUESTION_BYTES] = {0};
	size_t len = 0;
	int64_t until_ms = now_ms() + QUESTION_MS;
	while (len < sizeof(bytes) && !memchr(bytes, '\n', len) &&
		has_turn(service, fd, POLLIN, until_ms)) {
		ssize_t got = recv(fd, bytes + len, sizeof(bytes) - len, MSG_DONTWAIT);
		if (got <= 0)
			break;
		len += (size_t)got;
	}
	struct slice rest = slice(bytes, len), line = slice_none;
	slice_next_line(&rest, &line);
	for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++) {
		if (slice_eq(slice_trim(line), words[i].text))
			return words[i].form;
	}
	return STATUS_TEXT;
}

/* One who went away, or takes nothing, needs no answer. */
static void send_answer(const struct status_service *service, int fd, struct slice bytes)
{
	int64_t until_ms = now_ms() + ANSWER_MS;
	while (bytes.len && has_turn(service, fd, POLLOUT, until_ms)) {
		ssize_t sent =
			send(fd, bytes.ptr, bytes.len, MSG_NOSIGNAL | MSG_DONTWAIT);
		if (sent < 0 && errno != EAGAIN)
			return;
		bytes = slice_from(bytes, sent > 0 ? (size_t)sent : 0);
	}
}

static void answer(struct status_service *service)
{
	auto_arena struct arena arena = {0};
	struct status status = {.pid = (unsigned)getpid()};
	auto_buf struct buf out = BUF(STATUS_MAX_BYTES);
	auto_close int fd = accept4(service->fd, NULL, NULL, SOCK_CLOEXEC);
	if (fd < 0) { /* without a descriptor to be had, whoever asks still waits */
		if (errno != EAGAIN && errno != ECONNABORTED)
			has_turn(service, -1, 0, now_ms() + NO_ROOM_MS);
		return;
	}
	enum status_form form = read_question(service, fd);
	service->source.gather(service->source.ctx, &arena, &status);
	status_print(&out, &status, form);
	send_answer(service, fd, buf_slice(&out));
}

static void *run(void *data)
{
	struct status_service *service = data;
	struct pollfd fds[] = {{.fd = service->fd, .events = POLLIN},
		{.fd = service->wake, .events = POLLIN}};
	while (true) {
		file_poll(fds, 2, -1);
		if (fds[1].revents)
			return NULL;
		if (fds[0].revents)
			answer(service);
	}
}

/* --- the socket ----------------------------------------------------------------------------------- */

static int fill(struct sockaddr_un *address, const char *path)
{
	size_t len = strlen(path);
	*address = (struct sockaddr_un){.sun_family = AF_UNIX};
	if (len >= sizeof(address->sun_path))
		return -ENAMETOOLONG;
	memcpy(address->sun_path, path, len);
	return 0;
}

static void be_patient(int fd, unsigned ms)
{
	struct timeval limit = {ms / 1000, ms % 1000 * 1000L};
	(void)setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof(limit));
	(void)setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &limit, sizeof(limit));
}

/* For no longer than @ms: one that is stopped has a queue that may be full. */
static int dial(const char *path, unsigned ms)
{
	struct sockaddr_un address;
	int error = fill(&address, path);
	if (error)
		return error;
	auto_close int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (fd < 0)
		return -errno;
	be_patient(fd, ms);
	if (connect(fd, (struct sockaddr *)&address, sizeof(address)) < 0)
		return -errno;
	int dialled = fd;
	fd = -1; /* consumed */
	return dialled;
}

/* A socket that nobody listens on any more is a left-over of a crash. */
static int open_socket(const char *path)
{
	struct sockaddr_un address;
	int error = fill(&address, path);
	if (error)
		return error;
	auto_close int other = dial(path, START_MS);
	if (other >= 0 || other == -EAGAIN)
		return -EADDRINUSE;
	if (other == -ECONNREFUSED)
		unlink(path);
	auto_close int fd =
		socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	if (fd < 0)
		return -errno;
	/* For its owner, and for the group that a service manager gives the folder. */
	(void)fchmod(fd, 0660);
	if (bind(fd, (struct sockaddr *)&address, sizeof(address)) < 0 ||
		listen(fd, 16) < 0)
		return errno == EADDRINUSE ? -EEXIST : -errno; /* nobody is there */
	int opened = fd;
	fd = -1; /* consumed */
	return opened;
}

/* The first folder that a service manager names (systemd.exec(5)); empty: none. */
static struct slice runtime_folder(void)
{
	const char *folders = getenv("RUNTIME_DIRECTORY");
	struct slice first;
	slice_cut(
		slice_str(folders && *folders == '/' ? folders : ""), ':', &first, NULL);
	return first;
}

/* The folder of our own socket, made when it is ours to make. */
static const char *own_place(struct arena *arena, const char *state)
{
	const char *user = getenv("XDG_RUNTIME_DIR");
	struct slice runtime = runtime_folder();
	if (runtime.len)
		return arena_printf(arena, "%.*s/status.socket", SARG(runtime)).ptr;
	if (user && *user == '/') {
		const char *folder = arena_printf(arena, "%s/splashdown", user).ptr;
		if (!file_make_folders(folder, 0700))
			return arena_printf(arena, "%s/status.socket", folder).ptr;
	}
	return arena_printf(arena, "%s/status.socket", state).ptr;
}

/* Servers that start together take turns, or one would take the other's socket, which nobody listens on
 * yet, for a left-over. A folder that cannot be locked is done without. */
static int lock_folder_of(const char *path)
{
	auto_arena struct arena arena = {0};
	struct slice folder = slice_path_folder(slice_str(path));
	int fd = open(arena_cstr(&arena, folder), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (fd >= 0)
		(void)state_folder_lock(fd);
	return fd;
}

static void keep_path(struct status_service *service, const char *path)
{
	struct stat st;
	service->path = memory_checked(strdup(path));
	if (lstat(path, &st) == 0) {
		service->device = st.st_dev;
		service->inode = st.st_ino;
	}
}

/* Removes the socket of our own, if what is there still is. */
static void remove_socket(const struct status_service *service)
{
	struct stat st;
	if (service->path && lstat(service->path, &st) == 0 &&
		st.st_dev == service->device && st.st_ino == service->inode)
		unlink(service->path);
}

int status_open(int fd, const char *state, struct status_service **out)
{
	struct status_service *service = memory_new(1, sizeof(*service));
	auto_arena struct arena arena = {0};
	int error = 0;
	*service = (struct status_service){.fd = fd, .wake = -1};
	if (fd < 0) {
		const char *path = own_place(&arena, state);
		auto_close int folder = lock_folder_of(path);
		(void)folder; /* locked until it closes */
		service->fd = open_socket(path);
		error = service->fd < 0 ? service->fd : 0;
		if (error == -EADDRINUSE)
			log_info(
				"another server answers `splashdown status` at %s", path);
		else if (error)
			log_warning("`splashdown status` cannot be answered at %s: %s",
				path, log_strerror(error));
		else
			keep_path(service, path);
	}
	if (!error) {
		service->wake = eventfd(0, EFD_CLOEXEC);
		error = service->wake < 0 ? -errno : 0;
		if (error)
			log_warning("`splashdown status` cannot be answered: %s",
				log_strerror(error));
	}
	if (error) {
		remove_socket(service);
		if (service->fd >= 0)
			close(service->fd);
		free(service->path);
		free(service);
		return error;
	}
	*out = service;
	return 0;
}

const char *status_path(const struct status_service *service)
{
	return service ? service->path : NULL;
}

int status_start(struct status_service *service, const struct status_source *source)
{
	service->source = *source;
	int error = pthread_create(&service->thread, NULL, run, service);
	service->has_thread = !error;
	return -error;
}

void status_stop(struct status_service *service)
{
	uint64_t one = 1;
	if (!service)
		return;
	while (write(service->wake, &one, sizeof(one)) < 0 && errno == EINTR)
		; /* a counter of zero takes it */
	if (service->has_thread)
		pthread_join(service->thread, NULL);
	close(service->wake);
	/* While we listen, it is ours; later it may be that of a server that starts. */
	remove_socket(service);
	close(service->fd);
	free(service->path);
	free(service);
}

/* --- asking ---------------------------------------------------------------------------------------- */

size_t status_places(struct arena *arena, const char *state, const char *const **out)
{
	const char **list = arena_array(arena, 5, const char *);
	const char *user = getenv("XDG_RUNTIME_DIR");
	struct slice runtime = runtime_folder();
	size_t count = 0;
	if (runtime.len)
		list[count++] =
			arena_printf(arena, "%.*s/status.socket", SARG(runtime)).ptr;
	if (user && *user)
		list[count++] =
			arena_printf(arena, "%s/splashdown/status.socket", user).ptr;
	if (state)
		list[count++] = arena_printf(arena, "%s/status.socket", state).ptr;
	list[count++] = "/run/splashdown-status.socket";
	list[count++] = "/run/splashdown/status.socket";
	*out = list;
	return count;
}

static int send_all(int fd, struct slice bytes)
{
	while (bytes.len) {
		ssize_t sent = send(fd, bytes.ptr, bytes.len, MSG_NOSIGNAL);
		if (sent < 0 && errno == EINTR)
			continue;
		if (sent <= 0)
			return sent < 0 ? -errno : -EPIPE;
		bytes = slice_from(bytes, (size_t)sent);
	}
	return 0;
}

int status_ask(const char *path, enum status_form form, struct buf *out)
{
	auto_close int fd = dial(path, ASKERS_MS);
	if (fd < 0)
		return fd;
	int error = send_all(fd, words[form].text);
	if (!error)
		error = send_all(fd, S("\n"));
	return error ? error : file_read(fd, ANSWERS_MAX_BYTES, out);
}
