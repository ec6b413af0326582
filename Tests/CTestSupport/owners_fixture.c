#define _GNU_SOURCE
#include "owners_fixture.h"

#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/fsuid.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <sys/xattr.h>
#include <unistd.h>

/* In the child: only system calls from here on. */
static void reset_signals(void)
{
	sigset_t none;

	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
	for (int number = 1; number < 32; number++)
		signal(number, SIG_DFL);
	prctl(PR_SET_PDEATHSIG, SIGKILL);
}

static void become_holder(int kept, int ready)
{
	reset_signals();
	/* First out of the way of the numbers they go to. */
	kept = kept >= 0 ? fcntl(kept, F_DUPFD, 100) : -1;
	ready = fcntl(ready, F_DUPFD, 100);
	if (kept >= 0)
		dup2(kept, 3);
	else
		close(3);
	dup2(ready, 4);
	syscall(SYS_close_range, 5u, ~0u, 0u);
	write(4, "k", 1);
	close(4);
}

/* Waits for the child's descriptors to be as promised; -1 when it ended before. */
static int wait_until_ready(int pid, const int ready[2])
{
	char byte = 0;
	int is_ready;

	close(ready[1]);
	is_ready = pid > 0 && read(ready[0], &byte, 1) == 1 && byte == 'k';
	close(ready[0]);
	if (is_ready)
		return pid;
	owners_reap(pid);
	return -1;
}

static void wait_forever(void)
{
	for (;;)
		pause();
}

/* In a child that shares the parent's memory: it changes nothing but itself. */
static void become_sleeper(int kept)
{
	char *const arguments[] = { "sleep", "infinity", NULL }, *const environment[] = { NULL };

	reset_signals();
	if (kept >= 0)
		kept = fcntl(kept, F_DUPFD, 100);
	if (kept >= 0)
		dup2(kept, 3);
	syscall(SYS_close_range, kept >= 0 ? 4u : 3u, ~0u, 0u);
	execve("/bin/sleep", arguments, environment);
	_exit(127);
}

/* Waits for a child to be /bin/sleep, name and all: the last that execve() changes. vfork() alone does
   not wait for the name, and ThreadSanitizer makes a fork() of it. -1 when it ended before. */
static int wait_for_sleeper(int pid)
{
	char path[32], name[16] = "";

	snprintf(path, sizeof path, "/proc/%d/comm", pid);
	for (;;) {
		siginfo_t info = { 0 };
		int file = open(path, O_RDONLY | O_CLOEXEC);
		ssize_t length = file < 0 ? 0 : read(file, name, sizeof name);

		if (file >= 0)
			close(file);
		if (length == 6 && memcmp(name, "sleep\n", 6) == 0)
			return pid;
		if (waitid(P_PID, (id_t)pid, &info, WEXITED | WNOHANG | WNOWAIT) == 0 && info.si_pid == pid) {
			owners_reap(pid);
			return -1;
		}
		usleep(100);
	}
}

int owners_fork_holder(int kept)
{
	sigset_t all, before;
	int pid;

	sigfillset(&all);
	sigprocmask(SIG_SETMASK, &all, &before);
	/* Tests need thousands; fork() would copy the page tables of the tests for each. */
	pid = vfork();
	if (pid == 0)
		become_sleeper(kept);
	sigprocmask(SIG_SETMASK, &before, NULL);
	return pid > 0 ? wait_for_sleeper(pid) : pid;
}

int owners_fork_holder_as(int pid, int kept)
{
	char text[16];
	int length = snprintf(text, sizeof text, "%d", pid - 1);
	int file = open("/proc/sys/kernel/ns_last_pid", O_WRONLY | O_CLOEXEC);
	int child;

	if (file < 0)
		return -1;
	if (write(file, text, (size_t)length) != length) {
		close(file);
		return -1;
	}
	child = owners_fork_holder(kept);
	close(file);
	if (child == pid)
		return child;
	if (child > 0)
		owners_reap(child);
	return -1;
}

int owners_fork_receiver(int channel)
{
	int ready[2], pid;

	if (pipe2(ready, O_CLOEXEC) != 0)
		return -1;
	pid = fork();
	if (pid == 0) {
		char byte, control[CMSG_SPACE(sizeof(int))];
		struct iovec part = { &byte, 1 };
		struct msghdr message = { .msg_iov = &part, .msg_iovlen = 1,
			.msg_control = control, .msg_controllen = sizeof control };

		become_holder(channel, ready[1]);
		if (recvmsg(3, &message, 0) == 1)
			write(3, "r", 1);
		wait_forever();
	}
	return wait_until_ready(pid, ready);
}

int owners_send_descriptor(int channel, int descriptor)
{
	char byte = 'd', control[CMSG_SPACE(sizeof(int))] = { 0 };
	struct iovec part = { &byte, 1 };
	struct msghdr message = { .msg_iov = &part, .msg_iovlen = 1,
		.msg_control = control, .msg_controllen = sizeof control };
	struct cmsghdr *header = CMSG_FIRSTHDR(&message);

	header->cmsg_level = SOL_SOCKET;
	header->cmsg_type = SCM_RIGHTS;
	header->cmsg_len = CMSG_LEN(sizeof(int));
	memcpy(CMSG_DATA(header), &descriptor, sizeof(int));
	return sendmsg(channel, &message, 0) == 1 ? 0 : -1;
}

