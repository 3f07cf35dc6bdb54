/* SPDX-License-Identifier: MIT */
#include "net/tls.h"

#include <errno.h>
#include <openssl/err.h>
#include <poll.h>
#include <stdlib.h>
#include <time.h>

#include "../support/server.h"

/* What a client learns from a whole conversation. */
struct talk {
	bool open, resumed;
	enum peer_end end;
	struct buf reply;
	char certificate[64]; /* its common name */
	char suite[64];
	int group;
	SSL_SESSION *session;
};

static atomic_uint tickets;

static int on_ticket(SSL *ssl, SSL_SESSION *session)
{
	(void)ssl, (void)session;
	atomic_fetch_add(&tickets, 1);
	return 0;
}

static void talk(
	struct talk *talk, const struct peer_options *options, const char *request)
{
	struct peer peer;

	*talk = (struct talk){.end = PEER_ALERT};
	buf_init(&talk->reply, BUF_UNLIMITED);
	talk->open = peer_open(&peer, options);
	if (talk->open && peer_send(&peer, slice_str(request))) {
		talk->end = peer_read_all(&peer, &talk->reply);
		X509 *x509 = SSL_get1_peer_certificate(peer.ssl);
		X509_NAME_get_text_by_NID(X509_get_subject_name(x509), NID_commonName,
			talk->certificate, sizeof(talk->certificate));
		X509_free(x509);
		snprintf(talk->suite, sizeof(talk->suite), "%s",
			SSL_get_cipher_name(peer.ssl));
		talk->group = (int)SSL_get_negotiated_group(peer.ssl);
		talk->resumed = SSL_session_reused(peer.ssl);
		talk->session = SSL_get1_session(peer.ssl);
	}
	/* A session that was not shut down would count as broken and not be resumed. */
	if (talk->open)
		SSL_set_shutdown(peer.ssl, SSL_SENT_SHUTDOWN | SSL_RECEIVED_SHUTDOWN);
	peer_close(&peer);
}

static void talk_fini(struct talk *talk)
{
	buf_fini(&talk->reply);
	SSL_SESSION_free(talk->session);
}

static void the_server_name_chooses_the_certificate(void **state)
{
	static const struct {
		const char *name, *certificate, *seen, *why;
	} rows[] = {
		{"main.example", "main.example", "20 main.example\r\n", "the first"},
		{"other.example", "other.example", "20 other.example\r\n", "the second"},
		{"OTHER.Example", "other.example", "20 other.example\r\n",
			"without case"},
		{"other.example.", "other.example", "20 other.example\r\n",
			"with a final dot"},
		{"a.wild.example.", "other.example", "20 a.wild.example\r\n",
			"a star, with a final dot"},
		{"other.example..", "main.example", "20 other.example.\r\n",
			"two dots are another name"},
		{".", "main.example", "20 \r\n", "a dot alone is no name"},
		{"a.wild.example", "other.example", "20 a.wild.example\r\n", "a star"},
		{"a.b.wild.example", "main.example", "20 a.b.wild.example\r\n",
			"a star is one label"},
		{"wild.example", "main.example", "20 wild.example\r\n",
			"and no less than one"},
		{"unknown.example", "main.example", "20 unknown.example\r\n",
			"an unknown name gets the first"},
		{NULL, "main.example", "20 \r\n", "so does none"},
	};
	(void)state;
	server_start(&server_generous, 1);
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct peer_options options = server_options(PORT_TLS);
		struct talk one;

		options.server_name = rows[i].name;
		talk(&one, &options, "name\r\n");
		if (strcmp(one.certificate, rows[i].certificate) != 0)
			fail_msg("%s: got the certificate of %s", rows[i].why,
				one.certificate);
		assert_bytes(buf_slice(&one.reply), slice_str(rows[i].seen));
		talk_fini(&one);
	}
	server_stop();
}

