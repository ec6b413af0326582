/* Children that hold sockets: forking is not safe from Swift. */
#ifndef TOPSS_OWNERS_FIXTURE_H
#define TOPSS_OWNERS_FIXTURE_H

/* A child that keeps `kept` (or nothing, below 0) of the open files and waits to be killed. */
int owners_fork_holder(int kept);

/* The same with this pid, where it is free and the caller may choose; -1 otherwise. */
int owners_fork_holder_as(int pid, int kept);

/* A child that receives one descriptor over `channel` and then waits; it answers with one byte. */
int owners_fork_receiver(int channel);

/* Sends a descriptor over a unix socket. */
int owners_send_descriptor(int channel, int descriptor);

/* A child that has ended and is not waited for. */
int owners_fork_zombie(void);

/* A child of another user (0 on success) that keeps `kept`. */
int owners_fork_holder_of(unsigned uid, int kept);

/* A child that keeps `kept` and obeys bytes sent over `channel`, each answered by the same byte:
   c closes the socket, p passes it over the channel and closes it, u becomes user 65534, n takes
   another name, e runs sleep(1) without answer. */
int owners_fork_obedient(int kept, int channel);

/* Sets an extended attribute of the file at `path`; 0 on success. */
int owners_set_attribute(const char *path, const char *name, const char *value);

/* The descriptor that comes with the next byte of `channel`; -1 when none does. */
int owners_receive_descriptor(int channel);

/* A child in a network namespace of its own; -1 without the right to one. */
int owners_fork_in_new_namespace(void);

/* From now on the calling thread, and no other, uses files as user `uid`. */
void owners_use_files_as(unsigned uid);

/* Kills and waits; returns the signal that ended the child, 0 if it exited, -1 on failure. */
int owners_reap(int pid);

/* Waits without killing: the signal that ended the child, 0 while it lives. */
int owners_poll(int pid);

#endif
