/* SPDX-License-Identifier: MIT */
/* Out of memory ends the process (see ARCHITECTURE.md, "Errors"), and not without a word. */
#ifndef BASE_MEMORY_H
#define BASE_MEMORY_H

/* From here on an abort for want of memory, in a library too, writes one line to standard error first. */
void memory_tell(void);

#endif
