#ifndef TOPSS_NETLINK_H
#define TOPSS_NETLINK_H

#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

/* <linux/netlink.h> is in no module of Swift's Glibc, and `struct sockaddr_nl` with it: every call
   that takes an address is made here. All return -1 with errno like the call that they wrap. */

/* A close-on-exec socket of NETLINK_SOCK_DIAG with NETLINK_EXT_ACK (its failure is ignored: the
   kernel's sentence is only missing then). socket(2) takes an enum that Swift imports as a struct. */
int topss_netlink_open(void);

/* bind(2) to a port id of the kernel's choice and to `groups`, one bit a group from bit 0. */
int topss_netlink_bind(int descriptor, uint32_t groups);

/* Joins or leaves one multicast group, by number from 1. setsockopt(2) needs SOL_NETLINK. */
int topss_netlink_membership(int descriptor, int group, int join);

/* The port id that bind(2) gave; 0 when it cannot be read. */
uint32_t topss_netlink_port(int descriptor);

/* Sets the receive buffer in bytes: beyond the limit where privileged, else up to it. Returns the
   size that the kernel then reports. */
int topss_netlink_receive_buffer(int descriptor, int bytes);

/* Datagrams that the kernel dropped for this socket since it was opened, -1 when it does not say
   (before Linux 4.12). SO_MEMINFO and its layout are in <linux/sock_diag.h>. */
int64_t topss_netlink_drops(int descriptor);

/* sendto(2) the kernel. */
ssize_t topss_netlink_send(int descriptor, const void *bytes, size_t count);

/* recvmsg(2) without waiting: msg_flags and the sender's address come in a struct msghdr. Stores
   the sender's port id (0 is the kernel) and whether the datagram did not fit. */
ssize_t topss_netlink_receive(int descriptor, void *buffer, size_t capacity, uint32_t *port,
                              int *truncated);

#endif
