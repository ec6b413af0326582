/* The signals of a program that has a terminal: HUP INT QUIT TERM, WINCH, TSTP CONT. They stay pending
   until they are taken, so that none is lost and the kernel's own rule holds at any time: a SIGCONT
   discards a SIGTSTP that waits, and the other way round. */
#ifndef TOPSS_SIGNALS_H
#define TOPSS_SIGNALS_H

/* Blocks them in the main thread, which calls it before there are others; Dispatch's and ours are born
   deaf. A descriptor, readable while one is pending and not to be read, or -1 with errno. */
int topss_signals_begin(void);

/* 1 while the signal is pending. */
int topss_signals_is_pending(int number);

/* 1 when the signal was pending; it is no more. */
int topss_signals_take(int number);

/* Stops by the pending SIGTSTP, unless a SIGCONT comes first or nobody could continue the process;
   then stops while another job has `terminal`. HUP, INT, QUIT and TERM end the process meanwhile: the
   terminal is to be given back before. */
void topss_signals_stop(int terminal);

/* Signals that ncurses would catch for itself, made not to be default while it starts: ncurses
   takes over only those that are. `restore` gives them their default action back. */
void topss_signals_hide(void);
void topss_signals_restore(void);

#endif
