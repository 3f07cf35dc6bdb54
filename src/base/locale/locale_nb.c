/* SPDX-License-Identifier: MIT */
/* Norwegian, in both of its written forms */
#include "base/locale/locale_internal.h"

const struct locale locale_nb = {
	.tags = {"nb", "no", "nn"},
	.date = "%d. %m %y",
	.month = "%m %y",
	.count = "%c %w",
	.months = {"januar", "februar", "mars", "april", "mai", "juni", "juli", "august",
		"september", "oktober", "november", "desember"},
	.colon = ": ",
	.also_in = {"Også på engelsk", "Også på fransk", "Også på tysk", "Også på spansk",
		"Også på italiensk", "Også på portugisisk", "Også på nederlandsk",
		"Også på japansk", "Også på tradisjonell kinesisk", "Også på kinesisk",
		"Også på koreansk", "Også på svensk", "Også på norsk", "Også på dansk",
		"Også på finsk", "Også på polsk", "Også på tsjekkisk", "Også på russisk",
		"Også på ukrainsk", "Også på tyrkisk", "Også på arabisk",
		"Også på hebraisk"},
	.words =
		{
			[WORD_TABLE] = "Tabell",
			[WORD_NOTES] = "Noter",
			[WORD_IMAGE] = "Bilde",
			[WORD_VIDEO] = "Video",
			[WORD_AUDIO] = "Lyd",
			[WORD_LINK] = "Lenke",
			[WORD_LINKS] = "Lenker",
			[WORD_PICTURE] = "bilde",
			[WORD_DIAGRAM] = "diagram",
			[WORD_MATH] = "formel",
			[WORD_UPDATED] = "Oppdatert",
			[WORD_MINUTES] = "min",
			[WORD_HOME] = "Forside",
			[WORD_ARCHIVE] = "Arkiv",
			[WORD_TAGS] = "Emneord",
			[WORD_CATEGORIES] = "Kategorier",
			[WORD_LANGUAGES] = "Språk",
			[WORD_SERIES] = "Serie",
			[WORD_FEED] = "Atom-strøm",
			[WORD_LATEST] = "Siste innlegg",
			[WORD_ALL_POSTS] = "Alle innlegg",
			[WORD_PAGES] = "Sider",
			[WORD_FILES] = "Filer",
			[WORD_FOLDERS] = "Mapper",
			[WORD_UNDATED] = "Uten dato",
			[WORD_OLDER] = "Eldre innlegg",
			[WORD_NEWER] = "Nyere innlegg",
			[WORD_LINKED_FROM] = "Lenket fra",
			[WORD_RELATED] = "Relaterte innlegg",
			[WORD_REPLY] = "Svar på e-post",
			[WORD_WEB_VERSION] = "Nettversjon",
			[WORD_POST] = "innlegg",
			[WORD_POSTS] = "innlegg",
			[WORD_NO_POSTS] = "Ingen innlegg ennå.",
			[WORD_EMPTY_SITE] =
				("Her er det ingenting ennå. En Markdown-fil i denne "
				 "mappen, for eksempel hello.md, vises her med en gang."),
			[WORD_LOCKED_PART] = "(Denne delen er låst på nettet.)",
			[WORD_DRAFT_WAITS] =
				"En kladd vises her når front matter sier draft: false.",
			[WORD_POST_BY_DATE] =
				("En side blir et innlegg når den har en dato, i front "
				 "matter eller i navnet (2026-11-30-hello.md)."),
			[WORD_POSTS_TAGGED] = "Innlegg om",
			[WORD_POSTS_OF] = "Innlegg fra",
			[WORD_SEARCH] = "Søk",
			[WORD_SEARCH_PROMPT] = "Ord å søke etter",
			[WORD_NEW_SEARCH] = "Nytt søk",
			[WORD_RESULTS] = "Treff",
			[WORD_NOTHING_FOUND] = "Ingenting ble funnet.",
			[WORD_SIMILAR_TAGS] = "Lignende emneord",
			[WORD_TRY_INSTEAD] = "Prøv i stedet",
			[WORD_ALL_LANGUAGES] = "På alle språk",
			[WORD_RANDOM] = "Et tilfeldig innlegg",
			[WORD_SEARCH_CUT] =
				("Søket tok for lang tid og ble stoppet: det kan "
				 "være flere."),
			[WORD_SEARCH_LONG] =
				("Søket er for langt: bare begynnelsen ble søkt "
				 "etter."),
			[WORD_SEARCH_HELP] =
				("En side blir funnet hvis den inneholder alle "
				 "ordene. Du kan også skrive \"to ord\", -uten, "
				 "tag:rust, year:2025, in:title."),
			[WORD_ADMONITION_NOTE] = "Merk",
			[WORD_ADMONITION_TIP] = "Tips",
			[WORD_ADMONITION_IMPORTANT] = "Viktig",
			[WORD_ADMONITION_WARNING] = "Advarsel",
			[WORD_ADMONITION_CAUTION] = "Forsiktig",
			[WORD_ADMONITION_INFO] = "Info",
		},
	.stop_labels = LIST("her", "klikk her", "les her", "se her", "lenke", "lenken",
		"denne lenken", "dette", "denne artikkelen", "dette innlegget",
		"denne siden", "mer", "les mer", "kilde", "side", "artikkel", NULL),
	.stop_words = "og det i er på som en til å av for ikke jeg har med de at men den "
		      "et var så vi om fra hva noen etter meg når også bare ved seg",
};
