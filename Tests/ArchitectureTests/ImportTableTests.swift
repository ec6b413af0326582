import Foundation
import Testing

/// The import table of the design, held against the sources.
struct ImportTableTests {
  /// What each target may import besides the standard library.
  static let permitted: [String: Set<String>] = [
    "TextSafety": [],
    "SocketModel": ["TextSafety"],
    "Netlink": [],
    "SockDiag": ["TextSafety", "SocketModel", "Netlink", "CSockDiag"],
    "SocketMetrics": ["TextSafety", "SocketModel"],
    "SocketFilter": ["TextSafety", "SocketModel", "SocketMetrics", "CSockDiag"],
    "SocketReport": ["TextSafety", "SocketModel", "SocketMetrics"],
    "TerminalUI": ["TextSafety"],
    "SocketMonitor": ["TextSafety", "SocketModel", "SocketMetrics", "SocketFilter", "TerminalUI"],
    "MonitorConfiguration": [
      "TextSafety", "SocketModel", "SocketMetrics", "SocketFilter", "TerminalUI", "SocketMonitor",
    ],
    "LinuxHost": [
      "TextSafety", "SocketModel", "Netlink", "SockDiag", "CSockDiag", "CSys", "Glibc",
      "Synchronization",
    ],
    "CursesTerminal": ["TextSafety", "TerminalUI", "CNcurses", "CSys", "Glibc"],
    "topss": [
      "TextSafety", "SocketModel", "SockDiag", "SocketMetrics", "SocketFilter", "SocketReport",
      "TerminalUI", "SocketMonitor", "MonitorConfiguration", "LinuxHost", "CursesTerminal", "CSys",
      "Glibc",
      "Dispatch", "Synchronization",
    ],
  ]

  @Test(arguments: permitted.keys.sorted())
  func `a target imports only what the design permits`(target: String) throws {
    for file in try SourceTree.swiftFiles(below: "Sources/\(target)") {
      let foreign = file.imports.subtracting(Self.permitted[target] ?? [])
      #expect(foreign.isEmpty, "\(file.path) imports \(foreign.sorted())")
    }
  }

  @Test func `every target below Sources stands in the table`() throws {
    let folders = try SourceTree.folders(below: "Sources")
    let swiftTargets = folders.filter { !["CSys", "CSockDiag", "CNcurses"].contains($0) }
    #expect(Set(swiftTargets) == Set(Self.permitted.keys))
  }
}

/// Rules on the shape and the words of the sources.
struct SourceRulesTests {
  /// Where unsafe expressions may stand: a short list that only shrinks.
  static let unsafeFiles: Set<String> = [
    "Sources/CursesTerminal/Curses+Capabilities.swift",
    "Sources/CursesTerminal/Curses.swift",
    "Sources/CursesTerminal/TerminalDevice.swift",
    "Sources/CursesTerminal/TerminalEnvironment.swift",
    "Sources/LinuxHost/Diag/NetlinkSocket.swift",
    "Sources/LinuxHost/Proc/HostClock.swift",
    "Sources/LinuxHost/Support/Errno.swift",
    "Sources/LinuxHost/Support/HelperThread.swift",
    "Sources/LinuxHost/Support/NameService.swift",
    "Sources/LinuxHost/Support/Surroundings.swift",
    "Sources/LinuxHost/Support/Syscall+Files.swift",
    "Sources/LinuxHost/Support/Syscall.swift",
    "Sources/Netlink/RawSpan+Integers.swift",
    "Sources/SockDiag/RawSpan+Structs.swift",
    "Sources/SocketReport/RowBuffer.swift",
    "Sources/TextSafety/SafeText+Numbers.swift",
    "Sources/TextSafety/SafeText.swift",
    "Sources/topss/Once/TCPReplay.swift",
    "Sources/topss/Options/OptionScanner.swift",
  ]

  @Test func `unsafe expressions stand in the files of the list only`() throws {
    let found = try SourceTree.swiftFiles(below: "Sources").filter { file in
      file.code.contains { $0.split(whereSeparator: { !$0.isLetter }).contains("unsafe") }
    }
    #expect(Set(found.map(\.path)) == Self.unsafeFiles)
  }

  @Test func `files stay under 300 lines`() throws {
    for file in try SourceTree.swiftFiles(below: "Sources") {
      #expect(file.lines.count <= 300, "\(file.path) has \(file.lines.count) lines")
    }
  }

  @Test(arguments: [
    "fatalError(", "try!", "as!", "@unchecked Sendable", "nonisolated(unsafe)", "TODO", "FIXME",
    "import Foundation",
  ])
  func `no source has`(word: String) throws {
    for file in try SourceTree.swiftFiles(below: "Sources") {
      let hits = file.code.filter { $0.contains(word) }
      #expect(hits.isEmpty, "\(file.path): \(hits)")
    }
  }

  @Test func `nothing is public`() throws {
    for file in try SourceTree.swiftFiles(below: "Sources") {
      let hits = file.code.filter { $0.split(separator: " ").contains("public") }
      #expect(hits.isEmpty, "\(file.path): \(hits)")
    }
  }
}
