#define _GNU_SOURCE
#include "topss_signals.h"

#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <stddef.h>
#include <sys/signalfd.h>
#include <termios.h>
#include <time.h>

static const int ends[] = {SIGHUP, SIGINT, SIGQUIT, SIGTERM};
enum { end_count = sizeof ends / sizeof *ends };

static sigset_t heard_signals(void) {
    sigset_t set;
    sigemptyset(&set);
    for (int i = 0; i < end_count; i++) sigaddset(&set, ends[i]);
    sigaddset(&set, SIGWINCH);
    sigaddset(&set, SIGTSTP);
    sigaddset(&set, SIGCONT);
    return set;
}

/* `dispatchMain` ends the main thread, and what is left of it waits in the last destructor of its
   keys with no signal blocked: it would take them all. Keys end in the order in which they were made:
   this one after that which hands the main queue over, and before that last one. */
static void stay_deaf(void *unused) {
    (void)unused;
    const sigset_t heard = heard_signals();
    for (;;) sigsuspend(&heard);
}

int topss_signals_begin(void) {
    static pthread_key_t key;
    const sigset_t heard = heard_signals();
    int error = pthread_key_create(&key, stay_deaf);
    if (error == 0) error = pthread_setspecific(key, &key);
    if (error == 0) error = pthread_sigmask(SIG_BLOCK, &heard, NULL);
    if (error != 0) {
        errno = error;
        return -1;
    }
    /* Whatever `nohup` wants: without a terminal there is nothing to do. */
    for (int i = 0; i < end_count; i++) signal(ends[i], SIG_DFL);
    return signalfd(-1, &heard, SFD_NONBLOCK | SFD_CLOEXEC);
}

int topss_signals_is_pending(int number) {
    sigset_t set;
    sigemptyset(&set);
    sigpending(&set);
    return sigismember(&set, number) == 1;
}

int topss_signals_take(int number) {
    const struct timespec at_once = {0};
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, number);
    return sigtimedwait(&set, NULL, &at_once) == number;
}

void topss_signals_stop(int terminal) {
    sigset_t set, before;
    sigemptyset(&set);
    sigaddset(&set, SIGTSTP);
    sigaddset(&set, SIGTTOU);
    /* `kill %1` ends a job in the background and continues it: it must not stop once more first. */
    for (int i = 0; i < end_count; i++) sigaddset(&set, ends[i]);
    pthread_sigmask(SIG_UNBLOCK, &set, &before);
    /* Changes nothing, and in the background it stops the job as any other change would. */
    while (tcflow(terminal, TCOON) != 0 && errno == EINTR) {}
    pthread_sigmask(SIG_SETMASK, &before, NULL);
}

static const int taken_by_curses[] = {SIGINT, SIGTERM, SIGTSTP, SIGWINCH};
enum { taken_count = sizeof taken_by_curses / sizeof *taken_by_curses };
static int hidden[taken_count];

/* Not SIG_IGN, which would discard what is pending. */
static void never_called(int number) { (void)number; }

void topss_signals_hide(void) {
    for (int i = 0; i < taken_count; i++) {
        struct sigaction now;
        hidden[i] = sigaction(taken_by_curses[i], NULL, &now) == 0 && now.sa_handler == SIG_DFL
                    && signal(taken_by_curses[i], never_called) != SIG_ERR;
    }
}

void topss_signals_restore(void) {
    for (int i = 0; i < taken_count; i++) {
        if (hidden[i]) signal(taken_by_curses[i], SIG_DFL);
        hidden[i] = 0;
    }
}
