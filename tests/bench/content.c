/* SPDX-License-Identifier: MIT */
/* What real blogs hold, in the proportions that they hold it: titles of three to nine words, none to five
 * tags of which few are frequent, four languages, bodies of some hundred bytes to some kilobytes with
 * headings, lists, code, pictures and links to other posts. */
#include "content.h"

#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <time.h>
#include <unistd.h>

#define FIRST_YEAR     2004
#define YEARS          20
#define BODY_MAX_BYTES (16 * 1024)
#define ROOM_BYTES     (1024ull * 1024 * 1024)

/* --- chance ------------------------------------------------------------------------- */

/* The n-th number of a stream that a seed names (SplitMix64): nothing is kept between posts. */
static uint64_t chance(uint64_t *state)
{
	uint64_t x = *state += 0x9e3779b97f4a7c15u;

	x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9u;
	x = (x ^ (x >> 27)) * 0x94d049bb133111ebu;
	return x ^ (x >> 31);
}

static unsigned below(uint64_t *state, unsigned limit)
{
	return (unsigned)(chance(state) % limit);
}

/* Small numbers far more often than great ones. */
static unsigned seldom_great(uint64_t *state, unsigned limit)
{
	unsigned a = below(state, limit), b = below(state, limit);

	return (unsigned)((uint64_t)a * b / limit);
}

static uint64_t stream(const struct content *content, unsigned index, unsigned purpose)
{
	uint64_t state = content->seed ^ ((uint64_t)index << 8) ^ purpose;

	return chance(&state);
}

/* --- words -------------------------------------------------------------------------- */

static const char *const words[] = {"a", "about", "after", "all", "and", "another",
	"answer", "any", "as", "at", "away", "back", "because", "been", "before",
	"better", "book", "both", "build", "but", "by", "cable", "came", "can", "change",
	"city", "code", "cold", "come", "compiler", "could", "day", "dinner", "disk",
	"do", "door", "down", "each", "early", "editor", "end", "even", "every", "few",
	"file", "find", "first", "folder", "for", "found", "friend", "from", "garden",
	"get", "give", "go", "good", "great", "hand", "harbour", "has", "have", "he",
	"here", "home", "house", "how", "I", "idea", "if", "in", "into", "is", "it",
	"kernel", "keyboard", "kind", "know", "language", "last", "left", "letter",
	"light", "like", "line", "little", "long", "look", "made", "mail", "make", "many",
	"map", "matter", "may", "means", "memory", "mind", "moment", "month", "more",
	"morning", "most", "mountain", "much", "must", "my", "name", "network", "never",
	"new", "next", "night", "no", "not", "nothing", "now", "of", "off", "old", "on",
	"once", "one", "only", "or", "other", "our", "out", "over", "page", "paper",
	"part", "people", "photo", "place", "point", "printer", "problem", "program",
	"question", "quiet", "rain", "read", "reader", "really", "right", "river", "road",
	"room", "run", "said", "same", "screen", "sea", "second", "see", "server", "set",
	"she", "should", "side", "small", "so", "some", "something", "still", "stop",
	"story", "such", "summer", "system", "table", "take", "tell", "terminal", "test",
	"than", "that", "the", "their", "them", "then", "there", "these", "they", "thing",
	"think", "this", "thought", "three", "through", "time", "to", "today", "together",
	"too", "train", "tree", "two", "under", "until", "up", "use", "very", "walk",
	"want", "was", "water", "way", "we", "week", "well", "went", "were", "what",
	"when", "where", "which", "while", "who", "why", "wind", "window", "winter",
	"with", "without", "word", "work", "world", "would", "write", "year", "yesterday",
	"you", "your"};
static const char *const mots[] = {"après", "avec", "avoir", "bien", "café", "cela",
	"chaque", "chose", "comme", "dans", "déjà", "depuis", "deux", "été", "être",
	"faire", "fenêtre", "fois", "forêt", "grand", "hier", "jardin", "jour", "langue",
	"lettre", "livre", "lumière", "maison", "matin", "mer", "mois", "monde", "mot",
	"neige", "nuit", "où", "page", "parce", "pas", "petit", "place", "plus", "pour",
	"premier", "quand", "rien", "rivière", "route", "sans", "soir", "sous", "sur",
	"temps", "terre", "tête", "très", "vent", "vers", "ville", "voir", "voyage"};
