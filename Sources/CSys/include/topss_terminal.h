/* Terminals: descriptors of our own, modes, size, and stderr kept aside. */
#ifndef TOPSS_TERMINAL_H
#define TOPSS_TERMINAL_H

#include <stddef.h>
#include <sys/types.h>
#include <termios.h>

/* `getauxval` is not in Swift's Glibc: 1 when the program has privileges that its caller lacks. */
int topss_at_secure(void);

/* `memfd_create` needs _GNU_SOURCE; a descriptor closed on exec, or -1. */
int topss_memory_file(const char *name);

/* A new O_NONBLOCK description of the terminal behind `descriptor`, or -1 with errno.
   O_NONBLOCK on the inherited descriptor would reach the shell, which shares it. */
int topss_terminal_reopen(int descriptor);

/* 1 when both descriptors are the same terminal. */
int topss_terminal_same(int first, int second);

/* `c_cc` is a tuple in Swift: turns `modes` into raw ones (no echo, no signals, no translation). */
void topss_terminal_make_raw(struct termios *modes);

/* `tcsetattr` at once, also from the background, where it would stop the process. */
int topss_terminal_restore_modes(int descriptor, const struct termios *modes);

/* `write` that a background process survives (TOSTOP). */
ssize_t topss_terminal_write(int descriptor, const void *bytes, size_t count);

/* Async-signal-safe. Nobody else writes to the terminal any more; then `bytes`, for which a terminal
   that does not read is waited no longer than 0.4 s. */
void topss_terminal_write_last(int descriptor, const char *bytes, size_t count);

/* `ioctl` is variadic: TIOCGWINSZ; 0, or -1 with errno. */
int topss_terminal_size(int descriptor, int *columns, int *rows);

/* The `poll` events of one descriptor; 0 after the time, -1 with errno. */
int topss_poll(int descriptor, short events, int milliseconds);

/* `wcwidth` needs _XOPEN_SOURCE: the columns that ncurses gives a character in this locale. */
int topss_character_columns(unsigned int scalar);

/* Standard error goes to memory while a screen is up: what a failing program says would be lost
   in the alternate screen. 0, or -1 with errno; 1 when it is no terminal and stays as it is. */
int topss_stderr_park(void);
/* Puts standard error back and writes to it what was kept. */
void topss_stderr_restore(void);

#endif
