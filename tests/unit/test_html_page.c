/* SPDX-License-Identifier: MIT */
/* What golden files cannot show: the sheet's hash, options, looks, and pages that a hostile author would make. */
#include "render/html.h"

#include <openssl/evp.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
// cmocka needs the headers above
#include <cmocka.h>

static void the_hash_is_that_of_the_sheet(void **state)
{
	unsigned char digest[EVP_MAX_MD_SIZE], encoded[2 * EVP_MAX_MD_SIZE];
	unsigned len = 0;
	struct buf said;

	(void)state;
	assert_true(EVP_Digest(
		html_style, strlen(html_style), digest, &len, EVP_sha256(), NULL));
	EVP_EncodeBlock(encoded, digest, (int)len);
	buf_init(&said, 0);
	buf_printf(&said, "'sha256-%s'", (const char *)encoded);
	buf_putc(&said, '\0');
	assert_string_equal(said.ptr, HTML_STYLE_HASH);
	buf_fini(&said);
}

static void links_lead_to_pages_only(void **state)
{
	static const struct {
		const char *url;
		bool may;
		const char *why;
	} rows[] = {
		{"https://a.example/", true, "the web"},
		{"HTTP://a.example", true, "case"},
		{"gemini://a.example/x?y", true, "Gemini"},
		{"gopher://a.example:70/1/", true, "Gopher"},
		{"spartan://a.example/", true, "Spartan"},
		{"nex://a.example/", true, "Nex"},
		{"finger://a.example/ada", true, "Finger"},
		{"mailto:ada@a.example", true, "mail"},
		{"tel:+4930", true, "a telephone"},
		{"xmpp:ada@a.example", true, "chat"},
		{"javascript:alert(1)", false, "runs"},
		{"JaVaScRiPt:alert(1)", false, "runs in any case"},
		{"java\nscript:alert(1)", false, "a line end in between"},
		{" javascript:alert(1)", false, "white space before"},
		{"data:text/html,x", false, "carries a page"},
		{"vbscript:x", false, "runs elsewhere"},
		{"file:///etc/passwd", false, "this machine"},
		{"blob:https://a.example/1", false, "made by scripts"},
		{"view-source:https://a.example/", false, "a scheme of browsers"},
		{"//evil.example/", false, "a host without a scheme"},
		{"\\\\evil.example/", false, "the same to browsers"},
		{"https:evil.example", false, "no host"},
		{"https:///x", false, "an empty host"},
		{"mailto:", false, "nobody"},
		{"/x", false, "not absolute"},
		{"", false, "nothing"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++)
		if (html_may_link(slice_str(rows[i].url)) != rows[i].may)
			fail_msg("%s: %s", rows[i].url, rows[i].why);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_hash_is_that_of_the_sheet),
		cmocka_unit_test(links_lead_to_pages_only),
	};

	return cmocka_run_group_tests_name("html_page", tests, NULL, NULL);
}
