/* SPDX-License-Identifier: MIT */
/* Clients that do what real ones do and look at every byte: TLS 1.3 with full handshakes or resumed
 * sessions, Gopher, closed in order. */
#ifndef BENCH_LOAD_H
#define BENCH_LOAD_H

#include <openssl/ssl.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* What a reply has to be, without Gemini's header. */
struct body {
	char *bytes;
	size_t len;
};

/* What a load is. */
struct load {
	uint16_t port;
	bool tls;
	const char *request;        /* "gemini://localhost:1965/\r\n" */
	const struct body *body;    /* NULL: any */
	unsigned clients, requests; /* of a closed loop: side by side, in all */
	bool beside_one_core; /* the server has the last core: clients keep off it */
	bool lenient; /* a reply without close_notify will do: not all peers are orderly */
	unsigned
		addresses; /* from how many addresses of the loopback; 0: one, 127.0.0.1 */
	SSL_SESSION **
		sessions; /* NULL: every handshake is full; else one for each client, NULL at
				 * first, kept from run to run */
};

/* How a request fails: nobody listens; the connection is cut or ends in an alert; TIMEOUT_S passed;
 * another status or body; the end comes without close_notify. */
enum load_error {
	LOAD_REFUSED,
	LOAD_RESET,
	LOAD_TIMEOUT,
	LOAD_WRONG,
	LOAD_UNCLOSED,
	LOAD_ERRORS,
	LOAD_GOOD = LOAD_ERRORS
};

struct load_result {
	unsigned good, resumed, errors[LOAD_ERRORS];
	double p50_ms, p95_ms, p99_ms;
};

unsigned load_failed(const struct load_result *result);
/* "3 refused, 1 reset", to be freed; "no errors". */
char *load_errors_text(const struct load_result *result);
/* Fills p50_ms and its like. Sorts. */
void load_percentiles(struct load_result *result, double *latencies_ms, size_t count);

/* A closed loop: each client asks again as soon as it has its answer. 30 s at most. */
void load_run(const struct load *load, struct load_result *out);
/* Asks again and again until there is a good answer, 10 s at most; true: @out is its body, to be freed. */
bool load_fetch(const struct load *load, struct body *out);
bool load_fetch_within(const struct load *load, struct body *out, unsigned budget_ms);

/* --- what every kind of client is made of --- */

SSL_CTX *client_context(void);
/* A socket to @port, non-blocking or with TIMEOUT_S to every call, from 127.0.0.1 or, with @address from 1
 * to 250, from another. -1: refused, or errno is EINPROGRESS. */
int client_connect(uint16_t port, unsigned address, bool blocking);
/* Keeps the session that the server gives in *@session. */
SSL *client_tls(SSL_CTX *ctx, int fd, SSL_SESSION **session);

/* Reads a reply as it comes. All zero at first. */
struct reply_check {
	bool in_body, wrong;
	size_t head, at;   /* bytes of the header and of the body so far */
	struct body *keep; /* NULL: nothing is kept */
};

void reply_check(struct reply_check *check, const struct load *load, const char *bytes,
	size_t len);
/* At the end: is it whole, and right? */
bool reply_good(const struct reply_check *check, const struct load *load);
/* What SSL_read told last: *over when no more will come, with how it ended. */
enum load_error reply_end_tls(SSL *ssl, int got, bool *over);

#endif
