package import SocketFilter
import SocketMetrics
package import SocketModel
package import TextSafety

/// The filter of the tables: the text that stands, and what it means.
package struct FilterState: Sendable {
  /// What the options of the command line select before any filter speaks.
  package struct Base: Sendable {
    package var tables: SocketTables
    package var families: FamilySet
    package var states: StateSet
    /// The family of the last family option, by which host patterns without a prefix are read.
    package var preferredFamily: AddressFamily?

    package init(
      tables: SocketTables, families: FamilySet, states: StateSet,
      preferredFamily: AddressFamily? = nil
    ) {
      self.tables = tables
      self.families = families
      self.states = states
      self.preferredFamily = preferredFamily
    }

    /// The internet protocols in all states: what the screen shows without options.
    package static let standard = Base(tables: .internet, families: .all, states: .all)
  }

  package var base: Base
  /// The filter that is in force; empty for none.
  package private(set) var text: SafeText
  /// What it means; nil for none.
  private(set) var parsed: ParsedFilter?
  private(set) var compiled: CompiledFilter?

  /// No filter beyond `base`.
  package init(base: Base) {
    self.base = base
    text = SafeText()
  }

  /// The states that are shown.
  package var states: StateSet { parsed?.states ?? base.states }

  /// The families that are shown.
  package var families: FamilySet {
    guard let narrowing = parsed?.familyNarrowing else { return base.families }
    return FamilySet(narrowing)
  }

  package var isEmpty: Bool { text.isEmpty }

  /// Whether the filter in force compares `field`.
  func compares(_ field: SocketField) -> Bool { parsed?.compares(field) ?? false }

  /// What sockets must be before the filter's expression is asked.
  var selection: Selection {
    Selection(
      tables: base.tables.rawValue, families: UInt32(families.rawValue), states: states.rawValue)
  }

  /// Tables, families and states as bits: loops over all sockets ask for them.
  struct Selection {
    let tables: UInt32
    let families: UInt32
    let states: UInt32

    @inline(__always) func contains(_ records: [SocketRecord], _ row: Int) -> Bool {
      // All of them number less than 32.
      let kind = tables &>> UInt32(records[row].kind.rawValue)
      let family = families &>> UInt32(records[row].family.rawValue)
      return kind & family & (states &>> UInt32(records[row].state.rawValue)) & 1 != 0
    }

    /// Appends those of `range` that are selected.
    func append(_ range: Range<Int>, of records: [SocketRecord], to rows: inout [UInt32]) {
      rows.append(addingCapacity: range.count) { output in
        for row in range where contains(records, row) {
          output.append(UInt32(truncatingIfNeeded: row))
        }
      }
    }
  }

  /// Puts `text` in force when it can be read.
  package mutating func apply(_ text: SafeText, names: any SocketNames) -> FilterOutcome {
    let context = FilterContext(
      names: names, tables: base.tables, preferredFamily: base.preferredFamily)
    let outcome = FilterParser(context: context).parse(FilterText(typed: text.string))
    if case .parsed(let filter) = outcome {
      self.text = text
      parsed = filter
      compiled = CompiledFilter(filter, context: context)
    }
    return outcome
  }

  /// Takes the filter away.
  package mutating func clear() {
    text = SafeText()
    parsed = nil
    compiled = nil
  }
}
