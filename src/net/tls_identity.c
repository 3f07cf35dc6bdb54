/* SPDX-License-Identifier: MIT */
/* Whom a client's certificate stands for. */
#include <limits.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/x509.h>

#include "net/tls_internal.h"

static enum tls_client_key strength_of(const X509 *certificate)
{
	static const struct {
		int type, bits_min, bits_max;
	} good[] = {
		{EVP_PKEY_RSA, 2048, 8192},
		{EVP_PKEY_RSA_PSS, 2048, 8192},
		{EVP_PKEY_EC, 256, INT_MAX},
		{EVP_PKEY_ED25519, 0, INT_MAX},
		{EVP_PKEY_ED448, 0, INT_MAX},
	};
	const EVP_PKEY *key = X509_get0_pubkey(certificate);

	for (size_t i = 0; key && i < sizeof(good) / sizeof(*good); i++) {
		int bits = EVP_PKEY_get_bits(key);
		if (EVP_PKEY_get_base_id(key) == good[i].type && bits >= good[i].bits_min)
			return bits > good[i].bits_max ? TLS_CLIENT_KEY_LARGE
						       : TLS_CLIENT_KEY_GOOD;
	}
	/* Among them what we do not know. */
	return TLS_CLIENT_KEY_WEAK;
}

/* What is no date ended long ago. */
static int64_t expiry_of(const X509 *certificate)
{
	ASN1_TIME *epoch = ASN1_TIME_set(NULL, 0);
	int days = 0, seconds = 0;
	bool known = epoch && ASN1_TIME_diff(&days, &seconds, epoch,
				      X509_get0_notAfter(certificate)) == 1;

	ASN1_TIME_free(epoch);
	return known ? (int64_t)days * 24 * 60 * 60 + seconds : INT64_MIN;
}

static bool hash_key(const X509 *certificate, unsigned char *out)
{
	unsigned char *der = NULL;
	int len = i2d_X509_PUBKEY(X509_get_X509_PUBKEY(certificate), &der);
	bool done = len > 0 &&
		    EVP_Digest(der, (size_t)len, out, NULL, EVP_sha256(), NULL) == 1;

	OPENSSL_free(der);
	return done;
}

bool tls_identity_of(const X509 *certificate, struct tls_identity *out)
{
	bool done = hash_key(certificate, out->key) &&
		    X509_digest(certificate, EVP_sha256(), out->certificate, NULL) == 1;

	out->expires_at = expiry_of(certificate);
	out->strength = strength_of(certificate);
	ERR_clear_error();
	return done;
}
