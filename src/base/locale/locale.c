/* SPDX-License-Identifier: MIT */
#include "base/locale.h"

#include <assert.h>
#include <stdlib.h>

#include "base/locale/locale_internal.h"
#include "base/text.h"

#define ENGLISH (&locale_en)

const struct locale *const locale_list[LOCALE_COUNT] = {
	[LOCALE_EN] = &locale_en,
	[LOCALE_FR] = &locale_fr,
	[LOCALE_DE] = &locale_de,
	[LOCALE_ES] = &locale_es,
	[LOCALE_IT] = &locale_it,
	[LOCALE_PT] = &locale_pt,
	[LOCALE_NL] = &locale_nl,
	[LOCALE_JA] = &locale_ja,
	[LOCALE_ZH_HANT] = &locale_zh_hant,
	[LOCALE_ZH] = &locale_zh,
	[LOCALE_KO] = &locale_ko,
	[LOCALE_SV] = &locale_sv,
	[LOCALE_NB] = &locale_nb,
	[LOCALE_DA] = &locale_da,
	[LOCALE_FI] = &locale_fi,
	[LOCALE_PL] = &locale_pl,
	[LOCALE_CS] = &locale_cs,
	[LOCALE_RU] = &locale_ru,
	[LOCALE_UK] = &locale_uk,
	[LOCALE_TR] = &locale_tr,
	[LOCALE_AR] = &locale_ar,
	[LOCALE_HE] = &locale_he,
};

/* For all other languages. */
static const struct locale others;

static struct slice primary_subtag(struct slice lang)
{
	size_t len = 0;

	while (len < lang.len && lang.ptr[len] != '-' && lang.ptr[len] != '_')
		len++;
	return slice_head(lang, len);
}

/* Does @lang begin with the subtags of @tag? */
static bool has_subtags(struct slice lang, struct slice tag)
{
	if (lang.len < tag.len || (lang.len > tag.len && lang.ptr[tag.len] != '-' &&
					  lang.ptr[tag.len] != '_'))
		return false;
	for (size_t i = 0; i < tag.len; i++) {
		char c = lang.ptr[i] == '_' ? '-' : lang.ptr[i];
		if (!slice_eq_nocase(slice(&c, 1), slice(tag.ptr + i, 1)))
			return false;
	}
	return true;
}

static bool has_tag(const struct locale *locale, struct slice lang)
{
	for (const char *const *tag = locale->tags; *tag; tag++) {
		if (has_subtags(lang, slice_str(*tag)))
			return true;
	}
	return false;
}

const struct locale *locale_for(struct slice lang)
{
	for (size_t i = 0; i < LOCALE_COUNT; i++) {
		if (has_tag(locale_list[i], lang))
			return locale_list[i];
	}
	return &others;
}

bool locale_is_right_to_left(struct slice lang)
{
	struct slice primary = primary_subtag(lang), rest = slice_from(lang, primary.len);
	struct slice script = primary_subtag(slice_from(rest, 1));

	if (script.len == 4)
		return slice_any(script,
			S("adlm|arab|aran|hebr|mand|nkoo|rohg|samr|syrc|thaa"),
			slice_eq_nocase);
	return slice_any(primary,
		S("ar|arc|azb|ckb|dv|fa|glk|he|iw|ks|lrc|mzn|nqo|pnb|prs|ps|sd|skr|syr|"
		  "ug|"
		  "ur|yi"),
		slice_eq_nocase);
}

struct slice locale_word(const struct locale *locale, enum locale_word word)
{
	const char *text = locale->words[word];

	return slice_str(text ? text : ENGLISH->words[word]);
}

static void put_format(struct buf *out, const char *const *months, const char *format,
	const struct civil *day)
{
	for (; *format; format++) {
		if (*format != '%') {
			buf_putc(out, *format);
			continue;
		}
		format++;
		switch (*format) {
		case 'D':
			buf_printf(out, "%u%s", day->day, day->day == 1 ? "er" : "");
			break;
		case 'd':
			buf_printf(out, "%u", day->day);
			break;
		case 'm':
			buf_puts(out, months[day->month - 1]);
			break;
		case 'n':
			buf_printf(out, "%u", day->month);
			break;
		case 'y':
			buf_printf(out, "%d", day->year);
			break;
		default:
			assert(!"a letter that the tables do not have");
		}
	}
}

