import TerminalUI
import Testing
import TextSafety

struct LineWidgetTests {
  @Test func `keys are dropped by priority`() {
    let bar = KeyBar([
      KeyBar.Item(.function(1), "Help", priority: 8), KeyBar.Item(.function(2), "Setup"),
      KeyBar.Item(.function(4), "Filter", priority: 5),
      KeyBar.Item(.function(10), "Quit", priority: 9),
    ])
    let wide = picture(40, 1) { bar.draw(on: &$0, in: $1) }
    #expect(wide.textGrid == ["F1 Help  F2 Setup  F4 Filter  F10 Quit  "])
    #expect(wide.styleGrid[0].hasPrefix("yyybbbbyyyyybbbbbyy"))
    let narrow = picture(30, 1) { bar.draw(on: &$0, in: $1) }
    #expect(narrow.textGrid == ["F1 Help  F4 Filter  F10 Quit  "])
    let rect = Rect(row: 0, column: 0, columns: 30, rows: 1)
    #expect(bar.key(at: Position(row: 0, column: 10), in: rect) == .function(4))
    #expect(bar.key(at: Position(row: 0, column: 7), in: rect) == nil)
    #expect(picture(3, 1) { bar.draw(on: &$0, in: $1) }.textGrid == ["   "])
  }

  @Test func `tabs keep the present title`() {
    let tabs = Tabs(["Sockets", "Listeners", "Peers"], selected: 1)
    let wide = picture(36, 1) { tabs.draw(on: &$0, in: $1) }
    #expect(wide.textGrid == [" 1 Sockets  2 Listeners  3 Peers    "])
    let narrow = picture(20, 1) { tabs.draw(on: &$0, in: $1) }
    #expect(narrow.textGrid == [" 1  2 Listeners  3  "])
    let rect = Rect(row: 0, column: 0, columns: 36, rows: 1)
    #expect(tabs.tab(at: Position(row: 0, column: 14), in: rect) == 1)
    #expect(tabs.tab(at: Position(row: 0, column: 35), in: rect) == nil)
  }

  @Test func `sparklines scale to their maximum, the newest on the right`() {
    let line = Sparkline([1, nil, 0, 2, 4, 8])
    #expect(
      picture(8, 1) { line.draw(on: &$0, in: $1, style: Style(), glyphs: .unicode) }.textGrid
        == ["  ▁  ▂▄█"])
    #expect(
      picture(3, 1) { line.draw(on: &$0, in: $1, style: Style(), glyphs: .ascii) }.textGrid
        == [":=#"])
    #expect(
      picture(3, 2) { line.draw(on: &$0, in: $1, style: Style(), glyphs: .init(.block)) }
        .textGrid == ["  █", "▄██"])
    #expect(
      picture(3, 2) { line.draw(on: &$0, in: $1, style: Style(), glyphs: .unicode) }.textGrid
        == ["  ⢸", "⡀⢠⣿"])
  }

  @Test func `sparklines take any values`() {
    let line = Sparkline([.nan, .infinity, -1, 1e300, nil], maximum: 0)
    let canvas = picture(5, 1) { line.draw(on: &$0, in: $1, style: Style(), glyphs: .unicode) }
    #expect(canvas.textGrid == ["   █ "])
  }

  @Test func `gauges stand below each other`() {
    let canvas = picture(20, 2) { canvas, rect in
      BarGauge("busy", share: 0.5, figure: "50%").draw(
        on: &canvas, in: rect.line(0), labelWidth: 6, figureWidth: 4, glyphs: .ascii)
      BarGauge("unknown", share: nil, figure: "-").draw(
        on: &canvas, in: rect.line(1), labelWidth: 6, figureWidth: 4, glyphs: .ascii)
    }
    #expect(canvas.textGrid == ["busy   ####....  50%", "unkno~ ........    -"])
  }
}
