/* SPDX-License-Identifier: MIT */
#include "text/emoji.h"

#include "base/lower_bound.h"

#define NAME_MAX_BYTES 24

static const struct {
	const char *name, *emoji;
} emojis[] = {
	/* Sorted by name, for binary search. */
	{"+1", "👍"},
	{"-1", "👎"},
	{"100", "💯"},
	{"arrow_down", "⬇️"},
	{"arrow_left", "⬅️"},
	{"arrow_right", "➡️"},
	{"arrow_up", "⬆️"},
	{"beer", "🍺"},
	{"beers", "🍻"},
	{"blush", "😊"},
	{"book", "📖"},
	{"books", "📚"},
	{"boom", "💥"},
	{"broken_heart", "💔"},
	{"bug", "🐛"},
	{"bulb", "💡"},
	{"calendar", "📆"},
	{"camera", "📷"},
	{"cat", "🐱"},
	{"clap", "👏"},
	{"cloud", "☁️"},
	{"coffee", "☕"},
	{"confused", "😕"},
	{"construction", "🚧"},
	{"cry", "😢"},
	{"dog", "🐶"},
	{"email", "📧"},
	{"exclamation", "❗"},
	{"eyes", "👀"},
	{"fire", "🔥"},
	{"fish", "🐟"},
	{"gem", "💎"},
	{"gift", "🎁"},
	{"globe_with_meridians", "🌐"},
	{"grin", "😁"},
	{"grinning", "😀"},
	{"hammer", "🔨"},
	{"heart", "❤️"},
	{"heart_eyes", "😍"},
	{"heavy_check_mark", "✔️"},
	{"house", "🏠"},
	{"information_source", "ℹ️"},
	{"innocent", "😇"},
	{"joy", "😂"},
	{"key", "🔑"},
	{"laughing", "😆"},
	{"link", "🔗"},
	{"lock", "🔒"},
	{"mag", "🔍"},
	{"memo", "📝"},
	{"metal", "🤘"},
	{"moneybag", "💰"},
	{"muscle", "💪"},
	{"musical_note", "🎵"},
	{"neutral_face", "😐"},
	{"no_entry", "⛔"},
	{"ok", "🆗"},
	{"ok_hand", "👌"},
	{"package", "📦"},
	{"pencil", "📝"},
	{"pencil2", "✏️"},
	{"pizza", "🍕"},
	{"point_down", "👇"},
	{"point_right", "👉"},
	{"pray", "🙏"},
	{"pushpin", "📌"},
	{"question", "❓"},
	{"rage", "😡"},
	{"raised_hands", "🙌"},
	{"recycle", "♻️"},
	{"relaxed", "☺️"},
	{"robot", "🤖"},
	{"rocket", "🚀"},
	{"rofl", "🤣"},
	{"rotating_light", "🚨"},
	{"see_no_evil", "🙈"},
	{"shipit", "🐿️"},
	{"skull", "💀"},
	{"slightly_smiling_face", "🙂"},
	{"smile", "😄"},
	{"smiley", "😃"},
	{"smirk", "😏"},
	{"snake", "🐍"},
	{"snowflake", "❄️"},
	{"sob", "😭"},
	{"sparkles", "✨"},
	{"speech_balloon", "💬"},
	{"star", "⭐"},
	{"star2", "🌟"},
	{"stuck_out_tongue", "😛"},
	{"sunglasses", "😎"},
	{"sunny", "☀️"},
	{"sweat_smile", "😅"},
	{"tada", "🎉"},
	{"thinking", "🤔"},
	{"thumbsdown", "👎"},
	{"thumbsup", "👍"},
	{"tools", "🛠️"},
	{"trophy", "🏆"},
	{"turtle", "🐢"},
	{"unamused", "😒"},
	{"unicorn", "🦄"},
	{"v", "✌️"},
	{"warning", "⚠️"},
	{"wave", "👋"},
	{"whale", "🐳"},
	{"white_check_mark", "✅"},
	{"wink", "😉"},
	{"wrench", "🔧"},
	{"x", "❌"},
	{"yum", "😋"},
	{"zap", "⚡"},
	{"zzz", "💤"},
};

size_t emoji_at(struct slice text, size_t at, struct slice *out)
{
	struct slice rest = slice_head(slice_from(text, at + 1), NAME_MAX_BYTES), name;
	const size_t count = sizeof(emojis) / sizeof(*emojis);

	/* "10:30:15" and "a:x:b" do not count. */
	if (at && (ascii_is_alnum(text.ptr[at - 1]) || text.ptr[at - 1] == ':'))
		return 0;
	if (!slice_cut(rest, ':', &name, NULL) || !name.len)
		return 0;
	size_t found =
		lower_bound(0, count, i, slice_cmp(slice_str(emojis[i].name), name) < 0);
	if (found == count || !slice_eq(slice_str(emojis[found].name), name))
		return 0;
	*out = slice_str(emojis[found].emoji);
	return name.len + 2;
}
