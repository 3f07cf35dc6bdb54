/* SPDX-License-Identifier: MIT */
#include "source/never.h"

#include "source/pattern.h"

#define NAME_MAX_BYTES 255

static const struct row {
	enum never never;
	struct slice
		name; /* a shell pattern, in lower case; with a slash: of the path's end */
} rows[] = {
	{NEVER_SECRET, S("*.pem")},
	{NEVER_SECRET, S("*.p12")},
	{NEVER_SECRET, S("*.pfx")},
	{NEVER_SECRET, S("*.p8")},
	{NEVER_SECRET, S("*.jks")},
	{NEVER_SECRET, S("*.keystore")},
	{NEVER_SECRET, S("*.kdb")},
	{NEVER_SECRET, S("*.kdbx")},
	{NEVER_SECRET, S("*.ppk")},
	{NEVER_SECRET, S("*.ovpn")},
	{NEVER_SECRET, S("*.env")},
	{NEVER_SECRET, S("env.local")},
	{NEVER_SECRET, S("*.tfvars")},
	{NEVER_SECRET, S("*.tfstate*")},
	{NEVER_SECRET, S("id_rsa*")},
	{NEVER_SECRET, S("id_dsa*")},
	{NEVER_SECRET, S("id_ecdsa*")},
	{NEVER_SECRET, S("id_ed25519*")},
	{NEVER_SECRET, S("authorized_keys")},
	{NEVER_SECRET, S("known_hosts")},
	{NEVER_SECRET, S("htpasswd")},
	{NEVER_SECRET, S("credentials.json")},
	{NEVER_SECRET, S("client_secret*.json")},
	{NEVER_SECRET, S("service-account*.json")},
	{NEVER_SECRET, S("secrets.json")},
	{NEVER_SECRET, S("secrets.toml")},
	{NEVER_SECRET, S("secrets.y*ml")},
	{NEVER_SECRET, S("wp-config.php")},
	/* They hold passwords for parts of a site. */
	{NEVER_SECRET, S("_headers")},
	{NEVER_SECRET, S("_protected_pages.txt")},
	{NEVER_SETTINGS, S("splashdown.y*ml")},
	{NEVER_SETTINGS, S("hugo.toml")},
	{NEVER_SETTINGS, S("hugo.y*ml")},
	{NEVER_SETTINGS, S("hugo.json")},
	{NEVER_SETTINGS, S("zola.toml")},
	{NEVER_SETTINGS, S("_config.y*ml")},
	{NEVER_SETTINGS, S("_config.*.y*ml")},
	{NEVER_SETTINGS, S("_config.toml")},
	{NEVER_SETTINGS, S("mkdocs*.y*ml")},
	{NEVER_SETTINGS, S("properdocs.y*ml")},
	{NEVER_SETTINGS, S("zensical.toml")},
	{NEVER_SETTINGS, S("pelicanconf.py")},
	{NEVER_SETTINGS, S("publishconf.py")},
	{NEVER_SETTINGS, S("gatsby-config.*")},
	{NEVER_SETTINGS, S("gatsby-node.*")},
	{NEVER_SETTINGS, S("gatsby-browser.*")},
	{NEVER_SETTINGS, S("gatsby-ssr.*")},
	{NEVER_SETTINGS, S("quartz.layout.ts")},
	{NEVER_SETTINGS, S("sidebars.js")},
	{NEVER_SETTINGS, S("sidebars.ts")},
	{NEVER_SETTINGS, S("book.toml")},
	{NEVER_SETTINGS, S("_quarto.y*ml")},
	{NEVER_SETTINGS, S("antora*.y*ml")},
	{NEVER_SETTINGS, S("*.config.js")},
	{NEVER_SETTINGS, S("*.config.cjs")},
	{NEVER_SETTINGS, S("*.config.mjs")},
	{NEVER_SETTINGS, S("*.config.ts")},
	{NEVER_SETTINGS, S("*.config.cts")},
	{NEVER_SETTINGS, S("*.config.mts")},
	{NEVER_SETTINGS, S("*.config.json")},
	{NEVER_SETTINGS, S("*.config.toml")},
	{NEVER_SETTINGS, S("*.config.y*ml")},
	{NEVER_SETTINGS, S("web.config")},
	{NEVER_SETTINGS, S("package.json")},
	{NEVER_SETTINGS, S("npm-shrinkwrap.json")},
	{NEVER_SETTINGS, S("*-lock.json")},
	{NEVER_SETTINGS, S("*-lock.y*ml")},
	{NEVER_SETTINGS, S("*.lock")},
	{NEVER_SETTINGS, S("*.lockb")},
	{NEVER_SETTINGS, S("go.sum")},
	{NEVER_SETTINGS, S("tsconfig*.json")},
	{NEVER_SETTINGS, S("jsconfig.json")},
	{NEVER_SETTINGS, S("deno.json*")},
	{NEVER_SETTINGS, S("composer.json")},
	{NEVER_SETTINGS, S("dockerfile*")},
	{NEVER_SETTINGS, S("docker-compose*")},
	{NEVER_SETTINGS, S("compose*.y*ml")},
	{NEVER_SETTINGS, S("vagrantfile")},
	{NEVER_SETTINGS, S("jenkinsfile")},
	{NEVER_SETTINGS, S("procfile")},
	{NEVER_SETTINGS, S("ansible.cfg")},
	{NEVER_SETTINGS, S("netlify.toml")},
	{NEVER_SETTINGS, S("vercel.json")},
	{NEVER_SETTINGS, S("now.json")},
	{NEVER_SETTINGS, S("wrangler.toml")},
	{NEVER_SETTINGS, S("wrangler.json*")},
	{NEVER_SETTINGS, S("firebase.json")},
	{NEVER_SETTINGS, S("fly.toml")},
	{NEVER_SETTINGS, S("render.y*ml")},
	{NEVER_SETTINGS, S("azure-pipelines.y*ml")},
	{NEVER_SETTINGS, S("bitbucket-pipelines.y*ml")},
	{NEVER_SETTINGS, S("cloudbuild.y*ml")},
	{NEVER_SETTINGS, S("buildspec.y*ml")},
	{NEVER_SETTINGS, S("appveyor.y*ml")},
	{NEVER_SETTINGS, S("cname")},
};

