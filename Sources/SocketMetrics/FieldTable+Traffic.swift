internal import SocketModel
internal import TextSafety

/// What moves: bytes, segments, the time since.
extension FieldTable {
  static let traffic: [FieldEntry] = [
    .number(
      .rx, "rx", "RX/s", .bytesPerSecond, 6...7, priority: 85,
      source: "growth of tcpi_bytes_received",
      help: "Payload bytes received per second, over the measured time between two polls."
    ) { _, metric, _ in Double(metric.receiveRateOrNaN) },
    .number(
      .tx, "tx", "TX/s", .bytesPerSecond, 6...7, priority: 84,
      source: "growth of tcpi_bytes_sent less tcpi_bytes_retrans, else of tcpi_bytes_acked",
      help: "Payload bytes sent per second, without retransmissions."
    ) { _, metric, _ in Double(metric.sendRateOrNaN) },
    .number(
      .traffic, "rxtx", "RX+TX/s", .bytesPerSecond, 7...7, priority: 12, source: "rx + tx",
      help: "Payload bytes per second in both directions."
    ) { _, metric, _ in
      let receive = Double(metric.receiveRateOrNaN)
      let send = Double(metric.sendRateOrNaN)
      return receive.isNaN ? send : send.isNaN ? receive : receive + send
    },
    .number(
      .rxBytes, "rx_bytes", "RX", .bytes, 6...7, priority: 30, source: "tcpi_bytes_received",
      help: "Payload bytes received since the connection began."
    ) { record, _, _ in record.payloadBytesReceived.map { Double($0) } ?? .nan },
    .number(
      .txBytes, "tx_bytes", "TX", .bytes, 6...7, priority: 29,
      source: "tcpi_bytes_sent less tcpi_bytes_retrans, else tcpi_bytes_acked",
      help: "Payload bytes sent since the connection began, without retransmissions."
    ) { record, _, _ in record.payloadBytesSent.map { Double($0) } ?? .nan },
    .gauge(
      .segsIn, "segs_in", "SEGS-IN", .segments, 5...7, priority: 8, source: "tcpi_segs_in",
      help: "Segments received since the connection began."
    ) { record, gauges in connected(record, .segments, gauges.segmentsIn) },
    .gauge(
      .segsOut, "segs_out", "SEGS-OUT", .segments, 5...8, priority: 7, source: "tcpi_segs_out",
      help: "Segments sent since the connection began, retransmissions included."
    ) { record, gauges in connected(record, .segments, gauges.segmentsOut) },
    .gauge(
      .lastSent, "last_snd", "LASTSND", .seconds, 6...7, priority: 10,
      source: "tcpi_last_data_sent", help: "Time since data was last sent."
    ) { record, gauges in sinceData(record, gauges.lastSentMilliseconds) },
    .gauge(
      .lastReceived, "last_rcv", "LASTRCV", .seconds, 6...7, priority: 9,
      source: "tcpi_last_data_recv", help: "Time since data was last received."
    ) { record, gauges in sinceData(record, gauges.lastReceivedMilliseconds) },
    .gauge(
      .idle, "idle", "IDLE", .seconds, 6...6, priority: 28,
      source: "the less of tcpi_last_data_sent and tcpi_last_data_recv",
      help: "Time since data last moved in either direction."
    ) { record, gauges in
      sinceData(record, min(gauges.lastSentMilliseconds, gauges.lastReceivedMilliseconds))
    },
    .text(
      .timer, "timer", "TIMER", 7...9, priority: 15, source: "inet_diag_msg.idiag_timer",
      help: "Running timer: on (retransmission), keepalive, timewait, persist or delack."
    ) { $0.record.timer.name.map { RawText($0.utf8) } },
    .number(
      .timerLeft, "timer_left", "LEFT", .seconds, 6...6, priority: 14,
      source: "inet_diag_msg.idiag_expires", help: "Time until the running timer expires."
    ) { record, _, _ in
      record.timer == .none ? .nan : Double(record.timerMilliseconds) / 1e3
    },
    .number(
      .age, "age", "AGE", .seconds, 6...6, priority: 26, source: "first sight",
      help: "Time since the socket was first seen; unknown if it was there at the start.",
      writer: writeAge,
      reader: { _, metric, now in age(metric.firstSeen, now) }),
    .number(
      .stateAge, "state_age", "IN-STATE", .seconds, 6...8, priority: 25,
      source: "last change of state",
      help: "Time in the present state; unknown if it was in it at the start.",
      writer: { FieldUnit.write(age: SocketField.stateAge.number(of: $0), to: &$1) },
      reader: { _, metric, now in age(metric.stateSince, now) }),
  ]

  private static func writeAge(_ row: SocketRow, to text: inout SafeText) {
    FieldUnit.write(age: SocketField.age.number(of: row), to: &text)
  }

  private static func sinceData(_ record: SocketRecord, _ milliseconds: UInt32) -> Double {
    guard record.state != .listen, record.known.contains(.tcpInfo) else { return .nan }
    return Double(milliseconds) / 1e3
  }

  private static func age(_ since: MonotonicTime?, _ now: MonotonicTime) -> Double {
    since.map { now.seconds(since: $0) } ?? .nan
  }
}
