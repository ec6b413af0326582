/// Something that can show a canvas: the terminal, or a test's recorder.
package protocol Screen: AnyObject {
  /// The size that the next canvas should have.
  var size: Size { get }

  /// Makes the screen equal to `canvas`; only cells that differ from the last one are sent.
  func present(_ canvas: Canvas)
}