static const char *const worte[] = {"Abend", "aber", "alles", "auch", "auf", "Baum",
	"Brücke", "Buch", "dann", "dass", "durch", "ein", "Fenster", "für", "Garten",
	"gegen", "gestern", "groß", "Haus", "heute", "hinter", "immer", "Jahr", "jetzt",
	"kein", "klein", "Licht", "mehr", "Meer", "mit", "Morgen", "nach", "Nacht",
	"nicht", "nur", "oder", "ohne", "Programm", "Regen", "schön", "sehr", "Sommer",
	"Stadt", "Straße", "über", "und", "viel", "von", "wenn", "wieder", "Winter",
	"Wort", "Zeit", "zurück"};
static const char *const kotoba[] = {"今日", "写真", "夜", "夏", "家", "山", "川", "庭",
	"昨日", "時間", "本", "朝", "海", "港", "町", "窓", "言葉", "道", "雨", "雪",
	"電車", "静か", "風", "風景"};

#define COUNT(array) ((unsigned)(sizeof(array) / sizeof(*(array))))

static const struct tongue {
	const char *code;
	const char *const *words;
	unsigned count, share; /* of a hundred posts */
} tongues[] = {{"en", words, COUNT(words), 80}, {"fr", mots, COUNT(mots), 12},
	{"de", worte, COUNT(worte), 5}, {"ja", kotoba, COUNT(kotoba), 3}};

static const char *const topics[] = {"notes", "linux", "travel", "photography", "web",
	"books", "music", "c", "python", "networks", "security", "cooking", "gardening",
	"hardware", "radio", "cycling", "typography", "databases", "games", "history",
	"maps", "retro", "science", "trains", "weather", "writing"};

/* --- text that grows, cut where its room ends --------------------------------------- */

struct text {
	char *bytes;
	size_t len, room;
};

__attribute__((format(printf, 2, 3))) static void put(
	struct text *text, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	int len =
		vsnprintf(text->bytes + text->len, text->room - text->len, format, args);
	va_end(args);
	size_t left = text->room - text->len - 1;
	text->len += len < 0 ? 0 : (size_t)len < left ? (size_t)len : left;
}

static void put_word(struct text *text, const char *word)
{
	size_t len = strlen(word);

	if (text->len + len + 2 > text->room)
		return;
	memcpy(text->bytes + text->len, word, len + 1);
	text->len += len;
}

static void put_words(
	struct text *text, const struct tongue *tongue, uint64_t *state, unsigned count)
{
	size_t from = text->len;

	for (unsigned i = 0; i < count; i++) {
		if (i)
			put_word(text, " ");
		put_word(text, tongue->words[below(state, tongue->count)]);
	}
	char *first = text->bytes + from;
	if (count && *first >= 'a' && *first <= 'z')
		*first = (char)(*first - 'a' + 'A');
}

static void put_sentence(struct text *text, const struct tongue *tongue, uint64_t *state)
{
	put_words(text, tongue, state, 5 + below(state, 16));
	put_word(text, ". ");
}

/* --- one post ----------------------------------------------------------------------- */

struct content content_blog(unsigned posts)
{
	return (struct content){.seed = 2025,
		.posts = posts,
		.full_month = posts / 40,
		.tags = posts / 100 < 20    ? 20
			: posts / 100 > 400 ? 400
					    : posts / 100};
}

static const struct tongue *tongue_of(const struct content *content, unsigned index)
{
	uint64_t state = stream(content, index, 1);
	unsigned at = below(&state, 100), i = 0;

	while (at >= tongues[i].share)
		at -= tongues[i++].share;
	return &tongues[i];
}

/* Words as they are in lower case, joined by dashes; cut between two characters. */
static void slugify(struct text *slug, const char *title, unsigned index)
{
	for (; *title && (slug->len < 50 || ((unsigned char)*title & 0xC0) == 0x80);
		title++) {
		char c = *title;
		if (c >= 'A' && c <= 'Z')
			c = (char)(c - 'A' + 'a');
		slug->bytes[slug->len++] = c == ' ' ? '-' : c;
	}
	if (slug->len && slug->bytes[slug->len - 1] == '-')
		slug->len--;
	/* No two posts have one address. */
	put(slug, "-%u", index);
}

