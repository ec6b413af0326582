/* Fills a network namespace of its own with TCP connections, some of them active, for benchmarks.
 *
 * usage: socket-load PAIRS ACTIVE [PROCESSES]
 *
 * Prints "READY PID" when all are there; ends, with all its processes, when standard input does.
 * One pair in a hundred has port 9001 at its server's end, the others 9000. An active pair sends
 * 1,000 bytes ten times a second. PROCESSES others hold a UDP socket each and sleep.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <net/if.h>
#include <sched.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

/* Pairs of one process: two descriptors each, under the usual hard limit of 20,000. */
enum { PAIRS_A_PROCESS = 8000 };

static void fail(const char *what) {
    fprintf(stderr, "socket-load: %s: %s\n", what, strerror(errno));
    exit(1);
}

static void write_file(const char *path, const char *text) {
    int file = open(path, O_WRONLY | O_CLOEXEC);
    if (file < 0) return;
    if (write(file, text, strlen(text)) < 0) fail(path);
    close(file);
}

static void enter_namespace(void) {
    if (unshare(CLONE_NEWNET) != 0) fail("unshare");
    struct ifreq request = {.ifr_name = "lo", .ifr_flags = IFF_UP | IFF_RUNNING};
    int any = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    if (any < 0 || ioctl(any, SIOCSIFFLAGS, &request) != 0) fail("lo");
    close(any);
    write_file("/proc/sys/net/ipv4/ip_local_port_range", "16384 65535");
}

static int listener(struct sockaddr_in *address) {
    int server = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (server < 0 || bind(server, (struct sockaddr *)address, sizeof *address) != 0 ||
        listen(server, 16) != 0)
        fail("listen");
    return server;
}

/* Closes with a reset: no TIME-WAIT is left. */
static void be_brief(int file) {
    struct linger linger = {1, 0};
    setsockopt(file, SOL_SOCKET, SO_LINGER, &linger, sizeof linger);
}

static void work(int number, int pairs, int active, int ready) {
    struct sockaddr_in addresses[2];
    int servers[2];
    for (int which = 0; which < 2; which++) {
        addresses[which] = (struct sockaddr_in){
            .sin_family = AF_INET,
            .sin_port = htons((uint16_t)(9000 + which)),
            .sin_addr = {htonl(0x7f000100u + (uint32_t)number)}};
        servers[which] = listener(&addresses[which]);
    }
    int *clients = calloc((size_t)active + 1, sizeof *clients);
    int *accepted = calloc((size_t)active + 1, sizeof *accepted);
    if (!clients || !accepted) fail("memory");
    for (int pair = 0; pair < pairs; pair++) {
        int which = pair % 100 == 99;
        int client = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
        if (client < 0) fail("socket");
        be_brief(client);
        if (connect(client, (struct sockaddr *)&addresses[which], sizeof addresses[which]) != 0)
            fail("connect");
        int server = accept4(servers[which], NULL, NULL, SOCK_CLOEXEC | SOCK_NONBLOCK);
        if (server < 0) fail("accept");
        be_brief(server);
        if (pair < active) {
            clients[pair] = client;
            accepted[pair] = server;
        }
    }
    if (write(ready, "r", 1) != 1) fail("ready");
    static char bytes[1000], sink[65536];
    for (;;) {
        usleep(100000);
        for (int pair = 0; pair < active; pair++) {
            if (send(clients[pair], bytes, sizeof bytes, MSG_DONTWAIT) < 0 && errno != EAGAIN)
                fail("send");
            while (read(accepted[pair], sink, sizeof sink) > 0) {
            }
        }
    }
}

/* Holds one socket until the load ends. */
static void idle(int ready) {
    int file = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    struct sockaddr_in any = {.sin_family = AF_INET, .sin_addr = {htonl(0x7f000001u)}};
    if (file < 0 || bind(file, (struct sockaddr *)&any, sizeof any) != 0) fail("UDP");
    if (write(ready, "r", 1) != 1) fail("ready");
    for (;;) pause();
}

int main(int argc, char **argv) {
    if (argc != 3 && argc != 4) return 2;
    int processes = argc == 4 ? atoi(argv[3]) : 0;
    int pairs = atoi(argv[1]), active = atoi(argv[2]);
    struct rlimit limit;
    if (getrlimit(RLIMIT_NOFILE, &limit) == 0) {
        limit.rlim_cur = limit.rlim_max;
        setrlimit(RLIMIT_NOFILE, &limit);
    }
    enter_namespace();
    int ready[2];
    if (pipe2(ready, O_CLOEXEC) != 0) fail("pipe");
    int workers = (pairs + PAIRS_A_PROCESS - 1) / PAIRS_A_PROCESS;
    for (int number = 0; number < workers; number++) {
        int share = number + 1 < workers ? pairs / workers : pairs - pairs / workers * number;
        int busy = active / workers < share ? active / workers : share;
        pid_t child = fork();
        if (child < 0) fail("fork");
        if (child == 0) {
            prctl(PR_SET_PDEATHSIG, SIGKILL);
            work(number, share, busy, ready[1]);
        }
    }
    for (int number = 0; number < processes; number++) {
        pid_t child = fork();
        if (child < 0) fail("fork");
        if (child == 0) {
            prctl(PR_SET_PDEATHSIG, SIGKILL);
            idle(ready[1]);
        }
    }
    close(ready[1]);
    for (int number = 0; number < workers + processes; number++) {
        char byte;
        if (read(ready[0], &byte, 1) != 1) return 1;
    }
    printf("READY %d\n", (int)getpid());
    fflush(stdout);
    char byte;
    while (read(0, &byte, 1) > 0) {
    }
    return 0;
}
