internal import SocketModel
internal import TextSafety

/// Congestion controls and what lies above TCP.
extension RowWriter {
  func write(_ state: CongestionState, to text: inout RowBuffer) {
    switch state {
    case .vegas: break
    case .dctcp(let enabled, let state, let alpha, let ecnBytes, let totalBytes):
      guard enabled != 0 else { return text.append(" dctcp:fallback_mode") }
      token(" dctcp:(ce_state:", state, to: &text)
      token(",alpha:", alpha, to: &text)
      token(",ab_ecn:", ecnBytes, to: &text)
      token(",ab_tot:", totalBytes, to: &text)
      text.append(")")
    case .bbr(let bandwidth, let minimumRTT, let pacingGain, let windowGain):
      rate(" bbr:(bw:", Double(bandwidth) * 8, to: &text)
      text.append(",mrtt:")
      milliseconds(minimumRTT, to: &text)
      gain(",pacing_gain:", pacingGain, to: &text)
      gain(",cwnd_gain:", windowGain, to: &text)
      text.append(")")
    }
  }

  private func gain(_ name: StaticString, _ value: UInt32, to text: inout RowBuffer) {
    guard value != 0 else { return }
    text.append(name)
    PrintfNumber.append(general: Double(value) / 256, to: &text)
  }

  func write(_ layer: UpperLayerProtocol, to text: inout RowBuffer) {
    if let name = layer.name {
      text.append(" tcp-ulp-")
      text.append(name)
    }
    if let tls = layer.tls { write(tls, to: &text) }
    if let subflow = layer.subflow { write(subflow, to: &text) }
  }

  private func write(_ tls: TLSInfo, to text: inout RowBuffer) {
    if let version = tls.version {
      named(" version: ", version, [0x303: "1.2", 0x304: "1.3"], to: &text)
    }
    if let cipher = tls.cipher {
      named(" cipher: ", cipher, [51: "aes-gcm-128", 52: "aes-gcm-256"], to: &text)
    }
    if let value = tls.receiveConfiguration {
      named(" rxconf: ", value, Self.tlsConfigurations, to: &text)
    }
    if let value = tls.sendConfiguration {
      named(" txconf: ", value, Self.tlsConfigurations, to: &text)
    }
    if tls.zeroCopySend { text.append(" zc_ro_tx") }
    if tls.noPaddingReceive { text.append(" no_pad_rx") }
  }

  /// Kernel: `TLS_CONF_*` in `include/uapi/linux/tls.h`.
  private static let tlsConfigurations: [UInt16: SafeText] = [
    1: "none", 2: "sw", 3: "hw", 4: "hw-record",
  ]

  private func named(
    _ title: StaticString, _ value: UInt16, _ names: [UInt16: SafeText], to text: inout RowBuffer
  ) {
    text.append(title)
    if let name = names[value] { return text.append(name) }
    token("unknown(", value, to: &text)
    text.append(")")
  }

  /// Kernel: `MPTCP_SUBFLOW_FLAG_*` in `include/uapi/linux/mptcp.h`.
  private static let subflowFlags: [SafeText] = ["M", "m", "J", "j", "B", "b", "e", "c", "v"]

  private func write(_ subflow: MPTCPSubflow, to text: inout RowBuffer) {
    if let flags = subflow.flags {
      text.append(" flags:")
      for (bit, letter) in Self.subflowFlags.enumerated() where flags >> UInt32(bit) & 1 != 0 {
        text.append(letter)
      }
    }
    if subflow.remoteToken != nil || subflow.localToken != nil {
      token(subflow.remoteToken, subflow.remoteID, " token:", to: &text)
      token(subflow.localToken, subflow.localID, "/", to: &text)
    }
    if let value = subflow.mapSequence { token(" seq:", hex: value, to: &text) }
    if let value = subflow.mapSubflowSequence { token(" sfseq:", hex: value, to: &text) }
    if let value = subflow.subflowOffset { token(" ssnoff:", hex: value, to: &text) }
    if let value = subflow.mapLength { token(" maplen:", hex: value, to: &text) }
  }

  /// A token in at least four digits, and its address's id.
  private func token(
    _ value: UInt32?, _ id: UInt8?, _ title: StaticString, to text: inout RowBuffer
  ) {
    let value = UInt64(value ?? 0)
    text.append(title)
    if value < 0x1000 { text.append(hex: value, digits: 4) } else { text.append(hex: value) }
    token("(id:", id ?? 0, to: &text)
    text.append(")")
  }
}
