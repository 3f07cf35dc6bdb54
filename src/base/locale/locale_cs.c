/* SPDX-License-Identifier: MIT */
/* Czech */
#include "base/locale/locale_internal.h"

const struct locale locale_cs = {
	.tags = {"cs"},
	.date = "%d. %m %y",
	.month = "%m %y",
	.count = "%w: %c",
	.months = {"ledna", "února", "března", "dubna", "května", "června", "července",
		"srpna", "září", "října", "listopadu", "prosince"},
	.months_alone = {"leden", "únor", "březen", "duben", "květen", "červen",
		"červenec", "srpen", "září", "říjen", "listopad", "prosinec"},
	.colon = ": ",
	.also_in = {"Také anglicky", "Také francouzsky", "Také německy", "Také španělsky",
		"Také italsky", "Také portugalsky", "Také nizozemsky", "Také japonsky",
		"Také tradiční čínštinou", "Také čínsky", "Také korejsky", "Také švédsky",
		"Také norsky", "Také dánsky", "Také finsky", "Také polsky", "Také česky",
		"Také rusky", "Také ukrajinsky", "Také turecky", "Také arabsky",
		"Také hebrejsky"},
	.words =
		{
			[WORD_TABLE] = "Tabulka",
			[WORD_NOTES] = "Poznámky",
			[WORD_IMAGE] = "Obrázek",
			[WORD_VIDEO] = "Video",
			[WORD_AUDIO] = "Zvuk",
			[WORD_LINK] = "Odkaz",
			[WORD_LINKS] = "Odkazy",
			[WORD_PICTURE] = "obrázek",
			[WORD_DIAGRAM] = "diagram",
			[WORD_MATH] = "vzorec",
			[WORD_UPDATED] = "Aktualizováno",
			[WORD_MINUTES] = "min",
			[WORD_HOME] = "Domů",
			[WORD_ARCHIVE] = "Archiv",
			[WORD_TAGS] = "Štítky",
			[WORD_CATEGORIES] = "Rubriky",
			[WORD_LANGUAGES] = "Jazyky",
			[WORD_SERIES] = "Seriál",
			[WORD_FEED] = "Kanál Atom",
			[WORD_LATEST] = "Nejnovější příspěvky",
			[WORD_ALL_POSTS] = "Všechny příspěvky",
			[WORD_PAGES] = "Stránky",
			[WORD_FILES] = "Soubory",
			[WORD_FOLDERS] = "Složky",
			[WORD_UNDATED] = "Bez data",
			[WORD_OLDER] = "Starší příspěvky",
			[WORD_NEWER] = "Novější příspěvky",
			[WORD_LINKED_FROM] = "Odkazují sem",
			[WORD_RELATED] = "Související příspěvky",
			[WORD_REPLY] = "Odpovědět e-mailem",
			[WORD_WEB_VERSION] = "Verze pro web",
			[WORD_POST] = "příspěvků",
			[WORD_POSTS] = "příspěvků",
			[WORD_NO_POSTS] = "Zatím žádné příspěvky.",
			[WORD_EMPTY_SITE] =
				("Zatím tu nic není. Soubor Markdown v této složce, "
				 "například hello.md, se tu objeví okamžitě."),
			[WORD_LOCKED_PART] = "(Tato část je na webu uzamčena.)",
			[WORD_DRAFT_WAITS] = ("Koncept se tu objeví, až bude v jeho "
					      "hlavičce draft: false."),
			[WORD_POST_BY_DATE] = ("Ze stránky se stane příspěvek, když má "
					       "datum v hlavičce "
					       "nebo v názvu (2026-11-30-hello.md)."),
			[WORD_POSTS_TAGGED] = "Příspěvky se štítkem",
			[WORD_POSTS_OF] = "Příspěvky:",
			[WORD_SEARCH] = "Hledat",
			[WORD_SEARCH_PROMPT] = "Hledaná slova",
			[WORD_NEW_SEARCH] = "Nové hledání",
			[WORD_RESULTS] = "Výsledky",
			[WORD_NOTHING_FOUND] = "Nic nebylo nalezeno.",
			[WORD_SIMILAR_TAGS] = "Podobné štítky",
			[WORD_TRY_INSTEAD] = "Zkuste",
			[WORD_ALL_LANGUAGES] = "Ve všech jazycích",
			[WORD_RANDOM] = "Náhodný příspěvek",
			[WORD_SEARCH_CUT] =
				("Hledání trvalo příliš dlouho a bylo zastaveno: "
				 "výsledků může být více."),
			[WORD_SEARCH_LONG] =
				("Dotaz je příliš dlouhý: hledal se jen jeho "
				 "začátek."),
			[WORD_SEARCH_HELP] =
				("Stránka se najde, pokud obsahuje všechna slova. "
				 "Lze psát také \"dvě slova\", -bez, tag:rust, "
				 "year:2025, in:title."),
			[WORD_ADMONITION_NOTE] = "Poznámka",
			[WORD_ADMONITION_TIP] = "Tip",
			[WORD_ADMONITION_IMPORTANT] = "Důležité",
			[WORD_ADMONITION_WARNING] = "Varování",
			[WORD_ADMONITION_CAUTION] = "Pozor",
			[WORD_ADMONITION_INFO] = "Informace",
		},
	.stop_labels = LIST("zde", "tady", "klikněte zde", "klikni zde", "viz zde",
		"odkaz", "tento odkaz", "odkazy", "toto", "tento článek",
		"tento příspěvek", "tato stránka", "více", "číst dál", "číst více",
		"zdroj", "stránka", "článek", NULL),
	.stop_words = "a je se na že v to si ale jsem do i jako z tak o za jsou by pro "
		      "co už když nebo jen který také bylo jeho ještě",
};
