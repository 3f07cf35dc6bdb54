/* SPDX-License-Identifier: MIT */
#include "text/dialect.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#define COUNT(array) (sizeof(array) / sizeof(*(array)))
#define PIPE         DIALECT_PIPE

struct row {
	const char *source, *text, *why;
};

enum speech { JEKYLL, HUGO, PLAIN };

/* A site of a few includes, variables and pages. */
static enum env_answer include(void *ctx, struct arena *arena, enum env_include kind,
	struct slice name, struct slice *text)
{
	static const struct {
		const char *name, *text;
	} includes[] = {
		{"refs.md", "[a]: https://a.example/"},
		{"player.html", "<div>\n\n  <iframe src=\"https://v.example/{{ "
				"include.id }}\"></iframe>\n"
				"{% if include.note %}<p>{{ include.note }}</p>{% endif "
				"%}\n</div>"},
		{"script.html", "{% assign x = 1 %}"},
		{"loop.md", "x{% include loop.md %}"},
	};
	(void)ctx;
	(void)arena;
	for (size_t i = 0; i < COUNT(includes); i++) {
		if (kind == ENV_INCLUDE && slice_eq(name, slice_str(includes[i].name))) {
			*text = slice_str(includes[i].text);
			return ENV_TEXT;
		}
	}
	*text = S("is not for readers");
	return slice_starts(name, S("..")) ? ENV_KEPT : ENV_NONE;
}

static enum env_answer variable(
	void *ctx, struct arena *arena, struct slice name, struct slice *text)
{
	(void)ctx;
	(void)arena;
	if (slice_eq(name, S("site.title")))
		*text = S("My site");
	else if (slice_eq(name, S("page.params.color")))
		*text = S("blue");
	else if (slice_find(name, S("token")) < 0)
		return ENV_NONE;
	else
		return *text = S("smells of a secret"), ENV_KEPT;
	return ENV_TEXT;
}

static bool reference(void *ctx, struct arena *arena, enum env_reference kind,
	struct slice name, struct slice *url)
{
	(void)ctx;
	(void)arena;
	if (kind == ENV_POST_URL && slice_eq(name, S("2020-01-02-x")))
		*url = S("/2020/x/");
	else if (kind == ENV_FILE && slice_eq(name, S("_docs/y.md")))
		*url = S("/docs/y/");
	else if (kind == ENV_REF && slice_eq(name, S("z.md")))
		*url = S("/z/");
	else
		return false;
	return true;
}

static void expand(struct arena *arena, struct slice source, enum speech speech,
	struct diag_list *diags, struct dialect *out)
{
	const struct text_env env = {.file = S("post.md"),
		.first_line = 5,
		.diags = diags,
		.reference = reference,
		.include = include,
		.variable = variable};
	const struct convert_options options = {.liquid = speech == JEKYLL,
		.shortcodes = speech == HUGO,
		.kramdown = speech == JEKYLL,
		.lang = S("en"),
		.excerpt_separator = S("---8<---")};
	dialect_expand(arena, source, &options, &env, out);
}

/* How many empty lines stand between blocks means nothing: at most one is kept, none at the ends. */
static struct slice squeeze(struct arena *arena, struct slice text)
{
	struct buf out;
	struct slice line;
	bool blank = true;
	buf_init(&out, BUF_UNLIMITED);
	while (slice_next_line(&text, &line)) {
		if (!line.len && blank)
			continue;
		blank = !line.len;
		buf_put(&out, line);
		buf_putc(&out, '\n');
	}
	text = slice_trim_end(buf_dup(&out, arena));
	buf_fini(&out);
	return text;
}

static void check_rows(const struct row *rows, size_t count, enum speech speech)
{
	for (size_t i = 0; i < count; i++) {
		struct arena arena = {0};
		struct dialect dialect;
		expand(&arena, slice_str(rows[i].source), speech, NULL, &dialect);
		struct slice got = squeeze(&arena, buf_slice(&dialect.text));
		if (!slice_eq(got, squeeze(&arena, slice_str(rows[i].text))))
			fail_msg("%s\n--- source\n%s\n--- expected\n%s\n--- got\n%.*s",
				rows[i].why, rows[i].source, rows[i].text, SARG(got));
		buf_fini(&dialect.text);
		arena_fini(&arena);
	}
}