/* The same, but what lies in a folder of static files is there on purpose: the settings of an editor in
 * the browser, the example of a tutorial. */
static const struct row outside_static[] = {
	{NEVER_SETTINGS, S("config.toml")},
	{NEVER_SETTINGS, S("config.y*ml")},
	{NEVER_SETTINGS, S("config.json")},
	{NEVER_SETTINGS, S("config/_default/*")},
	{NEVER_SETTINGS, S("config/production/*")},
	{NEVER_SETTINGS, S("config/development/*")},
	{NEVER_SETTINGS, S("config/staging/*")},
	{NEVER_COPY, S("*.sql")},
	{NEVER_COPY, S("*.sql.*")},
	{NEVER_COPY, S("*.sqlite*")},
	{NEVER_COPY, S("*.dump")},
	{NEVER_COPY, S("*.bak")},
	{NEVER_COPY, S("*.orig")},
	{NEVER_COPY, S("*.old")},
	{NEVER_COPY, S("*.swp")},
	{NEVER_COPY, S("*.swo")},
	{NEVER_COPY, S("*~")},
};

/* The last two folders of @path and its name, as far as they are there. */
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
		struct slice row = table[i].name;
		bool whole = slice_find_char(row, '/') >= 0;
		if (pattern_glob(row, whole ? end_of(path) : name, whole))
			return table[i].never;
	}
	return NEVER_NOT;
}

/* Folders that are called what generators call those whose files they copy. */
static bool is_static_by_name(struct slice path)
{
	return slice_starts(path, S("assets/")) || slice_starts(path, S("static/"));
}

enum never never_by_name(struct slice path, bool is_static)
{
	char lower[NAME_MAX_BYTES];
	struct slice name = slice_path_name(path);

	/* No system has longer names. */
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

	return slice_ends_nocase(name, S(".key")) || slice_ends_nocase(name, S(".asc")) ||
	       slice_ends_nocase(name, S(".txt")) || slice_find_char(name, '.') < 0;
}

bool never_by_text(struct slice path, struct slice head)
{
	struct slice line;

	if (slice_starts(head, S("\xEF\xBB\xBF")))
		head = slice_from(head, 3);
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
		[NEVER_COPY] = "a dump, or a copy that an editor left",
	};

	return names[never];
}
