/* Processes and sockets whose every name is hostile: hostile-zoo DIRECTORY.
 *
 * For payload N a process of that name listens on TCP port 9001+N, on a device of that name where
 * it may make one, on a unix path and on an abstract name, and holds a connection on port 9101+N;
 * where it may, in a control group (a unit) of that name too. Everything ends with the terminal.
 *
 * hostile-zoo burden DESCRIPTORS THREADS MEGABYTES: one process that is hard to look at.
 */
#define _GNU_SOURCE
#include "burden.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/if_tun.h>
#include <net/if.h>
#include <signal.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

static const char *const payloads[] = {
    "\033[31mRED\033[2J",           /* CSI */
    "\033]0;PWN\007",               /* OSC: title */
    "\033]52;c;ZXZp\007",           /* OSC: clipboard */
    "\302\2332Jc1",                 /* C1 in UTF-8 */
    "\2332Jraw",                    /* C1 raw */
    "a\nESTAB 9 9",                 /* forges a row */
    "a\rb\bc\td",                   /* moves the cursor */
    "\342\200\256gpj.exe",          /* right to left */
    "n\342\200\213o\357\273\277ne", /* nothing to see */
    "\377\376\300\257\346\274",     /* no UTF-8 */
    "\033P1$q\033\\\177x) R 1 (",   /* DCS, DEL, and a forged stat */
    "\346\225\260\346\215\256\345\272\223", /* CJK: legitimate */
};
enum { payload_count = sizeof payloads / sizeof *payloads };

static pid_t children[payload_count];
static const char *control_root = "/sys/fs/cgroup/unified";

static int listen_tcp(int port, const char *device)
{
	struct sockaddr_in address = { .sin_family = AF_INET, .sin_port = htons(port) };
	int one = 1, descriptor = socket(AF_INET, SOCK_STREAM, 0);

	address.sin_addr.s_addr = htonl(device ? INADDR_ANY : INADDR_LOOPBACK);
	setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &one, sizeof one);
	if (device)
		setsockopt(descriptor, SOL_SOCKET, SO_BINDTODEVICE, device, strlen(device));
	if (bind(descriptor, (struct sockaddr *)&address, sizeof address) || listen(descriptor, 5))
		return -1;
	return descriptor;
}

static int listen_unix(const char *name, int is_abstract)
{
	struct sockaddr_un address = { .sun_family = AF_UNIX };
	size_t length = strlen(name);
	int descriptor = socket(AF_UNIX, SOCK_STREAM, 0);

	memcpy(address.sun_path + is_abstract, name, length);
	if (bind(descriptor, (struct sockaddr *)&address,
		 offsetof(struct sockaddr_un, sun_path) + is_abstract + length))
		return -1;
	return listen(descriptor, 5);
}

static void connect_to_self(int port)
{
	struct sockaddr_in address = { .sin_family = AF_INET, .sin_port = htons(port) };
	int listener = listen_tcp(port, NULL), descriptor = socket(AF_INET, SOCK_STREAM, 0);

	address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	if (connect(descriptor, (struct sockaddr *)&address, sizeof address) == 0)
		accept(listener, NULL, NULL);
}

static int make_device(const char *name)
{
	struct ifreq request = { .ifr_flags = IFF_TUN | IFF_NO_PI };
	int descriptor = open("/dev/net/tun", O_RDWR);

	strncpy(request.ifr_name, name, IFNAMSIZ - 1);
	return descriptor >= 0 && ioctl(descriptor, TUNSETIFF, &request) == 0;
}

/* The second hierarchy may stand beside the first or alone; without one nothing joins. */
static void choose_control_root(void)
{
	if (access("/sys/fs/cgroup/unified/cgroup.procs", F_OK) != 0)
		control_root = "/sys/fs/cgroup";
	if (access("/sys/fs/cgroup/cgroup.procs", F_OK) != 0 && control_root[14] == 0)
		control_root = "/nonexistent";
}

static void join_group(const char *name)
{
	char path[256];
	FILE *file;

	snprintf(path, sizeof path, "%s/%s.service", control_root, name);
	if (mkdir(path, 0755) != 0 && errno != EEXIST)
		return;
	strncat(path, "/cgroup.procs", sizeof path - strlen(path) - 1);
	file = fopen(path, "w");
	if (file) {
		fputs("0\n", file);
		fclose(file);
	}
}

/* The child of one payload; its argument 0 is the payload too. */
static int hold(int number, int ready)
{
	const char *name = payloads[number];

	prctl(PR_SET_PDEATHSIG, SIGKILL);
	choose_control_root();
	join_group(name);
	prctl(PR_SET_NAME, name);
	listen_tcp(9001 + number, make_device(name) ? name : NULL);
	listen_unix(name, 0);
	listen_unix(name, 1);
	connect_to_self(9101 + number);
	if (write(ready, "k", 1) != 1)
		return 1;
	for (;;)
		pause();
}

static void end(int number)
{
	(void)number;
	for (int i = 0; i < payload_count; i++) {
		char path[256];

		kill(children[i], SIGKILL);
		waitpid(children[i], NULL, 0);
		snprintf(path, sizeof path, "%s/%s.service", control_root, payloads[i]);
		rmdir(path);
	}
	_exit(0);
}

int main(int count, char **arguments)
{
	int ready[2];

	if (count == 5)
		return burden(atoi(arguments[2]), atoi(arguments[3]), atoi(arguments[4]));
	if (count == 4)
		return hold(atoi(arguments[2]), atoi(arguments[3]));
	if (count != 2 || chdir(arguments[1]) != 0 || pipe(ready) != 0)
		return 2;
	choose_control_root();
	for (int i = 0; i < payload_count; i++) {
		char number[16], descriptor[16];
		char *child[] = { (char *)payloads[i], "hold", number, descriptor, NULL };

		snprintf(number, sizeof number, "%d", i);
		snprintf(descriptor, sizeof descriptor, "%d", ready[1]);
		children[i] = fork();
		if (children[i] == 0) {
			execv("/proc/self/exe", child);
			_exit(127);
		}
	}
	signal(SIGHUP, end);
	signal(SIGTERM, end);
	for (int i = 0; i < payload_count; i++) {
		char byte;

		if (read(ready[0], &byte, 1) != 1)
			return 1;
	}
	puts("READY");
	fflush(stdout);
	for (;;)
		pause();
}