static void code_is_left_alone(void **state)
{
	static const struct row rows[] = {
		{"```\n{: x}\n[^a]: b\n<!-- c -->\n$$\n```",
			"```\n{: x}\n[^a]: b\n<!-- c -->\n$$\n```", "a fence"},
		{"- \n\n    $$x$$", "-\n\n    $$x$$", "behind an item that stayed empty"},
		{"> 1.\n>\n>     $$x$$", "> 1.\n>\n>     $$x$$", "the same in a quote"},
		{"- [a]: /x\n\n\n    $$x$$", "- [a]: /x\n\n\n    $$x$$",
			"behind an item that only defines a link"},
		{"-\n  \n    $$x$$", "-\n\n    $$x$$",
			"a line of blanks is a blank line"},
		{"[a]: /x\n---\n    a $$x$$ b", "[a]: /x\n---\n    a x b",
			"no heading is made of a definition"},
		{"> ```\n> {: x}\n> ```", "> ```\n> {: x}\n> ```", "a fence in a quote"},
		{"- ```\n  {: x}\n  ```\n- b", "- ```\n  {: x}\n  ```\n- b",
			"a fence in an item"},
		{"    {: x}", "    {: x}", "four blanks at the margin"},
		{"1. a\n\n    {: x}", "1. a", "four blanks in an item are its paragraph"},
		{"1. a\n\n        {: x}", "1. a\n\n        {: x}", "eight are code"},
		{"a\n    {: .x}", "a", "four blanks go on with a paragraph"},
		{"~~~\n```\n{: x}\n~~~", "~~~\n```\n{: x}\n~~~",
			"a fence of tildes holds backticks"},
		{"````\n```\n{: x}\n````", "````\n```\n{: x}\n````", "a longer fence"},
		{"- ```\n\nb\n{: x}", "- ```\n\nb", "an item's end closes its fence"},
		{"`<!-- a -->` <!-- b -->c", "`<!-- a -->` c", "a code span"},
		{"`` ` {% x %} `` `{% y %}`", "`` ` {% x %} `` `{% y %}`",
			"spans by their length"},
		{"` {% raw %}x{% endraw %}", "` x", "a lone backtick opens nothing"},
		{"<pre>\n<!-- a -->\n{: x}\n</pre>", "<pre>\n<!-- a -->\n{: x}\n</pre>",
			"<pre>"},
		{"```\n{% raw %}\n{{ x }}\n{% endraw %}\n{% y %}\n```",
			"```\n{{ x }}\n{% y %}\n```",
			"only raw itself vanishes from code"},
		{"`{% raw %}{{ x }}{% endraw %}`", "`{{ x }}`", "from code spans too"},
	};
	(void)state;
	check_rows(rows, COUNT(rows), JEKYLL);
}

