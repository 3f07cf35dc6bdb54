/* SPDX-License-Identifier: MIT */
/* As little as a server can do: no parsing, no limits, no deadlines, no log. What it does, it does as well
 * as we know how: one thread with epoll, everything read that is there before it waits, reply and
 * close_notify in one send, closed in order. */
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/tcp.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include "bench.h"

#define REQUEST_MAX  2048
#define GATHER_BYTES 20480
#define EVENTS       256
#define BACKLOG      4096
#define GUESTS_MAX   16384 /* by descriptor */

struct guest {
	int fd;
	SSL *ssl; /* NULL: Gopher */
	bool shaken, asked, said;
	size_t sent;
};

struct house {
	int listener, epoll;
	struct guest *guests;
	SSL_CTX *ctx;
	const char *reply;
	size_t len;
};

static int listen_somewhere(uint16_t *port)
{
	struct sockaddr_in address = {
		.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
	socklen_t len = sizeof(address);
	int one = 1, fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	if (fd < 0 || bind(fd, (struct sockaddr *)&address, len) || listen(fd, BACKLOG) ||
		getsockname(fd, (struct sockaddr *)&address, &len))
		return -1;
	setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof(one));
	*port = ntohs(address.sin_port);
	return fd;
}

static SSL_CTX *context(const char *chain, const char *key)
{
	SSL_CTX *ctx = SSL_CTX_new(TLS_server_method());
	SSL_CTX_set_min_proto_version(ctx, TLS1_2_VERSION);
	SSL_CTX_set_options(
		ctx, SSL_OP_CIPHER_SERVER_PREFERENCE | SSL_OP_NO_RENEGOTIATION |
			     SSL_OP_IGNORE_UNEXPECTED_EOF | SSL_OP_PRIORITIZE_CHACHA);
	SSL_CTX_set_mode(ctx, SSL_MODE_RELEASE_BUFFERS | SSL_MODE_NO_AUTO_CHAIN |
				      SSL_MODE_ENABLE_PARTIAL_WRITE |
				      SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER);
	SSL_CTX_set_num_tickets(ctx, 1);
	SSL_CTX_set_read_ahead(ctx, 1);
	SSL_CTX_set_session_cache_mode(ctx, SSL_SESS_CACHE_OFF);
	SSL_CTX_set_session_id_context(ctx, (const unsigned char *)"floor", 5);
	if (!SSL_CTX_set1_groups_list(ctx, "X25519:P-256:X448:P-521:P-384") ||
		!SSL_CTX_set_ciphersuites(ctx, "TLS_AES_128_GCM_SHA256:TLS_AES_256_GCM_"
					       "SHA384:TLS_CHACHA20_POLY1305_SHA256") ||
		SSL_CTX_use_certificate_chain_file(ctx, chain) != 1 ||
		SSL_CTX_use_PrivateKey_file(ctx, key, SSL_FILETYPE_PEM) != 1)
		exit(1);
	return ctx;
}

/* What is written is gathered until OpenSSL or we flush it. */
static SSL *open_tls(SSL_CTX *ctx, int fd)
{
	SSL *ssl = SSL_new(ctx);
	BIO *socket = BIO_new_socket(fd, BIO_NOCLOSE);
	BIO *gather = BIO_new(BIO_f_buffer());
	if (!ssl || !socket || !gather)
		abort();
	BIO_set_write_buffer_size(gather, GATHER_BYTES);
	BIO_up_ref(socket);
	SSL_set_bio(ssl, socket, BIO_push(gather, socket));
	SSL_set_accept_state(ssl);
	return ssl;
}

static void leave(struct guest *guest)
{
	SSL_free(guest->ssl);
	guest->ssl = NULL;
	close(guest->fd);
}

static bool waits(const struct guest *guest, int got)
{
	int error = SSL_get_error(guest->ssl, got);
	return error == SSL_ERROR_WANT_READ || error == SSL_ERROR_WANT_WRITE;
}

/* Each returns 1 when it is done, 0 when it has to wait, -1 when the guest is to go. */
static int hear(struct guest *guest)
{
	char request[REQUEST_MAX];
	if (!guest->ssl) {
		ssize_t got = read(guest->fd, request, sizeof(request));
		return got > 0 && memchr(request, '\n', (size_t)got) ? 1
		       : got < 0 && errno == EAGAIN                  ? 0
								     : -1;
	}
	if (!guest->shaken) {
		int got = SSL_do_handshake(guest->ssl);
		if (got != 1)
			return waits(guest, got) ? 0 : -1;
		guest->shaken = true;
	}
	int got = SSL_read(guest->ssl, request, sizeof(request));
	if (got <= 0)
		return waits(guest, got) ? 0 : -1;
	return memchr(request, '\n', (size_t)got) ? 1 : -1;
}

