/* SPDX-License-Identifier: MIT */
/* Dutch */
#include "base/locale/locale_internal.h"

const struct locale locale_nl = {
	.tags = {"nl"},
	.date = "%d %m %y",
	.month = "%m %y",
	.count = "%c %w",
	.months = {"januari", "februari", "maart", "april", "mei", "juni", "juli",
		"augustus", "september", "oktober", "november", "december"},
	.colon = ": ",
	.also_in = {"Ook in het Engels", "Ook in het Frans", "Ook in het Duits",
		"Ook in het Spaans", "Ook in het Italiaans", "Ook in het Portugees",
		"Ook in het Nederlands", "Ook in het Japans",
		"Ook in het traditioneel Chinees", "Ook in het Chinees",
		"Ook in het Koreaans", "Ook in het Zweeds", "Ook in het Noors",
		"Ook in het Deens", "Ook in het Fins", "Ook in het Pools",
		"Ook in het Tsjechisch", "Ook in het Russisch", "Ook in het Oekraïens",
		"Ook in het Turks", "Ook in het Arabisch", "Ook in het Hebreeuws"},
	.words =
		{
			[WORD_TABLE] = "Tabel",
			[WORD_NOTES] = "Noten",
			[WORD_IMAGE] = "Afbeelding",
			[WORD_VIDEO] = "Video",
			[WORD_AUDIO] = "Audio",
			[WORD_LINK] = "Link",
			[WORD_LINKS] = "Links",
			[WORD_PICTURE] = "afbeelding",
			[WORD_DIAGRAM] = "diagram",
			[WORD_MATH] = "formule",
			[WORD_UPDATED] = "Bijgewerkt op",
			[WORD_MINUTES] = "min",
			[WORD_HOME] = "Startpagina",
			[WORD_ARCHIVE] = "Archief",
			[WORD_TAGS] = "Labels",
			[WORD_CATEGORIES] = "Categorieën",
			[WORD_LANGUAGES] = "Talen",
			[WORD_SERIES] = "Serie",
			[WORD_FEED] = "Atom-feed",
			[WORD_LATEST] = "Nieuwste berichten",
			[WORD_ALL_POSTS] = "Alle berichten",
			[WORD_PAGES] = "Pagina’s",
			[WORD_FILES] = "Bestanden",
			[WORD_FOLDERS] = "Mappen",
			[WORD_UNDATED] = "Zonder datum",
			[WORD_OLDER] = "Oudere berichten",
			[WORD_NEWER] = "Nieuwere berichten",
			[WORD_LINKED_FROM] = "Gelinkt vanuit",
			[WORD_RELATED] = "Verwante berichten",
			[WORD_REPLY] = "Antwoord per e-mail",
			[WORD_WEB_VERSION] = "Webversie",
			[WORD_POST] = "bericht",
			[WORD_POSTS] = "berichten",
			[WORD_NO_POSTS] = "Nog geen berichten.",
			[WORD_EMPTY_SITE] =
				("Hier is nog niets. Een Markdown-bestand in "
				 "deze "
				 "map, zoals hello.md, verschijnt hier meteen."),
			[WORD_LOCKED_PART] = "(Dit deel is op het web afgeschermd.)",
			[WORD_DRAFT_WAITS] = ("Een concept verschijnt hier zodra "
					      "in de kop draft: false staat."),
			[WORD_POST_BY_DATE] = ("Een pagina wordt een bericht als "
					       "ze een datum heeft, in de kop of "
					       "in de naam (2026-11-30-hello.md)."),
			[WORD_POSTS_TAGGED] = "Berichten over",
			[WORD_POSTS_OF] = "Berichten uit",
			[WORD_SEARCH] = "Zoeken",
			[WORD_SEARCH_PROMPT] = "Te zoeken woorden",
			[WORD_NEW_SEARCH] = "Opnieuw zoeken",
			[WORD_RESULTS] = "Resultaten",
			[WORD_NOTHING_FOUND] = "Niets gevonden.",
			[WORD_SIMILAR_TAGS] = "Vergelijkbare tags",
			[WORD_TRY_INSTEAD] = "Probeer",
			[WORD_ALL_LANGUAGES] = "In alle talen",
			[WORD_RANDOM] = "Een willekeurig bericht",
			[WORD_SEARCH_CUT] = ("Het zoeken duurde te lang en is gestopt: "
					     "misschien is er meer."),
			[WORD_SEARCH_LONG] =
				("De zoekvraag is te lang: alleen het begin is "
				 "gezocht."),
			[WORD_SEARCH_HELP] =
				("Een pagina wordt gevonden als alle woorden erin "
				 "staan. Ook mogelijk: \"twee woorden\", -zonder, "
				 "tag:rust, year:2025, in:title."),
			[WORD_ADMONITION_NOTE] = "Opmerking",
			[WORD_ADMONITION_TIP] = "Tip",
			[WORD_ADMONITION_IMPORTANT] = "Belangrijk",
			[WORD_ADMONITION_WARNING] = "Waarschuwing",
			[WORD_ADMONITION_CAUTION] = "Let op",
			[WORD_ADMONITION_INFO] = "Info",
		},
	.stop_labels = LIST("hier", "klik hier", "zie hier", "lees hier", "link",
		"de link", "deze link", "dit artikel", "dit bericht", "deze post",
		"deze pagina", "deze site", "dit", "deze", "dat", "meer", "lees meer",
		"lees verder", "meer lezen", "meer informatie", "meer info", "bron",
		"artikel", "pagina", "details", NULL),
	.stop_words = "de het een en van is dat niet op te ik die voor met zijn er aan "
		      "maar ook om als bij we wat naar nog heeft worden deze",
};
