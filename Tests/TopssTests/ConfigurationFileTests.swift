import Foundation
import LinuxHost
import MonitorConfiguration
import SocketMetrics
import SocketMonitor
import TerminalUI
import TestSupport
import Testing
import TextSafety

@testable import topss

/// A folder with configuration files, removed at the end.
final class ConfigurationFixture {
  let path: String
  var folder: ConfigurationFolder { ConfigurationFolder(path: path + "/topss") }

  init(_ files: [String: String] = [:]) throws {
    path = try TestEnvironment.makeDirectory()
    let manager = FileManager.default
    try manager.createDirectory(
      atPath: path + "/topss/themes", withIntermediateDirectories: true,
      attributes: [.posixPermissions: 0o755])
    for (name, text) in files { try write(text, name) }
  }

  deinit { TestEnvironment.removeDirectory(path) }

  func write(_ text: String, _ name: String, mode: Int = 0o644) throws {
    let file = path + "/topss/" + name
    try text.write(toFile: file, atomically: false, encoding: .utf8)
    try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: file)
  }

  func load(_ arguments: [String] = [], files: TrustedFile = .current) throws -> UserConfiguration {
    var arguments = arguments
    return try UserConfiguration(
      try OwnOptions.take(from: &arguments), folder: folder, files: files)
  }
}

/// What is read, from where, and what is said of the rest.
struct ConfigurationFileTests {
  @Test func `without files everything is as built in`() throws {
    let user = try ConfigurationFixture().load()
    #expect(user.values == Configuration())
    #expect(user.theme == .terminal)
    #expect(user.notices.isEmpty)
  }

  @Test func `the state file counts on top of the configuration`() throws {
    let user = try ConfigurationFixture([
      "config": "linger = 9\n[peers]\ncolumns = group rx\n",
      "state": "[peers]\ncolumns = group tx\n",
    ]).load()
    #expect(user.values.lingeringSamples == 9)
    #expect(user.values.layouts[.peers]?.columns == [.group, .field(.tx)])
  }

  @Test func `--no-config reads nothing, --config its file only`() throws {
    let fixture = try ConfigurationFixture(["config": "linger = 9\n", "other": "linger = 8\n"])
    #expect(try fixture.load(["--no-config"]).values == Configuration())
    let user = try fixture.load(["--config", fixture.folder.path + "/other"])
    #expect(user.values.lingeringSamples == 8)
    #expect(user.saving == .refused("not saved: --config was given"))
  }

  @Test func `a file of --config that is missing ends the program`() throws {
    let fixture = try ConfigurationFixture()
    #expect(throws: ConfigurationError.self) { try fixture.load(["--config", "/nonexistent/x"]) }
  }

