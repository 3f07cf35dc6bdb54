/* SPDX-License-Identifier: MIT */
/* Finnish */
#include "base/locale/locale_internal.h"

const struct locale locale_fi = {
	.tags = {"fi"},
	.date = "%d. %m %y",
	.month = "%m %y",
	.count = "%c %w",
	.months = {"tammikuuta", "helmikuuta", "maaliskuuta", "huhtikuuta", "toukokuuta",
		"kesäkuuta", "heinäkuuta", "elokuuta", "syyskuuta", "lokakuuta",
		"marraskuuta", "joulukuuta"},
	.months_alone = {"tammikuu", "helmikuu", "maaliskuu", "huhtikuu", "toukokuu",
		"kesäkuu", "heinäkuu", "elokuu", "syyskuu", "lokakuu", "marraskuu",
		"joulukuu"},
	.colon = ": ",
	.also_in = {"Myös englanniksi", "Myös ranskaksi", "Myös saksaksi",
		"Myös espanjaksi", "Myös italiaksi", "Myös portugaliksi",
		"Myös hollanniksi", "Myös japaniksi", "Myös perinteiseksi kiinaksi",
		"Myös kiinaksi", "Myös koreaksi", "Myös ruotsiksi", "Myös norjaksi",
		"Myös tanskaksi", "Myös suomeksi", "Myös puolaksi", "Myös tšekiksi",
		"Myös venäjäksi", "Myös ukrainaksi", "Myös turkiksi", "Myös arabiaksi",
		"Myös hepreaksi"},
	.words =
		{
			[WORD_TABLE] = "Taulukko",
			[WORD_NOTES] = "Viitteet",
			[WORD_IMAGE] = "Kuva",
			[WORD_VIDEO] = "Video",
			[WORD_AUDIO] = "Ääni",
			[WORD_LINK] = "Linkki",
			[WORD_LINKS] = "Linkit",
			[WORD_PICTURE] = "kuva",
			[WORD_DIAGRAM] = "kaavio",
			[WORD_MATH] = "kaava",
			[WORD_UPDATED] = "Päivitetty",
			[WORD_MINUTES] = "min",
			[WORD_HOME] = "Etusivu",
			[WORD_ARCHIVE] = "Arkisto",
			[WORD_TAGS] = "Tunnisteet",
			[WORD_CATEGORIES] = "Luokat",
			[WORD_LANGUAGES] = "Kielet",
			[WORD_SERIES] = "Sarja",
			[WORD_FEED] = "Atom-syöte",
			[WORD_LATEST] = "Uusimmat kirjoitukset",
			[WORD_ALL_POSTS] = "Kaikki kirjoitukset",
			[WORD_PAGES] = "Sivut",
			[WORD_FILES] = "Tiedostot",
			[WORD_FOLDERS] = "Kansiot",
			[WORD_UNDATED] = "Päiväämättömät",
			[WORD_OLDER] = "Vanhemmat kirjoitukset",
			[WORD_NEWER] = "Uudemmat kirjoitukset",
			[WORD_LINKED_FROM] = "Tänne linkittävät sivut",
			[WORD_RELATED] = "Aiheeseen liittyvät kirjoitukset",
			[WORD_REPLY] = "Vastaa sähköpostilla",
			[WORD_WEB_VERSION] = "Verkkoversio",
			[WORD_POST] = "kirjoitus",
			[WORD_POSTS] = "kirjoitusta",
			[WORD_NO_POSTS] = "Ei vielä kirjoituksia.",
			[WORD_EMPTY_SITE] = ("Täällä ei ole vielä mitään. Tähän kansioon "
					     "lisätty Markdown-tiedosto, esimerkiksi "
					     "hello.md, näkyy täällä heti."),
			[WORD_LOCKED_PART] = "(Tämä osa on verkossa lukittu.)",
			[WORD_DRAFT_WAITS] = ("Luonnos näkyy täällä, kun sen "
					      "alkutiedoissa lukee draft: false."),
			[WORD_POST_BY_DATE] =
				("Sivusta tulee kirjoitus, kun sillä on päiväys "
				 "alkutiedoissa tai nimessä (2026-11-30-hello.md)."),
			[WORD_POSTS_TAGGED] = "Kirjoitukset tunnisteella",
			[WORD_POSTS_OF] = "Kirjoitukset:",
			[WORD_SEARCH] = "Haku",
			[WORD_SEARCH_PROMPT] = "Haettavat sanat",
			[WORD_NEW_SEARCH] = "Uusi haku",
			[WORD_RESULTS] = "Tulokset",
			[WORD_NOTHING_FOUND] = "Mitään ei löytynyt.",
			[WORD_SIMILAR_TAGS] = "Samankaltaiset tunnisteet",
			[WORD_TRY_INSTEAD] = "Kokeile näitä",
			[WORD_ALL_LANGUAGES] = "Kaikilla kielillä",
			[WORD_RANDOM] = "Satunnainen kirjoitus",
			[WORD_SEARCH_CUT] =
				("Haku kesti liian kauan ja keskeytettiin: tuloksia "
				 "voi olla enemmän."),
			[WORD_SEARCH_LONG] =
				"Haku on liian pitkä: vain sen alkua haettiin.",
			[WORD_SEARCH_HELP] =
				("Sivu löytyy, jos siinä ovat kaikki sanat. Voit "
				 "myös kirjoittaa \"kaksi sanaa\", -ilman, "
				 "tag:rust, year:2025, in:title."),
			[WORD_ADMONITION_NOTE] = "Huomautus",
			[WORD_ADMONITION_TIP] = "Vinkki",
			[WORD_ADMONITION_IMPORTANT] = "Tärkeää",
			[WORD_ADMONITION_WARNING] = "Varoitus",
			[WORD_ADMONITION_CAUTION] = "Varo",
			[WORD_ADMONITION_INFO] = "Tietoa",
		},
	.stop_labels = LIST("tässä", "täällä", "täältä", "tästä", "klikkaa tästä",
		"lue tästä", "linkki", "tämä linkki", "tämä", "tämä artikkeli",
		"tämä kirjoitus", "tämä sivu", "lisää", "lue lisää", "lähde", "sivu",
		"artikkeli", NULL),
	.stop_words =
		"ja on ei se että oli en mutta niin kun ovat myös tai olen hän vain joka "
		"mitä jos sen kuin tämä nyt sitä kanssa ole minun siitä voi",
};
