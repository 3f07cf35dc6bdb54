/* SPDX-License-Identifier: MIT */
/* Pictures without what cameras write into them: where and when they were taken, and by which device. What is shown
 * stays as it is. */
#ifndef STORE_PICTURE_H
#define STORE_PICTURE_H

#include "base/slice.h"

/* Writes the picture @from (whole, seekable; by the ending of @source a JPEG, PNG or WebP) to @to without its Exif, XMP
 * and IPTC, comments, Content Credentials (C2PA) and whatever else does not change what is seen; a JPEG keeps its
 * orientation. Of what follows the picture's end nothing stays. Returns 1; 0 when nothing had to go or it is of no such
 * kind (@to is of no use then); or -errno. Constant memory. */
int picture_clean(struct slice source, int from, int to);
/* May the file @fd say where it was taken, in a form that picture_clean does not take out (films, AVIF)? */
bool picture_may_tell(struct slice source, int fd);

#endif
