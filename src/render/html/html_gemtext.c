/* SPDX-License-Identifier: MIT */
/* Gemtext (text/gemini, 0.24.1) as a client shows it. */
#include "render/html/html_internal.h"

/* What consecutive lines form together. */
enum run { RUN_NONE, RUN_LIST, RUN_QUOTE, RUN_CODE };

struct look {
	struct html_writer w;
	enum run run;
	bool gap; /* an empty line precedes this one */
};

static void end_run(struct look *look)
{
	static const char *const ends[] = {"", "</ul>\n", "</blockquote>\n", "</pre>\n"};

	buf_puts(look->w.out, ends[look->run]);
	look->run = RUN_NONE;
}

/* Opens @element, with extra space for empty lines before it. */
static void open_element(struct look *look, const char *element)
{
	buf_printf(look->w.out, "<%s%s>", element, look->gap ? " class=\"gap\"" : "");
	look->gap = false;
}

static void put_line(struct look *look, const char *element, struct slice text)
{
	open_element(look, element);
	html_escape(look->w.out, text);
	buf_printf(look->w.out, "</%s>\n", element);
}

static void in_run(struct look *look, enum run run, const char *element)
{
	if (look->run == run)
		return;
	end_run(look);
	open_element(look, element);
	buf_putc(look->w.out, '\n');
	look->run = run;
}

static void put_link(struct look *look, struct slice line)
{
	struct html_writer *w = &look->w;
	struct doc_target target;
	struct slice url, label;
	size_t len = 0;

	line = slice_trim(line);
	while (len < line.len && !ascii_is_space(line.ptr[len]))
		len++;
	url = slice_head(line, len);
	label = slice_trim(slice_from(line, len));
	if (!label.len)
		label = url;
	bool known = html_target_of(w, url, &target);
	const struct html_way *way = known ? html_way_of(&target) : NULL;
	buf_printf(w->out, "<p class=\"link%s\"><span class=\"icon\">%s</span> ",
		look->gap ? " gap" : "", way ? way->icon : "⊘");
	look->gap = false;
	if (way)
		html_link_open(w, &target);
	html_escape(w->out, label);
	if (way)
		html_link_close(w);
	buf_puts(w->out, "</p>\n");
}

static void put_text_line(struct look *look, struct slice line)
{
	static const char *const headings[] = {"h1", "h2", "h3"};
	size_t level = 0;

	while (level < 3 && level < line.len && line.ptr[level] == '#')
		level++;
	if (level) {
		end_run(look);
		put_line(look, headings[level - 1], slice_trim(slice_from(line, level)));
	} else if (slice_starts(line, S("* "))) {
		in_run(look, RUN_LIST, "ul");
		put_line(look, "li", slice_trim(slice_from(line, 2)));
	} else if (slice_starts(line, S(">"))) {
		in_run(look, RUN_QUOTE, "blockquote");
		line = slice_trim(slice_from(line, 1));
		if (line.len)
			put_line(look, "p", line);
		else
			look->gap = true;
	} else if (slice_starts(line, S("=>"))) {
		end_run(look);
		put_link(look, slice_from(line, 2));
	} else if (slice_trim(line).len) {
		end_run(look);
		put_line(look, "p", line);
	} else {
		end_run(look);
		look->gap = true;
	}
}

/* The text after the fence is the alt text. */
static void toggle_code(struct look *look, struct slice alt)
{
	struct buf *out = look->w.out;

	if (look->run == RUN_CODE) {
		end_run(look);
		return;
	}
	end_run(look);
	if (alt.len) {
		buf_printf(out, "<p class=\"alt%s\">", look->gap ? " gap" : "");
		html_escape(out, alt);
		buf_puts(out, "</p>\n");
		look->gap = false;
	}
	buf_printf(out, "<pre%s>\n", look->gap ? " class=\"gap\"" : "");
	look->gap = false;
	look->run = RUN_CODE;
}

static struct slice first_heading(struct slice text)
{
	struct slice line;

	while (slice_next_line(&text, &line))
		if (slice_starts(line, S("#")))
			return slice_trim(
				slice_from(line, slice_starts(line, S("##")) ? 2 : 1));
	return slice_none;
}

void html_gemtext(
	struct buf *out, struct slice gemtext, const struct html_options *options)
{
	struct look look = {.w = {.out = out, .options = options}};
	struct html_head head = {.lang = options->lang, .body_class = "gemini"};
	struct slice line;

	arena_init(&look.w.arena);
	head.title = first_heading(gemtext);
	html_page_open(&look.w, &head);
	buf_puts(out, "<main class=\"gemtext\">\n");
	while (slice_next_line(&gemtext, &line)) {
		if (slice_starts(line, S("```"))) {
			toggle_code(&look, slice_trim(slice_from(line, 3)));
		} else if (look.run == RUN_CODE) {
			html_escape(out, line);
			buf_putc(out, '\n');
		} else {
			put_text_line(&look, line);
		}
	}
	end_run(&look);
	buf_puts(out, "</main>\n");
	html_page_close(&look.w);
	arena_fini(&look.w.arena);
}
