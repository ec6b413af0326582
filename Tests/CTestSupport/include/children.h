/* What `test-child` does, a program of its own: fork() would copy the page tables of the tests, with a
   sanitizer most of what a test costs. */
#ifndef TOPSS_TEST_CHILDREN_H
#define TOPSS_TEST_CHILDREN_H

#include "churn.h"

#include <stdint.h>

/* A TCP listener on 127.0.0.1:port and a client that sends it `rate` bytes each second for `seconds`,
   in 100 paces a second, each of the same size or of one by chance. It writes "READY\n" when both ends are connected, "SENT n RECEIVED n\n" at
   the end, and keeps the connection until it is killed. */
void topss_test_run_traffic(uint16_t port, uint64_t rate, int seconds, int is_uneven);

/* Carries out a plan; its memory is the file on descriptor 0. Returns on failure. */
void topss_test_run_load(enum topss_test_plan plan);

/* Sockets of many families, some with names that no terminal may show, of a process whose own name is
   such: 40 of 120 are others every 50 ms, until it is killed. */
void topss_test_run_flicker(unsigned seed);

/* The leader of a session, which runs a program as the job in front of its terminal and ends as that
   does. It passes on the signals that it gets. A shell stops when the job stops, with the terminal its
   own; SIGCONT then is `fg`. What is no shell leaves a stopped job alone. */
void topss_test_run_job(char **arguments, int is_shell);

#endif
