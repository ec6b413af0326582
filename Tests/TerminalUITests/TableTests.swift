import TerminalUI
import TestSupport
import Testing
import TextSafety

struct TableTests {
  static let columns = [
    TableColumn("NETID", width: 5...5, priority: 1),
    TableColumn("STATE", width: 5...9, priority: 5),
    TableColumn("RX/s", width: 6...8, priority: 4, alignment: .right),
    TableColumn("PEER", width: 12...30, priority: 9, elision: .address, isLocked: true),
    TableColumn("PROCESS", width: 7...20, priority: 3),
  ]

  static let rows: [[SafeText]] = [
    ["tcp", "ESTAB", "1.2 MB", "203.0.113.9:51234", "nginx[812]"],
    ["tcp", "CLOSE-WAIT", "0", "[2001:db8:85a3::8a2e:370:7334]:40112", "java[977]"],
    ["udp", "UNCONN", "-", "0.0.0.0:*", "漢字サーバ名前が長い[1]"],
  ]

  static func draw(
    _ width: Int, firstColumn: Int = 0, tagged: Int = 9, glyphs: Glyphs = .unicode
  ) -> Canvas {
    let table = Table(
      columns, sort: Table.Sort(column: 2, isDescending: true), firstColumn: firstColumn)
    return picture(width, 5) { canvas, rect in
      table.draw(
        on: &canvas, in: rect, cursor: ListCursor(index: 1), count: rows.count, glyphs: glyphs,
        row: { Table.RowStyle($0 == 2 ? .added : .normal, isTagged: $0 == tagged) },
        cell: { row, column, text, style in
          text.append(rows[row][column])
          if column == 1, row == 0 { style.role = .stateEstablished }
        })
    }
  }

