/* SPDX-License-Identifier: MIT */
#include "store/code.h"

#include "base/text.h"
#include "text/html.h"

#define LINE_MAX_BYTES ((size_t)4 * 1024 * 1024)

/* --- front matter ---------------------------------------------------------------------------------- */

/* As JavaScript's trim(), by which gray-matter reads the word. */
static struct slice trim_as_scripts(struct slice word)
{
	size_t before;

	do {
		before = word.len;
		word = text_trim(word);
		slice_skip(&word, S("\xEF\xBB\xBF"));
		slice_drop(&word, S("\xEF\xBB\xBF"));
	} while (word.len < before);
	return word;
}

bool code_opens(struct slice text, struct slice *word)
{
	struct slice line = slice_none;

	slice_skip(&text, S("\xEF\xBB\xBF"));
	while (slice_next_line(&text, &line) && !slice_trim(line).len)
		;
	if (!slice_skip(&line, S("---")) && !slice_skip(&line, S(";;;")) &&
		!slice_skip(&line, S("+++")))
		return false;
	*word = trim_as_scripts(line);
	return word->len && ascii_is_alpha(word->ptr[0]) &&
	       !slice_any(*word, S("yaml|yml|toml|json"), slice_eq_nocase);
}

/* --- marks ----------------------------------------------------------------------------------------- */

/* "onerror=", "on:click =": an attribute that a browser runs. The shortest is oncut. */
static bool has_handler(struct slice line)
{
	for (size_t i = 0; i + 3 < line.len; i++) {
		struct slice rest = slice_from(line, i);
		if ((i && ascii_is_alnum(line.ptr[i - 1])) ||
			!slice_starts_nocase(rest, S("on")))
			continue;
		rest = slice_from(rest, slice_span(rest, "-_:."));
		size_t name = line.len - rest.len - i;
		rest = slice_trim_start(rest);
		if (name >= sizeof("oncut") - 1 && slice_starts(rest, S("=")))
			return true;
		/* What begins within it ends where it does. */
		i += name - 1;
	}
	return false;
}

/* "<https://reef.example>", "<me@reef.example>": no tag of HTML, as "<base/href=https://reef.example>" is. */
static bool is_address(struct slice inside)
{
	size_t end = 0;

	while (end < inside.len && inside.ptr[end] != '<' && inside.ptr[end] != '>' &&
		!ascii_is_space(inside.ptr[end]))
		end++;
	if (end == inside.len || inside.ptr[end] != '>')
		return false;
	struct slice address = slice_head(inside, end);
	if (slice_starts(slice_from(address, slice_span(address, "+.-")), S("://")) ||
		slice_starts_nocase(address, S("mailto:")))
		return true;
	struct slice host = slice_from(address, slice_span(address, "+.-_"));
	return slice_skip(&host, S("@")) && host.len &&
	       slice_span(host, ".-") == host.len;
}

static bool has_tag(struct slice line)
{
	for (size_t i = 0; i + 1 < line.len; i++) {
		if (line.ptr[i] != '<')
			continue;
		char next = line.ptr[i + 1];
		if (strchr("/!?>\\", next))
			return true;
		if (ascii_is_alpha(next) && !is_address(slice_from(line, i + 1)))
			return true;
	}
	return slice_contains(line, S("-->"));
}

/* What a page of MDX begins with, or brings in later. */
static bool is_module(struct slice line)
{
	struct slice piece;

	while (slice_split(&line, '\r', &piece)) {
		piece = slice_trim_start(piece);
		if ((slice_skip(&piece, S("import")) ||
			    slice_skip(&piece, S("export"))) &&
			piece.len && !ascii_is_alnum(piece.ptr[0]) && piece.ptr[0] != '_')
			return true;
	}
	return false;
}

/* An address that is a program, however its letters are written: with references, line ends or tabs within, or
 * backslashes that Markdown takes away. */
static bool has_scheme(struct slice line)
{
	static const struct slice schemes = S("javascript:|vbscript:|data:text/html|"
					      "data:image/svg|data:application/");
	auto_buf struct buf plain = BUF(LINE_MAX_BYTES);
	auto_buf struct buf tight = BUF(LINE_MAX_BYTES);

	if (slice_find_char(line, ':') < 0 && slice_find_char(line, '&') < 0)
		return false;
	html_decode(&plain, line);
	for (size_t i = 0; i < plain.len; i++) {
		char byte = ascii_lower(plain.ptr[i]);
		if ((unsigned char)byte > ' ' && byte != '\\')
			buf_putc(&tight, byte);
	}
	return slice_any(buf_slice(&tight), schemes, slice_contains);
}

/* A block that a plugin runs (markdown-exec of MkDocs). */
static bool is_run_block(struct slice line)
{
	return slice_any(line, S("```|~~~"), slice_contains) &&
	       slice_contains(line, S("exec="));
}

