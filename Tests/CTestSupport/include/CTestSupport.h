/* Children of tests: on a pseudo-terminal, in a network namespace, or making traffic. */
#ifndef TOPSS_TEST_SUPPORT_H
#define TOPSS_TEST_SUPPORT_H

#include "wcwidth_utf8.h"
#include "yardsticks.h"

#include <stdint.h>
#include <sys/types.h>
#include <termios.h>

enum {
    topss_test_own_session = 1,   /* setsid, and descriptor 2 becomes the controlling terminal */
    topss_test_ignore_hangup = 2, /* SIGHUP ignored, as under nohup */
    topss_test_new_network = 4,   /* an own network namespace with `lo` up */
};

/* What the child becomes. `network` is a namespace to join, or -1. */
struct topss_test_child {
    const char *path;
    char *const *arguments;
    char *const *environment;
    int input, output, error;
    int flags;
    int network;
    int user; /* the user and group it runs as, or -1 */
};

/* Forks and executes; the pid, or -1 with errno. Only async-signal-safe calls happen in the child,
   because the process has threads. A child that cannot execute exits with 126 or 127. */
pid_t topss_test_spawn(const struct topss_test_child *child);

/* tgkill: a signal for one thread; kill(2) lets the kernel choose one. 0, or -1 with errno. */
int topss_test_signal_thread(pid_t process, pid_t thread, int signal);

/* A new pseudo-terminal of that size: its master, close-on-exec and non-blocking; or -1. */
int topss_test_pty_open(int rows, int columns, int *slave);
int topss_test_resize(int master, int rows, int columns);
/* Hangs a terminal up for all who have it open; needs CAP_SYS_ADMIN. */
int topss_test_hang_up(int slave);

/* A descriptor of a new network namespace with `lo` up, which is gone with its last user; or -1 with
   errno. With `buckets` its table of TCP connections has so many (a power of 2), else it is the
   host's. */
int topss_test_network_open(unsigned buckets);

/* wait4 with WNOHANG: 1 with `status` set, 0 while it runs, -1 with errno. */
int topss_test_reap(pid_t pid, int *status);
int topss_test_exit_code(int status);   /* -1 when a signal ended it */
int topss_test_signal(int status);      /* 0 when it exited */
int topss_test_is_stopped(int status);
/* 1 when the modes are the same, speeds included. */
int topss_test_same_modes(const struct termios *first, const struct termios *second);
int topss_test_poll(int descriptor, short events, int milliseconds);

#include "allocations.h"
#include "children.h"
#include "churn.h"
#include "owners_fixture.h"
#endif
