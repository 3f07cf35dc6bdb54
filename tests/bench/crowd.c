/* SPDX-License-Identifier: MIT */
#include "crowd.h"

#include <errno.h>
#include <openssl/err.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include "bench.h"

#define EVENTS     256
#define READ_BYTES (16 * 1024)
#define TURN_MS    20

void crowd_init(struct crowd *crowd, const struct load *load, unsigned count)
{
	*crowd = (struct crowd){.load = load, .count = count};
	crowd->ctx = load->tls ? client_context() : NULL;
	crowd->epoll = epoll_create1(EPOLL_CLOEXEC);
	crowd->visits = calloc(count, sizeof(*crowd->visits));
	crowd->bytes = malloc(READ_BYTES);
	if (crowd->epoll < 0 || !crowd->visits || !crowd->bytes)
		abort();
	for (unsigned i = 0; i < count; i++)
		crowd->visits[i] = (struct visit){.fd = -1, .end = LOAD_GOOD};
}

static void leave(struct visit *visit)
{
	if (visit->ssl)
		SSL_set_shutdown(visit->ssl, SSL_SENT_SHUTDOWN | SSL_RECEIVED_SHUTDOWN);
	SSL_free(visit->ssl);
	visit->ssl = NULL;
	if (visit->fd >= 0)
		close(visit->fd);
	visit->fd = -1;
}

void crowd_fini(struct crowd *crowd)
{
	for (unsigned i = 0; i < crowd->count; i++)
		leave(&crowd->visits[i]);
	free(crowd->visits);
	free(crowd->bytes);
	close(crowd->epoll);
	SSL_CTX_free(crowd->ctx);
}

static void fail(struct visit *visit, enum load_error end)
{
	visit->end = end;
	leave(visit);
}

static void start(struct crowd *crowd, struct visit *visit)
{
	const struct load *load = crowd->load;
	unsigned index = (unsigned)(visit - crowd->visits);
	struct epoll_event event = {
		.events = EPOLLIN | EPOLLOUT | EPOLLET, .data.ptr = visit};
	visit->fd = client_connect(
		load->port, load->addresses ? 1 + index % load->addresses : 0, false);
	if (visit->fd < 0 || epoll_ctl(crowd->epoll, EPOLL_CTL_ADD, visit->fd, &event))
		fail(visit, LOAD_REFUSED);
}

/* Each returns false when it has to wait, or failed. */
static bool connected(struct visit *visit)
{
	struct pollfd look = {.fd = visit->fd, .events = POLLOUT};
	int error = 0;
	socklen_t len = sizeof(error);
	if (poll(&look, 1, 0) != 1)
		return false;
	if (getsockopt(visit->fd, SOL_SOCKET, SO_ERROR, &error, &len) || error) {
		fail(visit, LOAD_REFUSED);
		return false;
	}
	return true;
}

/* Of a call that wants more bytes: true. */
static bool waits(struct visit *visit, int got)
{
	int error = SSL_get_error(visit->ssl, got);
	if (error == SSL_ERROR_WANT_READ || error == SSL_ERROR_WANT_WRITE)
		return true;
	fail(visit, LOAD_RESET);
	return false;
}

static bool shaken(struct crowd *crowd, struct visit *visit)
{
	if (!crowd->ctx)
		return true;
	if (!visit->ssl)
		visit->ssl = client_tls(crowd->ctx, visit->fd, NULL);
	ERR_clear_error();
	int got = SSL_connect(visit->ssl);
	if (got != 1)
		(void)waits(visit, got);
	return got == 1;
}

static bool asked(struct crowd *crowd, struct visit *visit)
{
	const char *request = crowd->load->request;
	size_t len = strlen(request);
	ERR_clear_error();
	if (visit->ssl) {
		int got = SSL_write(visit->ssl, request, (int)len);
		if (got <= 0)
			(void)waits(visit, got);
		return got > 0;
	}
	if (write(visit->fd, request, len) == (ssize_t)len)
		return true;
	fail(visit, LOAD_RESET);
	return false;
}

