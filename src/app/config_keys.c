/* SPDX-License-Identifier: MIT */
#include "app/config_keys.h"

#include <limits.h>

#include "base/text.h"

#define DURATION_MAX_MS (24u * 3600 * 1000)
#define BIT(type)       (1u << CONFIG_##type)

/* Can @field, by its C type, hold a @type? Where it cannot, OF does not compile. */
#define HOLDS(type, field)                                                               \
	(_Generic((field), struct slice                                                  \
		  : BIT(TEXT), struct slices                                             \
		  : BIT(TEXTS), bool                                                     \
		  : BIT(SWITCH), unsigned                                                \
		  : BIT(NUMBER) | BIT(CHOICE), uint64_t                                  \
		  : BIT(DURATION) | BIT(SIZE)) &                                         \
		BIT(type))
#define OF(base, type, field)                                                            \
	offsetof(struct base, field) +                                                   \
		0 * sizeof(char[HOLDS(type, ((struct base *)0)->field) ? 1 : -1])

/* BLOG: what a snapshot is made by. SITE: the rest of a site. OWN_: each of several sites says its own. */
#define SITE_KEY(type, field, top, when)                                                 \
	CONFIG_##type, true, top, OF(config_site, type, field), when
#define BLOG(type, field)     SITE_KEY(type, blog.field, CONFIG_FOR_ALL, CONFIG_LIVE)
#define OWN_BLOG(type, field) SITE_KEY(type, blog.field, CONFIG_IGNORED, CONFIG_LIVE)
#define SITE(type, field)     SITE_KEY(type, field, CONFIG_FOR_ALL, CONFIG_LIVE)
#define OWN_SITE(type, field) SITE_KEY(type, field, CONFIG_IGNORED, CONFIG_LIVE)
#define SERVER_KEY(type, field, when)                                                    \
	CONFIG_##type, false, CONFIG_FOR_ALL, OF(config, type, field), when
#define SERVER(type, field)        SERVER_KEY(type, field, CONFIG_RELOAD)
#define SERVER_START(type, field)  SERVER_KEY(type, field, CONFIG_RESTART)
#define SERVER_LISTEN(type, field) SERVER_KEY(type, field, CONFIG_LISTEN)

