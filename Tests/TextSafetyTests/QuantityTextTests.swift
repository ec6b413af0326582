import Testing
import TextSafety

struct QuantityTextTests {
  @Test(arguments: [
    (nil, "-"), (0, "0"), (1, "1 B"), (999, "999 B"), (1000, "1.0 kB"), (1234, "1.2 kB"),
    (9949, "9.9 kB"), (9950, "10 kB"), (33_400, "33 kB"), (999_499, "999 kB"),
    (999_500, "1.0 MB"), (1_200_000, "1.2 MB"), (UInt64.max, "18 EB"),
  ]) func `amounts take two or three digits`(bytes: UInt64?, shown: String) {
    var text = SafeText()
    QuantityText().append(bytes: bytes, to: &text)
    #expect(text.string == shown)
    #expect(text.columns <= 6)
  }

  @Test func `units, bases and precisions differ`() {
    func text(_ quantity: QuantityText, _ bytes: UInt64) -> String {
      var text = SafeText()
      quantity.append(bytes: bytes, to: &text)
      return text.string
    }
    #expect(text(QuantityText(base: .binary), 1_258_291) == "1.2 MiB")
    #expect(text(QuantityText(base: .binary), 1020) == "1.0 KiB")
    #expect(text(QuantityText(unit: .bits), 1_200_000) == "9.6 Mb")
    #expect(text(QuantityText(precision: .full), 88_100_000) == "88.1 MB")
  }

  @Test(arguments: [
    (nil, "-"), (0.0, "0"), (0.2, "<1 B"), (0.7, "1 B"), (Double.nan, "-"), (1.2e6, "1.2 MB"),
    (1e30, "1000000000000 EB"),
  ]) func `rates are amounts that may be fractions`(rate: Double?, shown: String) {
    var text = SafeText()
    QuantityText().append(bytesPerSecond: rate, to: &text)
    #expect(text.string == shown)
  }

  @Test(arguments: [
    (nil, "-"), (0, "0"), (20, "20us"), (99, "99us"), (100, "0.1ms"), (400, "0.4ms"),
    (12_100, "12.1ms"), (99_949, "99.9ms"), (99_950, "100ms"), (999_499, "999ms"),
    (999_500, "1.0s"), (59_949_999, "59.9s"), (59_950_000, "59s"), (65_000_000, "1m05s"),
  ]) func `short times take six cells at most`(microseconds: UInt64?, shown: String) {
    var text = SafeText()
    QuantityText.append(microseconds: microseconds, to: &text)
    #expect(text.string == shown)
    #expect(text.columns <= 6)
  }

  @Test(arguments: [
    (nil, "-"), (0, "0s"), (59, "59s"), (60, "1m00s"), (3599, "59m59s"), (11_520, "3h12m"),
    (86_399, "23h59m"), (86_400, "1d00h"), (8_639_999, "99d23h"), (8_640_000, "100d"),
    (400_000_000, "4629d"), (1_000_000_000, "31y"),
  ]) func `ages take six cells at most`(seconds: UInt64?, shown: String) {
    var text = SafeText()
    QuantityText.append(seconds: seconds, to: &text)
    #expect(text.string == shown)
    #expect(text.columns <= 6)
  }

  @Test(arguments: [
    (nil, "-"), (0, "0"), (99_999, "99999"), (100_000, "100k"), (1_234_567, "1.2M"),
    (UInt64.max, "18E"),
  ]) func `counts take five cells at most`(count: UInt64?, shown: String) {
    var text = SafeText()
    QuantityText.append(count: count, to: &text)
    #expect(text.string == shown)
    #expect(text.columns <= 5)
  }

  @Test(arguments: [
    (nil, "-"), (0, "0"), (0.01, "<.1"), (0.4, "0.4"), (9.96, "10"), (18, "18"), (-1, "-"),
    (1e30, "1.0E"),
  ]) func `events per second`(rate: Double?, shown: String) {
    var text = SafeText()
    QuantityText.append(perSecond: rate, to: &text)
    #expect(text.string == shown)
  }

  @Test(arguments: [(nil, "-"), (0, "0%"), (0.001, "<1%"), (0.424, "42%"), (1, "100%")])
  func `shares`(share: Double?, shown: String) {
    var text = SafeText()
    QuantityText.append(share: share, to: &text)
    #expect(text.string == shown)
  }
}
