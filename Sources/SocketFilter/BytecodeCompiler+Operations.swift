internal import CSockDiag
internal import SocketModel

/// `struct inet_diag_bc_op` is the code, where to go when true, and where to go when false, in
/// bytes from its own beginning. Kernel: `inet_diag_bc_run` in `net/ipv4/inet_diag.c`.
extension BytecodeCompiler {
  /// One operation with its operand.
  static func operation(_ code: UInt8, _ operand: Code) -> Code {
    let length = 4 + operand.count
    return head(code, yes: length, no: length + 4) + operand
  }

  private static func head(_ code: UInt8, yes: Int, no: Int) -> Code {
    [code, UInt8(truncatingIfNeeded: yes)]
      + bytes(UInt16(truncatingIfNeeded: no))
  }

  /// An operation that always goes to `distance`.
  private static func jump(_ distance: Int) -> Code {
    head(topss_bc_jmp, yes: 4, no: distance)
  }

  /// `S_GE`, `S_LE`, `D_GE`, `D_LE`: a second operation holds the port in its 16 bits.
  static func order(isAtLeast: Bool, _ isLocal: Bool, _ port: Int64) -> Code {
    let code =
      switch (isAtLeast, isLocal) {
      case (true, true): topss_bc_s_ge
      case (false, true): topss_bc_s_le
      case (true, false): topss_bc_d_ge
      case (false, false): topss_bc_d_le
      }
    return head(code, yes: 8, no: 12) + [0, 0] + bytes(UInt16(truncatingIfNeeded: port))
  }

  /// `S_COND` and `D_COND` with `struct inet_diag_hostcond`; `prefix` is nil for a port alone.
  static func host(_ prefix: AddressPrefix?, _ port: Int32, _ isLocal: Bool) -> Code {
    let family: UInt8 =
      switch prefix?.family {
      case .inet6?: 10
      case .inet?: 2
      case .unix?, .packet?, .netlink?, .vsock?, .tipc?, .xdp?, nil: 0
      }
    var operand: Code = [family, prefix?.length ?? 0, 0, 0]
    operand += bytes(UInt32(bitPattern: port))
    let bits = prefix?.bits ?? .zero
    let address = bytes(bits.high.bigEndian) + bytes(bits.low.bigEndian)
    operand += family == 10 ? address : Array(address.prefix(4))
    let code = isLocal ? topss_bc_s_cond : topss_bc_d_cond
    return operation(code, operand)
  }

  /// The machine's byte order, as C structures have it.
  static func bytes<Value: FixedWidthInteger>(_ value: Value) -> Code {
    let value = value.littleEndian
    return (0..<Value.bitWidth / 8).map { UInt8(truncatingIfNeeded: value >> Value(8 * $0)) }
  }

  // MARK: Connectives

  /// A gap leaves the other to decide.
  static func and(_ left: Code?, _ right: Code?) -> Code? {
    guard let left else { return right }
    guard let right else { return left }
    return rejecting(left, farther: right.count) + right
  }

  /// A gap lets everything through.
  static func or(_ left: Code?, _ right: Code?) -> Code? {
    guard let left, let right else { return nil }
    return left + jump(right.count + 4) + right
  }

  static func not(_ code: Code) -> Code { code + jump(8) }

  /// `code` with the ways out that reject led `distance` bytes farther.
  private static func rejecting(_ code: Code, farther distance: Int) -> Code {
    var result = code
    var place = 0
    while place + 4 <= code.count {
      let no = Int(UInt16(littleEndian: UInt16(code[place + 2]) | UInt16(code[place + 3]) << 8))
      if place + no == code.count + 4 {
        let moved = bytes(UInt16(truncatingIfNeeded: no + distance))
        result[place + 2] = moved[0]
        result[place + 3] = moved[1]
      }
      place += max(4, Int(code[place + 1]))
    }
    return result
  }
}