static void kramdown_becomes_markdown(void **state)
{
	static const struct row rows[] = {
		{"a\n{: .b}\nc", "a\n\nc", "a block's attributes part paragraphs"},
		{"a\n{:.b #c d=\"e}\"}", "a", "a brace in quotes"},
		{"{:name: .b}\na", "\na", "a named list of attributes"},
		{"x{: .c}", "x{: .c}", "behind plain words it is none"},
		{"*x*{: .c} [y](z){:.d}{: e=\"f\"}", "*x* [y](z)", "behind spans it is"},
		{"![a](b){.portrait}{.logo}", "![a](b)", "also as others write them"},
		{"> a\n> {: .b}\n> c", "> a\n>\n> c", "inside a quote"},
		{"* a\n* b\n{:toc}\n\nc", "\n\nc",
			"a list that stands for a table of contents"},
		{"1. x\n{:toc}\n# h", "\n# h", "an ordered one"},
		{"a\n{::comment}\nb\n{:/comment}\nc", "a\n\nc", "a comment"},
		{"a {::nomarkdown}b{:/} c", "a b c", "extensions that only mean HTML"},
		{"{::options x=\"y\" /}\na", "\na", "options"},
		{"a\n^\nb", "a\n\nb", "an end of block"},
		{"$$\nx\n$$", "````math\nx\n````", "mathematics as a block"},
		{"$$ x_1 $$", "````math\nx_1\n````", "on one line"},
		{"a $$x_1$$ b", "a x\\_1 b", "between words"},
		{"a \\\\(x*y\\\\) b", "a x\\*y b", "as MathJax writes it"},
		{"costs $5 or $6", "costs $5 or $6", "a dollar is a dollar"},
		{"a $$ b", "a $$ b", "two that are never closed"},
		{"<div markdown=\"1\">\n*a*\n</div>\nb",
			"<div markdown=\"1\">\n\n*a*\n</div>\n\nb",
			"Markdown inside an element"},
		{"<p>a</p>\n*b*", "<p>a</p>\n\n*b*", "an element's end ends its block"},
		{"<div>\n<p>a</p>\nb\n</div>\n*c*", "<div>\n<p>a</p>\nb\n</div>\n\n*c*",
			"the outermost one's"},
		{"<em>\n[a](b)\n</em>", "<em> [a](b)\n</em>",
			"a span's tag begins a paragraph"},
		{"<a href=\"/x\" target=\"_blank>\"w</a>", "<a href=\"/x\">\"w</a>",
			"a link whose quotes do not pair ends at its first '>'"},
		{"<a href=/x?a=1>w</a> <a href=\"/y\">z</a>",
			"<a href=\"/x?a=1\">w</a> <a href=\"/y\">z</a>",
			"an address without quotes may hold '='"},
		{"<img src='/x' alt='it's'>w", "<img src=\"/x\" alt=\"it\">w",
			"what was whole of a picture stays"},
		{"<a href=\"/x\"", "<a href=\"/x\"", "a tag goes on in the next line"},
		{"a <b and `<a href=\"x\"y>`", "a <b and `<a href=\"x\"y>`",
			"no tag, and code"},
	};
	(void)state;
	check_rows(rows, COUNT(rows), JEKYLL);
}

static void pipes_that_part_cells_are_marked(void **state)
{
	static const struct row rows[] = {
		{"| a | b |\n|---|---|\n| c | d |",
			PIPE " a " PIPE " b " PIPE "\n" PIPE "---" PIPE "---" PIPE
			     "\n" PIPE " c " PIPE " d " PIPE,
			"a table"},
		{"a|b\n-|-\n`c|d`|\\|", "a" PIPE "b\n-" PIPE "-\n`c|d`" PIPE "\\|",
			"pipes in code and escaped ones are text"},
		{"a|b\n-|-\n`c\\|d`|e", "a" PIPE "b\n-" PIPE "-\n`c|d`" PIPE "e",
			"an escape in code"},
		{"a|b\n-|-\n`c|d", "a" PIPE "b\n-" PIPE "-\n\\`c" PIPE "d",
			"a lone backtick stays in its cell"},
		{"x\na|b\n-|-", "x\n\na" PIPE "b\n-" PIPE "-", "right after a paragraph"},
		{"a|b\n-|-\nc", "a" PIPE "b\n-" PIPE "-\n\nc",
			"a line without pipes ends it"},
		{"|---|\n| a |", PIPE "---" PIPE "\n" PIPE " a " PIPE,
			"without a header"},
		{"> a|b\n> -|-", "> a" PIPE "b\n> -" PIPE "-", "in a quote"},
		{"- a|b\n  -|-", "- a" PIPE "b\n  -" PIPE "-", "in an item"},
		{"One | Two", "One | Two", "prose with a pipe"},
		{"a | b\nc | d", "a | b\nc | d", "more of it"},
		{"```\n| a |\n|---|\n```", "```\n| a |\n|---|\n```", "code"},
	};
	(void)state;
	check_rows(rows, COUNT(rows), JEKYLL);
}

