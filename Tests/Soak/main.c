/* Many refreshes over changing sockets: soak batch|screen REFRESHES SOCKETS PROGRAM [SECONDS]
 *
 * Runs PROGRAM in a network namespace of its own, on a pipe or a pseudo-terminal, every SECONDS
 * (0.05), and opens and closes SOCKETS sockets for each refresh that it shows. Prints memory,
 * descriptors and threads as they go, and fails when they grow after the first third.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <net/if.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { growth_limit_kb = 1024, most = 20000, parts = 24 };

struct figures {
	long resident_kb;
	long anonymous_kb;
	int descriptors;
	int threads;
};

/* What was measured after each part of the run. */
static struct figures measured[parts];

static double now(void)
{
	struct timespec time;

	clock_gettime(CLOCK_MONOTONIC, &time);
	return time.tv_sec + time.tv_nsec / 1e9;
}

static struct figures measure(pid_t pid)
{
	struct figures figures = { 0, 0, 0, 0 };
	char path[64], line[256];
	struct dirent *entry;
	DIR *directory;
	FILE *file;

	snprintf(path, sizeof path, "/proc/%d/status", pid);
	file = fopen(path, "r");
	while (file && fgets(line, sizeof line, file)) {
		sscanf(line, "VmRSS: %ld", &figures.resident_kb);
		sscanf(line, "RssAnon: %ld", &figures.anonymous_kb);
		sscanf(line, "Threads: %d", &figures.threads);
	}
	if (file)
		fclose(file);
	snprintf(path, sizeof path, "/proc/%d/fd", pid);
	directory = opendir(path);
	while (directory && (entry = readdir(directory)))
		figures.descriptors += entry->d_name[0] != '.';
	if (directory)
		closedir(directory);
	return figures;
}

static void raise_loopback(void)
{
	struct ifreq request = { .ifr_flags = IFF_UP };
	int descriptor = socket(AF_INET, SOCK_DGRAM, 0);

	strcpy(request.ifr_name, "lo");
	ioctl(descriptor, SIOCSIFFLAGS, &request);
	close(descriptor);
}

static int listener;
static struct sockaddr_in address = { .sin_family = AF_INET };

static void allow_descriptors(void)
{
	const struct rlimit limit = { most + 100, most + 100 };

	setrlimit(RLIMIT_NOFILE, &limit);
}

static void open_listener(void)
{
	address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	address.sin_port = htons(9000);
	listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	bind(listener, (struct sockaddr *)&address, sizeof address);
	listen(listener, 1);
}

/* Closes the sockets of the time before and opens `count` new ones, two for each connection: each
 * dump finds others. Resets leave no TIME-WAIT behind. */
static void churn(int count)
{
	const struct linger reset = { 1, 0 };
	static int ends[most];
	static int open_ends;

	for (int i = 0; i < open_ends; i++) {
		setsockopt(ends[i], SOL_SOCKET, SO_LINGER, &reset, sizeof reset);
		close(ends[i]);
	}
	for (open_ends = 0; open_ends + 1 < count; open_ends += 2) {
		ends[open_ends] = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
		connect(ends[open_ends], (struct sockaddr *)&address, sizeof address);
		ends[open_ends + 1] = accept4(listener, NULL, NULL, SOCK_CLOEXEC);
	}
}

