/* SPDX-License-Identifier: MIT */
#include "net/tls_session.h"

#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <pthread.h>
#include <stdlib.h>

#include "base/memory.h"
#include "net/tls_internal.h"

struct tls_session {
	SSL *ssl;
	struct tls_set *set;
	struct slice server_name; /* own memory */
	bool name_known;
	struct tls_identity *identity; /* NULL: nobody asked yet, or there is none */
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
	struct tls_session *session = memory_new(1, sizeof(*session));
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
	free(session->identity);
	free(session);
}

/* --- the server name ----------------------------------------------------------------------- */

/* The one host name of the server name extension (RFC 6066, 3); empty: none, or none that OpenSSL takes,
 * which then ends the handshake. */
static struct slice sent_name(SSL *ssl)
{
	const unsigned char *ext;
	size_t len;

	if (!SSL_client_hello_get0_ext(ssl, TLSEXT_TYPE_server_name, &ext, &len) ||
		len < 5 || len != 2U + (ext[0] << 8 | ext[1]) ||
		ext[2] != TLSEXT_NAMETYPE_host_name ||
		len != 5U + (ext[3] << 8 | ext[4]) || len > 5 + TLSEXT_MAXLEN_host_name)
		return slice_none;
	struct slice name = slice((const char *)ext + 5, len - 5);
	if (slice_ends(name, S(".")))
		name.len--;
	return slice_find_char(name, '\0') < 0 ? name : slice_none;
}

static void take_name(struct tls_session *session, struct slice sent)
{
	char *name =
		memory_checked(realloc((char *)session->server_name.ptr, sent.len + 1));
	for (size_t i = 0; i < sent.len; i++)
		name[i] = ascii_lower(sent.ptr[i]);
	session->server_name = slice(name, sent.len);
}

/* A session resumes under the name only that it was made for: each site has a certificate and readers of
 * its own. */
static bool bind_to_name(SSL *ssl, struct slice name)
{
	unsigned char digest[SSL_MAX_SID_CTX_LENGTH];
	size_t len = sizeof(digest);

	_Static_assert(SSL_MAX_SID_CTX_LENGTH == 32, "a SHA-256 fits");
	return EVP_Q_digest(NULL, "SHA256", NULL, name.ptr ? name.ptr : "", name.len,
		       digest, &len) == 1 &&
	       SSL_set_session_id_context(ssl, digest, (unsigned)len) == 1;
}

/* The name is read here: of a session that is resumed under TLS 1.2 OpenSSL tells the name that it was made
 * for. */
int tls_session_on_hello(SSL *ssl, int *alert, void *unused)
{
	struct tls_session *session = SSL_get_app_data(ssl);

	(void)unused;
	take_name(session, sent_name(ssl));
	SSL_CTX *found = tls_set_find(session->set, session->server_name);
	session->name_known = found != NULL;
	if (!found) /* the first certificate serves */
		found = session->set->contexts[0];
	if (SSL_get_SSL_CTX(ssl) != found)
		SSL_set_SSL_CTX(ssl, found);
	if (bind_to_name(ssl, session->server_name))
		return SSL_CLIENT_HELLO_SUCCESS;
	*alert = SSL_AD_INTERNAL_ERROR;
	return SSL_CLIENT_HELLO_ERROR;
}

int tls_session_on_server_name(SSL *ssl, int *alert, void *unused)
{
	const struct tls_session *session = SSL_get_app_data(ssl);

	(void)alert, (void)unused;
	return session->name_known ? SSL_TLSEXT_ERR_OK : SSL_TLSEXT_ERR_NOACK;
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

bool tls_session_is_13(const struct tls_session *session)
{
	return SSL_version(session->ssl) == TLS1_3_VERSION;
}

const struct tls_identity *tls_session_identity(struct tls_session *session)
{
	const X509 *certificate = SSL_get0_peer_certificate(session->ssl);
	struct tls_identity identity;

	if (!certificate || tls_session_resumed(session) || !tls_session_is_13(session))
		return NULL;
	if (!session->identity && tls_identity_of(certificate, &identity)) {
		session->identity = memory_new(1, sizeof(identity));
		*session->identity = identity;
	}
	return session->identity;
}