static void footnotes_stand_at_the_end(void **state)
{
	static const struct row rows[] = {
		{"a[^1]\n\n[^1]: b *c*\n\nd",
			"a[^1]\n\nd\n\n" DIALECT_NOTES_MARK "\n\n" DIALECT_NOTE_MARK
			"1\n\nb *c*",
			"one definition"},
		{"[^1]: b\n[^2]: c",
			"\n\n" DIALECT_NOTES_MARK "\n\n" DIALECT_NOTE_MARK
			"1\n\nb\n\n" DIALECT_NOTE_MARK "2\n\nc",
			"two without a line between"},
		{"[^1]: b\nc\n\n    d\n\n        e\nf",
			"\nf\n\n" DIALECT_NOTES_MARK "\n\n" DIALECT_NOTE_MARK
			"1\n\nb\nc\n\nd\n\n    e",
			"its lines, paragraphs and code"},
		{"[^1]: b\n- c",
			"\n- c\n\n" DIALECT_NOTES_MARK "\n\n" DIALECT_NOTE_MARK "1\n\nb",
			"a list is none of it"},
		{"[^]: b", "[^]: b", "no name, no note"},
		{"```\nx\n[^1]: y", "```\nx\n[^1]: y", "in a fence that is never closed"},
		{"[^1]: b\n```\nx",
			"\n```\nx\n```\n\n" DIALECT_NOTES_MARK "\n\n" DIALECT_NOTE_MARK
			"1\n\nb",
			"such a fence does not swallow the notes"},
		{"[^1]: b\n- ```\n  x",
			"\n- ```\n  x\n\n" DIALECT_NOTES_MARK "\n\n" DIALECT_NOTE_MARK
			"1\n\nb",
			"one in an item ends with it"},
	};
	(void)state;
	check_rows(rows, COUNT(rows), PLAIN);
}

static void comments_are_dropped(void **state)
{
	static const struct row rows[] = {
		{"a <!-- b --> c", "a  c", "in a line"},
		{"a <!-- b\n\nc\n--> d", "a  d", "over many lines"},
		{"a\n<!-- b -->\nc", "a\n\nc", "a line of its own parts paragraphs"},
		{"<table>\n<!-- b -->\n<tr>", "<table>\n<tr>", "but not in HTML"},
		{"a <!-- b", "a <!-- b", "never closed"},
		{"a <!-- b --> <!-- c\n--> d <!-- e --> f", "a   d  f", "several"},
	};
	(void)state;
	check_rows(rows, COUNT(rows), PLAIN);
}

static void admonitions_containers_and_titles_become_words(void **state)
{
	static const struct row rows[] = {
		{"!!! info \"Title\"\n    a\n\n        b\nc",
			"Info: Title\n\na\n\n    b\nc", "MkDocs: indented by four"},
		{"!!! note\n    a\n    ??? tip \"T\"\n        b\n    c\nd",
			"Note:\n\na\n\nTip: T\n\nb\nc\nd", "one in another"},
		{"!!! note \"\"\n    a", "\na", "an empty title asks for none"},
		{"!!! 3", "!!! 3", "no admonition"},
		{"::: warning Careful\na\n:::\nb", "Warning: Careful\n\na\n\nb",
			"containers"},
		{"::: columns\na\n:::", "\na", "of which some are layout"},
		{":: a", ":: a", "two colons are none"},
		{"```js title=\"a.js\" {1,2}\nx\n```", "a\\.js\n\n```js\nx\n```",
			"a title of code"},
		{"b\n```{.ruby .x}\nx\n```", "b\n```ruby\nx\n```", "Pandoc's attributes"},
		{"- ```js title=a.js\n  x\n  ```", "- a\\.js\n\n  ```js\n  x\n  ```",
			"in an item"},
		{":fontawesome-brands-x:{ .a } b", " b", "icons"},
		{"at 10:30: b", "at 10:30: b", "colons"},
	};
	(void)state;
	check_rows(rows, COUNT(rows), PLAIN);
}

