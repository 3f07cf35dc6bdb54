/* SPDX-License-Identifier: MIT */
/* What a person wants to know of a certificate. */
#include <arpa/inet.h>
#include <errno.h>
#include <openssl/x509v3.h>
#include <time.h>

#include "app/certs_internal.h"

static struct slice hex_digest(
	struct arena *arena, const unsigned char *bytes, size_t len)
{
	struct buf text = BUF(BUF_UNLIMITED);
	unsigned char digest[32];
	if (!EVP_Q_digest(NULL, "SHA256", NULL, bytes, len, digest, NULL))
		return slice_none;
	for (size_t i = 0; i < sizeof(digest); i++)
		buf_put_hex(&text, i ? S(":") : S(""), (char)digest[i]);
	return buf_take(&text, arena);
}

static struct slice time_text(struct arena *arena, const ASN1_TIME *time)
{
	struct tm tm;
	if (!ASN1_TIME_to_tm(time, &tm))
		return S("?");
	return arena_printf(
		arena, "%04d-%02d-%02d", tm.tm_year + 1900, tm.tm_mon + 1, tm.tm_mday);
}

static int64_t time_seconds(const ASN1_TIME *time)
{
	struct tm tm;
	return ASN1_TIME_to_tm(time, &tm) ? (int64_t)timegm(&tm) : 0;
}

static void put_name(struct buf *out, const GENERAL_NAME *name)
{
	char text[INET6_ADDRSTRLEN];
	if (out->len && (name->type == GEN_DNS || name->type == GEN_IPADD))
		buf_puts(out, ", ");
	if (name->type == GEN_DNS) {
		buf_put(out, slice((const char *)ASN1_STRING_get0_data(name->d.dNSName),
				     (size_t)ASN1_STRING_length(name->d.dNSName)));
	} else if (name->type == GEN_IPADD) {
		int family =
			ASN1_STRING_length(name->d.iPAddress) == 4 ? AF_INET : AF_INET6;
		if (inet_ntop(family, ASN1_STRING_get0_data(name->d.iPAddress), text,
			    sizeof(text)))
			buf_puts(out, text);
	}
}

int certs_facts(
	struct arena *arena, struct slice chain_pem, struct certs_facts *out, char *error)
{
	struct buf names = BUF(64 * 1024);
	auto_x509 X509 *cert = certs_read_certificate(chain_pem);
	if (!cert)
		return certs_fail(error, -EINVAL, "not a PEM certificate: %s",
			certs_library_words());
	*out = (struct certs_facts){
		.not_before = time_text(arena, X509_get0_notBefore(cert)),
		.not_after = time_text(arena, X509_get0_notAfter(cert)),
		.not_after_s = time_seconds(X509_get0_notAfter(cert)),
		.expired = X509_cmp_current_time(X509_get0_notAfter(cert)) < 0,
	};
	GENERAL_NAMES *san = X509_get_ext_d2i(cert, NID_subject_alt_name, NULL, NULL);
	for (int i = 0; i < sk_GENERAL_NAME_num(san); i++)
		put_name(&names, sk_GENERAL_NAME_value(san, i));
	GENERAL_NAMES_free(san);
	out->names = buf_dup(&names, arena);
	buf_clear(&names);
	int index = X509_NAME_get_index_by_NID(
		X509_get_subject_name(cert), NID_commonName, -1);
	if (index >= 0) {
		const ASN1_STRING *common = X509_NAME_ENTRY_get_data(
			X509_NAME_get_entry(X509_get_subject_name(cert), index));
		buf_put(&names, slice((const char *)ASN1_STRING_get0_data(common),
					(size_t)ASN1_STRING_length(common)));
	}
	out->subject = buf_take(&names, arena);

	unsigned char *der = NULL;
	int len = i2d_X509(cert, &der);
	if (len > 0)
		out->fingerprint = hex_digest(arena, der, (size_t)len);
	OPENSSL_free(der);
	der = NULL;
	len = i2d_X509_PUBKEY(X509_get_X509_PUBKEY(cert), &der);
	if (len > 0)
		out->key_fingerprint = hex_digest(arena, der, (size_t)len);
	OPENSSL_free(der);
	return 0;
}

bool certs_covers(const struct certs_facts *facts, struct slice host)
{
	struct slice rest = facts->names.len ? facts->names : facts->subject, name;
	while (slice_split(&rest, ',', &name)) {
		struct slice label, parent;
		name = slice_trim(name);
		if (slice_eq_nocase(name, host))
			return true;
		if (slice_starts(name, S("*.")) &&
			slice_cut(host, '.', &label, &parent) &&
			slice_eq_nocase(slice_from(name, 2), parent))
			return true;
	}
	return false;
}