static void sessions_resume(SSL_CTX *client, const char *why)
{
	struct peer_options options = server_options(PORT_TLS);
	SSL_SESSION *session = NULL;

	options.tls = client;
	options.server_name = "other.example";
	/* Each visit uses the ticket that the one before it brought. */
	for (unsigned visit = 0; visit < 6; visit++) {
		struct talk one;

		options.session = session;
		talk(&one, &options, "resumed\r\n");
		if (!one.open)
			fail_msg("%s: visit %u failed", why, visit);
		assert_int_equal(one.end, PEER_CLOSE_NOTIFY);
		if (one.resumed != (visit > 0))
			fail_msg("%s: visit %u resumed: %d", why, visit, one.resumed);
		assert_bytes(
			buf_slice(&one.reply), visit ? S("20 yes\r\n") : S("20 no\r\n"));
		SSL_SESSION_free(session);
		session = one.session;
		one.session = NULL;
		talk_fini(&one);
	}
	SSL_SESSION_free(session);
}

static void sessions_resume_on_every_worker(void **state)
{
	(void)state;
	server_start(&server_generous, 3);
	sessions_resume(server_client_13, "TLS 1.3");
	sessions_resume(server_client_12, "TLS 1.2");
	EVENTUALLY(server_counts().resumed == 10);
	server_stop();
}

static bool resumes(SSL_SESSION *session)
{
	struct peer_options options = server_options(PORT_TLS);
	struct talk one;

	options.tls = server_client_12; /* whose tickets may be used many times */
	/* A client that gets a new ticket gives up the old one: only its copy. */
	options.session = SSL_SESSION_dup(session);
	talk(&one, &options, "resumed\r\n");
	assert_true(one.open);
	bool resumed = one.resumed;
	SSL_SESSION_free(options.session);
	talk_fini(&one);
	return resumed;
}

static void tickets_outlive_a_renewal_and_two_changes_of_their_key(void **state)
{
	struct peer_options options;
	struct talk first;

	(void)state;
	server_start(&server_generous, 1);
	options = server_options(PORT_TLS);
	options.tls = server_client_12;
	talk(&first, &options, "hello\r\n");
	assert_true(resumes(first.session));
	assert_int_equal(server_make_tls(&server.main, &server.other, &server.tls), 0);
	assert_true(resumes(first.session));
	assert_int_equal(tls_context_rotate_tickets(server.tls), 0);
	assert_true(resumes(first.session));
	assert_int_equal(tls_context_rotate_tickets(server.tls), 0);
	assert_true(resumes(first.session));
	assert_int_equal(tls_context_rotate_tickets(server.tls), 0);
	assert_false(resumes(first.session));
	talk_fini(&first);
	server_stop();
}

static void tickets_outlive_the_process_whose_keys_were_saved(void **state)
{
	struct arena arena = {0};
	struct peer_options options;
	struct talk first;

	(void)state;
	server_start(&server_generous, 1);
	options = server_options(PORT_TLS);
	options.tls = server_client_12;
	talk(&first, &options, "hello\r\n");
	struct slice keys = tls_context_ticket_keys(server.tls, &arena);
	assert_true(slice_eq(keys, tls_context_ticket_keys(server.tls, &arena)));
	server_stop();

	server_start(&server_generous, 1);
	assert_false(resumes(first.session));
	assert_false(tls_context_take_ticket_keys(server.tls, S("")));
	assert_false(
		tls_context_take_ticket_keys(server.tls, slice_head(keys, keys.len - 1)));
	assert_false(resumes(first.session));
	assert_true(tls_context_take_ticket_keys(server.tls, keys));
	assert_true(resumes(first.session));
	talk_fini(&first);
	server_stop();
	arena_fini(&arena);
}

/* What is saved says when the newest key was made, in 64 bits behind eight others. */
static void saved_keys_are_taken_while_they_open_a_ticket(void **state)
{
	static const struct {
		int64_t age_s;
		bool taken;
		const char *why;
	} rows[] = {
		{0, true, "made now"},
		{23 * 3600, true, "made 23 hours ago"},
		{25 * 3600, false, "every ticket of it has expired"},
		{365 * 24 * 3600, false, "made a year ago"},
		{-3600, false, "made in the future: a clock that was put back"},
	};
	struct arena arena = {0};

	(void)state;
	server_start(&server_generous, 1);
	struct slice keys = tls_context_ticket_keys(server.tls, &arena);
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		char *old = (char *)arena_dup(&arena, keys).ptr;
		int64_t made;
		memcpy(&made, old + 8, sizeof(made));
		made -= rows[i].age_s;
		memcpy(old + 8, &made, sizeof(made));
		if (tls_context_take_ticket_keys(server.tls, slice(old, keys.len)) !=
			rows[i].taken)
			fail_msg("%s", rows[i].why);
	}
	server_stop();
	arena_fini(&arena);
}

