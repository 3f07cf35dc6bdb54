/* SPDX-License-Identifier: MIT */
/* Korean */
#include "base/locale/locale_internal.h"

const struct locale locale_ko = {
	.tags = {"ko"},
	.date = "%y년 %n월 %d일",
	.month = "%y년 %n월",
	.count = "글 %c개",
	.colon = ": ",
	.also_in = {"영어판", "프랑스어판", "독일어판", "스페인어판", "이탈리아어판",
		"포르투갈어판", "네덜란드어판", "일본어판", "중국어 번체판", "중국어판",
		"한국어판", "스웨덴어판", "노르웨이어판", "덴마크어판", "핀란드어판",
		"폴란드어판", "체코어판", "러시아어판", "우크라이나어판", "튀르키예어판",
		"아랍어판", "히브리어판"},
	.words =
		{
			[WORD_TABLE] = "표",
			[WORD_NOTES] = "각주",
			[WORD_IMAGE] = "이미지",
			[WORD_VIDEO] = "동영상",
			[WORD_AUDIO] = "오디오",
			[WORD_LINK] = "링크",
			[WORD_LINKS] = "링크",
			[WORD_PICTURE] = "이미지",
			[WORD_DIAGRAM] = "다이어그램",
			[WORD_MATH] = "수식",
			[WORD_UPDATED] = "수정:",
			[WORD_MINUTES] = "분",
			[WORD_HOME] = "홈",
			[WORD_ARCHIVE] = "보관함",
			[WORD_TAGS] = "태그",
			[WORD_CATEGORIES] = "카테고리",
			[WORD_LANGUAGES] = "언어",
			[WORD_SERIES] = "시리즈",
			[WORD_FEED] = "Atom 피드",
			[WORD_LATEST] = "최근 글",
			[WORD_ALL_POSTS] = "모든 글",
			[WORD_PAGES] = "페이지",
			[WORD_FILES] = "파일",
			[WORD_FOLDERS] = "폴더",
			[WORD_UNDATED] = "날짜 없음",
			[WORD_OLDER] = "이전 글",
			[WORD_NEWER] = "다음 글",
			[WORD_LINKED_FROM] = "이 글을 링크한 글",
			[WORD_RELATED] = "관련 글",
			[WORD_REPLY] = "이메일로 답장",
			[WORD_WEB_VERSION] = "웹 버전",
			[WORD_POST] = "글",
			[WORD_POSTS] = "글",
			[WORD_NO_POSTS] = "아직 글이 없습니다.",
			[WORD_EMPTY_SITE] = ("아직 아무것도 없습니다. 이 폴더에 "
					     "hello.md 같은 "
					     "Markdown 파일을 넣으면 바로 여기에 "
					     "나타납니다."),
			[WORD_LOCKED_PART] = "(이 부분은 웹에서 잠겨 있습니다.)",
			[WORD_DRAFT_WAITS] = ("초안은 머리말에 draft: false라고 "
					      "쓰면 여기에 나타납니다."),
			[WORD_POST_BY_DATE] =
				("머리말이나 파일 이름(2026-11-30-hello.md)에 "
				 "날짜가 있는 페이지는 글이 됩니다."),
			[WORD_POSTS_TAGGED] = "태그:",
			[WORD_POSTS_OF] = "글:",
			[WORD_SEARCH] = "검색",
			[WORD_SEARCH_PROMPT] = "찾을 단어",
			[WORD_NEW_SEARCH] = "새 검색",
			[WORD_RESULTS] = "검색 결과",
			[WORD_NOTHING_FOUND] = "찾은 것이 없습니다.",
			[WORD_SIMILAR_TAGS] = "비슷한 태그",
			[WORD_TRY_INSTEAD] = "다른 단어로 찾기",
			[WORD_ALL_LANGUAGES] = "모든 언어에서",
			[WORD_RANDOM] = "무작위 글",
			[WORD_SEARCH_CUT] =
				("검색이 너무 오래 걸려 중단했습니다. 결과가 더 "
				 "있을 수 있습니다."),
			[WORD_SEARCH_LONG] = "검색어가 너무 길어 앞부분만 검색했습니다.",
			[WORD_SEARCH_HELP] =
				("모든 단어가 들어 있는 페이지를 찾습니다. \"두 "
				 "단어\", -제외, tag:rust, year:2025, in:title도 쓸 "
				 "수 있습니다."),
			[WORD_ADMONITION_NOTE] = "참고",
			[WORD_ADMONITION_TIP] = "팁",
			[WORD_ADMONITION_IMPORTANT] = "중요",
			[WORD_ADMONITION_WARNING] = "경고",
			[WORD_ADMONITION_CAUTION] = "주의",
			[WORD_ADMONITION_INFO] = "정보",
		},
	.stop_labels = LIST("여기", "여기를", "여기서", "여기에서", "여기를 클릭",
		"여기를 참고", "이곳", "링크", "이 링크", "이 글", "이 포스트",
		"이 페이지", "이 문서", "이것", "더 보기", "더보기", "더 읽기", "자세히",
		"자세히 보기", "계속 읽기", "출처", "원문", "글", "페이지", NULL),
	.stop_words = "이 은 는 을 를 의 에 가 다 고 도 서 한 하 지 기",
};
