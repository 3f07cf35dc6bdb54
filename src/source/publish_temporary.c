/* SPDX-License-Identifier: MIT */
#include "source/publish.h"

/* ".x.AbCdEf": rsync's incomplete copy, with six letters or digits after the last dot. */
static bool is_rsync(struct slice name)
{
	ptrdiff_t dot = slice_rfind_char(name, '.');
	struct slice last = slice_from(name, (size_t)(dot + 1));

	if (dot < 2 || *name.ptr != '.' || last.len != 6)
		return false;
	for (size_t i = 0; i < last.len; i++) {
		if (!ascii_is_alnum(last.ptr[i]))
			return false;
	}
	return true;
}

bool publish_is_temporary(struct slice name)
{
	static const struct slice ends = S("~|.tmp|.temp|.part|.partial|.crdownload|.swp|"
					   ".swo|.swn|.swx|.kate-swp");
	static const struct slice starts =
		S(".#|.goutputstream-|.splashdown-|.nfs|.~lock.|~$|.fuse_hidden");

	/* vim creates 4913 to test whether it may write here. */
	return slice_eq(name, S("4913")) || slice_any(name, ends, slice_ends) ||
	       slice_any(name, starts, slice_starts) ||
	       (name.len > 2 && slice_starts(name, S("#")) && slice_ends(name, S("#"))) ||
	       is_rsync(name);
}
