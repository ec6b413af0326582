/* The diagnostics of the other families. */
#ifndef TOPSS_OTHER_DIAG_H
#define TOPSS_OTHER_DIAG_H

#include <stdint.h>
#include <sys/socket.h>
#include <linux/unix_diag.h>
#include <linux/packet_diag.h>
#include <linux/netlink_diag.h>
#include <linux/vm_sockets_diag.h>
#include <linux/xdp_diag.h>
#include <linux/tipc_netlink.h>
#include <linux/tls.h>

static const uint32_t topss_unix_show_name = UDIAG_SHOW_NAME;
static const uint32_t topss_unix_show_vfs = UDIAG_SHOW_VFS;
static const uint32_t topss_unix_show_peer = UDIAG_SHOW_PEER;
static const uint32_t topss_unix_show_icons = UDIAG_SHOW_ICONS;
static const uint32_t topss_unix_show_rqlen = UDIAG_SHOW_RQLEN;
static const uint32_t topss_unix_show_meminfo = UDIAG_SHOW_MEMINFO;
static const uint32_t topss_unix_show_uid = UDIAG_SHOW_UID;

static const uint16_t topss_unix_name = UNIX_DIAG_NAME;
static const uint16_t topss_unix_vfs = UNIX_DIAG_VFS;
static const uint16_t topss_unix_peer = UNIX_DIAG_PEER;
static const uint16_t topss_unix_icons = UNIX_DIAG_ICONS;
static const uint16_t topss_unix_rqlen = UNIX_DIAG_RQLEN;
static const uint16_t topss_unix_meminfo = UNIX_DIAG_MEMINFO;
static const uint16_t topss_unix_shutdown = UNIX_DIAG_SHUTDOWN;
static const uint16_t topss_unix_uid = UNIX_DIAG_UID;

static const uint32_t topss_packet_show_info = PACKET_SHOW_INFO;
static const uint32_t topss_packet_show_ring_cfg = PACKET_SHOW_RING_CFG;
static const uint32_t topss_packet_show_fanout = PACKET_SHOW_FANOUT;
static const uint32_t topss_packet_show_meminfo = PACKET_SHOW_MEMINFO;
static const uint32_t topss_packet_show_filter = PACKET_SHOW_FILTER;

static const uint16_t topss_packet_info = PACKET_DIAG_INFO;
static const uint16_t topss_packet_rx_ring = PACKET_DIAG_RX_RING;
static const uint16_t topss_packet_tx_ring = PACKET_DIAG_TX_RING;
static const uint16_t topss_packet_fanout = PACKET_DIAG_FANOUT;
static const uint16_t topss_packet_uid = PACKET_DIAG_UID;
static const uint16_t topss_packet_meminfo = PACKET_DIAG_MEMINFO;
static const uint16_t topss_packet_filter = PACKET_DIAG_FILTER;

static const uint8_t topss_netlink_all_protocols = NDIAG_PROTO_ALL;
static const uint32_t topss_netlink_show_meminfo = NDIAG_SHOW_MEMINFO;
static const uint32_t topss_netlink_show_groups = NDIAG_SHOW_GROUPS;
static const uint16_t topss_netlink_meminfo = NETLINK_DIAG_MEMINFO;
static const uint16_t topss_netlink_groups = NETLINK_DIAG_GROUPS;

static const uint32_t topss_xdp_show_info = XDP_SHOW_INFO;
static const uint32_t topss_xdp_show_ring_cfg = XDP_SHOW_RING_CFG;
static const uint32_t topss_xdp_show_umem = XDP_SHOW_UMEM;
static const uint32_t topss_xdp_show_meminfo = XDP_SHOW_MEMINFO;
static const uint32_t topss_xdp_show_stats = XDP_SHOW_STATS;
static const uint16_t topss_xdp_info = XDP_DIAG_INFO;
static const uint16_t topss_xdp_uid = XDP_DIAG_UID;
static const uint16_t topss_xdp_rx_ring = XDP_DIAG_RX_RING;
static const uint16_t topss_xdp_tx_ring = XDP_DIAG_TX_RING;
static const uint16_t topss_xdp_umem = XDP_DIAG_UMEM;
static const uint16_t topss_xdp_fill_ring = XDP_DIAG_UMEM_FILL_RING;
static const uint16_t topss_xdp_completion_ring = XDP_DIAG_UMEM_COMPLETION_RING;
static const uint16_t topss_xdp_meminfo = XDP_DIAG_MEMINFO;
static const uint16_t topss_xdp_stats = XDP_DIAG_STATS;