void locale_put_date(
	struct buf *out, const struct locale *locale, const struct date *date)
{
	struct civil civil = date_civil(date);

	if (!date->set)
		return;
	if (locale->date)
		put_format(out, locale->months, locale->date, &civil);
	else
		date_put_iso_day(out, date);
}

void locale_put_month(
	struct buf *out, const struct locale *locale, int year, unsigned month)
{
	struct civil civil = {.year = year, .month = month, .day = 1};

	if (locale->month && month >= 1 && month <= 12)
		put_format(out,
			*locale->months_alone ? locale->months_alone : locale->months,
			locale->month, &civil);
	else
		buf_printf(out, "%04d-%02u", year, month);
}

void locale_put_count(struct buf *out, const struct locale *locale, size_t posts)
{
	const char *format = locale->count ? locale->count : ENGLISH->count;
	bool one = posts == 1 || (posts == 0 && locale->one_is_none);

	for (; *format; format++) {
		if (slice_starts(slice_str(format), S("%c"))) {
			buf_printf(out, "%zu", posts);
			format++;
		} else if (slice_starts(slice_str(format), S("%w"))) {
			buf_put(out, locale_word(locale, one ? WORD_POST : WORD_POSTS));
			format++;
		} else {
			buf_putc(out, *format);
		}
	}
}

/* Sorted by tag. */
static const struct {
	const char *language, *name;
} languages[] = {
	{"af", "Afrikaans"},
	{"ar", "العربية"},
	{"az", "Azərbaycanca"},
	{"be", "Беларуская"},
	{"bg", "Български"},
	{"bn", "বাংলা"},
	{"br", "Brezhoneg"},
	{"bs", "Bosanski"},
	{"ca", "Català"},
	{"cs", "Čeština"},
	{"cy", "Cymraeg"},
	{"da", "Dansk"},
	{"de", "Deutsch"},
	{"el", "Ελληνικά"},
	{"en", "English"},
	{"eo", "Esperanto"},
	{"es", "Español"},
	{"et", "Eesti"},
	{"eu", "Euskara"},
	{"fa", "فارسی"},
	{"fi", "Suomi"},
	{"fr", "Français"},
	{"fy", "Frysk"},
	{"ga", "Gaeilge"},
	{"gd", "Gàidhlig"},
	{"gl", "Galego"},
	{"he", "עברית"},
	{"hi", "हिन्दी"},
	{"hr", "Hrvatski"},
	{"hu", "Magyar"},
	{"hy", "Հայերեն"},
	{"ia", "Interlingua"},
	{"id", "Bahasa Indonesia"},
	{"is", "Íslenska"},
	{"it", "Italiano"},
	{"ja", "日本語"},
	{"ka", "ქართული"},
	{"kk", "Қазақша"},
	{"ko", "한국어"},
	{"la", "Latina"},
	{"lb", "Lëtzebuergesch"},
	{"lt", "Lietuvių"},
	{"lv", "Latviešu"},
	{"mk", "Македонски"},
	{"ml", "മലയാളം"},
	{"mn", "Монгол"},
	{"mr", "मराठी"},
	{"ms", "Bahasa Melayu"},
	{"mt", "Malti"},
	{"my", "မြန်မာ"},
	{"nb", "Norsk bokmål"},
	{"nl", "Nederlands"},
	{"nn", "Norsk nynorsk"},
	{"no", "Norsk"},
	{"oc", "Occitan"},
	{"pcm", "Naijá"},
	{"pl", "Polski"},
	{"pt", "Português"},
	{"ro", "Română"},
	{"ru", "Русский"},
	{"sa", "संस्कृतम्"},
	{"sk", "Slovenčina"},
	{"sl", "Slovenščina"},
	{"sq", "Shqip"},
	{"sr", "Српски"},
	{"sv", "Svenska"},
	{"sw", "Kiswahili"},
	{"ta", "தமிழ்"},
	{"te", "తెలుగు"},
	{"th", "ไทย"},
	{"tr", "Türkçe"},
	{"uk", "Українська"},
	{"ur", "اردو"},
	{"vi", "Tiếng Việt"},
	{"zh", "中文"},
};

/* Languages with two scripts that readers tell apart. */
static const struct {
	const char *tag, *name;
} scripts[] = {
	{"zh-Hans", "简体中文"},
	{"zh-CN", "简体中文"},
	{"zh-SG", "简体中文"},
	{"zh-Hant", "繁體中文"},
	{"zh-TW", "繁體中文"},
	{"zh-HK", "繁體中文"},
	{"zh-MO", "繁體中文"},
	{"sr-Latn", "Srpski"},
};

