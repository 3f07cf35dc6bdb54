/* SPDX-License-Identifier: MIT */
/* Turkish */
#include "base/locale/locale_internal.h"

const struct locale locale_tr = {
	.tags = {"tr"},
	.date = "%d %m %y",
	.month = "%m %y",
	.count = "%c %w",
	.months = {"Ocak", "Şubat", "Mart", "Nisan", "Mayıs", "Haziran", "Temmuz",
		"Ağustos", "Eylül", "Ekim", "Kasım", "Aralık"},
	.colon = ": ",
	.also_in = {"İngilizcesi", "Fransızcası", "Almancası", "İspanyolcası",
		"İtalyancası", "Portekizcesi", "Felemenkçesi", "Japoncası",
		"Geleneksel Çincesi", "Çincesi", "Korecesi", "İsveççesi", "Norveççesi",
		"Dancası", "Fincesi", "Lehçesi", "Çekçesi", "Rusçası", "Ukraynacası",
		"Türkçesi", "Arapçası", "İbranicesi"},
	.words =
		{
			[WORD_TABLE] = "Tablo",
			[WORD_NOTES] = "Notlar",
			[WORD_IMAGE] = "Görsel",
			[WORD_VIDEO] = "Video",
			[WORD_AUDIO] = "Ses",
			[WORD_LINK] = "Bağlantı",
			[WORD_LINKS] = "Bağlantılar",
			[WORD_PICTURE] = "görsel",
			[WORD_DIAGRAM] = "diyagram",
			[WORD_MATH] = "formül",
			[WORD_UPDATED] = "Güncelleme:",
			[WORD_MINUTES] = "dk",
			[WORD_HOME] = "Ana sayfa",
			[WORD_ARCHIVE] = "Arşiv",
			[WORD_TAGS] = "Etiketler",
			[WORD_CATEGORIES] = "Kategoriler",
			[WORD_LANGUAGES] = "Diller",
			[WORD_SERIES] = "Dizi",
			[WORD_FEED] = "Atom akışı",
			[WORD_LATEST] = "Son yazılar",
			[WORD_ALL_POSTS] = "Tüm yazılar",
			[WORD_PAGES] = "Sayfalar",
			[WORD_FILES] = "Dosyalar",
			[WORD_FOLDERS] = "Klasörler",
			[WORD_UNDATED] = "Tarihsiz",
			[WORD_OLDER] = "Daha eski yazılar",
			[WORD_NEWER] = "Daha yeni yazılar",
			[WORD_LINKED_FROM] = "Buraya bağlantı verenler",
			[WORD_RELATED] = "İlgili yazılar",
			[WORD_REPLY] = "E-posta ile yanıtla",
			[WORD_WEB_VERSION] = "Web sürümü",
			[WORD_POST] = "yazı",
			[WORD_POSTS] = "yazı",
			[WORD_NO_POSTS] = "Henüz yazı yok.",
			[WORD_EMPTY_SITE] =
				("Burada henüz bir şey yok. Bu klasöre konan bir "
				 "Markdown "
				 "dosyası, örneğin hello.md, hemen burada görünür."),
			[WORD_LOCKED_PART] = "(Bu bölüm web’de kilitlidir.)",
			[WORD_DRAFT_WAITS] = ("Bir taslak, ön bilgisinde draft: false "
					      "yazınca burada görünür."),
			[WORD_POST_BY_DATE] =
				("Bir sayfa, ön bilgisinde ya da adında "
				 "(2026-11-30-hello.md) tarih olunca yazı olur."),
			[WORD_POSTS_TAGGED] = "Etiket:",
			[WORD_POSTS_OF] = "Yazılar:",
			[WORD_SEARCH] = "Ara",
			[WORD_SEARCH_PROMPT] = "Aranacak sözcükler",
			[WORD_NEW_SEARCH] = "Yeni arama",
			[WORD_RESULTS] = "Sonuçlar",
			[WORD_NOTHING_FOUND] = "Hiçbir şey bulunamadı.",
			[WORD_SIMILAR_TAGS] = "Benzer etiketler",
			[WORD_TRY_INSTEAD] = "Şunları deneyin",
			[WORD_ALL_LANGUAGES] = "Tüm dillerde",
			[WORD_RANDOM] = "Rastgele bir yazı",
			[WORD_SEARCH_CUT] =
				("Arama çok uzun sürdü ve durduruldu: daha fazla "
				 "sonuç olabilir."),
			[WORD_SEARCH_LONG] = "Sorgu çok uzun: yalnızca başı arandı.",
			[WORD_SEARCH_HELP] =
				("Tüm sözcükleri içeren sayfalar bulunur. Şunlar da "
				 "yazılabilir: \"iki sözcük\", -hariç, tag:rust, "
				 "year:2025, in:title."),
			[WORD_ADMONITION_NOTE] = "Not",
			[WORD_ADMONITION_TIP] = "İpucu",
			[WORD_ADMONITION_IMPORTANT] = "Önemli",
			[WORD_ADMONITION_WARNING] = "Uyarı",
			[WORD_ADMONITION_CAUTION] = "Dikkat",
			[WORD_ADMONITION_INFO] = "Bilgi",
		},
	.stop_labels = LIST("burada", "buradan", "buraya", "burası", "buraya tıklayın",
		"tıklayın", "bağlantı", "bu bağlantı", "link", "bu", "bu yazı",
		"bu makale", "bu sayfa", "daha fazla", "devamı", "devamını oku", "kaynak",
		"sayfa", "yazı", NULL),
	.stop_words = "bir ve bu için ile da de çok ne gibi daha ama olarak o var sonra "
		      "kadar ben olan her şey değil ya mi en diye bana",
};
