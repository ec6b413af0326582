import MonitorConfiguration
import SocketMetrics
import SocketMonitor
import TerminalUI
import Testing
import TextSafety

/// What is written is read back, and what is read takes effect.
struct ConfigurationTests {
  static func parse(
    _ text: String, onto base: Configuration = Configuration()
  ) -> (configuration: Configuration, problems: [ConfigurationProblem]) {
    ConfigurationParser.parse(RawText(utf8: text), onto: base)
  }

  @Test func `the printed default is the default`() {
    let printed = ConfigurationPrinter.text(of: Configuration()).string
    let (read, problems) = Self.parse(printed)
    #expect(problems.map { $0.text().string } == [])
    #expect(ConfigurationPrinter.text(of: read).string == printed)
    var expected = Configuration()
    // Keys that were given explicitly are the same keys.
    expected.keys = read.keys
    #expect(read == expected)
    #expect(read.keys.bindings == KeyMap().bindings)
  }

  @Test func `what was changed is printed and read back`() {
    let (first, problems) = Self.parse(Self.changed)
    #expect(problems.isEmpty, "\(problems.map { $0.text().string })")
    let printed = ConfigurationPrinter.text(of: first)
    let (second, again) = Self.parse(printed.string)
    #expect(again.isEmpty)
    #expect(ConfigurationPrinter.text(of: second) == printed)
    #expect(second.layouts == first.layouts)
    #expect(second.filters == first.filters)
    #expect(second.keys.bindings == first.keys.bindings)
  }

  private static let changed = """
    interval = 0.5
    view = peers
    options = -t state established
    numeric = no
    theme = my-own.1
    color = never
    ascii = yes
    mouse = no
    units = bits
    prefixes = binary
    readonly = yes
    flash = 0
    linger = 5
    stretch = 40
    destroy-events = on
    close-rate = 500
    bind pause = F12 Space
    bind destroy = none
    filter slow = rtt > 100ms or retrans > 3
    [sockets]
      columns = state, rx tx\tlocal:30 peer
    sort = rtt:asc
    [processes]
    columns = group count rx
    sort = count

    """

  @Test func `settings take effect`() {
    let (read, _) = Self.parse(Self.changed)
    #expect(read.interval == 0.5)
    #expect(read.view == .peers)
    #expect(read.options == ["-t", "state", "established"])
    #expect(!read.isNumeric && read.isASCII && !read.usesMouse && read.isReadOnly)
    #expect(read.theme == "my-own.1")
    #expect(read.color == .never)
    #expect(read.quantity == QuantityText(base: .binary, unit: .bits))
    #expect(read.lingeringSamples == 5 && read.flashingSamples == 0)
    #expect(read.stretchPercent == 40)
    #expect(read.destroyEvents == .always)
    #expect(read.closeRate == 500)
    #expect(read.filter(named: "slow")?.string == "rtt > 100ms or retrans > 3")
    let sockets = [.state, .rx, .tx, .local, .peer].map(ViewColumn.field)
    #expect(read.layouts[.sockets]?.widths == [.field(.local): 30])
    #expect(read.layouts[.sockets]?.columns == sockets)
    #expect(read.layouts[.sockets]?.order == TableOrder(.field(.rtt), descending: false))
    #expect(read.layouts[.processes]?.order == TableOrder(.count, descending: true))
    #expect(read.layouts[.peers] == .standard(.peers))
  }

  @Test func `keys that were given away are gone elsewhere`() {
    let (read, _) = Self.parse(Self.changed)
    #expect(read.keys.action(for: .function(12)) == .pause)
    #expect(read.keys.action(for: .character(" ")) == .pause)
    #expect(read.keys.action(for: .character("x")) == nil)
    #expect(read.keys.action(for: .character("p")) == nil)
    #expect(read.keys.bindings.first { $0.action == .tag }?.keys == [])
  }

  @Test func `a state file changes layouts on top of the configuration`() {
    var (configuration, _) = Self.parse("theme = dark\n[peers]\ncolumns = group rx\n")
    let state = ConfigurationPrinter.state(of: configuration).string
    configuration.layouts[.peers] = .standard(.peers)
    let (read, problems) = Self.parse(state, onto: configuration)
    #expect(problems.isEmpty)
    #expect(read.theme == "dark")
    #expect(read.layouts[.peers]?.columns == [.group, .field(.rx)])
  }

  @Test func `every action has a name of its own`() {
    let names = KeyBinding.all.map(\.name)
    #expect(Set(names).count == names.count)
  }

  @Test func `lines end in LF or CRLF, and the last may lack its end`() {
    let (read, problems) = Self.parse("theme = dark\r\nlinger = 7")
    #expect(problems.isEmpty)
    #expect(read.theme == "dark" && read.lingeringSamples == 7)
  }

  @Test func `any bytes are read without harm`() {
    var generator = SystemRandomNumberGenerator()
    let printed = ConfigurationPrinter.text(of: Configuration()).utf8
    for _ in 0..<50 {
      var bytes = printed
      for _ in 0..<Int.random(in: 1...40, using: &generator) {
        bytes[Int.random(in: 0..<bytes.count, using: &generator)] =
          UInt8.random(in: 0...255, using: &generator)
      }
      let (read, problems) = ConfigurationParser.parse(RawText(bytes))
      for problem in problems { #expect(!problem.text().isEmpty) }
      let (_, again) = Self.parse(ConfigurationPrinter.text(of: read).string)
      #expect(again.isEmpty, "\(again.map { $0.text().string })")
    }
  }
}
