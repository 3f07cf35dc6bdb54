/* SPDX-License-Identifier: MIT */
/* What the files of workers, acceptors and connections share; nobody else includes it. */
#ifndef NET_WORKER_INTERNAL_H
#define NET_WORKER_INTERNAL_H

#include <netinet/in.h>
#include <uv.h>

#include "base/buf.h"
#include "net/admission.h"
#include "net/conn.h"
#include "net/deadline.h"
#include "net/preface.h"
#include "net/rate.h"
#include "net/tls_session.h"
#include "net/worker.h"

#define READ_BYTES (16 * 1024)
/* A rest up to this size is sent with what follows it, not before. */
#define REST_SMALL_BYTES 4096
/* Plain bytes per turn of encryption. With what encryption adds, and with what is copied when the
 * reader stalls, a connection holds less than 64 KiB. */
#define CHUNK_BYTES (3 * 16 * 1024)
/* A reply yields to other connections after so many chunks. */
#define CHUNKS_PER_TURN 16
/* Unsent bytes before a reply is under way: more means a client that does not read. */
#define UNSENT_MAX_BYTES (64 * 1024)

#define containing(ptr, type, member) ((type *)((char *)(ptr)-offsetof(type, member)))

/* A worker's end of one listening socket. */
struct acceptor {
	struct acceptor *next;
	struct worker *worker;
	const struct listener *listener;
	uv_poll_t poll;
	bool is_open; /* libuv has its socket */
	bool paused;
	bool queued; /* it stands in the queue of workers, of whom a connection wakes one */
	unsigned taken;               /* connections since it queued up */
	struct deadline_list waiting; /* SERVICE_WAIT, all with this service's wait_ms */
};

/* Whose prefaces are believed. */
struct trust {
	size_t count;
	struct preface_network networks[];
};

struct counters {
	atomic_uint_least64_t accepted, refused, rate_limited, closed, requests,
		handshakes_failed, resumed, open, heartbeat_ms;
};

struct worker {
	struct workers *all;
	struct admission *admission; /* shared by all workers */
	struct rate *rate;           /* the same */
	unsigned index;
	pthread_t thread;
	bool started, looping;
	uv_loop_t loop;
	uv_async_t wake;
	uv_timer_t clock;
	uint64_t clock_ms; /* when it is set to ring; 0: it is not */
	uv_prepare_t loop_turn;

	struct limits limits;
	struct trust *trust; /* NULL: nobody is believed */
	struct acceptor *acceptors;
	uint64_t paused_until_ms; /* of all paused acceptors */
	struct deadline_list reading, deferred, bodies, sending, lingering;
	size_t open;
	struct conn
		*closed_conns; /* freed at the turn's end, when nobody can look at them */
	int reserve;           /* descriptor kept for when none is left, or -1 */
	bool reserve_lent;     /* ... to a connection */
	uint64_t warned_ms, stranger_warned_ms, silent_warned_ms;
	bool stopping;
	bool stopped; /* with the mutex: its handles are closed */
	bool ended;   /* with the mutex: it takes no more messages */
	uint64_t drain_until_ms, silent_until_ms; /* after a stop; the latter 0: over */

	pthread_mutex_t mutex; /* of the messages */
	struct message *messages, **messages_end;

	struct buf out; /* encrypted bytes on their way; empty between calls */
	struct counters counts;
	void *data;
	char in[READ_BYTES];     /* what one recv gave; dead after the call */
	char plain[CHUNK_BYTES]; /* pieces of a reply gathered for one record */
};

enum conn_state {
	CONN_READING,   /* the handshake and the request */
	CONN_WAITING,   /* for deferred work, or for something to answer from */
	CONN_BODY,      /* what follows the request goes to the service */
	CONN_SENDING,   /* the reply, or only the goodbye */
	CONN_LINGERING, /* our side is shut; drains what the client still sends */
	CONN_DEAD,
};

struct conn {
	struct worker *worker;
	struct acceptor *acceptor;
	struct conn *next_closed;
	enum conn_state state;
	int fd;
	uv_poll_t poll;
	bool polled;  /* poll is initialised */
	int interest; /* what it polls for */

	struct deadline deadline; /* in the list of its state */
	uint64_t accepted_ms;
	union {
		struct sockaddr any;
		struct sockaddr_in in;
		struct sockaddr_in6 in6;
	} peer;

