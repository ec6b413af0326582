/* Sockets in a network namespace that open and close by plan, with the truth about each of them in
   memory that the test can read. Traffic stays on that namespace's loopback. */
#ifndef TOPSS_TEST_CHURN_H
#define TOPSS_TEST_CHURN_H

#include <stdint.h>
#include <sys/types.h>

enum topss_test_plan {
    /* `stable` UDP sockets connected from one local port, and others that come and go there. */
    topss_test_plan_udp,
    /* The same with sockets that are not connected: a SO_REUSEPORT group. */
    topss_test_plan_group,
    /* `stable` unix sockets in pairs, and other pairs that come and go. */
    topss_test_plan_unix,
    /* `stable` TCP sockets: a listener and both ends of connections; and other connections that come
       and are reset. */
    topss_test_plan_table,
    /* `limit` connections with known bytes, closed in order, either end first. */
    topss_test_plan_close,
    /* The same, reset by either end. */
    topss_test_plan_reset,
    /* As `close`, and nobody asks for the cookies of the sockets: those of the entries are 0. */
    topss_test_plan_unnamed,
    /* Beside `stable` connections that stay, as many as one core can make and reset, until stopped.
       The one entry is the listener's: `sent` is how many so far, `received` the processor's time
       that they took, in nanoseconds. */
    topss_test_plan_hurry,
    /* One connection that goes a state further with each step. */
    topss_test_plan_states,
    /* One client socket that connects, disconnects (AF_UNSPEC) and connects anew, by steps. */
    topss_test_plan_reconnect,
    /* `stable` connections, each sending ten times as fast as the one before, until stopped. */
    topss_test_plan_paced,
    /* Sockets that a step leaves in FIN-WAIT-1, LAST-ACK, FIN-WAIT-2, CLOSE-WAIT and SYN-SENT, in
       this order, for good. */
    topss_test_plan_stuck,
    /* A UDP socket that drops, both ends of a unix stream, the reader of unix datagrams and both ends
       of a TCP connection; each step sends more, and nobody reads. `received` and `sent` are what
       SIOCINQ and SIOCOUTQ say; for UDP memory and drops are what SO_MEMINFO says. */
    topss_test_plan_queues,
};

enum topss_test_phase {
    topss_test_phase_starting,
    topss_test_phase_ready,
    topss_test_phase_finished,
    topss_test_phase_failed,
};

/* A socket's truth. */
struct topss_test_entry {
    uint64_t cookie;
    uint64_t sent, received; /* payload bytes */
    uint64_t drops;
    uint32_t isStable;
    uint32_t isClosed; /* set before close is called */
};

struct topss_test_load;

/* Starts `test-child`, the program at `path`, in `network`; at most `limit` sockets (or connections, which
   are two entries each) come and go. Null with errno. */
struct topss_test_load *topss_test_load_start(const char *path, int network,
                                              enum topss_test_plan plan, uint32_t stable,
                                              uint32_t limit, pid_t *pid);
void topss_test_load_free(struct topss_test_load *load);
enum topss_test_phase topss_test_load_phase(const struct topss_test_load *load);
/* What failed; 0 for nothing. */
int topss_test_load_error(const struct topss_test_load *load);
uint32_t topss_test_load_count(const struct topss_test_load *load);
struct topss_test_entry topss_test_load_entry(const struct topss_test_load *load, uint32_t index);
/* Asks for the next step, and tells which ones are done. */
void topss_test_load_step(struct topss_test_load *load);
uint32_t topss_test_load_steps(const struct topss_test_load *load);
/* Closes what comes and goes; the stable sockets stay until the child is killed. */
void topss_test_load_stop(struct topss_test_load *load);
/* The bytes that connection `pair` of the paced plan had sent at a monotonic time, as its sender
   noted them; -1 when that time is not covered. */
double topss_test_load_sent_at(const struct topss_test_load *load, uint32_t pair, uint64_t time);

#endif
