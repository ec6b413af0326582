#define _GNU_SOURCE
#include "CTestSupport.h"
#include "children.h"
#include "churn_plans.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

uint64_t topss_test_now(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (uint64_t)now.tv_sec * 1000000000u + (uint64_t)now.tv_nsec;
}

void topss_test_fail(struct topss_test_load *load) {
    load->error = errno;
    __atomic_store_n(&load->phase, topss_test_phase_failed, __ATOMIC_RELEASE);
    for (;;) pause();
}

struct topss_test_entry *topss_test_enter(struct topss_test_load *load, int descriptor) {
    uint32_t index = load->count;
    if (index >= load->capacity) {
        errno = ENOSPC;
        topss_test_fail(load);
    }
    struct topss_test_entry *entry = &load->entries[index];
    socklen_t length = sizeof entry->cookie;
    if (!load->isUnnamed &&
        getsockopt(descriptor, SOL_SOCKET, SO_COOKIE, &entry->cookie, &length) != 0) {
        topss_test_fail(load);
    }
    __atomic_store_n(&load->count, index + 1, __ATOMIC_RELEASE);
    return entry;
}

void topss_test_close(struct topss_test_entry *entry, int descriptor) {
    __atomic_store_n(&entry->isClosed, 1, __ATOMIC_RELEASE);
    close(descriptor);
}

int topss_test_is_stopped_load(const struct topss_test_load *load) {
    return (int)__atomic_load_n(&load->stop, __ATOMIC_ACQUIRE);
}

void topss_test_set_phase(struct topss_test_load *load, enum topss_test_phase phase) {
    __atomic_store_n(&load->phase, phase, __ATOMIC_RELEASE);
}

void topss_test_await_step(struct topss_test_load *load) {
    __atomic_fetch_add(&load->done, 1, __ATOMIC_RELEASE);
    while (__atomic_load_n(&load->wanted, __ATOMIC_ACQUIRE) < load->done) usleep(500);
}

static void run(struct topss_test_load *load, enum topss_test_plan plan) {
    load->isUnnamed = plan == topss_test_plan_unnamed;
    switch (plan) {
    case topss_test_plan_udp: topss_test_run_udp(load, 0); break;
    case topss_test_plan_group: topss_test_run_udp(load, 1); break;
    case topss_test_plan_unix: topss_test_run_unix(load); break;
    case topss_test_plan_table: topss_test_run_table(load); break;
    case topss_test_plan_hurry: topss_test_run_hurry(load); break;
    case topss_test_plan_unnamed:
    case topss_test_plan_close: topss_test_run_connections(load, 0); break;
    case topss_test_plan_reset: topss_test_run_connections(load, 1); break;
    case topss_test_plan_states: topss_test_run_states(load); break;
    case topss_test_plan_reconnect: topss_test_run_reconnect(load); break;
    case topss_test_plan_stuck: topss_test_run_stuck(load); break;
    case topss_test_plan_queues: topss_test_run_queues(load); break;
    case topss_test_plan_paced: topss_test_run_paced(load); break;
    }
    topss_test_set_phase(load, topss_test_phase_finished);
}

void topss_test_run_load(enum topss_test_plan plan) {
    struct stat file;
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    signal(SIGPIPE, SIG_IGN);
    if (fstat(0, &file) != 0) return;
    struct topss_test_load *load =
        mmap(NULL, (size_t)file.st_size, PROT_READ | PROT_WRITE, MAP_SHARED, 0, 0);
    if (load == MAP_FAILED) return;
    struct rlimit files = {20000, 20000};
    setrlimit(RLIMIT_NOFILE, &files);
    run(load, plan);
    for (;;) pause();
}

static pid_t start_child(const char *path, int memory, int network, enum topss_test_plan plan) {
    char number[16];
    char *const arguments[] = {(char *)path, "load", number, NULL};
    struct topss_test_child child = {
        .path = path, .arguments = arguments, .environment = environ, .input = memory,
        .output = 2, .error = 2, .network = network, .user = -1,
    };
    snprintf(number, sizeof number, "%d", (int)plan);
    return topss_test_spawn(&child);
}

struct topss_test_load *topss_test_load_start(const char *path, int network,
                                              enum topss_test_plan plan, uint32_t stable,
                                              uint32_t limit, pid_t *pid) {
    size_t size = sizeof(struct topss_test_load) +
                  ((size_t)stable + 2 * (size_t)limit + 64) * sizeof(struct topss_test_entry);
    int memory = memfd_create("load", MFD_CLOEXEC);
    if (memory < 0) return NULL;
    struct topss_test_load *load = MAP_FAILED;
    if (ftruncate(memory, (off_t)size) == 0) {
        load = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_SHARED, memory, 0);
    }
    if (load == MAP_FAILED) {
        close(memory);
        return NULL;
    }
    load->size = size;
    load->stable = stable;
    load->limit = limit;
    load->capacity = stable + 2 * limit + 64;
    *pid = start_child(path, memory, network, plan);
    int error = errno;
    close(memory);
    errno = error;
    if (*pid > 0) return load;
    topss_test_load_free(load);
    return NULL;
}

void topss_test_load_free(struct topss_test_load *load) { munmap(load, load->size); }

enum topss_test_phase topss_test_load_phase(const struct topss_test_load *load) {
    return (enum topss_test_phase)__atomic_load_n(&load->phase, __ATOMIC_ACQUIRE);
}

int topss_test_load_error(const struct topss_test_load *load) { return load->error; }

uint32_t topss_test_load_count(const struct topss_test_load *load) {
    return __atomic_load_n(&load->count, __ATOMIC_ACQUIRE);
}

struct topss_test_entry topss_test_load_entry(const struct topss_test_load *load, uint32_t index) {
    return load->entries[index];
}

void topss_test_load_step(struct topss_test_load *load) {
    __atomic_fetch_add(&load->wanted, 1, __ATOMIC_RELEASE);
}

uint32_t topss_test_load_steps(const struct topss_test_load *load) {
    return __atomic_load_n(&load->done, __ATOMIC_ACQUIRE);
}

void topss_test_load_stop(struct topss_test_load *load) {
    __atomic_store_n(&load->stop, 1, __ATOMIC_RELEASE);
}

double topss_test_load_sent_at(const struct topss_test_load *load, uint32_t pair, uint64_t time) {
    if (pair >= topss_test_paced_limit) return -1;
    const struct topss_test_pace *paces = load->paces[pair];
    uint32_t count = __atomic_load_n(&load->paceCount[pair], __ATOMIC_ACQUIRE);
    if (count == 0 || time < paces[0].time || time > paces[count - 1].time) return -1;
    uint32_t low = 0, high = count - 1;
    while (low < high) {
        uint32_t middle = (low + high + 1) / 2;
        if (paces[middle].time <= time) low = middle;
        else high = middle - 1;
    }
    return (double)paces[low].sent;
}
