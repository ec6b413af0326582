import TestSupport

/// What somebody does who presses anything, from a seed.
struct RandomKeys {
  /// One thing that is done to the program.
  enum Action: CustomStringConvertible {
    case type([UInt8])
    case resize(rows: Int, columns: Int)
    /// So many SIGWINCH for nothing.
    case resizeSignals(Int)
    /// SIGTSTP, or SIGSTOP, and SIGCONT so many microseconds later.
    case stop(isAsked: Bool, microseconds: UInt32)

    var description: String {
      switch self {
      case .type(let bytes):
        let text = bytes.prefix(60).map { byte in
          (0x20...0x7e).contains(byte)
            ? String(UnicodeScalar(byte)) : "\\x" + String(byte, radix: 16)
        }
        return "\"\(text.joined())\"" + (bytes.count > 60 ? "… \(bytes.count)" : "")
      case .resize(let rows, let columns): return "\(rows)x\(columns)"
      case .resizeSignals(let count): return "\(count) WINCH"
      case .stop(let isAsked, let time): return "\(isAsked ? "TSTP" : "STOP") \(time) CONT"
      }
    }
  }

  private var random: SeededGenerator
  /// Whether there is somebody who could continue the program.
  private let canStop: Bool

  init(seed: UInt64, canStop: Bool) {
    random = SeededGenerator(seed: seed)
    self.canStop = canStop
  }

  private static let escapes: [String] =
    [
      "\u{1b}[A", "\u{1b}[B", "\u{1b}[C", "\u{1b}[D", "\u{1b}OA", "\u{1b}[5~", "\u{1b}[6~",
      "\u{1b}[H", "\u{1b}[F", "\t", "\r", " ", "\u{1b}", "\u{1b}OP", "\u{1b}OQ", "\u{1b}OR",
      "\u{1b}OS", "\u{7f}", "\u{8}",
    ] + [15, 17, 18, 19, 20].map { "\u{1b}[\($0)~" }
    + "aekouwdlrg".utf8.map { String(UnicodeScalar($0 & 0x1f)) }

  private static let filters = [
    "sport = :5001", "proc = test-child", "rtt > 50ms", "state established", "not (", "age < 5s",
    "src 127.0.0.1 or dst ::1", "cmd ~ x", "exclude all", "(((((((((", "comm = *", "-1", "😀",
    "retrans > 0 and tx > 1kB", "peer.proc = x", "dport = :80,:443,:1000-2000",
    "host = localhost",
  ]

  private static let sizes = [
    (1, 1), (2, 2), (1, 300), (100, 300), (24, 80), (10, 40), (3, 20), (0, 0), (30, 120),
  ]

  mutating func next() -> Action {
    switch random.next() % 100 {
    case 0..<6:
      let (rows, columns) =
        random.chance(50)
        ? Self.sizes.randomElement(using: &random) ?? (24, 80)
        : (.random(in: 1...100, using: &random), .random(in: 1...300, using: &random))
      return .resize(rows: rows, columns: columns)
    case 6..<8: return .resizeSignals(.random(in: 1...200, using: &random))
    case 8..<11 where canStop:
      let longest: UInt32 = random.chance(50) ? 1000 : 100_000
      return .stop(
        isAsked: random.chance(75), microseconds: .random(in: 0...longest, using: &random))
    default: return .type(bytes())
    }
  }

  /// How long what follows is waited for, in seconds: mostly not at all.
  mutating func pause() -> Double { [0, 0, 0.005, 0.02, 0.1].randomElement(using: &random) ?? 0 }

  /// Keys, but none that quits or suspends.
  private mutating func bytes() -> [UInt8] {
    var bytes: [UInt8]
    switch random.next() % 100 {
    case 0..<40: bytes = escape()
    case 40..<72: bytes = [printable()]
    case 72..<80:
      bytes = Array((random.chance(75) ? "/" : "\\").utf8)
      bytes += Array((Self.filters.randomElement(using: &random) ?? "").utf8)
      bytes += Array((["\r", "\u{1b}", "\t", ""].randomElement(using: &random) ?? "").utf8)
    case 80..<85: bytes = mouse()
    case 85..<88:
      bytes = Array("\u{1b}[200~".utf8)
      bytes += anything(count: [5, 100, 5000].randomElement(using: &random) ?? 5)
      if random.chance(66) { bytes += Array("\u{1b}[201~".utf8) }
    case 88..<92: bytes = anything(count: .random(in: 1...8, using: &random))
    default:
      let key = random.chance(40) ? escape() : [printable()]
      bytes = Array(repeatElement(key, count: .random(in: 2...40, using: &random)).joined())
    }
    bytes.removeAll { [0x03, 0x1a, 0x1c, UInt8(ascii: "q"), UInt8(ascii: "Q")].contains($0) }
    return bytes
  }

  private mutating func escape() -> [UInt8] {
    Array((Self.escapes.randomElement(using: &random) ?? "").utf8)
  }

  private mutating func printable() -> UInt8 { .random(in: 0x21...0x7e, using: &random) }

  private mutating func anything(count: Int) -> [UInt8] {
    (0..<count).map { _ in UInt8.random(in: 0...255, using: &random) }
  }

  private mutating func mouse() -> [UInt8] {
    let button = [0, 0, 1, 2, 64, 65, 32, 35].randomElement(using: &random) ?? 0
    let column = Int.random(in: 0...300, using: &random)
    let row = Int.random(in: 0...120, using: &random)
    return Array("\u{1b}[<\(button);\(column);\(row)\(random.chance(50) ? "M" : "m")".utf8)
  }
}
