/* SPDX-License-Identifier: MIT */
#include "app/certs.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <openssl/ec.h>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <openssl/x509v3.h>
#include <stdio.h>
#include <time.h>
#include <unistd.h>

#include "base/file.h"
#include "base/log.h"

#define PEM_MAX_BYTES (256 * 1024)
#define DAY_SECONDS   86400

static void evp_pkey_auto(EVP_PKEY **key)
{
	EVP_PKEY_free(*key);
}

static void x509_auto(X509 **cert)
{
	X509_free(*cert);
}

static void bio_auto(BIO **bio)
{
	BIO_free(*bio);
}

#define auto_key  __attribute__((cleanup(evp_pkey_auto)))
#define auto_x509 __attribute__((cleanup(x509_auto)))
#define auto_bio  __attribute__((cleanup(bio_auto)))

static int fail(char *error, int code, const char *format, ...)
	__attribute__((format(printf, 3, 4)));

static int fail(char *error, int code, const char *format, ...)
{
	va_list args;
	va_start(args, format);
	vsnprintf(error, CERTS_ERROR_BYTES, format, args);
	va_end(args);
	ERR_clear_error();
	return code;
}

/* OpenSSL's own words for what went wrong last. */
static const char *library_words(void)
{
	const char *words = ERR_reason_error_string(ERR_peek_last_error());
	return words ? words : "unknown error of the TLS library";
}

static struct slice bio_dup(struct arena *arena, BIO *bio)
{
	char *bytes;
	long len = BIO_get_mem_data(bio, &bytes);
	return arena_dup(arena, slice(bytes, len > 0 ? (size_t)len : 0));
}

/* The library would ask on the terminal, and a server stand still until somebody answers. */
static int no_passphrase(char *into, int room, int writing, void *unused)
{
	(void)into, (void)room, (void)writing, (void)unused;
	return 0;
}

static EVP_PKEY *read_key(struct slice pem)
{
	auto_bio BIO *bio = BIO_new_mem_buf(pem.ptr, (int)pem.len);
	return bio ? PEM_read_bio_PrivateKey(bio, NULL, no_passphrase, NULL) : NULL;
}

static X509 *read_certificate(struct slice pem)
{
	auto_bio BIO *bio = BIO_new_mem_buf(pem.ptr, (int)pem.len);
	return bio ? PEM_read_bio_X509(bio, NULL, no_passphrase, NULL) : NULL;
}

static bool write_key(struct arena *arena, EVP_PKEY *key, struct slice *pem)
{
	auto_bio BIO *bio = BIO_new(BIO_s_mem());
	if (!bio || !PEM_write_bio_PKCS8PrivateKey(bio, key, NULL, NULL, 0, NULL, NULL))
		return false;
	*pem = bio_dup(arena, bio);
	return true;
}

static bool write_certificate(struct arena *arena, X509 *cert, struct slice *pem)
{
	auto_bio BIO *bio = BIO_new(BIO_s_mem());
	if (!bio || !PEM_write_bio_X509(bio, cert))
		return false;
	*pem = bio_dup(arena, bio);
	return true;
}

static bool is_address(struct arena *arena, struct slice host)
{
	struct in6_addr ignored;
	const char *text = arena_cstr(arena, host);
	return inet_pton(AF_INET, text, &ignored) == 1 ||
	       inet_pton(AF_INET6, text, &ignored) == 1;
}

static bool add_extension(X509 *cert, int nid, const char *value)
{
	X509V3_CTX ctx;
	X509V3_set_ctx_nodb(&ctx);
	X509V3_set_ctx(&ctx, cert, cert, NULL, NULL, 0);
	X509_EXTENSION *extension = X509V3_EXT_conf_nid(NULL, &ctx, nid, value);
	bool added = extension && X509_add_ext(cert, extension, -1);
	X509_EXTENSION_free(extension);
	return added;
}

/* "DNS:example.org,IP:192.0.2.1" */
static const char *alternative_names(
	struct arena *arena, const struct slice *hosts, size_t count)
{
	struct buf names;
	buf_init(&names, 0);
	for (size_t i = 0; i < count; i++)
		buf_printf(&names, "%s%s:%.*s", i ? "," : "",
			is_address(arena, hosts[i]) ? "IP" : "DNS", SARG(hosts[i]));
	const char *out = arena_cstr(arena, buf_slice(&names));
	buf_fini(&names);
	return out;
}

