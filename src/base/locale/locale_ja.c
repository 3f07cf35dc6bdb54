/* SPDX-License-Identifier: MIT */
/* Japanese */
#include "base/locale/locale_internal.h"

const struct locale locale_ja = {
	.tags = {"ja"},
	.date = "%y年%n月%d日",
	.month = "%y年%n月",
	.count = "%c件",
	.colon = "：",
	.also_in = {"英語版", "フランス語版", "ドイツ語版", "スペイン語版",
		"イタリア語版", "ポルトガル語版", "オランダ語版", "日本語版",
		"繁体字中国語版", "中国語版", "韓国語版", "スウェーデン語版",
		"ノルウェー語版", "デンマーク語版", "フィンランド語版", "ポーランド語版",
		"チェコ語版", "ロシア語版", "ウクライナ語版", "トルコ語版",
		"アラビア語版", "ヘブライ語版"},
	.words =
		{
			[WORD_TABLE] = "表",
			[WORD_NOTES] = "注",
			[WORD_IMAGE] = "画像",
			[WORD_VIDEO] = "動画",
			[WORD_AUDIO] = "音声",
			[WORD_LINK] = "リンク",
			[WORD_LINKS] = "リンク",
			[WORD_PICTURE] = "画像",
			[WORD_DIAGRAM] = "図",
			[WORD_MATH] = "数式",
			[WORD_UPDATED] = "更新:",
			[WORD_MINUTES] = "分",
			[WORD_HOME] = "ホーム",
			[WORD_ARCHIVE] = "アーカイブ",
			[WORD_TAGS] = "タグ",
			[WORD_CATEGORIES] = "カテゴリー",
			[WORD_LANGUAGES] = "言語",
			[WORD_SERIES] = "シリーズ",
			[WORD_FEED] = "Atomフィード",
			[WORD_LATEST] = "最新の記事",
			[WORD_ALL_POSTS] = "すべての記事",
			[WORD_PAGES] = "ページ",
			[WORD_FILES] = "ファイル",
			[WORD_FOLDERS] = "フォルダー",
			[WORD_UNDATED] = "日付なし",
			[WORD_OLDER] = "以前の記事",
			[WORD_NEWER] = "新しい記事",
			[WORD_LINKED_FROM] = "このページへのリンク",
			[WORD_RELATED] = "関連記事",
			[WORD_REPLY] = "メールで返信",
			[WORD_WEB_VERSION] = "ウェブ版",
			[WORD_POST] = "記事",
			[WORD_POSTS] = "記事",
			[WORD_NO_POSTS] = "まだ記事はありません。",
			[WORD_EMPTY_SITE] =
				("まだ何もありません。このフォルダーに Markdown "
				 "ファイル（hello.md "
				 "など）を置くと、すぐここに現れます。"),
			[WORD_LOCKED_PART] = "（この部分はウェブ上で保護されています。）",
			[WORD_DRAFT_WAITS] = ("下書きは、フロントマターに draft: "
					      "false と書くとここに現れます。"),
			[WORD_POST_BY_DATE] =
				("フロントマターかファイル名（2026-11-30-hello."
				 "md）に日付があるページは記事になります。"),
			[WORD_POSTS_TAGGED] = "タグ:",
			[WORD_POSTS_OF] = "記事:",
			[WORD_SEARCH] = "検索",
			[WORD_SEARCH_PROMPT] = "検索する言葉",
			[WORD_NEW_SEARCH] = "新しい検索",
			[WORD_RESULTS] = "検索結果",
			[WORD_NOTHING_FOUND] = "見つかりませんでした。",
			[WORD_SIMILAR_TAGS] = "似ているタグ",
			[WORD_TRY_INSTEAD] = "次の言葉ではいかがですか",
			[WORD_ALL_LANGUAGES] = "すべての言語",
			[WORD_RANDOM] = "ランダムな記事",
			[WORD_SEARCH_CUT] =
				("検索に時間がかかりすぎたため中止しました。ほかにも"
				 "結果があるかもしれません。"),
			[WORD_SEARCH_LONG] =
				("検索語が長すぎるため、初めの部分だけを検索しました"
				 "。"),
			[WORD_SEARCH_HELP] =
				("すべての言葉を含むページが見つかります。\"二つの言"
				 "葉\"、-除く言葉、tag:rust、year:2025、in:title も"
				 "使えます。"),
			[WORD_ADMONITION_NOTE] = "メモ",
			[WORD_ADMONITION_TIP] = "ヒント",
			[WORD_ADMONITION_IMPORTANT] = "重要",
			[WORD_ADMONITION_WARNING] = "警告",
			[WORD_ADMONITION_CAUTION] = "注意",
			[WORD_ADMONITION_INFO] = "情報",
		},
	.stop_labels = LIST("こちら", "ここ", "コチラ", "これ", "それ", "こっち",
		"こちらから", "こちらの記事", "この記事", "このページ", "この投稿",
		"このリンク", "リンク", "リンク先", "ここをクリック", "こちらをクリック",
		"続きを読む", "続き", "もっと見る", "もっと読む", "詳細", "詳細はこちら",
		"詳しくはこちら", "詳しくは", "出典", "ソース", "記事", "ページ", NULL),
	.stop_words = "の に は を た が で て と し れ さ い も る な",
};
