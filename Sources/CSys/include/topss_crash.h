/* The crash handler: a fatal signal leaves the terminal as it was found. */
#ifndef TOPSS_CRASH_H
#define TOPSS_CRASH_H

#include <stddef.h>
#include <termios.h>

/* Catches every signal whose default action ends the program, on an alternate stack: crashes, limits
   (SIGXCPU), timers, SIGUSR1 and its kin, real-time signals; not those that ask for the end
   (SIGTERM), and not what is ignored, crashes apart. After the clean-up the signal has its default
   action, or with SWIFT_BACKTRACE in the environment the one it had before. 0, or -1 with errno. */
int topss_crash_install(void);

/* Gives the calling thread an alternate stack, freed when it ends; so that a stack that overflows
   is no worse than another crash. Cheap when it has one. 0, or -1 with errno. */
int topss_crash_cover_thread(void);

/* What to do at a crash: `text` (cut at 512 bytes) to `terminal`, then `modes`. */
void topss_crash_arm(int terminal, const struct termios *modes, const void *text, size_t count);

/* There is nothing to restore any more; a crash still shows what standard error kept. */
void topss_crash_disarm(void);

/* Writes what standard error kept to the real one; async-signal-safe. */
void topss_stderr_replay(void);

#endif
