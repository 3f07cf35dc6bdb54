/* SPDX-License-Identifier: MIT */
#include "base/uri.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#define COUNT(array) (sizeof(array) / sizeof(*(array)))

static void assert_text(struct slice got, const char *expected, const char *why)
{
	if (!slice_eq(got, slice_str(expected)))
		fail_msg("%s: got \"%.*s\", expected \"%s\"", why, SARG(got), expected);
}

static void components_are_split_as_they_stand(void **state)
{
	struct uri uri;

	(void)state;
	assert_true(uri_parse(
		S("foo://me:x@Example.com:8042/over/there?name=a?b#nose/?"), &uri));
	assert_text(uri.scheme, "foo", "scheme");
	assert_text(uri.userinfo, "me:x", "userinfo");
	assert_text(uri.host, "Example.com", "host");
	assert_text(uri.port, "8042", "port");
	assert_text(uri.path, "/over/there", "path");
	assert_text(uri.query, "name=a?b", "query");
	assert_text(uri.fragment, "nose/?", "fragment");
	assert_true(uri.has_authority);

	assert_true(uri_parse(S("urn:example:animal:ferret:nose"), &uri));
	assert_text(uri.path, "example:animal:ferret:nose", "path of an urn");
	assert_false(uri.has_authority);
	assert_null(uri.host.ptr);

	assert_true(uri_parse(S("gemini://[2001:db8::7]:1965?"), &uri));
	assert_text(uri.host, "[2001:db8::7]", "an IP literal keeps its brackets");
	assert_text(uri.port, "1965", "port after an IP literal");
	assert_text(uri.path, "", "an empty path");
	assert_non_null(uri.query.ptr);
	assert_int_equal(uri.query.len, 0);
	assert_null(uri.fragment.ptr);

	assert_true(uri_parse(S("//@h:"), &uri));
	assert_non_null(uri.userinfo.ptr);
	assert_non_null(uri.port.ptr);
	assert_null(uri.scheme.ptr);

	assert_true(uri_parse(slice_none, &uri));
	assert_non_null(uri.path.ptr);
}