/* Else a server that is restarted now and then would never change its key. */
static void saved_keys_are_as_old_as_they_were(void **state)
{
	struct arena arena = {0};
	int64_t old_made, made;

	(void)state;
	server_start(&server_generous, 1);
	struct slice keys = tls_context_ticket_keys(server.tls, &arena);
	memcpy(&old_made, keys.ptr + 8, sizeof(old_made));
	old_made -= 3 * 3600;
	memcpy((char *)keys.ptr + 8, &old_made, sizeof(old_made));
	assert_true(tls_context_take_ticket_keys(server.tls, keys));
	keys = tls_context_ticket_keys(server.tls, &arena);
	memcpy(&made, keys.ptr + 8, sizeof(made));
	assert_in_range(made - old_made + 60, 0, 120);
	server_stop();
	arena_fini(&arena);
}

static unsigned long long ticks(void)
{
	struct timespec run = {0};

	clock_gettime(CLOCK_MONOTONIC, &run);
	return (unsigned long long)time(NULL) + (unsigned long long)run.tv_sec;
}

/* The two clocks change their seconds at different moments. Keys that would be other bytes then would be
 * written again and again. */
static void keys_that_were_taken_over_are_saved_as_the_same_bytes(void **state)
{
	struct arena arena = {0};

	(void)state;
	server_start(&server_generous, 1);
	struct slice keys = tls_context_ticket_keys(server.tls, &arena);
	for (unsigned i = 0; i < 3; i++) {
		unsigned long long now = ticks();
		assert_true(tls_context_take_ticket_keys(server.tls, keys));
		EVENTUALLY(ticks() != now);
		assert_true(slice_eq(keys, tls_context_ticket_keys(server.tls, &arena)));
	}
	server_stop();
	arena_fini(&arena);
}

static void a_ticket_is_good_for_a_day(void **state)
{
	(void)state;
	server_start(&server_generous, 1);
	for (int version = TLS1_2_VERSION; version <= TLS1_3_VERSION; version++) {
		SSL_CTX *client = peer_tls_new(version);
		struct peer_options options = server_options(PORT_TLS);
		struct talk one;

		options.tls = client;
		talk(&one, &options, "hello\r\n");
		assert_int_equal(
			SSL_SESSION_get_ticket_lifetime_hint(one.session), 24 * 60 * 60);
		talk_fini(&one);
		SSL_CTX_free(client);
	}
	server_stop();
}

/* From one name to another: the name of this hello is what counts, and its certificate is shown. */
static void a_session_resumes_under_its_own_name_only(void **state)
{
	static const struct {
		const char *from, *to, *certificate, *seen, *why;
		bool resumes;
	} rows[] = {
		{"other.example", "other.example", "other.example",
			"20 other.example\r\n", "the same", true},
		{"other.example", "OTHER.example.", "other.example",
			"20 other.example\r\n", "the same, written otherwise", true},
		{"main.example", "other.example", "other.example", "20 other.example\r\n",
			"another site", false},
		{"other.example", "main.example", "main.example", "20 main.example\r\n",
			"the first site", false},
		{"other.example", "a.wild.example", "other.example",
			"20 a.wild.example\r\n", "another name of one certificate",
			false},
		{"other.example", NULL, "main.example", "20 \r\n", "no name", false},
		{NULL, "other.example", "other.example", "20 other.example\r\n",
			"from no name", false},
		{NULL, NULL, "main.example", "20 \r\n", "no name both times", true},
		{"unknown.example", "main.example", "main.example", "20 main.example\r\n",
			"from a name that nobody has", false},
	};

	(void)state;
	server_start(&server_generous, 2);
	for (int version = TLS1_2_VERSION; version <= TLS1_3_VERSION; version++) {
		SSL_CTX *client =
			version == TLS1_2_VERSION ? server_client_12 : server_client_13;
		for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
			struct peer_options options = server_options(PORT_TLS);
			struct talk first, second;

			options.tls = client;
			options.server_name = rows[i].from;
			talk(&first, &options, "hello\r\n");
			options.server_name = rows[i].to;
			options.session = first.session;
			talk(&second, &options, "name\r\n");
			if (!second.open || second.resumed != rows[i].resumes ||
				strcmp(second.certificate, rows[i].certificate) != 0)
				fail_msg("%s, version %x: resumed %d, certificate of %s",
					rows[i].why, (unsigned)version, second.resumed,
					second.certificate);
			assert_bytes(buf_slice(&second.reply), slice_str(rows[i].seen));
			talk_fini(&first);
			talk_fini(&second);
		}
	}
	server_stop();
}