void content_post(const struct content *content, unsigned index, struct content_post *out)
{
	uint64_t state = stream(content, index, 2);
	char name[80];
	struct text slug = {.bytes = name, .room = sizeof(name)};
	struct text title = {.bytes = out->title, .room = sizeof(out->title)};

	out->year = FIRST_YEAR + below(&state, YEARS);
	out->month = 1 + below(&state, 12);
	out->day = 1 + below(&state, 28);
	if (index < content->full_month) {
		out->year = 2016;
		out->month = 5;
	}
	put_words(&title, tongue_of(content, index), &state, 3 + below(&state, 7));
	slugify(&slug, out->title, index);
	snprintf(out->file, sizeof(out->file), "_posts/%04u-%02u-%02u-%s.md", out->year,
		out->month, out->day, name);
	snprintf(out->address, sizeof(out->address), "/%04u/%02u/%02u/%s/", out->year,
		out->month, out->day, name);
}

static void put_tags(struct text *text, const struct content *content, uint64_t *state)
{
	unsigned count = below(state, 6);
	bool frequent = below(state, 5) < 2;

	if (!count && !frequent)
		return;
	put(text, "tags: [%s", frequent ? topics[0] : "");
	for (unsigned i = 0; i < count; i++) {
		unsigned tag = 1 + seldom_great(state, content->tags);
		const char *gap = i || frequent ? ", " : "";
		if (tag < COUNT(topics))
			put(text, "%s%s", gap, topics[tag]);
		else
			put(text, "%s%s %u", gap, topics[tag % COUNT(topics)], tag);
	}
	put(text, "]\n");
}

static void put_head(struct text *text, const struct content *content, unsigned index,
	const struct content_post *post, const char *word)
{
	static const char *const sections[] = {"diary", "tech", "reviews", "elsewhere"};
	const struct tongue *tongue = tongue_of(content, index);
	uint64_t state = stream(content, index, 3);

	put(text, "---\nlayout: post\ntitle: \"%s%s%s\"\n", post->title, word ? " " : "",
		word ? word : "");
	put(text, "date: %04u-%02u-%02u %02u:%02u:%02u +0000\n", post->year, post->month,
		post->day, below(&state, 24), below(&state, 60), below(&state, 60));
	if (tongue != tongues)
		put(text, "lang: %s\n", tongue->code);
	put_tags(text, content, &state);
	if (below(&state, 4) == 0)
		put(text, "category: %s\n", sections[below(&state, COUNT(sections))]);
	if (below(&state, 3) == 0) {
		put(text, "description: >\n  ");
		put_sentence(text, tongue, &state);
		put(text, "\n");
	}
	if (below(&state, 10) == 0)
		put(text, "redirect_from:\n  - /node/%u\n", index);
	put(text, "---\n\n");
}

static void put_link(struct text *text, const struct content *content, uint64_t *state)
{
	struct content_post other;

	content_post(content, below(state, content->posts), &other);
	switch (below(state, 3)) {
	case 0:
		put(text, "As [%s](%s) said. ", other.title, other.address);
		break;
	case 1:
		put(text, "See [an older post]({%% post_url %.*s %%}). ",
			(int)strlen(other.file) - 10, other.file + 7);
		break;
	default:
		put(text, "More on [a page elsewhere](https://example.org/%u). ",
			below(state, 1000));
	}
}

static void put_block(struct text *text, const struct content *content,
	const struct tongue *tongue, uint64_t *state)
{
	switch (below(state, 12)) {
	case 0:
		put(text, "## ");
		put_words(text, tongue, state, 2 + below(state, 4));
		break;
	case 1:
		for (unsigned i = 2 + below(state, 4); i; i--) {
			put(text, "- ");
			put_words(text, tongue, state, 3 + below(state, 6));
			put(text, "\n");
		}
		break;
	case 2:
		put(text, "```c\nint x = %u;\nprintf(\"%%d\\n\", x);\n```\n",
			below(state, 100));
		break;
	case 3:
		put(text, "> ");
		put_sentence(text, tongue, state);
		break;
	default:
		for (unsigned i = 1 + below(state, 5); i; i--)
			put_sentence(text, tongue, state);
		if (below(state, 3) == 0)
			put_link(text, content, state);
	}
	put(text, "\n\n");
}

