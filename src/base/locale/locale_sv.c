/* SPDX-License-Identifier: MIT */
/* Swedish */
#include "base/locale/locale_internal.h"

const struct locale locale_sv = {
	.tags = {"sv"},
	.date = "%d %m %y",
	.month = "%m %y",
	.count = "%c %w",
	.months = {"januari", "februari", "mars", "april", "maj", "juni", "juli",
		"augusti", "september", "oktober", "november", "december"},
	.colon = ": ",
	.also_in = {"Även på engelska", "Även på franska", "Även på tyska",
		"Även på spanska", "Även på italienska", "Även på portugisiska",
		"Även på nederländska", "Även på japanska",
		"Även på traditionell kinesiska", "Även på kinesiska",
		"Även på koreanska", "Även på svenska", "Även på norska",
		"Även på danska", "Även på finska", "Även på polska", "Även på tjeckiska",
		"Även på ryska", "Även på ukrainska", "Även på turkiska",
		"Även på arabiska", "Även på hebreiska"},
	.words =
		{
			[WORD_TABLE] = "Tabell",
			[WORD_NOTES] = "Noter",
			[WORD_IMAGE] = "Bild",
			[WORD_VIDEO] = "Video",
			[WORD_AUDIO] = "Ljud",
			[WORD_LINK] = "Länk",
			[WORD_LINKS] = "Länkar",
			[WORD_PICTURE] = "bild",
			[WORD_DIAGRAM] = "diagram",
			[WORD_MATH] = "formel",
			[WORD_UPDATED] = "Uppdaterad",
			[WORD_MINUTES] = "min",
			[WORD_HOME] = "Startsida",
			[WORD_ARCHIVE] = "Arkiv",
			[WORD_TAGS] = "Taggar",
			[WORD_CATEGORIES] = "Kategorier",
			[WORD_LANGUAGES] = "Språk",
			[WORD_SERIES] = "Serie",
			[WORD_FEED] = "Atom-flöde",
			[WORD_LATEST] = "Senaste inläggen",
			[WORD_ALL_POSTS] = "Alla inlägg",
			[WORD_PAGES] = "Sidor",
			[WORD_FILES] = "Filer",
			[WORD_FOLDERS] = "Mappar",
			[WORD_UNDATED] = "Utan datum",
			[WORD_OLDER] = "Äldre inlägg",
			[WORD_NEWER] = "Nyare inlägg",
			[WORD_LINKED_FROM] = "Länkas från",
			[WORD_RELATED] = "Relaterade inlägg",
			[WORD_REPLY] = "Svara via e-post",
			[WORD_WEB_VERSION] = "Webbversion",
			[WORD_POST] = "inlägg",
			[WORD_POSTS] = "inlägg",
			[WORD_NO_POSTS] = "Inga inlägg ännu.",
			[WORD_EMPTY_SITE] =
				("Här finns ingenting ännu. En Markdown-fil i den här "
				 "mappen, till exempel hello.md, visas här genast."),
			[WORD_LOCKED_PART] = "(Den här delen är låst på webben.)",
			[WORD_DRAFT_WAITS] =
				("Ett utkast visas här när dess front matter "
				 "säger draft: false."),
			[WORD_POST_BY_DATE] =
				("En sida blir ett inlägg när den har ett datum, i sin "
				 "front matter eller i sitt namn (2026-11-30-hello.md)."),
			[WORD_POSTS_TAGGED] = "Inlägg med taggen",
			[WORD_POSTS_OF] = "Inlägg från",
			[WORD_SEARCH] = "Sök",
			[WORD_SEARCH_PROMPT] = "Ord att söka efter",
			[WORD_NEW_SEARCH] = "Ny sökning",
			[WORD_RESULTS] = "Träffar",
			[WORD_NOTHING_FOUND] = "Inget hittades.",
			[WORD_SIMILAR_TAGS] = "Liknande taggar",
			[WORD_TRY_INSTEAD] = "Prova i stället",
			[WORD_ALL_LANGUAGES] = "På alla språk",
			[WORD_RANDOM] = "Ett slumpvis valt inlägg",
			[WORD_SEARCH_CUT] =
				("Sökningen tog för lång tid och avbröts: det kan "
				 "finnas fler."),
			[WORD_SEARCH_LONG] = "Sökfrågan är för lång: bara början söktes.",
			[WORD_SEARCH_HELP] =
				("En sida hittas om den innehåller alla ord. Man "
				 "kan också skriva \"två ord\", -utan, tag:rust, "
				 "year:2025, in:title."),
			[WORD_ADMONITION_NOTE] = "Anmärkning",
			[WORD_ADMONITION_TIP] = "Tips",
			[WORD_ADMONITION_IMPORTANT] = "Viktigt",
			[WORD_ADMONITION_WARNING] = "Varning",
			[WORD_ADMONITION_CAUTION] = "Försiktigt",
			[WORD_ADMONITION_INFO] = "Info",
		},
	.stop_labels = LIST("här", "klicka här", "läs här", "se här", "länk", "länken",
		"den här länken", "det här", "detta", "denna artikel", "den här artikeln",
		"det här inlägget", "den här sidan", "mer", "läs mer", "läs vidare",
		"källa", "sida", "artikel", NULL),
	.stop_words = "och att det i en på är som för av inte jag har med till den om "
		      "men ett var så vi man från kan nu när eller också efter vad",
};
