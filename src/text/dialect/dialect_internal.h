/* SPDX-License-Identifier: MIT */
/* Shared by the parts of text/dialect. Nobody else includes this.
 *
 * Two passes, each linear: the templates (Liquid, shortcodes) become text, then the lines of that text
 * become plain Markdown. Both use dialect_blocks for the block structure. */
#ifndef TEXT_DIALECT_INTERNAL_H
#define TEXT_DIALECT_INTERNAL_H

#include "text/dialect.h"

/* --- dialect_blocks: CommonMark's block structure, as far as lines need it ------------ */

/* The maximum of containers (quotes, list items) around a line; markers beyond it become
 * text. */
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
	size_t content;  /* offset of the first non-blank byte after the prefix */
	unsigned indent; /* columns between the two */
	unsigned depth;  /* containers around it */
	bool continues;  /* continues the paragraph (or table) before it */
	bool opens;      /* it opens a container (a list item, a quote) */
	bool too_deep;   /* content starts with a marker that would nest too deep */
	bool quoted;     /* one of the containers is a quote */
	bool lazy;       /* continues without its containers' marks */
};

enum leaf { LEAF_NONE, LEAF_PARAGRAPH, LEAF_FENCE, LEAF_HTML };

struct block_container {
	bool quote;
	unsigned blocks; /* blocks in it so far */
	unsigned width;  /* columns of an item's content */
};

struct blocks {
	struct block_container stack[BLOCKS_MAX_DEPTH];
	unsigned depth;
	enum leaf leaf;
	char fence;
	unsigned fence_len, fence_indent;
	unsigned html; /* kind of HTML block, 1 to 7 (CommonMark 4.6) */
	bool defines;  /* the paragraph holds only link definitions so far */
};

/* The column after @bytes, which start at @column; tabs extend to the next multiple of four. */
unsigned blocks_column(struct slice bytes, unsigned column);
/* The length of the spaces and tabs at the start of @line. */
size_t blocks_blanks(struct slice line);
void blocks_line(struct blocks *blocks, struct slice line, struct block_line *out);
/* The last line did not become a paragraph after all: the next line starts a new block. */
void blocks_break(struct blocks *blocks);
static inline bool line_is_code(const struct block_line *line)
{
	return line->kind == LINE_FENCED || line->kind == LINE_INDENTED;
}

/* --- code spans ------------------------------------------------------------------------ */

#define SPAN_RUN_MAX 64

/* The last backtick runs of the current paragraph, by their length. */
struct spans {
	size_t end; /* the paragraph's */
	size_t last[SPAN_RUN_MAX];
};

/* The offset after the code span opened by the backtick at @at, or after the run of backticks
 * when it opens none (see *is_code). */
size_t spans_skip(struct spans *spans, struct slice text, size_t at, bool *is_code);
/* Sets the paragraph's end. */
void spans_begin(struct spans *spans, struct slice text, size_t at, size_t end);

/* --- text with the lines it came from ---------------------------------------------------- */

struct dialect_text {
	struct buf buf;
	unsigned *lines; /* the source line of each line begun in buf */
	size_t count, capacity;
};

void dialect_text_init(struct dialect_text *text, size_t max_bytes);
void dialect_text_fini(struct dialect_text *text);
/* Appends; new lines in @s are of @line. */
void dialect_text_put(struct dialect_text *text, struct slice s, unsigned line);
void dialect_text_truncate(struct dialect_text *text, size_t len, size_t count);

/* --- template: Liquid and shortcodes to text -------------------------------------- */

/* Can @source contain a tag? */
bool dialect_has_templates(struct slice source, const struct convert_options *options);
void dialect_templates(struct arena *arena, struct slice source,
	const struct convert_options *options, const struct text_env *env,
	struct dialect_text *out);

/* --- dialect: the lines of the second pass --------------------------------------------- */

#define WALK_ADMONITIONS_MAX 16

/* Lines indented below the marker of an admonition or a definition. */
struct walk_level {
	unsigned column, indent; /* of the marker; indentation of the content */
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
	size_t index;      /* of the current line */

	struct buf *out; /* result->text, or notes */
	struct buf notes;
	struct blocks *blocks, main_blocks, note_blocks;

