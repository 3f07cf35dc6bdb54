/* SPDX-License-Identifier: MIT */
/* load PORT HOST RATE SECONDS: asks for gemini://HOST/ RATE times a second and says what became of it.
 * Each connection has 15 s. Status 0 when every reply was whole; what was refused, cut or late is
 * told apart. */
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <openssl/ssl.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

#define THREADS    64
#define PATIENCE_S 15

static struct {
	SSL_CTX *tls;
	const char *host;
	unsigned short port;
	unsigned long long begin_us, gap_us, total;
	atomic_ullong next, whole, refused, cut, resumed;
	pthread_mutex_t lock;
	SSL_SESSION *session; /* under lock */
} load;

static unsigned long long now_us(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (unsigned long long)now.tv_sec * 1000000 +
	       (unsigned long long)now.tv_nsec / 1000;
}

static int keep_session(SSL *ssl, SSL_SESSION *session)
{
	(void)ssl;
	pthread_mutex_lock(&load.lock);
	SSL_SESSION_free(load.session);
	load.session = session;
	pthread_mutex_unlock(&load.lock);
	return 1;
}

/* Is "20 ...", some text and a close_notify there? */
static bool read_reply(SSL *ssl)
{
	char bytes[4096], first = 0;
	int got;

	while ((got = SSL_read(ssl, bytes, sizeof(bytes))) > 0) {
		if (!first)
			first = bytes[0];
	}
	return first == '2' && SSL_get_error(ssl, got) == SSL_ERROR_ZERO_RETURN;
}

static bool converse(int fd)
{
	SSL *ssl = SSL_new(load.tls);
	char request[1024];
	int len = snprintf(request, sizeof(request), "gemini://%s/\r\n", load.host);

	SSL_set_fd(ssl, fd);
	SSL_set_tlsext_host_name(ssl, load.host);
	pthread_mutex_lock(&load.lock);
	if (load.session)
		SSL_set_session(ssl, load.session);
	pthread_mutex_unlock(&load.lock);
	bool whole = SSL_connect(ssl) == 1 && SSL_write(ssl, request, len) == len &&
		     read_reply(ssl);
	if (whole && SSL_session_reused(ssl))
		atomic_fetch_add(&load.resumed, 1);
	if (whole)
		SSL_shutdown(ssl);
	SSL_free(ssl);
	return whole;
}

static void ask(void)
{
	struct sockaddr_in address = {.sin_family = AF_INET,
		.sin_port = htons(load.port),
		.sin_addr = {htonl(INADDR_LOOPBACK)}};
	struct timeval patience = {.tv_sec = PATIENCE_S};
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

	setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof(patience));
	setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof(patience));
	if (connect(fd, (struct sockaddr *)&address, sizeof(address)) < 0) {
		atomic_fetch_add(&load.refused, 1);
		fprintf(stderr, "refused: %s\n", strerror(errno));
	} else if (converse(fd)) {
		atomic_fetch_add(&load.whole, 1);
	} else {
		atomic_fetch_add(&load.cut, 1);
		fprintf(stderr, "cut: %s\n", strerror(errno));
	}
	close(fd);
}

static void *run(void *unused)
{
	unsigned long long mine;

	(void)unused;
	while ((mine = atomic_fetch_add(&load.next, 1)) < load.total) {
		unsigned long long at = load.begin_us + mine * load.gap_us,
				   now = now_us();

		if (at > now)
			usleep((useconds_t)(at - now));
		ask();
	}
	return NULL;
}

int main(int argc, char **argv)
{
	pthread_t threads[THREADS];
	long rate, seconds;

	if (argc != 5 || (rate = strtol(argv[3], NULL, 10)) <= 0 ||
		(seconds = strtol(argv[4], NULL, 10)) <= 0)
		return 2;
	load.port = (unsigned short)strtol(argv[1], NULL, 10);
	load.host = argv[2];
	load.gap_us = 1000000 / (unsigned long long)rate;
	load.total = (unsigned long long)rate * (unsigned long long)seconds;
	pthread_mutex_init(&load.lock, NULL);
	load.tls = SSL_CTX_new(TLS_client_method());
	SSL_CTX_set_verify(load.tls, SSL_VERIFY_NONE, NULL);
	SSL_CTX_set_session_cache_mode(
		load.tls, SSL_SESS_CACHE_CLIENT | SSL_SESS_CACHE_NO_INTERNAL);
	SSL_CTX_sess_set_new_cb(load.tls, keep_session);
	load.begin_us = now_us();
	for (int i = 0; i < THREADS; i++) {
		if (pthread_create(&threads[i], NULL, run, NULL) != 0)
			abort();
	}
	for (int i = 0; i < THREADS; i++)
		pthread_join(threads[i], NULL);
	printf("%llu whole, %llu refused, %llu cut, %llu resumed\n",
		atomic_load(&load.whole), atomic_load(&load.refused),
		atomic_load(&load.cut), atomic_load(&load.resumed));
	SSL_SESSION_free(load.session);
	SSL_CTX_free(load.tls);
	return atomic_load(&load.whole) == load.total ? 0 : 1;
}