static void tags_of_plugins_become_text(void **state)
{
	static const struct row rows[] = {
		{"{% img left /a/b.png 350 200 A sail %}", "![A sail](</a/b.png>)",
			"Octopress: classes, sizes, words"},
		{"{% img /b.png 'A title' 'An alt' %}", "![A title](</b.png>)",
			"in quotes"},
		{"{% asset_img b.png [A sail] %}", "![A sail](<b.png>)", "Hexo"},
		{"{% img left %}", "", "no picture"},
		{"{% youtube abc-1 %}",
			"[Video (YouTube)](<https://www.youtube.com/watch?v=abc-1>)",
			"a player"},
		{"{% youtube https://youtu.be/abc %}",
			"[Video (YouTube)](<https://youtu.be/abc>)", "by its address"},
		{"{% gist ada/12 a.c %}", "[Gist](<https://gist.github.com/ada/12>)",
			"a gist"},
		{"{% video /a.mp4 360 270 /a.png %}", "[Video](</a.mp4>)", "a film"},
		{"{% include_code Hello World lang:python a/hello.py %}",
			"[Hello World](</downloads/code/a/hello.py>)", "code in a file"},
		{"{% include_code hello.py lang:python Hello 2.0? No. World %}",
			"[Hello 2.0? No. World](</downloads/code/hello.py>)",
			"Pelican: the path first"},
		{"{% include_code hello.py %}", "[hello.py](</downloads/code/hello.py>)",
			"without words"},
		{"{% notebook a/b.ipynb cells[2:] %}", "[b.ipynb](</a/b.ipynb>)",
			"a notebook"},
		{"{% link Words /a/ %} {% link _docs/y.md %}", "[Words](</a/>) /docs/y/",
			"Hexo's and Jekyll's link"},
		{"{% codeblock Title lang:C %}\na\n{% endcodeblock %}",
			"Title\n\n```c\na\n```", "a block of code"},
		{"{% code %}\n*a*\n{% endcode %}", "```\n*a*\n```", "by its short name"},
		{"{% codeblock a lang:c https://a.example/ The file %}\nb\n{% "
		 "endcodeblock "
		 "%}",
			"a\n\n[The file](<https://a.example/>)\n\n```c\nb\n```",
			"and of the link to it"},
		{"{% codeblock %}\na", "\na", "that never ends"},
		{"{% blockquote Ada, Notes https://a.example/ The notes %}\na\n"
		 "{% endblockquote %}\nb",
			"\n\n<blockquote>\n\n\na\n\n\n\xe2\x80\x94 Ada, Notes, "
			"[The notes](<https://a.example/>)\n\n</blockquote>\n\n\nb",
			"who is quoted"},
		{"{% pullquote left %}\na\n{% endpullquote %}",
			"\n\n<blockquote>\n\n\na\n\n\n</blockquote>\n\n",
			"a class is nobody"},
		{"{% note info %}\na\n{% endnote %}", "\na\n", "a frame"},
		{"{% label primary@word %}{% literal {{a}} %}", "word{{a}}", "words"},
		{"{% btn /a/, Go, icon %}", "[Go](</a/>)", "a button"},
		{"{% post_link nobody A title %}", "A title", "a post that is not there"},
	};
	(void)state;
	check_rows(rows, COUNT(rows), JEKYLL);
}

