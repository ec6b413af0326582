package import SocketMetrics
package import TextSafety

/// A choice of columns with a name.
package struct ColumnPreset: Sendable {
  package var title: SafeText
  package var fields: [SocketField]

  package static let all: [ColumnPreset] = [
    ColumnPreset(title: "overview", fields: SocketTableState.standardColumns),
    ColumnPreset(
      title: "rates",
      fields: [.state, .rx, .tx, .rxBytes, .txBytes, .delivery, .pacing, .local, .peer, .proc]),
    ColumnPreset(
      title: "TCP health",
      fields: [
        .state, .rtt, .rttvar, .minrtt, .rto, .retrans, .retransRate, .cwnd, .ssthresh, .unacked,
        .lost, .limit, .cc, .local, .peer, .proc,
      ]),
    ColumnPreset(
      title: "queues",
      fields: [
        .state, .recvq, .sendq, .notsent, .unacked, .sndwnd, .backlog, .drops, .local, .peer, .proc,
      ]),
    ColumnPreset(
      title: "memory",
      fields: [
        .state, .skmemRead, .skmemReadLimit, .skmemWrite, .skmemWriteLimit, .backlogMemory, .drops,
        .dropRate, .local, .peer, .proc,
      ]),
    ColumnPreset(
      title: "timers",
      fields: [
        .state, .timer, .timerLeft, .idle, .lastSent, .lastReceived, .age, .stateAge, .local, .peer,
        .proc,
      ]),
  ]
}
