/* SPDX-License-Identifier: MIT */
#include "net/tls_session.h"

#include <openssl/bio.h>
#include <openssl/err.h>
#include <pthread.h>
#include <stdlib.h>

#include "net/tls_internal.h"

struct tls_session {
	SSL *ssl;
	struct tls_set *set;
	struct slice server_name; /* own memory */
	/* During a call: */
	struct slice *in;
	bool end;
	struct buf *out;
};

/* --- the BIO: reads the caller's slice, writes the caller's buf --------------------------- */

static int bio_read(BIO *bio, char *into, int room)
{
	struct tls_session *session = BIO_get_data(bio);
	size_t take = (size_t)room;

	BIO_clear_retry_flags(bio);
	if (!session->in || session->in->len == 0) {
		if (session->end)
			return 0;
		BIO_set_retry_read(bio);
		return -1;
	}
	if (take > session->in->len)
		take = session->in->len;
	memcpy(into, session->in->ptr, take);
	*session->in = slice_from(*session->in, take);
	return (int)take;
}

static int bio_write(BIO *bio, const char *bytes, int len)
{
	struct tls_session *session = BIO_get_data(bio);

	BIO_clear_retry_flags(bio);
	if (!session->out)
		return -1;
	buf_put(session->out, slice(bytes, (size_t)len));
	return len;
}

static long bio_ctrl(BIO *bio, int command, long number, void *ptr)
{
	(void)bio, (void)number, (void)ptr;
	return command == BIO_CTRL_FLUSH || command == BIO_CTRL_DUP;
}

static pthread_once_t once = PTHREAD_ONCE_INIT;
static BIO_METHOD *method;

static void make_method(void)
{
	method = BIO_meth_new(
		BIO_get_new_index() | BIO_TYPE_SOURCE_SINK, "splashdown connection");
	if (!method || !BIO_meth_set_read(method, bio_read) ||
		!BIO_meth_set_write(method, bio_write) ||
		!BIO_meth_set_ctrl(method, bio_ctrl))
		abort();
}

/* --- life ---------------------------------------------------------------------------------- */

struct tls_session *tls_session_new(struct tls_context *context)
{
	struct tls_session *session = calloc(1, sizeof(*session));

	if (!session)
		abort();
	pthread_once(&once, make_method);
	ERR_clear_error();
	session->set = tls_context_take(context);
	session->ssl = SSL_new(session->set->contexts[0]);
	BIO *bio = session->ssl ? BIO_new(method) : NULL;
	if (!bio) {
		tls_session_free(session);
		return NULL;
	}
	BIO_set_data(bio, session);
	BIO_set_init(bio, 1);
	SSL_set_bio(session->ssl, bio, bio);
	SSL_set_app_data(session->ssl, session);
	SSL_set_accept_state(session->ssl);
	return session;
}

void tls_session_free(struct tls_session *session)
{
	if (!session)
		return;
	SSL_free(session->ssl);
	ERR_clear_error();
	tls_set_drop(session->set);
	free((char *)session->server_name.ptr);
	free(session);
}

/* --- the server name ----------------------------------------------------------------------- */

int tls_session_on_server_name(SSL *ssl, int *alert, void *unused)
{
	struct tls_session *session = SSL_get_app_data(ssl);
	struct slice sent = slice_str(SSL_get_servername(ssl, TLSEXT_NAMETYPE_host_name));

	(void)alert, (void)unused;
	if (sent.len && sent.ptr[sent.len - 1] == '.')
		sent.len--;
	if (sent.len == 0)
		return SSL_TLSEXT_ERR_NOACK;

	char *name = realloc((char *)session->server_name.ptr, sent.len);
	if (!name)
		abort();
	for (size_t i = 0; i < sent.len; i++)
		name[i] = ascii_lower(sent.ptr[i]);
	session->server_name = slice(name, sent.len);

	SSL_CTX *found = tls_set_find(session->set, session->server_name);
	if (!found)
		return SSL_TLSEXT_ERR_NOACK; /* the first certificate serves */
	if (SSL_get_SSL_CTX(ssl) != found)
		SSL_set_SSL_CTX(ssl, found);
	return SSL_TLSEXT_ERR_OK;
}

struct slice tls_session_server_name(const struct tls_session *session)
{
	return session->server_name;
}

/* --- the calls ------------------------------------------------------------------------------ */

static void enter(
	struct tls_session *session, struct slice *in, bool end, struct buf *out)
{
	session->in = in;
	session->end = end;
	session->out = out;
	/* A leftover of another session would be taken for an error of this one. */
	ERR_clear_error();
}

static enum tls_result leave(struct tls_session *session, int result)
{
	int error = result > 0 ? SSL_ERROR_NONE : SSL_get_error(session->ssl, result);

	session->in = NULL;
	session->out = NULL;
	switch (error) {
	case SSL_ERROR_NONE:
		return TLS_DONE;
	case SSL_ERROR_WANT_READ:
		return TLS_MORE;
	case SSL_ERROR_ZERO_RETURN:
		return TLS_END;
	default:
		return TLS_FAILED;
	}
}

enum tls_result tls_session_handshake(
	struct tls_session *session, struct slice *in, bool end, struct buf *out)
{
	enter(session, in, end, out);
	return leave(session, SSL_do_handshake(session->ssl));
}

enum tls_result tls_session_read(struct tls_session *session, struct slice *in, bool end,
	struct buf *out, char *into, size_t room, size_t *got)
{
	enter(session, in, end, out);
	return leave(session, SSL_read_ex(session->ssl, into, room, got));
}

bool tls_session_write(struct tls_session *session, struct slice plain, struct buf *out)
{
	size_t written = 0;

	if (plain.len == 0)
		return true;
	enter(session, NULL, false, out);
	return leave(session, SSL_write_ex(session->ssl, plain.ptr, plain.len,
				      &written)) == TLS_DONE &&
	       written == plain.len;
}

void tls_session_close(struct tls_session *session, struct buf *out)
{
	if (!SSL_is_init_finished(session->ssl))
		return;
	enter(session, NULL, false, out);
	(void)SSL_shutdown(session->ssl);
	session->in = NULL;
	session->out = NULL;
}

bool tls_session_resumed(const struct tls_session *session)
{
	return SSL_session_reused(session->ssl);
}
