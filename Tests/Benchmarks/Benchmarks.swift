internal import Glibc

/// Times what a refresh does, on made-up sockets or on a live load.
///
/// `Benchmarks` times 1,000, 10,000 and 100,000 made-up sockets; `--quick` only 10,000, and fails
/// beyond generous limits. `--stage NAME COUNT TIMES` only repeats one stage, for profilers;
/// `--once` runs each stage three times on 10,000, for `instructions.sh`.
/// `filters` times filters of several kinds, or those given, in nanoseconds a row; `fields` filters
/// on each field of the field table, and prints those that are slow (`--all`: all), or on the
/// fields named.
/// `frames` paints on a terminal in memory. `keys` tells what the answer to a key costs among half a
/// million sockets, or so many.
/// `live` (root) makes a load of its own and measures the program beside it.
@main
struct Benchmarks {
  static func main() {
    let words = CommandLine.arguments.dropFirst()
    switch words.first {
    case nil: exit(SyntheticTable.run(sizes: [1000, 10_000, 100_000], checksLimits: false))
    case "--quick": exit(SyntheticTable.run(sizes: [10_000], checksLimits: true))
    case "live":
      let sizes = words.dropFirst().compactMap { Int($0) }
      exit(LiveTable.run(sizes: sizes.isEmpty ? [1000, 10_000, 100_000] : sizes))
    case "filters":
      exit(
        FilterBench.run(
          count: words.dropFirst().compactMap { Int($0) }.first ?? 100_000,
          texts: words.dropFirst().filter { Int($0) == nil }))
    case "frames": FrameFigures.measure()
    case "keys":
      let numbers = words.compactMap { Int($0) }
      exit(KeyBench.run(count: numbers.first ?? 500_000, runs: numbers.dropFirst().first ?? 9))
    case "fields":
      exit(
        FieldBench.run(
          count: words.dropFirst().compactMap { Int($0) }.first ?? 100_000,
          names: words.dropFirst().filter { Int($0) == nil && $0 != "--all" },
          showsAll: words.contains("--all")))
    case "--once": SyntheticTable.runOnce(count: 10_000)
    case "--stage": exit(SyntheticTable.repeatStage(Array(words.dropFirst())))
    default:
      print(
        """
        usage: Benchmarks [--quick | live [COUNT...] | filters [COUNT] [FILTER...]
          | fields [COUNT] [--all] [FIELD...] | frames | keys [COUNT [RUNS]] | --once
          | --stage NAME COUNT TIMES]
        """)
      exit(2)
    }
  }
}