	bool in_note;         /* lines may belong to a footnote definition */
	unsigned note_blanks; /* blank lines that may belong to the note */
	bool in_table;
	bool was_blank;    /* the previous line in out is blank, or there is none */
	bool in_list;      /* list_start is the start of the current list */
	size_t list_start; /* in out */
	struct walk_level levels[WALK_ADMONITIONS_MAX];
	unsigned level_count;
	unsigned markdown_divs; /* open <div markdown="1"> ... */
	bool no_component_end;
	unsigned tag_indent;      /* indentation without meaning (MDX) */
	unsigned markdown_indent; /* ... and the column of the first */
	int markup_depth;         /* open tags in the current HTML block */
	struct slice comment_end; /* cached: the next "-->" or slice_none */
	bool no_comment_end, no_math_end, no_bracket_end, no_extension_end;
	size_t abbr_capacity;
	unsigned long long *labels; /* of link definitions, hashed and sorted ... */
	size_t label_count;
	bool labels_known;   /* ... once they were needed */
	const char *comment; /* the next "<!--" in text, or NULL */
	bool has_pipes;
	bool special[256];    /* bytes that are special inside a line */
	struct buf rewritten; /* the line that walk_inline() changed last */
	unsigned math_absent; /* marks that do not follow in this line */
};

/* The next line, before any change; false at the end. */
bool walk_next(struct walk *walk, struct slice *line);
struct slice walk_peek(const struct walk *walk);
unsigned walk_line(const struct walk *walk);
void walk_put_line(struct walk *walk, struct slice line);
/* An empty line that leaves @line's containers open. */
void walk_put_blank(struct walk *walk, struct slice line, const struct block_line *info);
/* Handles a line of Markdown without its comments. */
void walk_on_line(struct walk *walk, struct slice line);
/* The prefix for the lines of a block that replaces @line: its containers' marks, with list
 * markers as spaces. */
struct slice walk_prefix(
	struct walk *walk, struct slice line, const struct block_line *info);

/* Appends @words as plain text: special bytes are escaped. */
void dialect_put_words(struct buf *out, struct slice words);

/* The longest run of backticks in @code; a fence around it must be longer. */
size_t dialect_longest_run(struct slice code);
/* @line with everything except quote marks and tabs as spaces. */
struct slice dialect_as_blanks(struct arena *arena, struct slice line);
/* dialect_fence: an opening fence. */
void walk_fence(struct walk *walk, struct slice line, const struct block_line *info);

/* dialect_comments: the next "<!--" of @text, or NULL. */
const char *walk_next_comment(struct slice text);
/* Does a comment begin in @line of the source? Called line by line. */
bool walk_holds_comment(struct walk *walk, struct slice line);
/* @line (in the source) without its comments; one that ends on a later line also removes the lines between.
 * *all: there was nothing else. */
struct slice walk_without_comments(struct walk *walk, struct slice line, bool *all);
/* Ends the summary before byte @at of the text, unless it ended already. */
void walk_mark_summary(struct walk *walk, size_t at);

/* dialect_rules: a line with syntax beyond CommonMark. True: handled. */
bool walk_text_rule(struct walk *walk, struct slice line, const struct block_line *info);
bool walk_is_definition(struct slice content, struct slice *id, struct slice *text);
bool walk_is_attributes(struct slice content);

/* For blocks with titles (dialect_rules): takes a word from the start of @in; takes a title in quotes or
 * brackets; writes "Word: title" in place of @line; starts content indented by four. */
struct slice walk_take_word(struct slice *in);
bool walk_quoted_title(struct slice s, struct slice *title);
void walk_put_title(struct walk *walk, struct slice line, const struct block_line *info,
	struct slice word, struct slice title);
void walk_enter_indented(
	struct walk *walk, struct slice line, const struct block_line *info);
/* Continues as at the start of a text, after an empty line, with no open blocks. */
void walk_begin_anew(struct walk *walk);
/* The indentation that is removed from source lines. */
unsigned walk_indented(const struct walk *walk);
/* Ends an unclosed block that would swallow the lines after it. In a quote or a list it ends with the
 * container, at the first line outside. */
void walk_end_leaf(struct buf *out, const struct blocks *blocks);

/* dialect_components: an MDX component with code. True: handled. */
bool walk_code_component(struct walk *walk, struct slice line);

