/* SPDX-License-Identifier: MIT */
#include "proto/proxy.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "base/buf.h"

#define COUNT(array) (sizeof(array) / sizeof(*(array)))
#define V2           "\r\n\r\n\0\r\nQUIT\n"

static void put(struct buf *out, const struct sockaddr_storage *address)
{
	char text[INET6_ADDRSTRLEN] = "-";
	const struct sockaddr_in *four = (const struct sockaddr_in *)address;
	const struct sockaddr_in6 *six = (const struct sockaddr_in6 *)address;

	if (address->ss_family == AF_INET)
		inet_ntop(AF_INET, &four->sin_addr, text, sizeof(text));
	if (address->ss_family == AF_INET6)
		inet_ntop(AF_INET6, &six->sin6_addr, text, sizeof(text));
	buf_printf(out, "%s %u", text,
		address->ss_family == AF_UNSPEC ? 0 : ntohs(four->sin_port));
}

static const struct {
	struct slice bytes;
	const char *why, *want; /* NULL: bad; else client, server, length */
} rows[] = {
	{S("PROXY TCP4 192.0.2.7 198.51.100.1 40000 1965\r\n"), "a client over IPv4",
		"192.0.2.7 40000, 198.51.100.1 1965, 46"},
	{S("PROXY TCP6 2001:db8::7 2001:db8::1 65535 0\r\n"), "a client over IPv6",
		"2001:db8::7 65535, 2001:db8::1 0, 44"},
	{S("PROXY TCP6 ::ffff:192.0.2.7 ::ffff:198.51.100.1 40000 1965\r\n"),
		"IPv4 in the words of a balancer that listens for both",
		"192.0.2.7 40000, 198.51.100.1 1965, 60"},
	{S("PROXY TCP6 ::fffe:192.0.2.7 ::ffff:0:c633:6401 1 2\r\n"),
		"nearly IPv4: another prefix, another length",
		"::fffe:c000:207 1, ::ffff:0:c633:6401 2, 52"},
	{S("PROXY UNKNOWN\r\n"), "a client of no kind", "- 0, - 0, 15"},
	{S("PROXY UNKNOWN ffff:f...f:ffff ffff:f...f:ffff 65535 65535\r\n"),
		"what follows UNKNOWN is to be ignored", "- 0, - 0, 59"},
	{S("PROXY TCP4 192.0.2.7 198.51.100.1 40000 1965\n"
	   "................................................................\r\n"),
		"a line ends with CRLF", NULL},
	{S("PROXY TCP4 192.0.2.7 198.51.100.1 40000\r\n"), "a port is missing", NULL},
	{S("PROXY TCP4 192.0.2.7 198.51.100.1 40000 1965 \r\n"), "something follows",
		NULL},
	{S("PROXY TCP4 192.0.2.7  198.51.100.1 40000 1965\r\n"), "two spaces", NULL},
	{S("PROXY TCP4 192.0.2.7 198.51.100.1 65536 1965\r\n"), "no such port", NULL},
	{S("PROXY TCP4 192.0.2.7 198.51.100.1 040 1965\r\n"), "a leading zero", NULL},
	{S("PROXY TCP4 2001:db8::7 2001:db8::1 1 2\r\n"), "the other family", NULL},
	{S("PROXY TCP6 192.0.2.7 198.51.100.1 1 2\r\n"), "and the other way round", NULL},
	{S("PROXY TCP4 192.0.2 198.51.100.1 1 2\r\n"), "half an address", NULL},
	{S("PROXY TCP5 192.0.2.7 198.51.100.1 1 2\r\n"), "no such family", NULL},
	{S("PROXY UDP4 192.0.2.7 198.51.100.1 1 2\r\n"), "a datagram is no stream", NULL},
	{S("PROXY \r\n"), "nothing", NULL},
	{S("PROXY UNKNOWNS\r\n"), "nearly unknown", NULL},
	{S("proxy TCP4 192.0.2.7 198.51.100.1 1 2\r\n"), "small letters", NULL},
	{S("GET / HTTP/1.1\r\n"), "another protocol", NULL},
	{S("\x16\x03\x01"), "TLS at once", NULL},

	{S(V2 "\x21\x11\0\x0C\xC0\0\2\7\xC6\x33\x64\1\x9C\x40\7\xAD"), "IPv4",
		"192.0.2.7 40000, 198.51.100.1 1965, 28"},
	{S(V2 "\x21\x21\0\x24\x20\1\x0D\xB8\0\0\0\0\0\0\0\0\0\0\0\7"
	      "\x20\1\x0D\xB8\0\0\0\0\0\0\0\0\0\0\0\1\x9C\x40\7\xAD"),
		"IPv6", "2001:db8::7 40000, 2001:db8::1 1965, 52"},
	{S(V2 "\x21\x21\0\x24\0\0\0\0\0\0\0\0\0\0\xFF\xFF\xC0\0\2\7"
	      "\0\0\0\0\0\0\0\0\0\0\xFF\xFF\xC6\x33\x64\1\x9C\x40\7\xAD"),
		"IPv4 as IPv6", "192.0.2.7 40000, 198.51.100.1 1965, 52"},
	{S(V2 "\x21\x11\0\x10\xC0\0\2\7\xC6\x33\x64\1\x9C\x40\7\xAD\4\0\1x"),
		"with an extension", "192.0.2.7 40000, 198.51.100.1 1965, 32"},
	{S(V2 "\x20\0\0\0"), "the balancer itself", "- 0, - 0, 16"},
	{S(V2 "\x20\x11\0\x0C\xC0\0\2\7\xC6\x33\x64\1\x9C\x40\7\xAD"),
		"the balancer itself, whatever addresses it has", "- 0, - 0, 28"},
	{S(V2 "\x20\x11\0\2xx"), "the balancer itself, with less than addresses",
		"- 0, - 0, 18"},
	{S(V2 "\x21\0\0\3abc"), "no family that we know", "- 0, - 0, 19"},
	{S(V2 "\x21\x12\0\x0C\xC0\0\2\7\xC6\x33\x64\1\x9C\x40\7\xAD"),
		"a datagram says nothing of a stream", "- 0, - 0, 28"},
	{S(V2 "\x11\x11\0\x0C"), "version 1 in bytes", NULL},
	{S(V2 "\x22\x11\0\x0C"), "no such command", NULL},
	{S(V2 "\x21\x41\0\x0C"), "no such family", NULL},
	{S(V2 "\x21\x13\0\x0C"), "no such transport", NULL},
	{S(V2 "\x21\x11\0\x0B"), "too short for IPv4", NULL},
	{S(V2 "\x21\x21\0\x23"), "too short for IPv6", NULL},
	{S(V2 "\x21\x11\x10\1"), "more than is believed", NULL},
};

