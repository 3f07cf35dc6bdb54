/* SPDX-License-Identifier: MIT */
#include "app/desk_tokens.h"

#include <pthread.h>
#include <stdlib.h>
#include <sys/random.h>

#include "base/buf.h"
#include "base/memory.h"
#include "base/sha256.h"

#define KEY_BYTES   32
#define TIME_DIGITS 10
#define MAC_DIGITS  32   /* 128 bits */
#define USED_MAX    1000 /* by one person, within ten minutes; people are few */

struct used {
	unsigned char key[sizeof(((struct tls_identity *)0)->key)]; /* whose */
	char mac[MAC_DIGITS];
	int64_t since_s;
};

/* The key is in memory alone and new at each start: it is of no use for longer than ten minutes, and what is in no
 * file is in no backup, and known to no replica. Whoever pressed a link in the moment of a restart is shown the page
 * again. */
struct desk_tokens {
	char key[KEY_BYTES];
	pthread_mutex_t lock; /* of all below */
	struct used *used;
	size_t used_count, used_capacity;
};

struct desk_tokens *desk_tokens_new(void)
{
	struct desk_tokens *tokens = memory_new(1, sizeof(*tokens));

	if (getrandom(tokens->key, KEY_BYTES, 0) != KEY_BYTES) {
		free(tokens);
		return NULL;
	}
	pthread_mutex_init(&tokens->lock, NULL);
	return tokens;
}

void desk_tokens_free(struct desk_tokens *tokens)
{
	if (!tokens)
		return;
	pthread_mutex_destroy(&tokens->lock);
	explicit_bzero(tokens->key, KEY_BYTES);
	free(tokens->used);
	free(tokens);
}

/* With its length in front, so that no two lists of parts are the same bytes. */
static void put_part(struct buf *out, struct slice part)
{
	buf_put_number(out, part.len);
	buf_putc(out, ':');
	buf_put(out, part);
}

static void make(const struct desk_tokens *tokens, const struct desk_deed *deed,
	struct slice time, char mac[static MAC_DIGITS])
{
	auto_buf struct buf bytes = BUF(BUF_UNLIMITED);
	char digits[SHA256_DIGITS];
	const unsigned char *key = deed->identity->key;

	put_part(&bytes, deed->site);
	put_part(&bytes, deed->act);
	put_part(&bytes, deed->path);
	put_part(&bytes, deed->version);
	put_part(&bytes, slice((const char *)key, sizeof(deed->identity->key)));
	put_part(&bytes, time);
	sha256_hmac(slice(tokens->key, KEY_BYTES), buf_slice(&bytes), digits);
	memcpy(mac, digits, MAC_DIGITS);
}

struct slice desk_token(struct desk_tokens *tokens, struct arena *arena,
	const struct desk_deed *deed, int64_t now_s)
{
	struct slice time = arena_printf(arena, "%010llx", (unsigned long long)now_s);
	char mac[MAC_DIGITS];

	make(tokens, deed, time, mac);
	return arena_printf(arena, "%.*s%.*s", SARG(time), MAC_DIGITS, mac);
}

/* Takes as long wherever they differ. */
static bool same(const char *a, const char *b)
{
	unsigned char difference = 0;

	for (size_t i = 0; i < MAC_DIGITS; i++)
		difference |= (unsigned char)(a[i] ^ b[i]);
	return !difference;
}

static bool read_time(struct slice digits, int64_t *out)
{
	int64_t time = 0;

	for (size_t i = 0; i < digits.len; i++) {
		int digit = ascii_hex(digits.ptr[i]);
		if (digit < 0)
			return false;
		time = time * 16 + digit;
	}
	*out = time;
	return true;
}

static enum desk_token_result note_use(struct desk_tokens *tokens,
	const struct tls_identity *identity, const char *mac, int64_t now_s)
{
	enum desk_token_result result = DESK_TOKEN_GOOD;
	size_t kept = 0, own = 0;

	pthread_mutex_lock(&tokens->lock);
	for (size_t i = 0; i < tokens->used_count; i++) {
		if (now_s - tokens->used[i].since_s > DESK_TOKEN_S)
			continue; /* is over by its own time */
		if (same(tokens->used[i].mac, mac))
			result = DESK_TOKEN_USED;
		own += !memcmp(tokens->used[i].key, identity->key, sizeof(identity->key));
		tokens->used[kept++] = tokens->used[i];
	}
	tokens->used_count = kept;
	if (result == DESK_TOKEN_GOOD && own >= USED_MAX)
		result = DESK_TOKEN_FULL;
	if (result == DESK_TOKEN_GOOD) {
		struct used *it = memory_next(
			tokens->used, tokens->used_count, tokens->used_capacity);
		memcpy(it->key, identity->key, sizeof(it->key));
		memcpy(it->mac, mac, MAC_DIGITS);
		it->since_s = now_s;
	}
	pthread_mutex_unlock(&tokens->lock);
	return result;
}

enum desk_token_result desk_token_use(struct desk_tokens *tokens,
	const struct desk_deed *deed, struct slice token, int64_t now_s)
{
	struct slice time = slice_head(token, TIME_DIGITS);
	char mac[MAC_DIGITS];
	int64_t made_s;

	if (token.len != TIME_DIGITS + MAC_DIGITS || !read_time(time, &made_s))
		return DESK_TOKEN_OTHER;
	make(tokens, deed, time, mac);
	if (!same(mac, token.ptr + TIME_DIGITS))
		return DESK_TOKEN_OTHER;
	if (now_s < made_s || now_s - made_s > DESK_TOKEN_S)
		return DESK_TOKEN_OVER;
	return note_use(tokens, deed->identity, mac, now_s);
}
