import MonitorConfiguration
import SocketMonitor
import Testing
import TextSafety

/// Broken lines, each with what is said of it.
struct BrokenConfigurationTests {
  static let table: [(text: String, problem: String)] = [
    ("theme dark", "line 1: expected NAME = VALUE"),
    ("= dark", "line 1: expected NAME = VALUE"),
    ("\n\nlinger", "line 3: expected NAME = VALUE"),
    ("[sockets", "line 1: the section's name lacks its ]"),
    ("[sokets]", "line 1: \"sokets\" is no section; known are general and the views"),
    ("[]", "line 1: \"\" is no section; known are general and the views"),
    ("[summary]", "line 1: \"summary\" is no section; known are general and the views"),
    ("colour = auto", "line 1: \"colour\" is no setting"),
    ("a b = c", "line 1: \"a b\" is no setting"),
    ("bind = F1", "line 1: \"bind\" is no setting"),
    ("bind a b = F1", "line 1: \"bind a b\" is no setting"),
    ("# fine\ntheme =", "line 2: a value is missing: the name of a theme"),
    ("theme = ../dark", "line 1: \"../dark\" is not the name of a theme"),
    ("theme = .hidden", "line 1: \".hidden\" is not the name of a theme"),
    ("theme = two words", "line 1: \"two words\" is not the name of a theme"),
    ("interval = 0", "line 1: \"0\" is not seconds from 0.05 to 86400"),
    ("interval = 1s", "line 1: \"1s\" is not seconds from 0.05 to 86400"),
    ("interval = nan", "line 1: \"nan\" is not seconds from 0.05 to 86400"),
    ("interval = 1e3", "line 1: \"1e3\" is not seconds from 0.05 to 86400"),
    ("interval =", "line 1: a value is missing: seconds from 0.05 to 86400"),
    ("view = sokets", "line 1: \"sokets\" is not the name of a view"),
    ("color = maybe", "line 1: \"maybe\" is not auto, always or never"),
    ("destroy-events = always", "line 1: \"always\" is not auto, on or off"),
    ("ascii = true", "line 1: \"true\" is not yes or no"),
    ("mouse = YES", "line 1: \"YES\" is not yes or no"),
    ("units = Bits", "line 1: \"Bits\" is not bytes or bits"),
    ("prefixes = si", "line 1: \"si\" is not decimal or binary"),
    ("linger = -1", "line 1: \"-1\" is not a whole number from 0 to 60"),
    ("flash = x", "line 1: \"x\" is not a whole number from 0 to 60"),
    ("stretch = 101", "line 1: \"101\" is not a whole number from 0 to 100"),
    ("linger = 61", "line 1: \"61\" is not a whole number from 0 to 60"),
    (
      "linger = 99999999999999999999",
      "line 1: \"99999999999999999999\" is not a whole number from 0 to 60"
    ),
    ("close-rate = 10", "line 1: \"10\" is not a whole number from 100 to 1000000"),
    ("columns = rx", "line 1: \"columns\" does not belong into this section"),
    ("[peers]\ntheme = dark", "line 2: \"theme\" does not belong into this section"),
    ("[sockets]\ncolumns = rx speed", "line 2: \"speed\" is no column of this view"),
    (
      "[sockets]\ncolumns = rx:2",
      "line 2: \"rx:2\" is not COLUMN or COLUMN:CELLS with 3 to 120 cells"
    ),
    ("[sockets]\ncolumns = group", "line 2: \"group\" is no column of this view"),
    ("[sockets]\ncolumns = rx tx rx", "line 2: column \"rx\" stands here twice"),
    ("[sockets]\ncolumns =", "line 2: a table needs a column"),
    ("[sockets]\ncolumns = , ,", "line 2: a table needs a column"),
    ("[sockets]\nsort = fast", "line 2: \"fast\" is no column of this view"),
    ("[sockets]\nsort = rx:up", "line 2: \"rx:up\" is not COLUMN, COLUMN:asc or COLUMN:desc"),
    ("[sockets]\nsort =", "line 2: a value is missing: COLUMN, COLUMN:asc or COLUMN:desc"),
    ("theme = dark\ntheme = light", "line 2: \"theme\" is set twice; this line counts"),
    ("bind fly = F1", "line 1: \"fly\" is no action"),
    ("bind pause = Hyper-x", "line 1: \"Hyper-x\" is no key"),
    ("bind pause = none F1", "line 1: \"none\" is no key"),
    ("bind pause =", "line 1: a value is missing: keys, or none"),
    ("bind quit = none", "line 1: the program could not be left any more: quit needs a key"),
    ("bind help = F10 q ^C", "line 1: the program could not be left any more: quit needs a key"),
    ("bind pause = z\nbind tag = z", "line 2: the key z was given to pause"),
    (
      "filter a/b = rtt > 1s",
      "line 1: \"a/b\" is no name for a filter: letters, digits, - and _ are"
    ),
    ("filter slow =", "line 1: a value is missing: a filter"),
    ("filter slow = rtt >", "line 1: the filter cannot be read: a value must follow rtt"),
    (
      "filter slow = ( rtt > 1s",
      "line 1: the filter cannot be read: this parenthesis is never closed"
    ),
    ("theme = \u{1b}[2J", "line 1: \"·[2J\" is not the name of a theme"),
  ]

  @Test(arguments: table.indices)
  func `a broken line is reported`(index: Int) {
    let (text, problem) = Self.table[index]
    let (_, problems) = ConfigurationTests.parse(text)
    #expect(problems.map { $0.text().string } == [problem])
  }

  @Test func `the rest of a broken file counts`() {
    let (read, problems) = ConfigurationTests.parse(
      "theme = dark\nnonsense\n[sokets]\ncolumns = x\n[peers]\nsort = rx:asc\n")
    #expect(problems.map(\.line) == [2, 3])
    #expect(read.theme == "dark")
    #expect(read.layouts[.peers]?.order.isDescending == false)
  }

  @Test func `a later line counts`() {
    #expect(ConfigurationTests.parse("linger = 3\nlinger = 4").configuration.lingeringSamples == 4)
  }

  @Test func `lines and files that are too long are cut`() {
    let long = String(repeating: "x", count: ConfigurationParser.lineLimit + 1)
    let lines = "linger = 3\n" + String(repeating: "#\n", count: ConfigurationParser.lineCount)
    #expect(ConfigurationTests.parse(long).problems.map(\.reason) == [.lineTooLong])
    let (read, problems) = ConfigurationTests.parse(lines + "linger = 4\nlinger = 5\n")
    #expect(problems.map(\.reason) == [.tooManyLines])
    #expect(read.lingeringSamples == 3)
  }

  @Test(arguments: table.indices)
  func `without its words a problem repeats nothing of the file`(index: Int) {
    let (text, _) = Self.table[index]
    let secret = "hunter2"
    let marked = text.split(separator: " ", omittingEmptySubsequences: false).map { word in
      word.count > 4 && !["columns", "filter", "close-rate", "[sockets]\ncolumns"].contains(word)
        ? secret : String(word)
    }.joined(separator: " ")
    for problem in ConfigurationTests.parse(marked).problems {
      #expect(!problem.text(showsWords: false).string.contains(secret))
    }
  }
}