  @Test func `problems are said with file and line`() throws {
    let fixture = try ConfigurationFixture(["config": "theme = dark\nfoo\n"])
    let files = TrustedFile(effectiveUser: 0, isPrivileged: false, hasCapabilities: false)
    let user = try fixture.load(files: files)
    #expect(user.theme == .dark)
    #expect(
      user.notices.map(\.string)
        == ["\(fixture.folder.configuration), line 2: expected NAME = VALUE"])
  }

  @Test func `a theme is read from the folder`() throws {
    let fixture = try ConfigurationFixture([
      "config": "theme = mine\n", "themes/mine": "cursor = black on 208\nnonsense\n",
    ])
    let user = try fixture.load()
    #expect(user.theme[.cursor] == Appearance(.ansi(0), on: .indexed(208)))
    #expect(user.notices.count == 1)
    #expect(user.notices[0].string.contains("themes/mine, line 2"))
  }

  @Test(arguments: Theme.builtIn.map(\.name.string))
  func `a built-in theme's file does the same as a theme of one's own`(name: String) throws {
    let text = try #require(PaperFile.read("Resources/themes/\(name)"))
    let fixture = try ConfigurationFixture([
      "config": "theme = my-\(name)\n", "themes/my-\(name)": text,
    ])
    let user = try fixture.load()
    let known = try #require(Theme.named(name))
    #expect(user.notices.isEmpty, "\(user.notices.map(\.string))")
    for role in StyleRole.allCases { #expect(user.theme[role] == known[role], "\(role)") }
  }

  @Test func `an unknown theme is said and the default taken`() throws {
    let user = try ConfigurationFixture(["config": "theme = nope\n"]).load()
    #expect(user.theme == .terminal)
    #expect(user.notices.map(\.string).first?.hasSuffix("themes/nope: no such file") == true)
  }

  @Test(arguments: [
    ("-t", "", "-t"), ("-t", "-u", "-u"), ("-t", "sport = :22", "sport = :22"),
    ("state established", "--ascii", "state established --ascii"), ("", "-u", "-u"),
  ])
  func `the configuration's options count when the command line chooses no sockets`(
    options: String, arguments: String, result: String
  ) throws {
    var user = try ConfigurationFixture(["config": "options = \(options)\n"]).load()
    let terminals = Options.Terminals(input: true, output: true)
    func parse(_ words: String) throws -> Options {
      try Options.parse(words.split(separator: " ").map(String.init), terminals: terminals)
    }
    let words = arguments.split(separator: " ").map(String.init)
    let completed = try parse(arguments).completed(
      by: &user, arguments: words, terminals: terminals)
    #expect(try completed == parse(result))
    #expect(user.notices.isEmpty)
  }

  @Test(arguments: ["--once", "--frobnicate", "-f nothing", "--batch"])
  func `options that do not belong to the screen are refused`(options: String) throws {
    var user = try ConfigurationFixture(["config": "options = \(options)\n"]).load()
    let terminals = Options.Terminals(input: true, output: true)
    let plain = try Options.parse([], terminals: terminals)
    #expect(plain.completed(by: &user, arguments: [], terminals: terminals) == plain)
    #expect(user.notices.count == 1)
  }

  @Test func `layouts are saved for the user alone, and read back`() throws {
    let fixture = try ConfigurationFixture(["config": "# mine\nlinger = 9\n"])
    let layout = ViewLayout(
      columns: [.field(.rx)], order: TableOrder(.field(.rx), descending: false))
    let message = UserConfiguration.Saving.into(fixture.folder).save([(.sockets, layout)])
    #expect(message.severity == .note, "\(message.text)")
    let user = try fixture.load()
    #expect(user.values.layouts[.sockets] == layout)
    #expect(user.values.lingeringSamples == 9)
    let facts = try FileManager.default.attributesOfItem(atPath: fixture.folder.state)
    #expect(facts[.posixPermissions] as? Int == 0o600)
    let names = try FileManager.default.contentsOfDirectory(atPath: fixture.folder.path)
    #expect(Set(names) == ["config", "state", "themes"])
  }

  @Test func `filters that were saved are read back and told from those of the configuration`()
    throws
  {
    let fixture = try ConfigurationFixture([
      "config": "filter web = sport = :443\nfilter db = pid = 1\n"
    ])
    let own = [
      SavedFilter(name: "slow", text: "rtt > 1s", isOwn: true),
      SavedFilter(name: "db", text: "pid = 2", isOwn: true),
    ]
    let message = UserConfiguration.Saving.into(fixture.folder).save(own)
    #expect(message.severity == .note, "\(message.text)")
    let user = try fixture.load()
    #expect(user.notices.isEmpty)
    #expect(user.values.filters == [SavedFilter(name: "web", text: "sport = :443")] + own)
    #expect(user.values.filter(named: "slow") == "rtt > 1s")
    let facts = try FileManager.default.attributesOfItem(atPath: fixture.folder.filters)
    #expect(facts[.posixPermissions] as? Int == 0o600)
  }

  private let noLayouts: [(view: ViewKind, layout: ViewLayout)] = []

  @Test func `a folder that others can write takes no state`() throws {
    let fixture = try ConfigurationFixture()
    try FileManager.default.setAttributes(
      [.posixPermissions: 0o777], ofItemAtPath: fixture.folder.path)
    let message = UserConfiguration.Saving.into(fixture.folder).save(noLayouts)
    #expect(message.severity == .error)
    #expect(!FileManager.default.fileExists(atPath: fixture.folder.state))
  }

  @Test func `a link in the place of the state is replaced, not followed`() throws {
    let fixture = try ConfigurationFixture()
    let victim = fixture.path + "/victim"
    try "precious".write(toFile: victim, atomically: false, encoding: .utf8)
    try FileManager.default.createSymbolicLink(
      atPath: fixture.folder.state, withDestinationPath: victim)
    #expect(UserConfiguration.Saving.into(fixture.folder).save(noLayouts).severity == .note)
    #expect(try String(contentsOfFile: victim, encoding: .utf8) == "precious")
  }
}

