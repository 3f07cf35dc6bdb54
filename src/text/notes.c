/* SPDX-License-Identifier: MIT */
#include "text/notes.h"

#include "base/locale.h"
#include "base/text.h"
#include "text/expanded.h"

/* --- the table ----------------------------------------------------------------- */

static unsigned long long hash_nocase(struct slice id)
{
	unsigned long long hash = 14695981039346656037ULL;
	size_t i;

	for (i = 0; i < id.len; i++)
		hash = (hash ^ (unsigned char)ascii_lower(id.ptr[i])) * 1099511628211ULL;
	return hash;
}

/* The slot of @id, or the free one for it. */
static size_t find_slot(const struct note_table *table, struct slice id)
{
	size_t slot = hash_nocase(id) & (table->capacity - 1);

	while (table->ids[slot].len && !slice_eq_nocase(table->ids[slot], id))
		slot = (slot + 1) & (table->capacity - 1);
	return slot;
}

/* The next line of @text that begins a definition; *id is the text after the mark. */
static bool next_mark(struct slice *text, struct slice *id)
{
	ptrdiff_t at = slice_find(*text, S(DIALECT_NOTE_MARK));

	if (at < 0)
		return false;
	*text = slice_from(*text, (size_t)at + sizeof(DIALECT_NOTE_MARK) - 1);
	slice_next_line(text, id);
	*id = slice_trim(*id);
	return true;
}

void notes_collect(struct arena *arena, struct slice text, struct note_table *table)
{
	struct slice rest = text, id;
	size_t count = 0, slot;

	*table = (struct note_table){0};
	while (next_mark(&rest, &id))
		count++;
	if (!count)
		return;
	for (table->capacity = 8; table->capacity < count * 2;)
		table->capacity *= 2;
	table->ids = arena_array(arena, table->capacity, struct slice);
	table->numbers = arena_array(arena, table->capacity, unsigned);
	while (next_mark(&text, &id)) {
		if (!id.len)
			continue;
		slot = find_slot(table, id);
		if (table->ids[slot].len)
			continue;
		table->ids[slot] = id;
		table->numbers[slot] = (unsigned)++table->count;
	}
}

unsigned notes_find(const struct note_table *table, struct slice id)
{
	size_t slot;

	if (!table->count || !id.len)
		return 0;
	slot = find_slot(table, id);
	return table->ids[slot].len ? table->numbers[slot] : 0;
}

/* --- the order ------------------------------------------------------------------- */

/* Numbers the notes that @top refers to; order[n - 1] is the note with number n. */
static void number_uses(struct doc_node *top, const struct doc_node *notes,
	struct doc_node **by_old, unsigned *new_of, size_t count, struct doc_node **order,
	unsigned *used)
{
	struct doc_node *node = doc_next(top, top), *next;

	for (; node; node = next) {
		if (node == notes) {
			while (node != top && !node->next)
				node = node->parent;
			next = node == top ? NULL : node->next;
			continue;
		}
		next = doc_next(node, top);
		if (node->kind != DOC_NOTE_REF)
			continue;
		if (!node->number || node->number > count || !by_old[node->number - 1]) {
			doc_unlink(node);
			continue;
		}
		if (!new_of[node->number - 1]) {
			order[*used] = by_old[node->number - 1];
			new_of[node->number - 1] = ++*used;
		}
		node->number = new_of[node->number - 1];
	}
}

static struct doc_node *find_notes(const struct doc *doc)
{
	struct doc_node *node = doc->root->last;

	while (node && node->kind != DOC_NOTES)
		node = node->previous;
	return node;
}

/* An author's empty heading for the notes is replaced. */
static void drop_own_heading(const struct doc *doc, const struct doc_node *notes)
{
	static const struct slice names[] = {S("footnotes"), S("footnote"), S("notes"),
		S("note"), S("endnotes"), S("references"), S("fußnoten"),
		S("anmerkungen"), S("notes de bas de page"), S("notas"),
		S("notas al pie"), S("note a piè di pagina"), S("voetnoten"),
		S("fotnoter"), S("przypisy"), S("сноски"), S("примечания"), S("脚注"),
		S("脚註"), S("註釋"), S("注释")};
	struct doc_node *heading = notes->previous;

	while (heading && heading->kind == DOC_RULE)
		heading = heading->previous;
	if (!heading || heading->kind != DOC_HEADING)
		return;
	struct slice words = doc_plain_text(doc->arena, heading);
	bool is_theirs = text_same_words(
		doc->arena, words, locale_word(locale_for(doc->lang), WORD_NOTES));
	for (size_t i = 0; i < sizeof(names) / sizeof(*names) && !is_theirs; i++)
		is_theirs = text_same_words(doc->arena, words, names[i]);
	if (is_theirs)
		doc_unlink(heading);
}

void notes_order(struct doc *doc)
{
	struct doc_node *notes = find_notes(doc), *note, **by_old, **order;
	unsigned *new_of, used = 0, i;
	size_t count = 0;

	if (!notes)
		return;
	for (note = notes->first; note; note = note->next)
		count = note->number > count ? note->number : count;
	by_old = arena_array(doc->arena, count + 1, struct doc_node *);
	order = arena_array(doc->arena, count + 1, struct doc_node *);
	new_of = arena_array(doc->arena, count + 1, unsigned);
	for (note = notes->first; note; note = note->next)
		if (note->number && note->first && !by_old[note->number - 1])
			by_old[note->number - 1] = note;
	number_uses(doc->root, notes, by_old, new_of, count, order, &used);
	for (i = 0; i < used; i++) /* notes used by notes extend the order */
		number_uses(order[i], NULL, by_old, new_of, count, order, &used);
	while (notes->first)
		doc_unlink(notes->first);
	for (i = 0; i < used; i++) {
		order[i]->number = i + 1;
		doc_append(notes, order[i]);
	}
	if (!used)
		doc_unlink(notes);
	else
		drop_own_heading(doc, notes);
}

void notes_head(struct doc *doc)
{
	struct doc_node *notes = find_notes(doc), *heading;

	if (!notes)
		return;
	heading = doc_add(doc, NULL, DOC_HEADING);
	heading->level = 2;
	doc_add_text(doc, heading, locale_word(locale_for(doc->lang), WORD_NOTES));
	doc_insert_before(notes, heading);
}
