/* SPDX-License-Identifier: MIT */
/* Children of the run, none of which outlives it. */
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "bench.h"
#include "family.h"

#define CHILDREN_MAX 64
#define END_MS       5000
#define BACKLOG      512

/* Of the one run that this process is. */
static pid_t children[CHILDREN_MAX];

static void keep(pid_t pid)
{
	for (size_t i = 0; i < CHILDREN_MAX; i++) {
		if (!children[i]) {
			children[i] = pid;
			return;
		}
	}
	abort();
}

static void forget(pid_t pid)
{
	for (size_t i = 0; i < CHILDREN_MAX; i++)
		if (children[i] == pid)
			children[i] = 0;
}

/* The last core, or all others. */
static void keep_cores(bool last)
{
	cpu_set_t set;
	bool seen = false;
	if (sched_getaffinity(0, sizeof(set), &set) || CPU_COUNT(&set) < 2)
		return;
	for (int i = CPU_SETSIZE - 1; i >= 0; i--) {
		if (!CPU_ISSET(i, &set))
			continue;
		if (seen == last)
			CPU_CLR(i, &set);
		seen = true;
	}
	(void)sched_setaffinity(0, sizeof(set), &set);
}

void client_cores(void)
{
	keep_cores(false);
}

pid_t child_fork(bool on_one_core)
{
	pid_t pid = fork();
	if (pid < 0)
		abort();
	if (pid) {
		setpgid(pid, pid);
		keep(pid);
		return pid;
	}
	if (on_one_core)
		keep_cores(true);
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	setpgid(0, 0);
	signal(SIGINT, SIG_DFL);
	signal(SIGTERM, SIG_DFL);
	signal(SIGPIPE, SIG_DFL);
	return 0;
}

static void silence(void)
{
	int null = open("/dev/null", O_RDWR);
	dup2(null, 0);
	dup2(null, 1);
	dup2(null, 2);
}

static pid_t spawn(const char *const *argv, bool on_one_core)
{
	pid_t pid = child_fork(on_one_core);
	if (pid)
		return pid;
	silence();
	execvp(argv[0], (char *const *)argv);
	_exit(127);
}

pid_t child_spawn(const char *const *argv)
{
	return spawn(argv, false);
}

pid_t child_spawn_on_one_core(const char *const *argv)
{
	return spawn(argv, true);
}

/* Standard input and output are the connection's. What it keeps in shared memory goes with us. */
static void serve_inetd(int listener, const char *const *argv)
{
	if (unshare(CLONE_NEWIPC) && unshare(CLONE_NEWUSER | CLONE_NEWIPC))
		_exit(1);
	while (true) {
		int fd = accept(listener, NULL, NULL);
		pid_t pid = fd < 0 ? -1 : fork();
		if (pid == 0) {
			dup2(fd, 0);
			dup2(fd, 1);
			execvp(argv[0], (char *const *)argv);
			_exit(127);
		}
		if (fd >= 0)
			close(fd);
		while (waitpid(-1, NULL, WNOHANG) > 0)
			;
	}
}

pid_t child_inetd(uint16_t port, const char *const *argv)
{
	struct sockaddr_in address = {.sin_family = AF_INET,
		.sin_port = htons(port),
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
	int one = 1, fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (fd < 0 || setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &one, sizeof(one)) ||
		bind(fd, (struct sockaddr *)&address, sizeof(address)) ||
		listen(fd, BACKLOG))
		abort();
	pid_t pid = child_fork(false);
	if (pid == 0) {
		silence();
		serve_inetd(fd, argv);
	}
	close(fd);
	return pid;
}

void child_stop(pid_t pid)
{
	struct relative *family;
	if (pid <= 0)
		return;
	size_t count = family_of(pid, &family);
	for (size_t i = 0; i < count; i++)
		kill(family[i].pid, SIGKILL);
	/* Who has lost its parent is our child (PR_SET_CHILD_SUBREAPER). */
	for (size_t i = 0; i < count; i++)
		waitpid(family[i].pid, NULL, 0);
	free(family);
	forget(pid);
}

void child_end(pid_t pid)
{
	if (pid <= 0)
		return;
	kill(pid, SIGTERM);
	for (int waited = 0; waited < END_MS; waited += 10) {
		siginfo_t info = {0};
		if (waitid(P_PID, (id_t)pid, &info, WEXITED | WNOHANG | WNOWAIT) ||
			info.si_pid)
			break;
		pause_ms(10);
	}
	child_stop(pid);
}

bool child_run(const char *const *argv, uint64_t *cpu_ns)
{
	struct rusage used = {0};
	int status = 0;
	pid_t pid = child_spawn(argv), got;
	while ((got = wait4(pid, &status, 0, &used)) < 0 && errno == EINTR)
		if (bench_stopped())
			kill(pid, SIGKILL);
	forget(pid);
	if (cpu_ns)
		*cpu_ns = ((uint64_t)used.ru_utime.tv_sec +
				  (uint64_t)used.ru_stime.tv_sec) *
				  1000000000u +
			  ((uint64_t)used.ru_utime.tv_usec +
				  (uint64_t)used.ru_stime.tv_usec) *
				  1000u;
	return got == pid && WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

void child_stop_all(void)
{
	for (size_t i = 0; i < CHILDREN_MAX; i++)
		child_stop(children[i]);
}

uint16_t port_free(void)
{
	struct sockaddr_in address = {
		.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
	socklen_t len = sizeof(address);
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (fd < 0 || bind(fd, (struct sockaddr *)&address, len) ||
		getsockname(fd, (struct sockaddr *)&address, &len))
		abort();
	close(fd);
	return ntohs(address.sin_port);
}

void pause_ms(long ms)
{
	struct timespec pause = {ms / 1000, ms % 1000 * 1000000};
	nanosleep(&pause, NULL);
}

double now_ms(void)
{
	struct timespec now;
	clock_gettime(CLOCK_MONOTONIC, &now);
	return (double)now.tv_sec * 1e3 + (double)now.tv_nsec / 1e6;
}
