/* SPDX-License-Identifier: MIT */
#include <time.h>

#include "base/date.h"
#include "base/text.h"
#include "base/uri.h"
#include "page/page.h"
#include "serve/titan_internal.h"

/* In its line. */
static void put_text(struct buf *out, struct slice text)
{
	for (size_t i = 0; i < text.len; i++) {
		bool control = text_is_control(text, i);
		buf_putc(out, control ? ' ' : text.ptr[i]);
		i += control && (text.ptr[i] & 0x80); /* has two bytes */
	}
}

static void begin(struct titan_job *job, const char *title)
{
	job->status = GEMINI_SUCCESS;
	job->meta = S("text/gemini; lang=en");
	buf_puts(&job->page, "# ");
	put_text(&job->page, page_site_title(job->answer.site));
	buf_printf(&job->page, ": %s\n\n", title);
}

/* "/me/edit/_posts/x.md" */
struct slice titan_edit_path(struct titan_job *job)
{
	auto_buf struct buf key = BUF(BUF_MAX_BYTES);

	buf_put(&key, job->desk);
	buf_puts(&key, "edit/");
	for (size_t i = 0; i < job->target.source.len; i++) {
		if (job->target.source.ptr[i] == '%')
			buf_puts(&key, "%25");
		else
			buf_putc(&key, job->target.source.ptr[i]);
	}
	return uri_encode_path(&job->arena, buf_slice(&key));
}

static struct slice edit_address(struct titan_job *job)
{
	const struct answer *answer = &job->answer;
	struct slice host = serve_host_text(&job->arena,
		answer->host ? answer->host->name : answer->table->names[answer->number]);

	/* As clients write it: always with the port. */
	return arena_printf(&job->arena, "titan://%.*s:%u%.*s", SARG(host), answer->port,
		SARG(titan_edit_path(job)));
}

/* Where to go on: to edit it, and to what can be done with it. */
static void put_ways(struct titan_job *job, const char *what)
{
	buf_printf(&job->page, "\n=> %.*s;edit Edit it\n=> %.*s%.*s %s\n",
		SARG(edit_address(job)), SARG(job->origin), SARG(titan_edit_path(job)),
		what);
}

static void put_readers_see(struct titan_job *job)
{
	buf_puts(&job->page, job->target.is_new
				     ? "Readers see nothing of it."
				     : "Readers see the page as it was before.");
}

void titan_page_mistakes(struct titan_job *job, const struct diag_list *diags)
{
	begin(job, "there is a mistake");
	buf_puts(&job->page, "Your text is kept as a draft. ");
	put_readers_see(job);
	buf_puts(&job->page, " Correct it and upload it again.\n\n");
	for (unsigned pass = 0; pass < 2; pass++) {
		for (size_t i = 0; i < diags->count; i++) {
			const struct diag *it = &diags->items[i];
			if ((it->level == DIAG_ERROR) == (pass > 0) ||
				it->level < DIAG_WARNING)
				continue;
			buf_puts(&job->page, "* ");
			diag_print(&job->page, it);
			buf_putc(&job->page, '\n');
		}
	}
	put_ways(job, "The draft, on your desk");
}

void titan_page_hides(struct titan_job *job, const struct store_check *check)
{
	begin(job, check->is_hidden ? "this would hide the page"
				    : "this would show a hidden page");
	buf_puts(&job->page, "Your text is kept as a draft. ");
	if (check->is_hidden) {
		buf_puts(&job->page, "It would be hidden by this: ");
		put_text(&job->page, check->hidden_by);
		buf_puts(&job->page, "; readers see the page now. ");
	} else {
		buf_puts(&job->page, "Readers do not see the page now. ");
	}
	buf_puts(&job->page,
		"An upload does not change who sees a page: you do that on your desk, "
		"with the draft.\n");
	put_ways(job,
		check->is_hidden ? "On your desk: hide it" : "On your desk: publish it");
}

void titan_page_lists(struct titan_job *job, const struct store_check *check)
{
	begin(job, check->is_listed ? "this would put the page on lists"
				    : "this would take the page off all lists");
	buf_printf(&job->page,
		"Your text is kept as a draft. The page is in %s now, and an upload does "
		"not change where readers find a page: you do that on your desk, with "
		"the draft.\n",
		check->is_listed ? "no list, feed or search"
				 : "lists, feeds and the search");
	put_ways(job, "On your desk: publish it");
}