static void what_the_grammar_allows_is_told_from_what_it_does_not(void **state)
{
	static const struct {
		const char *text;
		bool good;
		const char *why;
	} rows[] = {
		{"ftp://ftp.is.co.za/rfc/rfc1808.txt", true, "RFC 3986, 1.1.2"},
		{"ldap://[2001:db8::7]/c=GB?objectClass?one", true, "RFC 3986, 1.1.2"},
		{"mailto:John.Doe@example.com", true, "RFC 3986, 1.1.2"},
		{"tel:+1-816-555-1212", true, "RFC 3986, 1.1.2"},
		{"telnet://192.0.2.16:80/", true, "RFC 3986, 1.1.2"},
		{"file:///etc/hosts", true, "an empty host"},
		{"http://a/~b!$&'()*+,;=:@c", true, "all of pchar"},
		{"http://h/\xC3\xA9", true, "raw UTF-8"},
		{"http://h/\xC3", false, "cut UTF-8"},
		{"http://h/\xC0\xAF", false, "overlong UTF-8"},
		{"http://h/\xED\xA0\x80", false, "a surrogate"},
		{"http://h/a b", false, "a space"},
		{"http://h/a\tb", false, "a tab"},
		{"http://h/%4", false, "a short encoding"},
		{"http://h/%", false, "a lone percent sign"},
		{"http://h/%4g", false, "no hexadecimal digit"},
		{"http://h/%c3%28", true, "an encoding is any byte here"},
		{"http://h/<", false, "<"},
		{"http://h/\"", false, "\""},
		{"http://h/{", false, "{"},
		{"http://h/|", false, "|"},
		{"http://h/\\", false, "a backslash"},
		{"http://h/^", false, "^"},
		{"http://h/`", false, "a backquote"},
		{"http://h/[", false, "a bracket in a path"},
		{"http://h/?[", false, "a bracket in a query"},
		{"http://h/#a#b", false, "a second number sign"},
		{"http://h:80a/", false, "a letter in the port"},
		{"http://a@b@c/", false, "two @"},
		{"http://a:b:c/", false, "two colons"},
		{"http://h%20/", true, "a reg-name may be encoded"},
		{"http://h /", false, "a space in the host"},
		{"http://[::1]/", true, "IPv6"},
		{"http://[::ffff:192.0.2.1]/", true, "IPv6 with IPv4 at its end"},
		{"http://[1:2:3:4:5:6:7:8]/", true, "eight groups"},
		{"http://[1:2:3:4:5:6:7::]/", true, "the last one left out"},
		{"http://[1:2:3:4:5:6:7:8:9]/", false, "nine groups"},
		{"http://[1:2:3:4:5:6:7]/", false, "seven groups"},
		{"http://[1::2::3]/", false, "two gaps"},
		{"http://[12345::]/", false, "five digits"},
		{"http://[::1.2.3.256]/", false, "256 in an IPv4 address"},
		{"http://[fe80::1%25eth0]/", false, "a zone is not of RFC 3986"},
		{"http://[v7.a:b]/", true, "IPvFuture"},
		{"http://[vF.x]/", true, "IPvFuture with a letter"},
		{"http://[v.x]/", false, "IPvFuture without version"},
		{"http://[v7.]/", false, "IPvFuture without address"},
		{"http://[v7x]/", false, "IPvFuture without dot"},
		{"http://[v7.\xC3\xA9]/", false, "IPvFuture is ASCII"},
		{"http://[]/", false, "an empty literal"},
		{"http://[::1/", false, "no closing bracket"},
		{"http://[::1]x/", false, "text after the bracket"},
		{"http://[::1]:70/", true, "a port after the bracket"},
		{"1http://h/", false, "a scheme begins with a letter"},
		{":a", false, "an empty scheme"},
		{"1a:b", false, "a colon in the first segment"},
		{"./1a:b", true, "a colon in a later segment"},
		{"a/b:c", true, "a colon in a later segment"},
		{"?a:b", true, "a colon in the query"},
		{"", true, "the same document"},
		{"#", true, "an empty fragment"},
		{"//", true, "an empty authority"},
		{"a+b-c.d:", true, "all characters of a scheme"},
	};
	struct uri uri;

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		if (uri_parse(slice_str(rows[i].text), &uri) != rows[i].good)
			fail_msg("%s: \"%s\"", rows[i].why, rows[i].text);
	}
	assert_false(uri_parse(S("a\0b"), &uri));
	assert_false(uri_parse(S("http://[::\0]/"), &uri));
}

static void references_resolve_as_rfc_3986_lists_them(void **state)
{
	static const struct {
		const char *reference, *target;
	} rows[] = {
		/* 5.4.1 */
		{"g:h", "g:h"},
		{"g", "http://a/b/c/g"},
		{"./g", "http://a/b/c/g"},
		{"g/", "http://a/b/c/g/"},
		{"/g", "http://a/g"},
		{"//g", "http://g"},
		{"?y", "http://a/b/c/d;p?y"},
		{"g?y", "http://a/b/c/g?y"},
		{"#s", "http://a/b/c/d;p?q#s"},
		{"g#s", "http://a/b/c/g#s"},
		{"g?y#s", "http://a/b/c/g?y#s"},
		{";x", "http://a/b/c/;x"},
		{"g;x", "http://a/b/c/g;x"},
		{"g;x?y#s", "http://a/b/c/g;x?y#s"},
		{"", "http://a/b/c/d;p?q"},
		{".", "http://a/b/c/"},
		{"./", "http://a/b/c/"},
		{"..", "http://a/b/"},
		{"../", "http://a/b/"},
		{"../g", "http://a/b/g"},
		{"../..", "http://a/"},
		{"../../", "http://a/"},
		{"../../g", "http://a/g"},
		/* 5.4.2 */
		{"../../../g", "http://a/g"},
		{"../../../../g", "http://a/g"},
		{"/./g", "http://a/g"},
		{"/../g", "http://a/g"},
		{"g.", "http://a/b/c/g."},
		{".g", "http://a/b/c/.g"},
		{"g..", "http://a/b/c/g.."},
		{"..g", "http://a/b/c/..g"},
		{"./../g", "http://a/b/g"},
		{"./g/.", "http://a/b/c/g/"},
		{"g/./h", "http://a/b/c/g/h"},
		{"g/../h", "http://a/b/c/h"},
		{"g;x=1/./y", "http://a/b/c/g;x=1/y"},
		{"g;x=1/../y", "http://a/b/c/y"},
		{"g?y/./x", "http://a/b/c/g?y/./x"},
		{"g?y/../x", "http://a/b/c/g?y/../x"},
		{"g#s/./x", "http://a/b/c/g#s/./x"},
		{"g#s/../x", "http://a/b/c/g#s/../x"},
		{"http:g", "http:g"},
	};
	struct arena arena = {0};
	struct slice target;

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		assert_true(uri_resolve(&arena, S("http://a/b/c/d;p?q"),
			slice_str(rows[i].reference), &target));
		assert_text(target, rows[i].target, rows[i].reference);
	}
	arena_fini(&arena);
}

