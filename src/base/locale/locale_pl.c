/* SPDX-License-Identifier: MIT */
/* Polish */
#include "base/locale/locale_internal.h"

const struct locale locale_pl = {
	.tags = {"pl"},
	.date = "%d %m %y",
	.month = "%m %y",
	.count = "%w: %c",
	.months = {"stycznia", "lutego", "marca", "kwietnia", "maja", "czerwca", "lipca",
		"sierpnia", "września", "października", "listopada", "grudnia"},
	.months_alone = {"styczeń", "luty", "marzec", "kwiecień", "maj", "czerwiec",
		"lipiec", "sierpień", "wrzesień", "październik", "listopad", "grudzień"},
	.colon = ": ",
	.also_in = {"Także po angielsku", "Także po francusku", "Także po niemiecku",
		"Także po hiszpańsku", "Także po włosku", "Także po portugalsku",
		"Także po niderlandzku", "Także po japońsku",
		"Także po chińsku (tradycyjnym)", "Także po chińsku",
		"Także po koreańsku", "Także po szwedzku", "Także po norwesku",
		"Także po duńsku", "Także po fińsku", "Także po polsku",
		"Także po czesku", "Także po rosyjsku", "Także po ukraińsku",
		"Także po turecku", "Także po arabsku", "Także po hebrajsku"},
	.words =
		{
			[WORD_TABLE] = "Tabela",
			[WORD_NOTES] = "Przypisy",
			[WORD_IMAGE] = "Obraz",
			[WORD_VIDEO] = "Wideo",
			[WORD_AUDIO] = "Dźwięk",
			[WORD_LINK] = "Odnośnik",
			[WORD_LINKS] = "Odnośniki",
			[WORD_PICTURE] = "obraz",
			[WORD_DIAGRAM] = "diagram",
			[WORD_MATH] = "wzór",
			[WORD_UPDATED] = "Zaktualizowano",
			[WORD_MINUTES] = "min",
			[WORD_HOME] = "Strona główna",
			[WORD_ARCHIVE] = "Archiwum",
			[WORD_TAGS] = "Tagi",
			[WORD_CATEGORIES] = "Kategorie",
			[WORD_LANGUAGES] = "Języki",
			[WORD_SERIES] = "Seria",
			[WORD_FEED] = "Kanał Atom",
			[WORD_LATEST] = "Najnowsze wpisy",
			[WORD_ALL_POSTS] = "Wszystkie wpisy",
			[WORD_PAGES] = "Strony",
			[WORD_FILES] = "Pliki",
			[WORD_FOLDERS] = "Foldery",
			[WORD_UNDATED] = "Bez daty",
			[WORD_OLDER] = "Starsze wpisy",
			[WORD_NEWER] = "Nowsze wpisy",
			[WORD_LINKED_FROM] = "Strony linkujące tutaj",
			[WORD_RELATED] = "Podobne wpisy",
			[WORD_REPLY] = "Odpowiedz e-mailem",
			[WORD_WEB_VERSION] = "Wersja na stronie WWW",
			[WORD_POST] = "wpisów",
			[WORD_POSTS] = "wpisów",
			[WORD_NO_POSTS] = "Nie ma jeszcze wpisów.",
			[WORD_EMPTY_SITE] =
				("Nic tu jeszcze nie ma. Plik Markdown umieszczony w tym "
				 "folderze, na przykład hello.md, pojawi się tu od "
				 "razu."),
			[WORD_LOCKED_PART] =
				"(Ta część jest na stronie WWW zablokowana.)",
			[WORD_DRAFT_WAITS] = ("Szkic pojawi się tu, gdy jego nagłówek "
					      "będzie zawierał draft: false."),
			[WORD_POST_BY_DATE] =
				("Strona staje się wpisem, gdy ma datę w nagłówku lub w "
				 "nazwie (2026-11-30-hello.md)."),
			[WORD_POSTS_TAGGED] = "Wpisy z tagiem",
			[WORD_POSTS_OF] = "Wpisy:",
			[WORD_SEARCH] = "Szukaj",
			[WORD_SEARCH_PROMPT] = "Szukane słowa",
			[WORD_NEW_SEARCH] = "Nowe wyszukiwanie",
			[WORD_RESULTS] = "Wyniki",
			[WORD_NOTHING_FOUND] = "Nic nie znaleziono.",
			[WORD_SIMILAR_TAGS] = "Podobne tagi",
			[WORD_TRY_INSTEAD] = "Spróbuj",
			[WORD_ALL_LANGUAGES] = "We wszystkich językach",
			[WORD_RANDOM] = "Losowy wpis",
			[WORD_SEARCH_CUT] = ("Wyszukiwanie trwało zbyt długo i zostało "
					     "przerwane: wyników może być więcej."),
			[WORD_SEARCH_LONG] =
				("Zapytanie jest za długie: szukano tylko jego "
				 "początku."),
			[WORD_SEARCH_HELP] =
				("Strona zostaje znaleziona, jeśli zawiera "
				 "wszystkie słowa. Można też wpisać \"dwa słowa\", "
				 "-bez, tag:rust, year:2025, in:title."),
			[WORD_ADMONITION_NOTE] = "Uwaga",
			[WORD_ADMONITION_TIP] = "Wskazówka",
			[WORD_ADMONITION_IMPORTANT] = "Ważne",
			[WORD_ADMONITION_WARNING] = "Ostrzeżenie",
			[WORD_ADMONITION_CAUTION] = "Ostrożnie",
			[WORD_ADMONITION_INFO] = "Informacja",
		},
	.stop_labels = LIST("tutaj", "tu", "kliknij tutaj", "kliknij", "zobacz tutaj",
		"link", "ten link", "linki", "to", "ten artykuł", "ten wpis", "ta strona",
		"więcej", "czytaj więcej", "czytaj dalej", "źródło", "strona", "artykuł",
		NULL),
	.stop_words = "i w nie na się z to że jest do jak ale o co tak za od po już dla "
		      "czy przez tym są był tylko może jego które",
};
