/* SPDX-License-Identifier: MIT */
/* splashdown.yaml and the command line: what the administrator decides. One table drives parsing,
 * printing and the guide's list of keys; every key is optional. */
#ifndef APP_CONFIG_H
#define APP_CONFIG_H

#include <sys/socket.h>

#include "base/diag.h"
#include "base/log.h"
#include "net/worker.h"
#include "source/settings.h"

/* One site: a folder, its host names, its certificate. */
struct config_site {
	struct slice folder;           /* absolute after config_finish */
	struct slices hosts;           /* lower case */
	struct slice certificate, key; /* paths of PEM files; empty: one of our own */
	/* What its snapshot is made by; but for folder, file and version, which config_site_config fills in. */
	struct site_config blog;
	struct slices people;     /* "NAME FINGERPRINT FINGERPRINT" */
	struct slices writers;    /* names of people */
	struct slices gopher;     /* "ADDR:PORT"; or one "no" */
	struct slice gopher_host; /* what menus name; empty: the first host */
	unsigned gopher_port;     /* the same; 0: the one connected to */
	unsigned gopher_width;
	unsigned gopher_posts; /* 0 text, 1 menu */
	bool gopher_ascii, gopher_tls;
};

#define CONFIG_DESK "/me/" /* the default, where there is anybody to sit there */

/* Where a key was said, for messages about what several keys say together. */
struct config_mark {
	const struct config_mark *next;
	const void *field;
	struct slice file;
	unsigned line, column; /* 0: on the command line */
};

struct config {
	struct arena arena;
	const struct config_mark *marks; /* the last one first */
	struct slice file; /* absolute path of splashdown.yaml; empty: none was there */
	struct slices gemini;     /* "ADDR:PORT" */
	struct slices proxy;      /* trusted balancers: addresses and networks */
	unsigned advertised_port; /* 0: the ports that are listened on */
	struct slice state;       /* folder; absolute after config_finish */
	/* folder for what can be made again; absolute after config_finish, or empty */
	struct slice cache_folder;
	struct slice upload_folder; /* absolute after config_finish */
	uint64_t upload_text_bytes, upload_file_bytes, upload_quota_bytes;
	unsigned workers; /* 0: one per processor */
	uint64_t cache_bytes;
	bool client_certificates;
	bool sandbox;
	uint64_t request_ms, stall_ms, linger_ms, drain_ms;
	unsigned per_address, per_address_hard, total, total_hard;
	unsigned rate, burst; /* requests of one address; a rate of 0: no limit */
	unsigned log_level;   /* enum log_level */
	bool log_access;
	unsigned log_address; /* enum log_address */
	struct config_site
		site; /* the keys of the file itself: the only site, and what the others
				  * inherit */
	struct config_site *sites;
	size_t site_count;
	bool is_only; /* no list of sites was there: the only one is a copy of the top */
	bool is_nameless; /* no host was named: it is called as this machine calls itself */
	bool is_local;    /* neither hosts nor listeners were named: this machine only */
};

/* Zeroes become the defaults of the table. */
void config_init(struct config *config);
void config_fini(struct config *config);

/* Reads @path. What is wrong is a diag; the other keys count. Returns 0 or -errno (the file cannot
 * be read). */
int config_load(struct config *config, const char *path, struct diag_list *diags);
/* One "--key value" of the command line, as if it stood in the file. False: no such key or a bad
 * value, said in @diags. */
bool config_set(struct config *config, struct slice key, struct slice value,
	struct diag_list *diags);
/* Forgets a list of the file, for the command line to name another. Other keys are left alone. */
void config_unset(struct config *config, struct slice name);
/* Fills in what nobody said: sites, hosts, listeners, state folder; makes folders absolute. @dir is the
 * command line's folder ("." when none). Returns 0 or -errno, with a diag. */
int config_finish(struct config *config, const char *dir, struct diag_list *diags);

/* @to, which is zeroes, becomes a copy of @from that borrows nothing of its configuration. */
void config_site_copy(
	struct arena *arena, struct config_site *to, const struct config_site *from);

/* The effective configuration as YAML that config_load reads back to the same. */
void config_print(struct buf *out, const struct config *config);
/* The table of keys in Markdown: the guide's page Settings. */
void config_print_table(struct buf *out);

/* Where to listen, "ADDR:PORT" or "ADDR:PORT proxy": how many addresses it is (at most two), or -errno. */
int config_listen(struct slice text, uint16_t standard_port,
	struct sockaddr_storage addresses[2], bool *proxy);

/* Is @site served over Gopher: not at all, where its configuration says, (the first site, when none
 * says anything) beside Gemini, or only on a socket that is passed for it? */
enum config_gopher { GOPHER_OFF, GOPHER_CONFIGURED, GOPHER_BESIDE, GOPHER_IF_PASSED };
enum config_gopher config_gopher(
	const struct config *config, const struct config_site *site);

/* How @site is served over Gopher; @gemini is its origin there. Borrows all strings. */
struct serve_gopher;
void config_serve_gopher(
	const struct config_site *site, struct slice gemini, struct serve_gopher *out);

void config_limits(const struct config *config, struct limits *out);
void config_log(const struct config *config, struct log_settings *out);
/* What the site floor wants to know of @site; borrows its strings. Zones are read into @arena. */
void config_site_config(struct arena *arena, const struct config *config,
	const struct config_site *site, struct site_config *out);

#endif
