/// Terminal cells taken by characters, independent of the locale.
package enum CharacterWidth {
  /// The cells that valid UTF-8 takes.
  package static func columns(ofUTF8 bytes: [UInt8]) -> Int { bytes.count }
}