static void liquid_becomes_text(void **state)
{
	static const struct row rows[] = {
		{"{{ site.title }}{{ 'a' | upcase | append: \"b\" }}", "My siteAb",
			"output"},
		{"a {{ x.y }} b", "a  b", "unknown variables are empty"},
		{"{{ x | default: 'd' }}{{ '/a' | relative_url }}", "d/a", "filters"},
		{"{% raw %}{{ x }} *a*{% endraw %}", "{{ x }} *a*", "raw"},
		{"a{% comment %}b\n{% if %}{% endcomment %}c", "ac", "comments"},
		{"{% if page.z %}a{% else %}b{% endif %}", "a",
			"the first branch of the unknown"},
		{"{% if nil %}a{% elsif 'x' == 'x' %}b{% else %}c{% endif %}", "b",
			"the true one"},
		{"{% unless true %}a{% endunless %}b", "b", "unless"},
		{"{% case x %}{% when 1 %}a{% when 2 %}b{% endcase %}", "a",
			"the first case"},
		{"a{% for x in y %}b{% if z %}c{% endfor %}d", "ad",
			"loops over the site"},
		{"a{% for x in y %}b", "ab", "a loop that is never closed drops nothing"},
		{"{% assign a = 'b' %}{% capture c %}{{ a }}!{% endcapture %}{{ c }}",
			"b!", "what a post sets itself"},
		{"{% assign a = 'x,y' | split: ',' %}{% for b in a %}({{ b }}){% endfor "
		 "%}{{ a }}",
			"(x)(y)xy", "a loop over the post's own list"},
		{"[a]({% post_url 2020-01-02-x %}) [b]({% link _docs/y.md %})",
			"[a](/2020/x/) [b](/docs/y/)", "references"},
		{"[a]({% post_url 2020-01-03-x %})", "[a](#)",
			"an unknown one keeps its words"},
		{"a {% post_url 2020-01-03-x %}!", "a !", "and is nothing in a sentence"},
		{"{% highlight Ruby linenos %}\na\n\n```\n{% endhighlight %}\nb",
			"````ruby\na\n\n```\n````\n\nb",
			"a fence longer than any inside"},
		{"> {% highlight c %}\n> a\n> {% endhighlight %}", "> ```c\n> a\n> ```",
			"in a quote"},
		{"1. a\n\n    {% highlight c %}\n    b\n    {% endhighlight %}",
			"1. a\n\n    ```c\n    b\n    ```", "in an item"},
		{"<div>\n{% highlight c %}\na<b\n{% endhighlight %}\n</div>",
			"<div>\n<pre><code "
			"class=\"language-c\">a&lt;b</code></pre>\n</div>",
			"in a block of HTML"},
		{"{% include refs.md %}\n[a]", "[a]: https://a.example/\n[a]",
			"includes"},
		{"{% include player.html id=\"7\" %}",
			"<div>\n<iframe src=\"https://v.example/7\"></iframe>\n</div>",
			"their HTML has no blank lines"},
		{"{% include player.html id=7 note=\"n\" %}",
			"<div>\n<iframe "
			"src=\"https://v.example/7\"></iframe>\n<p>n</p>\n</div>",
			"their parameters"},
		{"{% include script.html src=\"/a.png\" alt=\"A\" %}", "![A](</a.png>)",
			"nothing but Liquid: by the names of the parameters"},
		{"{% include youtube.html id=\"x\" %}",
			"[Video (YouTube)](<https://www.youtube.com/watch?v=x>)",
			"an absent one"},
		{"{% include loop.md %}", "xxxxxxxx", "eight deep and no deeper"},
		{"a {% b", "a {% b", "no tag"},
		{"{% unknown %}\na", "\na", "unknown tags are dropped"},
		{"[w]({% to \"z.md\" %}) {% to \"z.md\" %}", "[w](/z/) ",
			"a tag of the site's own names a page where an address stands"},
		{"[w]({% to \"gone\" %})", "[w](#)",
			"of a page that is not there the words stay"},
	};
	(void)state;
	check_rows(rows, COUNT(rows), JEKYLL);
}

static void shortcodes_become_text(void **state)
{
	static const struct row rows[] = {
		{"{{< figure src=\"/a.png\" alt=\"A\" caption=\"C\" >}}",
			"![C](</a.png>)", "the caption is the label"},
		{"{{< figure src=a.png link=\"/b\" title=\"T\" >}}",
			"![T](<a.png>) [T](</b>)", "a picture and where it leads"},
		{"{{< youtube abc >}}",
			"[Video (YouTube)](<https://www.youtube.com/watch?v=abc>)",
			"a video"},
		{"{{< vimeo id=7 title=\"Talk\" >}}", "[Talk](<https://vimeo.com/7>)",
			"its title"},
		{"{{< gist u 1 >}}", "[Gist](<https://gist.github.com/u/1>)", "a gist"},
		{"{{< tweet user=\"u\" id=\"1\" >}}",
			"[X (Twitter)](<https://x.com/u/status/1>)", "a short message"},
		{"[a]({{< ref \"z.md#f\" >}}) [b]({{% relref path=\"z.md\" %}})",
			"[a](/z/#f) [b](/z/)", "references"},
		{"{{< param color >}}", "blue", "parameters"},
		{"{{< highlight Go \"linenos=1\" >}}\nx\n{{< /highlight >}}",
			"```go\nx\n```", "code"},
		{"{{< box a=\"b\" >}}\n*c*\n{{< /box >}}", "\n*c*",
			"the content of unknown pairs"},
		{"a {{< box >}} b", "a  b", "an unknown one alone"},
		{"{{< card url=\"/a\" title=\"T\" >}}", "[T](</a>)",
			"by the names of its parameters"},
		{"{{</* a */>}} {{%/* b */%}}", "{{\\< a >}} {{% b %}}",
			"shown, not done"},
		{"`{{</* a */>}}`", "`{{< a >}}`", "in code as it is"},
		{"```\n{{< a >}}\n{{</* b */>}}\n```", "```\n{{< a >}}\n{{< b >}}\n```",
			"in fences"},
		{"{{< details \"S\" >}}\na\n{{< /details >}}", "S\n\n\na",
			"what folds is shown"},
		{"{{ tube(id=\"x\", title=\"T\") }}", "", "Zola's calls"},
		{"{{ x }}", "{{ x }}", "which need brackets"},
		{"{{< a", "{{< a", "no shortcode"},
		{"{{< comment >}}a{{< /comment >}}b", "b", "comments"},
		{"{{< vimeo_simple 7 >}}", "[Video (Vimeo)](<https://vimeo.com/7>)",
			"without its player"},
		{"{{% def id=\"x\" name=\"The term\" %}} What it is. {{% /def %}}",
			"The term\n\n What it is.", "a term over its meaning"},
		{"a {{< box name=\"b\" >}}c{{< /box >}}", "a c",
			"words in a line have none"},
		{"{{< box name=\"b\" >}}c{{< /box >}} d", "c d", "nor where it goes on"},
	};
	(void)state;
	check_rows(rows, COUNT(rows), HUGO);
}

