#define _GNU_SOURCE
#include "topss_crash.h"
#include "topss_terminal.h"

#include <errno.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

enum { signal_limit = NSIG, text_limit = 512, stack_size = 64 * 1024 };

static struct sigaction previous[signal_limit];
static unsigned char is_caught[signal_limit];
static int keeps_previous;

/* A fault of an instruction: it comes again when the instruction does. */
static int is_fault(int number) {
    return number == SIGILL || number == SIGSEGV || number == SIGBUS || number == SIGFPE;
}

static int is_crash(int number) {
    return is_fault(number) || number == SIGTRAP || number == SIGABRT || number == SIGSYS;
}

/* Whether the default action ends the program, and nobody else catches the signal. */
static int is_fatal(int number) {
    switch (number) {
    case SIGKILL: case SIGSTOP: case SIGTSTP: case SIGTTIN: case SIGTTOU: case SIGCONT:
    case SIGCHLD: case SIGURG: case SIGWINCH: case SIGHUP: case SIGINT: case SIGQUIT: case SIGTERM:
        return 0;
    }
    /* The C library keeps those between for itself. */
    return number <= SIGSYS || number >= SIGRTMIN;
}

/* Written before `armed` is set, read after it is seen. */
static int terminal = -1;
static struct termios modes_before;
static char text_after[text_limit];
static size_t text_count;
static atomic_int armed;

static void restore_terminal(void) {
    topss_terminal_write_last(terminal, text_after, text_count);
    topss_terminal_restore_modes(terminal, &modes_before);
}

static void restore_actions(void) {
    for (int number = 1; number < signal_limit; number++) {
        struct sigaction action = {.sa_handler = SIG_DFL};
        if (!is_caught[number]) continue;
        if (keeps_previous) action = previous[number];
        sigaction(number, &action, NULL);
    }
}

/* A thread that crashes while another does waits: the default action would end both at once. */
static void leave_once(void) {
    static atomic_int begun, done;
    if (atomic_exchange(&begun, 1)) {
        for (int tries = 0; tries < 500 && !done; tries++) poll(NULL, 0, 2);
        return;
    }
    if (atomic_exchange(&armed, 0)) restore_terminal();
    topss_stderr_replay();
    done = 1;
}

static void handle(int signal_number, siginfo_t *info, void *context) {
    (void)context;
    int error = errno;
    leave_once();
    restore_actions();
    errno = error;
    if (info->si_code <= 0 || !is_fault(signal_number)) raise(signal_number);
}

static pthread_key_t stack_key;
static pthread_once_t stack_once = PTHREAD_ONCE_INIT;
static int stack_error;

static void free_stack(void *stack) {
    const stack_t off = {.ss_flags = SS_DISABLE};
    sigaltstack(&off, NULL);
    munmap(stack, stack_size);
}

static void make_key(void) { stack_error = pthread_key_create(&stack_key, free_stack); }

int topss_crash_cover_thread(void) {
    pthread_once(&stack_once, make_key);
    if (stack_error != 0) {
        errno = stack_error;
        return -1;
    }
    if (pthread_getspecific(stack_key) != NULL) return 0;
    void *stack = mmap(NULL, stack_size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (stack == MAP_FAILED) return -1;
    const stack_t alternate = {.ss_sp = stack, .ss_size = stack_size};
    if (sigaltstack(&alternate, NULL) != 0 || pthread_setspecific(stack_key, stack) != 0) {
        munmap(stack, stack_size);
        return -1;
    }
    return 0;
}

int topss_crash_install(void) {
    static int installed;
    if (topss_crash_cover_thread() != 0) return -1;
    if (installed) return 0;
    /* Nobody debugs a program that has more rights than they. */
    keeps_previous = secure_getenv("SWIFT_BACKTRACE") != NULL;
    for (int number = 1; number < signal_limit; number++) {
        if (!is_fatal(number) || sigaction(number, NULL, &previous[number]) != 0) continue;
        /* What is ignored on purpose goes on to be. */
        if (!is_crash(number) && previous[number].sa_handler != SIG_DFL) continue;
        struct sigaction action = {.sa_sigaction = handle, .sa_flags = SA_SIGINFO | SA_ONSTACK};
        sigfillset(&action.sa_mask);
        if (sigaction(number, &action, NULL) != 0) return -1;
        is_caught[number] = 1;
    }
    installed = 1;
    return 0;
}

void topss_crash_arm(int descriptor, const struct termios *modes, const void *text, size_t count) {
    armed = 0;
    terminal = descriptor;
    modes_before = *modes;
    text_count = count < text_limit ? count : text_limit;
    memcpy(text_after, text, text_count);
    armed = 1;
}

void topss_crash_disarm(void) { armed = 0; }
