#define _GNU_SOURCE
#include "churn_plans.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum { port = 7000, connections_a_pause = 20, live_at_once = 40, breaks_a_pause = 5 };
enum { first_own = 8000, own_ports = 20000 };

static char buffer[65536];

static struct sockaddr_in place(uint16_t number) {
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons(number)};
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    return address;
}

static int listener(struct topss_test_load *load, uint16_t number) {
    struct sockaddr_in address = place(number);
    int descriptor = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0), yes = 1;
    setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
    if (bind(descriptor, (struct sockaddr *)&address, sizeof address) != 0 ||
        listen(descriptor, 128) != 0) {
        topss_test_fail(load);
    }
    return descriptor;
}

/* A socket connected with port `number`, from a port of its own unless that is 0. */
static int client(struct topss_test_load *load, uint16_t own, uint16_t number) {
    struct sockaddr_in address = place(number), source = place(own);
    int descriptor = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (own && bind(descriptor, (struct sockaddr *)&source, sizeof source) != 0) {
        topss_test_fail(load);
    }
    if (connect(descriptor, (struct sockaddr *)&address, sizeof address) != 0) {
        topss_test_fail(load);
    }
    return descriptor;
}

static int accepted(struct topss_test_load *load, int from) {
    int descriptor = accept4(from, NULL, NULL, SOCK_CLOEXEC);
    if (descriptor < 0) topss_test_fail(load);
    return descriptor;
}

/* Sends and reads `count` bytes; they fit the socket's buffers. */
static void move(struct topss_test_load *load, int from, int to, size_t count) {
    for (size_t left = count; left > 0;) {
        ssize_t written = send(from, buffer, left < sizeof buffer ? left : sizeof buffer, 0);
        if (written <= 0) topss_test_fail(load);
        left -= (size_t)written;
        for (ssize_t unread = written; unread > 0;) {
            ssize_t got = recv(to, buffer, (size_t)unread, 0);
            if (got <= 0) topss_test_fail(load);
            unread -= got;
        }
    }
}

struct connection {
    int client, server;
    struct topss_test_entry *clientEntry, *serverEntry;
};

static void open_connection(struct topss_test_load *load, struct connection *connection, int from,
                            uint16_t own, uint32_t number) {
    connection->client = client(load, own, port);
    connection->server = accepted(load, from);
    size_t up = 1 + number * 37 % 5000, down = number * 101 % 3000;
    move(load, connection->client, connection->server, up);
    move(load, connection->server, connection->client, down);
    connection->clientEntry = topss_test_enter(load, connection->client);
    connection->serverEntry = topss_test_enter(load, connection->server);
    connection->clientEntry->sent = connection->serverEntry->received = up;
    connection->clientEntry->received = connection->serverEntry->sent = down;
}

static void reset_on_close(int descriptor) {
    struct linger now = {.l_onoff = 1, .l_linger = 0};
    setsockopt(descriptor, SOL_SOCKET, SO_LINGER, &now, sizeof now);
}

static void close_connection(struct connection *connection, int isServerFirst, int isReset) {
    if (!connection->clientEntry) return;
    if (isReset) reset_on_close(isServerFirst ? connection->server : connection->client);
    if (isServerFirst) topss_test_close(connection->serverEntry, connection->server);
    topss_test_close(connection->clientEntry, connection->client);
    if (!isServerFirst) topss_test_close(connection->serverEntry, connection->server);
    connection->clientEntry = NULL;
}

/* Most connections end at once; one in forty stays open for a while, so that dumps see it. */
void topss_test_run_connections(struct topss_test_load *load, int isReset) {
    static struct connection lasting[live_at_once];
    int from = listener(load, port);
    topss_test_set_phase(load, topss_test_phase_ready);
    topss_test_await_step(load);
    for (uint32_t number = 0; number < load->limit; number++) {
        struct connection connection;
        open_connection(load, &connection, from, 0, number);
        if (number % live_at_once == 0) {
            struct connection *slot = &lasting[number / live_at_once % live_at_once];
            close_connection(slot, (int)(number / live_at_once) & 1, isReset);
            *slot = connection;
        } else {
            close_connection(&connection, (int)(number & 1), isReset);
        }
        if (number % connections_a_pause == 0) usleep(1000);
    }
    for (int slot = 0; slot < live_at_once; slot++) {
        close_connection(&lasting[slot], slot & 1, isReset);
    }
}

static void break_connection(struct connection *connection) {
    if (!connection->clientEntry) return;
    /* A reset ends the other socket, too, before its descriptor is closed. */
    __atomic_store_n(&connection->clientEntry->isClosed, 1, __ATOMIC_RELEASE);
    __atomic_store_n(&connection->serverEntry->isClosed, 1, __ATOMIC_RELEASE);
    reset_on_close(connection->client);
    close(connection->client);
    close(connection->server);
    connection->clientEntry = NULL;
}