static const uint16_t topss_tipc_sock = TIPC_NLA_SOCK;
static const uint16_t topss_tipc_sock_addr = TIPC_NLA_SOCK_ADDR;
static const uint16_t topss_tipc_sock_ref = TIPC_NLA_SOCK_REF;
static const uint16_t topss_tipc_sock_con = TIPC_NLA_SOCK_CON;
static const uint16_t topss_tipc_sock_has_publ = TIPC_NLA_SOCK_HAS_PUBL;
static const uint16_t topss_tipc_sock_stat = TIPC_NLA_SOCK_STAT;
static const uint16_t topss_tipc_sock_type = TIPC_NLA_SOCK_TYPE;
static const uint16_t topss_tipc_sock_ino = TIPC_NLA_SOCK_INO;
static const uint16_t topss_tipc_sock_uid = TIPC_NLA_SOCK_UID;
static const uint16_t topss_tipc_sock_state = TIPC_NLA_SOCK_TIPC_STATE;
static const uint16_t topss_tipc_sock_cookie = TIPC_NLA_SOCK_COOKIE;
static const uint16_t topss_tipc_con_flag = TIPC_NLA_CON_FLAG;
static const uint16_t topss_tipc_con_node = TIPC_NLA_CON_NODE;
static const uint16_t topss_tipc_con_sock = TIPC_NLA_CON_SOCK;
static const uint16_t topss_tipc_con_type = TIPC_NLA_CON_TYPE;
static const uint16_t topss_tipc_con_inst = TIPC_NLA_CON_INST;
static const uint16_t topss_tipc_stat_rcvq = TIPC_NLA_SOCK_STAT_RCVQ;
static const uint16_t topss_tipc_stat_sendq = TIPC_NLA_SOCK_STAT_SENDQ;
static const uint16_t topss_tipc_stat_link_cong = TIPC_NLA_SOCK_STAT_LINK_CONG;
static const uint16_t topss_tipc_stat_conn_cong = TIPC_NLA_SOCK_STAT_CONN_CONG;
static const uint16_t topss_tipc_stat_drop = TIPC_NLA_SOCK_STAT_DROP;

static const uint16_t topss_tls_version = TLS_INFO_VERSION;
static const uint16_t topss_tls_cipher = TLS_INFO_CIPHER;
static const uint16_t topss_tls_txconf = TLS_INFO_TXCONF;
static const uint16_t topss_tls_rxconf = TLS_INFO_RXCONF;
/* By number: TLS_INFO_ZC_RO_TX is of Linux 5.19, TLS_INFO_RX_NO_PAD of 6.0. */
static const uint16_t topss_tls_zc_ro_tx = 5;
static const uint16_t topss_tls_rx_no_pad = 6;

/* MPTCP subflows by number: <linux/mptcp.h> includes <netinet/in.h>, which modules of Glibc own.
 * CSockDiag.c asserts them. */
static const uint16_t topss_subflow_token_rem = 1;
static const uint16_t topss_subflow_token_loc = 2;
static const uint16_t topss_subflow_relwrite_seq = 3;
static const uint16_t topss_subflow_map_seq = 4;
static const uint16_t topss_subflow_map_sfseq = 5;
static const uint16_t topss_subflow_ssn_offset = 6;
static const uint16_t topss_subflow_map_datalen = 7;
static const uint16_t topss_subflow_flags = 8;
static const uint16_t topss_subflow_id_rem = 9;
static const uint16_t topss_subflow_id_loc = 10;

#endif
