/* SPDX-License-Identifier: MIT */
/* Shared by the template parts of text/dialect: the state of one expansion. Nobody else includes this.
 *
 * Text is written at once, and removed when an end tag shows that it is not for readers. So every byte
 * is read once, however tags nest. */
#ifndef TEXT_DIALECT_TEMPLATE_H
#define TEXT_DIALECT_TEMPLATE_H

#include "text/dialect/dialect_internal.h"

#define TEMPLATE_DEPTH_MAX    8
#define TEMPLATE_FRAMES_MAX   64
#define TEMPLATE_ARGS_MAX     24
#define TEMPLATE_ABSENT_MAX   16
#define TEMPLATE_REREAD_MAX   (4 * 1024 * 1024)
#define TEMPLATE_LOCALS_MAX   128
#define TEMPLATE_INCLUDES_MAX 2000
#define TEMPLATE_ADDED_MAX    (1024 * 1024)
#define TEMPLATE_TAG_MAX      8192
#define TEMPLATE_FILTERED_MAX (8 * 1024 * 1024)
#define TEMPLATE_LOOPED_MAX   (2 * 1024 * 1024)

struct template_args {
	struct slice raw;
	struct slice key[TEMPLATE_ARGS_MAX]; /* empty: by position */
	struct slice value[TEMPLATE_ARGS_MAX];
	bool quoted[TEMPLATE_ARGS_MAX];
	unsigned count;
};

enum template_frame_kind {
	FRAME_LOOP, /* for, tablerow */
	FRAME_IF,   /* if, unless, case */
	FRAME_CAPTURE,
	FRAME_PAIR, /* a quotation, a shortcode with an end */
};

struct template_frame {
	enum template_frame_kind kind;
	struct slice name;
	size_t len, count;         /* of the output when it was opened */
	bool taken;                /* FRAME_IF: a branch was kept ... */
	bool live;                 /* ... and it is the current one */
	bool dead;                 /* it made the state dead */
	bool is_unreached;         /* the state was dead already: take no branch */
	struct liquid_loop *loop;  /* FRAME_LOOP that has items */
	struct env_value *subject; /* FRAME_IF of a case */
	bool is_quote;             /* FRAME_PAIR: ends with @label, the attribution ... */
	bool is_verse;             /* ... or its lines are kept ... */
	bool is_tabs; /* ... or comments name its parts, else @label with a number */
	struct slice label;
	unsigned part_count;
	struct slice language; /* language of the code in its tabs */
};

struct template_local {
	struct slice name;
	struct env_value value;
};

#define TEMPLATE_WARNED_MAX 64

/* For a whole expansion, including its includes. */
struct template_budget {
	size_t added_bytes, made_bytes, steps;
	bool is_over;   /* there were too many steps */
	unsigned depth; /* of brackets in an expression */
	unsigned includes;
	struct template_local *locals; /* TEMPLATE_LOCALS_MAX, or NULL before the first */
	unsigned local_count;
	struct liquid_loop *loop; /* the innermost */
	struct slice changed;     /* the last output of ifchanged */
	/* hashes of warnings, each given once */
	unsigned long long warned[TEMPLATE_WARNED_MAX];
	unsigned warned_count;
};

struct liquid_loop;
struct liquid_params;

enum template_close { CLOSE_TAG, CLOSE_OUTPUT, CLOSE_ANGLE, CLOSE_PERCENT, CLOSE_COUNT };

struct template
{
	struct arena *arena;
	const struct convert_options *options;
	const struct text_env *env;
	struct dialect_text *out;
	struct template_budget *budget;
	const struct liquid_params *params; /* of the current include, or NULL */
	unsigned depth;

