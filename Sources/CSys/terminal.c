#define _GNU_SOURCE
#include "topss_terminal.h"
#include "topss_crash.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <sys/auxv.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>
#include <wchar.h>

int topss_at_secure(void) { return getauxval(AT_SECURE) != 0; }

int topss_memory_file(const char *name) { return memfd_create(name, MFD_CLOEXEC); }

int topss_terminal_same(int first, int second) {
    /* fstat of /dev/tty says 5:0 for every terminal; TIOCGDEV says which one it is. */
    unsigned int a, b;
    if (ioctl(first, TIOCGDEV, &a) != 0 || ioctl(second, TIOCGDEV, &b) != 0) return 0;
    return a == b;
}

int topss_terminal_reopen(int descriptor) {
    const int flags = O_RDWR | O_NONBLOCK | O_NOCTTY | O_CLOEXEC;
    /* /dev/tty first: after `su` the pts device belongs to another user. */
    int fresh = open("/dev/tty", flags);
    if (fresh >= 0 && topss_terminal_same(fresh, descriptor)) return fresh;
    if (fresh >= 0) close(fresh);
    char path[128];
    snprintf(path, sizeof path, "/proc/self/fd/%d", descriptor);
    fresh = open(path, flags);
    if (fresh >= 0) return fresh;
    int error = ttyname_r(descriptor, path, sizeof path);
    if (error != 0) {
        errno = error;
        return -1;
    }
    return open(path, flags);
}

void topss_terminal_make_raw(struct termios *modes) {
    modes->c_iflag &= ~(tcflag_t)(IGNBRK | BRKINT | PARMRK | ISTRIP | INLCR | IGNCR | ICRNL | IXON);
    modes->c_oflag &= ~(tcflag_t)OPOST;
    modes->c_lflag &= ~(tcflag_t)(ECHO | ECHONL | ICANON | ISIG | IEXTEN);
    modes->c_cc[VMIN] = 1;
    modes->c_cc[VTIME] = 0;
}

static void block_background_stop(sigset_t *before) {
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, SIGTTOU);
    pthread_sigmask(SIG_BLOCK, &set, before);
}

int topss_terminal_restore_modes(int descriptor, const struct termios *modes) {
    sigset_t before;
    block_background_stop(&before);
    int result = tcsetattr(descriptor, TCSANOW, modes);
    int error = errno;
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    errno = error;
    return result;
}

static ssize_t write_from_background(int descriptor, const void *bytes, size_t count) {
    sigset_t before;
    block_background_stop(&before);
    ssize_t result = write(descriptor, bytes, count);
    int error = errno;
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    errno = error;
    return result;
}

/* Set when a fatal signal takes the terminal away from the threads that draw. */
static atomic_int taken;

ssize_t topss_terminal_write(int descriptor, const void *bytes, size_t count) {
    if (!taken) return write_from_background(descriptor, bytes, count);
    errno = EAGAIN;
    return -1;
}

/* What is left after 0.2 s. EAGAIN may also mean that another thread is inside `write`. */
static size_t write_patiently(int descriptor, const char *bytes, size_t count) {
    for (int tries = 0; tries < 100 && count > 0; tries++) {
        ssize_t written = write_from_background(descriptor, bytes, count);
        if (written < 0 && errno != EAGAIN && errno != EINTR) break;
        if (written > 0) {
            bytes += written;
            count -= (size_t)written;
        } else {
            poll(NULL, 0, 2);
        }
    }
    return count;
}

void topss_terminal_write_last(int descriptor, const char *bytes, size_t count) {
    taken = 1;
    if (write_patiently(descriptor, bytes, count) == 0) return;
    /* Nobody reads: drop what the terminal has not taken, and try once more. */
    tcflush(descriptor, TCOFLUSH);
    write_patiently(descriptor, bytes, count);
}

int topss_terminal_size(int descriptor, int *columns, int *rows) {
    struct winsize size;
    if (ioctl(descriptor, TIOCGWINSZ, &size) != 0) return -1;
    *columns = size.ws_col;
    *rows = size.ws_row;
    return 0;
}

int topss_poll(int descriptor, short events, int milliseconds) {
    struct pollfd entry = {.fd = descriptor, .events = events};
    int count = poll(&entry, 1, milliseconds);
    return count > 0 ? entry.revents : count;
}

int topss_character_columns(unsigned int scalar) { return wcwidth((wchar_t)scalar); }

/* Read by the crash handler, so atomic: the memory that standard error goes to, and the real one. */
static _Atomic int parked_memory = -1;
static _Atomic int parked_real = -1;

int topss_stderr_park(void) {
    if (parked_real >= 0) return 0;
    if (!isatty(STDERR_FILENO)) return 1;
    int real = fcntl(STDERR_FILENO, F_DUPFD_CLOEXEC, 3);
    if (real < 0) return -1;
    int memory = topss_memory_file("topss-stderr");
    if (memory < 0 || dup2(memory, STDERR_FILENO) < 0) {
        int error = errno;
        if (memory >= 0) close(memory);
        close(real);
        errno = error;
        return -1;
    }
    parked_memory = memory;
    parked_real = real;
    return 0;
}

/* Async-signal-safe. A terminal that does not read is waited for no longer than 0.2 s. */
void topss_stderr_replay(void) {
    int memory = parked_memory, real = parked_real;
    if (memory < 0 || real < 0) return;
    char chunk[512];
    off_t offset = 0;
    for (int budget = 128; budget > 0; budget--) {
        ssize_t count = pread(memory, chunk, sizeof chunk, offset);
        if (count <= 0) return;
        if ((topss_poll(real, POLLOUT, 200) & POLLOUT) == 0) return;
        ssize_t written = write_from_background(real, chunk, (size_t)count);
        if (written <= 0) return;
        offset += written;
    }
}

void topss_stderr_restore(void) {
    int memory = parked_memory, real = parked_real;
    if (memory < 0 || real < 0) return;
    dup2(real, STDERR_FILENO);
    topss_stderr_replay();
    parked_memory = -1;
    parked_real = -1;
    close(memory);
    close(real);
}
