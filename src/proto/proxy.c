/* SPDX-License-Identifier: MIT */
#include "proto/proxy.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdint.h>

#define V1_MAX_BYTES  107 /* CRLF included */
#define V2_HEAD_BYTES 16

static const char v2_signature[12] = {
	'\r', '\n', '\r', '\n', '\0', '\r', '\n', 'Q', 'U', 'I', 'T', '\n'};

/* A balancer that listens for both families at once says ::ffff:192.0.2.1 of an IPv4 client: limits,
 * lists and logs know it as 192.0.2.1. */
static void set_address(
	struct sockaddr_storage *out, int family, const void *host, uint16_t port_be)
{
	static const unsigned char mapped[12] = {[10] = 0xFF, 0xFF};

	if (family == AF_INET6 && memcmp(host, mapped, sizeof(mapped)) == 0) {
		host = (const unsigned char *)host + sizeof(mapped);
		family = AF_INET;
	}
	*out = (struct sockaddr_storage){.ss_family = (sa_family_t)family};
	if (family == AF_INET6) {
		struct sockaddr_in6 *six = (struct sockaddr_in6 *)out;
		memcpy(&six->sin6_addr, host, 16);
		six->sin6_port = port_be;
	} else {
		struct sockaddr_in *four = (struct sockaddr_in *)out;
		memcpy(&four->sin_addr, host, 4);
		four->sin_port = port_be;
	}
}

/* --- version 1: a line of text ------------------------------------------------------------------- */

static bool read_host(int family, struct slice text, unsigned char host[16])
{
	char copy[INET6_ADDRSTRLEN];
	if (text.len >= sizeof(copy) || memchr(text.ptr, '\0', text.len))
		return false;
	memcpy(copy, text.ptr, text.len);
	copy[text.len] = '\0';
	return inet_pton(family, copy, host) == 1;
}

/* Decimal, without leading zeroes. */
static bool read_port(struct slice text, uint16_t *port_be)
{
	unsigned long long number;
	if (!slice_to_uint(text, &number) || number > UINT16_MAX ||
		(text.len > 1 && text.ptr[0] == '0'))
		return false;
	*port_be = htons((uint16_t)number);
	return true;
}

/* "TCP4 192.0.2.1 198.51.100.1 40000 1965" */
static bool read_line(struct slice line, struct proxy_header *out)
{
	struct slice part[5];
	unsigned char hosts[2][16];
	uint16_t ports[2];
	size_t count = 0;
	const char *end = line.ptr + line.len;

	if (slice_eq(line, S("UNKNOWN")) || slice_starts(line, S("UNKNOWN ")))
		return true;
	while (count < 5 && slice_split(&line, ' ', &part[count]))
		count++;
	if (count < 5 || part[4].ptr + part[4].len != end)
		return false;
	int family = slice_eq(part[0], S("TCP4"))   ? AF_INET
		     : slice_eq(part[0], S("TCP6")) ? AF_INET6
						    : AF_UNSPEC;
	if (family == AF_UNSPEC || !read_host(family, part[1], hosts[0]) ||
		!read_host(family, part[2], hosts[1]) || !read_port(part[3], &ports[0]) ||
		!read_port(part[4], &ports[1]))
		return false;
	set_address(&out->client, family, hosts[0], ports[0]);
	set_address(&out->server, family, hosts[1], ports[1]);
	return true;
}

static enum proxy_result parse_v1(struct slice bytes, struct proxy_header *out)
{
	struct slice head = slice_head(bytes, V1_MAX_BYTES);
	ptrdiff_t end = slice_find(head, S("\r\n"));

	if (end < 0)
		return bytes.len >= V1_MAX_BYTES ? PROXY_BAD : PROXY_MORE;
	struct slice line = slice_head(head, (size_t)end);
	out->bytes = (size_t)end + 2;
	return read_line(slice_from(line, S("PROXY ").len), out) ? PROXY_OK : PROXY_BAD;
}

/* --- version 2: bytes ------------------------------------------------------------------------------ */

static enum proxy_result parse_v2(struct slice bytes, struct proxy_header *out)
{
	const unsigned char *at = (const unsigned char *)bytes.ptr;
	uint16_t ports[2];

	/* Version, command, family: known with the first bytes. */
	if (bytes.len > 12 && (at[12] >> 4 != 2 || (at[12] & 15) > 1))
		return PROXY_BAD;
	if (bytes.len < V2_HEAD_BYTES)
		return PROXY_MORE;
	size_t len = (size_t)at[14] << 8 | at[15];
	if (V2_HEAD_BYTES + len > PROXY_HEADER_MAX_BYTES)
		return PROXY_BAD;
	bool is_local = (at[12] & 15) == 0;
	unsigned family = at[13] >> 4, transport = at[13] & 15;
	size_t host = family == 1 ? 4 : family == 2 ? 16 : 0;
	if (family > 3 || transport > 2 || (!is_local && len < 2 * host + 4 && host))
		return PROXY_BAD;
	if (bytes.len < V2_HEAD_BYTES + len)
		return PROXY_MORE;
	out->bytes = V2_HEAD_BYTES + len;
	/* A datagram's address says nothing of a stream. */
	if (is_local || !host || transport != 1)
		return PROXY_OK;
	at += V2_HEAD_BYTES;
	memcpy(ports, at + 2 * host, sizeof(ports));
	int as = family == 1 ? AF_INET : AF_INET6;
	set_address(&out->client, as, at, ports[0]);
	set_address(&out->server, as, at + host, ports[1]);
	return PROXY_OK;
}

enum proxy_result proxy_parse(struct slice bytes, struct proxy_header *out)
{
	const struct slice v1 = S("PROXY "), v2 = slice(v2_signature, 12);

	*out = (struct proxy_header){0};
	out->client.ss_family = out->server.ss_family = AF_UNSPEC;
	if (slice_starts(bytes, v1))
		return parse_v1(bytes, out);
	if (slice_starts(bytes, v2))
		return parse_v2(bytes, out);
	return slice_starts(v1, bytes) || slice_starts(v2, bytes) ? PROXY_MORE
								  : PROXY_BAD;
}
