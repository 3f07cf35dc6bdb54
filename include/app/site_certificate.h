/* SPDX-License-Identifier: MIT */
/* Which certificate a site gets: the one that its configuration names, else the credential that a
 * service manager passed ($CREDENTIALS_DIRECTORY, systemd.exec(5)), else one of its own in the state
 * folder.
 *
 * Credentials are called HOST.crt and HOST.key by the site's first host, or certificate and key: these
 * are for the only site, and for each that the certificate names. One that holds the word "none"
 * stands for none: a unit has to fill in something where the file is not there. An empty one, or one that cannot
 * be read, is an error: a certificate that readers know is never replaced by mistake. */
#ifndef APP_SITE_CERTIFICATE_H
#define APP_SITE_CERTIFICATE_H

#include "app/certs.h"
#include "app/config.h"
#include "net/tls.h"

/* A look between is silent, and a certificate that went away is not generated again: readers know it by its
 * key. */
enum site_certificate_when { CERTIFICATE_START, CERTIFICATE_RELOAD, CERTIFICATE_LOOK };

/* As certs_load and certs_ensure. */
int site_certificate(struct arena *arena, const struct config *config,
	const struct config_site *site, enum site_certificate_when when,
	struct certs_pair *out, char *error);
/* Every site's, for TLS. @stamp is of the bytes that were read: it changes when they do. */
int site_certificates(const struct config *config, struct arena *arena,
	struct tls_options *out, unsigned long long *stamp,
	enum site_certificate_when when, char *error);

#endif
