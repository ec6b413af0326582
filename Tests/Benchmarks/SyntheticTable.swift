/// Times every stage on made-up sockets and prints one table.
enum SyntheticTable {
  /// Repeats the stage that `words` name, for so many sockets and times.
  static func repeatStage(_ words: [String]) -> Int32 {
    guard words.count == 3, let count = Int(words[1]), let times = Int(words[2]),
      let stage = Stage.allCases.first(where: { "\($0)" == words[0] })
    else { return 2 }
    let bench = SyntheticBench(count: count)
    _ = bench.nanoseconds(of: stage, runs: times)
    return 0
  }

  /// Runs each stage three times, and prints nothing.
  static func runOnce(count: Int) {
    let bench = SyntheticBench(count: count)
    for stage in Stage.allCases { _ = bench.nanoseconds(of: stage, runs: 1) }
  }

  /// Returns the status to exit with: 1 when a limit is checked and passed.
  static func run(sizes: [Int], checksLimits: Bool) -> Int32 {
    print(
      pad("stage", 40), pad("sockets", 8, right: true), pad("ns/socket", 10, right: true),
      pad("ms", 9, right: true))
    var failures: [String] = []
    for size in sizes {
      let bench = SyntheticBench(count: size)
      for stage in Stage.allCases {
        let nanoseconds = Double(bench.nanoseconds(of: stage))
        let perSocket = nanoseconds / Double(size)
        print(
          pad(stage.title, 40), pad("\(size)", 8, right: true),
          pad(fixed(perSocket, 1), 10, right: true),
          pad(fixed(nanoseconds / 1e6, 3), 9, right: true))
        let measured = stage == .draw ? nanoseconds / 1e3 : perSocket
        if checksLimits, measured > stage.limit {
          failures.append("\(stage.title): \(fixed(measured, 1)) is over \(fixed(stage.limit, 1))")
        }
      }
    }
    for failure in failures { print("FAILED \(failure)") }
    return failures.isEmpty ? 0 : 1
  }
}

/// `text` in a column of `width` characters.
func pad(_ text: String, _ width: Int, right: Bool = false) -> String {
  let blanks = String(repeating: " ", count: max(0, width - text.utf8.count))
  return right ? blanks + text : text + blanks
}

/// `value` with `digits` decimals.
func fixed(_ value: Double, _ digits: Int) -> String {
  guard value.isFinite else { return "-" }
  var scale = 1
  for _ in 0..<digits { scale *= 10 }
  let scaled = Int(value * Double(scale) + (value < 0 ? -0.5 : 0.5))
  guard digits > 0 else { return "\(scaled)" }
  let rest = "\(abs(scaled) % scale)"
  let sign = scaled < 0 ? "-" : ""
  return "\(sign)\(abs(scaled) / scale)." + String(repeating: "0", count: digits - rest.utf8.count)
    + rest
}