static bool fill_certificate(struct arena *arena, X509 *cert, EVP_PKEY *key,
	const struct slice *hosts, size_t count)
{
	unsigned char serial[16];
	X509_NAME *name = X509_get_subject_name(cert);
	/* RFC 5280 allows 64 characters in a common name; the SAN has the whole. */
	struct slice common = slice_head(hosts[0], 64);
	if (RAND_bytes(serial, sizeof(serial)) != 1)
		return false;
	serial[0] &= 0x7f; /* positive */
	BIGNUM *number = BN_bin2bn(serial, sizeof(serial), NULL);
	bool ok = number && BN_to_ASN1_INTEGER(number, X509_get_serialNumber(cert));
	BN_free(number);
	return ok && X509_set_version(cert, X509_VERSION_3) &&
	       X509_gmtime_adj(X509_getm_notBefore(cert), -DAY_SECONDS) &&
	       ASN1_TIME_set_string(X509_getm_notAfter(cert), "99991231235959Z") &&
	       X509_set_pubkey(cert, key) &&
	       X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_UTF8,
		       (const unsigned char *)common.ptr, (int)common.len, -1, 0) &&
	       X509_set_issuer_name(cert, name) &&
	       add_extension(cert, NID_subject_alt_name,
		       alternative_names(arena, hosts, count)) &&
	       add_extension(cert, NID_basic_constraints, "critical,CA:FALSE") &&
	       add_extension(cert, NID_key_usage, "critical,digitalSignature") &&
	       add_extension(cert, NID_ext_key_usage, "serverAuth") &&
	       add_extension(cert, NID_subject_key_identifier, "hash") &&
	       X509_sign(cert, key, EVP_sha256());
}