static void put_post(struct text *text, const struct content *content, unsigned index,
	const struct content_post *post, const char *word)
{
	const struct tongue *tongue = tongue_of(content, index);
	uint64_t state = stream(content, index, 4);

	text->len = 0;
	put_head(text, content, index, post, word);
	if (word)
		put(text, "This says %s.\n\n", word);
	size_t until = text->len + 300 + seldom_great(&state, 6000);
	while (text->len < until)
		put_block(text, content, tongue, &state);
}

/* --- files -------------------------------------------------------------------------- */

static bool write_file(int folder, const char *name, const char *bytes, size_t len)
{
	int fd = openat(folder, name, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
	bool good = fd >= 0 && write(fd, bytes, len) == (ssize_t)len;

	if (!good)
		fprintf(stderr, "bench: %s: %s\n", name, strerror(errno));
	if (fd >= 0)
		close(fd);
	return good;
}

static bool write_rest(int folder)
{
	static const char config[] =
		"title: The Long Blog\ndescription: Twenty years of it\n"
		"url: https://blog.example\npermalink: "
		"/:year/:month/:day/:title/\nauthor: Ada\n";
	static const char about[] = "---\ntitle: About\npermalink: /about/\n---\n\nThis "
				    "page is in every blog.\n";

	return write_file(folder, "_config.yml", config, sizeof(config) - 1) &&
	       write_file(folder, "about.md", about, sizeof(about) - 1) &&
	       mkdirat(folder, "_posts", 0755) == 0;
}

bool content_write(
	const char *folder, const struct content *content, struct content_facts *facts)
{
	struct text text = {.bytes = malloc(BODY_MAX_BYTES), .room = BODY_MAX_BYTES};
	int fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	bool good = text.bytes && fd >= 0 && write_rest(fd);
	struct content_post post;
	struct timespec began, ended;

	clock_gettime(CLOCK_MONOTONIC, &began);
	*facts = (struct content_facts){0};
	for (unsigned i = 0; good && i < content->posts; i++) {
		content_post(content, i, &post);
		put_post(&text, content, i, &post, NULL);
		good = write_file(fd, post.file, text.bytes, text.len);
		facts->bytes += text.len;
		facts->name_bytes +=
			strlen(post.title) + strlen(post.file) + strlen(post.address);
	}
	clock_gettime(CLOCK_MONOTONIC, &ended);
	facts->seconds = (double)(ended.tv_sec - began.tv_sec) +
			 (double)(ended.tv_nsec - began.tv_nsec) / 1e9;
	if (fd >= 0)
		close(fd);
	free(text.bytes);
	return good;
}

bool content_change(const char *folder, const struct content *content, unsigned index,
	const char *word)
{
	struct text text = {.bytes = malloc(BODY_MAX_BYTES), .room = BODY_MAX_BYTES};
	int fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	struct content_post post;
	bool good = text.bytes && fd >= 0;

	content_post(content, index, &post);
	if (good)
		put_post(&text, content, index, &post, word);
	good = good && write_file(fd, "_posts/.change.tmp", text.bytes, text.len) &&
	       renameat(fd, "_posts/.change.tmp", fd, post.file) == 0;
	if (fd >= 0)
		close(fd);
	free(text.bytes);
	return good;
}

static bool has_room(const char *folder)
{
	struct statvfs fs;

	return access(folder, W_OK) == 0 && statvfs(folder, &fs) == 0 &&
	       (uint64_t)fs.f_bavail * fs.f_frsize > ROOM_BYTES && fs.f_favail > 200000;
}

bool content_folder(char folder[64])
{
	const char *where[] = {getenv("TMPDIR"), "/dev/shm", "/tmp"};

	for (unsigned i = 0; i < COUNT(where); i++) {
		if (!where[i] || strlen(where[i]) > 32 || !has_room(where[i]))
			continue;
		snprintf(folder, 64, "%s/splashdown-bench-XXXXXX", where[i]);
		if (mkdtemp(folder))
			return true;
	}
	fprintf(stderr, "bench: no room for a large blog; name a folder with TMPDIR\n");
	return false;
}

static int remove_one(
	const char *path, const struct stat *st, int type, struct FTW *place)
{
	(void)st;
	(void)type;
	(void)place;
	return remove(path);
}

void content_remove(const char *folder)
{
	nftw(folder, remove_one, 16, FTW_DEPTH | FTW_PHYS);
}
