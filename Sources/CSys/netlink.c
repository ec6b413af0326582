#define _GNU_SOURCE
#include "topss_netlink.h"

#include <string.h>
#include <sys/socket.h>
#include <linux/netlink.h>
#include <linux/sock_diag.h>

#ifndef SO_MEMINFO
#define SO_MEMINFO 55
#endif

int topss_netlink_open(void) {
  int descriptor = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_SOCK_DIAG);
  int on = 1;
  if (descriptor >= 0)
    (void)setsockopt(descriptor, SOL_NETLINK, NETLINK_EXT_ACK, &on, sizeof on);
  return descriptor;
}

int topss_netlink_bind(int descriptor, uint32_t groups) {
  struct sockaddr_nl address = {.nl_family = AF_NETLINK, .nl_groups = groups};
  return bind(descriptor, (struct sockaddr *)&address, sizeof address);
}

int topss_netlink_membership(int descriptor, int group, int join) {
  int option = join ? NETLINK_ADD_MEMBERSHIP : NETLINK_DROP_MEMBERSHIP;
  return setsockopt(descriptor, SOL_NETLINK, option, &group, sizeof group);
}

uint32_t topss_netlink_port(int descriptor) {
  struct sockaddr_nl address = {0};
  socklen_t length = sizeof address;
  if (getsockname(descriptor, (struct sockaddr *)&address, &length) != 0) return 0;
  return address.nl_pid;
}

int topss_netlink_receive_buffer(int descriptor, int bytes) {
  if (setsockopt(descriptor, SOL_SOCKET, SO_RCVBUFFORCE, &bytes, sizeof bytes) != 0)
    (void)setsockopt(descriptor, SOL_SOCKET, SO_RCVBUF, &bytes, sizeof bytes);
  int size = 0;
  socklen_t length = sizeof size;
  if (getsockopt(descriptor, SOL_SOCKET, SO_RCVBUF, &size, &length) != 0) return -1;
  return size;
}

int64_t topss_netlink_drops(int descriptor) {
  uint32_t memory[SK_MEMINFO_VARS] = {0};
  socklen_t length = sizeof memory;
  if (getsockopt(descriptor, SOL_SOCKET, SO_MEMINFO, memory, &length) != 0) return -1;
  return length > SK_MEMINFO_DROPS * sizeof memory[0] ? (int64_t)memory[SK_MEMINFO_DROPS] : -1;
}

ssize_t topss_netlink_send(int descriptor, const void *bytes, size_t count) {
  struct sockaddr_nl kernel = {.nl_family = AF_NETLINK};
  return sendto(descriptor, bytes, count, 0, (struct sockaddr *)&kernel, sizeof kernel);
}

ssize_t topss_netlink_receive(int descriptor, void *buffer, size_t capacity, uint32_t *port,
                              int *truncated) {
  struct sockaddr_nl sender = {0};
  struct iovec part = {.iov_base = buffer, .iov_len = capacity};
  struct msghdr message = {
      .msg_name = &sender, .msg_namelen = sizeof sender, .msg_iov = &part, .msg_iovlen = 1};
  ssize_t count = recvmsg(descriptor, &message, MSG_DONTWAIT);
  if (count < 0) return count;
  *port = sender.nl_pid;
  *truncated = (message.msg_flags & MSG_TRUNC) != 0;
  return count;
}
