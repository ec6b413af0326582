import TerminalUI
import Testing
import TextSafety

struct ThemeTests {
  @Test func `every theme is found by its name`() {
    #expect(Theme.builtIn.count == 6)
    for theme in Theme.builtIn { #expect(Theme.named(theme.name.string) == theme) }
    #expect(Theme.named("none") == nil)
  }

  @Test func `no theme draws a role in its own background`() {
    for theme in Theme.builtIn {
      for role in StyleRole.allCases {
        for depth in ColorDepth.allCases {
          let look = theme.appearance(of: Style(role), depth: depth)
          let isInvisible = look.foreground == look.background && look.foreground != .standard
          #expect(!isInvisible, "\(theme.name.string) \(role) \(depth)")
        }
      }
    }
  }

  @Test func `what is selected or wrong stands out without colours`() {
    let normal = Theme.terminal.appearance(of: Style(), depth: .monochrome)
    #expect(normal == Appearance())
    let roles: [StyleRole] = [
      .cursor, .dialogSelected, .critical, .warning, .error, .header, .headerSorted, .tagged,
      .match, .dim, .added, .ended,
    ]
    for theme in Theme.builtIn {
      for role in roles {
        let look = theme.appearance(of: Style(role), depth: .monochrome)
        #expect(look.foreground == .standard && look.background == .standard)
        #expect(look != normal)
      }
    }
  }

  @Test(arguments: Theme.builtIn.map(\.name.string))
  func `what is selected or wrong stands out at every colour depth`(name: String) throws {
    let theme = try #require(Theme.named(name))
    let roles: [StyleRole] = [
      .cursor, .dialogSelected, .critical, .warning, .error, .header, .headerSorted, .tagged,
      .match, .dim, .added, .ended, .keyBarLabel, .accent, .stateCloseWait,
    ]
    for depth in ColorDepth.allCases {
      let normal = theme.appearance(of: Style(), depth: depth)
      for role in roles {
        #expect(theme.appearance(of: Style(role), depth: depth) != normal, "\(role) \(depth)")
      }
    }
  }

  @Test(arguments: Theme.builtIn.map(\.name.string))
  func `a cursor is no header and a dialog's choice no dialog`(name: String) throws {
    let theme = try #require(Theme.named(name))
    for depth in ColorDepth.allCases {
      func look(_ role: StyleRole) -> Appearance { theme.appearance(of: Style(role), depth: depth) }
      #expect(look(.dialogSelected) != look(.dialog), "\(depth)")
      #expect(
        depth == .monochrome || name == "monochrome" || look(.cursor) != look(.header), "\(depth)")
    }
  }

  @Test func `what need not stand out stays plain where colours are few`() {
    for depth in [ColorDepth.eight, .sixteen] {
      for role in [StyleRole.dialog, .keyBarKey, .stateEstablished, .graphSent] {
        #expect(Theme.light.appearance(of: Style(role), depth: depth).attributes == [])
      }
    }
  }

  @Test func `a theme has no more colours than the terminal`() {
    for theme in Theme.builtIn {
      for role in StyleRole.allCases {
        for depth in ColorDepth.allCases {
          let look = theme.appearance(of: Style(role), depth: depth)
          #expect(look.foreground.reduced(to: depth) == look.foreground)
          #expect(look.background.reduced(to: depth) == look.background)
        }
      }
    }
  }

  @Test func `a style's attributes come on top of the role's`() {
    let style = Style(.header, bold: true, underline: true, reverse: true)
    let look = Theme.terminal.appearance(of: style, depth: .full)
    #expect(look.attributes == [.bold, .underline])
  }

  @Test(arguments: [
    (
      TerminalColor.rgb(red: 255, green: 0, blue: 0), ColorDepth.indexed, TerminalColor.indexed(196)
    ),
    (.rgb(red: 8, green: 8, blue: 8), .indexed, .indexed(232)),
    (.rgb(red: 255, green: 0, blue: 0), .sixteen, .ansi(9)),
    (.rgb(red: 200, green: 10, blue: 10), .eight, .ansi(1)),
    (.indexed(21), .sixteen, .ansi(12)), (.indexed(3), .eight, .ansi(3)),
    (.indexed(231), .eight, .ansi(7)), (.ansi(11), .eight, .ansi(3)), (.ansi(11), .full, .ansi(11)),
    (.standard, .eight, .standard), (.ansi(1), .monochrome, .standard),
    (.rgb(red: 1, green: 2, blue: 3), .full, .rgb(red: 1, green: 2, blue: 3)),
  ]) func `colours are reduced to the nearest`(
    color: TerminalColor, depth: ColorDepth, reduced: TerminalColor
  ) {
    #expect(color.reduced(to: depth) == reduced)
  }
}