const struct config_key config_keys[] = {
	{"title", OWN_BLOG(TEXT, title), NULL, NULL, 0, 0,
		"title of the capsule; by default the one in the generator's settings"},
	{"description", OWN_BLOG(TEXT, description), NULL, NULL, 0, 0,
		"one sentence below the title of the home page"},
	{"author", BLOG(TEXT, author), NULL, NULL, 0, 0,
		"author of posts that name none"},
	{"language", BLOG(TEXT, language), NULL, NULL, 0, 0,
		"language of posts that name none (BCP 47: `en`, `fr`, `zh-TW`)"},
	{"url", OWN_BLOG(TEXT, url), NULL, NULL, 0, 0,
		"address of the same blog on the web; links to it become links within "
		"the capsule"},
	{"hosts", SITE_KEY(TEXTS, hosts, CONFIG_WRONG, CONFIG_LIVE), NULL, NULL, 0, 0,
		"host names of the capsule, the main one first; if there is none, "
		"`localhost`, and only this machine can connect"},
	{"certificate", SITE_KEY(TEXT, certificate, CONFIG_WRONG, CONFIG_RELOAD), NULL,
		NULL, 0, 0,
		"PEM file of your own certificate, with its chain; by default one is "
		"generated"},
	{"key", SITE_KEY(TEXT, key, CONFIG_WRONG, CONFIG_RELOAD), NULL, NULL, 0, 0,
		"PEM file of its private key"},
	{"gone", BLOG(TEXTS, gone), NULL, NULL, 0, 0,
		"addresses that are gone for good (status 52); `*` matches any "
		"characters"},
	{"shown", BLOG(TEXTS, shown), NULL, NULL, 0, 0,
		"fields of front matter that do not hide posts here, such as "
		"`subscribers_only`"},
	{"menu", OWN_BLOG(TEXTS, menu), NULL, NULL, 0, 0,
		"links of the home page, instead of the web site's menu: addresses, or "
		"maps with `title` and `address`"},
	{"pages", BLOG(SWITCH, pages), "yes", NULL, 0, 0,
		"link pages from the home page: without a menu at most five, and one "
		"link to all others"},
	{"search", BLOG(SWITCH, search), "yes", NULL, 0, 0,
		"let readers search the words of posts and pages, at `/search`"},
	{"reply", OWN_BLOG(TEXT, reply), NULL, NULL, 0, 0,
		"`mailto:` address for the link \"Reply by email\" below each post"},
	{"people", SITE(TEXTS, people), NULL, NULL, 0, 0,
		"people whom you know: a map of names to the SHA-256 fingerprints of "
		"their keys, as the desk shows them"},
	{"writers", SITE(TEXTS, writers), NULL, NULL, 0, 0,
		"names of `people` who write here: they upload by Titan, see drafts and "
		"hidden pages at the desk, and read all zones"},
	{"zones", BLOG(TEXTS, zone_lines), NULL, NULL, 0, 0,
		"parts for chosen readers: maps with `path` (such as `/letters/`), "
		"`title` and `readers` (names of `people`)"},
	{"desk", BLOG(TEXT, desk), NULL, NULL, 0, 0,
		"address where readers see their fingerprint and writers their drafts; "
		"by default `/me/` if `people`, `writers` or `zones` are set"},
	{"lists", BLOG(CHOICE, lists), "titles", "titles|summaries", 0, 0,
		"lists of posts contain titles alone, or also a summary of each post"},
	{"feed", BLOG(CHOICE, feed), "summary", "summary|full", 0, 0,
		"feeds contain a summary of each post, or also its whole text"},
	{"related", BLOG(CHOICE, related), "3", "3|no", 0, 0,
		"below each post, up to three posts on the same subject"},
	{"backlinks", BLOG(SWITCH, backlinks), "yes", NULL, 0, 0,
		"below each page, up to ten pages of the capsule that link to it"},
	{"drafts", BLOG(SWITCH, drafts), "no", NULL, 0, 0, "show drafts"},
	{"source", BLOG(SWITCH, source), "yes", NULL, 0, 0,
		"offer each post's Markdown at its address with `.md`"},
	{"links", BLOG(CHOICE, links), "block", "block|section|end|numbered", 0, 0,
		"where links are placed: after the paragraph, before the next heading, "
		"at the end, or after the paragraph with numbers in the text"},
	{"emphasis", BLOG(CHOICE, emphasis), "plain", "plain|markers", 0, 0,
		"remove the marks of emphasis in gemtext, or keep them"},
	{"smart", BLOG(CHOICE, smart), "auto", "auto|yes|no", 0, 0,
		"curly quotes, dashes and ellipses: as the blog's generator does, "
		"always, never"},
	{"watch", BLOG(CHOICE, watch), "auto", "auto|poll", 0, 0,
		"how changes in the folder are detected: by inotify, or by polling every "
		"5 to 60 s where inotify does not work (NFS, SMB, FUSE, 9p); `poll`: "
		"always by polling"},
	{"gopher", SITE_KEY(TEXTS, gopher, CONFIG_FOR_FIRST, CONFIG_LISTEN), NULL, NULL,
		0, 0,
		"where to listen for Gopher, in the same form as `gemini`; `no` turns "
		"Gopher off; by default port 70, or 7070 where that is not permitted. A "
		"Gopher request contains no host name, so each of several sites needs "
		"its own address or port"},
	{"gopher_host", OWN_SITE(TEXT, gopher_host), NULL, NULL, 0, 0,
		"host name in Gopher menus; by default the first of `hosts`"},
	{"gopher_port", OWN_SITE(NUMBER, gopher_port), "0", NULL, 0, 65535,
		"port in Gopher menus, if a proxy or router maps it to another one; 0: "
		"the port of the listener"},
	{"gopher_width", SITE(NUMBER, gopher_width), "68", NULL, 40, 78,
		"columns of Gopher texts (menus have at most 67)"},
	{"gopher_posts", SITE(CHOICE, gopher_posts), "text", "text|menu", 0, 0,
		"posts in Gopher lists: texts with numbered links, or menus with live "
		"links"},
	{"gopher_ascii", SITE(SWITCH, gopher_ascii), "no", NULL, 0, 0,
		"convert Gopher texts and menus to ASCII, letters included, for old "
		"terminals"},
	{"gopher_tls", SITE(SWITCH, gopher_tls), "yes", NULL, 0, 0,
		"accept TLS on the Gopher port too (`gophers://`)"},
	{"gemini", SERVER_LISTEN(TEXTS, gemini), NULL, NULL, 0, 0,
		"where to listen: `ADDR:PORT`, `[ADDR6]:PORT` or `PORT`, followed by ` "
		"proxy` for load balancers only; by default port 1965, on all addresses "
		"if `hosts` is set"},
	{"proxy", SERVER(TEXTS, proxy), NULL, NULL, 0, 0,
		"load balancers, by address or network (`10.0.0.0/8`), that send the "
		"address of the client by the PROXY protocol. They use the listeners "
		"marked `proxy`, or any if none is marked"},
	{"advertised_port", SERVER(NUMBER, advertised_port), "0", NULL, 0, 65535,
		"port that clients use, if a proxy or router maps it to another one; 0: "
		"the port of the listener"},
	{"state", SERVER(TEXT, state), NULL, NULL, 0, 0,
		"folder for generated certificates; by default `$STATE_DIRECTORY`, or "
		"else `$XDG_STATE_HOME/splashdown`"},
	{"cache_folder", SERVER_START(TEXT, cache_folder), NULL, NULL, 0, 0,
		"folder for the index of words, which is made anew at each start; by "
		"default `$CACHE_DIRECTORY`, or else `$XDG_CACHE_HOME/splashdown`. "
		"Without one, the index is kept in memory, up to 64 MiB per site"},
	{"uploads.folder", SERVER_START(TEXT, upload_folder), NULL, NULL, 0, 0,
		"folder for what writers upload, and for its history; by default "
		"`uploads` in the folder `state`. Back it up"},
	{"uploads.text", SERVER_START(SIZE, upload_text_bytes), "1M", NULL, 0, 0,
		"how large a text may be that a writer uploads"},
	{"uploads.file", SERVER_START(SIZE, upload_file_bytes), "16M", NULL, 0, 0,
		"the same of a picture or another file"},
	{"uploads.quota", SERVER_START(SIZE, upload_quota_bytes), "256M", NULL, 0, 0,
		"how much the uploads of one writer may take, with their history"},
	{"workers", SERVER_START(NUMBER, workers), "0", NULL, 0, 256,
		"worker threads; 0: one per processor"},
	{"cache", SERVER(SIZE, cache_bytes), "64M", NULL, 0, 0,
		"memory for rendered pages"},
	{"client_certificates", SERVER(SWITCH, client_certificates), "yes", NULL, 0, 0,
		"ask clients for a certificate (none is required)"},
	{"sandbox", SERVER_START(SWITCH, sandbox), "yes", NULL, 0, 0,
		"drop the privileges that a running server does not need, as far as the "
		"kernel supports it: to open other files, to connect, to run other "
		"programs"},
	{"deadlines.request", SERVER(DURATION, request_ms), "10s", NULL, 1, 0,
		"request timeout: from connecting to the end of the request, TLS "
		"handshake included"},
	{"deadlines.stall", SERVER(DURATION, stall_ms), "30s", NULL, 1, 0,
		"write timeout: a client that does not read for this long is "
		"disconnected"},
	{"deadlines.linger", SERVER(DURATION, linger_ms), "1s", NULL, 0, 0,
		"how long the server reads and discards what a client still sends before "
		"it closes the connection"},
	{"deadlines.drain", SERVER(DURATION, drain_ms), "5s", NULL, 0, 0,
		"how long replies may take to finish when the server stops"},
	{"limits.per_address", SERVER(NUMBER, per_address), "64", NULL, 1, 1000000,
		"connections from one address at a time (IPv6: from one /64); more "
		"clients are told to wait"},
	{"limits.per_address_hard", SERVER(NUMBER, per_address_hard), "128", NULL, 1,
		1000000,
		"connections from one address at a time; more are closed at once"},
	{"limits.total", SERVER(NUMBER, total), "8192", NULL, 1, 1000000,
		"connections in total; more clients are told to wait"},
	{"limits.total_hard", SERVER(NUMBER, total_hard), "10000", NULL, 1, 1000000,
		"connections in total; more are closed at once"},
	{"limits.rate", SERVER(NUMBER, rate), "20", NULL, 0, 1000000,
		"requests per second from one address (IPv6: from one /64), on average; "
		"more clients are told to wait; 0: no limit"},
	{"limits.burst", SERVER(NUMBER, burst), "200", NULL, 1, 1000000,
		"requests that one address may send at once before `limits.rate` "
		"counts"},
	{"log.level", SERVER(CHOICE, log_level), "info", "error|warning|info|debug", 0, 0,
		"what is logged"},
	{"log.access", SERVER(SWITCH, log_access), "yes", NULL, 0, 0,
		"one log line per request"},
	{"log.address", SERVER(CHOICE, log_address), "cut", "cut|full|none", 0, 0,
		"client addresses in access lines: cut to /24 and /48, in full, or none"},
};