static void references_that_nobody_defines_keep_their_words(void **state)
{
	static const struct row rows[] = {
		{"the [`x`][no-such] and [#12][], [a b][C]\n\n[c]: /x",
			"the `x` and #12, [a b][C]\n\n[c]: /x",
			"an unknown label goes, a known one stays"},
		{"[ÉTÉ][] and [été][]\n\n> - [Été]: /x",
			"[ÉTÉ][] and [été][]\n\n> - [Été]: /x",
			"case is folded; a definition may stand in a quote or a list"},
		{"m[i][j] [1][2] x[^a][^b] ![p][q] \\[a\\][b]",
			"m[i][j] [1][2] x[^a][^b] ![p][q] \\[a\\][b]",
			"indices, numbers, notes, pictures and escapes are none"},
		{"`[a][b]` [a][", "`[a][b]` [a][", "nor is code, nor half of one"},
		{"[a][b][c]", "[a][b][c]", "nor what may be a link behind brackets"},
	};
	(void)state;
	check_rows(rows, COUNT(rows), PLAIN);
}

static void what_a_site_does_not_speak_stays(void **state)
{
	static const struct row rows[] = {
		{"{% x %} {{ y }} {{< z >}}", "{% x %} {{ y }} {{< z >}}", "templates"},
		{"a $$x$$ b", "a $$x$$ b", "kramdown's mathematics"},
		{"<p>a</p>\n*b*", "<p>a</p>\n*b*", "CommonMark's blocks of HTML"},
	};
	(void)state;
	check_rows(rows, COUNT(rows), PLAIN);
}

static void a_cut_is_remembered_and_removed(void **state)
{
	static const char *const sources[] = {
		"a\n\n<!--more-->\n\nb", "a\n\n<!-- MORE -->\n\nb", "a\n\n---8<---\n\nb"};
	(void)state;
	for (size_t i = 0; i < COUNT(sources); i++) {
		struct arena arena = {0};
		struct dialect dialect;
		expand(&arena, slice_str(sources[i]), PLAIN, NULL, &dialect);
		assert_true(dialect.has_summary);
		assert_int_equal(dialect.summary_end, 3);
		assert_true(slice_find(buf_slice(&dialect.text), S("ore")) < 0);
		buf_fini(&dialect.text);
		arena_fini(&arena);
	}
}

static void abbreviations_are_lifted_out(void **state)
{
	struct arena arena = {0};
	struct dialect dialect;
	(void)state;
	expand(&arena, S("HTML\n\n*[HTML]: Hypertext\n*[W3C]:  Web \n*[no\n"), PLAIN,
		NULL, &dialect);
	assert_int_equal(dialect.abbr_count, 2);
	assert_true(slice_eq(dialect.abbrs[0].word, S("HTML")));
	assert_true(slice_eq(dialect.abbrs[1].meaning, S("Web")));
	assert_true(slice_find(buf_slice(&dialect.text), S("Hypertext")) < 0);
	buf_fini(&dialect.text);
	arena_fini(&arena);
}

