/* SPDX-License-Identifier: MIT */
/* Who a client is: what its certificate says of it, and that no ticket says anything. */
#include <openssl/err.h>
#include <openssl/hmac.h>
#include <openssl/pem.h>
#include <time.h>

#include "../support/server.h"

#define COUNT(array) (sizeof(array) / sizeof(*(array)))

/* One conversation; *session is what may be resumed after it. */
struct visit {
	bool open, resumed;
	struct buf reply;
	SSL_SESSION *session;
};

static void visit(
	struct visit *out, SSL_CTX *client, SSL_SESSION *session, const char *request)
{
	struct peer_options options = server_options(PORT_TLS);
	struct peer peer;

	*out = (struct visit){0};
	buf_init(&out->reply, BUF_UNLIMITED);
	options.tls = client;
	options.server_name = "main.example";
	options.session = session;
	out->open = peer_open(&peer, &options);
	if (out->open && peer_send(&peer, slice_str(request))) {
		assert_int_equal(peer_read_all(&peer, &out->reply), PEER_CLOSE_NOTIFY);
		out->resumed = SSL_session_reused(peer.ssl);
		out->session = SSL_get1_session(peer.ssl);
	}
	/* A session that was not shut down would count as broken and not be resumed. */
	if (out->open)
		SSL_set_shutdown(peer.ssl, SSL_SENT_SHUTDOWN | SSL_RECEIVED_SHUTDOWN);
	peer_close(&peer);
}

static void visit_fini(struct visit *it)
{
	buf_fini(&it->reply);
	SSL_SESSION_free(it->session);
}

static SSL_CTX *client_of(int version, const struct test_certificate *own)
{
	SSL_CTX *client = peer_tls_new(version);

	SSL_CTX_set_security_level(client, 0);
	if (own)
		peer_tls_identify(client, own);
	return client;
}

static X509 *x509_of(const struct test_certificate *own)
{
	BIO *bio = BIO_new_mem_buf(own->chain.ptr, (int)own->chain.len);
	X509 *x509 = PEM_read_bio_X509(bio, NULL, NULL, NULL);

	BIO_free(bio);
	assert_non_null(x509);
	return x509;
}

static struct slice hex_of_sha256(struct arena *arena, const void *bytes, size_t len)
{
	unsigned char digest[32];
	auto_buf struct buf out = BUF(64);

	assert_int_equal(EVP_Digest(bytes, len, digest, NULL, EVP_sha256(), NULL), 1);
	for (size_t i = 0; i < sizeof(digest); i++)
		buf_printf(&out, "%02x", digest[i]);
	return buf_dup(&out, arena);
}

/* What "who" answers to @own, made of the certificate's own bytes. */
static struct slice said_of(struct arena *arena, const struct test_certificate *own)
{
	X509 *x509 = x509_of(own);
	unsigned char *key = NULL, *all = NULL;
	int key_len = i2d_PUBKEY(X509_get0_pubkey(x509), &key);
	int all_len = i2d_X509(x509, &all);
	struct tm ends;

	assert_true(key_len > 0 && all_len > 0);
	assert_int_equal(ASN1_TIME_to_tm(X509_get0_notAfter(x509), &ends), 1);
	struct slice said = arena_printf(arena, "20 %.*s %.*s %lld\r\n",
		SARG(hex_of_sha256(arena, key, (size_t)key_len)),
		SARG(hex_of_sha256(arena, all, (size_t)all_len)),
		(long long)timegm(&ends));
	OPENSSL_free(key);
	OPENSSL_free(all);
	X509_free(x509);
	return said;
}

static EVP_PKEY *rsa_of_many_primes(size_t bits)
{
	EVP_PKEY_CTX *context = EVP_PKEY_CTX_new_from_name(NULL, "RSA", NULL);
	EVP_PKEY *key = NULL;

	/* Made in a fraction of the time that two primes take. */
	assert_true(EVP_PKEY_keygen_init(context) == 1 &&
		    EVP_PKEY_CTX_set_rsa_keygen_bits(context, (int)bits) == 1 &&
		    EVP_PKEY_CTX_set_rsa_keygen_primes(context, 5) == 1 &&
		    EVP_PKEY_generate(context, &key) == 1);
	EVP_PKEY_CTX_free(context);
	return key;
}