const size_t config_key_count = sizeof(config_keys) / sizeof(*config_keys);

const struct config_key *config_key_find(struct slice name)
{
	for (size_t i = 0; i < config_key_count; i++) {
		if (slice_eq(name, slice_str(config_keys[i].name)))
			return &config_keys[i];
	}
	return NULL;
}

bool config_key_is_of_blog(const struct config_key *key)
{
	size_t from = offsetof(struct config_site, blog);
	return key->of_site && key->offset >= from &&
	       key->offset < from + sizeof(struct site_config);
}

const char *config_key_nearest(struct slice name)
{
	const char *nearest = NULL;
	unsigned least = UINT_MAX;
	for (size_t i = 0; i < config_key_count; i++) {
		struct slice known = slice_str(config_keys[i].name), last;
		bool near = text_is_near(name, known, &least);
		if (slice_cut(known, '.', NULL, &last))
			near |= text_is_near(name, last, &least);
		if (near)
			nearest = config_keys[i].name;
	}
	return nearest;
}

struct unit {
	const char *name;
	uint64_t factor;
};

/* Milliseconds and bytes; NULL ends a list. */
static const struct unit durations[] = {{"", 1000}, {"s", 1000}, {"ms", 1}, {"m", 60000},
	{"min", 60000}, {"h", 3600000}, {NULL, 0}};