static struct slice name_by_script(struct slice lang)
{
	for (size_t i = 0; i < sizeof(scripts) / sizeof(*scripts); i++) {
		if (has_subtags(lang, slice_str(scripts[i].tag)))
			return slice_str(scripts[i].name);
	}
	return slice_none;
}

struct slice locale_language_name(struct slice lang)
{
	struct slice primary = primary_subtag(lang), name = name_by_script(lang);

	if (name.len)
		return name;

	for (size_t i = 0; i < sizeof(languages) / sizeof(*languages); i++) {
		if (slice_eq_nocase(primary, slice_str(languages[i].language)))
			return slice_str(languages[i].name);
	}
	return lang;
}

void locale_put_label(struct buf *out, const struct locale *locale, struct slice label,
	struct slice rest)
{
	buf_put(out, label);
	buf_puts(out, locale->colon ? locale->colon : ENGLISH->colon);
	buf_put(out, rest);
}

struct slice locale_also_in(const struct locale *locale, struct slice lang)
{
	const struct locale *other = locale_for(lang);
	const char *phrase = NULL;

	if (locale == &others)
		locale = ENGLISH;
	for (size_t i = 0; i < LOCALE_COUNT; i++) {
		if (locale_list[i] == other)
			phrase = locale->also_in[i];
	}
	return phrase ? slice_str(phrase) : locale_language_name(lang);
}

static bool is_listed(const char *const *labels, struct slice label)
{
	for (; labels && *labels; labels++) {
		if (**labels == *label.ptr && slice_eq(label, slice_str(*labels)))
			return true;
	}
	return false;
}

static bool is_ascii_mark(char c)
{
	return !(c & 0x80) && !ascii_is_alnum(c);
}

/* @label without the white space, quotes, arrows and full stops around it. */
static struct slice bare(struct slice label)
{
	unsigned codepoint;

	while (label.len && is_ascii_mark(*label.ptr))
		label = slice_from(label, 1);
	while (label.len && is_ascii_mark(label.ptr[label.len - 1]))
		label.len--;
	if (!label.len || (!(*label.ptr & 0x80) && !(label.ptr[label.len - 1] & 0x80)))
		return label;
	for (struct slice rest = label; text_next(&rest, &codepoint);) {
		if (text_is_letter_or_digit(codepoint))
			break;
		label = rest;
	}
	size_t end = 0;
	for (struct slice rest = label; text_next(&rest, &codepoint);) {
		if (text_is_letter_or_digit(codepoint))
			end = label.len - rest.len;
	}
	return slice_head(label, end);
}

/* The tables' labels have at most 40 bytes; the rest is for what surrounds them. */
#define STOP_LABEL_MAX_BYTES 60

/* Puts @s into @lower in lower case when it consists of ASCII words separated by single
 * spaces. */
static bool lower_plain(struct slice s, char lower[STOP_LABEL_MAX_BYTES])
{
	for (size_t i = 0; i < s.len; i++) {
		if (s.ptr[i] < ' ' || s.ptr[i] > '~' ||
			(s.ptr[i] == ' ' && i && s.ptr[i - 1] == ' '))
			return false;
		lower[i] = ascii_lower(s.ptr[i]);
	}
	return true;
}

static bool is_in_tables(const struct locale *locale, struct slice folded)
{
	return folded.len &&
	       (is_listed(locale->stop_labels, folded) ||
		       (locale != ENGLISH && is_listed(ENGLISH->stop_labels, folded)));
}

bool locale_is_stop_label(const struct locale *locale, struct slice label)
{
	char lower[STOP_LABEL_MAX_BYTES];
	struct slice trimmed = slice_trim(label);

	if (trimmed.len == 0 || trimmed.len > STOP_LABEL_MAX_BYTES)
		return false;
	struct slice words = bare(trimmed);
	if (lower_plain(words, lower))
		return is_in_tables(locale, slice(lower, words.len));
	auto_arena struct arena arena = {0};
	return is_in_tables(locale, text_one_line(&arena, text_lower(&arena, words)));
}

bool locale_is_stop_word(const struct locale *locale, struct slice word)
{
	return slice_has_word(slice_str(locale->stop_words), word);
}
