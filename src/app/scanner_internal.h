/* SPDX-License-Identifier: MIT */
/* What the scanner tells the workers, and the log. */
#ifndef APP_SCANNER_INTERNAL_H
#define APP_SCANNER_INTERNAL_H

#include "net/worker.h"
#include "serve/serve.h"

/* Every worker trades its snapshot of the table's site @index for @site, and gets a reference of its own. */
void scanner_update_snapshot(struct workers *workers, const struct serve *serve,
	unsigned index, struct site *site);
/* Every worker changes to @table, whose sites are @sites so far (NULL: not read yet). */
void scanner_update_table(struct workers *workers, const struct serve *serve,
	struct serve_table *table, struct site *const *sites);
/* One line of what there is to be read now. */
void scanner_log_site(const struct site *site, const char *folder, uint64_t took_ms);
/* What to do next, where there is no post. */
void scanner_log_advice(const struct site *site, const char *folder);

#endif