  @Test func `a wide table shows everything`() {
    #expect(
      Self.draw(80).textGrid == [
        " NETID STATE        RX/s▼ PEER                           PROCESS                ",
        " tcp   ESTAB       1.2 MB 203.0.113.9:51234              nginx[812]             ",
        " tcp   CLOSE-WA…        0 [2001:db8:8…2e:370:7334]:40112 java[977]              ",
        " udp   UNCONN           - 0.0.0.0:*                      漢字サーバ名前が長…    ",
        "                                                                                ",
      ])
  }

  @Test func `a narrow table drops columns by priority and keeps the port`() {
    #expect(
      Self.draw(40).textGrid == [
        " NETID STATE  RX/s▼ PEER         PROCESS",
        " tcp   ESTAB 1.2 MB 203.0…:51234 nginx[…",
        " tcp   CLOS…      0 [2001…:40112 java[9…",
        " udp   UNCO…      - 0.0.0.0:*    漢字サ…",
        "                                        ",
      ])
    #expect(
      Self.draw(20).textGrid == [
        " STATE  PEER        ",
        " ESTAB  203.0…:51234",
        " CLOSE… [2001…:40112",
        " UNCONN 0.0.0.0:*   ",
        "                    ",
      ])
  }

  @Test func `scrolling sideways keeps the locked column`() {
    #expect(
      Self.draw(40, firstColumn: 2).textGrid == [
        "◂   RX/s▼ PEER              PROCESS     ",
        "   1.2 MB 203.0.113.9:51234 nginx[812]  ",
        "        0 [2001:db8:…:40112 java[977]   ",
        "        - 0.0.0.0:*         漢字サーバ… ",
        "                                        ",
      ])
  }

  @Test func `header, cursor, tags and cells have their roles`() {
    #expect(
      Self.draw(40, tagged: 0).styleGrid == [
        "hhhhhhhhhhhhhsssssshhhhhhhhhhhhhhhhhhhhh",
        "Ttttttteeeeetttttttttttttttttttttttttttt",
        "cccccccccccccccccccccccccccccccccccccccc",
        "nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn",
        "........................................",
      ])
  }

  @Test func `ASCII is ASCII`() {
    let canvas = Self.draw(40, firstColumn: 1, tagged: 0, glyphs: .ascii)
    let isASCII = canvas.textGrid[..<3].allSatisfy { $0.utf8.allSatisfy { $0 < 0x80 } }
    #expect(isASCII)
  }

  @Test func `a place in the header names its column`() {
    let table = Table(Self.columns)
    let rect = Rect(row: 2, column: 3, columns: 80, rows: 4)
    let layout = table.layout(width: 80)
    for slot in layout.slots {
      let place = Position(row: 2, column: 3 + 1 + slot.offset)
      #expect(table.column(at: place, in: rect) == slot.column)
    }
    #expect(table.column(at: Position(row: 2, column: 90), in: rect) == nil)
  }

  @Test func `no table and no width breaks the layout`() {
    var generator = SeededGenerator(seed: 7)
    for _ in 0..<10_000 {
      let columns = Self.randomColumns(&generator)
      let width = Int.random(in: 0...120, using: &generator)
      let hidden = Int.random(in: 0...4, using: &generator)
      let layout = TableLayout(columns, width: width, firstColumn: hidden)
      #expect(Self.layoutFault(layout, columns, width) == nil)
    }
  }

  @Test func `no table, text and width breaks the picture`() {
    var generator = SeededGenerator(seed: 10)
    let texts = ["", "tcp", "漢字サーバ", "e\u{301}e\u{301}", "[2001:db8::1]:443", "한 x 🦊 · nginx"].map(
      safe)
    for round in 0..<1500 {
      let table = Table(
        Self.randomColumns(&generator), sort: Table.Sort(column: 1, isDescending: true),
        firstColumn: Int.random(in: 0...3, using: &generator), selectedColumn: 0)
      let seed = round
      let glyphs = Glyphs(Glyphs.Alphabet.allCases[round % 3])
      let cursor = ListCursor(index: round % 7, top: round % 3)
      let canvas = picture(Int.random(in: 0...90, using: &generator), round % 6) { canvas, rect in
        table.draw(
          on: &canvas, in: rect, cursor: cursor, count: round % 9, glyphs: glyphs,
          row: { Table.RowStyle(.ended, isTagged: $0 % 2 == 0, overrides: $0 % 3 == 0) },
          cell: { row, column, text, style in
            text.append(texts[(row &* 31 &+ column &* 7 &+ seed) % texts.count])
            if column % 3 == 0 { style.role = .warning }
          })
      }
      #expect(fault(in: canvas) == nil)
    }
  }

  @Test func `only visible cells are asked for`() {
    var asked: [Int] = []
    _ = picture(30, 4) { canvas, rect in
      Table(Self.columns).draw(
        on: &canvas, in: rect, cursor: ListCursor(index: 500, top: 500), count: 100_000,
        glyphs: .unicode, row: { _ in Table.RowStyle() },
        cell: { row, _, _, _ in asked.append(row) })
    }
    #expect(Set(asked) == [500, 501, 502])
  }

  private static func randomColumns(_ generator: inout SeededGenerator) -> [TableColumn] {
    (0..<Int.random(in: 0...12, using: &generator)).map { _ in
      let minimum = Int.random(in: 0...12, using: &generator)
      return TableColumn(
        "TITLE", width: minimum...(minimum + Int.random(in: 0...20, using: &generator)),
        priority: Int.random(in: 0...5, using: &generator),
        isLocked: Int.random(in: 0...4, using: &generator) == 0)
    }
  }

  private static func layoutFault(
    _ layout: TableLayout, _ columns: [TableColumn], _ width: Int
  ) -> String? {
    var end = -1
    for slot in layout.slots {
      if slot.offset != end + 1 { return "a gap or an overlap" }
      end = slot.offset + slot.width
      if slot.width > columns[slot.column].maximumWidth { return "too wide" }
      let isAlone = layout.slots.count == 1
      if slot.width < columns[slot.column].minimumWidth, !isAlone { return "too narrow" }
    }
    if end > width { return "wider than the canvas" }
    if width > 0, !columns.isEmpty, layout.slots.isEmpty { return "nothing shows" }
    let hasLocked = columns.contains(where: \.isLocked)
    let showsLocked = layout.slots.contains { columns[$0.column].isLocked }
    return width > 0 && hasLocked && !showsLocked ? "no locked column shows" : nil
  }
}
