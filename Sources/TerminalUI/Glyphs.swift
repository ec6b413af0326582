package import TextSafety

/// The characters that pictures are made of, in three alphabets.
///
/// All are one cell wide. Which alphabet a terminal gets depends on its locale and on `--ascii`.
package struct Glyphs: Hashable, Sendable {
  /// How much of Unicode the terminal shows.
  package enum Alphabet: CaseIterable, Hashable, Sendable {
    /// Blocks for bars, braille for graphs.
    case unicode
    /// Blocks for bars and graphs; for fonts without braille (the Linux console).
    case block
    /// ASCII only.
    case ascii
  }

  /// The alphabet that these are of.
  package let alphabet: Alphabet
  /// The marker after the title of the sort column.
  package let sortDescending: Unicode.Scalar
  /// The marker when the least comes first.
  package let sortAscending: Unicode.Scalar
  /// Sparkline levels from empty to full; the first is a blank.
  package let levels: [Unicode.Scalar]
  /// Parts of a bar's last cell from an eighth to full; one element in ASCII.
  package let barParts: [Unicode.Scalar]
  /// The unfilled part of a bar.
  package let barEmpty: Unicode.Scalar
  /// Stands for the part of a text that was cut.
  package let ellipsis: SafeText
  /// In front of a tagged row.
  package let tag: Unicode.Scalar
  /// In front of a group that is shown open, or closed.
  package let expanded: Unicode.Scalar
  /// In front of a group that is closed.
  package let collapsed: Unicode.Scalar
  /// More lies to the left, right, above, below.
  package let moreLeft: Unicode.Scalar
  /// More lies to the right.
  package let moreRight: Unicode.Scalar
  /// More lies above.
  package let moreUp: Unicode.Scalar
  /// More lies below.
  package let moreDown: Unicode.Scalar
  /// Frames.
  package let horizontal: Unicode.Scalar
  /// A side of a frame.
  package let vertical: Unicode.Scalar
  /// A corner of a frame.
  package let topLeft: Unicode.Scalar
  /// A corner of a frame.
  package let topRight: Unicode.Scalar
  /// A corner of a frame.
  package let bottomLeft: Unicode.Scalar
  /// A corner of a frame.
  package let bottomRight: Unicode.Scalar
  /// Between parts of a line.
  package let separator: Unicode.Scalar
  /// From one thing to another.
  package let arrow: Unicode.Scalar

  /// The glyphs of `alphabet`.
  package init(_ alphabet: Alphabet) {
    let isASCII = alphabet == .ascii
    self.alphabet = alphabet
    sortDescending = isASCII ? "v" : "▼"
    sortAscending = isASCII ? "^" : "▲"
    levels =
      isASCII
      ? [" ", ".", ":", "-", "=", "+", "*", "#"]
      : [" ", "▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"]
    barParts = isASCII ? ["#"] : ["▏", "▎", "▍", "▌", "▋", "▊", "▉", "█"]
    barEmpty = isASCII ? "." : "░"
    ellipsis = isASCII ? "~" : "…"
    tag = isASCII ? "*" : "•"
    expanded = isASCII ? "-" : "▾"
    collapsed = isASCII ? "+" : "▸"
    moreLeft = isASCII ? "<" : "◂"
    moreRight = isASCII ? ">" : "▸"
    moreUp = isASCII ? "^" : "▴"
    moreDown = isASCII ? "v" : "▾"
    horizontal = isASCII ? "-" : "─"
    vertical = isASCII ? "|" : "│"
    topLeft = isASCII ? "+" : "┌"
    topRight = isASCII ? "+" : "┐"
    bottomLeft = isASCII ? "+" : "└"
    bottomRight = isASCII ? "+" : "┘"
    separator = isASCII ? "|" : "│"
    arrow = isASCII ? ">" : "→"
  }

  /// The alphabet with everything.
  package static let unicode = Glyphs(.unicode)
  /// The alphabet that works everywhere.
  package static let ascii = Glyphs(.ascii)
}