static void resolution_takes_a_path_for_a_base_and_makes_no_host_of_a_path(void **state)
{
	static const struct {
		const char *base, *reference, *target, *why;
	} rows[] = {
		{"/a/b/c", "../d", "/a/d", "a path stays a path"},
		{"/a/b/", "c?x", "/a/b/c?x", "a query comes along"},
		{"/a/b", "//h/p", "//h/p", "the reference has a host"},
		{"/a", "..//g", "/.//g", "no host out of a path"},
		{"a", "./x:y", "./x:y", "no scheme out of a path"},
		{"http://h", "g", "http://h/g", "an empty path of the base"},
		{"http://u@h:70/x", "/g", "http://u@h:70/g", "the whole authority"},
		{"http://h/a//b/c", "../d", "http://h/a//d", "empty segments count"},
		{"gemini://h/%2e%2e/x", "y", "gemini://h/%2e%2e/y", "nothing is decoded"},
		{"mailto:a@b", "#c", "mailto:a@b#c", "no authority"},
	};
	struct arena arena = {0};
	struct slice target;

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		assert_true(uri_resolve(&arena, slice_str(rows[i].base),
			slice_str(rows[i].reference), &target));
		assert_text(target, rows[i].target, rows[i].why);
	}
	assert_false(uri_resolve(&arena, S("http://h/ "), S("a"), &target));
	assert_false(uri_resolve(&arena, S("http://h/"), S("a b"), &target));
	arena_fini(&arena);
}

static void a_path_becomes_a_key_decoded_once(void **state)
{
	static const struct {
		const char *path, *key, *why; /* no key: refused */
	} rows[] = {
		{"", "/", "an empty path"},
		{"/", "/", "the root"},
		{"a/b", "/a/b", "without its first slash"},
		{"/a%20b", "/a b", "a space"},
		{"/%C3%A9", "/\u00E9", "UTF-8"},
		{"/e%CC%81", "/\u00E9", "composed"},
		{"/\u00E9", "/\u00E9", "raw UTF-8"},
		{"/a%2fb", "/a%2Fb", "a slash that is data"},
		{"/a%2525", "/a%2525", "a percent sign stays encoded, once"},
		{"/%252e%252e/x", "/%252e%252e/x", "nothing is decoded twice"},
		{"/a/./b", "/a/b", "a dot"},
		{"/a/.", "/a/", "a dot at the end"},
		{"/a/../b", "/b", "two dots"},
		{"/a/..", "/", "two dots at the end"},
		{"/a/%2E%2e/b", "/b", "encoded dots are dots"},
		{"/a/...", "/a/...", "three dots are a name"},
		{"//a", "//a", "repeated slashes stay"},
		{"/a//b/", "/a//b/", "repeated slashes stay"},
		{"/a//../b", "/a/b", "an empty segment is one"},
		{"/a;b=c", "/a;b=c", "sub-delims"},
		{"/..", NULL, "above the root"},
		{"/a/../../b", NULL, "above the root"},
		{"..", NULL, "above the root"},
		{"/%2e%2e/", NULL, "above the root, encoded"},
		{"/%", NULL, "a lone percent sign"},
		{"/%zz", NULL, "no hexadecimal digits"},
		{"/%00", NULL, "NUL"},
		{"/%0A", NULL, "a control character"},
		{"/%7F", NULL, "DEL"},
		{"/%C2%9B", NULL, "a C1 control character"},
		{"/%C3", NULL, "cut UTF-8"},
		{"/%C0%AE%C0%AE/", NULL, "overlong UTF-8"},
	};
	struct arena arena = {0};
	struct slice key;

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		bool good = uri_path_key(&arena, slice_str(rows[i].path), &key);
		if (good != (rows[i].key != NULL))
			fail_msg("%s: \"%s\"", rows[i].why, rows[i].path);
		if (good)
			assert_text(key, rows[i].key, rows[i].why);
	}
	arena_fini(&arena);
}

