/* SPDX-License-Identifier: MIT */
#include "net/preface.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>

/* "::ffff:10.0.0.0/104" is 10.0.0.0/8: what comes by IPv4 has an IPv4 address here. */
#define MAPPED_BITS 96
static const unsigned char mapped[16] = {[10] = 0xFF, 0xFF};

static bool same_bits(const unsigned char *a, const unsigned char *b, unsigned bits)
{
	unsigned rest = bits % 8;

	if (memcmp(a, b, bits / 8) != 0)
		return false;
	return !rest || (a[bits / 8] ^ b[bits / 8]) >> (8 - rest) == 0;
}

int preface_network_parse(struct slice text, struct preface_network *out)
{
	struct slice host, length;
	char copy[INET6_ADDRSTRLEN];
	unsigned long long bits;
	bool has_length = slice_cut(text, '/', &host, &length);

	*out = (struct preface_network){0};
	if (!host.len || host.len >= sizeof(copy) || memchr(host.ptr, '\0', host.len))
		return -EINVAL;
	memcpy(copy, host.ptr, host.len);
	copy[host.len] = '\0';
	out->family = slice_find_char(host, ':') >= 0 ? AF_INET6 : AF_INET;
	if (inet_pton(out->family, copy, out->host) != 1)
		return -EINVAL;
	unsigned most = out->family == AF_INET6 ? 128 : 32;
	out->bits = most;
	if (has_length && (!slice_to_uint(length, &bits) || bits > most))
		return -EINVAL;
	if (has_length)
		out->bits = (unsigned)bits;
	if (out->family == AF_INET6 && out->bits >= MAPPED_BITS &&
		same_bits(out->host, mapped, MAPPED_BITS)) {
		memmove(out->host, out->host + MAPPED_BITS / 8, 4);
		memset(out->host + 4, 0, 12);
		out->family = AF_INET;
		out->bits -= MAPPED_BITS;
		most = 32;
	}
	for (unsigned i = out->bits; i < most; i++) {
		if (out->host[i / 8] & 0x80 >> i % 8)
			return -EINVAL;
	}
	return 0;
}

bool preface_trusts(
	const struct preface_network *networks, size_t count, const struct sockaddr *peer)
{
	const struct sockaddr_in *four = (const struct sockaddr_in *)peer;
	const struct sockaddr_in6 *six = (const struct sockaddr_in6 *)peer;
	const void *host = peer->sa_family == AF_INET6 ? (const void *)&six->sin6_addr
						       : (const void *)&four->sin_addr;

	for (size_t i = 0; i < count; i++) {
		const struct preface_network *network = &networks[i];

		if (network->family == peer->sa_family &&
			same_bits(network->host, host, network->bits))
			return true;
	}
	return false;
}
