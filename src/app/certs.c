/* SPDX-License-Identifier: MIT */
#include "app/certs.h"

#include <arpa/inet.h>
#include <errno.h>
#include <openssl/ec.h>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <openssl/x509v3.h>
#include <string.h>

#include "app/certs_internal.h"
#include "app/state_folder.h"
#include "base/file.h"
#include "base/log.h"

#define DAY_SECONDS     86400
#define FIND_TRIES      3
#define NAMES_MAX_BYTES (64 * 1024)
#define YEAR_FOREVER    9999

static void evp_pkey_auto(EVP_PKEY **key)
{
	EVP_PKEY_free(*key);
}

void certs_x509_auto(X509 **cert)
{
	X509_free(*cert);
}

static void bio_auto(BIO **bio)
{
	BIO_free(*bio);
}

#define auto_key __attribute__((cleanup(evp_pkey_auto)))
#define auto_bio __attribute__((cleanup(bio_auto)))

const char *certs_library_words(void)
{
	const char *words = ERR_reason_error_string(ERR_peek_last_error());
	ERR_clear_error();
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

X509 *certs_read_certificate(struct slice pem)
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
	auto_buf struct buf names = BUF(NAMES_MAX_BYTES);
	for (size_t i = 0; i < count; i++)
		buf_printf(&names, "%s%s:%.*s", i ? "," : "",
			is_address(arena, hosts[i]) ? "IP" : "DNS", SARG(hosts[i]));
	return arena_cstr(arena, buf_slice(&names));
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
	       ASN1_TIME_set_string(
		       X509_getm_notAfter(cert), "99991231235959Z" /* YEAR_FOREVER */) &&
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

static int make_certificate(struct arena *arena, EVP_PKEY *key, const struct slice *hosts,
	size_t count, struct slice *pem, char *error)
{
	auto_x509 X509 *cert = X509_new();
	if (!cert || !fill_certificate(arena, cert, key, hosts, count) ||
		!write_certificate(arena, cert, pem))
		return certs_fail(error, -EINVAL,
			"cannot generate a certificate for %.*s: %s", SARG(hosts[0]),
			certs_library_words());
	return 0;
}

/* --- files -------------------------------------------------------------------------------------- */

/* Opens the state folder, made when it is not there, for writing a pair. */
static int open_state(const char *state, char *error)
{
	auto_close int fd = state_folder_open(state);
	int code = fd < 0 ? fd : state_folder_lock(fd);
	if (code == -ETIMEDOUT)
		return certs_fail(error, code,
			"another process has locked the state folder %s for 10 s; stop "
			"it and try again",
			state);
	if (code < 0)
		return certs_fail(error, code,
			"the state folder %s cannot be used: %s; name another one with "
			"--state or make it writable",
			state, log_strerror(code));
	int opened = fd;
	fd = -1; /* consumed */
	return opened;
}

static int read_pem(struct arena *arena, const char *path, struct slice *out, char *error)
{
	int code = certs_store_read(arena, path, out);
	if (code)
		return certs_fail(
			error, code, "%s cannot be read: %s", path, log_strerror(code));
	return 0;
}

int certs_load(struct arena *arena, const char *chain_path, const char *key_path,
	struct certs_pair *out, char *error)
{
	*out = (struct certs_pair){
		.chain_path = arena_dup(arena, slice(chain_path, strlen(chain_path))),
		.key_path = arena_dup(arena, slice(key_path, strlen(key_path)))};
	int code = read_pem(arena, chain_path, &out->chain_pem, error);
	if (!code)
		code = read_pem(arena, key_path, &out->key_pem, error);
	if (code)
		return code;
	auto_x509 X509 *cert = certs_read_certificate(out->chain_pem);
	if (!cert)
		return certs_fail(error, -EINVAL, "%s holds no PEM certificate: %s",
			chain_path, certs_library_words());
	auto_key EVP_PKEY *key = read_key(out->key_pem);
	if (!key)
		return certs_fail(error, -EINVAL,
			"%s holds no PEM private key without a passphrase: %s%s",
			key_path, certs_library_words(),
			strcmp(chain_path, key_path) == 0
				? "; if the key has a file of its own, name it too"
				: "");
	if (X509_check_private_key(cert, key) == 1)
		return 0;
	ERR_clear_error();
	return certs_fail(error, -EKEYREJECTED,
		"the key %s does not match the certificate %s; name a certificate and "
		"its own key",
		key_path, chain_path);
}

int certs_find(struct arena *arena, const char *state, struct slice host,
	struct certs_pair *out, char *error)
{
	int code = -ENOENT;
	/* Its files may change place between our looks at them. */
	for (int i = 0; i < FIND_TRIES && (code == -ENOENT || code == -EKEYREJECTED);
		i++) {
		struct certs_pair paths = {0};
		certs_store_paths(arena, state, host, &paths);
		code = certs_load(arena, arena_cstr(arena, paths.chain_path),
			arena_cstr(arena, paths.key_path), out, error);
	}
	return code;
}

/* --- changes: with the folder locked ------------------------------------------------------------- */

static int make_pair(struct arena *arena, int folder, const struct slice *hosts,
	size_t count, struct certs_pair *pair, char *error)
{
	auto_key EVP_PKEY *key = EVP_EC_gen("P-256");
	if (!key || !write_key(arena, key, &pair->key_pem))
		return certs_fail(error, -EINVAL, "cannot generate a key: %s",
			certs_library_words());
	int code = make_certificate(arena, key, hosts, count, &pair->chain_pem, error);
	if (!code)
		code = certs_store_put(arena, folder, pair, error);
	pair->generated = !code;
	return code;
}

/* One of ours: by itself, and without end. */
static bool is_generated(struct slice chain_pem)
{
	struct tm end = {0};
	auto_x509 X509 *cert = certs_read_certificate(chain_pem);
	return cert && ASN1_TIME_to_tm(X509_get0_notAfter(cert), &end) &&
	       end.tm_year + 1900 == YEAR_FOREVER &&
	       X509_NAME_cmp(X509_get_issuer_name(cert), X509_get_subject_name(cert)) ==
		       0;
}

/* A certificate for the key that is there. One that we can make again goes; others are kept. */
static int renew(struct arena *arena, int folder, const struct slice *hosts, size_t count,
	struct certs_pair *pair, char *error)
{
	struct slice before;
	int code =
		read_pem(arena, arena_cstr(arena, pair->key_path), &pair->key_pem, error);
	if (code == -ENOENT)
		return certs_fail(error, code,
			"%.*s does not exist: %.*s has no certificate to renew; "
			"\"splashdown cert make\" makes one",
			SARG(pair->key_path), SARG(hosts[0]));
	if (code)
		return code;
	auto_key EVP_PKEY *key = read_key(pair->key_pem);
	if (!key)
		return certs_fail(error, -EINVAL, "%.*s holds no PEM private key: %s",
			SARG(pair->key_path), certs_library_words());
	code = make_certificate(arena, key, hosts, count, &pair->chain_pem, error);
	if (!code &&
		certs_store_read(arena, arena_cstr(arena, pair->chain_path), &before) ==
			0 &&
		!is_generated(before))
		code = certs_store_keep(arena, folder, pair, error);
	if (!code)
		code = certs_store_put_certificate(folder, pair, error);
	pair->generated = !code;
	return code;
}

/* The certificate is not there. */
static int replace_missing(struct arena *arena, int folder, const struct slice *hosts,
	size_t count, struct certs_pair *pair, char *error)
{
	int taken = certs_store_take_back(arena, folder, pair);
	if (taken == 0)
		return renew(arena, folder, hosts, count, pair, error);
	if (taken < 0)
		return certs_fail(error, taken, "%.*s.old cannot be restored: %s",
			SARG(pair->chain_path), log_strerror(taken));
	log_warning("%.*s was missing: restored from .old, which matches the key",
		SARG(pair->chain_path));
	return certs_load(arena, arena_cstr(arena, pair->chain_path),
		arena_cstr(arena, pair->key_path), pair, error);
}

/* What cannot be read is for the administrator to look at; but the key that readers know is what counts. */
static void add_way_out(const struct certs_pair *pair, char *error)
{
	size_t said = strlen(error);
	auto_key EVP_PKEY *key = read_key(pair->key_pem);
	snprintf(error + said, CERTS_ERROR_BYTES - said, "%s",
		key ? "; the key is intact: \"splashdown cert renew\" makes a "
		      "certificate for it"
		    : "; restore it from a backup");
	ERR_clear_error();
}

static int load_or_mend(struct arena *arena, int folder, const struct slice *hosts,
	size_t count, struct certs_pair *pair, char *error)
{
	int code = certs_load(arena, arena_cstr(arena, pair->chain_path),
		arena_cstr(arena, pair->key_path), pair, error);
	if (code == -EINVAL)
		add_way_out(pair, error);
	if (code != -EKEYREJECTED || !is_generated(pair->chain_pem))
		return code;
	log_warning("%.*s does not match its key: a new one is generated with this key, "
		    "and the old one is kept as .old",
		SARG(pair->chain_path));
	code = certs_store_keep(arena, folder, pair, error);
	return code ? code : renew(arena, folder, hosts, count, pair, error);
}

int certs_ensure(struct arena *arena, const char *state, const struct slice *hosts,
	size_t count, struct certs_pair *out, char *error)
{
	*out = (struct certs_pair){0};
	auto_close int folder = open_state(state, error);
	if (folder < 0)
		return folder;
	certs_store_names(arena, state, hosts[0], out);
	if (certs_store_recover(arena, folder, out, error)) {
		log_warning("%s", error);
		return certs_find(arena, state, hosts[0], out, error);
	}
	int has_key = certs_store_has(folder, out->key_path);
	int has_chain = certs_store_has(folder, out->chain_path);
	if (has_key < 0 || has_chain < 0)
		return certs_fail(error, has_key < 0 ? has_key : has_chain,
			"cannot look for %.*s and its key: %s", SARG(out->chain_path),
			log_strerror(has_key < 0 ? has_key : has_chain));
	int code = certs_store_refuse_orphan(arena, folder, out, error);
	if (code)
		return code;
	if (!has_key && !has_chain)
		return make_pair(arena, folder, hosts, count, out, error);
	if (!has_chain)
		return replace_missing(arena, folder, hosts, count, out, error);
	return load_or_mend(arena, folder, hosts, count, out, error);
}

int certs_renew(struct arena *arena, const char *state, const struct slice *hosts,
	size_t count, struct certs_pair *out, char *error)
{
	*out = (struct certs_pair){0};
	auto_close int folder = open_state(state, error);
	if (folder < 0)
		return folder;
	certs_store_names(arena, state, hosts[0], out);
	int code = certs_store_recover(arena, folder, out, error);
	if (!code)
		code = certs_store_refuse_orphan(arena, folder, out, error);
	return code ? code : renew(arena, folder, hosts, count, out, error);
}

static bool is_there_already(struct arena *arena, const struct certs_pair *pair)
{
	struct slice chain, key;
	return certs_store_read(arena, arena_cstr(arena, pair->chain_path), &chain) ==
		       0 &&
	       certs_store_read(arena, arena_cstr(arena, pair->key_path), &key) == 0 &&
	       slice_eq(chain, pair->chain_pem) && slice_eq(key, pair->key_pem);
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
	certs_store_names(arena, state, host, out);
	code = certs_store_recover(arena, folder, out, error);
	if (code || is_there_already(arena, out))
		return code;
	code = certs_store_keep(arena, folder, out, error);
	return code ? code : certs_store_put(arena, folder, out, error);
}
