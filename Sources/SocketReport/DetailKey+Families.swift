internal import SocketModel
internal import TextSafety

/// `-o`, `-e`, `-m`, `-b`, `--tos`, `--inet-sockopt`, `--tipcinfo`.
extension DetailKey {
  static let timer: [DetailKey] = [
    count("timer_retrans") { $0.record.timer == .none ? nil : $0.record.timerRetransmits }
  ]

  static let extended: [DetailKey] = [
    flag("v6only") { detail in
      detail.record.known.contains(.v6OnlyTold) ? detail.record.known.contains(.v6Only) : nil
    },
    flag("shut_rd") { shutdown($0, 1) }, flag("shut_wr") { shutdown($0, 2) },
  ]

  private static func shutdown(_ detail: SocketDetail, _ bit: UInt8) -> Bool? {
    detail.record.known.contains(.shutdown) ? detail.record.shutdown & bit != 0 : nil
  }

  static let typeOfService: [DetailKey] = [
    count("tos") { $0.typeOfService }, count("tclass") { $0.trafficClass },
    count("class_id") { $0.classID },
  ]

  /// Kernel: `struct inet_diag_sockopt` in `include/uapi/linux/inet_diag.h`, as `ss` names its bits.
  static let socketOptions: [DetailKey] = RowWriter.socketOptionNames.enumerated().map {
    bit, name in
    flag("sockopt_\(name)") { $0.socketOptions.map { $0 >> UInt16(bit) & 1 != 0 } }
  }

  static let memory: [DetailKey] = [
    count("skmem_f") { memory($0)?.forwardAllocated }, count("skmem_w") { memory($0)?.writeQueued },
    count("skmem_o") { memory($0)?.options },
  ]

  private static func memory(_ detail: SocketDetail) -> SocketMemory? {
    detail.record.known.contains(.memory) ? detail.gauges.memory : nil
  }

  static let local: [DetailKey] = [
    count("vfs_ino") { $0.unix?.fileInode }, count("vfs_dev") { $0.unix?.fileDevice },
    DetailKey(name: "pending_peers") {
      $0.unix?.pendingPeers.map { .integers($0.map(UInt64.init)) }
    },
    DetailKey(name: "groups") { $0.netlinkGroups.map { .integers($0.map(UInt64.init)) } },
  ]

  static let packet: [DetailKey] =
    [
      count("packet_ver") { $0.packet?.version },
      count("packet_cpy_thresh") { $0.packet?.copyThreshold },
      count("packet_flags") { $0.packet?.flags },
      count("fanout_id") { $0.packet?.fanout.map { $0 & 0xffff } },
      count("fanout_type") { $0.packet?.fanout.map { $0 >> 16 } },
    ] + ring("ring_rx", { $0.packet?.receiveRing }) + ring("ring_tx", { $0.packet?.sendRing })

  private static func ring(
    _ name: SafeText, _ read: @escaping @Sendable (SocketDetail) -> PacketDetail.Ring?
  ) -> [DetailKey] {
    [
      count("\(name)_blk_size") { read($0)?.blockSize },
      count("\(name)_blk_nr") { read($0)?.blockCount },
      count("\(name)_frm_size") { read($0)?.frameSize },
      count("\(name)_frm_nr") { read($0)?.frameCount },
      seconds("\(name)_tmo", per: 1e3) { read($0)?.retireTimeout },
      count("\(name)_features") { read($0)?.features },
    ]
  }

  /// Four numbers an instruction: code, jumps, operand.
  static let bpf: [DetailKey] = [
    DetailKey(name: "bpf") { detail in
      detail.packet?.filter.map { program in
        .integers(
          program.flatMap {
            [UInt64($0.code), UInt64($0.jumpTrue), UInt64($0.jumpFalse), UInt64($0.operand)]
          })
      }
    }
  ]

  static let xdp: [DetailKey] = [
    count("xdp_rx") { $0.xdp?.receiveRing }, count("xdp_tx") { $0.xdp?.sendRing },
    count("xdp_fr") { $0.xdp?.fillRing }, count("xdp_cr") { $0.xdp?.completionRing },
    count("umem_id") { $0.xdp?.umem?.id }, count("umem_size") { $0.xdp?.umem?.size },
    count("umem_num_pages") { $0.xdp?.umem?.pages },
    count("umem_chunk_size") { $0.xdp?.umem?.chunkSize },
    count("umem_headroom") { $0.xdp?.umem?.headroom },
    count("umem_ifindex") { $0.xdp?.umem?.interfaceIndex },
    count("umem_qid") { $0.xdp?.umem?.queue },
    flag("umem_zc") { $0.xdp?.umem.map { $0.flags & 1 != 0 } },
    count("umem_refs") { $0.xdp?.umem?.references },
    DetailKey(name: "xdp_stats") { $0.xdp?.statistics.map { .integers($0) } },
  ]

  static let tipc: [DetailKey] = [
    count("tipc_type") { $0.tipc?.socketType }, flag("tipc_conn_cong") { $0.tipc?.isCongested },
    flag("tipc_link_cong") { $0.tipc?.isLinkCongested }, count("tipc_drop") { $0.tipc?.drops },
    flag("tipc_publ") { $0.tipc?.hasPublication }, count("tipc_via_type") { $0.tipc?.viaType },
    count("tipc_via_instance") { $0.tipc?.viaInstance },
  ]
}
