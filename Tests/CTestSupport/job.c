#define _GNU_SOURCE
#include "children.h"

#include <signal.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

static const int heard[] = {SIGCHLD, SIGCONT, SIGHUP, SIGINT, SIGQUIT, SIGTERM};
enum { heard_count = sizeof heard / sizeof *heard };

static sigset_t heard_set(void) {
    sigset_t set;
    sigemptyset(&set);
    for (int i = 0; i < heard_count; i++) sigaddset(&set, heard[i]);
    /* A shell in the background takes its terminal back. */
    sigaddset(&set, SIGTTOU);
    return set;
}

static _Noreturn void become_job(char **arguments, const sigset_t *mask) {
    setpgid(0, 0);
    tcsetpgrp(0, getpid());
    sigprocmask(SIG_SETMASK, mask, NULL);
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    execv(arguments[0], arguments);
    _exit(127);
}

static _Noreturn void end_as(int status) {
    if (WIFEXITED(status)) _exit(WEXITSTATUS(status));
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, WTERMSIG(status));
    signal(WTERMSIG(status), SIG_DFL);
    raise(WTERMSIG(status));
    sigprocmask(SIG_UNBLOCK, &set, NULL);
    _exit(128 + WTERMSIG(status));
}

/* The job stopped or ended. */
static void look_after(pid_t job, int is_shell) {
    int status;
    if (waitpid(job, &status, WNOHANG | (is_shell ? WUNTRACED : 0)) != job) return;
    if (!WIFSTOPPED(status)) end_as(status);
    tcsetpgrp(0, getpgrp());
    raise(SIGSTOP);
    /* What it did meanwhile is no news: it shall go on. */
    while (waitpid(job, &status, WNOHANG | WUNTRACED) == job) {
        if (!WIFSTOPPED(status)) end_as(status);
    }
}

void topss_test_run_job(char **arguments, int is_shell) {
    const sigset_t set = heard_set();
    sigset_t mask;
    sigprocmask(SIG_BLOCK, &set, &mask);
    pid_t job = fork();
    if (job == 0) become_job(arguments, &mask);
    setpgid(job, job);
    for (;;) {
        int number = sigwaitinfo(&set, NULL);
        if (number == SIGCHLD) look_after(job, is_shell);
        if (number == SIGCONT) tcsetpgrp(0, job);
        if (number > 0 && number != SIGCHLD) kill(-job, number);
    }
}