/* Reads once; false: nothing there now, or the visit has ended. */
static bool read_some(struct crowd *crowd, struct visit *visit)
{
	enum load_error end = LOAD_GOOD;
	bool over = true;
	ssize_t got;
	ERR_clear_error();
	errno = 0;
	if (visit->ssl) {
		got = SSL_read(visit->ssl, crowd->bytes, READ_BYTES);
		if (got <= 0)
			end = reply_end_tls(visit->ssl, (int)got, &over);
	} else {
		got = read(visit->fd, crowd->bytes, READ_BYTES);
		over = got == 0 || errno != EAGAIN;
		end = got == 0 ? LOAD_GOOD : LOAD_RESET;
	}
	if (got > 0) {
		reply_check(&visit->check, crowd->load, crowd->bytes, (size_t)got);
		return true;
	}
	if (!over)
		return false;
	if (end == LOAD_UNCLOSED && crowd->load->lenient)
		end = LOAD_GOOD;
	if (end == LOAD_GOOD && !reply_good(&visit->check, crowd->load))
		end = LOAD_WRONG;
	if (end == LOAD_GOOD)
		visit->phase = VISIT_OVER;
	fail(visit, end);
	return false;
}

/* As far as it goes now. */
static void step(struct crowd *crowd, struct visit *visit, enum visit_phase goal)
{
	while (visit->phase < goal && visit->end == LOAD_GOOD) {
		switch (visit->phase) {
		case VISIT_NEW:
			if (!connected(visit))
				return;
			break;
		case VISIT_CONNECTED:
			if (!shaken(crowd, visit))
				return;
			break;
		case VISIT_SHAKEN:
			if (!asked(crowd, visit))
				return;
			break;
		case VISIT_ASKED:
			if (read_some(crowd, visit))
				continue;
			return;
		case VISIT_OVER:
			return;
		}
		visit->phase++;
	}
}

static bool arrived(const struct visit *visit, enum visit_phase phase)
{
	return visit->phase >= phase || visit->end != LOAD_GOOD;
}

struct run {
	enum visit_phase phase;
	unsigned next, active, there;
	double began_ms;
};

static void advance(struct crowd *crowd, struct run *run, struct visit *visit)
{
	if (!visit->running)
		return;
	step(crowd, visit, run->phase);
	if (arrived(visit, run->phase)) {
		visit->took_ms = now_ms() - run->began_ms - visit->due_ms;
		visit->running = false;
		run->active--;
		run->there++;
	}
}

/* Starts what is due; returns for how long to wait. */
static int start_due(struct crowd *crowd, struct run *run, unsigned window)
{
	for (; run->next < crowd->count; run->next++) {
		struct visit *visit = &crowd->visits[run->next];
		double wait_ms = visit->due_ms - (now_ms() - run->began_ms);
		if (window && run->active >= window)
			return TURN_MS;
		if (wait_ms > 0)
			return wait_ms < TURN_MS ? (int)wait_ms : TURN_MS;
		if (visit->fd < 0 && !arrived(visit, run->phase))
			start(crowd, visit);
		visit->running = true;
		run->active++;
		advance(crowd, run, visit);
	}
	return TURN_MS;
}

unsigned crowd_run(
	struct crowd *crowd, enum visit_phase phase, unsigned window, unsigned budget_ms)
{
	struct run run = {.phase = phase, .began_ms = now_ms()};
	struct epoll_event events[EVENTS];
	unsigned good = 0;
	while (run.there < crowd->count && !bench_stopped() &&
		now_ms() < run.began_ms + budget_ms) {
		int wait_ms = start_due(crowd, &run, window);
		int count = epoll_wait(crowd->epoll, events, EVENTS, wait_ms);
		for (int i = 0; i < count; i++)
			advance(crowd, &run, events[i].data.ptr);
	}
	for (unsigned i = 0; i < crowd->count; i++) {
		struct visit *visit = &crowd->visits[i];
		if (!arrived(visit, phase))
			fail(visit, LOAD_TIMEOUT);
		visit->running = false;
		good += visit->end == LOAD_GOOD;
	}
	return good;
}

void crowd_result(const struct crowd *crowd, struct load_result *out)
{
	double *latencies_ms = calloc(crowd->count, sizeof(*latencies_ms));
	if (!latencies_ms)
		abort();
	*out = (struct load_result){0};
	for (unsigned i = 0; i < crowd->count; i++) {
		const struct visit *visit = &crowd->visits[i];
		if (visit->end != LOAD_GOOD)
			out->errors[visit->end]++;
		else if (visit->phase == VISIT_OVER)
			latencies_ms[out->good++] = visit->took_ms;
	}
	load_percentiles(out, latencies_ms, out->good);
	free(latencies_ms);
}
