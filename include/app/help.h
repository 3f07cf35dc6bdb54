/* SPDX-License-Identifier: MIT */
/* What the program says about itself, all of it from the tables of commands, options and keys: the words
 * of help, the lists in the manual pages (mdoc), and the completion scripts of three shells. */
#ifndef APP_HELP_H
#define APP_HELP_H

#include "base/buf.h"

/* Prints help on @topic (a command, another topic, or NULL: everything) to standard output. Returns
 * the exit status. */
int help_print(const char *topic);

/* The commands, or the keys, as items of an mdoc list. */
void help_mdoc_commands(struct buf *out);
void help_mdoc_keys(struct buf *out);

void help_bash(struct buf *out);
void help_zsh(struct buf *out);
void help_fish(struct buf *out);

#endif