static EVP_PKEY *key_of(const char *kind, const char *curve, size_t bits)
{
	if (curve)
		return EVP_EC_gen(curve);
	if (bits > 8192)
		return rsa_of_many_primes(bits);
	return bits ? EVP_RSA_gen(bits) : EVP_PKEY_Q_keygen(NULL, NULL, kind);
}

/* Under TLS 1.3 each certificate is somebody, under 1.2 nobody. None of them gets a ticket. */
static void a_certificate_says_who_comes(void **state)
{
	static const struct {
		const char *kind, *curve;
		size_t bits;
		long version;
		int days;
		bool is_12_only; /* under 1.3 no client can sign with it */
		const char *seen, *why;
	} rows[] = {
		{"RSA", NULL, 2048, 0, 2900000, false, "20 good\r\n",
			"as Lagrange makes them: X.509 v1, until 9999"},
		{"EC", "P-256", 0, 2, 30, false, "20 good\r\n", "P-256"},
		{"EC", "P-384", 0, 2, 30, false, "20 good\r\n", "P-384"},
		{"EC", "P-256", 0, 2, -30, false, "20 good\r\n", "expired"},
		{"ED25519", NULL, 0, 2, 30, false, "20 good\r\n", "Ed25519"},
		{"RSA", NULL, 512, 2, 30, true, "20 weak\r\n", "RSA of 512 bits"},
		{"RSA", NULL, 1024, 2, 30, false, "20 weak\r\n", "of 1024"},
		{"RSA", NULL, 2040, 2, 30, false, "20 weak\r\n", "just too short"},
		{"RSA", NULL, 8200, 2, 30, false, "20 large\r\n", "too long"},
	};
	auto_arena struct arena arena = {0};

	(void)state;
	server_start(&server_generous, 2);
	for (size_t i = 0; i < COUNT(rows); i++) {
		EVP_PKEY *key = key_of(rows[i].kind, rows[i].curve, rows[i].bits);
		struct test_certificate own;

		test_certificate_make_for(
			&own, "a reader", rows[i].version, rows[i].days, key);
		int last = rows[i].is_12_only ? TLS1_2_VERSION : TLS1_3_VERSION;
		for (int version = TLS1_2_VERSION; version <= last; version++) {
			bool is_13 = version == TLS1_3_VERSION;
			SSL_CTX *client = client_of(version, &own);
			SSL_SESSION *session = NULL;
			struct visit one;

			visit(&one, client, NULL, "who\r\n");
			assert_bytes(buf_slice(&one.reply),
				is_13 ? said_of(&arena, &own) : S("20 nobody\r\n"));
			session = one.session;
			if (!session || SSL_SESSION_has_ticket(session))
				fail_msg("%s, version %x: %s", rows[i].why,
					(unsigned)version,
					session ? "a ticket" : "no answer");
			buf_fini(&one.reply);
			/* It comes again with what it got, and is asked again. */
			visit(&one, client, session, "key\r\n");
			if (!one.open || one.resumed)
				fail_msg("%s, version %x: resumed", rows[i].why,
					(unsigned)version);
			assert_bytes(buf_slice(&one.reply),
				is_13 ? slice_str(rows[i].seen) : S("20 none\r\n"));
			visit_fini(&one);
			SSL_SESSION_free(session);
			SSL_CTX_free(client);
		}
		test_certificate_fini(&own);
		EVP_PKEY_free(key);
	}
	assert_int_equal(server_counts().handshakes_failed, 0);
	assert_int_equal(server_counts().resumed, 0);
	server_stop();
}

/* The name and all else of a certificate say nothing, its key all. */
static void the_key_alone_identifies(void **state)
{
	EVP_PKEY *key = EVP_EC_gen("P-256");
	struct test_certificate own[3];
	struct visit seen[3];

	(void)state;
	server_start(&server_generous, 1);
	test_certificate_make_for(&own[0], "a reader", 2, 30, key);
	test_certificate_make_for(&own[1], "another name", 0, 300, key);
	test_certificate_make(&own[2], "a reader", 2, 30);
	for (size_t i = 0; i < COUNT(own); i++) {
		SSL_CTX *client = client_of(TLS1_3_VERSION, &own[i]);

		visit(&seen[i], client, NULL, "who\r\n");
		SSL_CTX_free(client);
		test_certificate_fini(&own[i]);
	}
	struct slice first = slice_head(buf_slice(&seen[0].reply), 3 + 64);
	assert_int_equal(first.len, 3 + 64);
	assert_true(slice_starts(buf_slice(&seen[1].reply), first));
	assert_false(slice_eq(buf_slice(&seen[1].reply), buf_slice(&seen[0].reply)));
	assert_false(slice_starts(buf_slice(&seen[2].reply), first));
	for (size_t i = 0; i < COUNT(own); i++)
		visit_fini(&seen[i]);
	EVP_PKEY_free(key);
	server_stop();
}