static pid_t start(const char *program, const char *interval, int is_screen, int *output)
{
	int ends[2];
	pid_t pid;

	if (is_screen) {
		const struct winsize size = { 50, 160, 0, 0 };

		ends[0] = posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC);
		grantpt(ends[0]);
		unlockpt(ends[0]);
		ends[1] = open(ptsname(ends[0]), O_RDWR | O_NOCTTY | O_CLOEXEC);
		ioctl(ends[0], TIOCSWINSZ, &size);
	} else if (pipe2(ends, O_CLOEXEC) != 0) {
		return -1;
	}
	pid = fork();
	if (pid == 0) {
		prctl(PR_SET_PDEATHSIG, SIGKILL);
		if (is_screen) {
			setsid();
			ioctl(ends[1], TIOCSCTTY, 0);
			dup2(ends[1], 0);
			setenv("TERM", "xterm-256color", 1);
		}
		dup2(ends[1], 1);
		if (is_screen)
			execl(program, program, "--interval", interval, "-tan", NULL);
		else
			execl(program, program, "--batch", "--json", "--interval", interval, "-tan", NULL);
		_exit(127);
	}
	close(ends[1]);
	*output = ends[0];
	return pid;
}

/* Reads what the program has to say; how many refreshes that shows. -1 at its end. */
static int drain(int output, int is_screen, int milliseconds)
{
	static char buffer[1 << 16];
	struct pollfd waiting = { output, POLLIN, 0 };
	int lines = 0, frames = 0;

	/* Of a batch each is a line; on the screen what comes without a pause. */
	while (poll(&waiting, 1, milliseconds) > 0) {
		ssize_t count = read(output, buffer, sizeof buffer);

		if (count <= 0)
			return -1;
		for (ssize_t i = 0; i < count; i++)
			lines += buffer[i] == '\n';
		frames = 1;
		if (!is_screen)
			break;
		milliseconds = 5;
	}
	return is_screen ? frames : lines;
}

static long mean_kb(int from, int to)
{
	long sum = 0;

	for (int part = from; part < to; part++)
		sum += measured[part].resident_kb;
	return sum / (to - from);
}

/* The last sixth of the run beside the one after its first third. */
static int report(long refreshes)
{
	const int early = parts / 3, late = parts - parts / 6;
	const struct figures first = measured[early], last = measured[parts - 1];
	long growth = mean_kb(late, parts) - mean_kb(early, early + parts / 6);

	printf("%ld refreshes: %+ld kB, %+d descriptors, %+d threads since the first third\n",
	       refreshes, growth, last.descriptors - first.descriptors,
	       last.threads - first.threads);
	return growth > growth_limit_kb || last.descriptors > first.descriptors + 2
	       || last.threads > first.threads + 2;
}

int main(int count, char **arguments)
{
	long refreshes, done = 0;
	double began = now();
	int output = -1, part = 0, sockets, is_screen;
	pid_t pid;

	if (count < 5 || count > 6) {
		fprintf(stderr, "usage: soak batch|screen REFRESHES SOCKETS PROGRAM [SECONDS]\n");
		return 2;
	}
	is_screen = strcmp(arguments[1], "screen") == 0;
	refreshes = atol(arguments[2]);
	sockets = atoi(arguments[3]);
	if (sockets > most)
		sockets = most;
	setvbuf(stdout, NULL, _IOLBF, 0);
	if (unshare(CLONE_NEWNET) != 0) {
		perror("soak: a network namespace");
		return 77;
	}
	raise_loopback();
	allow_descriptors();
	open_listener();
	pid = start(arguments[4], count == 6 ? arguments[5] : "0.05", is_screen, &output);
	while (done < refreshes) {
		int seen = drain(output, is_screen, 1000);

		if (seen < 0) {
			fprintf(stderr, "soak: the program ended after %ld refreshes\n", done);
			return 1;
		}
		done += seen;
		if (seen > 0)
			churn(sockets);
		while (part < parts && done >= refreshes * (part + 1) / parts) {
			struct figures *here = &measured[part++];

			*here = measure(pid);
			printf("%7ld refreshes %7.1f s %7ld kB, %6ld of its own %3d descriptors %3d threads\n",
			       done, now() - began, here->resident_kb, here->anonymous_kb,
			       here->descriptors, here->threads);
		}
	}
	kill(pid, SIGTERM);
	while (drain(output, is_screen, 200) > 0)
		;
	close(output);
	waitpid(pid, NULL, 0);
	return report(done);
}
