/* SPDX-License-Identifier: MIT */
#include "serve/people.h"

#include <sys/stat.h>

#include "base/buf.h"
#include "base/date.h"
#include "proto/gemini.h"

int people_order(const void *a, const void *b)
{
	return memcmp(((const struct person *)a)->key, ((const struct person *)b)->key,
		PEOPLE_KEY_BYTES);
}

const struct person *people_find(
	const struct people *people, const unsigned char key[PEOPLE_KEY_BYTES])
{
	size_t low = 0, high = people->count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;
		int order = memcmp(people->list[middle].key, key, PEOPLE_KEY_BYTES);
		if (order == 0)
			return &people->list[middle];
		if (order < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return NULL;
}

bool people_may_read(const struct person *person, const struct reader_zone *zone)
{
	return person->writes ||
	       slice_is_among(person->name, zone->readers.items, zone->readers.count);
}

unsigned long long people_stamp(const char *file)
{
	struct stat st;
	bool there = stat(file, &st) == 0;
	const int64_t facts[] = {there, there ? (int64_t)st.st_ino : 0,
		there ? (int64_t)st.st_size : 0, there ? (int64_t)st.st_mode : 0,
		there ? (int64_t)st.st_mtim.tv_sec : 0,
		there ? (int64_t)st.st_mtim.tv_nsec : 0};

	return slice_hash(slice((const char *)facts, sizeof(facts)));
}

bool people_place(const struct people *people, struct slice key, struct people_place *out)
{
	const struct reader_zone desk = {.path = people->desk};

	out->zone = zones_at(&people->zones, key);
	out->is_desk = !out->zone && people->desk.len &&
		       zones_at(&(struct zones){&desk, 1}, key);
	return out->zone || out->is_desk;
}

static struct slice expired(struct arena *arena, int64_t at)
{
	const struct date date = {.at = at};
	struct civil day = date_civil(&date);

	if (at < 0 || day.year > 9999)
		return S("Your certificate has expired; make a new one");
	return arena_printf(arena,
		"Your certificate expired on %04d-%02u-%02u; make a new one", day.year,
		day.month, day.day);
}

/* What is wrong with the certificate, whoever it is; slice_none: nothing. */
static struct slice fault_of(
	struct arena *arena, const struct tls_identity *identity, int64_t now)
{
	switch (identity->strength) {
	case TLS_CLIENT_KEY_WEAK:
		return S("The key of your certificate is too weak; make one with P-256, "
			 "Ed25519, or RSA of 2048 bits or more");
	case TLS_CLIENT_KEY_LARGE:
		return S("The key of your certificate is too large; RSA keys may have at "
			 "most 8192 bits");
	case TLS_CLIENT_KEY_GOOD:
		break;
	}
	return now >= PEOPLE_CLOCK_MIN && identity->expires_at < now
		       ? expired(arena, identity->expires_at)
		       : slice_none;
}

static void say(
	struct people_answer *answer, enum gemini_status status, struct slice words)
{
	answer->status = status;
	answer->words = words;
}

void people_judge(struct arena *arena, const struct people *people,
	const struct people_question *question, struct people_answer *answer)
{
	const struct reader_zone *zone = question->place.zone;
	const struct tls_identity *identity = question->identity;

	*answer = (struct people_answer){0};
	if (!identity) {
		say(answer, GEMINI_CERTIFICATE_REQUIRED,
			!question->can_identify
				? S("Your client is too old to show who you are")
			: zone ? zone->title
			       : S("Choose a certificate that shows who you are"));
		return;
	}
	struct slice fault = fault_of(arena, identity, question->now);
	if (fault.len) {
		say(answer, GEMINI_CERTIFICATE_NOT_VALID, fault);
		return;
	}
	if (!people->is_broken)
		answer->person = people_find(people, identity->key);
	if (!zone || (answer->person && people_may_read(answer->person, zone)))
		return;
	say(answer, GEMINI_CERTIFICATE_NOT_AUTHORISED,
		arena_printf(arena, "%s; %.*s%.*s says %s",
			answer->person ? "Not open to you" : "Not known here yet",
			SARG(question->origin), SARG(people->desk),
			answer->person ? "what is" : "how"));
}

bool people_fingerprint(struct slice text, unsigned char out[PEOPLE_KEY_BYTES])
{
	size_t digits = 0;

	for (size_t i = 0; i < text.len; i++) {
		int digit = ascii_hex(text.ptr[i]);
		if (text.ptr[i] == ':')
			continue;
		if (digit < 0 || digits == 2 * (size_t)PEOPLE_KEY_BYTES)
			return false;
		unsigned high = digits % 2 ? out[digits / 2] : 0U;
		out[digits / 2] = (unsigned char)(high << 4 | (unsigned)digit);
		digits++;
	}
	return digits == 2 * (size_t)PEOPLE_KEY_BYTES;
}

struct slice people_fingerprint_text(
	struct arena *arena, const unsigned char bytes[PEOPLE_KEY_BYTES])
{
	auto_buf struct buf out = BUF(2 * PEOPLE_KEY_BYTES);

	for (size_t i = 0; i < PEOPLE_KEY_BYTES; i++)
		buf_printf(&out, "%02x", bytes[i]);
	return buf_dup(&out, arena);
}
