/* SPDX-License-Identifier: MIT */
/* Danish */
#include "base/locale/locale_internal.h"

const struct locale locale_da = {
	.tags = {"da"},
	.date = "%d. %m %y",
	.month = "%m %y",
	.count = "%c %w",
	.months = {"januar", "februar", "marts", "april", "maj", "juni", "juli", "august",
		"september", "oktober", "november", "december"},
	.colon = ": ",
	.also_in = {"Også på engelsk", "Også på fransk", "Også på tysk", "Også på spansk",
		"Også på italiensk", "Også på portugisisk", "Også på nederlandsk",
		"Også på japansk", "Også på traditionelt kinesisk", "Også på kinesisk",
		"Også på koreansk", "Også på svensk", "Også på norsk", "Også på dansk",
		"Også på finsk", "Også på polsk", "Også på tjekkisk", "Også på russisk",
		"Også på ukrainsk", "Også på tyrkisk", "Også på arabisk",
		"Også på hebraisk"},
	.words =
		{
			[WORD_TABLE] = "Tabel",
			[WORD_NOTES] = "Noter",
			[WORD_IMAGE] = "Billede",
			[WORD_VIDEO] = "Video",
			[WORD_AUDIO] = "Lyd",
			[WORD_LINK] = "Link",
			[WORD_LINKS] = "Links",
			[WORD_PICTURE] = "billede",
			[WORD_DIAGRAM] = "diagram",
			[WORD_MATH] = "formel",
			[WORD_UPDATED] = "Opdateret",
			[WORD_MINUTES] = "min.",
			[WORD_HOME] = "Forside",
			[WORD_ARCHIVE] = "Arkiv",
			[WORD_TAGS] = "Emneord",
			[WORD_CATEGORIES] = "Kategorier",
			[WORD_LANGUAGES] = "Sprog",
			[WORD_SERIES] = "Serie",
			[WORD_FEED] = "Atom-feed",
			[WORD_LATEST] = "Seneste indlæg",
			[WORD_ALL_POSTS] = "Alle indlæg",
			[WORD_PAGES] = "Sider",
			[WORD_FILES] = "Filer",
			[WORD_FOLDERS] = "Mapper",
			[WORD_UNDATED] = "Uden dato",
			[WORD_OLDER] = "Ældre indlæg",
			[WORD_NEWER] = "Nyere indlæg",
			[WORD_LINKED_FROM] = "Linket fra",
			[WORD_RELATED] = "Relaterede indlæg",
			[WORD_REPLY] = "Svar via e-mail",
			[WORD_WEB_VERSION] = "Webversion",
			[WORD_POST] = "indlæg",
			[WORD_POSTS] = "indlæg",
			[WORD_NO_POSTS] = "Ingen indlæg endnu.",
			[WORD_EMPTY_SITE] =
				("Her er intet endnu. En Markdown-fil i denne mappe, for "
				 "eksempel hello.md, vises her med det samme."),
			[WORD_LOCKED_PART] = "(Denne del er låst på nettet.)",
			[WORD_DRAFT_WAITS] =
				("En kladde vises her, når dens front matter "
				 "siger draft: false."),
			[WORD_POST_BY_DATE] =
				("En side bliver et indlæg, når den har en dato, i sin "
				 "front matter eller i sit navn (2026-11-30-hello.md)."),
			[WORD_POSTS_TAGGED] = "Indlæg om",
			[WORD_POSTS_OF] = "Indlæg fra",
			[WORD_SEARCH] = "Søg",
			[WORD_SEARCH_PROMPT] = "Ord at søge efter",
			[WORD_NEW_SEARCH] = "Ny søgning",
			[WORD_RESULTS] = "Resultater",
			[WORD_NOTHING_FOUND] = "Intet blev fundet.",
			[WORD_SIMILAR_TAGS] = "Lignende emneord",
			[WORD_TRY_INSTEAD] = "Prøv i stedet",
			[WORD_ALL_LANGUAGES] = "På alle sprog",
			[WORD_RANDOM] = "Et tilfældigt indlæg",
			[WORD_SEARCH_CUT] =
				("Søgningen tog for lang tid og blev stoppet: der "
				 "kan være flere."),
			[WORD_SEARCH_LONG] =
				("Forespørgslen er for lang: kun begyndelsen blev "
				 "søgt."),
			[WORD_SEARCH_HELP] =
				("En side findes, hvis den indeholder alle ordene. "
				 "Man kan også skrive \"to ord\", -uden, tag:rust, "
				 "year:2025, in:title."),
			[WORD_ADMONITION_NOTE] = "Bemærk",
			[WORD_ADMONITION_TIP] = "Tip",
			[WORD_ADMONITION_IMPORTANT] = "Vigtigt",
			[WORD_ADMONITION_WARNING] = "Advarsel",
			[WORD_ADMONITION_CAUTION] = "Forsigtig",
			[WORD_ADMONITION_INFO] = "Info",
		},
	.stop_labels = LIST("her", "klik her", "læs her", "se her", "link", "linket",
		"dette link", "dette", "denne artikel", "dette indlæg", "denne side",
		"mere", "læs mere", "kilde", "side", "artikel", NULL),
	.stop_words =
		"og det i er på som en til at af for ikke jeg har med de men den et var "
		"så vi om fra hvad nogle efter mig når også kun ved sig blev",
};
