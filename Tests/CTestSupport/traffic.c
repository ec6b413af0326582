#define _GNU_SOURCE
#include "children.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

struct pair {
    int client, server;
};

static int open_pair(uint16_t port, struct pair *pair) {
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons(port)};
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    int listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0), yes = 1;
    setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
    if (bind(listener, (struct sockaddr *)&address, sizeof address) != 0) return -1;
    if (listen(listener, 16) != 0) return -1;
    pair->client = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (connect(pair->client, (struct sockaddr *)&address, sizeof address) != 0) return -1;
    pair->server = accept4(listener, NULL, NULL, SOCK_CLOEXEC);
    return pair->server < 0 ? -1 : 0;
}

/* Sends `count` bytes and reads those that have arrived; both ends are here, so never more than
   a part of the send buffer is on its way. */
static int move_bytes(const struct pair *pair, uint64_t count, uint64_t *sent, uint64_t *received) {
    static char buffer[65536];
    while (count > 0) {
        size_t part = count < sizeof buffer ? (size_t)count : sizeof buffer;
        ssize_t written = send(pair->client, buffer, part, MSG_NOSIGNAL);
        if (written <= 0) return -1;
        *sent += (uint64_t)written;
        count -= (uint64_t)written;
        while (*received < *sent) {
            ssize_t got = recv(pair->server, buffer, sizeof buffer, 0);
            if (got <= 0) return -1;
            *received += (uint64_t)got;
        }
    }
    return 0;
}

/* What part of its share a pace sends: by chance, anew each twentieth of a second, up to twice of it. */
static uint64_t percentage(int pace, unsigned *chance) {
    static uint64_t part = 100;
    if (pace % 5 == 1) part = (uint64_t)rand_r(chance) % 201;
    return part;
}

static void run_pair(uint16_t port, uint64_t rate, int seconds, int is_uneven, int report) {
    struct pair pair;
    if (open_pair(port, &pair) != 0) _exit(1);
    if (write(report, "READY\n", 6) != 6) _exit(1);
    uint64_t sent = 0, received = 0, uneven_due = 0;
    unsigned chance = port;
    struct timespec next;
    clock_gettime(CLOCK_MONOTONIC, &next);
    for (int pace = 1; pace <= seconds * 100; pace++) {
        next.tv_nsec += 10000000;
        if (next.tv_nsec >= 1000000000) {
            next.tv_nsec -= 1000000000;
            next.tv_sec++;
        }
        while (clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &next, NULL) == EINTR) {}
        uint64_t due = rate * (uint64_t)pace / 100;
        if (is_uneven) due = uneven_due += rate * percentage(pace, &chance) / 10000;
        if (move_bytes(&pair, due - sent, &sent, &received) != 0) _exit(1);
    }
    char line[96];
    int length = snprintf(line, sizeof line, "SENT %llu RECEIVED %llu\n", (unsigned long long)sent,
                          (unsigned long long)received);
    (void)!write(report, line, (size_t)length);
}

void topss_test_run_traffic(uint16_t port, uint64_t rate, int seconds, int is_uneven) {
    run_pair(port, rate, seconds, is_uneven, 1);
    for (;;) pause();
}