static void each_header_says_who_the_client_is(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct proxy_header header;
		enum proxy_result want = rows[i].want ? PROXY_OK : PROXY_BAD;
		enum proxy_result got = proxy_parse(rows[i].bytes, &header);
		struct buf text;

		if (got != want)
			fail_msg("row %zu, %s: %d", i, rows[i].why, (int)got);
		if (got != PROXY_OK)
			continue;
		buf_init(&text, BUF_UNLIMITED);
		put(&text, &header.client);
		buf_puts(&text, ", ");
		put(&text, &header.server);
		buf_printf(&text, ", %zu", header.bytes);
		if (!slice_eq(buf_slice(&text), slice_str(rows[i].want)))
			fail_msg("row %zu, %s: %.*s", i, rows[i].why,
				SARG(buf_slice(&text)));
		buf_fini(&text);
	}
}

/* Until the whole is there it is asked for more; what follows changes nothing. */
static void byte_by_byte_the_judgement_is_the_same(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct proxy_header header, longer;
		struct buf text;

		if (!rows[i].want)
			continue;
		assert_int_equal(proxy_parse(rows[i].bytes, &header), PROXY_OK);
		for (size_t n = 0; n < header.bytes; n++) {
			if (proxy_parse(slice_head(rows[i].bytes, n), &longer) !=
				PROXY_MORE)
				fail_msg("%s: judged after %zu bytes", rows[i].why, n);
		}
		buf_init(&text, BUF_UNLIMITED);
		buf_put(&text, rows[i].bytes);
		buf_puts(&text, "\x16\x03\x01 hello\r\n");
		assert_int_equal(proxy_parse(buf_slice(&text), &longer), PROXY_OK);
		assert_int_equal(longer.bytes, header.bytes);
		buf_fini(&text);
	}
}

static void a_line_and_an_extension_have_their_limits(void **state)
{
	struct proxy_header header;
	struct buf text;

	(void)state;
	buf_init(&text, BUF_UNLIMITED);
	buf_puts(&text, "PROXY UNKNOWN ");
	buf_repeat(&text, 'x', 107 - 14 - 2);
	buf_puts(&text, "\r\n");
	assert_int_equal(text.len, 107);
	assert_int_equal(proxy_parse(buf_slice(&text), &header), PROXY_OK);
	buf_truncate(&text, 105);
	buf_puts(&text, "x\r\n");
	assert_int_equal(
		proxy_parse(slice_head(buf_slice(&text), 106), &header), PROXY_MORE);
	assert_int_equal(proxy_parse(buf_slice(&text), &header), PROXY_BAD);

	buf_clear(&text);
	buf_put(&text, S(V2 "\x20\0\x10\0"));
	assert_int_equal(proxy_parse(buf_slice(&text), &header), PROXY_MORE);
	buf_repeat(&text, 'x', 4096);
	assert_int_equal(text.len, PROXY_HEADER_MAX_BYTES);
	assert_int_equal(proxy_parse(buf_slice(&text), &header), PROXY_OK);
	assert_int_equal(header.bytes, PROXY_HEADER_MAX_BYTES);
	buf_fini(&text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_header_says_who_the_client_is),
		cmocka_unit_test(byte_by_byte_the_judgement_is_the_same),
		cmocka_unit_test(a_line_and_an_extension_have_their_limits),
	};

	return cmocka_run_group_tests_name("proxy", tests, NULL, NULL);
}
