/* SPDX-License-Identifier: MIT */
#include "base/text.h"
#include "render/plain/plain_internal.h"

/* Does any item hold more than a paragraph and lists? */
static bool is_loose(const struct doc_node *list)
{
	const struct doc_node *item, *at;

	for (item = list->first; item; item = item->next) {
		unsigned blocks = 0;

		for (at = item->first; at; at = at->next)
			blocks += at->kind != DOC_LIST;
		if (blocks > 1)
			return true;
	}
	return false;
}

static int digits_of(unsigned long long number)
{
	int digits = 1;

	for (; number > 9; number /= 10)
		digits++;
	return digits;
}

static struct slice spaces(struct plain *p, size_t count)
{
	return arena_printf(&p->arena, "%*s", (int)count, "");
}

static void put_item(struct plain *p, const struct doc_node *item, struct slice marker,
	struct slice hang, bool numbered)
{
	const char *task = item->task == DOC_TASK_DONE   ? "[x] "
			   : item->task == DOC_TASK_OPEN ? "[ ] "
							 : "";
	size_t pushed = plain_push(
		p, arena_printf(&p->arena, "%.*s%s", SARG(marker), task), hang);

	plain_blocks(p, item, true);
	/* A number is kept even without text. */
	if (numbered)
		plain_put_marker(p);
	plain_pop(p, pushed);
}

void plain_list(struct plain *p, const struct doc_node *list)
{
	static const char bullets[] = "*-+";
	const struct doc_node *item;
	unsigned long long number = list->number;
	size_t depth = p->bullets < 2 ? p->bullets : 2;
	struct slice marker = arena_printf(&p->arena, "%c ", bullets[depth]);
	struct slice hang = S("  ");
	bool loose = is_loose(list);
	int digits = 0;

	if (list->ordered) {
		for (item = list->first; item; item = item->next)
			number++;
		digits = digits_of(number - (list->first != NULL));
		hang = spaces(p, (size_t)digits + 2);
		number = list->number;
	} else {
		p->bullets++;
	}
	for (item = list->first; item; item = item->next, number++) {
		if (loose && item->previous)
			plain_gap(p, 1);
		if (list->ordered)
			marker = arena_printf(&p->arena, "%*llu. ", digits, number);
		put_item(p, item, marker, hang, list->ordered);
	}
	if (!list->ordered)
		p->bullets--;
}

const struct doc_node *plain_definitions(struct plain *p, const struct doc_node *first)
{
	const struct doc_node *at = first, *last = first;

	/* One term (or several with one meaning) and its definition. */
	for (; at && at->kind == DOC_TERM; at = at->next) {
		plain_fill(p, plain_spans(p, at->first, NULL, PLAIN_ALT));
		last = at;
	}
	for (; at && at->kind == DOC_DEFINITION; at = at->next) {
		size_t pushed = plain_push(p, S("    "), S("    "));

		plain_blocks(p, at, true);
		plain_pop(p, pushed);
		last = at;
	}
	return last;
}

void plain_note(struct plain *p, const struct doc_node *note)
{
	struct slice marker = arena_printf(&p->arena, "[^%u] ", note->number);
	size_t pushed = plain_push(p, marker, spaces(p, marker.len));

	plain_blocks(p, note, true);
	plain_put_marker(p);
	plain_pop(p, pushed);
	if (p->menu)
		plain_menu_links_under(p, note, note->next);
}