int owners_fork_zombie(void)
{
	siginfo_t info;
	int pid = fork();

	if (pid == 0)
		_exit(0);
	while (pid > 0 && waitid(P_PID, (id_t)pid, &info, WEXITED | WNOWAIT) != 0)
		if (errno != EINTR)
			return -1;
	return pid;
}

int owners_fork_holder_of(unsigned uid, int kept)
{
	int ready[2], pid;

	if (pipe2(ready, O_CLOEXEC) != 0)
		return -1;
	pid = fork();
	if (pid == 0) {
		/* glibc's wrappers would signal the threads of the parent's copy. */
		if (syscall(SYS_setresgid, uid, uid, uid) != 0
			|| syscall(SYS_setresuid, uid, uid, uid) != 0)
			_exit(1);
		become_holder(kept, ready[1]);
		wait_forever();
	}
	return wait_until_ready(pid, ready);
}

int owners_set_attribute(const char *path, const char *name, const char *value)
{
	return setxattr(path, name, value, strlen(value), 0);
}

union rights {
	struct cmsghdr header;
	char bytes[CMSG_SPACE(sizeof(int))];
};

/* Hands the socket on 3 over the channel on 5 to whoever reads there, and closes it here. */
static void pass_on(void)
{
	char byte = 'p';
	union rights rights = { 0 };
	struct iovec data = { .iov_base = &byte, .iov_len = 1 };
	struct msghdr message = { .msg_iov = &data, .msg_iovlen = 1,
		.msg_control = rights.bytes, .msg_controllen = sizeof rights.bytes };

	rights.header.cmsg_level = SOL_SOCKET;
	rights.header.cmsg_type = SCM_RIGHTS;
	rights.header.cmsg_len = CMSG_LEN(sizeof(int));
	*(int *)CMSG_DATA(&rights.header) = 3;
	sendmsg(5, &message, 0);
	close(3);
}

int owners_receive_descriptor(int channel)
{
	char byte;
	union rights rights = { 0 };
	struct iovec data = { .iov_base = &byte, .iov_len = 1 };
	struct msghdr message = { .msg_iov = &data, .msg_iovlen = 1,
		.msg_control = rights.bytes, .msg_controllen = sizeof rights.bytes };

	if (recvmsg(channel, &message, MSG_CMSG_CLOEXEC) != 1)
		return -1;
	if (rights.header.cmsg_level != SOL_SOCKET || rights.header.cmsg_type != SCM_RIGHTS)
		return -1;
	return *(int *)CMSG_DATA(&rights.header);
}

/* The socket is on 3, the channel on 5. */
static void obey(void)
{
	char *const arguments[] = { "sleep", "60", NULL }, *const environment[] = { NULL };
	char order;

	while (read(5, &order, 1) == 1) {
		if (order == 'c')
			close(3);
		if (order == 'p')
			pass_on();
		if (order == 'u')
			syscall(SYS_setresuid, 65534, 65534, 65534);
		if (order == 'n')
			prctl(PR_SET_NAME, "renamed");
		if (order == 'e')
			execve("/bin/sleep", arguments, environment);
		write(5, &order, 1);
	}
}

int owners_fork_obedient(int kept, int channel)
{
	int ready[2], pid;

	if (pipe2(ready, O_CLOEXEC) != 0)
		return -1;
	pid = fork();
	if (pid == 0) {
		int high = fcntl(channel, F_DUPFD, 200), done = fcntl(ready[1], F_DUPFD, 200);
		int socket = fcntl(kept, F_DUPFD, 200);

		reset_signals();
		dup2(socket, 3);
		dup2(high, 5);
		syscall(SYS_close_range, 6u, (unsigned)done - 1, 0u);
		syscall(SYS_close_range, (unsigned)done + 1, ~0u, 0u);
		write(done, "k", 1);
		close(done);
		obey();
		wait_forever();
	}
	return wait_until_ready(pid, ready);
}

int owners_fork_in_new_namespace(void)
{
	int ready[2], pid;

	if (pipe2(ready, O_CLOEXEC) != 0)
		return -1;
	pid = fork();
	if (pid == 0) {
		if (unshare(CLONE_NEWNET) != 0)
			_exit(1);
		become_holder(-1, ready[1]);
		wait_forever();
	}
	return wait_until_ready(pid, ready);
}

int owners_reap(int pid)
{
	int status = 0;
	siginfo_t info;

	/* Never a stranger that took over the number of a child already reaped. */
	if (pid <= 0 || waitid(P_PID, (id_t)pid, &info, WEXITED | WNOHANG | WNOWAIT) != 0)
		return -1;
	kill(pid, SIGKILL);
	while (waitpid(pid, &status, 0) < 0)
		if (errno != EINTR)
			return -1;
	return WIFSIGNALED(status) ? WTERMSIG(status) : 0;
}

int owners_poll(int pid)
{
	int status = 0;

	if (waitpid(pid, &status, WNOHANG) != pid)
		return 0;
	return WIFSIGNALED(status) ? WTERMSIG(status) : -1;
}

void owners_use_files_as(unsigned uid)
{
	setfsuid(uid);
}