static const struct unit sizes[] = {{"", 1}, {"B", 1}, {"K", 1 << 10}, {"KiB", 1 << 10},
	{"M", 1 << 20}, {"MiB", 1 << 20}, {"G", 1 << 30}, {"GiB", 1 << 30}, {NULL, 0}};

/* A number with one of @units behind it, from @minimum to @maximum. */
static bool store_scaled(struct slice text, const struct unit *units, uint64_t minimum,
	uint64_t maximum, uint64_t *out)
{
	unsigned long long value;
	size_t digits = 0;
	while (digits < text.len && ascii_is_digit(text.ptr[digits]))
		digits++;
	struct slice unit = slice_trim(slice_from(text, digits));
	if (!slice_to_uint(slice_head(text, digits), &value) || value > UINT32_MAX)
		return false;
	while (units->name && !slice_eq_nocase(unit, slice_str(units->name)))
		units++;
	value *= units->factor;
	if (!units->name || value < minimum || value > maximum)
		return false;
	*out = value;
	return true;
}

static bool store_choice(struct slice text, const char *choices, unsigned *out)
{
	struct slice rest = slice_str(choices), choice;
	for (unsigned i = 0; slice_split(&rest, '|', &choice); i++) {
		if (slice_eq_nocase(text, choice)) {
			*out = i;
			return true;
		}
	}
	return false;
}

static bool store_switch(struct slice text, bool *out)
{
	bool on = slice_any(text, S("yes|true|on|1"), slice_eq_nocase);
	if (!on && !slice_any(text, S("no|false|off|0"), slice_eq_nocase))
		return false;
	*out = on;
	return true;
}

static bool store_number(const struct config_key *key, struct slice text, unsigned *out)
{
	unsigned long long value;
	if (!slice_to_uint(text, &value) || value > UINT32_MAX)
		return false;
	if (key->maximum && (value < key->minimum || value > key->maximum))
		return false;
	*out = (unsigned)value;
	return true;
}

bool config_key_store(struct arena *arena, const struct config_key *key, void *base,
	const struct slice *texts, size_t count, const char **why)
{
	void *field = (char *)base + key->offset;
	struct slices *strings = field;
	struct slice text = count ? texts[0] : S("");
	*why = "expected one value, not a list";
	if (count > 1 && key->type != CONFIG_TEXTS)
		return false;
	switch (key->type) {
	case CONFIG_TEXT:
		*(struct slice *)field = arena_dup(arena, text);
		return true;
	case CONFIG_TEXTS:
		strings->items = arena_array(arena, count ? count : 1, struct slice);
		strings->count = count;
		for (size_t i = 0; i < count; i++)
			((struct slice *)strings->items)[i] = arena_dup(arena, texts[i]);
		return true;
	case CONFIG_SWITCH:
		*why = "expected yes or no";
		return store_switch(text, field);
	case CONFIG_NUMBER:
		*why = key->maximum ? arena_cstr(arena,
					      arena_printf(arena,
						      "expected a number from %u to %u",
						      key->minimum, key->maximum))
				    : "expected a number";
		return store_number(key, text, field);
	case CONFIG_DURATION:
		*why = key->minimum ? "expected a duration such as 10s, 500ms or 2m, "
				      "more than zero and at most 24h"
				    : "expected a duration such as 10s, 500ms or 2m, at "
				      "most 24h";
		return store_scaled(
			text, durations, key->minimum, DURATION_MAX_MS, field);
	case CONFIG_SIZE:
		*why = "expected a size such as 64M, 512K or 1G";
		return store_scaled(text, sizes, 0, UINT64_MAX, field);
	case CONFIG_CHOICE:
		*why = arena_cstr(
			arena, arena_printf(arena, "expected one of %s", key->choices));
		return store_choice(text, key->choices, field);
	}
	return false;
}