static void exactly_one_ticket_is_sent(void **state)
{
	SSL_CTX *client = peer_tls_new(TLS1_3_VERSION);
	struct peer_options options;
	struct talk one;

	(void)state;
	SSL_CTX_sess_set_new_cb(client, on_ticket);
	server_start(&server_generous, 1);
	options = server_options(PORT_TLS);
	options.tls = client;
	atomic_store(&tickets, 0);
	talk(&one, &options, "hello\r\n");
	assert_int_equal(atomic_load(&tickets), 1);
	talk_fini(&one);
	SSL_CTX_free(client);
	server_stop();
}

/* It carries the acknowledgement without which a client with Nagle's algorithm sends no request. */
static void a_ticket_does_not_wait_for_the_request(void **state)
{
	struct peer_options options;
	struct peer peer;

	(void)state;
	server_start(&server_generous, 1);
	options = server_options(PORT_TLS);
	options.tls = server_client_13;
	assert_true(peer_open(&peer, &options));
	struct pollfd wait = {.fd = peer.fd, .events = POLLIN};
	assert_int_equal(poll(&wait, 1, 10000), 1);
	peer_close(&peer);
	server_stop();
}

static void the_fastest_of_what_both_know_is_chosen(void **state)
{
	static const struct {
		int version;
		const char *suites, *suites_12, *groups, *want, *why;
		int group;
	} rows[] = {
		{0, NULL, NULL, NULL, "TLS_AES_128_GCM_SHA256", "OpenSSL's own offer",
			NID_X25519},
		{0, "TLS_AES_256_GCM_SHA384:TLS_AES_128_GCM_SHA256", NULL, NULL,
			"TLS_AES_128_GCM_SHA256", "the server prefers AES-128",
			NID_X25519},
		{0, "TLS_CHACHA20_POLY1305_SHA256:TLS_AES_128_GCM_SHA256", NULL, NULL,
			"TLS_CHACHA20_POLY1305_SHA256",
			"who lists ChaCha20 first has no AES in hardware", NID_X25519},
		{0, NULL, NULL, "P-256:X25519", "TLS_AES_128_GCM_SHA256",
			"the client's share is taken, not another one demanded",
			NID_X9_62_prime256v1},
		{TLS1_2_VERSION, NULL, NULL, NULL, "ECDHE-ECDSA-AES128-GCM-SHA256",
			"TLS 1.2", NID_X25519},
		{TLS1_2_VERSION, NULL, "AES128-SHA:ECDHE-ECDSA-AES128-SHA", NULL, NULL,
			"nothing without AEAD", 0},
		{TLS1_2_VERSION, NULL, "AES128-GCM-SHA256", NULL, NULL,
			"nothing without forward secrecy", 0},
	};

	(void)state;
	server_start(&server_generous, 1);
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		SSL_CTX *client = peer_tls_new(rows[i].version);
		struct peer_options options = server_options(PORT_TLS);
		struct talk one;

		if (rows[i].suites)
			SSL_CTX_set_ciphersuites(client, rows[i].suites);
		if (rows[i].suites_12)
			SSL_CTX_set_cipher_list(client, rows[i].suites_12);
		if (rows[i].groups)
			SSL_CTX_set1_groups_list(client, rows[i].groups);
		options.tls = client;
		talk(&one, &options, "hello\r\n");
		if (one.open != (rows[i].want != NULL))
			fail_msg("%s: open %d", rows[i].why, one.open);
		if (rows[i].want && (strcmp(one.suite, rows[i].want) != 0 ||
					    one.group != rows[i].group))
			fail_msg("%s: got %s, group %d", rows[i].why, one.suite,
				one.group);
		talk_fini(&one);
		SSL_CTX_free(client);
	}
	server_stop();
}

