/* SPDX-License-Identifier: MIT */
/* A worker's ends of the listening sockets: accepting, and what to do without descriptors. */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <unistd.h>

#include "base/log.h"
#include "base/memory.h"
#include "net/worker/worker_internal.h"

/* Fewer than an address may hold: what has ended is seen between two turns, so that one client after the
 * other is never taken for many at once. */
#define ACCEPTS_PER_TURN 16
#define SHARE            16  /* connections after which a worker queues up again */
#define LAST_TURNS       256 /* before an acceptor closes: what the backlog holds */
#define PAUSE_MS         100 /* without descriptors, before the next try */
#define WARN_EVERY_MS    10000

int acceptor_reserve(void)
{
	return open("/dev/null", O_RDONLY | O_CLOEXEC);
}

static void on_acceptor(uv_poll_t *poll, int status, int events);

/* 0, or an error of libuv. */
static int start(struct acceptor *acceptor)
{
	if (!acceptor->is_open) {
		int error = uv_poll_init(
			&acceptor->worker->loop, &acceptor->poll, acceptor->listener->fd);
		if (error)
			return error;
		acceptor->poll.data = acceptor;
		acceptor->is_open = true;
	}
	acceptor->queued = false;
	/* libuv makes the entry when it waits next. A wait that ends at once lets the worker queue up before
	 * anybody comes. */
	uv_async_send(&acceptor->worker->wake);
	return uv_poll_start(&acceptor->poll, UV_READABLE, on_acceptor);
}

static void pause_all(struct worker *worker)
{
	for (struct acceptor *acceptor = worker->acceptors; acceptor;
		acceptor = acceptor->next) {
		if (acceptor->is_open)
			uv_poll_stop(&acceptor->poll);
		acceptor->paused = true;
	}
	worker->paused_until_ms = uv_now(&worker->loop) + PAUSE_MS;
}

bool acceptor_may_warn(const struct worker *worker, uint64_t *last)
{
	uint64_t now = uv_now(&worker->loop);

	if (*last && now - *last < WARN_EVERY_MS)
		return false;
	*last = now;
	return true;
}

static void warn_of_accept(struct worker *worker, int error)
{
	if (!acceptor_may_warn(worker, &worker->warned_ms))
		return;
	log_warning("cannot accept connections: %s; they wait", log_strerror(error));
}

void ports_resume(struct worker *worker)
{
	worker->paused_until_ms = 0;
	if (worker->reserve < 0 && !worker->reserve_lent)
		worker->reserve = acceptor_reserve();
	for (struct acceptor *acceptor = worker->acceptors; acceptor;
		acceptor = acceptor->next) {
		int error = acceptor->paused ? start(acceptor) : 0;
		acceptor->paused = error != 0;
		if (!error)
			continue;
		warn_of_accept(worker, error);
		worker->paused_until_ms = uv_now(&worker->loop) + PAUSE_MS;
	}
}

static void warn_of_stranger(const struct acceptor *acceptor, const struct sockaddr *peer)
{
	auto_arena struct arena arena = {0};
	auto_buf struct buf at = BUF(BUF_UNLIMITED);

	if (!acceptor_may_warn(acceptor->worker, &acceptor->worker->stranger_warned_ms))
		return;
	listener_put_address(&at, &acceptor->listener->address);
	log_warning("connection from %.*s to %.*s refused: %s",
		SARG(conn_address_text(&arena, peer)), SARG(buf_slice(&at)),
		acceptor->listener->preface->for_strangers);
}

/* The kernel wakes all who wait for a socket, but of those whose entries are exclusive only one: the first that
 * waits, in the order of the entries. libuv cannot ask for that, so its entry is exchanged for an
 * exclusive one. libuv does not notice: it touches an entry only when other events are waited for, and
 * here they are always the same. False: there is no entry yet; libuv makes it when it waits next. */
static bool queue_up(const struct acceptor *acceptor)
{
	int queue = uv_backend_fd(&acceptor->worker->loop), fd = acceptor->listener->fd;
	struct epoll_event event = {.events = EPOLLIN | EPOLLEXCLUSIVE, .data.fd = fd};

	if (epoll_ctl(queue, EPOLL_CTL_DEL, fd, NULL) < 0)
		return false;
	if (epoll_ctl(queue, EPOLL_CTL_ADD, fd, &event) < 0) {
		warn_of_accept(acceptor->worker, -errno);
		pause_all(acceptor->worker); /* and libuv makes it anew */
	}
	return true;
}

void ports_queue_up(struct worker *worker)
{
	for (struct acceptor *acceptor = worker->acceptors; acceptor;
		acceptor = acceptor->next) {
		if (acceptor->queued ||
			!uv_is_active((const uv_handle_t *)&acceptor->poll) ||
			!queue_up(acceptor))
			continue;
		acceptor->queued = true;
		acceptor->taken = 0;
	}
}

/* A connection that never comes to be. */
static void reject(struct worker *worker, int fd, bool holds_reserve)
{
	close(fd);
	count(&worker->counts.closed);
	if (holds_reserve)
		worker->reserve = acceptor_reserve();
}

