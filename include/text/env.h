/* SPDX-License-Identifier: MIT */
/* What a conversion asks its site. The text floor does not know the site: it sees only these
 * callbacks, so a conversion is a pure function of (source, options, answers). */
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
	/* Readers must not see it, whether or not it exists. The text tells the author why, and follows the
	 * name in a message. */
	ENV_KEPT,
};

enum env_include {
	ENV_INCLUDE, /* from the folder of includes; Eleventy's "./x" is relative */
	ENV_INCLUDE_RELATIVE, /* from the folder of the page */
	ENV_SNIPPET,          /* a file of the site, also code, named by a MkDocs page */
};

struct text_env {
	void *ctx;
	struct slice file;   /* of the post, relative to its site: for diags */
	unsigned first_line; /* line of the source's first byte in that file, from 1 */
	struct diag_list *diags; /* may be NULL */
	bool *reads_titles; /* set where the title of a target becomes words; may be NULL */

	/* The target of @href, as the author wrote it (without entities and Markdown escapes).
	 * @image: it is the source of a picture. Never fails: an unknown target becomes absolute on
	 * the web, or is kept. NULL: every link is kept as an outside one. */
	enum env_link (*link)(void *ctx, struct arena *arena, struct slice href,
		bool image, struct doc_target *target);
	/* The target of the wikilink "[[@name]]", without its part and label. False: no such page or file.
	 * NULL: there are no wikilinks. */
	bool (*page)(void *ctx, struct arena *arena, struct slice name,
		struct doc_target *target);
	/* The address of another page by the generator's kind of reference. False: no
	 * such page. */
	bool (*reference)(void *ctx, struct arena *arena, enum env_reference kind,
		struct slice name, struct slice *url);
	/* The text of a template fragment by the name in {% include name %}; its size is
	 * bounded. */
	enum env_answer (*include)(void *ctx, struct arena *arena, enum env_include kind,
		struct slice name, struct slice *text);
	/* The value of @name: in @of, an earlier result, or (NULL) among the site's variables for templates.
	 * ENV_TEXT: *out is set; to nil when there certainly is none. ENV_NONE: unknown. ENV_KEPT: out->text
	 * tells the author why. */
	enum env_answer (*value)(void *ctx, struct arena *arena,
		const struct env_value *of, struct slice name, struct env_value *out);
	/* Item @index, below list->count, of an ENV_OBJECT. */
	void (*item)(void *ctx, struct arena *arena, const struct env_value *list,
		size_t index, struct env_value *out);
	/* Texts by dotted name: {{< param x >}} asks for page.params.x and then site.params.x. When @value is
	 * NULL, Liquid uses it, too. */
	enum env_answer (*variable)(
		void *ctx, struct arena *arena, struct slice name, struct slice *text);
};

#endif