static int say(struct guest *guest, const struct house *house)
{
	while (guest->sent < house->len) {
		const char *from = house->reply + guest->sent;
		size_t len = house->len - guest->sent;
		if (guest->ssl) {
			int got = SSL_write(guest->ssl, from, (int)len);
			if (got <= 0)
				return waits(guest, got) ? 0 : -1;
			guest->sent += (size_t)got;
			continue;
		}
		ssize_t got = write(guest->fd, from, len);
		if (got < 0)
			return errno == EAGAIN ? 0 : -1;
		guest->sent += (size_t)got;
	}
	if (guest->ssl) {
		if (!(SSL_get_shutdown(guest->ssl) & SSL_SENT_SHUTDOWN))
			SSL_shutdown(guest->ssl);
		if (BIO_flush(SSL_get_wbio(guest->ssl)) != 1)
			return BIO_should_retry(SSL_get_wbio(guest->ssl)) ? 0 : -1;
	}
	shutdown(guest->fd, SHUT_WR);
	return 1;
}

/* As far as it goes now. */
static void serve(struct guest *guest, const struct house *house)
{
	char drain[REQUEST_MAX];
	ssize_t got;
	int done = 1;
	ERR_clear_error();
	if (!guest->asked) {
		done = hear(guest);
		guest->asked = done > 0;
	}
	if (guest->asked && !guest->said) {
		done = say(guest, house);
		guest->said = done > 0;
	}
	if (!guest->said) {
		if (done < 0)
			leave(guest);
		return;
	}
	/* What the client still sends is read before the socket is closed, so that nothing is reset. */
	while ((got = read(guest->fd, drain, sizeof(drain))) > 0)
		;
	if (got == 0 || errno != EAGAIN)
		leave(guest);
}

static void welcome(const struct house *house)
{
	int fd;
	while ((fd = accept4(house->listener, NULL, NULL,
			SOCK_CLOEXEC | SOCK_NONBLOCK)) >= 0) {
		struct epoll_event event = {
			.events = EPOLLIN | EPOLLOUT | EPOLLET, .data.fd = fd};
		if (fd >= GUESTS_MAX ||
			epoll_ctl(house->epoll, EPOLL_CTL_ADD, fd, &event) < 0) {
			close(fd);
			continue;
		}
		struct guest *guest = &house->guests[fd];
		*guest = (struct guest){.fd = fd};
		if (house->ctx)
			guest->ssl = open_tls(house->ctx, fd);
		serve(guest, house);
	}
}

static void run(const struct house *house)
{
	struct epoll_event events[EVENTS],
		event = {.events = EPOLLIN, .data.fd = house->listener};
	epoll_ctl(house->epoll, EPOLL_CTL_ADD, house->listener, &event);
	while (true) {
		int count = epoll_wait(house->epoll, events, EVENTS, -1);
		for (int i = 0; i < count; i++) {
			int fd = events[i].data.fd;
			if (fd == house->listener)
				welcome(house);
			else
				serve(&house->guests[fd], house);
		}
	}
}

bool floor_start(
	struct floor *floor, const struct body *body, const char *chain, const char *key)
{
	static const char head[] = "20 text/gemini; lang=en\r\n";
	size_t head_len = chain ? sizeof(head) - 1 : 0;
	int fd = listen_somewhere(&floor->port);
	if (fd < 0)
		return false;
	floor->pid = child_fork(true);
	if (floor->pid) {
		close(fd);
		return true;
	}
	signal(SIGPIPE, SIG_IGN);
	char *reply = malloc(head_len + body->len);
	struct guest *guests = calloc(GUESTS_MAX, sizeof(*guests));
	if (!reply || !guests)
		_exit(1);
	memcpy(reply, head, head_len);
	memcpy(reply + head_len, body->bytes, body->len);
	run(&(struct house){.listener = fd,
		.epoll = epoll_create1(EPOLL_CLOEXEC),
		.guests = guests,
		.ctx = chain ? context(chain, key) : NULL,
		.reply = reply,
		.len = head_len + body->len});
	_exit(0);
}
