/* What churn.c and churn_plans.c share. */
#ifndef TOPSS_TEST_CHURN_PLANS_H
#define TOPSS_TEST_CHURN_PLANS_H

#include "churn.h"

#include <stddef.h>
#include <sys/socket.h>

enum { topss_test_paced_limit = 5, topss_test_pace_capacity = 40000 };

/* So many bytes had been sent at that time. */
struct topss_test_pace {
    uint64_t time, sent;
};

struct topss_test_load {
    size_t size;
    uint32_t stable, limit, capacity;
    uint32_t phase, stop, wanted, done, count;
    int error, isUnnamed;
    uint32_t paceCount[topss_test_paced_limit];
    struct topss_test_pace paces[topss_test_paced_limit][topss_test_pace_capacity];
    struct topss_test_entry entries[];
};

uint64_t topss_test_now(void);
/* Ends the plan with errno; does not return. */
void topss_test_fail(struct topss_test_load *load) __attribute__((noreturn));
/* Notes the cookie of a socket. */
struct topss_test_entry *topss_test_enter(struct topss_test_load *load, int descriptor);
void topss_test_close(struct topss_test_entry *entry, int descriptor);
int topss_test_is_stopped_load(const struct topss_test_load *load);
void topss_test_set_phase(struct topss_test_load *load, enum topss_test_phase phase);
/* Tells that a step is done and waits until the next is wanted. */
void topss_test_await_step(struct topss_test_load *load);

void topss_test_run_udp(struct topss_test_load *load, int isGroup);
void topss_test_run_unix(struct topss_test_load *load);
void topss_test_run_table(struct topss_test_load *load);
void topss_test_run_hurry(struct topss_test_load *load);
void topss_test_run_connections(struct topss_test_load *load, int isReset);
void topss_test_run_states(struct topss_test_load *load);
void topss_test_run_reconnect(struct topss_test_load *load);
void topss_test_run_stuck(struct topss_test_load *load);
void topss_test_run_queues(struct topss_test_load *load);
void topss_test_run_paced(struct topss_test_load *load);

#endif
