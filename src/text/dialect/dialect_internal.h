/* SPDX-License-Identifier: MIT */
/* What the parts of text/dialect share. Nobody else includes this.
 *
 * Two passes, each linear: the templates (Liquid, shortcodes) become text, then the lines of that text
 * become plain Markdown. Both ask dialect_blocks where a line stands. */
#ifndef TEXT_DIALECT_INTERNAL_H
#define TEXT_DIALECT_INTERNAL_H

#include "text/dialect.h"

/* --- dialect_blocks: CommonMark's block structure, as far as lines need it ------------ */

/* Containers (quotes, list items) around a line; more are made text. */
#define BLOCKS_MAX_DEPTH 32

enum line_kind {
	LINE_BLANK,
	LINE_TEXT,
	LINE_HEADING, /* ATX */
	LINE_UNDERLINE,
	LINE_RULE,
	LINE_FENCE,     /* opens a fence */
	LINE_FENCE_END, /* and closes it */
	LINE_FENCED,    /* code between the two */
	LINE_INDENTED,  /* code by four columns */
	LINE_HTML,
};

struct block_line {
	enum line_kind kind;
	size_t prefix;   /* bytes of the containers: "> ", "- ", indentation of an item */
	size_t content;  /* offset of the first byte that is no blank behind the prefix */
	unsigned indent; /* columns between the two */
	unsigned depth;  /* containers around it */
	bool continues;  /* more of the paragraph (or table) before it */
	bool opens;      /* it opens a container (a list item, a quote) */
	bool too_deep;   /* at content stands a marker that would nest too deep */
	bool quoted;     /* a quote is among the containers */
	bool lazy;       /* continues without its containers' marks */
};

enum leaf { LEAF_NONE, LEAF_PARAGRAPH, LEAF_FENCE, LEAF_HTML };

struct block_container {
	bool quote;
	unsigned blocks; /* in it so far */
	unsigned width;  /* columns of an item's content */
};

struct blocks {
	struct block_container stack[BLOCKS_MAX_DEPTH];
	unsigned depth;
	enum leaf leaf;
	char fence;
	unsigned fence_len, fence_indent;
	unsigned html; /* kind of HTML block, 1 to 7 (CommonMark 4.6) */
	bool defines;  /* the paragraph is nothing but definitions of links so far */
};

/* The column behind @bytes, whose first stands at @column: tabs reach to the next multiple of four. */
unsigned blocks_column(struct slice bytes, unsigned column);
/* The bytes of blanks, and of tabs, at @line's start. */
size_t blocks_blanks(struct slice line);
void blocks_line(struct blocks *blocks, struct slice line, struct block_line *out);
/* What stood there did not end a paragraph after all: the next line begins anew. */
void blocks_break(struct blocks *blocks);
static inline bool line_is_code(const struct block_line *line)
{
	return line->kind == LINE_FENCED || line->kind == LINE_INDENTED;
}

/* --- code spans ------------------------------------------------------------------------ */

#define SPAN_RUN_MAX 64

/* Where the backtick runs of the paragraph at hand end, by their length. */
struct spans {
	size_t end; /* the paragraph's */
	size_t last[SPAN_RUN_MAX];
};

/* The offset behind the code span that the backtick at @at opens, or behind the run of backticks
 * when it opens none (*is_code tells). */
size_t spans_skip(struct spans *spans, struct slice text, size_t at, bool *is_code);
/* Sets the paragraph's end. */
void spans_begin(struct spans *spans, struct slice text, size_t at, size_t end);

/* --- text with the lines it came from ---------------------------------------------------- */

struct dialect_text {
	struct buf buf;
	unsigned *lines; /* of the source, for each line of buf that is begun */
	size_t count, capacity;
};

void dialect_text_init(struct dialect_text *text, size_t max_bytes);
void dialect_text_fini(struct dialect_text *text);
/* Appends; new lines in @s are of @line. */
void dialect_text_put(struct dialect_text *text, struct slice s, unsigned line);
void dialect_text_truncate(struct dialect_text *text, size_t len, size_t count);

/* --- template: Liquid and shortcodes to text -------------------------------------- */

/* Is there anything in @source that may be a tag? */
bool dialect_has_templates(struct slice source, const struct convert_options *options);
void dialect_templates(struct arena *arena, struct slice source,
	const struct convert_options *options, const struct text_env *env,
	struct dialect_text *out);

/* --- dialect: the lines of the second pass --------------------------------------------- */

#define WALK_ADMONITIONS_MAX 16

/* Lines that stand deeper than their marker, an admonition's or a definition's. */
struct walk_level {
	unsigned column, indent; /* the marker's; how much deeper its content stands */
	bool is_definition;
};