static void a_key_becomes_a_path_and_comes_back(void **state)
{
	static const struct {
		const char *key, *path;
	} rows[] = {
		{"/", "/"},
		{"/a b", "/a%20b"},
		{"/\u00E9/\u65E5", "/%C3%A9/%E6%97%A5"},
		{"/a%2Fb%25c", "/a%2Fb%25c"},
		{"/C#/x?y", "/C%23/x%3Fy"},
		{"/a:b@c!$&'()*+,;=~", "/a:b@c!$&'()*+,;=~"},
		{"//evil.example/x", "/.//evil.example/x"},
		{"/[x]", "/%5Bx%5D"},
	};
	struct arena arena = {0};
	struct slice key;

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct slice path = uri_encode_path(&arena, slice_str(rows[i].key));
		assert_text(path, rows[i].path, "encoded");
		assert_true(uri_path_key(&arena, path, &key));
		assert_text(key, rows[i].key, "and back");
	}
	assert_text(uri_encode_path(&arena, S("/50%")), "/50%25", "a stray percent sign");
	assert_text(uri_encode_query(&arena, S("a-b c++ 50%&x=/\xC3\xA9\n")),
		"a-b%20c%2B%2B%2050%25%26x%3D%2F%C3%A9%0A", "words as a query");
	arena_fini(&arena);
}

static void links_of_authors_are_mended(void **state)
{
	static const struct {
		const char *link, *mended, *why; /* not mended: refused */
	} rows[] = {
		{" https://h/a b ", "https://h/a%20b", "white space"},
		{"https://h/a\n  b", "https://h/a%20%20b", "a line end is dropped"},
		{"HTTPS://Example.ORG/Path", "https://example.org/Path", "case"},
		{"https://h/%C3%a9", "https://h/%C3%a9", "a valid encoding is kept"},
		{"https://h/100%", "https://h/100%25", "a stray percent sign"},
		{"https://h/%zz", "https://h/%25zz", "a stray percent sign"},
		{"https://h/\u00E9?\u00E9#\u00E9", "https://h/%C3%A9?%C3%A9#%C3%A9",
			"UTF-8"},
		{"https://h/a[1]|{x}\"<>\\^`",
			"https://h/a%5B1%5D%7C%7Bx%7D%22%3C%3E%5C%5E%60",
			"what RFC 3986 does not allow"},
		{"https://h?q[]=1", "https://h?q%5B%5D=1", "a bracket in a query"},
		{"https://h/a#b#c", "https://h/a#b%23c", "a second number sign"},
		{"https://M\u00DCNCHEN.de/", "https://xn--mnchen-3ya.de/", "an A-label"},
		{"https://m%C3%BCnchen.de/", "https://xn--mnchen-3ya.de/", "encoded"},
		{"https://u\u0308.de/", "https://xn--tda.de/", "composed first"},
		{"https://\u4F8B\u3048\u3002\u30C6\u30B9\u30C8/",
			"https://xn--r8jz45g.xn--zckzah/", "an ideographic dot"},
		{"http://h:/", "http://h/", "an empty port"},
		{"http://h:080/", "http://h:80/", "zeros before a port"},
		{"http://h:65535/", "http://h:65535/", "the last port"},
		{"http://h:65536/", NULL, "past the last port"},
		{"http://h:x/", NULL, "no port"},
		{"http://[::1]:70/", "http://[::1]:70/", "an IP literal"},
		{"http://[FE80::A]/", "http://[fe80::a]/", "an IP literal's case"},
		{"http://[::1/", NULL, "half an IP literal"},
		{"http://a b/", NULL, "a space in a host"},
		{"http://a<b/", NULL, "< in a host"},
		{"http://a\uFF0Fb/", NULL, "what would become a slash in a host"},
		{"http://a\uFF20b/", NULL, "what would become an at sign in a host"},
		{"http://\u2100/", NULL, "what would become \"a/c\""},
		{"http:///x", NULL, "no host"},
		{"http://", NULL, "no host"},
		{"file:///x", "file:///x", "a file has none"},
		{"http://a b@h/", "http://a%20b@h/", "userinfo"},
		{"mailto:a b@c", "mailto:a%20b@c", "no authority"},
		{"/caf\u00E9/", "/caf%C3%A9/", "a path"},
		{"../a b.md", "../a%20b.md", "a relative path"},
		{"//cdn.example/x", "//cdn.example/x", "without scheme"},
		{"#top", "#top", "a fragment"},
		{"?a=b c", "?a=b%20c", "a query"},
		{"", "", "nothing"},
		{"1:2", NULL, "a colon and no scheme"},
		{"\u00E9:x", NULL, "a colon and no scheme"},
	};
	struct arena arena = {0};
	struct slice mended;
	struct uri uri;

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		bool good = uri_normalize(&arena, slice_str(rows[i].link), &mended);
		if (good != (rows[i].mended != NULL))
			fail_msg("%s: \"%s\"", rows[i].why, rows[i].link);
		if (!good)
			continue;
		assert_text(mended, rows[i].mended, rows[i].why);
		assert_true(uri_parse(mended, &uri));
	}
	assert_false(uri_normalize(&arena, S("http://a\0b/"), &mended));
	assert_true(uri_normalize(&arena, S("http://h/\0"), &mended));
	assert_text(mended, "http://h/%00", "what no path may have stays harmless");
	arena_fini(&arena);
}

