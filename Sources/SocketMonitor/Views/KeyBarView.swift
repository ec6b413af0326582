import TerminalUI
import TextSafety

/// The bottom line: function keys and what they do here.
enum KeyBarView {
  static func draw(_ state: MonitorState, on canvas: inout Canvas, in rect: Rect) {
    let bar = KeyBar(
      KeyBinding.all.compactMap { binding in
        guard let label = binding.label, let key = binding.keys.first else { return nil }
        guard binding.action != .signal || !state.settings.isReadOnly else { return nil }
        let isVital = binding.action == .help || binding.action == .quit
        return KeyBar.Item(key, label, priority: isVital ? 1 : 0)
      })
    bar.draw(on: &canvas, in: rect)
  }
}
