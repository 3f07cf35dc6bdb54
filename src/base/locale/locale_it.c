/* SPDX-License-Identifier: MIT */
/* Italian */
#include "base/locale/locale_internal.h"

const struct locale locale_it = {
	.tags = {"it"},
	.date = "%d %m %y",
	.month = "%m %y",
	.count = "%c %w",
	.months = {"gennaio", "febbraio", "marzo", "aprile", "maggio", "giugno", "luglio",
		"agosto", "settembre", "ottobre", "novembre", "dicembre"},
	.colon = ": ",
	.also_in = {"Anche in inglese", "Anche in francese", "Anche in tedesco",
		"Anche in spagnolo", "Anche in italiano", "Anche in portoghese",
		"Anche in olandese", "Anche in giapponese",
		"Anche in cinese tradizionale", "Anche in cinese", "Anche in coreano",
		"Anche in svedese", "Anche in norvegese", "Anche in danese",
		"Anche in finlandese", "Anche in polacco", "Anche in ceco",
		"Anche in russo", "Anche in ucraino", "Anche in turco", "Anche in arabo",
		"Anche in ebraico"},
	.words =
		{
			[WORD_TABLE] = "Tabella",
			[WORD_NOTES] = "Note",
			[WORD_IMAGE] = "Immagine",
			[WORD_VIDEO] = "Video",
			[WORD_AUDIO] = "Audio",
			[WORD_LINK] = "Link",
			[WORD_LINKS] = "Link",
			[WORD_PICTURE] = "immagine",
			[WORD_DIAGRAM] = "diagramma",
			[WORD_MATH] = "formula",
			[WORD_UPDATED] = "Aggiornato il",
			[WORD_MINUTES] = "min",
			[WORD_HOME] = "Pagina iniziale",
			[WORD_ARCHIVE] = "Archivio",
			[WORD_TAGS] = "Etichette",
			[WORD_CATEGORIES] = "Categorie",
			[WORD_LANGUAGES] = "Lingue",
			[WORD_SERIES] = "Serie",
			[WORD_FEED] = "Feed Atom",
			[WORD_LATEST] = "Ultimi articoli",
			[WORD_ALL_POSTS] = "Tutti gli articoli",
			[WORD_PAGES] = "Pagine",
			[WORD_FILES] = "File",
			[WORD_FOLDERS] = "Cartelle",
			[WORD_UNDATED] = "Senza data",
			[WORD_OLDER] = "Articoli precedenti",
			[WORD_NEWER] = "Articoli più recenti",
			[WORD_LINKED_FROM] = "Pagine che rimandano qui",
			[WORD_RELATED] = "Articoli correlati",
			[WORD_REPLY] = "Rispondi via email",
			[WORD_WEB_VERSION] = "Versione web",
			[WORD_POST] = "articolo",
			[WORD_POSTS] = "articoli",
			[WORD_NO_POSTS] = "Ancora nessun articolo.",
			[WORD_EMPTY_SITE] = ("Qui non c’è ancora niente. Un file "
					     "Markdown in questa cartella, come "
					     "hello.md, appare qui subito."),
			[WORD_LOCKED_PART] = "(Questa parte è protetta sul web.)",
			[WORD_DRAFT_WAITS] = ("Una bozza appare qui quando la sua "
					      "intestazione dice draft: false."),
			[WORD_POST_BY_DATE] =
				("Una pagina diventa un articolo quando ha una "
				 "data, nell’intestazione o nel nome "
				 "(2026-11-30-hello.md)."),
			[WORD_POSTS_TAGGED] = "Articoli su",
			[WORD_POSTS_OF] = "Articoli:",
			[WORD_SEARCH] = "Cerca",
			[WORD_SEARCH_PROMPT] = "Parole da cercare",
			[WORD_NEW_SEARCH] = "Nuova ricerca",
			[WORD_RESULTS] = "Risultati",
			[WORD_NOTHING_FOUND] = "Non è stato trovato nulla.",
			[WORD_SIMILAR_TAGS] = "Etichette simili",
			[WORD_TRY_INSTEAD] = "Provate con",
			[WORD_ALL_LANGUAGES] = "In tutte le lingue",
			[WORD_RANDOM] = "Un articolo a caso",
			[WORD_SEARCH_CUT] =
				("La ricerca durava troppo ed è stata interrotta: "
				 "potrebbero essercene altri."),
			[WORD_SEARCH_LONG] =
				("La richiesta è troppo lunga: è stato cercato solo "
				 "l’inizio."),
			[WORD_SEARCH_HELP] =
				("Si trovano le pagine che contengono tutte le "
				 "parole. Si può anche scrivere \"due parole\", "
				 "-senza, tag:rust, year:2025, in:title."),
			[WORD_ADMONITION_NOTE] = "Nota",
			[WORD_ADMONITION_TIP] = "Suggerimento",
			[WORD_ADMONITION_IMPORTANT] = "Importante",
			[WORD_ADMONITION_WARNING] = "Avvertenza",
			[WORD_ADMONITION_CAUTION] = "Attenzione",
			[WORD_ADMONITION_INFO] = "Informazioni",
		},
	.stop_labels = LIST("qui", "qua", "clicca qui", "clicca", "vedi qui", "leggi qui",
		"link", "il link", "questo link", "questo articolo", "questo post",
		"questa pagina", "questo sito", "questo", "questa", "di più", "altro",
		"leggi di più", "leggi tutto", "continua", "continua a leggere",
		"scopri di più", "maggiori informazioni", "fonte", "articolo", "pagina",
		"dettagli", NULL),
	.stop_words = "il che di è per un una non con sono della del le gli anche ma "
		      "come più questo si ho nel alla dei ci se delle quando molto",
};