static void punycode_agrees_with_the_samples_of_rfc_3492(void **state)
{
	static const struct {
		const char *label, *encoded;
	} rows[] = {
		/* 7.1, in lower case as a host is */
		{"\u0644\u064A\u0647\u0645\u0627\u0628\u062A\u0643\u0644\u0645\u0648"
		 "\u0634\u0639"
		 "\u0631\u0628\u064A\u061F",
			"xn--egbpdaj6bu4bxfgehfvwxn"},
		{"\u4ED6\u4EEC\u4E3A\u4EC0\u4E48\u4E0D\u8BF4\u4E2D\u6587",
			"xn--ihqwcrb4cv8a8dqg056pqjye"},
		{"\u4ED6\u5011\u7232\u4EC0\u9EBD\u4E0D\u8AAA\u4E2D\u6587",
			"xn--ihqwctvzc91f659drss3x8bo0yb"},
		{"pro\u010Dprost\u011Bnemluv\u00ED\u010Desky",
			"xn--proprostnemluvesky-uyb24dma41a"},
		{"3\u5E74b\u7D44\u91D1\u516B\u5148\u751F",
			"xn--3b-ww4c5e180e575a65lsy2b"},
		{"\u5B89\u5BA4\u5948\u7F8E\u6075-with-super-monkeys",
			"xn---with-super-monkeys-pc58ag80a8qai00g7n9n"},
		{"hello-another-way-\u305D\u308C\u305E\u308C\u306E\u5834\u6240",
			"xn--hello-another-way--fc4qua05auwb3674vfr0b"},
		{"\u3072\u3068\u3064\u5C4B\u6839\u306E\u4E0B2",
			"xn--2-u9tlzr9756bt3uc0v"},
		{"maji\u3067koi\u3059\u308B5\u79D2\u524D",
			"xn--majikoi5-783gue6qz075azm5e"},
		{"\u30D1\u30D5\u30A3\u30FCde\u30EB\u30F3\u30D0", "xn--de-jg4avhby1noc0d"},
		{"\u305D\u306E\u30B9\u30D4\u30FC\u30C9\u3067", "xn--d9juau41awczczp"},
	};
	struct arena arena = {0};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++)
		assert_text(uri_host_key(&arena, slice_str(rows[i].label)),
			rows[i].encoded, rows[i].label);
	arena_fini(&arena);
}