struct walk {
	struct arena *arena;
	const struct convert_options *options;
	const struct text_env *env;
	struct dialect *result;
	struct slice text;     /* all of it */
	const unsigned *lines; /* of the source for each line of text; NULL: the same */
	size_t line_count;
	struct slice rest; /* lines not yet read */
	size_t index;      /* of the line at hand */

	struct buf *out; /* result->text, or notes */
	struct buf notes;
	struct blocks *blocks, main_blocks, note_blocks;

	bool in_note;         /* lines may belong to a footnote's definition */
	unsigned note_blanks; /* blank lines that wait to be the note's */
	bool in_table;
	bool was_blank;    /* the line before in out is blank, or there is none */
	bool in_list;      /* list_start is the start of the list at hand */
	size_t list_start; /* in out */
	struct walk_level levels[WALK_ADMONITIONS_MAX];
	unsigned level_count;
	unsigned markdown_divs; /* open <div markdown="1"> ... */
	bool no_component_end;
	unsigned tag_indent; /* columns of MDX that mean nothing */
	unsigned
		markdown_indent; /* ... and the columns that the first of them stands at */
	int markup_depth;        /* tags open in the block of HTML at hand */
	struct slice comment_end; /* cached: the next "-->" or slice_none */
	bool no_comment_end, no_math_end, no_bracket_end, no_extension_end;
	size_t abbr_capacity;
	unsigned long long *labels; /* of link definitions, hashed and sorted ... */
	size_t label_count;
	bool labels_known;   /* ... once somebody asked */
	const char *comment; /* the next "<!--" in text, or NULL */
	bool has_pipes;
	bool special[256];    /* bytes that may mean something inside a line */
	struct buf rewritten; /* the line that walk_inline() changed last */
	unsigned math_absent; /* marks that do not come any more in this line */
};

/* The next line, before any change; false at the end. */
bool walk_next(struct walk *walk, struct slice *line);
struct slice walk_peek(const struct walk *walk);
unsigned walk_line(const struct walk *walk);
void walk_put_line(struct walk *walk, struct slice line);
/* An empty line that leaves @line's containers open. */
void walk_put_blank(struct walk *walk, struct slice line, const struct block_line *info);
/* One line of Markdown in its place, its comments gone. */
void walk_on_line(struct walk *walk, struct slice line);
/* What goes before the lines of a block that stands in @line's place: its containers' marks, list
 * markers as blanks. */
struct slice walk_prefix(
	struct walk *walk, struct slice line, const struct block_line *info);

/* @words as Markdown that means just them: each byte that it could mean something by is escaped. */
void dialect_put_words(struct buf *out, struct slice words);

/* The longest run of backticks in @code, which a fence around it has to surpass. */
size_t dialect_longest_run(struct slice code);
/* The head @line of a line as blanks, but for marks of quotes and tabs. */
struct slice dialect_as_blanks(struct arena *arena, struct slice line);
/* dialect_fence: the line that opens one. */
void walk_fence(struct walk *walk, struct slice line, const struct block_line *info);

/* dialect_comments: the next "<!--" of @text, or NULL. */
const char *walk_next_comment(struct slice text);
/* Does a comment begin in @line of the source? Asked line by line. */
bool walk_holds_comment(struct walk *walk, struct slice line);
/* @line, which lies in the source, without its comments: those that end on a later line take the lines between
 * with them. *all: nothing else was there. */
struct slice walk_without_comments(struct walk *walk, struct slice line, bool *all);
/* The summary ends before byte @at of the text, unless it ended already. */
void walk_mark_summary(struct walk *walk, size_t at);

/* dialect_rules: a line that means something beyond CommonMark. True: it has been dealt with. */
bool walk_text_rule(struct walk *walk, struct slice line, const struct block_line *info);
bool walk_is_definition(struct slice content, struct slice *id, struct slice *text);
bool walk_is_attributes(struct slice content);

/* Of the rules for blocks with titles (dialect_rules): a word at the start of @in, the title that stands in
 * quotes or brackets; the line "Word: title" in @line's place; and the content that is indented by four from
 * there on. */
struct slice walk_take_word(struct slice *in);
bool walk_quoted_title(struct slice s, struct slice *title);
void walk_put_title(struct walk *walk, struct slice line, const struct block_line *info,
	struct slice word, struct slice title);
void walk_enter_indented(
	struct walk *walk, struct slice line, const struct block_line *info);
/* Goes on as at the start of a text, behind a line that is empty; no block is open any more. */
void walk_begin_anew(struct walk *walk);
/* The columns that lines are less indented by than in the source. */
unsigned walk_indented(const struct walk *walk);
/* Ends what was left open and would swallow the lines that are put behind it. In a quote or a list it
 * ends with that, at the first line which is neither. */
