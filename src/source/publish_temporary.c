/* SPDX-License-Identifier: MIT */
#include "source/publish.h"

/* ".x.AbCdEf": rsync's copy until it is whole, six letters or digits behind the last dot. */
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
	static const struct slice ends[] = {S("~"), S(".tmp"), S(".temp"), S(".part"),
		S(".partial"), S(".crdownload"), S(".swp"), S(".swo"), S(".swn"),
		S(".swx"), S(".kate-swp")};
	static const struct slice starts[] = {S(".#"), S(".goutputstream-"),
		S(".splashdown-"), S(".nfs"), S(".~lock."), S("~$"), S(".fuse_hidden")};

	/* vim asks by this name whether it may write here. */
	if (slice_eq(name, S("4913")))
		return true;
	for (size_t i = 0; i < sizeof(ends) / sizeof(*ends); i++) {
		if (slice_ends(name, ends[i]))
			return true;
	}
	for (size_t i = 0; i < sizeof(starts) / sizeof(*starts); i++) {
		if (slice_starts(name, starts[i]))
			return true;
	}
	if (name.len > 2 && slice_starts(name, S("#")) && slice_ends(name, S("#")))
		return true;
	return is_rsync(name);
}