static void hosts_have_one_key_each(void **state)
{
	static const struct {
		const char *host, *key;
	} rows[] = {
		{"Example.ORG", "example.org"},
		{"example.org.", "example.org"},
		{"example.org:1965", "example.org"},
		{"ex%61mple.org", "example.org"},
		{"[::1]", "::1"},
		{"[::1]:70", "::1"},
		{"::1", "::1"},
		{"[2001:DB8:0:0:0:0:0:7]", "2001:db8::7"},
		{"127.0.0.1:70", "127.0.0.1"},
		{"M\u00FCnchen.de", "xn--mnchen-3ya.de"},
		{"stra\u00DFe.de", "xn--strae-oqa.de"},
		{"\u0392\u038C\u039B\u039F\u03A3.com", "xn--nxasmq6b.com"},
		{"\uFF41\uFF0E\u00FC\uFF61de", "a.xn--tda.de"},
		{"a_b.\u00FC.de.", "a_b.xn--tda.de"},
		/* What IDNA 2008 refuses, and registries hand out. */
		{"\u2615.example", "xn--53h.example"},
		{"\U0001F4A9.la", "xn--ls8h.la"},
		{"r3---sn.\u00DC.de", "r3---sn.xn--tda.de"},
		{"\u00FC-.de", "xn----dha.de"},
		{"", ""},
	};
	struct arena arena = {0};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++)
		assert_text(uri_host_key(&arena, slice_str(rows[i].host)), rows[i].key,
			rows[i].host);
	arena_fini(&arena);
}

static void labels_and_hosts_have_their_lengths(void **state)
{
	struct arena arena = {0};
	struct buf link;
	struct slice mended;

	(void)state;
	buf_init(&link, BUF_UNLIMITED);
	for (unsigned len = 63; len <= 64; len++) {
		buf_clear(&link);
		buf_puts(&link, "http://");
		buf_repeat(&link, 'a', len);
		assert_int_equal(
			uri_normalize(&arena, buf_slice(&link), &mended), len == 63);
	}
	for (unsigned labels = 126; labels <= 127; labels++) { /* 253 bytes, 255 bytes */
		buf_clear(&link);
		buf_puts(&link, "http://b");
		for (unsigned i = 0; i < labels; i++)
			buf_puts(&link, ".a");
		assert_int_equal(
			uri_normalize(&arena, buf_slice(&link), &mended), labels == 126);
	}
	buf_clear(&link);
	buf_puts(&link, "http://");
	for (unsigned i = 0; i < 100000; i++)
		buf_puts(&link, "\u00FC");
	assert_false(uri_normalize(&arena, buf_slice(&link), &mended));
	buf_fini(&link);
	arena_fini(&arena);
}

static void encodings_decode_once(void **state)
{
	struct buf out;

	(void)state;
	buf_init(&out, BUF_UNLIMITED);
	assert_true(uri_decode(&out, S("a%20b%2525+%c3%A9")));
	assert_text(buf_slice(&out), "a b%25+\u00E9", "decoded");
	assert_false(uri_decode(&out, S("%00")));
	assert_false(uri_decode(&out, S("%2")));
	assert_false(uri_decode(&out, S("%g0")));
	buf_fini(&out);
}

static void parts_are_found_without_a_whole_parse(void **state)
{
	(void)state;
	assert_text(uri_scheme(S("HTTPS://h")), "HTTPS", "scheme");
	assert_null(uri_scheme(S("/a:b")).ptr);
	assert_null(uri_scheme(S("a/b:c")).ptr);
	assert_null(uri_scheme(S("https")).ptr);
	assert_null(uri_scheme(slice_none).ptr);
	assert_text(uri_extension(S("/a.b/c.tar.gz")), "gz", "the last one");
	assert_text(uri_extension(S("/a.b/c")), "", "none in the last segment");
	assert_text(uri_extension(S("/.name")), "", "a dotfile");
	assert_text(uri_extension(S("a.")), "", "nothing after the dot");
	assert_text(uri_extension(slice_none), "", "nothing");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(components_are_split_as_they_stand),
		cmocka_unit_test(what_the_grammar_allows_is_told_from_what_it_does_not),
		cmocka_unit_test(references_resolve_as_rfc_3986_lists_them),
		cmocka_unit_test(
			resolution_takes_a_path_for_a_base_and_makes_no_host_of_a_path),
		cmocka_unit_test(a_path_becomes_a_key_decoded_once),
		cmocka_unit_test(a_key_becomes_a_path_and_comes_back),
		cmocka_unit_test(links_of_authors_are_mended),
		cmocka_unit_test(punycode_agrees_with_the_samples_of_rfc_3492),
		cmocka_unit_test(hosts_have_one_key_each),
		cmocka_unit_test(labels_and_hosts_have_their_lengths),
		cmocka_unit_test(encodings_decode_once),
		cmocka_unit_test(parts_are_found_without_a_whole_parse),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