	bool prefaced; /* what a balancer says of it is still to come */
	uint16_t
		local_port; /* what it connected to, as a balancer says; 0: the listener's */
	bool refused;       /* gets service->refuse instead of an answer */
	enum service_refusal refusal;
	unsigned retry_s;   /* the refused one may try again then */
	bool holds_reserve; /* its descriptor is the worker's reserved one */
	bool heard;         /* the client sent something */
	bool end;           /* ... and will send no more: half-closed, or close_notify */
	bool eof;           /* ... half-closed its socket */
	bool secured;       /* the TLS handshake is made */
	struct tls_session *tls;
	struct buf in;        /* the request's bytes, after TLS */
	bool keeps;           /* a body follows them ... */
	size_t request_bytes; /* ... from here on; and then what waits for it, before TLS */
	struct buf kept;
	const struct request_body
		*body; /* who takes it; NULL: nobody yet, or it is over */
	void *body_data;
	uint64_t body_since_ms;
	size_t body_bytes; /* since its deadline was set */
	struct arena arena;
	void *data;
	struct deferred *deferred;

	bool replying; /* reply holds one that done() has not heard of */
	struct reply reply;
	size_t head_sent;
	uint64_t file_at, sent_bytes, lingered_bytes;
	bool said_goodbye; /* close_notify is encrypted */
	char *rest;        /* encrypted bytes that the socket did not take */
	size_t rest_len, rest_sent;
};

/* worker.c */
/* @conn's descriptor is closed: it is counted out. */
void worker_conn_over(struct worker *worker, struct conn *conn);
/* Nothing calls @conn any more: its memory goes when the turn ends. */
void worker_closed(struct worker *worker, struct conn *conn);
static inline void count(atomic_uint_least64_t *counter)
{
	atomic_fetch_add_explicit(counter, 1, memory_order_relaxed);
}

/* acceptor.c */
void acceptor_open(struct worker *worker, const struct listener *listener);
/* Takes what has come, and closes all acceptors of @worker. */
void ports_close(struct worker *worker);
/* Before the loop waits: for each connection the kernel is to wake one worker, and not always the same. */
void ports_queue_up(struct worker *worker);
/* Looks again for connections after a pause for want of descriptors. */
void ports_resume(struct worker *worker);
/* What came by IPv4 to a socket of both families is IPv4 for limits, logs and lists. */
void acceptor_unmap(struct sockaddr_storage *address);
int acceptor_reserve(void); /* a descriptor to hold in reserve, or -1 */

/* conn.c */
struct admitted {
	int fd;
	const struct sockaddr *peer;
	enum admission_answer answer; /* not ADMIT_NOT */
	bool holds_reserve;
	bool prefaced; /* by a balancer that is trusted */
};
void conn_accepted(struct acceptor *acceptor, const struct admitted *admitted);
void conn_expired(struct conn *conn); /* the deadline of its state has come */
void conn_retry(struct conn *conn);   /* asks the service again */
/* Ends it now, whatever it does. */
void conn_drop(struct conn *conn);
/* The same by a reset, which also empties the kernel's buffers. */
void conn_abort(struct conn *conn);
void conn_free(struct conn *conn);
void conn_poll(struct conn *conn, int events);
/* Sends what TLS has to say. False: the connection is over. */
bool conn_flush_early(struct conn *conn);
/* Waits for the client's next bytes, or for what makes an answer; both end the turn. */
void conn_want_more(struct conn *conn);
void conn_wait_for_service(struct conn *conn);

/* True, now and then: what was said @last may be said again. */
bool acceptor_may_warn(const struct worker *worker, uint64_t *last);

/* conn_body.c */
/* Bytes that the body gets when it is there. */
void conn_keep(struct conn *conn, struct slice bytes);
/* reply->body takes over. */
void conn_body_begin(struct conn *conn, const struct reply *reply);
void conn_body_feed(struct conn *conn, struct slice bytes);
/* Asks who took over again. */
void conn_body_ask(struct conn *conn, bool timed_out);
void conn_body_expired(struct conn *conn);
/* Tells the body, if there is one, that nothing more comes. */
void conn_body_cut(struct conn *conn);

/* conn_view.c */
/* @peer as logs have addresses. In @arena, or a constant. */
struct slice conn_address_text(struct arena *arena, const struct sockaddr *peer);
/* Its work aside, if any, goes on alone. */
void conn_forsake_work(struct conn *conn);

/* conn_send.c */
/* Sends @reply in order, then closes in order. */
void conn_reply(struct conn *conn, const struct reply *reply);
/* The same without any reply: close_notify, and the end of our side. */
void conn_finish(struct conn *conn);
void conn_writable(struct conn *conn);
void conn_drain(struct conn *conn); /* while it lingers */
/* Sends rest and worker->out as far as the socket takes them; what it does not take is kept. 1: all
 * was sent, 0: not yet, -errno: the connection is gone. */
int conn_flush(struct conn *conn);
/* Tells the service that the reply ended, and gives up what it held. */
void conn_reply_over(struct conn *conn, bool whole);

#endif