void walk_end_leaf(struct buf *out, const struct blocks *blocks);

/* dialect_components: a component of MDX that is code. True: it has been dealt with. */
bool walk_code_component(struct walk *walk, struct slice line);

/* dialect_definitions: ":   text" that holds blocks. True: it has been dealt with. */
bool walk_definition_rule(struct walk *walk, struct slice line,
	const struct block_line *info, struct slice content);
void walk_leave_level(struct walk *walk);

/* dialect_pymdownx: MkDocs Material's tabs, blocks between slashes, and marks inside a line. */
bool walk_tab_rule(struct walk *walk, struct slice line, const struct block_line *info,
	struct slice content);
bool walk_block_rule(struct walk *walk, struct slice line, const struct block_line *info,
	struct slice content);
/* The bytes that a mark at the start of @rest takes ("++ctrl+c++", "^^x^^", "{--x--}"), 0: none; @text is
 * what readers get of it. */
size_t pymdownx_mark(struct arena *arena, struct slice rest, struct slice *text);

/* snippets: "--8<-- "file"" lines are the file's. False: there is none, @out is as it was. */
bool dialect_snippets(struct arena *arena, struct slice source,
	const struct text_env *env, struct dialect_text *out);

/* dialect_markup: a line of an HTML block, as kramdown reads it: such a block ends with its last end
 * tag, markdown="1" makes its content Markdown, and a tag that belongs inside a paragraph begins
 * none. @began: the block starts on this line. */
void walk_markup(
	struct walk *walk, struct slice line, const struct block_line *info, bool began);

/* dialect_references: does "[words][label]" stand at @at of @line, without a definition anywhere? *end gets
 * the offset of the first ']', *skip the bytes from there to behind the second. */
bool walk_undefined_reference(
	struct walk *walk, struct slice line, size_t at, size_t *end, size_t *skip);

/* dialect_stars: marks of emphasis in a line, by their width less one. */
struct star_pairs {
	size_t end[2];         /* of the pair that is open; 0: none */
	size_t none_before[2]; /* no mark before this offset has a partner */
};
/* Does a mark at @at open a pair that has to be written as tags? Its width, and pairs->end is set; else 0. */
size_t dialect_star_pair(struct star_pairs *pairs, struct slice line, size_t at);
/* Is there a star beside a letter that is no ASCII? */
bool dialect_has_joined_stars(struct slice text);
/* dialect_notes: the wikilink at @at of @line as Markdown: *text instead of its *len bytes. False: none is
 * there, or what stands there is to stay. */
bool walk_wikilink(
	struct walk *walk, struct slice line, size_t at, size_t *len, struct slice *text);
/* A line of HTML with its wikilinks as links of HTML. */
struct slice walk_html_wikilinks(struct walk *walk, struct slice line);
/* @line without " ^name" at its end, which names a part of the page; its text begins at @from. */
struct slice walk_without_part_name(struct slice line, size_t from);

/* @line and the next, in one, if such a reference begins on it and ends there; else @line. */
struct slice walk_join_reference(struct walk *walk, struct slice line, size_t from);
/* Who reads `check` is told of it. */
void walk_say_undefined(
	struct walk *walk, struct slice line, size_t at, size_t end, size_t skip);

/* dialect_tags: tags and targets that are longer are left to CommonMark. */
#define DIALECT_TAG_MAX_BYTES 1024
/* The length of the link's target at the start of @rest that has blanks in it: kramdown, Hexo and browsers take
 * it. 0: it is as CommonMark has it, or it is no target. */
size_t dialect_spaced_target(struct slice rest);
/* The length of the link or picture at the start of @rest that is none to CommonMark, as in <a href="x"
 * target="_blank>"words</a>: it ends at its first '>'; else 0. And such a tag with the attributes that are whole. */
size_t dialect_broken_tag(struct slice rest);
void dialect_put_tag(struct buf *out, struct slice tag);

/* dialect_inline: @line rewritten behind byte @from, valid until the next call; @line itself, as a rule. @row:
 * its pipes separate cells. */
struct slice walk_inline(struct walk *walk, struct slice line, size_t from, bool row);
/* Which bytes may mean something in the lines of @text. */
void walk_find_specials(struct walk *walk, struct slice text);
/* Does a table begin with @content, as @next follows? *delimiter: @content itself is the line of
 * dashes. */
bool walk_is_table(struct walk *walk, struct slice content, struct slice next);
bool walk_is_delimiter(struct slice content);

#endif
