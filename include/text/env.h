/* SPDX-License-Identifier: MIT */
/* What a conversion asks of the site it belongs to. The text floor knows no site: these callbacks are
 * all it sees, so a conversion is a pure function of (source, options, answers). */
#ifndef TEXT_ENV_H
#define TEXT_ENV_H

#include "base/diag.h"
#include "doc/doc.h"
#include "text/env_value.h"

enum env_link {
	ENV_LINK, /* target is set */
	ENV_NO_LINK, /* keep the words, drop the link: same-page fragment, empty, javascript: ... */
};

enum env_reference {
	ENV_POST_URL, /* Jekyll {% post_url [dir/]YYYY-MM-DD-slug %} */
	ENV_FILE,     /* Jekyll {% link path %} : path in the site's folder */
	ENV_REF,      /* Hugo ref and relref: path or name of a page; Zola @/path */
};

enum env_answer {
	ENV_NONE, /* there is none */
	ENV_TEXT, /* text is set */
	/* Readers are not to see it, whether or not it is there. The text says why, for the author: it goes
	 * on after the name. */
	ENV_KEPT,
};

enum env_include {
	ENV_INCLUDE, /* from the folder of includes; Eleventy's "./x" is the other */
	ENV_INCLUDE_RELATIVE, /* from the folder of the page */
	ENV_SNIPPET,          /* a file of the site, code too, that MkDocs' pages name */
};

struct text_env {
	void *ctx;
	struct slice file;   /* of the post, relative to its site: for diags */
	unsigned first_line; /* line of the source's first byte in that file, from 1 */
	struct diag_list *diags; /* may be NULL */

	/* Where @href, as the author wrote it (entities and Markdown escapes undone), leads. @image:
	 * it is the source of a picture. Never fails: what is unknown is made absolute on the web,
	 * or kept. NULL: every link is kept as an outside one. */
	enum env_link (*link)(void *ctx, struct arena *arena, struct slice href,
		bool image, struct doc_target *target);
	/* Where a wikilink leads: "[[@name]]", without its part and label. False: there is no such page or
	 * file. NULL: there are no wikilinks. */
	bool (*page)(void *ctx, struct arena *arena, struct slice name,
		struct doc_target *target);
	/* Address of another page by the generator's own reference; false: no such page. */
	bool (*reference)(void *ctx, struct arena *arena, enum env_reference kind,
		struct slice name, struct slice *url);
	/* Text of a template fragment by the name in {% include name %}; bounded in size. */
	enum env_answer (*include)(void *ctx, struct arena *arena, enum env_include kind,
		struct slice name, struct slice *text);
	/* What the name @name leads to: of @of, which this gave before, or (NULL) among the names that the
	 * site gives its templates. ENV_TEXT: *out is set, to nil where there is surely none. ENV_NONE: not
	 * known. ENV_KEPT: out->text says why, for the author. */
	enum env_answer (*value)(void *ctx, struct arena *arena,
		const struct env_value *of, struct slice name, struct env_value *out);
	/* Item @index, below list->count, of an ENV_OBJECT. */
	void (*item)(void *ctx, struct arena *arena, const struct env_value *list,
		size_t index, struct env_value *out);
	/* Texts by dotted name: {{< param x >}} asks for page.params.x and then site.params.x. Where @value is
	 * NULL, it answers for Liquid too. */
	enum env_answer (*variable)(
		void *ctx, struct arena *arena, struct slice name, struct slice *text);
};

#endif