/* Opens the state folder, made when it is not there. */
static int open_state(const char *state, char *error)
{
	int made = file_make_folders(state, 0700);
	int fd = made ? -1 : open(state, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (fd < 0) {
		int code = made ? made : -errno;
		return fail(error, code,
			"the state folder %s cannot be used: %s; name another one with "
			"--state or make it writable",
			state, log_strerror(code));
	}
	return fd;
}

static void name_paths(struct arena *arena, const char *state, struct slice host,
	struct certs_pair *pair)
{
	pair->chain_path = arena_printf(arena, "%s/%.*s.crt", state, SARG(host));
	pair->key_path = arena_printf(arena, "%s/%.*s.key", state, SARG(host));
}

static const char *base_name(struct slice path)
{
	ptrdiff_t slash = slice_rfind_char(path, '/');
	return path.ptr + slash + 1; /* NUL-terminated by arena_printf */
}

static int store(int folder, const struct certs_pair *pair, bool with_key, char *error)
{
	int code = 0;
	if (with_key)
		code = file_replace(
			folder, base_name(pair->key_path), 0600, pair->key_pem);
	if (code)
		return fail(error, code, "%.*s cannot be written: %s",
			SARG(pair->key_path), log_strerror(code));
	code = file_replace(folder, base_name(pair->chain_path), 0644, pair->chain_pem);
	if (code)
		return fail(error, code, "%.*s cannot be written: %s",
			SARG(pair->chain_path), log_strerror(code));
	return 0;
}

static int make_certificate(struct arena *arena, EVP_PKEY *key, const struct slice *hosts,
	size_t count, struct slice *pem, char *error)
{
	auto_x509 X509 *cert = X509_new();
	if (!cert || !fill_certificate(arena, cert, key, hosts, count) ||
		!write_certificate(arena, cert, pem))
		return fail(error, -EINVAL, "no certificate could be made for %.*s: %s",
			SARG(hosts[0]), library_words());
	return 0;
}

static int make_pair(struct arena *arena, int folder, const struct slice *hosts,
	size_t count, struct certs_pair *pair, char *error)
{
	auto_key EVP_PKEY *key = EVP_EC_gen("P-256");
	if (!key || !write_key(arena, key, &pair->key_pem))
		return fail(error, -EINVAL, "no key could be made: %s", library_words());
	int code = make_certificate(arena, key, hosts, count, &pair->chain_pem, error);
	if (!code)
		code = store(folder, pair, true, error);
	pair->made = !code;
	return code;
}

static int read_pem(struct arena *arena, const char *path, struct slice *out, char *error)
{
	struct buf bytes;
	auto_close int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	if (fd < 0)
		return fail(error, -errno, "%s cannot be read: %s", path,
			log_strerror(errno));
	buf_init(&bytes, PEM_MAX_BYTES);
	int code = file_read(fd, PEM_MAX_BYTES, &bytes);
	*out = buf_dup(&bytes, arena);
	buf_fini(&bytes);
	if (code < 0)
		return fail(
			error, code, "%s cannot be read: %s", path, log_strerror(code));
	return 0;
}

int certs_load(struct arena *arena, const char *chain_path, const char *key_path,
	struct certs_pair *out, char *error)
{
	*out = (struct certs_pair){.chain_path = arena_dup(arena, slice_str(chain_path)),
		.key_path = arena_dup(arena, slice_str(key_path))};
	int code = read_pem(arena, chain_path, &out->chain_pem, error);
	if (!code)
		code = read_pem(arena, key_path, &out->key_pem, error);
	if (code)
		return code;
	auto_x509 X509 *cert = read_certificate(out->chain_pem);
	if (!cert)
		return fail(error, -EINVAL, "%s holds no PEM certificate: %s", chain_path,
			library_words());
	auto_key EVP_PKEY *key = read_key(out->key_pem);
	if (!key)
		return fail(error, -EINVAL,
			"%s holds no PEM private key without a passphrase: %s", key_path,
			library_words());
	if (X509_check_private_key(cert, key) != 1)
		return fail(error, -EINVAL,
			"the key %s does not belong to the certificate %s; name the two "
			"files of one pair",
			key_path, chain_path);
	return 0;
}

int certs_find(struct arena *arena, const char *state, struct slice host,
	struct certs_pair *out, char *error)
{
	struct certs_pair names = {0};
	name_paths(arena, state, host, &names);
	return certs_load(arena, arena_cstr(arena, names.chain_path),
		arena_cstr(arena, names.key_path), out, error);
}

int certs_ensure(struct arena *arena, const char *state, const struct slice *hosts,
	size_t count, struct certs_pair *out, char *error)
{
	*out = (struct certs_pair){0};
	auto_close int folder = open_state(state, error);
	if (folder < 0)
		return folder;
	name_paths(arena, state, hosts[0], out);
	bool has_key = faccessat(folder, base_name(out->key_path), F_OK, 0) == 0;
	bool has_chain = faccessat(folder, base_name(out->chain_path), F_OK, 0) == 0;
	if (!has_key && !has_chain)
		return make_pair(arena, folder, hosts, count, out, error);
	if (has_key && !has_chain)
		return certs_renew(arena, state, hosts, count, out, error);
	return certs_load(arena, arena_cstr(arena, out->chain_path),
		arena_cstr(arena, out->key_path), out, error);
}

int certs_renew(struct arena *arena, const char *state, const struct slice *hosts,
	size_t count, struct certs_pair *out, char *error)
{
	*out = (struct certs_pair){0};
	auto_close int folder = open_state(state, error);
	if (folder < 0)
		return folder;
	name_paths(arena, state, hosts[0], out);
	int code =
		read_pem(arena, arena_cstr(arena, out->key_path), &out->key_pem, error);
	if (code)
		return code;
	auto_key EVP_PKEY *key = read_key(out->key_pem);
	if (!key)
		return fail(error, -EINVAL, "%.*s holds no PEM private key: %s",
			SARG(out->key_path), library_words());
	code = make_certificate(arena, key, hosts, count, &out->chain_pem, error);
	if (!code)
		code = store(folder, out, false, error);
	out->made = !code;
	return code;
}

/* Moves NAME to NAME.old, if it is there. */
static int keep_old(struct arena *arena, int folder, struct slice path, char *error)
{
	const char *name = base_name(path);
	const char *old = arena_cstr(arena, arena_printf(arena, "%s.old", name));
	if (renameat(folder, name, folder, old) && errno != ENOENT)
		return fail(error, -errno, "%.*s cannot be kept as %s: %s", SARG(path),
			old, log_strerror(errno));
	return 0;
}

int certs_import(struct arena *arena, const char *state, struct slice host,
	const char *chain_path, const char *key_path, struct certs_pair *out, char *error)
{
	int code = certs_load(arena, chain_path, key_path, out, error);
	if (code)
		return code;
	auto_close int folder = open_state(state, error);
	if (folder < 0)
		return folder;
	name_paths(arena, state, host, out);
	code = keep_old(arena, folder, out->chain_path, error);
	if (!code)
		code = keep_old(arena, folder, out->key_path, error);
	return code ? code : store(folder, out, true, error);
}

static struct slice hex_digest(
	struct arena *arena, const unsigned char *bytes, size_t len)
{
	struct buf text;
	unsigned char digest[32];
	if (!EVP_Q_digest(NULL, "SHA256", NULL, bytes, len, digest, NULL))
		return slice_none;
	buf_init(&text, 0);
	for (size_t i = 0; i < sizeof(digest); i++)
		buf_printf(&text, "%s%02X", i ? ":" : "", digest[i]);
	struct slice out = buf_dup(&text, arena);
	buf_fini(&text);
	return out;
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
	struct buf names;
	auto_x509 X509 *cert = read_certificate(chain_pem);
	if (!cert)
		return fail(error, -EINVAL, "this is no PEM certificate: %s",
			library_words());
	*out = (struct certs_facts){
		.not_before = time_text(arena, X509_get0_notBefore(cert)),
		.not_after = time_text(arena, X509_get0_notAfter(cert)),
		.not_after_s = time_seconds(X509_get0_notAfter(cert)),
		.expired = X509_cmp_current_time(X509_get0_notAfter(cert)) < 0,
	};
	buf_init(&names, 64 * 1024);
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
	out->subject = buf_dup(&names, arena);
	buf_fini(&names);

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
