import SocketModel
import TestSupport
import Testing
import TextSafety

@testable import LinuxHost

/// A hundred thousand seeded mutations of real files: nothing may trap.
@Suite struct ParserFuzzTests {
  static let seeds: [[UInt8]] = [
    "42 (x) S 5 6 7 0 -1 4194304 0 0 0 0 0 0 0 0 20 0 1 0 4711 0 0\n",
    "Name:\tx\nUid:\t1000\t33\t33\t33\nCapEff:\t0000000000001020\n",
    "9:name=systemd:/\n4:memory:/docker/x\n0::/machine.slice/machine-a\\x2d1.scope\n",
    "http 80/tcp www # web\ndomain 53/udp\n",
    "root:x:0:0:root:/root:/bin/sh\nnobody:x:65534:65534::/:\n",
    "41 31 0:38 / /mnt/my\\040groups rw shared:7 - cgroup2 cgroup2 rw\n",
    "32768\t60999\n",
  ].map { Array($0.utf8) }

  static func mutate(_ seed: [UInt8], _ generator: inout SeededGenerator) -> [UInt8] {
    var bytes = seed
    for _ in 0..<Int.random(in: 1...6, using: &generator) {
      let position = Int.random(in: 0...bytes.count, using: &generator)
      switch Int.random(in: 0..<5, using: &generator) {
      case 0: bytes.insert(UInt8.random(in: 0...255, using: &generator), at: position)
      case 1: if position < bytes.count { bytes.remove(at: position) }
      case 2:
        if position < bytes.count { bytes[position] = .random(in: 0...255, using: &generator) }
      case 3: bytes.append(contentsOf: bytes.prefix(min(position, 64)))
      default: bytes.removeLast(min(position, bytes.count))
      }
    }
    return bytes
  }

  /// How much a parser made of the bytes, so that the work cannot be optimised away. Each parser
  /// has the number of its seed.
  static func parse(_ bytes: [UInt8], with parser: Int) -> Int {
    switch parser {
    case 0: return ProcessStat(bytes).map { $0.command.bytes.count + 1 } ?? 0
    case 1: return ProcessStatus(bytes) == nil ? 0 : 1
    case 2: return CgroupPath(procFile: bytes).map { $0.container == nil ? 1 : 2 } ?? 0
    case 3: return ServiceTable(bytes).isEmpty ? 0 : 1
    case 4: return UserTable(bytes).name(0) == nil ? 0 : 1
    case 5: return MountTable.cgroup2(bytes) == nil ? 0 : 1
    case 6: return SystemNames.parsePortRange(bytes) == nil ? 0 : 1
    case 7: return CgroupPath(RawText(bytes)).unit == nil ? 0 : 1
    case 8: return ProtocolTable(bytes).isEmpty ? 0 : 1
    case 9: return ProcessDetails.arguments(bytes).count
    default:
      var entries: [DirectoryChunk.Entry] = []
      DirectoryChunk.appendNumbers(of: bytes, count: bytes.count, to: &entries)
      return entries.count
    }
  }

  @Test func `no bytes make a parser trap`() {
    var generator = SeededGenerator(seed: 6)
    var made = 0
    for round in 0..<100_000 {
      let seed = round % Self.seeds.count
      let bytes = Self.mutate(Self.seeds[seed], &generator)
      made += Self.parse(bytes, with: seed)
      made += Self.parse(bytes, with: Int.random(in: 0...10, using: &generator))
    }
    #expect(made > 10_000)
  }

  @Test func `a directory chunk with lengths that lie ends early`() {
    var chunk = [UInt8](repeating: 0, count: 24)
    chunk[16] = 24
    chunk[18] = 4
    chunk[19] = UInt8(ascii: "7")
    var entries: [DirectoryChunk.Entry] = []
    DirectoryChunk.appendNumbers(of: chunk + chunk, count: 48, to: &entries)
    #expect(entries.map(\.number) == [7, 7])
    for length: UInt8 in [0, 1, 18, 19, 25, 255] {
      chunk[16] = length
      entries = []
      DirectoryChunk.appendNumbers(of: chunk, count: 24, to: &entries)
      #expect(entries.isEmpty)
    }
  }
}
