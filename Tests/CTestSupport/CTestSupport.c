#define _GNU_SOURCE
#include "CTestSupport.h"

#include <errno.h>
#include <fcntl.h>
#include <net/if.h>
#include <poll.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

/* 0 when this process is in an own network namespace with `lo` up. */
static int enter_new_network(void) {
    if (unshare(CLONE_NEWNET) != 0) return -1;
    int control = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    if (control < 0) return -1;
    struct ifreq request = {.ifr_name = "lo", .ifr_flags = IFF_UP | IFF_RUNNING};
    int result = ioctl(control, SIOCSIFFLAGS, &request);
    close(control);
    return result;
}

static int enter_network(int network, int flags) {
    if (network >= 0 && setns(network, CLONE_NEWNET) != 0) return -1;
    return flags & topss_test_new_network ? enter_new_network() : 0;
}

/* Handlers and masks of the test process mean nothing to its child. */
static void reset_signals(int flags) {
    for (int number = 1; number < NSIG; number++) signal(number, SIG_DFL);
    if (flags & topss_test_ignore_hangup) signal(SIGHUP, SIG_IGN);
    sigset_t none;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
}

static int place_descriptors(const struct topss_test_child *child) {
    /* Copies first: the descriptors may be 0 to 2 themselves. */
    int input = fcntl(child->input, F_DUPFD_CLOEXEC, 3);
    int output = fcntl(child->output, F_DUPFD_CLOEXEC, 3);
    int error = fcntl(child->error, F_DUPFD_CLOEXEC, 3);
    if (input < 0 || output < 0 || error < 0) return -1;
    if (dup2(input, 0) < 0 || dup2(output, 1) < 0 || dup2(error, 2) < 0) return -1;
    syscall(SYS_close_range, 3, ~0u, 4 /* CLOSE_RANGE_CLOEXEC */);
    return 0;
}

static _Noreturn void become(const struct topss_test_child *child) {
    if (child->flags & topss_test_own_session) setsid();
    reset_signals(child->flags);
    if (enter_network(child->network, child->flags) != 0) _exit(126);
    if (place_descriptors(child) != 0) _exit(126);
    if (child->flags & topss_test_own_session) ioctl(2, TIOCSCTTY, 0);
    if (child->user >= 0) {
        /* The system calls themselves: glibc's wrappers would ask all threads of the parent. */
        if (syscall(SYS_setgroups, 0, NULL) != 0 || syscall(SYS_setgid, child->user) != 0
            || syscall(SYS_setuid, child->user) != 0)
            _exit(126);
    }
    execve(child->path, child->arguments, child->environment);
    _exit(127);
}

/* Signals stay blocked until the child has reset its handlers. */
static void block_signals(sigset_t *before) {
    sigset_t all;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, before);
}

pid_t topss_test_spawn(const struct topss_test_child *child) {
    sigset_t before;
    block_signals(&before);
    /* fork() would copy the page tables of the tests: with a sanitizer most of what a test costs. */
    pid_t pid = vfork();
    if (pid == 0) become(child);
    int error = errno;
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    errno = error;
    return pid;
}

int topss_test_pty_open(int rows, int columns, int *slave) {
    int master = posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC | O_NONBLOCK);
    if (master < 0) return -1;
    char path[64];
    if (grantpt(master) != 0 || unlockpt(master) != 0 || ptsname_r(master, path, sizeof path) != 0
        || (*slave = open(path, O_RDWR | O_NOCTTY | O_CLOEXEC)) < 0) {
        close(master);
        return -1;
    }
    topss_test_resize(master, rows, columns);
    return master;
}

int topss_test_resize(int master, int rows, int columns) {
    struct winsize size = {.ws_row = (unsigned short)rows, .ws_col = (unsigned short)columns};
    return ioctl(master, TIOCSWINSZ, &size);
}

int topss_test_hang_up(int slave) { return ioctl(slave, TIOCVHANGUP); }

/* What a thread that makes a namespace is asked and answers. */
struct namespace_order {
    unsigned buckets;
    int descriptor, error;
};

/* Namespaces made by a thread that was told so have their own table of connections. */
static int limit_buckets(unsigned buckets) {
    char text[16];
    int length = snprintf(text, sizeof text, "%u", buckets);
    int file = open("/proc/sys/net/ipv4/tcp_child_ehash_entries", O_WRONLY | O_CLOEXEC);
    if (file < 0) return -1;
    int result = write(file, text, (size_t)length) == length ? 0 : -1;
    close(file);
    return result;
}

/* A thread may live in a namespace of its own: no child, whose fork() would copy page tables. */
static void *make_namespace(void *argument) {
    struct namespace_order *order = argument;
    order->descriptor = -1;
    int result = 0;
    if (order->buckets > 0) {
        result = unshare(CLONE_NEWNET) == 0 ? limit_buckets(order->buckets) : -1;
    }
    if (result == 0 && enter_new_network() == 0) {
        order->descriptor = open("/proc/thread-self/ns/net", O_RDONLY | O_CLOEXEC);
    }
    order->error = errno;
    return NULL;
}

int topss_test_network_open(unsigned buckets) {
    struct namespace_order order = {.buckets = buckets};
    pthread_t thread;
    sigset_t before;
    block_signals(&before);
    int error = pthread_create(&thread, NULL, make_namespace, &order);
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    if (error != 0) {
        errno = error;
        return -1;
    }
    pthread_join(thread, NULL);
    errno = order.error;
    return order.descriptor;
}

int topss_test_reap(pid_t pid, int *status) {
    pid_t reaped = waitpid(pid, status, WNOHANG | WUNTRACED);
    return reaped == pid ? 1 : (int)reaped;
}

int topss_test_exit_code(int status) { return WIFEXITED(status) ? WEXITSTATUS(status) : -1; }
int topss_test_signal(int status) { return WIFSIGNALED(status) ? WTERMSIG(status) : 0; }
int topss_test_is_stopped(int status) { return WIFSTOPPED(status); }

int topss_test_same_modes(const struct termios *a, const struct termios *b) {
    return a->c_iflag == b->c_iflag && a->c_oflag == b->c_oflag && a->c_cflag == b->c_cflag
           && a->c_lflag == b->c_lflag && memcmp(a->c_cc, b->c_cc, sizeof a->c_cc) == 0
           && cfgetispeed(a) == cfgetispeed(b) && cfgetospeed(a) == cfgetospeed(b);
}

int topss_test_poll(int descriptor, short events, int milliseconds) {
    struct pollfd entry = {.fd = descriptor, .events = events};
    int count = poll(&entry, 1, milliseconds);
    return count > 0 ? entry.revents : count;
}

int topss_test_signal_thread(pid_t process, pid_t thread, int signal)
{
	return (int)syscall(SYS_tgkill, process, thread, signal);
}