static bool has_script(struct slice line)
{
	for (size_t i = 0; i < line.len; i++) {
		if (slice_starts_nocase(slice_from(line, i), S("<script")))
			return true;
	}
	return false;
}

static bool has_template(struct slice line)
{
	return slice_any(line, S("{%|{{|<%"), slice_contains);
}

static bool has_yaml_tag(struct slice line)
{
	return slice_any(line, S("!!js/|!ruby/|!!python/|!php/|!<tag:"), slice_contains);
}

static bool takes_files(struct slice line)
{
	return slice_any(line, S("-8<-|{!"), slice_contains);
}

static bool is_instruction(struct slice line)
{
	return slice_contains(line, S("{::"));
}

const char *code_in_line(struct slice line, bool braces)
{
	static const struct {
		bool (*is)(struct slice line);
		const char *what;
	} rows[] = {
		{has_script, "a script"},
		{has_handler, "an attribute that a browser runs (on...=)"},
		{has_scheme, "an address that a browser runs (javascript:)"},
		{has_template, "a template ({% or {{)"},
		{is_module, "import or export, which MDX runs"},
		{is_run_block, "a block that a plugin runs (exec=)"},
		{has_yaml_tag, "a tag of YAML that makes an object"},
		{takes_files, "what takes in another file"},
		{is_instruction, "an instruction of kramdown"},
		{has_tag, "raw HTML"},
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		if (rows[i].is(line))
			return rows[i].what;
	}
	return braces && slice_find_char(line, '{') >= 0
		       ? "an expression, which Docusaurus runs ({)"
		       : NULL;
}

/* --- what is new ------------------------------------------------------------------------------------ */

/* Marks of quoted code, together: two of a kind are none. */
static unsigned long long marks_of(struct slice line)
{
	unsigned long long marks = 0;

	for (size_t i = 0; i < line.len;) {
		char mark = line.ptr[i];
		size_t run = 1;
		if (mark == '`' || mark == '~')
			run = slice_run(slice_from(line, i), mark);
		if (mark == '`' || run >= 3) {
			size_t from = i && line.ptr[i - 1] == '\\' ? i - 1 : i;
			marks ^= slice_hash(slice(line.ptr + from, i + run - from));
		}
		i += run;
	}
	return marks;
}

static bool is_empty(struct slice line)
{
	return !slice_trim(line).len;
}

/* What a change does to lines that stay. */
struct turn {
	bool all;      /* any may be code now that was quoted */
	bool indented; /* such that begin with four spaces: by an empty line before them */
};

static void look_at_change(const struct diff *diff, const struct diff_change *change,
	bool braces, struct turn *turn)
{
	unsigned long long marks = 0;
	size_t went = 0, came = 0;

	for (size_t i = 0; i < change->removed; i++) {
		struct slice line = diff->before.items[change->from + i];
		marks ^= marks_of(line);
		went += is_empty(line);
		turn->all |= code_in_line(line, braces) != NULL;
	}
	for (size_t i = 0; i < change->added; i++) {
		struct slice line = diff->after.items[change->to + i];
		marks ^= marks_of(line);
		came += is_empty(line);
	}
	turn->all |= marks != 0;
	turn->indented |= went != came;
}

/* Where a line of the second text is in the first, which has it, too; @at changes are above it. */
static size_t place_before(const struct diff *diff, size_t line, size_t at)
{
	if (!at)
		return line;
	const struct diff_change *last = &diff->changes[at - 1];
	return line - (last->to + last->added) + last->from + last->removed;
}

struct code_line *code_news(
	struct arena *arena, const struct diff *diff, bool braces, size_t *count)
{
	struct code_line *list = NULL;
	struct turn turn = {0};
	const size_t head = code_head_lines(&diff->after);
	const size_t head_before = code_head_lines(&diff->before);
	size_t capacity = 0, at = 0;

	for (size_t i = 0; i < diff->count; i++)
		look_at_change(diff, &diff->changes[i], braces, &turn);
	*count = 0;
	for (size_t i = 0; i < diff->after.count; i++) {
		struct slice line = diff->after.items[i];
		while (at < diff->count &&
			i >= diff->changes[at].to + diff->changes[at].added)
			at++;
		bool is_new = at < diff->count && i >= diff->changes[at].to;
		bool is_indented =
			slice_starts(line, S("    ")) || slice_starts(line, S("\t"));
		const char *what = code_in_line(line, braces);
		if (!what && i < head) {
			what = code_in_head(line);
			is_new |= place_before(diff, i, at) >= head_before;
		}
		if (what && (is_new || turn.all || (turn.indented && is_indented)))
			*arena_next(arena, list, *count, capacity) = (struct code_line){
				(unsigned)i + 1, what, slice_trim_end(line)};
	}
	return list;
}