	struct slice source;
	size_t at;
	unsigned line;   /* the line of @at */
	unsigned column; /* of the current tag, on line @tag_line */
	unsigned tag_line;
	size_t line_from;   /* in source: of that line */
	bool line_is_fixed; /* in an include: that of its tag */
	size_t line_start;  /* in out: of the current line */
	struct slice text;  /* the current source line */
	struct block_line info;
	struct blocks blocks;
	struct spans spans;
	size_t paragraph_begin, paragraph_end; /* from the first backtick in it */
	bool plain;                            /* not Markdown: HTML, or an include */
	bool in_raw;
	bool tag_on_line;
	bool left_gap;  /* a tag on the line left nothing where something was expected */
	size_t tag_end; /* in out: tags do not remove text before it */
	unsigned dead;  /* open frames whose text is dropped */
	struct template_frame *frames; /* TEMPLATE_FRAMES_MAX, or NULL before the first */
	unsigned frame_count;

	/* Cached: the first closing mark at or after searched_from; from none_from on there is none. */
	size_t next_close[CLOSE_COUNT], searched_from[CLOSE_COUNT],
		none_from[CLOSE_COUNT];
	bool no_end_comment, no_end_highlight;
	/* The same for the end of a line, without the white space before it. */
	size_t line_end, line_end_from;
	struct slice absent[TEMPLATE_ABSENT_MAX]; /* end tags that do not occur */
	unsigned absent_count;
	size_t reread_bytes;   /* of bodies that were not code */
	struct slice *closers; /* names of shortcodes with an end tag */
	size_t closer_count;
};

void template_put(struct template *t, struct slice s);
/* The inside of "{%- tag -%}". */
struct slice template_without_dashes(struct slice tag);
/* A reference to a page that does not exist. */
void template_no_page(struct template *t, struct slice name);
/* Continues at @to. */
void template_advance(struct template *t, size_t to);
void template_warn(struct template *t, const char *what, struct slice name);
/* Warns that readers may not see @name, and @why. */
void template_warn_kept(
	struct template *t, const char *what, struct slice name, struct slice why);
/* Is it known that @end does not follow? When the list is full, true for all others. */
bool template_is_absent(const struct template *t, struct slice end);
void template_add_absent(struct template *t, struct slice end);
struct template_frame *template_push(
	struct template *t, enum template_frame_kind kind, struct slice name);
void template_truncate(struct template *t, const struct template_frame *frame);
/* Is it only quote marks and spaces? */
bool template_is_marks_only(struct slice s);
/* The code of a template tag, as a fence in place of the tag. */
void template_put_code(struct template *t, struct slice language, struct slice body);
/* The same in a sentence. */
void template_put_code_span(struct template *t, struct slice code);
/* Does the current line hold only marks of containers? */
bool template_begins_line(const struct template *t);
/* Ends a paragraph inside the containers of the current line. */
void template_put_border(struct template *t);
/* @words as a paragraph, there. */
void template_put_block(struct template *t, struct slice words);
void template_parse_args(struct slice in, struct template_args *args);
bool template_arg(
	const struct template_args *args, struct slice key, struct slice *value);
void template_put_link(
	struct template *t, bool image, struct slice url, struct slice label);
void template_expand(struct template *t);
/* Sets up the expansion of @source in place of a tag of @t, into @out. */
void template_inner(struct template *t, struct slice source, struct dialect_text *out,
	struct template *inner);
/* Warns, at most once per page, that @name is @what. */
void template_warn_once(struct template *t, const char *what, struct slice name);
/* Marks a gap that a tag left. */
void template_gap(struct template *t);

/* liquid: the tag between "{%" and "%}", the output between "{{" and "}}". The cursor is
 * after it already. */
void liquid_tag(struct template *t, struct slice tag);
void liquid_output(struct template *t, struct slice expression);
/* Takes the text up to "{% end %}"; false: there is none, cached in @absent. */
bool liquid_body(struct template *t, struct slice end, bool *absent, struct slice *body);

/* --- tags of plugins and themes, in any syntax ------------------------------------------------ */

enum tag_syntax { TAG_LIQUID = 1, TAG_HUGO = 2, TAG_ZOLA = 4 };

