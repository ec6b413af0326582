import CTestSupport
import TextSafety

/// What is wrong with text that claims to be safe; nil when nothing is.
///
/// It asks the standard library and libc, not the code under test.
func fault(in text: SafeText) -> String? {
  guard let string = String(validating: text.utf8, as: UTF8.self) else { return "invalid UTF-8" }
  var columns = 0
  var marks = 2
  for scalar in string.unicodeScalars {
    if let reason = forbidden(scalar) { return reason }
    let width = Int(topss_test_wcwidth_utf8(scalar.value))
    guard width >= 0 else { return "no width: U+\(String(scalar.value, radix: 16))" }
    marks = width > 0 ? 0 : marks + 1
    guard marks <= 2 else { return "a mark without a base, or a third one" }
    columns += width
  }
  return columns == text.columns ? nil : "\(text.columns) columns instead of \(columns)"
}

private func forbidden(_ scalar: Unicode.Scalar) -> String? {
  switch scalar.properties.generalCategory {
  case .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator,
    .paragraphSeparator:
    "forbidden: U+\(String(scalar.value, radix: 16))"
  default: nil
  }
}

/// The safe form of `bytes`, as a string.
func sanitized(_ bytes: [UInt8]) -> String { SafeText(RawText(bytes)).string }