/* A session that began without a certificate stays without: a resumed one is not asked. */
static void a_resumed_session_is_nobody(void **state)
{
	struct test_certificate own;

	(void)state;
	server_start(&server_generous, 1);
	test_certificate_make(&own, "a reader", 2, 30);
	for (int version = TLS1_2_VERSION; version <= TLS1_3_VERSION; version++) {
		SSL_CTX *stranger = client_of(version, NULL);
		SSL_CTX *reader = client_of(version, &own);
		struct visit first, second;

		visit(&first, stranger, NULL, "who\r\n");
		assert_bytes(buf_slice(&first.reply), S("20 nobody\r\n"));
		visit(&second, reader, first.session, "who\r\n");
		assert_true(second.resumed);
		assert_bytes(buf_slice(&second.reply), S("20 nobody\r\n"));
		visit_fini(&first);
		visit_fini(&second);
		SSL_CTX_free(stranger);
		SSL_CTX_free(reader);
	}
	test_certificate_fini(&own);
	server_stop();
}

/* --- forgery ------------------------------------------------------------------------------------ */

/* The saved form of net/tls_tickets: 24 bytes, then the newest key: its name, its cipher's, its MAC's. */
#define KEYS_AT    24
#define NAME_BYTES 16
#define IV_BYTES   16
#define MAC_BYTES  32
#define TAG_PEER   0xA3
#define TAG_TICKET 0xAA

struct secrets {
	unsigned char name[NAME_BYTES], cipher[32], mac[32];
};

static void put_tlv(struct buf *out, unsigned char tag, struct slice value)
{
	assert_true(value.len < 65536);
	buf_putc(out, (char)tag);
	if (value.len >= 256) {
		buf_printf(out, "\x82%c", (int)(value.len >> 8));
		buf_putc(out, (char)(value.len & 0xFF));
	} else {
		if (value.len >= 128)
			buf_putc(out, (char)0x81);
		buf_putc(out, (char)value.len);
	}
	buf_put(out, value);
}

/* The next element of @der: all of it in *whole, its content in *value. */
static unsigned char next_tlv(struct slice *der, struct slice *whole, struct slice *value)
{
	const unsigned char *at = (const unsigned char *)der->ptr;
	size_t len = at[1], head = 2;

	if (at[1] & 0x80) {
		head = 2 + (at[1] & 0x7FU);
		len = 0;
		for (size_t i = 2; i < head; i++)
			len = len << 8 | at[i];
	}
	*whole = slice_take(der, head + len);
	*value = slice_from(*whole, head);
	return at[0];
}

/* The session @der with @value as its element @tag, in its place among the others. */
static struct slice with_element(
	struct arena *arena, struct slice der, unsigned char tag, struct slice value)
{
	auto_buf struct buf inner = BUF(BUF_UNLIMITED), out = BUF(BUF_UNLIMITED);
	struct slice all, whole, ignored;
	bool done = false;

	next_tlv(&der, &whole, &all);
	while (all.len) {
		unsigned char at = next_tlv(&all, &whole, &ignored);
		if (!done && at > 0xA0 && at >= tag) {
			put_tlv(&inner, tag, value);
			done = true;
		}
		if (at != tag)
			buf_put(&inner, whole);
	}
	assert_true(done);
	put_tlv(&out, 0x30, buf_slice(&inner));
	return buf_dup(&out, arena);
}

static struct slice der_of_session(struct arena *arena, const SSL_SESSION *session)
{
	unsigned char *der = NULL;
	int len = i2d_SSL_SESSION(session, &der);

	assert_true(len > 0);
	struct slice copy = arena_dup(arena, slice((char *)der, (size_t)len));
	OPENSSL_free(der);
	return copy;
}

