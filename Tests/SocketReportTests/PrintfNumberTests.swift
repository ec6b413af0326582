import Foundation
import Testing
import TextSafety

@testable import SocketReport

struct PrintfNumberTests {
  static let values: [Double] = [
    0, 1, 10, 100, 999, 1000, 0.5, 0.25, 0.125, 0.001, 0.0001, 0.00001, 1e-8, 3.14159265358979,
    99.9949, 99.995, 999.5, 999.4999, 9.995, 9.9949999, 1234.5605, 1234.565, 123456.5, 1234567.5,
    0.1, 0.2, 0.3, 2.5, 3.5, 1e5, 1e6, 999999.5, 999999.4, 1e15, 1e16, 123_456_789_012_345_680,
    1.8446744073709552e19 * 8, 4294967.295, 2.88671875, 0.00390625, 1e20, 6.02e23, 0.030000001,
  ]

  @Test func `general numbers read as printf's`() {
    for value in Self.values + Self.microseconds + Self.rates {
      for precision in [3, 6] {
        #expect(
          Self.general(value, precision) == String(format: "%.\(precision)g", value), "\(value)")
      }
    }
  }

  @Test func `fixed numbers read as printf's`() {
    for value in Self.values + Self.rates {
      for digits in [0, 1, 3] {
        #expect(Self.fixed(value, digits) == String(format: "%.\(digits)f", value), "\(value)")
      }
    }
  }

  @Test func `negative and endless numbers do not trap`() {
    #expect(Self.general(-1.5, 6) == "-1.5")
    #expect(Self.general(.nan, 6) == "nan" && Self.general(.infinity, 6) == "inf")
    #expect(Self.fixed(-0.25, 1) == "-0.2")
    for value in [Double.greatestFiniteMagnitude, .leastNonzeroMagnitude, 1e30, 1e-30] {
      #expect(!Self.general(value, 6).isEmpty && !Self.fixed(value, 1).isEmpty)
    }
  }

  /// Times as the kernel has them, in milliseconds: every length of digits.
  static var microseconds: [Double] {
    var state: UInt64 = 1
    return (0..<20_000).map { index in
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Double(UInt32(truncatingIfNeeded: state >> 33) >> UInt32(index % 31)) / 1000
    }
  }

  static var rates: [Double] {
    var state: UInt64 = 7
    return (0..<20_000).map { index in
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Double(state >> UInt64(index % 60)) * 8e6 / Double(1 + state % 9973)
    }
  }

  static func general(_ value: Double, _ precision: Int) -> String {
    var text = RowBuffer()
    PrintfNumber.append(general: value, precision: precision, to: &text)
    return text.string
  }

  static func fixed(_ value: Double, _ digits: Int) -> String {
    var text = RowBuffer()
    PrintfNumber.append(fixed: value, digits: digits, to: &text)
    return text.string
  }
}