static void unknown_tags_are_reported_with_their_line(void **state)
{
	struct arena arena = {0};
	struct diag_list diags;
	struct dialect dialect;
	(void)state;
	diag_init(&diags);
	/* The body begins on line 5 of the file. */
	expand(&arena,
		S("a\n{% odd %}\n\n`{% code %}`\n{% for x in y %}{% dropped %}{% endfor "
		  "%}\n"),
		JEKYLL, &diags, &dialect);
	assert_int_equal(diags.count, 2);
	assert_int_equal(diags.items[0].line, 6);
	assert_int_equal(diags.items[1].line, 9); /* y */
	assert_true(slice_eq(diags.items[0].file, S("post.md")));
	assert_true(slice_find(diags.items[0].message, S("odd")) >= 0);
	buf_fini(&dialect.text);
	diag_fini(&diags);
	arena_fini(&arena);
}

static void containers_nest_thirty_two_deep(void **state)
{
	struct arena arena = {0};
	(void)state;
	for (unsigned depth = 32; depth <= 33; depth++) {
		struct buf source;
		struct dialect dialect;
		buf_init(&source, BUF_UNLIMITED);
		for (unsigned i = 0; i < depth; i++)
			buf_puts(&source, "> ");
		buf_puts(&source, "x");
		expand(&arena, buf_slice(&source), PLAIN, NULL, &dialect);
		/* One past the limit is made text. */
		assert_int_equal(
			slice_find(buf_slice(&dialect.text), S("\\>")) >= 0, depth > 32);
		buf_fini(&dialect.text);
		buf_fini(&source);
	}
	arena_fini(&arena);
}

/* What a pass writes is what it did: text and memory grow with the input and no faster. */
static void work_grows_with_the_input_only(void **state)
{
	static const char *const patterns[] = {"<!--", "{%", "{{", "{{<", "[^", "|", "`",
		"$$\n", "{% if x %}", "{% for x in y %}", "{% highlight a %}",
		"{{< a >}}", "[^a]: b\n", "| a |\n|--|\n", "!!! a\n", "::: a\n",
		"{::comment}\n", "- ", "> \n", "\\("};
	(void)state;
	for (size_t i = 0; i < COUNT(patterns); i++) {
		for (enum speech speech = JEKYLL; speech <= PLAIN; speech++) {
			size_t used[2];
			for (unsigned round = 0; round < 2; round++) {
				struct arena arena = {0};
				struct dialect dialect;
				struct buf source;
				buf_init(&source, BUF_UNLIMITED);
				while (source.len < (round ? 80000u : 10000u))
					buf_puts(&source, patterns[i]);
				expand(&arena, buf_slice(&source), speech, NULL,
					&dialect);
				used[round] = arena.used_bytes + dialect.text.len;
				buf_fini(&source);
				buf_fini(&dialect.text);
				arena_fini(&arena);
			}
			if (used[1] > 10 * used[0] + 100000)
				fail_msg("%s: %zu bytes, then %zu", patterns[i], used[0],
					used[1]);
		}
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(code_is_left_alone),
		cmocka_unit_test(kramdown_becomes_markdown),
		cmocka_unit_test(pipes_that_part_cells_are_marked),
		cmocka_unit_test(footnotes_stand_at_the_end),
		cmocka_unit_test(comments_are_dropped),
		cmocka_unit_test(admonitions_containers_and_titles_become_words),
		cmocka_unit_test(tags_of_plugins_become_text),
		cmocka_unit_test(liquid_becomes_text),
		cmocka_unit_test(shortcodes_become_text),
		cmocka_unit_test(references_that_nobody_defines_keep_their_words),
		cmocka_unit_test(what_a_site_does_not_speak_stays),
		cmocka_unit_test(a_cut_is_remembered_and_removed),
		cmocka_unit_test(abbreviations_are_lifted_out),
		cmocka_unit_test(unknown_tags_are_reported_with_their_line),
		cmocka_unit_test(containers_nest_thirty_two_deep),
		cmocka_unit_test(work_grows_with_the_input_only),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