static void admit(struct acceptor *acceptor, int fd,
	const struct sockaddr_storage *address, bool holds_reserve)
{
	struct worker *worker = acceptor->worker;
	const struct sockaddr *peer = (const struct sockaddr *)address;
	struct admitted admitted = {
		.fd = fd, .peer = peer, .holds_reserve = holds_reserve};

	const struct preface *preface = acceptor->listener->preface;
	struct limits limits = worker->limits;
	if (preface && worker->trust &&
		preface_trusts(worker->trust->networks, worker->trust->count, peer)) {
		/* It stands for many, who are counted when it has named them. */
		admitted.prefaced = true;
		limits.per_address_soft = limits.per_address_hard = 0;
	} else if (preface && acceptor->listener->preface_only) {
		count(&worker->counts.accepted);
		count(&worker->counts.refused);
		warn_of_stranger(acceptor, peer);
		reject(worker, fd, holds_reserve);
		return;
	}
	admitted.answer = admission_enter(worker->admission, peer, &limits);
	count(&worker->counts.accepted);
	if (admitted.answer == ADMIT_NOT) {
		count(&worker->counts.refused);
		reject(worker, fd, holds_reserve);
		return;
	}
	worker->open++;
	count(&worker->counts.open);
	worker->reserve_lent |= holds_reserve;
	conn_accepted(acceptor, &admitted);
}

void acceptor_unmap(struct sockaddr_storage *address)
{
	const struct sockaddr_in6 six = *(const struct sockaddr_in6 *)address;
	struct sockaddr_in *four = (struct sockaddr_in *)address;

	if (address->ss_family != AF_INET6 || !IN6_IS_ADDR_V4MAPPED(&six.sin6_addr))
		return;
	*four = (struct sockaddr_in){.sin_family = AF_INET, .sin_port = six.sin6_port};
	memcpy(&four->sin_addr, six.sin6_addr.s6_addr + 12, 4);
}

static int accept_one(struct acceptor *acceptor, struct sockaddr_storage *peer)
{
	socklen_t len = sizeof(*peer);
	int fd = accept4(acceptor->listener->fd, (struct sockaddr *)peer, &len,
		SOCK_NONBLOCK | SOCK_CLOEXEC);

	if (fd < 0)
		return -errno;
	acceptor_unmap(peer);
	return fd;
}

/* No descriptor is left but the reserved one: it serves to tell one client after the other. */
static void accept_with_reserve(struct acceptor *acceptor, int error)
{
	struct worker *worker = acceptor->worker;
	struct sockaddr_storage peer;

	warn_of_accept(worker, error);
	if (worker->reserve >= 0) {
		close(worker->reserve);
		worker->reserve = -1;
		int fd = accept_one(acceptor, &peer);
		if (fd >= 0)
			admit(acceptor, fd, &peer, true);
		else
			worker->reserve = acceptor_reserve();
	}
	/* Without it there is nothing to do but wait until a connection ends. */
	pause_all(worker);
}

/* At most ACCEPTS_PER_TURN of them. True: there may be more. */
static bool accept_some(struct acceptor *acceptor)
{
	for (unsigned i = 0; i < ACCEPTS_PER_TURN; i++) {
		struct sockaddr_storage peer;
		int fd = accept_one(acceptor, &peer);

		switch (fd < 0 ? -fd : 0) {
		case 0:
			if (++acceptor->taken >= SHARE)
				acceptor->queued = false; /* it is another's turn */
			admit(acceptor, fd, &peer, false);
			break;
		case EAGAIN:
			return false;
		case EMFILE:
		case ENFILE:
			accept_with_reserve(acceptor, fd);
			return false;
		case EINVAL: /* it listens no more: another worker has begun to stop */
			if (acceptor->is_open)
				uv_poll_stop(&acceptor->poll);
			return false;
		case EINTR:
		case ECONNABORTED:
		case EPERM:
		case EPROTO:
		case ENOPROTOOPT:
		case ENETDOWN:
		case ENETUNREACH:
		case EHOSTDOWN:
		case EHOSTUNREACH:
		case ENONET:
		case EOPNOTSUPP:
		case ETIMEDOUT:
			break; /* of that connection alone, which is gone (accept(2)) */
		default:       /* would only come again */
			warn_of_accept(acceptor->worker, fd);
			pause_all(acceptor->worker);
			return false;
		}
	}
	return true;
}

static void on_acceptor(uv_poll_t *poll, int status, int events)
{
	struct acceptor *acceptor = poll->data;

	(void)events;
	if (status < 0) {
		warn_of_accept(acceptor->worker, status);
		pause_all(acceptor->worker);
		return;
	}
	accept_some(acceptor);
}

void acceptor_open(struct worker *worker, const struct listener *listener)
{
	if (worker->stopping)
		return;
	struct acceptor *acceptor = memory_new(1, sizeof(*acceptor));
	acceptor->listener = listener;
	acceptor->worker = worker;
	deadline_list_init(&acceptor->waiting);
	acceptor->next = worker->acceptors;
	worker->acceptors = acceptor;
	int error = start(acceptor);
	if (!error)
		return;
	warn_of_accept(worker, error);
	acceptor->paused = true;
	worker->paused_until_ms = uv_now(&worker->loop) + PAUSE_MS;
}

void ports_close(struct worker *worker)
{
	for (struct acceptor *acceptor = worker->acceptors; acceptor;
		acceptor = acceptor->next) {
		if (acceptor->listener->kept)
			continue;
		/* Whoever came in time is served, as many as can wait. */
		for (unsigned i = 0; i < LAST_TURNS && accept_some(acceptor); i++)
			;
		/* Whoever comes later is refused at once, not left to wait for nobody. */
		(void)shutdown(acceptor->listener->fd, SHUT_RD);
	}
	for (struct acceptor *acceptor = worker->acceptors; acceptor;
		acceptor = acceptor->next) {
		if (acceptor->is_open)
			uv_close((uv_handle_t *)&acceptor->poll, NULL);
	}
	worker->paused_until_ms = 0;
}
