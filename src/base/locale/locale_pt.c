/* SPDX-License-Identifier: MIT */
/* Portuguese */
#include "base/locale/locale_internal.h"

const struct locale locale_pt = {
	.tags = {"pt"},
	.date = "%d de %m de %y",
	.month = "%m de %y",
	.count = "%c %w",
	.months = {"janeiro", "fevereiro", "março", "abril", "maio", "junho", "julho",
		"agosto", "setembro", "outubro", "novembro", "dezembro"},
	.colon = ": ",
	.also_in = {"Também em inglês", "Também em francês", "Também em alemão",
		"Também em espanhol", "Também em italiano", "Também em português",
		"Também em neerlandês", "Também em japonês",
		"Também em chinês tradicional", "Também em chinês", "Também em coreano",
		"Também em sueco", "Também em norueguês", "Também em dinamarquês",
		"Também em finlandês", "Também em polaco", "Também em checo",
		"Também em russo", "Também em ucraniano", "Também em turco",
		"Também em árabe", "Também em hebraico"},
	.words =
		{
			[WORD_TABLE] = "Tabela",
			[WORD_NOTES] = "Notas",
			[WORD_IMAGE] = "Imagem",
			[WORD_VIDEO] = "Vídeo",
			[WORD_AUDIO] = "Áudio",
			[WORD_LINK] = "Link",
			[WORD_LINKS] = "Links",
			[WORD_PICTURE] = "imagem",
			[WORD_DIAGRAM] = "diagrama",
			[WORD_MATH] = "fórmula",
			[WORD_UPDATED] = "Atualizado em",
			[WORD_MINUTES] = "min",
			[WORD_HOME] = "Início",
			[WORD_ARCHIVE] = "Arquivo",
			[WORD_TAGS] = "Etiquetas",
			[WORD_CATEGORIES] = "Categorias",
			[WORD_LANGUAGES] = "Idiomas",
			[WORD_SERIES] = "Série",
			[WORD_FEED] = "Feed Atom",
			[WORD_LATEST] = "Últimos artigos",
			[WORD_ALL_POSTS] = "Todos os artigos",
			[WORD_PAGES] = "Páginas",
			[WORD_FILES] = "Ficheiros",
			[WORD_FOLDERS] = "Pastas",
			[WORD_UNDATED] = "Sem data",
			[WORD_OLDER] = "Artigos mais antigos",
			[WORD_NEWER] = "Artigos mais recentes",
			[WORD_LINKED_FROM] = "Páginas com ligação para aqui",
			[WORD_RELATED] = "Artigos relacionados",
			[WORD_REPLY] = "Responder por e-mail",
			[WORD_WEB_VERSION] = "Versão web",
			[WORD_POST] = "artigo",
			[WORD_POSTS] = "artigos",
			[WORD_NO_POSTS] = "Ainda não há artigos.",
			[WORD_EMPTY_SITE] = ("Ainda não há nada aqui. Um ficheiro "
					     "Markdown nesta pasta, como "
					     "hello.md, aparece aqui de imediato."),
			[WORD_LOCKED_PART] = "(Esta parte está protegida na web.)",
			[WORD_DRAFT_WAITS] = ("Um rascunho aparece aqui quando o "
					      "seu cabeçalho diz draft: false."),
			[WORD_POST_BY_DATE] =
				("Uma página torna-se artigo quando tem data, no "
				 "cabeçalho ou no nome (2026-11-30-hello.md)."),
			[WORD_POSTS_TAGGED] = "Artigos sobre",
			[WORD_POSTS_OF] = "Artigos de",
			[WORD_SEARCH] = "Pesquisar",
			[WORD_SEARCH_PROMPT] = "Palavras a procurar",
			[WORD_NEW_SEARCH] = "Nova pesquisa",
			[WORD_RESULTS] = "Resultados",
			[WORD_NOTHING_FOUND] = "Nada foi encontrado.",
			[WORD_SIMILAR_TAGS] = "Etiquetas parecidas",
			[WORD_TRY_INSTEAD] = "Tente com",
			[WORD_ALL_LANGUAGES] = "Em todas as línguas",
			[WORD_RANDOM] = "Um artigo ao acaso",
			[WORD_SEARCH_CUT] =
				("A pesquisa demorava demais e foi interrompida: "
				 "pode haver mais."),
			[WORD_SEARCH_LONG] =
				("A consulta é longa demais: só o início foi "
				 "procurado."),
			[WORD_SEARCH_HELP] =
				("São encontradas as páginas que contêm todas as "
				 "palavras. Também se pode escrever \"duas "
				 "palavras\", -sem, tag:rust, year:2025, in:title."),
			[WORD_ADMONITION_NOTE] = "Nota",
			[WORD_ADMONITION_TIP] = "Dica",
			[WORD_ADMONITION_IMPORTANT] = "Importante",
			[WORD_ADMONITION_WARNING] = "Aviso",
			[WORD_ADMONITION_CAUTION] = "Cuidado",
			[WORD_ADMONITION_INFO] = "Informação",
		},
	.stop_labels = LIST("aqui", "clique aqui", "clica aqui", "veja aqui", "ver aqui",
		"link", "o link", "este link", "esse link", "este artigo", "esse artigo",
		"este post", "esse post", "esta página", "essa página", "este site",
		"este", "esta", "isto", "isso", "mais", "leia mais", "ler mais",
		"saiba mais", "saber mais", "ver mais", "mais informações", "fonte",
		"artigo", "página", "detalhes", NULL),
	.stop_words = "o que e do da em um uma para com não os no na se por mais as dos "
		      "como mas ao foi muito também está isso ele são das você",
};
