#define _GNU_SOURCE
#include "churn_plans.h"

#include <arpa/inet.h>
#include <errno.h>
#include <linux/sock_diag.h>
#include <linux/sockios.h>
#include <netinet/in.h>
#include <stddef.h>
#include <sys/ioctl.h>
#include <sys/un.h>
#include <unistd.h>

enum { port = 7100, full_port = 7101 };

static char buffer[65536];

static struct sockaddr_in place(uint16_t number) {
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons(number)};
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    return address;
}

static int bound(struct topss_test_load *load, int type, uint16_t number) {
    struct sockaddr_in address = place(number);
    int descriptor = socket(AF_INET, type | SOCK_CLOEXEC, 0);
    if (bind(descriptor, (struct sockaddr *)&address, sizeof address) != 0) topss_test_fail(load);
    return descriptor;
}

static int connecting(struct topss_test_load *load, int type, uint16_t number, int flags) {
    struct sockaddr_in address = place(number);
    int descriptor = socket(AF_INET, type | SOCK_CLOEXEC | flags, 0);
    if (connect(descriptor, (struct sockaddr *)&address, sizeof address) != 0 &&
        errno != EINPROGRESS) {
        topss_test_fail(load);
    }
    return descriptor;
}

struct link {
    int outer, inner;
};

static struct link tcp_link(struct topss_test_load *load, int from) {
    struct link link = {.outer = connecting(load, SOCK_STREAM, port, 0)};
    link.inner = accept4(from, NULL, NULL, SOCK_CLOEXEC);
    if (link.inner < 0) topss_test_fail(load);
    return link;
}

/* Sends until the peer's window and the own buffer are full. */
static void stuff(int descriptor) {
    while (send(descriptor, buffer, sizeof buffer, MSG_DONTWAIT) > 0) {}
}

void topss_test_run_stuck(struct topss_test_load *load) {
    int from = bound(load, SOCK_STREAM, port), full = bound(load, SOCK_STREAM, full_port);
    if (listen(from, 8) != 0 || listen(full, 0) != 0) topss_test_fail(load);
    struct link finWait1 = tcp_link(load, from), lastAck = tcp_link(load, from);
    struct link half = tcp_link(load, from);
    /* The one that the queue of the full listener has room for. */
    connecting(load, SOCK_STREAM, full_port, 0);
    int synSent = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    topss_test_enter(load, finWait1.inner);
    topss_test_enter(load, lastAck.inner);
    topss_test_enter(load, half.outer);
    topss_test_enter(load, half.inner);
    topss_test_enter(load, synSent);
    topss_test_set_phase(load, topss_test_phase_ready);
    topss_test_await_step(load);
    stuff(finWait1.inner);
    close(finWait1.inner);
    shutdown(lastAck.outer, SHUT_WR);
    stuff(lastAck.inner);
    close(lastAck.inner);
    shutdown(half.outer, SHUT_WR);
    struct sockaddr_in address = place(full_port);
    connect(synSent, (struct sockaddr *)&address, sizeof address);
    topss_test_await_step(load);
}

/* The memory of what a socket has received, and how many datagrams it dropped. */
static void read_memory(struct topss_test_load *load, int descriptor,
                        struct topss_test_entry *entry) {
    uint32_t memory[SK_MEMINFO_VARS] = {0};
    socklen_t length = sizeof memory;
    if (getsockopt(descriptor, SOL_SOCKET, SO_MEMINFO, memory, &length) != 0) {
        topss_test_fail(load);
    }
    entry->received = memory[SK_MEMINFO_RMEM_ALLOC];
    entry->drops = memory[SK_MEMINFO_DROPS];
}

/* What the system calls say lies unread, and unsent or unacknowledged. */
static void read_queues(struct topss_test_load *load, int descriptor,
                        struct topss_test_entry *entry) {
    int unread = 0, unsent = 0;
    if (ioctl(descriptor, SIOCINQ, &unread) != 0 || ioctl(descriptor, SIOCOUTQ, &unsent) != 0) {
        topss_test_fail(load);
    }
    entry->received = (uint64_t)unread;
    entry->sent = (uint64_t)unsent;
}

static void send_datagrams(struct topss_test_load *load, int from, int count) {
    while (count-- > 0) {
        if (send(from, buffer, 100, 0) != 100) topss_test_fail(load);
    }
    usleep(20000);
}

void topss_test_run_queues(struct topss_test_load *load) {
    int smallest = 1, stream[2], datagram[2], from = bound(load, SOCK_STREAM, port);
    int reader = bound(load, SOCK_DGRAM, port), writer = connecting(load, SOCK_DGRAM, port, 0);
    setsockopt(reader, SOL_SOCKET, SO_RCVBUF, &smallest, sizeof smallest);
    if (listen(from, 8) != 0 || socketpair(AF_UNIX, SOCK_STREAM, 0, stream) != 0 ||
        socketpair(AF_UNIX, SOCK_DGRAM, 0, datagram) != 0) {
        topss_test_fail(load);
    }
    struct link tcp = tcp_link(load, from);
    int descriptors[] = {reader, stream[0], stream[1], datagram[1], tcp.outer, tcp.inner};
    int count = (int)(sizeof descriptors / sizeof *descriptors);
    for (int place = 0; place < count; place++) topss_test_enter(load, descriptors[place]);
    topss_test_set_phase(load, topss_test_phase_ready);
    for (;;) {
        read_memory(load, reader, &load->entries[0]);
        for (int place = 1; place < count; place++) {
            read_queues(load, descriptors[place], &load->entries[place]);
        }
        topss_test_await_step(load);
        send_datagrams(load, writer, 40);
        if (send(stream[0], buffer, 5000, 0) != 5000 || send(datagram[0], buffer, 300, 0) != 300 ||
            send(tcp.outer, buffer, 7000, 0) != 7000) {
            topss_test_fail(load);
        }
        usleep(20000);
    }
}
