/* inet_diag: message types, protocols, extensions, attributes, bytecode. */
#ifndef TOPSS_INET_DIAG_H
#define TOPSS_INET_DIAG_H

#include <stdint.h>
#include <sys/socket.h>
#include <linux/inet_diag.h>
#include <linux/netlink.h>
#include <linux/sock_diag.h>

/* Message types. */
static const uint16_t topss_sock_diag_by_family = SOCK_DIAG_BY_FAMILY;
static const uint16_t topss_sock_destroy = SOCK_DESTROY;
/* The request of Linux 2.6 that walks IPv4 and IPv6 in one pass; its replies carry this type. */
static const uint16_t topss_tcpdiag_getsock = TCPDIAG_GETSOCK;

/* Multicast groups of NETLINK_SOCK_DIAG. */
static const uint32_t topss_group_inet_tcp_destroy = SKNLGRP_INET_TCP_DESTROY;
static const uint32_t topss_group_inet_udp_destroy = SKNLGRP_INET_UDP_DESTROY;
static const uint32_t topss_group_inet6_tcp_destroy = SKNLGRP_INET6_TCP_DESTROY;
static const uint32_t topss_group_inet6_udp_destroy = SKNLGRP_INET6_UDP_DESTROY;

/* Families. */
static const uint8_t topss_af_unspec = AF_UNSPEC;
static const uint8_t topss_af_unix = AF_UNIX;
static const uint8_t topss_af_inet = AF_INET;
static const uint8_t topss_af_inet6 = AF_INET6;
static const uint8_t topss_af_netlink = AF_NETLINK;
static const uint8_t topss_af_packet = AF_PACKET;
static const uint8_t topss_af_tipc = AF_TIPC;
static const uint8_t topss_af_vsock = AF_VSOCK;
static const uint8_t topss_af_xdp = AF_XDP;

/* Attributes of requests. */
static const uint16_t topss_inet_req_bytecode = INET_DIAG_REQ_BYTECODE;
static const uint16_t topss_inet_req_protocol = INET_DIAG_REQ_PROTOCOL;

/* Attributes of replies; those up to SHUTDOWN are also extensions, bit (number - 1). */
static const uint16_t topss_inet_meminfo = INET_DIAG_MEMINFO;
static const uint16_t topss_inet_info = INET_DIAG_INFO;
static const uint16_t topss_inet_vegasinfo = INET_DIAG_VEGASINFO;
static const uint16_t topss_inet_cong = INET_DIAG_CONG;
static const uint16_t topss_inet_tos = INET_DIAG_TOS;
static const uint16_t topss_inet_tclass = INET_DIAG_TCLASS;
static const uint16_t topss_inet_skmeminfo = INET_DIAG_SKMEMINFO;
static const uint16_t topss_inet_shutdown = INET_DIAG_SHUTDOWN;
static const uint16_t topss_inet_dctcpinfo = INET_DIAG_DCTCPINFO;
static const uint16_t topss_inet_protocol = INET_DIAG_PROTOCOL;
static const uint16_t topss_inet_skv6only = INET_DIAG_SKV6ONLY;
static const uint16_t topss_inet_locals = INET_DIAG_LOCALS;
static const uint16_t topss_inet_peers = INET_DIAG_PEERS;
static const uint16_t topss_inet_mark = INET_DIAG_MARK;
static const uint16_t topss_inet_bbrinfo = INET_DIAG_BBRINFO;
static const uint16_t topss_inet_class_id = INET_DIAG_CLASS_ID;
static const uint16_t topss_inet_md5sig = INET_DIAG_MD5SIG;
static const uint16_t topss_inet_ulp_info = INET_DIAG_ULP_INFO;
static const uint16_t topss_inet_cgroup_id = INET_DIAG_CGROUP_ID;
static const uint16_t topss_inet_sockopt = INET_DIAG_SOCKOPT;

/* Attributes within ULP_INFO. */
static const uint16_t topss_ulp_name = INET_ULP_INFO_NAME;
static const uint16_t topss_ulp_tls = INET_ULP_INFO_TLS;
static const uint16_t topss_ulp_mptcp = INET_ULP_INFO_MPTCP;

/* The parts of `struct tcp_info` that a table needs, read in one go; the offsets are asserted in
 * CSockDiag.c. <linux/tcp.h> cannot be in a module beside Glibc's. */
struct topss_tcp_info {
    uint8_t state, ca_state, retransmits, probes, backoff, options, wscale, app_limited;
    uint32_t rto, ato, snd_mss, rcv_mss;
    uint32_t unacked, sacked, lost, retrans, fackets;
    uint32_t last_data_sent, last_ack_sent, last_data_recv, last_ack_recv;
    uint32_t pmtu, rcv_ssthresh, rtt, rttvar, snd_ssthresh, snd_cwnd, advmss, reordering;
    uint32_t rcv_rtt, rcv_space, total_retrans;
    uint64_t pacing_rate, max_pacing_rate, bytes_acked, bytes_received;
    uint32_t segs_out, segs_in, notsent_bytes, min_rtt, data_segs_in, data_segs_out;
    uint64_t delivery_rate, busy_time, rwnd_limited, sndbuf_limited;
    uint32_t delivered, delivered_ce;
    uint64_t bytes_sent, bytes_retrans;
    uint32_t dsack_dups, reord_seen, rcv_ooopack, snd_wnd;
};

/* The words of INET_DIAG_SKMEMINFO and its siblings: SK_MEMINFO_* of <linux/sock_diag.h>. */
struct topss_sk_meminfo {
    uint32_t rmem_alloc, rcvbuf, wmem_alloc, sndbuf, fwd_alloc, wmem_queued, optmem, backlog, drops;
};

/* Operations of the filter bytecode. */
static const uint8_t topss_bc_nop = INET_DIAG_BC_NOP;
static const uint8_t topss_bc_jmp = INET_DIAG_BC_JMP;
static const uint8_t topss_bc_s_ge = INET_DIAG_BC_S_GE;
static const uint8_t topss_bc_s_le = INET_DIAG_BC_S_LE;
static const uint8_t topss_bc_d_ge = INET_DIAG_BC_D_GE;
static const uint8_t topss_bc_d_le = INET_DIAG_BC_D_LE;
static const uint8_t topss_bc_auto = INET_DIAG_BC_AUTO;
static const uint8_t topss_bc_s_cond = INET_DIAG_BC_S_COND;
static const uint8_t topss_bc_d_cond = INET_DIAG_BC_D_COND;
static const uint8_t topss_bc_dev_cond = INET_DIAG_BC_DEV_COND;
static const uint8_t topss_bc_mark_cond = INET_DIAG_BC_MARK_COND;
static const uint8_t topss_bc_s_eq = INET_DIAG_BC_S_EQ;
static const uint8_t topss_bc_d_eq = INET_DIAG_BC_D_EQ;
static const uint8_t topss_bc_cgroup_cond = INET_DIAG_BC_CGROUP_COND;

#endif