void config_key_reset(struct arena *arena, const struct config_key *key, void *base)
{
	struct slice text = key->standard ? slice_str(key->standard) : slice_none;
	const char *why;
	config_key_store(arena, key, base, &text, key->standard != NULL, &why);
}

bool config_key_same(const struct config_key *key, const void *base, const void *other)
{
	auto_buf struct buf one = BUF(BUF_UNLIMITED), two = BUF(BUF_UNLIMITED);
	config_key_print(&one, key, base);
	config_key_print(&two, key, other);
	return slice_eq(buf_slice(&one), buf_slice(&two));
}

void config_key_copy(
	struct arena *arena, const struct config_key *key, void *base, const void *from)
{
	void *to = (char *)base + key->offset;
	const void *field = (const char *)from + key->offset;
	const struct slices *strings = field;
	const char *why;
	static const size_t bytes[] = {
		[CONFIG_SWITCH] = sizeof(bool),
		[CONFIG_NUMBER] = sizeof(unsigned),
		[CONFIG_CHOICE] = sizeof(unsigned),
		[CONFIG_DURATION] = sizeof(uint64_t),
		[CONFIG_SIZE] = sizeof(uint64_t),
	};
	if (key->type == CONFIG_TEXT)
		*(struct slice *)to = arena_dup(arena, *(const struct slice *)field);
	else if (key->type == CONFIG_TEXTS)
		config_key_store(arena, key, base, strings->items, strings->count, &why);
	else
		memcpy(to, field, bytes[key->type]);
}

static void print_text(struct buf *out, struct slice text)
{
	buf_putc(out, '"');
	for (size_t i = 0; i < text.len; i++) {
		unsigned char c = (unsigned char)text.ptr[i];
		if (c == '"' || c == '\\')
			buf_putc(out, '\\');
		if (c < 0x20)
			buf_printf(out, "\\x%02x", c);
		else
			buf_putc(out, (char)c);
	}
	buf_putc(out, '"');
}

static void print_choice(struct buf *out, const char *choices, unsigned value)
{
	struct slice rest = slice_str(choices), choice = slice_none;
	for (unsigned i = 0; i <= value && slice_split(&rest, '|', &choice); i++)
		;
	buf_put(out, choice);
}

void config_key_print(struct buf *out, const struct config_key *key, const void *base)
{
	const void *field = (const char *)base + key->offset;
	const struct slices *strings = field;
	uint64_t number;
	switch (key->type) {
	case CONFIG_TEXT:
		print_text(out, *(const struct slice *)field);
		break;
	case CONFIG_TEXTS:
		buf_putc(out, '[');
		for (size_t i = 0; i < strings->count; i++) {
			buf_puts(out, i ? ", " : "");
			print_text(out, strings->items[i]);
		}
		buf_putc(out, ']');
		break;
	case CONFIG_SWITCH:
		buf_puts(out, *(const bool *)field ? "yes" : "no");
		break;
	case CONFIG_NUMBER:
		buf_printf(out, "%u", *(const unsigned *)field);
		break;
	case CONFIG_DURATION:
		number = *(const uint64_t *)field;
		buf_printf(out, number % 1000 ? "%llums" : "%llus",
			(unsigned long long)(number % 1000 ? number : number / 1000));
		break;
	case CONFIG_SIZE:
		number = *(const uint64_t *)field;
		if (number && number % (1 << 20) == 0)
			buf_printf(out, "%lluM", (unsigned long long)(number >> 20));
		else
			buf_printf(out, "%llu", (unsigned long long)number);
		break;
	case CONFIG_CHOICE:
		print_choice(out, key->choices, *(const unsigned *)field);
		break;
	}
}
