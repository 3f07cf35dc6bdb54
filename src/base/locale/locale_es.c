/* SPDX-License-Identifier: MIT */
/* Spanish */
#include "base/locale/locale_internal.h"

const struct locale locale_es = {
	.tags = {"es"},
	.date = "%d de %m de %y",
	.month = "%m de %y",
	.count = "%c %w",
	.months = {"enero", "febrero", "marzo", "abril", "mayo", "junio", "julio",
		"agosto", "septiembre", "octubre", "noviembre", "diciembre"},
	.colon = ": ",
	.also_in = {"También en inglés", "También en francés", "También en alemán",
		"También en español", "También en italiano", "También en portugués",
		"También en neerlandés", "También en japonés",
		"También en chino tradicional", "También en chino", "También en coreano",
		"También en sueco", "También en noruego", "También en danés",
		"También en finés", "También en polaco", "También en checo",
		"También en ruso", "También en ucraniano", "También en turco",
		"También en árabe", "También en hebreo"},
	.words =
		{
			[WORD_TABLE] = "Tabla",
			[WORD_NOTES] = "Notas",
			[WORD_IMAGE] = "Imagen",
			[WORD_VIDEO] = "Vídeo",
			[WORD_AUDIO] = "Audio",
			[WORD_LINK] = "Enlace",
			[WORD_LINKS] = "Enlaces",
			[WORD_PICTURE] = "imagen",
			[WORD_DIAGRAM] = "diagrama",
			[WORD_MATH] = "fórmula",
			[WORD_UPDATED] = "Actualizado el",
			[WORD_MINUTES] = "min",
			[WORD_HOME] = "Inicio",
			[WORD_ARCHIVE] = "Archivo",
			[WORD_TAGS] = "Etiquetas",
			[WORD_CATEGORIES] = "Categorías",
			[WORD_LANGUAGES] = "Idiomas",
			[WORD_SERIES] = "Serie",
			[WORD_FEED] = "Canal Atom",
			[WORD_LATEST] = "Últimas entradas",
			[WORD_ALL_POSTS] = "Todas las entradas",
			[WORD_PAGES] = "Páginas",
			[WORD_FILES] = "Archivos",
			[WORD_FOLDERS] = "Carpetas",
			[WORD_UNDATED] = "Sin fecha",
			[WORD_OLDER] = "Entradas anteriores",
			[WORD_NEWER] = "Entradas más recientes",
			[WORD_LINKED_FROM] = "Enlazado desde",
			[WORD_RELATED] = "Entradas relacionadas",
			[WORD_REPLY] = "Responder por correo",
			[WORD_WEB_VERSION] = "Versión web",
			[WORD_POST] = "entrada",
			[WORD_POSTS] = "entradas",
			[WORD_NO_POSTS] = "Todavía no hay entradas.",
			[WORD_EMPTY_SITE] =
				("Aquí no hay nada todavía. Un archivo Markdown "
				 "en esta carpeta, como hello.md, aparece aquí "
				 "enseguida."),
			[WORD_LOCKED_PART] = "(Esta parte está protegida en la web.)",
			[WORD_DRAFT_WAITS] = ("Un borrador aparece aquí cuando su "
					      "cabecera dice draft: false."),
			[WORD_POST_BY_DATE] =
				("Una página se convierte en entrada cuando "
				 "tiene "
				 "fecha, en su cabecera o en su nombre "
				 "(2026-11-30-hello.md)."),
			[WORD_POSTS_TAGGED] = "Entradas sobre",
			[WORD_POSTS_OF] = "Entradas de",
			[WORD_SEARCH] = "Buscar",
			[WORD_SEARCH_PROMPT] = "Palabras que buscar",
			[WORD_NEW_SEARCH] = "Nueva búsqueda",
			[WORD_RESULTS] = "Resultados",
			[WORD_NOTHING_FOUND] = "No se encontró nada.",
			[WORD_SIMILAR_TAGS] = "Etiquetas parecidas",
			[WORD_TRY_INSTEAD] = "Pruebe con",
			[WORD_ALL_LANGUAGES] = "En todos los idiomas",
			[WORD_RANDOM] = "Una entrada al azar",
			[WORD_SEARCH_CUT] =
				("La búsqueda tardaba demasiado y se detuvo: puede "
				 "haber más."),
			[WORD_SEARCH_LONG] =
				("La consulta es demasiado larga: solo se buscó su "
				 "principio."),
			[WORD_SEARCH_HELP] =
				("Se encuentran las páginas que contienen todas las "
				 "palabras. También se puede escribir \"dos "
				 "palabras\", -sin, tag:rust, year:2025, in:title."),
			[WORD_ADMONITION_NOTE] = "Nota",
			[WORD_ADMONITION_TIP] = "Consejo",
			[WORD_ADMONITION_IMPORTANT] = "Importante",
			[WORD_ADMONITION_WARNING] = "Advertencia",
			[WORD_ADMONITION_CAUTION] = "Precaución",
			[WORD_ADMONITION_INFO] = "Información",
		},
	.stop_labels = LIST("aquí", "aqui", "acá", "haz clic aquí", "haga clic aquí",
		"clic aquí", "pulsa aquí", "ver aquí", "enlace", "el enlace",
		"este enlace", "link", "este link", "este artículo", "esta entrada",
		"este post", "esta página", "este sitio", "este", "esta", "esto", "más",
		"leer más", "ver más", "saber más", "más información", "fuente",
		"artículo", "página", "detalles", NULL),
	.stop_words = "el la los las que y en es una por con para del se no lo su más "
		      "pero como está este muy también hay fue mi sus cuando",
};
