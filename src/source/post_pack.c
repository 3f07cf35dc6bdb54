/* SPDX-License-Identifier: MIT */
/* A post in one heap block: the struct, its arrays, then its strings. */
#include <assert.h>
#include <stdlib.h>

#include "base/memory.h"
#include "source/post_reading.h"

enum { STRING_COUNT = 16 };

/* The strings of a post, in the order of the block. */
static void list_strings(struct post *post, struct slice *list[STRING_COUNT])
{
	struct slice *all[] = {&post->source, &post->path, &post->url, &post->web_path,
		&post->title, &post->list_title, &post->description, &post->author,
		&post->lang, &post->key, &post->series, &post->image, &post->redirect_to,
		&post->section, &post->linked, &post->hidden_by};

	_Static_assert(sizeof(all) / sizeof(*all) == STRING_COUNT, "one is missing");
	memcpy(list, all, sizeof(all));
}

/* Equal strings share their bytes: an address that needs no encoding, a list title. */
static const struct slice *same_before(struct slice *const *list, size_t i)
{
	for (size_t k = 0; k < i; k++) {
		if (slice_eq(*list[k], *list[i]))
			return list[k];
	}
	return NULL;
}

static void copy_array(
	struct slice **next, char **text, const struct slice **array, size_t count)
{
	struct slice *made = *next;

	for (size_t i = 0; i < count; i++) {
		struct slice s = (*array)[i];
		if (s.len)
			memcpy(*text, s.ptr, s.len);
		made[i] = slice(*text, s.len);
		*text += s.len;
	}
	*next += count;
	*array = made;
}

static size_t array_bytes(const struct slice *array, size_t count)
{
	size_t bytes = 0;

	for (size_t i = 0; i < count; i++)
		bytes += sizeof(*array) + array[i].len;
	return bytes;
}

/* What other pages show of a post, how they find it, and what listings show. */
static unsigned long long shown_of(const struct post *post)
{
	const int64_t facts[] = {post->date.at, post->date.set, post->is_page,
		post->weight, post_is_article(post), post->state, post->kept_from};
	unsigned long long hash = slice_hash(post->path);

	hash = slice_hash_more(hash, post->source);
	hash = slice_hash_more(hash, post->title);
	hash = slice_hash_more(hash, post->list_title);
	hash = slice_hash_more(hash, post->key);
	hash = slice_hash_more(hash, post->lang);
	return slice_hash_more(hash, slice((const char *)facts, sizeof(facts)));
}

static struct post *pack(struct post post)
{
	struct slice *list[STRING_COUNT];
	size_t arrays = (size_t)post.tag_count + post.category_count + post.alias_count +
			post.term_count;
	size_t size = sizeof(post) + array_bytes(post.tags, post.tag_count) +
		      array_bytes(post.categories, post.category_count) +
		      array_bytes(post.aliases, post.alias_count) +
		      array_bytes(post.terms, post.term_count);

	list_strings(&post, list);
	for (size_t i = 0; i < STRING_COUNT; i++)
		size += list[i]->len && !same_before(list, i) ? list[i]->len : 0;
	struct post *made = memory_checked(malloc(size));
	struct slice *next = (struct slice *)(made + 1);
	char *text = (char *)(next + arrays);
	copy_array(&next, &text, &post.tags, post.tag_count);
	copy_array(&next, &text, &post.categories, post.category_count);
	copy_array(&next, &text, &post.aliases, post.alias_count);
	copy_array(&next, &text, &post.terms, post.term_count);
	for (size_t i = 0; i < STRING_COUNT; i++) {
		const struct slice *same = same_before(list, i);
		if (list[i]->len == 0) {
			*list[i] = slice_none;
		} else if (same) {
			*list[i] = *same;
		} else {
			memcpy(text, list[i]->ptr, list[i]->len);
			list[i]->ptr = text;
			text += list[i]->len;
		}
	}
	assert(text <= (char *)made + size);
	post.refs = 1;
	post.shown = shown_of(&post);
	*made = post;
	return made;
}

struct post *post_pack(const struct post_reading *reading)
{
	struct post post = reading->post;

	post.path = reading->address.key;
	post.url = reading->address.url;
	post.web_path = reading->address.web_path;
	post.tags = reading->tags.names;
	post.tag_count = (uint16_t)reading->tags.count;
	post.categories = reading->categories.names;
	post.category_count = (uint16_t)reading->categories.count;
	post.aliases = reading->aliases.names;
	post.alias_count = (uint16_t)reading->aliases.count;
	post.terms = reading->terms.names;
	post.term_count = (uint16_t)reading->terms.count;
	return pack(post);
}

struct post *post_move(const struct post *post, const struct permalink *address)
{
	struct post moved = *post;

	moved.path = address->key;
	moved.url = address->url;
	moved.web_path = address->web_path;
	moved.version = slice_hash_more(post->version, address->key);
	return pack(moved);
}

struct post *post_ref(struct post *post)
{
	post->refs++;
	return post;
}

void post_unref(struct post *post)
{
	if (post && --post->refs == 0)
		free(post);
}
