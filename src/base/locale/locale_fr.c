/* SPDX-License-Identifier: MIT */
/* French */
#include "base/locale/locale_internal.h"

const struct locale locale_fr = {
	.tags = {"fr"},
	.date = "%D %m %y",
	.month = "%m %y",
	.count = "%c %w",
	.one_is_none = true,
	.months = {"janvier", "février", "mars", "avril", "mai", "juin", "juillet",
		"août", "septembre", "octobre", "novembre", "décembre"},
	.colon = " : ",
	.also_in = {"Aussi en anglais", "Aussi en français", "Aussi en allemand",
		"Aussi en espagnol", "Aussi en italien", "Aussi en portugais",
		"Aussi en néerlandais", "Aussi en japonais",
		"Aussi en chinois traditionnel", "Aussi en chinois", "Aussi en coréen",
		"Aussi en suédois", "Aussi en norvégien", "Aussi en danois",
		"Aussi en finnois", "Aussi en polonais", "Aussi en tchèque",
		"Aussi en russe", "Aussi en ukrainien", "Aussi en turc", "Aussi en arabe",
		"Aussi en hébreu"},
	.words =
		{
			[WORD_TABLE] = "Tableau",
			[WORD_NOTES] = "Notes",
			[WORD_IMAGE] = "Image",
			[WORD_VIDEO] = "Vidéo",
			[WORD_AUDIO] = "Audio",
			[WORD_LINK] = "Lien",
			[WORD_LINKS] = "Liens",
			[WORD_PICTURE] = "image",
			[WORD_DIAGRAM] = "diagramme",
			[WORD_MATH] = "maths",
			[WORD_UPDATED] = "Mis à jour le",
			[WORD_MINUTES] = "min",
			[WORD_HOME] = "Accueil",
			[WORD_ARCHIVE] = "Archives",
			[WORD_TAGS] = "Étiquettes",
			[WORD_CATEGORIES] = "Catégories",
			[WORD_LANGUAGES] = "Langues",
			[WORD_SERIES] = "Série",
			[WORD_FEED] = "Flux Atom",
			[WORD_LATEST] = "Derniers articles",
			[WORD_ALL_POSTS] = "Tous les articles",
			[WORD_PAGES] = "Pages",
			[WORD_FILES] = "Fichiers",
			[WORD_FOLDERS] = "Dossiers",
			[WORD_UNDATED] = "Sans date",
			[WORD_OLDER] = "Articles plus anciens",
			[WORD_NEWER] = "Articles plus récents",
			[WORD_LINKED_FROM] = "Pages qui mènent ici",
			[WORD_RELATED] = "Sur le même sujet",
			[WORD_REPLY] = "Répondre par courriel",
			[WORD_WEB_VERSION] = "Version web",
			[WORD_POST] = "article",
			[WORD_POSTS] = "articles",
			[WORD_NO_POSTS] = "Aucun article pour l’instant.",
			[WORD_EMPTY_SITE] =
				("Il n’y a encore rien ici. Un fichier Markdown "
				 "dans ce dossier, comme hello.md, y apparaît "
				 "aussitôt."),
			[WORD_LOCKED_PART] = "(Cette partie est verrouillée sur le web.)",
			[WORD_DRAFT_WAITS] = ("Un brouillon apparaît ici quand "
					      "son en-tête dit draft: false."),
			[WORD_POST_BY_DATE] =
				("Une page devient un article quand elle a une "
				 "date, dans son en-tête ou dans son nom "
				 "(2026-11-30-hello.md)."),
			[WORD_POSTS_TAGGED] = "Articles sur",
			[WORD_POSTS_OF] = "Articles\u00A0:",
			[WORD_SEARCH] = "Recherche",
			[WORD_SEARCH_PROMPT] = "Mots à chercher",
			[WORD_NEW_SEARCH] = "Nouvelle recherche",
			[WORD_RESULTS] = "Résultats",
			[WORD_NOTHING_FOUND] = "Rien n’a été trouvé.",
			[WORD_SIMILAR_TAGS] = "Étiquettes proches",
			[WORD_TRY_INSTEAD] = "Essayez plutôt",
			[WORD_ALL_LANGUAGES] = "Dans toutes les langues",
			[WORD_RANDOM] = "Un article au hasard",
			[WORD_SEARCH_CUT] =
				("La recherche prenait trop de temps et a été "
				 "arrêtée\u00A0: il y a peut-être d’autres résultats."),
			[WORD_SEARCH_LONG] =
				("La requête est trop longue\u00A0: seul son début a été "
				 "cherché."),
			[WORD_SEARCH_HELP] =
				("Une page est trouvée si elle contient tous les "
				 "mots. On peut aussi écrire \"deux mots\", -sans, "
				 "tag:rust, year:2025, in:title."),
			[WORD_ADMONITION_NOTE] = "Remarque",
			[WORD_ADMONITION_TIP] = "Astuce",
			[WORD_ADMONITION_IMPORTANT] = "Important",
			[WORD_ADMONITION_WARNING] = "Avertissement",
			[WORD_ADMONITION_CAUTION] = "Attention",
			[WORD_ADMONITION_INFO] = "Info",
		},
	.stop_labels = LIST("ici", "ici même", "là", "par ici", "cliquez ici",
		"cliquer ici", "clique ici", "voir ici", "lire ici", "lien", "le lien",
		"ce lien", "liens", "cet article", "l'article", "l’article", "article",
		"ce billet", "ce post", "cette page", "ce site", "le site", "cette vidéo",
		"la vidéo", "celui-ci", "celle-ci", "ceci", "cela", "plus",
		"en savoir plus", "lire la suite", "lire plus", "voir plus", "voir",
		"plus d'infos", "plus d’infos", "source", "page", "site", "détails",
		NULL),
	.stop_words = "le la les des et est une dans que qui pour pas sur avec ce au il "
		      "elle je nous vous ne sont du plus mais cette aux ont être",
};