static void old_versions_are_refused(void **state)
{
	static const struct {
		int version;
		bool open;
		const char *why;
	} rows[] = {
		{TLS1_VERSION, false, "TLS 1.0"},
		{TLS1_1_VERSION, false, "TLS 1.1"},
		{TLS1_2_VERSION, true, "TLS 1.2"},
		{TLS1_3_VERSION, true, "TLS 1.3"},
	};

	(void)state;
	server_start(&server_generous, 1);
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct peer_options options = server_options(PORT_TLS);
		SSL_CTX *client = peer_tls_new(rows[i].version);
		struct peer peer;

		/* So that it is not the client who refuses. */
		SSL_CTX_set_security_level(client, 0);
		options.tls = client;
		if (peer_open(&peer, &options) != rows[i].open)
			fail_msg("%s: open %d", rows[i].why, !rows[i].open);
		peer_close(&peer);
		SSL_CTX_free(client);
	}
	EVENTUALLY(server_counts().handshakes_failed == 2);
	server_stop();
}

static void a_failed_handshake_gets_its_alert(void **state)
{
	SSL_CTX *client = peer_tls_new(TLS1_2_VERSION);
	struct peer_options options;
	struct peer peer;

	(void)state;
	SSL_CTX_set_cipher_list(client, "AES128-GCM-SHA256");
	server_start(&server_generous, 1);
	options = server_options(PORT_TLS);
	options.tls = client;
	assert_false(peer_open(&peer, &options));
	peer_close(&peer);
	/* peer_close forgets the error: once more, by hand. */
	options.tls = NULL;
	peer_connect(&peer, &options);
	peer.ssl = SSL_new(client);
	SSL_set_fd(peer.ssl, peer.fd);
	assert_false(peer_shake_hands(&peer));
	assert_int_equal(
		ERR_GET_REASON(ERR_peek_error()), SSL_R_SSLV3_ALERT_HANDSHAKE_FAILURE);
	peer_close(&peer);
	EVENTUALLY(server_counts().handshakes_failed == 2);
	SSL_CTX_free(client);
	server_stop();
}

static void certificates_are_renewed_while_it_runs(void **state)
{
	struct test_certificate fresh;
	struct peer_options options;
	struct peer old;
	struct buf reply;
	struct talk one;

	(void)state;
	test_certificate_make(&fresh, "fresh.example", 2, 30);
	buf_init(&reply, BUF_UNLIMITED);
	server_start(&server_generous, 1);
	options = server_options(PORT_TLS);
	assert_true(peer_open(&old, &options));
	assert_int_equal(server_make_tls(&fresh, &server.other, &server.tls), 0);
	talk(&one, &options, "hello\r\n");
	assert_string_equal(one.certificate, "fresh.example");
	talk_fini(&one);
	/* A connection of before goes on. */
	assert_true(peer_send(&old, S("old\r\n")));
	assert_int_equal(peer_read_all(&old, &reply), PEER_CLOSE_NOTIFY);
	assert_bytes(buf_slice(&reply), S("20 old\r\n"));
	peer_close(&old);
	/* A broken one changes nothing. */
	struct test_certificate broken = {.chain = fresh.chain, .key = server.main.key};
	print_message("(a message about a key is to follow)\n");
	assert_int_equal(server_make_tls(&broken, &server.other, &server.tls), -EINVAL);
	talk(&one, &options, "hello\r\n");
	assert_string_equal(one.certificate, "fresh.example");
	talk_fini(&one);
	buf_fini(&reply);
	test_certificate_fini(&fresh);
	server_stop();
}

