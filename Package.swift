// swift-tools-version: 6.2
import PackageDescription

#if canImport(Glibc)
  import Glibc
#endif

/// Settings of every Swift target: today's language, and unsafe code that says so.
let strict: [SwiftSetting] = [
  .strictMemorySafety(),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
  // The linker leaves out each function that nobody calls.
  .unsafeFlags(["-Xfrontend", "-function-sections"], .when(configuration: .release)),
]

/// Of the program in release: no symbols for plug-ins that it never loads, and the C++ library of
/// Swift's runtime inside it (`Resources/link`). Binding them took a tenth of a short listing's time.
let slim: [LinkerSetting] = [
  .unsafeFlags(
    [
      "-use-ld=lld", "-L\(Context.packageDirectory)/Resources/link", "-Xclang-linker",
      "-static-libgcc", "-Xlinker", "--no-export-dynamic",
    ] + relocations, .when(configuration: .release))
]

/// Relocations in a twentieth of the room, 0.7 MiB less to read at each start, where the C library
/// is new enough to read them: from 2.36 on.
var relocations: [String] {
  #if canImport(Glibc)
    var text = [CChar](repeating: 0, count: 64)
    confstr(Int32(_CS_GNU_LIBC_VERSION), &text, text.count)
    // `glibc 2.36`
    let numbers = text.split { !(0x30...0x39).contains($0) }.map { digits in
      digits.reduce(0) { $0 * 10 + Int($1) - 0x30 }
    }
    guard numbers.count > 1, (numbers[0], numbers[1]) >= (2, 36) else { return [] }
    return ["-Xlinker", "-z", "-Xlinker", "pack-relative-relocs"]
  #else
    return []
  #endif
}

/// A pure Swift library of the package: its name and the targets it may import.
///
/// `Tests/ArchitectureTests` holds the same table against the sources.
func library(
  _ name: String, _ dependencies: [Target.Dependency] = [], _ more: [SwiftSetting] = []
) -> Target {
  .target(name: name, dependencies: dependencies, swiftSettings: strict + more)
}

func tests(_ name: String, _ dependencies: [Target.Dependency], exclude: [String] = []) -> Target {
  .testTarget(name: name, dependencies: dependencies, exclude: exclude, swiftSettings: strict)
}

/// Of the records that every other target reads: its functions are known to the optimiser where
/// they are called, as if they stood there.
let open: [SwiftSetting] = [
  .unsafeFlags(["-enable-cmo-everything"], .when(configuration: .release))
]

