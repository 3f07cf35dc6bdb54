/* SPDX-License-Identifier: MIT */
/* English */
#include "base/locale/locale_internal.h"

const struct locale locale_en = {
	.tags = {"en"},
	.date = "%m %d, %y",
	.month = "%m %y",
	.count = "%c %w",
	.months = {"January", "February", "March", "April", "May", "June", "July",
		"August", "September", "October", "November", "December"},
	.colon = ": ",
	.also_in = {"Also in English", "Also in French", "Also in German",
		"Also in Spanish", "Also in Italian", "Also in Portuguese",
		"Also in Dutch", "Also in Japanese", "Also in traditional Chinese",
		"Also in Chinese", "Also in Korean", "Also in Swedish",
		"Also in Norwegian", "Also in Danish", "Also in Finnish",
		"Also in Polish", "Also in Czech", "Also in Russian", "Also in Ukrainian",
		"Also in Turkish", "Also in Arabic", "Also in Hebrew"},
	.words =
		{
			[WORD_TABLE] = "Table",
			[WORD_NOTES] = "Notes",
			[WORD_IMAGE] = "Image",
			[WORD_VIDEO] = "Video",
			[WORD_AUDIO] = "Audio",
			[WORD_LINK] = "Link",
			[WORD_LINKS] = "Links",
			[WORD_PICTURE] = "image",
			[WORD_DIAGRAM] = "diagram",
			[WORD_MATH] = "math",
			[WORD_UPDATED] = "Updated",
			[WORD_MINUTES] = "min",
			[WORD_HOME] = "Home",
			[WORD_ARCHIVE] = "Archive",
			[WORD_TAGS] = "Tags",
			[WORD_CATEGORIES] = "Categories",
			[WORD_LANGUAGES] = "Languages",
			[WORD_SERIES] = "Series",
			[WORD_FEED] = "Atom feed",
			[WORD_LATEST] = "Latest posts",
			[WORD_ALL_POSTS] = "All posts",
			[WORD_PAGES] = "Pages",
			[WORD_FILES] = "Files",
			[WORD_FOLDERS] = "Folders",
			[WORD_UNDATED] = "Undated",
			[WORD_OLDER] = "Older posts",
			[WORD_NEWER] = "Newer posts",
			[WORD_LINKED_FROM] = "Linked from",
			[WORD_RELATED] = "Related posts",
			[WORD_REPLY] = "Reply by email",
			[WORD_WEB_VERSION] = "Web version",
			[WORD_POST] = "post",
			[WORD_POSTS] = "posts",
			[WORD_NO_POSTS] = "No posts yet.",
			[WORD_EMPTY_SITE] =
				("Nothing is here yet. A Markdown file in this "
				 "folder, such as hello.md, appears here at "
				 "once."),
			[WORD_LOCKED_PART] = "(This part is locked on the web.)",
			[WORD_DRAFT_WAITS] = ("A draft appears here when its "
					      "front matter says draft: false."),
			[WORD_POST_BY_DATE] = ("A page becomes a post when it has "
					       "a date, in its front matter or "
					       "its name (2026-11-30-hello.md)."),
			[WORD_POSTS_TAGGED] = "Posts tagged",
			[WORD_POSTS_OF] = "Posts from",
			[WORD_SEARCH] = "Search",
			[WORD_SEARCH_PROMPT] = "Words to look for",
			[WORD_NEW_SEARCH] = "New search",
			[WORD_RESULTS] = "Results",
			[WORD_NOTHING_FOUND] = "Nothing was found.",
			[WORD_SIMILAR_TAGS] = "Similar tags",
			[WORD_TRY_INSTEAD] = "Try instead",
			[WORD_ALL_LANGUAGES] = "In all languages",
			[WORD_RANDOM] = "A random post",
			[WORD_SEARCH_CUT] =
				("The search took too long and was stopped: there "
				 "may be more."),
			[WORD_SEARCH_LONG] =
				("The query is too long: only its beginning was "
				 "looked for."),
			[WORD_SEARCH_HELP] =
				("A page is found if it has all the words. You may "
				 "also type \"two words\", -without, tag:rust, "
				 "year:2025, in:title."),
			[WORD_ADMONITION_NOTE] = "Note",
			[WORD_ADMONITION_TIP] = "Tip",
			[WORD_ADMONITION_IMPORTANT] = "Important",
			[WORD_ADMONITION_WARNING] = "Warning",
			[WORD_ADMONITION_CAUTION] = "Caution",
			[WORD_ADMONITION_INFO] = "Info",
		},
	.stop_labels = LIST("here", "right here", "over here", "click here", "click",
		"see here", "read here", "found here", "available here", "link", "links",
		"this link", "the link", "link here", "this", "that", "it", "this one",
		"this post", "this article", "this page", "this site", "this website",
		"this blog post", "this video", "more", "read more", "learn more",
		"see more", "more info", "more information", "details", "source", "page",
		"website", "url", NULL),
	.stop_words = "the and of to is that it for was with as this are you on not have "
		      "be but from they we which i at by an my there their what",
};
