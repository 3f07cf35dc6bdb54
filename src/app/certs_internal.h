/* SPDX-License-Identifier: MIT */
/* What the files of the certificates' door (app/certs*.c) share; nobody else includes it. */
#ifndef APP_CERTS_INTERNAL_H
#define APP_CERTS_INTERNAL_H

#include <openssl/x509.h>

#include "app/certs.h"
#include "app/certs_store_internal.h"

#define auto_x509 __attribute__((cleanup(certs_x509_auto)))
void certs_x509_auto(X509 **cert);
/* The first certificate in @pem, or NULL. */
X509 *certs_read_certificate(struct slice pem);
/* OpenSSL's own words for what went wrong last, which is forgotten then. */
const char *certs_library_words(void);

#endif
