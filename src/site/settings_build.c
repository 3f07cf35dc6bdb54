/* SPDX-License-Identifier: MIT */
/* What the build of the web site does to pages after its generator, as far as it concerns who may see
 * them. */
#include "site/settings_parts.h"

#define ENCRYPTS_PAGES "the build encrypts pages that Splashdown cannot name"

static bool says_so(
	struct settings_reader *reader, struct slice file, struct slice *program)
{
	static const struct slice programs[] = {S("staticrypt"), S("pagecrypt")};
	struct slice text = settings_read_file(reader, file);

	for (size_t i = 0; i < sizeof(programs) / sizeof(*programs); i++) {
		*program = programs[i];
		if (slice_find(text, programs[i]) >= 0)
			return true;
	}
	return false;
}

void settings_tell_of_encryption(struct settings_reader *reader)
{
	static const struct slice files[] = {S("package.json"), S("Makefile"),
		S("netlify.toml"), S("vercel.json"), S("build.sh"), S("deploy.sh"),
		S("Rakefile"), S(".gitlab-ci.yml")};
	struct slice folder = S(".github/workflows"), *names, file, program;
	size_t count = settings_list(reader, folder, &names);
	size_t fixed = sizeof(files) / sizeof(*files);

	for (size_t i = 0; i < fixed + count; i++) {
		file = i < fixed ? files[i]
				 : arena_printf(&reader->settings->arena, "%.*s/%.*s",
					   SARG(folder), SARG(names[i - fixed]));
		if (!says_so(reader, file, &program))
			continue;
		diag_add(reader->diags, DIAG_WARNING, file, 0, 0,
			"they are shown here unless their front matter has a password",
			ENCRYPTS_PAGES ": %.*s", SARG(program));
		return;
	}
}