static void what_is_wrong_with_a_certificate_is_said_in_words(void **state)
{
	struct slice hosts[] = {S("example.org")};
	struct slice chain = buf_slice(&server.main.chain),
		     key = buf_slice(&server.main.key);
	struct buf cut;
	const struct {
		struct slice chain, key;
		const char *words, *why;
	} rows[] = {
		{S(""), key, "example.org: the file holds no PEM certificate",
			"no chain"},
		{S("hello"), key, "holds no PEM certificate", "not PEM"},
		{key, key, "holds no PEM certificate", "a key in its place"},
		{chain, S(""), "no PEM private key", "no key"},
		{chain, chain, "no PEM private key", "a certificate in its place"},
		{chain, buf_slice(&server.other.key), "does not match", "another's key"},
		{slice_head(chain, chain.len / 2), key, "holds no PEM certificate",
			"cut"},
	};

	(void)state;
	buf_init(&cut, BUF_UNLIMITED);
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct tls_certificate certificate = {.chain_pem = rows[i].chain,
			.key_pem = rows[i].key,
			.hosts = hosts,
			.host_count = 1};
		struct tls_options options = {.certificates = &certificate, .count = 1};
		struct tls_context *context = NULL;
		char error[256] = "";

		assert_int_equal(
			tls_context_new(&options, &context, error, sizeof(error)),
			-EINVAL);
		if (!strstr(error, rows[i].words))
			fail_msg("%s: \"%s\"", rows[i].why, error);
	}
	/* A chain whose second certificate is broken. */
	buf_put(&cut, chain);
	buf_put(&cut, slice_head(chain, chain.len / 2));
	struct tls_certificate certificate = {
		.chain_pem = buf_slice(&cut), .key_pem = key};
	struct tls_options options = {.certificates = &certificate, .count = 1};
	struct tls_context *context = NULL;
	char error[256] = "";
	assert_int_equal(
		tls_context_new(&options, &context, error, sizeof(error)), -EINVAL);
	assert_non_null(
		strstr(error, "certificate 1: the chain is broken after certificate 1"));
	/* And a whole one. */
	buf_clear(&cut);
	buf_put(&cut, chain);
	buf_put(&cut, buf_slice(&server.other.chain));
	certificate.chain_pem = buf_slice(&cut);
	assert_int_equal(tls_context_new(&options, &context, error, sizeof(error)), 0);
	tls_context_free(context);
	buf_fini(&cut);
}

static void words_about_a_failure_keep_to_their_room(void **state)
{
	static const struct slice hosts[] = {S("example.org")};
	static const struct tls_certificate broken = {.hosts = hosts, .host_count = 1};
	static const struct tls_options options = {.certificates = &broken, .count = 1};

	(void)state;
	for (size_t room = 0; room < 40; room++) {
		struct tls_context *context = NULL;
		char error[41];

		memset(error, '#', sizeof(error));
		assert_int_equal(
			tls_context_new(&options, &context, error, room), -EINVAL);
		if (room) {
			assert_int_equal(strnlen(error, room), room - 1);
			assert_memory_equal(error,
				"certificate of example.org: the file holds", room - 1);
		}
		for (size_t i = room; i < sizeof(error); i++)
			assert_int_equal(error[i], '#');
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_server_name_chooses_the_certificate),
		cmocka_unit_test(sessions_resume_on_every_worker),
		cmocka_unit_test(a_session_resumes_under_its_own_name_only),
		cmocka_unit_test(saved_keys_are_taken_while_they_open_a_ticket),
		cmocka_unit_test(saved_keys_are_as_old_as_they_were),
		cmocka_unit_test(keys_that_were_taken_over_are_saved_as_the_same_bytes),
		cmocka_unit_test(a_ticket_is_good_for_a_day),
		cmocka_unit_test(tickets_outlive_a_renewal_and_two_changes_of_their_key),
		cmocka_unit_test(tickets_outlive_the_process_whose_keys_were_saved),
		cmocka_unit_test(exactly_one_ticket_is_sent),
		cmocka_unit_test(a_ticket_does_not_wait_for_the_request),
		cmocka_unit_test(the_fastest_of_what_both_know_is_chosen),
		cmocka_unit_test(old_versions_are_refused),
		cmocka_unit_test(a_failed_handshake_gets_its_alert),
		cmocka_unit_test(certificates_are_renewed_while_it_runs),
		cmocka_unit_test(words_about_a_failure_keep_to_their_room),
		cmocka_unit_test(what_is_wrong_with_a_certificate_is_said_in_words),
	};

	return cmocka_run_group_tests_name("tls", tests, server_set_up, server_tear_down);
}
