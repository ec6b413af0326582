import SocketModel
import TestSupport

/// Random filters and records that have a fair chance to match one another.
struct RandomFilters {
  var generator: SeededGenerator
  /// Conditions that only the superset has may occur.
  var usesSuperset = false
  /// `autobound` may occur.
  var usesAutobound = false
  var addresses = Self.addresses
  var ports = Self.ports
  var marks = ["0", "1", "0x10/0xf0", "0/0"]

  init(seed: UInt64, usesSuperset: Bool = false) {
    generator = SeededGenerator(seed: seed)
    self.usesSuperset = usesSuperset
  }

  mutating func pick<T>(_ choices: [T]) -> T {
    choices[Int.random(in: 0..<choices.count, using: &generator)]
  }

  mutating func next() -> UInt64 { UInt64.random(in: 0...UInt64.max, using: &generator) }

  mutating func chance(_ one: Int) -> Bool { Int.random(in: 0..<one, using: &generator) == 0 }

  static let addresses = [
    "127.0.0.1", "10.0.0.1", "10.0.0.2", "10/8", "0.0.0.0", "0/0", "10.0.0.0/31", "[::1]", "[::]",
    "::/0", "2001:db8::/32", "[2001:db8::1]", "::ffff:0:0/96", "[::ffff:10.0.0.1]", "*", "0/1",
    "::/8", "any",
  ]
  static let ports = ["0", "22", "80", "443", "8080", "40000", "65535", "*", "70000", "http"]

  mutating func term() -> String {
    if usesSuperset, chance(2) { return supersetTerm() }
    switch Int.random(in: 0..<8, using: &generator) {
    case 0...2:
      let address = pick(addresses)
      let port = chance(3) ? ":" + pick(ports) : ""
      return pick(["src", "dst"]) + pick([" ", " = "]) + address + port
    case 3...5:
      let comparison = pick([" = ", " != ", " >= ", " <= ", " > ", " < ", " eq ", " "])
      return pick(["sport", "dport"]) + comparison + pick(["", ":"]) + pick(ports)
    case 6:
      if usesAutobound, chance(2) { return "autobound" }
      return "fwmark = " + pick(marks)
    default: return pick(["src", "dst"]) + " :" + pick(ports)
    }
  }

  mutating func supersetTerm() -> String {
    pick([
      "src != 10.0.0.1", "dport = :80,:443", "port = 22", "port != 80,443", "sport=:22",
      "dst != 10/8,[::1]", "sport = :1-100", ":443", "10.0.0.1", "state = established",
      "state != listen", "proc = nginx*", "proc ~ ^a+b", "proc != 'a b',c", "pid = 7",
      "rtt > 50ms", "retrans = 0", "rx >= 1.5MB", "uid = 1000-2000", "cookie = 0x1f", "dev = eth*",
      "user = www-data", "src unix:/tmp/*", "backlog > 80%",
    ])
  }

  mutating func filter(depth: Int = 3) -> String {
    var text = operand(depth: depth)
    for _ in 0..<Int.random(in: 0..<4, using: &generator) {
      text += pick([" and ", " or ", " ", " & ", " || "]) + operand(depth: depth)
    }
    return text
  }

  private mutating func operand(depth: Int) -> String {
    let prefix = chance(4) ? pick(["not ", "! ", "not not "]) : ""
    guard depth > 0, chance(4) else { return prefix + term() }
    return prefix + "( " + filter(depth: depth - 1) + " )"
  }

  mutating func record() -> SocketRecord {
    var record = SocketRecord()
    record.family = pick([.inet, .inet6])
    record.kind = pick([.tcp, .udp])
    record.state = pick([.established, .listen, .timeWait, .close, .closeWait])
    record.localAddress = address(record.family)
    record.remoteAddress = address(record.family)
    record.localPort = pick([0, 1, 22, 80, 443, 4464, 8080, 32768, 40000, 65535])
    record.remotePort = pick([0, 22, 80, 443, 4463, 8080, 40000, 65535])
    record.mark = pick([0, 1, 0x10, 0x1f])
    record.interfaceIndex = pick([0, 0, 1, 2])
    record.cookie = pick([0x1f, 2, 3])
    return record
  }

  private mutating func address(_ family: AddressFamily) -> AddressBits {
    if family == .inet {
      return AddressBits(word: pick([0, 0x7f00_0001, 0x0a00_0001, 0x0a00_0002]))
    }
    return pick([
      .zero, AddressBits(high: 0, low: 1), AddressBits(high: 0x2001_0db8_0000_0000, low: 1),
      AddressBits(high: 0, low: 0xffff_0a00_0001), AddressBits(high: 0, low: 0xffff_7f00_0001),
    ])
  }
}