/// Which files may steer a program that can do more than its caller.
struct TrustedFileTests {
  static let plain = TrustedFile(effectiveUser: 1000, isPrivileged: false, hasCapabilities: false)
  static let sudo = TrustedFile(effectiveUser: 0, isPrivileged: true, hasCapabilities: false)
  static let capable = TrustedFile(effectiveUser: 1000, isPrivileged: true, hasCapabilities: true)

  static let table:
    [(files: TrustedFile, owner: UInt32, mode: UInt32, refusal: TrustedFile.Refusal?)] = [
      (plain, 1000, 0o644, nil), (plain, 2000, 0o666, nil),
      (sudo, 0, 0o600, nil), (sudo, 0, 0o644, nil),
      (sudo, 1000, 0o600, .foreignOwner(1000)), (sudo, 0, 0o664, .writableByOthers),
      (sudo, 0, 0o646, .writableByOthers),
      (capable, 1000, 0o600, nil), (capable, 0, 0o644, nil),
      (capable, 0, 0o600, .notReadableByCaller), (capable, 2000, 0o644, .foreignOwner(2000)),
      (capable, 1000, 0o622, .writableByOthers),
    ]

  @Test(arguments: table.indices)
  func `owner and mode decide`(index: Int) {
    let (files, owner, mode, refusal) = Self.table[index]
    let status = FileStatus(kind: .regular, size: 10, owner: owner, mode: mode)
    #expect(files.refusal(of: status) == refusal)
  }

  @Test func `neither a pipe, a folder nor a large file is read`() throws {
    let fixture = try ConfigurationFixture()
    #expect(throws: TrustedFile.Refusal.notRegular) {
      try Self.plain.contents(fixture.folder.path)
    }
    #expect(throws: TrustedFile.Refusal.notRegular) { try Self.plain.contents("/dev/zero") }
    try fixture.write(String(repeating: "#\n", count: 200_000), "config")
    #expect(throws: TrustedFile.Refusal.tooLarge) {
      try Self.plain.contents(fixture.folder.configuration)
    }
  }

  @Test func `with more rights links are not followed`() throws {
    let fixture = try ConfigurationFixture(["real": "linger = 9\n"])
    try FileManager.default.createSymbolicLink(
      atPath: fixture.folder.configuration, withDestinationPath: fixture.folder.path + "/real")
    #expect(try Self.plain.contents(fixture.folder.configuration).count == 11)
    #expect(throws: TrustedFile.Refusal.self) {
      try Self.sudo.contents(fixture.folder.configuration)
    }
  }

  @Test(.enabled(if: TestEnvironment.isRoot, "needs root to make files of others"))
  func `a file of the caller is named and not used, nor repeated`() throws {
    let fixture = try ConfigurationFixture(["config": "linger = 9\nsecret\n", "state": "hunter2\n"])
    try FileManager.default.setAttributes(
      [.ownerAccountID: 1000], ofItemAtPath: fixture.folder.configuration)
    let user = try fixture.load(files: Self.sudo)
    #expect(user.values.lingeringSamples == Configuration().lingeringSamples)
    #expect(user.notices.count == 2)
    #expect(user.notices[0].string.contains("not trusted: it belongs to user 1000"))
    #expect(!user.notices[1].string.contains("hunter2"))
  }
}