/* dialect_definitions: ":   text" with blocks. True: handled. */
bool walk_definition_rule(struct walk *walk, struct slice line,
	const struct block_line *info, struct slice content);
void walk_leave_level(struct walk *walk);

/* dialect_pymdownx: MkDocs Material's tabs, blocks between slashes, and marks inside a line. */
bool walk_tab_rule(struct walk *walk, struct slice line, const struct block_line *info,
	struct slice content);
bool walk_block_rule(struct walk *walk, struct slice line, const struct block_line *info,
	struct slice content);
/* The length of a mark at the start of @rest ("++ctrl+c++", "^^x^^", "{--x--}"), 0: none; @text is its
 * text for readers. */
size_t pymdownx_mark(struct arena *arena, struct slice rest, struct slice *text);

/* snippets: replaces "--8<-- "file"" lines by the file. False: there are none, @out is
 * unchanged. */
bool dialect_snippets(struct arena *arena, struct slice source,
	const struct text_env *env, struct dialect_text *out);

/* dialect_markup: a line of an HTML block, as in kramdown: a block ends with its last end tag,
 * markdown="1" makes its content Markdown, and an inline tag does not begin a block. @began: the
 * block starts on this line. */
void walk_markup(
	struct walk *walk, struct slice line, const struct block_line *info, bool began);

/* dialect_references: is there "[words][label]" without a definition at @at in @line? Sets *end to the
 * offset of the first ']', and *skip to the length from there to the end. */
bool walk_undefined_reference(
	struct walk *walk, struct slice line, size_t at, size_t *end, size_t *skip);

/* dialect_stars: emphasis marks in a line, by their width minus one. */
struct star_pairs {
	size_t end[2];         /* of the open pair; 0: none */
	size_t none_before[2]; /* no mark before this offset has a pair */
	/* The mark that pairs with those which end here or later, and before it. */
	size_t partner[2], partner_from[2];
};
/* Does a mark at @at open a pair that must be written as tags? Returns its width and sets pairs->end; else
 * 0. */
size_t dialect_star_pair(struct star_pairs *pairs, struct slice line, size_t at);
/* Is there a star next to a non-ASCII letter? */
bool dialect_has_joined_stars(struct slice text);
/* dialect_notes: converts the wikilink at @at in @line to Markdown: *text replaces its *len bytes. False:
 * there is none, or it stays. */
bool walk_wikilink(
	struct walk *walk, struct slice line, size_t at, size_t *len, struct slice *text);
/* A line of HTML with its wikilinks as HTML links. */
struct slice walk_html_wikilinks(struct walk *walk, struct slice line);
/* @line without a trailing " ^name", which names a part of the page; its text begins at
 * @from. */
struct slice walk_without_part_name(struct slice line, size_t from);

/* @line joined with the next, if such a reference spans both; else @line. */
struct slice walk_join_reference(struct walk *walk, struct slice line, size_t from);
/* Adds a diag about it. */
void walk_say_undefined(
	struct walk *walk, struct slice line, size_t at, size_t end, size_t skip);

/* dialect_tags: longer tags and targets are left to CommonMark. */
#define DIALECT_TAG_MAX_BYTES 1024
/* The length of a link target with spaces at the start of @rest, which kramdown, Hexo and browsers accept. 0: a
 * CommonMark target, or not a target. */
size_t dialect_spaced_target(struct slice rest);
/* The length of a link or picture tag at the start of @rest that CommonMark rejects, as in <a href="x"
 * target="_blank>"words</a>: it ends at its first '>'; else 0. dialect_put_tag() appends such a tag with only
 * its valid attributes. */
size_t dialect_broken_tag(struct slice rest);
void dialect_put_tag(struct buf *out, struct slice tag);

/* dialect_inline: @line rewritten after byte @from, valid until the next call; usually @line itself. @row: its
 * pipes separate cells. */
struct slice walk_inline(struct walk *walk, struct slice line, size_t from, bool row);
/* Finds which bytes are special in the lines of @text. */
void walk_find_specials(struct walk *walk, struct slice text);
/* Does a table begin with @content, followed by @next? *delimiter: @content itself is the
 * delimiter row. */
bool walk_is_table(struct walk *walk, struct slice content, struct slice next);
bool walk_is_delimiter(struct slice content);

#endif