let package = Package(
  name: "topss",
  products: [.executable(name: "topss", targets: ["topss"])],
  targets: [
    .target(name: "CSockDiag"),
    .target(name: "CSys"),
    .systemLibrary(name: "CNcurses", providers: [.apt(["libncurses-dev"])]),
    library("TextSafety"),
    library("SocketModel", ["TextSafety"], open),
    library("Netlink"),
    library("SockDiag", ["SocketModel", "TextSafety", "Netlink", "CSockDiag"]),
    library("SocketMetrics", ["SocketModel", "TextSafety"]),
    library("SocketFilter", ["SocketModel", "SocketMetrics", "TextSafety", "CSockDiag"]),
    library("SocketReport", ["SocketModel", "SocketMetrics", "TextSafety"]),
    library("TerminalUI", ["TextSafety"]),
    library(
      "SocketMonitor",
      ["SocketModel", "SocketMetrics", "SocketFilter", "TerminalUI", "TextSafety"]),
    library(
      "MonitorConfiguration",
      ["SocketModel", "SocketMetrics", "SocketFilter", "SocketMonitor", "TerminalUI", "TextSafety"]),
    library(
      "LinuxHost", ["SocketModel", "TextSafety", "Netlink", "SockDiag", "CSockDiag", "CSys"]),
    library("CursesTerminal", ["TerminalUI", "TextSafety", "CNcurses", "CSys"]),
    .executableTarget(
      name: "topss",
      dependencies: [
        "SocketModel", "SocketMetrics", "SocketFilter", "SocketReport", "TerminalUI",
        "SocketMonitor", "MonitorConfiguration", "LinuxHost", "CursesTerminal", "TextSafety",
        "SockDiag", "CSys",
      ],
      swiftSettings: strict, linkerSettings: slim),
    .target(name: "CTestSupport", path: "Tests/CTestSupport"),
    .target(
      name: "TestSupport", dependencies: ["CTestSupport", "test-child"], path: "Tests/TestSupport",
      swiftSettings: strict),
    .executableTarget(
      name: "terminal-probe", dependencies: ["CursesTerminal", "TerminalUI", "TextSafety"],
      path: "Tests/TerminalProbe", swiftSettings: strict),
    tests("ArchitectureTests", []),
    tests("TextSafetyTests", ["TextSafety", "CTestSupport", "TestSupport"]),
    tests("SocketModelTests", ["SocketModel", "TextSafety", "TestSupport"]),
    tests("NetlinkTests", ["Netlink", "TestSupport"]),
    tests(
      "SockDiagTests",
      ["SockDiag", "SocketModel", "Netlink", "TextSafety", "CSockDiag", "TestSupport"]),
    tests("SocketMetricsTests", ["SocketMetrics", "SocketModel", "TextSafety", "TestSupport"]),
    tests(
      "SocketFilterTests",
      [
        "SocketFilter", "SocketMetrics", "SocketModel", "TextSafety", "LinuxHost", "TestSupport",
        "CTestSupport",
      ]),
    tests("SocketReportTests", ["SocketReport", "SocketMetrics", "SocketModel", "TextSafety"]),
    tests("TerminalUITests", ["TerminalUI", "TextSafety", "TestSupport"]),
    tests(
      "SocketMonitorTests",
      [
        "SocketMonitor", "SocketModel", "SocketMetrics", "SocketFilter", "TerminalUI", "TextSafety",
        "TestSupport",
      ], exclude: ["Golden"]),
    tests(
      "MonitorConfigurationTests",
      [
        "MonitorConfiguration", "SocketModel", "SocketMetrics", "SocketFilter", "SocketMonitor",
        "TerminalUI", "TextSafety",
      ]),
    tests(
      "LinuxHostTests",
      [
        "LinuxHost", "SocketMetrics", "SocketModel", "SockDiag", "Netlink", "TextSafety", "CSys",
        "TestSupport", "CTestSupport",
      ]),
    tests(
      "CursesTerminalTests",
      ["CursesTerminal", "TerminalUI", "TextSafety", "TestSupport", "terminal-probe"]),
    .executableTarget(
      name: "test-child", dependencies: ["CTestSupport"], path: "Tests/TestChild"),
    .executableTarget(name: "socket-zoo", path: "Tests/SocketZoo"),
    .executableTarget(name: "hostile-zoo", path: "Tests/HostileZoo"),
    .executableTarget(name: "soak", path: "Tests/Soak", exclude: ["README.md"]),
    tests("HostileTests", ["topss", "hostile-zoo", "soak", "TestSupport"]),
    tests(
      "TopssTests",
      [
        "topss", "SocketModel", "SocketMetrics", "SocketReport", "SocketFilter", "SocketMonitor",
        "MonitorConfiguration", "LinuxHost", "TerminalUI", "TextSafety", "socket-zoo",
        "TestSupport",
      ]),
    tests(
      "TruthTests",
      [
        "topss", "LinuxHost", "SocketMetrics", "SocketModel", "SockDiag", "TestSupport",
        "CTestSupport",
      ]),
    .executableTarget(name: "socket-load", path: "Tests/SocketLoad"),
    .executableTarget(
      name: "Benchmarks",
      dependencies: [
        "SocketModel", "SocketMetrics", "SocketFilter", "SockDiag", "Netlink", "TerminalUI",
        "SocketMonitor", "SocketReport", "TextSafety", "LinuxHost", "CSys", "CNcurses",
        "CursesTerminal", "CTestSupport",
      ],
      path: "Tests/Benchmarks", exclude: ["instructions.sh", "instructions.txt"],
      swiftSettings: strict),
  ],
  swiftLanguageModes: [.v6]
)

// libFuzzer targets, built by `.ci/fuzz` only: they link with the fuzzer's runtime alone.
if Context.environment["TOPSS_FUZZ"] != nil {
  package.targets.append(
    .executableTarget(
      name: "Fuzz",
      dependencies: [
        "Netlink", "SockDiag", "SocketModel", "SocketMetrics", "SocketFilter", "TextSafety",
        "LinuxHost", "TerminalUI", "SocketMonitor", "CursesTerminal", "MonitorConfiguration",
      ],
      path: "Tests/Fuzz", exclude: ["seeds", "filter.dict", "configuration.dict", "README.md"],
      swiftSettings: strict))
}
