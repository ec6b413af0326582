/* Holds the offsets and numbers of the Swift sources against the installed kernel headers.
 *
 * Debian 12 has those of Linux 6.1: what is newer is not asserted here (tcp_info beyond 232 bytes,
 * mptcp_info beyond 44), only tested against recorded replies.
 */
#include "CSockDiag.h"

#include <stddef.h>
#include <linux/tcp.h>
#include <linux/mptcp.h>
#include <linux/sctp.h>
#include <linux/filter.h>
#include <linux/tipc_sockets_diag.h>

#define AT(type, member, offset) \
    _Static_assert(offsetof(struct type, member) == (offset), #type "." #member)
#define SIZE(type, size) _Static_assert(sizeof(struct type) == (size), "size of " #type)
#define SAME(name, number) _Static_assert((name) == (number), #name)

/* netlink: NetlinkHeader, NetlinkFlags, NetlinkMessageReader. */
SIZE(nlmsghdr, 16);
AT(nlmsghdr, nlmsg_type, 4);
AT(nlmsghdr, nlmsg_flags, 6);
AT(nlmsghdr, nlmsg_seq, 8);
AT(nlmsghdr, nlmsg_pid, 12);
SIZE(nlattr, 4);
AT(nlattr, nla_type, 2);
SAME(NLMSG_NOOP, 1);
SAME(NLMSG_ERROR, 2);
SAME(NLMSG_DONE, 3);
SAME(NLMSG_OVERRUN, 4);
SAME(NLMSG_MIN_TYPE, 16);
SAME(NLM_F_REQUEST, 1);
SAME(NLM_F_MULTI, 2);
SAME(NLM_F_ACK, 4);
SAME(NLM_F_DUMP_INTR, 0x10);
SAME(NLM_F_DUMP, 0x300);
SAME(NLM_F_CAPPED, 0x100);
SAME(NLM_F_ACK_TLVS, 0x200);
SAME(NLMSGERR_ATTR_MSG, 1);
SAME(NLMSGERR_ATTR_OFFS, 2);
SAME(NLA_F_NESTED, 0x8000);
SAME(NLA_TYPE_MASK, ~0xc000);
SAME(NETLINK_SOCK_DIAG, 4);

/* inet_diag: InternetRequest, RecordDecoder+Internet. */
SIZE(inet_diag_sockid, 48);
AT(inet_diag_sockid, idiag_dport, 2);
AT(inet_diag_sockid, idiag_src, 4);
AT(inet_diag_sockid, idiag_dst, 20);
AT(inet_diag_sockid, idiag_if, 36);
AT(inet_diag_sockid, idiag_cookie, 40);
SIZE(inet_diag_req_v2, 56);
AT(inet_diag_req_v2, idiag_ext, 2);
AT(inet_diag_req_v2, idiag_states, 4);
AT(inet_diag_req_v2, id, 8);
AT(inet_diag_req_raw, sdiag_raw_protocol, 3);
SIZE(inet_diag_req, 60);
AT(inet_diag_req, idiag_ext, 3);
AT(inet_diag_req, id, 4);
AT(inet_diag_req, idiag_states, 52);
AT(inet_diag_req, idiag_dbs, 56);
SIZE(inet_diag_msg, 72);
AT(inet_diag_msg, id, 4);
AT(inet_diag_msg, idiag_expires, 52);
AT(inet_diag_msg, idiag_rqueue, 56);
AT(inet_diag_msg, idiag_wqueue, 60);
AT(inet_diag_msg, idiag_uid, 64);
AT(inet_diag_msg, idiag_inode, 68);
SIZE(inet_diag_meminfo, 16);
SIZE(inet_diag_sockopt, 2);
SIZE(tcpvegas_info, 16);
SIZE(tcp_dctcp_info, 16);
SIZE(tcp_bbr_info, 20);
SAME(SK_MEMINFO_VARS, 9);
SAME(SK_MEMINFO_DROPS, 8);

/* tcp_info: TCPInfo+Fields, RecordDecoder+TCP. */
AT(tcp_info, tcpi_rto, 8);
AT(tcp_info, tcpi_snd_mss, 16);
AT(tcp_info, tcpi_unacked, 24);
AT(tcp_info, tcpi_last_data_sent, 44);
AT(tcp_info, tcpi_pmtu, 60);
AT(tcp_info, tcpi_rtt, 68);
AT(tcp_info, tcpi_snd_cwnd, 80);
AT(tcp_info, tcpi_rcv_rtt, 92);
AT(tcp_info, tcpi_total_retrans, 100);
AT(tcp_info, tcpi_pacing_rate, 104);
AT(tcp_info, tcpi_bytes_acked, 120);
AT(tcp_info, tcpi_bytes_received, 128);
AT(tcp_info, tcpi_segs_out, 136);
AT(tcp_info, tcpi_notsent_bytes, 144);
AT(tcp_info, tcpi_min_rtt, 148);
AT(tcp_info, tcpi_data_segs_in, 152);
AT(tcp_info, tcpi_delivery_rate, 160);
AT(tcp_info, tcpi_busy_time, 168);
AT(tcp_info, tcpi_delivered, 192);
AT(tcp_info, tcpi_bytes_sent, 200);
AT(tcp_info, tcpi_bytes_retrans, 208);
AT(tcp_info, tcpi_dsack_dups, 216);
AT(tcp_info, tcpi_rcv_ooopack, 224);
AT(tcp_info, tcpi_snd_wnd, 228);

/* topss_tcp_info and topss_sk_meminfo: the same places. */
#define LIKE(member) AT(topss_tcp_info, member, offsetof(struct tcp_info, tcpi_##member))
SIZE(topss_tcp_info, 232);
AT(topss_tcp_info, app_limited, 7);
LIKE(ca_state);
LIKE(rto);
LIKE(snd_mss);
LIKE(unacked);
LIKE(lost);
LIKE(last_data_sent);
LIKE(last_data_recv);
LIKE(rtt);
LIKE(rttvar);
LIKE(snd_ssthresh);
LIKE(snd_cwnd);
LIKE(total_retrans);
LIKE(pacing_rate);
LIKE(bytes_acked);
LIKE(bytes_received);
LIKE(segs_out);
LIKE(segs_in);
LIKE(notsent_bytes);
LIKE(min_rtt);
LIKE(delivery_rate);
LIKE(busy_time);
LIKE(rwnd_limited);
LIKE(sndbuf_limited);
LIKE(bytes_sent);
LIKE(bytes_retrans);
LIKE(snd_wnd);
SIZE(topss_sk_meminfo, 36);
AT(topss_sk_meminfo, optmem, 4 * SK_MEMINFO_OPTMEM);
AT(topss_sk_meminfo, drops, 4 * SK_MEMINFO_DROPS);

/* mptcp: MPTCPInfo+Fields and the subflow's attributes. */
AT(mptcp_info, mptcpi_flags, 8);
AT(mptcp_info, mptcpi_token, 12);
AT(mptcp_info, mptcpi_write_seq, 16);
AT(mptcp_info, mptcpi_rcv_nxt, 32);
AT(mptcp_info, mptcpi_csum_enabled, 42);
SAME(MPTCP_SUBFLOW_ATTR_TOKEN_REM, 1);
SAME(MPTCP_SUBFLOW_ATTR_TOKEN_LOC, 2);
SAME(MPTCP_SUBFLOW_ATTR_RELWRITE_SEQ, 3);
SAME(MPTCP_SUBFLOW_ATTR_MAP_SEQ, 4);
SAME(MPTCP_SUBFLOW_ATTR_MAP_SFSEQ, 5);
SAME(MPTCP_SUBFLOW_ATTR_SSN_OFFSET, 6);
SAME(MPTCP_SUBFLOW_ATTR_MAP_DATALEN, 7);
SAME(MPTCP_SUBFLOW_ATTR_FLAGS, 8);
SAME(MPTCP_SUBFLOW_ATTR_ID_REM, 9);
SAME(MPTCP_SUBFLOW_ATTR_ID_LOC, 10);

/* sctp: SCTPInfo+Fields. */
AT(sctp_info, sctpi_rwnd, 8);
AT(sctp_info, sctpi_fragmentation_point, 20);
AT(sctp_info, sctpi_peer_rwnd, 44);
AT(sctp_info, sctpi_peer_capable, 52);
AT(sctp_info, sctpi_isacks, 56);
AT(sctp_info, sctpi_p_address, 168);
AT(sctp_info, sctpi_s_autoclose, 344);
AT(sctp_info, sctpi_s_nodelay, 356);

/* The other families. */
SIZE(unix_diag_req, 24);
AT(unix_diag_req, udiag_states, 4);
AT(unix_diag_req, udiag_show, 12);
SIZE(unix_diag_msg, 16);
AT(unix_diag_msg, udiag_ino, 4);
AT(unix_diag_msg, udiag_cookie, 8);
SIZE(unix_diag_vfs, 8);
SIZE(unix_diag_rqlen, 8);
SIZE(packet_diag_req, 20);
AT(packet_diag_req, pdiag_show, 8);
SIZE(packet_diag_msg, 16);
AT(packet_diag_msg, pdiag_num, 2);
AT(packet_diag_msg, pdiag_cookie, 8);
SIZE(packet_diag_info, 24);
AT(packet_diag_info, pdi_version, 4);
AT(packet_diag_info, pdi_copy_thresh, 12);
AT(packet_diag_info, pdi_flags, 20);
SIZE(packet_diag_ring, 28);
SIZE(sock_filter, 8);
SIZE(netlink_diag_req, 20);
AT(netlink_diag_req, ndiag_show, 8);
SIZE(netlink_diag_msg, 28);
AT(netlink_diag_msg, ndiag_portid, 4);
AT(netlink_diag_msg, ndiag_dst_group, 12);
AT(netlink_diag_msg, ndiag_ino, 16);
AT(netlink_diag_msg, ndiag_cookie, 20);
SIZE(vsock_diag_req, 24);
SIZE(vsock_diag_msg, 32);
AT(vsock_diag_msg, vdiag_src_cid, 4);
AT(vsock_diag_msg, vdiag_ino, 20);
AT(vsock_diag_msg, vdiag_cookie, 24);
SIZE(xdp_diag_req, 20);
SIZE(xdp_diag_msg, 16);
AT(xdp_diag_msg, xdiag_cookie, 8);
SIZE(xdp_diag_info, 8);
SIZE(xdp_diag_umem, 40);
SIZE(xdp_diag_stats, 48);
SIZE(tipc_sock_diag_req, 8);