enum tag_kind {
	TAG_UNKNOWN,
	/* without an end */
	TAG_PICTURE,
	TAG_FIGURE,
	TAG_VIDEO, /* of the site: players have their own table */
	TAG_AUDIO,
	TAG_FILE, /* shown as a link */
	TAG_NOTEBOOK,
	TAG_POST, /* a link by the name of a post */
	TAG_ASSET,
	TAG_BUTTON,
	TAG_LINK,
	TAG_ADDRESS,
	TAG_LITERAL,
	TAG_WORDS, /* "colour@words", "colour, words" */
	TAG_REFERENCE,
	TAG_PARAMETER,
	TAG_NOTHING,
	/* with one */
	TAG_QUOTE,
	TAG_PULLQUOTE,
	TAG_CODE,      /* Hexo: the positional argument is a title */
	TAG_LISTING,   /* positional: a language, then a title */
	TAG_HIGHLIGHT, /* ... then options */
	TAG_DIAGRAM,   /* whose source is shown */
	TAG_COMMENT,
	TAG_FRAME,
	TAG_TABS, /* comments name its parts */
	TAG_VERSE,
};

#define TAG_TITLE_WORDS 9 /* all of them but colours and icons */

struct tag_row {
	enum tag_kind kind;
	unsigned syntaxes;  /* in which the names mean this */
	unsigned title;     /* the position of the title; 0: none */
	struct slice names; /* separated by spaces */
};

struct tag {
	enum tag_syntax syntax;
	enum tag_kind kind;
	const struct tag_row *row; /* or NULL */
	struct slice name;
	struct template_args args;
};

/* tag_table */
const struct tag_row *tag_find(struct slice name, enum tag_syntax syntax);
void tag_init(
	struct tag *tag, enum tag_syntax syntax, struct slice name, struct slice args);

/* tag_single: a tag known by name. False: unknown, or without useful arguments. */
bool tag_put_single(struct template *t, const struct tag *tag);
/* A link or picture from named arguments; false: none. */
bool template_put_by_args(
	struct template *t, struct slice name, const struct template_args *args);
/* tag_args */
bool tag_is_url(struct slice s);
bool tag_is_path(struct slice s);
/* The positional words from @from on, joined, without keys and sizes. */
struct slice tag_words(
	struct template *t, const struct template_args *args, unsigned from);
/* The positional value @index, or empty. */
struct slice tag_positional(const struct template_args *args, unsigned index);
/* The first non-empty value of @keys, separated by spaces. */
struct slice tag_first_of(const struct template_args *args, struct slice keys);

/* Takes the next part of Hexo's "address, words, icon", without quotes. */
bool tag_next_part(struct slice *in, struct slice *part);
/* The first of such parts that is not a colour, a size or an icon. */
struct slice tag_title_words(struct slice raw);

/* tag_code: takes a code tag with its body and end tag. False: not code, or unclosed. */
bool tag_put_code(struct template *t, const struct tag *tag);

/* tag_pair */
void tag_open(struct template *t, const struct tag *tag);
void tag_close(struct template *t, struct slice name);
/* Shows the arguments of an unknown tag without an end tag. False: nothing to show. */
bool tag_put_words(struct template *t, const struct tag *tag);
/* "<!-- tab Name -->" as the current line, in Hexo's tabs: becomes a line. False: another
 * line. */
bool tag_part_comment(struct template *t);
/* A tag that neither Liquid nor the generator has. False: unknown. */
bool plugin_tag(struct template *t, struct slice name, struct slice args);

/* A text by its dotted name; one that readers must not see is reported and empty. */
enum env_answer template_variable(
	struct template *t, struct slice name, struct slice *text);

/* shortcode: the text between "{{<" and ">}}". */
void shortcode_tag(struct template *t, struct slice text);
/* Zola: "{{ name(args) }}". False: not a call. */
bool shortcode_call(struct template *t, struct slice call);
/* Zola: "{% name(args) %}" and "{% end %}", with content to keep. */
bool shortcode_block(struct slice tag);
/* The same; the cursor is after it. */
void shortcode_block_tag(struct template *t, struct slice text);
/* Takes the text up to "{{< /name >}}"; false: there is none. */
bool shortcode_body(struct template *t, struct slice name, struct slice *body);
void shortcode_find_closers(struct template *t);

#endif
