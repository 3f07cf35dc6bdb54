/* SPDX-License-Identifier: MIT */
#include "source/never.h"

#include "source/pattern.h"

#define NAME_MAX_BYTES 255

static const struct row {
	enum never never;
	/* Shell patterns in lower case, separated by '|'; one with a slash matches the end of the
	 * path. */
	struct slice names;
} rows[] = {
	{NEVER_SECRET,
		S("*.pem|*.p12|*.pfx|*.p8|*.jks|*.keystore|*.kdb|*.kdbx|*.ppk|*.ovpn|"
		  "*.env|env.local|*.tfvars|*.tfstate*|id_rsa*|id_dsa*|id_ecdsa*|"
		  "id_ed25519*|authorized_keys|known_hosts|htpasswd|credentials.json|"
		  "client_secret*.json|service-account*.json|secrets.json|"
		  "secrets.toml|secrets.y*ml|wp-config.php")},
	/* They hold passwords for parts of a site. */
	{NEVER_SECRET, S("_headers|_protected_pages.txt")},
	{NEVER_SETTINGS,
		S("splashdown.y*ml|hugo.toml|hugo.y*ml|hugo.json|zola.toml|"
		  "_config.y*ml|_config.*.y*ml|_config.toml|mkdocs*.y*ml|"
		  "properdocs.y*ml|zensical.toml|pelicanconf.py|publishconf.py|"
		  "gatsby-config.*|gatsby-node.*|gatsby-browser.*|gatsby-ssr.*|"
		  "quartz.layout.ts|sidebars.js|sidebars.ts|book.toml|_quarto.y*ml|"
		  "antora*.y*ml|*.config.js|*.config.cjs|*.config.mjs|*.config.ts|"
		  "*.config.cts|*.config.mts|*.config.json|*.config.toml|"
		  "*.config.y*ml|web.config|package.json|npm-shrinkwrap.json|"
		  "*-lock.json|*-lock.y*ml|*.lock|*.lockb|go.sum|tsconfig*.json|"
		  "jsconfig.json|deno.json*|composer.json|dockerfile*|"
		  "docker-compose*|compose*.y*ml|vagrantfile|jenkinsfile|procfile|"
		  "ansible.cfg|netlify.toml|vercel.json|now.json|wrangler.toml|"
		  "wrangler.json*|firebase.json|fly.toml|render.y*ml|"
		  "azure-pipelines.y*ml|bitbucket-pipelines.y*ml|cloudbuild.y*ml|"
		  "buildspec.y*ml|appveyor.y*ml|cname")},
};

/* The same, except in folders of static files, where they are intended: settings of a web editor,
 * examples of a tutorial. */
static const struct row outside_static[] = {
	{NEVER_SETTINGS, S("config.toml|config.y*ml|config.json|config/_default/*|"
			   "config/production/*|config/development/*|config/staging/*")},
	{NEVER_COPY,
		S("*.sql|*.sql.*|*.sqlite*|*.dump|*.bak|*.orig|*.old|*.swp|*.swo|*~")},
};

/* The last two folders of @path and its name, if present. */
static struct slice end_of(struct slice path)
{
	size_t at = path.len;

	for (int slashes = 0; at > 0; at--) {
		if (path.ptr[at - 1] == '/' && ++slashes == 3)
			break;
	}
	return slice_from(path, at);
}

static enum never find(
	const struct row *table, size_t count, struct slice path, struct slice name)
{
	for (size_t i = 0; i < count; i++) {
		struct slice rest = table[i].names, pattern;
		while (slice_split(&rest, '|', &pattern)) {
			bool whole = slice_find_char(pattern, '/') >= 0;
			if (pattern_glob(pattern, whole ? end_of(path) : name, whole))
				return table[i].never;
		}
	}
	return NEVER_NOT;
}

/* Usual names of folders whose files generators copy. */
static bool is_static_by_name(struct slice path)
{
	return slice_any(path, S("assets/|static/"), slice_starts);
}

enum never never_by_name(struct slice path, bool is_static)
{
	char lower[NAME_MAX_BYTES];
	struct slice name = slice_path_name(path);

	/* No system allows longer names. */
	if (name.len > sizeof(lower))
		return NEVER_NOT;
	for (size_t i = 0; i < name.len; i++)
		lower[i] = ascii_lower(name.ptr[i]);
	name.ptr = lower;
	enum never never = find(rows, sizeof(rows) / sizeof(*rows), path, name);
	if (never || is_static || is_static_by_name(path))
		return never;
	return find(outside_static, sizeof(outside_static) / sizeof(*outside_static),
		path, name);
}

bool never_wants_look(struct slice path)
{
	struct slice name = slice_path_name(path);

	return slice_any(name, S(".key|.asc|.txt"), slice_ends_nocase) ||
	       slice_find_char(name, '.') < 0;
}

bool never_by_text(struct slice path, struct slice head)
{
	struct slice line;

	slice_skip(&head, S("\xEF\xBB\xBF"));
	head = slice_trim_start(head);
	if (slice_starts(head, S("PuTTY-User-Key-File")))
		return true;
	if (!slice_starts(head, S("-----BEGIN")))
		return false;
	slice_cut(head, '\n', &line, NULL);
	return slice_ends_nocase(path, S(".key")) ||
	       slice_find(line, S("PRIVATE KEY")) >= 0;
}

const char *never_name(enum never never)
{
	static const char *const names[] = {
		[NEVER_NOT] = "",
		[NEVER_SECRET] = "a key or a secret",
		[NEVER_SETTINGS] = "the settings of a generator or a tool",
		[NEVER_COPY] = "a dump or an editor's backup",
	};

	return names[never];
}
