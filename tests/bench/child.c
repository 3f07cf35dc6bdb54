/* SPDX-License-Identifier: MIT */
/* Children of the run, none of which outlives it. */
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "bench.h"

#define CHILDREN_MAX 64
#define END_MS       5000

/* Of the one run that this process is. */
static pid_t children[CHILDREN_MAX];

void child_keep(pid_t pid)
{
	for (size_t i = 0; i < CHILDREN_MAX; i++) {
		if (!children[i]) {
			children[i] = pid;
			return;
		}
	}
	abort();
}

static void child_forget(pid_t pid)
{
	for (size_t i = 0; i < CHILDREN_MAX; i++)
		if (children[i] == pid)
			children[i] = 0;
}

void child_begin(void)
{
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	setpgid(0, 0);
	signal(SIGINT, SIG_DFL);
	signal(SIGTERM, SIG_DFL);
	signal(SIGPIPE, SIG_DFL);
}

pid_t child_spawn(const char *const *argv)
{
	pid_t pid = fork();
	if (pid < 0)
		abort();
	if (pid) {
		setpgid(pid, pid);
		child_keep(pid);
		return pid;
	}
	child_begin();
	int null = open("/dev/null", O_RDWR);
	dup2(null, 0);
	dup2(null, 1);
	dup2(null, 2);
	execvp(argv[0], (char *const *)argv);
	_exit(127);
}

void child_stop(pid_t pid)
{
	if (pid <= 0)
		return;
	kill(-pid, SIGKILL);
	waitpid(pid, NULL, 0);
	child_forget(pid);
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
			kill(-pid, SIGKILL);
	child_forget(pid);
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
