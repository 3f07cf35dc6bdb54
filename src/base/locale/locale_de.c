/* SPDX-License-Identifier: MIT */
/* German */
#include "base/locale/locale_internal.h"

const struct locale locale_de = {
	.tags = {"de"},
	.date = "%d. %m %y",
	.month = "%m %y",
	.count = "%c %w",
	.months = {"Januar", "Februar", "März", "April", "Mai", "Juni", "Juli", "August",
		"September", "Oktober", "November", "Dezember"},
	.colon = ": ",
	.also_in = {"Auch auf Englisch", "Auch auf Französisch", "Auch auf Deutsch",
		"Auch auf Spanisch", "Auch auf Italienisch", "Auch auf Portugiesisch",
		"Auch auf Niederländisch", "Auch auf Japanisch",
		"Auch auf Chinesisch (traditionell)", "Auch auf Chinesisch",
		"Auch auf Koreanisch", "Auch auf Schwedisch", "Auch auf Norwegisch",
		"Auch auf Dänisch", "Auch auf Finnisch", "Auch auf Polnisch",
		"Auch auf Tschechisch", "Auch auf Russisch", "Auch auf Ukrainisch",
		"Auch auf Türkisch", "Auch auf Arabisch", "Auch auf Hebräisch"},
	.words =
		{
			[WORD_TABLE] = "Tabelle",
			[WORD_NOTES] = "Anmerkungen",
			[WORD_IMAGE] = "Bild",
			[WORD_VIDEO] = "Video",
			[WORD_AUDIO] = "Audio",
			[WORD_LINK] = "Link",
			[WORD_LINKS] = "Links",
			[WORD_PICTURE] = "Bild",
			[WORD_DIAGRAM] = "Diagramm",
			[WORD_MATH] = "Formel",
			[WORD_UPDATED] = "Aktualisiert am",
			[WORD_MINUTES] = "Min.",
			[WORD_HOME] = "Startseite",
			[WORD_ARCHIVE] = "Archiv",
			[WORD_TAGS] = "Schlagwörter",
			[WORD_CATEGORIES] = "Kategorien",
			[WORD_LANGUAGES] = "Sprachen",
			[WORD_SERIES] = "Serie",
			[WORD_FEED] = "Atom-Feed",
			[WORD_LATEST] = "Neueste Beiträge",
			[WORD_ALL_POSTS] = "Alle Beiträge",
			[WORD_PAGES] = "Seiten",
			[WORD_FILES] = "Dateien",
			[WORD_FOLDERS] = "Ordner",
			[WORD_UNDATED] = "Ohne Datum",
			[WORD_OLDER] = "Ältere Beiträge",
			[WORD_NEWER] = "Neuere Beiträge",
			[WORD_LINKED_FROM] = "Verlinkt von",
			[WORD_RELATED] = "Ähnliche Beiträge",
			[WORD_REPLY] = "Per E-Mail antworten",
			[WORD_WEB_VERSION] = "Im Web",
			[WORD_POST] = "Beitrag",
			[WORD_POSTS] = "Beiträge",
			[WORD_NO_POSTS] = "Noch keine Beiträge.",
			[WORD_EMPTY_SITE] =
				("Hier ist noch nichts. Eine Markdown-Datei in "
				 "diesem Ordner, etwa hello.md, erscheint hier "
				 "sofort."),
			[WORD_LOCKED_PART] = "(Dieser Teil ist im Web gesperrt.)",
			[WORD_DRAFT_WAITS] = ("Ein Entwurf erscheint hier, wenn "
					      "in seinem Kopf draft: false steht."),
			[WORD_POST_BY_DATE] = ("Eine Seite wird zum Beitrag, "
					       "wenn sie ein Datum "
					       "hat, im Kopf oder im Dateinamen "
					       "(2026-11-30-hello.md)."),
			[WORD_POSTS_TAGGED] = "Beiträge zu",
			[WORD_POSTS_OF] = "Beiträge aus",
			[WORD_SEARCH] = "Suche",
			[WORD_SEARCH_PROMPT] = "Gesuchte Wörter",
			[WORD_NEW_SEARCH] = "Neue Suche",
			[WORD_RESULTS] = "Treffer",
			[WORD_NOTHING_FOUND] = "Nichts gefunden.",
			[WORD_SIMILAR_TAGS] = "Ähnliche Schlagwörter",
			[WORD_TRY_INSTEAD] = "Versuchen Sie",
			[WORD_ALL_LANGUAGES] = "In allen Sprachen",
			[WORD_RANDOM] = "Ein zufälliger Beitrag",
			[WORD_SEARCH_CUT] =
				("Die Suche dauerte zu lange und wurde abgebrochen: "
				 "vielleicht gibt es mehr."),
			[WORD_SEARCH_LONG] =
				("Die Anfrage ist zu lang: nur ihr Anfang wurde "
				 "gesucht."),
			[WORD_SEARCH_HELP] =
				("Gefunden wird, was alle Wörter enthält. Möglich "
				 "sind auch \"zwei Wörter\", -ohne, tag:rust, "
				 "year:2025, in:title."),
			[WORD_ADMONITION_NOTE] = "Hinweis",
			[WORD_ADMONITION_TIP] = "Tipp",
			[WORD_ADMONITION_IMPORTANT] = "Wichtig",
			[WORD_ADMONITION_WARNING] = "Warnung",
			[WORD_ADMONITION_CAUTION] = "Vorsicht",
			[WORD_ADMONITION_INFO] = "Info",
		},
	.stop_labels = LIST("hier", "klick hier", "hier klicken", "klicke hier",
		"klicken sie hier", "siehe hier", "link", "links", "dieser link",
		"diesen link", "diesem link", "dieser artikel", "diesen artikel",
		"diesem artikel", "dieser beitrag", "diesen beitrag", "diesem beitrag",
		"diese seite", "dieser seite", "dies", "dieses", "das", "mehr",
		"mehr lesen", "weiterlesen", "mehr erfahren", "mehr dazu", "mehr infos",
		"quelle", "artikel", "seite", "details", NULL),
	.stop_words = "der die und ist das nicht ein eine mit den auf für sich ich es "
		      "von dem auch wie wir sie zu aber noch wenn nur werden hat einen",
};
