internal import SocketModel

/// A step of a refresh, or of a listing, that is timed.
enum Stage: CaseIterable {
  case decode, diff, sort, filter, refresh, draw, text

  var title: String {
    switch self {
    case .decode: "decode  reply bytes to records"
    case .diff: "diff    two snapshots to a sample"
    case .sort: "sort    top 60 rows by rx+tx"
    case .filter: "match   a filter of five terms"
    case .refresh: "state   a sample taken by the screen"
    case .draw: "draw    200x60 screen"
    case .text: "text    rows as ss -tan"
    }
  }

  /// Nanoseconds for each of 10,000 sockets that `--quick` allows; for the whole frame in
  /// microseconds of `.draw`. Some ten times of what it takes, for machines that do other things.
  var limit: Double {
    switch self {
    case .decode: 400
    case .diff: 800
    case .sort: 400
    case .filter: 500
    case .refresh: 1000
    case .draw: 10_000
    case .text: 2500
    }
  }
}