static struct slice cipher_text(struct arena *arena, const struct secrets *secrets,
	const char *iv, struct slice text, int encrypt)
{
	EVP_CIPHER_CTX *cipher = EVP_CIPHER_CTX_new();
	unsigned char *out = arena_alloc(arena, text.len + 32);
	int len = 0, more = 0;

	assert_true(EVP_CipherInit_ex(cipher, EVP_aes_256_cbc(), NULL, secrets->cipher,
			    (const unsigned char *)iv, encrypt) &&
		    EVP_CipherUpdate(cipher, out, &len, (const unsigned char *)text.ptr,
			    (int)text.len) &&
		    EVP_CipherFinal_ex(cipher, out + len, &more));
	EVP_CIPHER_CTX_free(cipher);
	return slice((char *)out, (size_t)len + (size_t)more);
}

/* A session of a stranger whose ticket says, by the server's own keys, that @author's certificate was shown:
 * no private key of hers is needed. */
static SSL_SESSION *forge(struct arena *arena, const SSL_SESSION *stranger,
	const struct secrets *secrets, const struct test_certificate *author)
{
	const unsigned char *bytes;
	size_t len;
	X509 *x509 = x509_of(author);
	unsigned char *der = NULL;
	int der_len = i2d_X509(x509, &der);
	auto_buf struct buf sealed = BUF(BUF_UNLIMITED), ticket = BUF(BUF_UNLIMITED);

	SSL_SESSION_get0_ticket(stranger, &bytes, &len);
	assert_true(len > NAME_BYTES + IV_BYTES + MAC_BYTES);
	assert_memory_equal(bytes, secrets->name, NAME_BYTES);
	struct slice old = slice((const char *)bytes, len);
	const char *iv = old.ptr + NAME_BYTES;
	struct slice plain = cipher_text(arena, secrets, iv,
		slice_head(slice_from(old, NAME_BYTES + IV_BYTES),
			len - NAME_BYTES - IV_BYTES - MAC_BYTES),
		0);
	plain = with_element(arena, plain, TAG_PEER, slice((char *)der, (size_t)der_len));
	buf_put(&sealed, slice_head(old, NAME_BYTES + IV_BYTES));
	buf_put(&sealed, cipher_text(arena, secrets, iv, plain, 1));
	unsigned char mac[MAC_BYTES];
	assert_non_null(HMAC(EVP_sha256(), secrets->mac, sizeof(secrets->mac),
		(const unsigned char *)sealed.ptr, sealed.len, mac, NULL));
	buf_put(&sealed, slice((char *)mac, sizeof(mac)));
	put_tlv(&ticket, 0x04, buf_slice(&sealed));
	struct slice session = with_element(
		arena, der_of_session(arena, stranger), TAG_TICKET, buf_slice(&ticket));
	const unsigned char *at = (const unsigned char *)session.ptr;
	SSL_SESSION *forged = d2i_SSL_SESSION(NULL, &at, (long)session.len);
	assert_non_null(forged);
	OPENSSL_free(der);
	X509_free(x509);
	return forged;
}

static void a_forged_ticket_identifies_nobody(void **state)
{
	auto_arena struct arena arena = {0};
	struct test_certificate author;
	struct secrets secrets;

	(void)state;
	server_start(&server_generous, 1);
	test_certificate_make(&author, "the author", 2, 30);
	struct slice keys = tls_context_ticket_keys(server.tls, &arena);
	assert_true(keys.len >= KEYS_AT + sizeof(secrets));
	memcpy(&secrets, keys.ptr + KEYS_AT, sizeof(secrets));
	for (int version = TLS1_2_VERSION; version <= TLS1_3_VERSION; version++) {
		SSL_CTX *client = client_of(version, NULL);
		struct visit first, second;

		visit(&first, client, NULL, "who\r\n");
		SSL_SESSION *forged = forge(&arena, first.session, &secrets, &author);
		visit(&second, client, forged, "who\r\n");
		assert_true(second.open);
		assert_bytes(buf_slice(&second.reply), S("20 nobody\r\n"));
		assert_false(second.resumed);
		SSL_SESSION_free(forged);
		visit_fini(&first);
		visit_fini(&second);
		SSL_CTX_free(client);
	}
	test_certificate_fini(&author);
	arena_wipe(&arena);
	server_stop();
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_certificate_says_who_comes),
		cmocka_unit_test(the_key_alone_identifies),
		cmocka_unit_test(a_resumed_session_is_nobody),
		cmocka_unit_test(a_forged_ticket_identifies_nobody),
	};

	return cmocka_run_group_tests(tests, server_set_up, server_tear_down);
}
