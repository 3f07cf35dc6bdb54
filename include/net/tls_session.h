/* SPDX-License-Identifier: MIT */
/* One TLS connection without a socket: encrypted bytes in, encrypted bytes out into the caller's buf,
 * so that many records leave in one send. Belongs to one thread. */
#ifndef NET_TLS_SESSION_H
#define NET_TLS_SESSION_H

#include <stdbool.h>

#include "base/buf.h"
#include "base/slice.h"
#include "net/tls.h"

struct tls_session;

enum tls_result {
	TLS_DONE, /* handshake: it is made; read: bytes were read */
	TLS_MORE, /* needs more of the client's bytes; all that were given are taken */
	TLS_END,  /* the client will send no more (close_notify, or its end of stream) */
	TLS_FAILED,
};

/* With the certificates that @context has now. NULL: no memory for it. */
struct tls_session *tls_session_new(struct tls_context *context);
void tls_session_free(struct tls_session *session);

/* Each call takes bytes off @in, appends what is to be sent to @out (also on TLS_FAILED: the alert).
 * @end: nothing follows @in. */
enum tls_result tls_session_handshake(
	struct tls_session *session, struct slice *in, bool end, struct buf *out);
/* At most @room bytes of plain text to @into; *got of them on TLS_DONE. */
enum tls_result tls_session_read(struct tls_session *session, struct slice *in, bool end,
	struct buf *out, char *into, size_t room, size_t *got);
/* All of @plain becomes records in @out. False: the session is broken. */
bool tls_session_write(struct tls_session *session, struct slice plain, struct buf *out);
/* Appends close_notify. */
void tls_session_close(struct tls_session *session, struct buf *out);

/* After the handshake: */
bool tls_session_resumed(const struct tls_session *session);
bool tls_session_is_13(const struct tls_session *session);
/* Whose certificate the client showed in this handshake; NULL: none, or it was resumed, or it is not of TLS
 * 1.3. Lives as long as the session. */
const struct tls_identity *tls_session_identity(struct tls_session *session);
/* Of this hello, also where it resumed a session. Lower case, without a last dot; empty: none. Lives as
 * long as the session. */
struct slice tls_session_server_name(const struct tls_session *session);

/* A client that starts with this byte speaks TLS (the handshake record type of RFC 8446, 5.1). */
#define TLS_FIRST_BYTE 0x16

#endif
