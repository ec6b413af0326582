/* Processes, namespaces and capabilities: system calls that Swift's Glibc module lacks. */
#ifndef TOPSS_PROCESS_H
#define TOPSS_PROCESS_H

#include <stddef.h>
#include <stdint.h>

/* openat(2) is variadic, which Swift does not import. Always close-on-exec. */
int topss_open_at(int directory, const char *path, int flags);

/* getxattr(2), whose header Swift's Glibc lacks: an extended attribute of the file behind `path`. */
long topss_get_attribute(const char *path, const char *name, void *buffer, size_t size);

/* getdents64(2): behind _GNU_SOURCE in Glibc's module. */
long topss_read_directory(int descriptor, void *buffer, size_t size);

/* pidfd_open(2), Linux 5.3; no wrapper in glibc before 2.36. */
int topss_pidfd_open(int pid);

/* pidfd_send_signal(2), Linux 5.1; no wrapper in glibc before 2.36. */
int topss_pidfd_send_signal(int descriptor, int signal);

/* setns(2) with CLONE_NEWNET, of the calling thread: behind _GNU_SOURCE. */
int topss_enter_network_namespace(int descriptor);

/* capget(2): no wrapper in glibc. Bit N is capability N. */
int topss_effective_capabilities(uint64_t *capabilities);

/* capset(2) of the calling thread: of what it has, it keeps no more than `capabilities`, none of it
   inheritable or ambient. For good: then no_new_privs is set, and the process is no longer dumpable
   (prctl(2) is variadic). 0, or -1 with errno of the first call that failed; the others are made. */
int topss_give_up_privileges(uint64_t capabilities);

/* mallopt(3), whose <malloc.h> is not in Glibc's module: all threads share one heap. With one for each
   thread, what a thread frees is kept for that thread alone: 15 MB beside 3 MB in use. Blocks of 1 MiB and
   more, snapshots of many sockets, go back to the system as soon as they are free: glibc would soon take
   them from the heap, which does not shrink. To be called before the first thread begins. */
void topss_share_one_heap(void);

/* Unmaps the pages of code and constants of the program and its libraries (madvise(2) over dl_iterate_phdr(3),
   variadic or behind _GNU_SOURCE): those in use come back from the page cache by themselves. Most of what is
   mapped after the start was needed by it alone, or lay beside what was: 7 of 11 MB. */
void topss_forget_start(void);

/* name_to_handle_at(2) of a cgroup2 directory, whose handle is its 64-bit id; behind _GNU_SOURCE. */
int topss_cgroup_id(int directory, const char *path, uint64_t *id);

/* strerror_r(3) has two prototypes; this is the GNU one's answer, copied into the buffer. */
void topss_error_text(int code, char *text, size_t size);

/* SIGRTMIN and SIGRTMAX are macros that call functions. */
int topss_first_realtime_signal(void);
int topss_last_realtime_signal(void);

#endif
