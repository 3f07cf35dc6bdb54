/* SPDX-License-Identifier: MIT */
/* Which errors a kernel may give to which call: what a program has to live with. A call that is not here
 * has none; EINTR is not among those of calls that end at once. The first row that fits counts. */
#ifndef FAULT_FITTING_H
#define FAULT_FITTING_H

#include <errno.h>

#define FITTING_SHORT (-1) /* no error: a part of the bytes */

enum fitting_kind { FITTING_ANY, FITTING_FILE, FITTING_SOCKET, FITTING_OTHER };

/* clang-format off */
static const struct {
	enum fitting_kind kind; /* of the descriptor, for those that transfer bytes */
	const char *calls;
	short errors[8];
} fitting[] = {
	{FITTING_ANY, ",open,openat,openat2,opendir,", {EIO, EMFILE, ENFILE, ENOMEM, EINTR}},
	{FITTING_ANY, ",fcntl,", {EMFILE}},
	{FITTING_ANY, ",fdopendir,", {ENOMEM}},
	{FITTING_ANY, ",readdir,", {EIO}},
	{FITTING_FILE, ",read,pread,", {EIO, EINTR, FITTING_SHORT}},
	{FITTING_SOCKET, ",read,recv,recvmsg,", {EINTR, ECONNRESET, ENOMEM, FITTING_SHORT}},
	{FITTING_OTHER, ",read,", {EINTR}},
	{FITTING_FILE, ",write,pwrite,", {EIO, ENOSPC, EINTR, FITTING_SHORT}},
	{FITTING_SOCKET, ",write,send,", {EINTR, EPIPE, ENOBUFS, ENOMEM, FITTING_SHORT}},
	{FITTING_SOCKET, ",sendmsg,", {EINTR, EPIPE, ENOBUFS, ENOMEM, FITTING_SHORT}},
	{FITTING_OTHER, ",write,", {EINTR}},
	{FITTING_ANY, ",sendfile,", {EIO, EINTR, ENOMEM, FITTING_SHORT}},
	{FITTING_ANY, ",fsync,fdatasync,ftruncate,", {EIO, ENOSPC, EINTR}},
	{FITTING_ANY, ",mkdir,mkdirat,rename,renameat,renameat2,link,linkat,", {EIO, ENOSPC, ENOMEM}},
	{FITTING_ANY, ",unlink,unlinkat,fchmod,fchown,close,", {EIO, EINTR}},
	{FITTING_ANY, ",stat,lstat,fstat,fstatat,statx,statfs,access,faccessat,readlink,readlinkat,realpath,",
		{EIO, ENOMEM}},
	{FITTING_ANY, ",lseek,", {EIO}},
	{FITTING_ANY, ",flock,", {EINTR, ENOLCK}},
	{FITTING_ANY, ",socket,", {EMFILE, ENFILE, ENOBUFS, ENOMEM}},
	{FITTING_ANY, ",bind,listen,getsockname,setsockopt,shutdown,", {ENOBUFS}},
	{FITTING_ANY, ",connect,", {EINTR, ENOMEM}},
	{FITTING_ANY, ",accept4,", {EMFILE, ENFILE, ENOBUFS, ENOMEM, EINTR, ECONNABORTED}},
	{FITTING_ANY, ",pipe2,eventfd,epoll_create1,inotify_init1,", {EMFILE, ENFILE, ENOMEM}},
	{FITTING_ANY, ",epoll_ctl,inotify_add_watch,", {ENOSPC, ENOMEM}},
	{FITTING_ANY, ",epoll_wait,", {EINTR}},
	{FITTING_ANY, ",poll,", {EINTR, ENOMEM}},
	{FITTING_ANY, ",mmap,", {ENOMEM}},
	{FITTING_ANY, ",pthread_create,", {EAGAIN}},
};
/* clang-format on */

#endif
