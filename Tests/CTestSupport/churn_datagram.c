#define _GNU_SOURCE
#include "churn_plans.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <unistd.h>

enum { live_at_once = 400, operations_a_pause = 10, port = 5353 };

/* Sockets that come and go; `other` is the second of a pair or -1. */
struct passing {
    int descriptor, other;
    struct topss_test_entry *entry, *otherEntry;
};

static int group;

static int udp_socket(struct topss_test_load *load, uint32_t number) {
    int descriptor = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0), yes = 1;
    if (descriptor < 0) topss_test_fail(load);
    setsockopt(descriptor, SOL_SOCKET, group ? SO_REUSEPORT : SO_REUSEADDR, &yes, sizeof yes);
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons(port)};
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (bind(descriptor, (struct sockaddr *)&address, sizeof address) != 0) topss_test_fail(load);
    if (group) return descriptor;
    address.sin_addr.s_addr = htonl(0x7f010000u + number % 60000);
    address.sin_port = htons(9);
    if (connect(descriptor, (struct sockaddr *)&address, sizeof address) != 0) {
        topss_test_fail(load);
    }
    return descriptor;
}

static void open_one(struct topss_test_load *load, struct passing *passing, int isUnix,
                     uint32_t number) {
    int pair[2] = {-1, -1};
    if (!isUnix) {
        pair[0] = udp_socket(load, number);
    } else if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair) != 0) {
        topss_test_fail(load);
    }
    *passing = (struct passing){.descriptor = pair[0], .other = pair[1]};
    passing->entry = topss_test_enter(load, pair[0]);
    if (pair[1] >= 0) passing->otherEntry = topss_test_enter(load, pair[1]);
}

static void close_one(struct passing *passing) {
    if (!passing->entry) return;
    topss_test_close(passing->entry, passing->descriptor);
    if (passing->otherEntry) topss_test_close(passing->otherEntry, passing->other);
    passing->entry = NULL;
}

/* Opens and closes at random places until it is stopped or the limit is reached; then waits for the
   stop with what is open, and closes that. */
static void churn(struct topss_test_load *load, int isUnix) {
    static struct passing table[live_at_once];
    uint32_t opened = 0;
    topss_test_set_phase(load, topss_test_phase_ready);
    while (!topss_test_is_stopped_load(load)) {
        for (int round = 0; round < operations_a_pause && opened < load->limit; round++) {
            struct passing *passing = &table[(uint32_t)random() % live_at_once];
            close_one(passing);
            open_one(load, passing, isUnix, 30000 + opened++);
        }
        usleep(1000);
    }
    for (int place = 0; place < live_at_once; place++) close_one(&table[place]);
}

void topss_test_run_udp(struct topss_test_load *load, int isGroup) {
    group = isGroup;
    for (uint32_t number = 0; number < load->stable; number++) {
        topss_test_enter(load, udp_socket(load, number))->isStable = 1;
    }
    churn(load, 0);
}

void topss_test_run_unix(struct topss_test_load *load) {
    for (uint32_t number = 0; number < load->stable; number += 2) {
        int pair[2];
        if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair) != 0) topss_test_fail(load);
        topss_test_enter(load, pair[0])->isStable = 1;
        topss_test_enter(load, pair[1])->isStable = 1;
    }
    churn(load, 1);
}