void topss_test_run_table(struct topss_test_load *load) {
    static struct connection passing[live_at_once];
    int from = listener(load, port);
    uint32_t opened = 0;
    topss_test_enter(load, from)->isStable = 1;
    for (uint32_t number = 1; number + 1 < load->stable; number += 2) {
        struct connection connection;
        open_connection(load, &connection, from, 0, number);
        connection.clientEntry->isStable = connection.serverEntry->isStable = 1;
    }
    topss_test_set_phase(load, topss_test_phase_ready);
    while (!topss_test_is_stopped_load(load)) {
        for (int round = 0; round < breaks_a_pause && opened < load->limit; round++) {
            struct connection *slot = &passing[(uint32_t)random() % live_at_once];
            break_connection(slot);
            /* Every other one keeps its port when it is reset. */
            uint16_t own = opened & 1 ? (uint16_t)(first_own + opened % own_ports) : 0;
            open_connection(load, slot, from, own, opened++);
        }
        usleep(1000);
    }
    for (int slot = 0; slot < live_at_once; slot++) break_connection(&passing[slot]);
}

static uint64_t processor_time(void) {
    struct timespec now;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return (uint64_t)now.tv_sec * 1000000000u + (uint64_t)now.tv_nsec;
}

void topss_test_run_hurry(struct topss_test_load *load) {
    int from = listener(load, port);
    struct topss_test_entry *figures = topss_test_enter(load, from);
    for (uint32_t number = 0; number < load->stable; number++) {
        client(load, 0, port);
        accepted(load, from);
    }
    topss_test_set_phase(load, topss_test_phase_ready);
    for (uint64_t number = 1; !topss_test_is_stopped_load(load); number++) {
        int outer = client(load, 0, port), inner = accepted(load, from);
        reset_on_close(outer);
        close(outer);
        close(inner);
        __atomic_store_n(&figures->sent, number, __ATOMIC_RELEASE);
        if (number % 16 == 0) {
            __atomic_store_n(&figures->received, processor_time(), __ATOMIC_RELEASE);
        }
    }
}

/* TCP_DEFER_ACCEPT keeps the server's end in SYN-RECV until data come. */
void topss_test_run_states(struct topss_test_load *load) {
    int from = listener(load, port), seconds = 30;
    setsockopt(from, IPPROTO_TCP, TCP_DEFER_ACCEPT, &seconds, sizeof seconds);
    topss_test_set_phase(load, topss_test_phase_ready);
    int outer = client(load, 0, port);
    topss_test_enter(load, outer);
    topss_test_await_step(load); /* SYN-RECV */
    if (send(outer, buffer, 1000, 0) != 1000) topss_test_fail(load);
    int inner = accepted(load, from);
    if (recv(inner, buffer, 1000, MSG_WAITALL) != 1000) topss_test_fail(load);
    topss_test_enter(load, inner);
    topss_test_await_step(load); /* ESTAB */
    close(inner);
    topss_test_await_step(load); /* FIN-WAIT-2, and CLOSE-WAIT at the client */
    close(outer);
    topss_test_await_step(load); /* TIME-WAIT */
}

void topss_test_run_reconnect(struct topss_test_load *load) {
    int from = listener(load, port);
    topss_test_set_phase(load, topss_test_phase_ready);
    int outer = client(load, 0, port), inner = accepted(load, from);
    topss_test_enter(load, outer);
    move(load, outer, inner, 50000);
    topss_test_await_step(load);
    struct sockaddr nobody = {.sa_family = AF_UNSPEC};
    struct sockaddr_in address = place(port);
    if (connect(outer, &nobody, sizeof nobody) != 0 ||
        connect(outer, (struct sockaddr *)&address, sizeof address) != 0) {
        topss_test_fail(load);
    }
    close(inner);
    inner = accepted(load, from);
    move(load, outer, inner, 100);
    topss_test_await_step(load);
    move(load, outer, inner, 100);
    topss_test_await_step(load);
}

static void note_pace(struct topss_test_load *load, uint32_t pair, uint64_t sent) {
    uint32_t count = load->paceCount[pair];
    if (count >= topss_test_pace_capacity) return;
    load->paces[pair][count] = (struct topss_test_pace){topss_test_now(), sent};
    __atomic_store_n(&load->paceCount[pair], count + 1, __ATOMIC_RELEASE);
}

/* 1,000 bytes a second, 10,000, and so on, each in 1,000 paces a second. */
void topss_test_run_paced(struct topss_test_load *load) {
    struct connection pairs[topss_test_paced_limit];
    uint64_t sent[topss_test_paced_limit] = {0};
    uint32_t count = load->stable < topss_test_paced_limit ? load->stable : topss_test_paced_limit;
    int from = listener(load, port);
    for (uint32_t pair = 0; pair < count; pair++) {
        pairs[pair].client = client(load, 0, port);
        pairs[pair].server = accepted(load, from);
        topss_test_enter(load, pairs[pair].client);
        topss_test_enter(load, pairs[pair].server);
    }
    topss_test_set_phase(load, topss_test_phase_ready);
    uint64_t start = topss_test_now();
    while (!topss_test_is_stopped_load(load)) {
        usleep(1000);
        uint64_t milliseconds = (topss_test_now() - start) / 1000000, rate = 1;
        for (uint32_t pair = 0; pair < count; pair++, rate *= 10) {
            uint64_t due = milliseconds * rate;
            move(load, pairs[pair].client, pairs[pair].server, due - sent[pair]);
            sent[pair] = due;
            load->entries[2 * pair].sent = load->entries[2 * pair + 1].received = due;
            note_pace(load, pair, due);
        }
    }
}