void titan_page_draft(struct titan_job *job, const struct store_check *check)
{
	begin(job, "a draft");
	buf_puts(&job->page, "It is kept as a draft, since it says \"");
	put_text(&job->page, check->hidden_by);
	buf_puts(&job->page, "\". Readers see nothing of it.\n");
	put_ways(job, "The draft, on your desk");
}

void titan_page_changed(struct titan_job *job, struct slice author)
{
	begin(job, "it was changed meanwhile");
	if (author.len)
		put_text(&job->page, author);
	buf_printf(&job->page,
		"%s after you fetched its text. Your text is kept as a draft, and "
		"readers "
		"see the page as %s it.\n\n"
		"Compare the two on your desk. If you upload yours again, readers see it "
		"instead of the other, which %s.\n",
		author.len ? " changed this page" : "The blog's own file was changed",
		author.len ? "they left" : "the blog has",
		author.len ? "stays in the history" : "stays in the blog");
	put_ways(job, "Both, on your desk");
}

void titan_page_deleted(struct titan_job *job, struct slice author)
{
	begin(job, "it was deleted meanwhile");
	if (author.len) {
		put_text(&job->page, author);
		buf_puts(&job->page, " deleted this page");
	} else {
		buf_puts(&job->page, "This page was deleted");
	}
	buf_puts(&job->page,
		" after you had its text. Yours is kept as a draft, and readers "
		"see nothing of it.\n\n"
		"If you upload it again, the page is there again.\n");
	put_ways(job, "The draft, on your desk");
}

void titan_page_taken(struct titan_job *job, struct slice author)
{
	begin(job, "there is one of that name already");
	if (author.len)
		put_text(&job->page, author);
	buf_printf(&job->page,
		"%s a page of that name, and readers see it as before. Your text is kept "
		"as a draft.\n\n"
		"To keep both, upload yours under another name. If you edit the "
		"draft and upload it, readers see it instead of the other, which stays "
		"in the %s.\n",
		author.len ? " wrote" : "The blog has", author.len ? "history" : "blog");
	put_ways(job, "Both, on your desk");
}

void titan_page_nothing(struct titan_job *job)
{
	begin(job, "nothing was uploaded");
	buf_puts(&job->page, "The text was empty, and nothing was changed. To delete a "
			     "page, use your desk.\n\n");
	if (!job->target.is_new && job->target.address.len)
		buf_printf(&job->page, "=> %.*s%.*s The page\n", SARG(job->origin),
			SARG(job->target.address));
	buf_printf(&job->page, "=> %.*s%.*s Your desk\n", SARG(job->origin),
		SARG(uri_encode_path(&job->arena, job->desk)));
}

void titan_page_tells(struct titan_job *job)
{
	begin(job, "it may say where it was taken");
	buf_puts(&job->page,
		"The file is kept, and readers can see it. What cameras write into "
		"JPEG, PNG and WebP is taken out; in files of this kind it stays, and "
		"that may be the place where you took it.\n\n");
	buf_printf(&job->page,
		"=> %.*s%.*s The file\n=> %.*s%.*s Delete it, on your desk\n",
		SARG(job->origin), SARG(job->target.address), SARG(job->origin),
		SARG(titan_edit_path(job)));
}

static void put_appears(struct titan_job *job)
{
	const struct date date = {.set = true, .at = job->appears_at};

	buf_puts(&job->page, "It appears by itself, on ");
	date_put_iso_day(&job->page, &date);
	buf_puts(&job->page, ".\n");
}

void titan_page_unseen(struct titan_job *job, bool is_late)
{
	begin(job, is_late ? "it is kept" : "it is kept, and not shown");
	if (is_late)
		buf_puts(&job->page,
			"Readers see it as soon as the server has read the blog.\n");
	else if (job->target.kind == STORE_FILE)
		buf_puts(&job->page,
			"Readers get files like this once a page links to them.\n");
	else if (job->appears_at > time(NULL))
		put_appears(job);
	else
		buf_puts(&job->page, "Readers do not see it now; your desk says why.\n");
	if (job->target.kind == STORE_FILE && job->target.address.len)
		buf_printf(&job->page, "\n=> %.*s%.*s The file\n", SARG(job->origin),
			SARG(job->target.address));
	put_ways(job, "On your desk");
}
