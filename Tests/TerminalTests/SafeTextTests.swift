import Testing

@testable import Terminal

@Suite struct SafeTextTests {
  @Test(arguments: [
    ("a\u{1B}[31mb", "a␛[31mb"),
    ("\u{1B}]0;title\u{07}", "␛]0;title␇"),
    ("a\u{00}b\u{7F}", "a␀b␡"),
    ("row\r\nother", "row␍␊other"),
    ("a\tb", "a b"),
    ("\u{9B}31m", "<U+009B>31m"),
    ("\u{202E}desrever", "<U+202E>desrever"),
    ("a\u{200B}b\u{200D}c\u{FEFF}", "a<U+200B>b<U+200D>c<U+FEFF>"),
    ("so\u{AD}ft", "so<U+00AD>ft"),
    ("\u{061C}\u{200E}\u{200F}\u{2066}\u{2069}", "<U+061C><U+200E><U+200F><U+2066><U+2069>"),
    ("\u{2028}\u{2029}", "<U+2028><U+2029>"),
    ("\u{E000}\u{10FFFF}", "<U+E000><U+10FFFF>"),
    ("\u{378}", "<U+0378>"),
    ("x\u{FE0F}\u{E0101}\u{E0041}", "x<U+FE0F><U+E0101><U+E0041>"),
    ("\u{3164}\u{115F}", "<U+3164><U+115F>"),
    ("e\u{301}\u{302}\u{303}\u{304}", "e\u{301}\u{302}"),
    ("\u{301}a", "◌\u{301}a"),
  ])
  func `what could move, hide or reorder becomes visible and raises the badge`(hostile: String, shown: String)
  {
    let text = SafeText(hostile)
    #expect(text.string.unicodeScalars.elementsEqual(shown.unicodeScalars))
    #expect(text.hadHidden)
  }

  @Test(arguments: [
    ("", 0), ("plain ASCII ~", 13), ("é", 1), ("e\u{301}", 1), ("作者", 4), ("한", 2), ("🔑", 2),
    ("0x91c4…0a7e", 11),
  ])
  func `ordinary text is kept, and is as wide as libc says`(plain: String, width: Int) {
    let text = SafeText(plain)
    #expect(text.string == plain)
    #expect(text.width == width)
    #expect(!text.hadHidden)
  }

  @Test func `bytes that are no UTF-8 are replaced and raise the badge`() {
    let text = SafeText(bytes: [0x61, 0xFF, 0xC3, 0x28])
    #expect(text.string == "a\u{FFFD}\u{FFFD}(")
    #expect(text.hadHidden)
    #expect(SafeText(bytes: Array("作".utf8)) == "作")
  }

  @Test func `a hostile megabyte is cut, and says so`() {
    let text = SafeText(String(repeating: "x", count: 1 << 20))
    #expect(text.width == SafeText.scalarsMax + 1)
    #expect(text.string.hasSuffix("x…"))
    #expect(text.hadHidden)
  }

  @Test func `literals run through the same sanitiser and parts keep their badge`() {
    let literal: SafeText = "a\u{1B}b"
    #expect(literal.string == "a␛b")
    let name = SafeText("x\u{202E}")
    let sentence: SafeText = "revoked \(name) after \(12) s by \("\u{7}bob")"
    #expect(sentence.string == "revoked x<U+202E> after 12 s by ␇bob")
    #expect(sentence.hadHidden)
    let plain: SafeText = "revoked \("0x1") after \(12) s"
    #expect(!plain.hadHidden)
  }

  @Test(arguments: [
    ("0x91c4aaaa0a7e", 6, 4, "0x91c4…0a7e"), ("0x91c40a7e", 6, 4, "0x91c40a7e"),
    ("0x91c4a0a7e", 6, 4, "0x91c4a0a7e"),
    ("abc", 0, 0, "…"), ("abc", -3, 1, "…c"), ("abc", Int.max, Int.max, "abc"), ("作者作者作", 3, 3, "作…作"),
  ])
  func `the middle of an id is left out only where that makes it shorter`(
    text: String, head: Int, tail: Int, shown: String
  ) {
    #expect(SafeText(text).middleShortened(head: head, tail: tail).string == shown)
  }

  @Test(arguments: [
    ("abcdef", 6, "abcdef", "abcdef"), ("abcdef", 4, "abc…", "abc~"), ("abcdef", 1, "…", "~"),
    ("abcdef", 0, "", ""), ("abcdef", -1, "", ""), ("作者作", 4, "作…", "作~"), ("作者作", 5, "作者…", "作者~"),
  ])
  func `a prefix fits and ends in an ellipsis`(text: String, width: Int, unicode: String, ascii: String) {
    #expect(SafeText(text).prefix(width: width).string == unicode)
    #expect(SafeText(text).prefix(width: width, glyphs: .ascii).string == ascii)
  }

  @Test func `fitting pads on the side that the alignment says`() {
    #expect(SafeText("ab").fitted(to: 5).string == "ab   ")
    #expect(SafeText("ab").fitted(to: 5, .trailing).string == "   ab")
    #expect(SafeText("ab").fitted(to: 5, .center).string == " ab  ")
    #expect(SafeText("作者").fitted(to: 3).string == "作…")
    #expect(SafeText("作者者").fitted(to: 4).string == "作… ")
    #expect(SafeText("abc").padded(to: -1).string == "abc")
  }

  @Test(arguments: UInt64(0)..<300)
  func `cleaning is final: cleaning again changes nothing and widths add up`(seed: UInt64) {
    var random = Seeded(seed)
    let left = SafeText(random.hostileText())
    let right = SafeText(random.hostileText())
    #expect(SafeText(left.string).string.utf8.elementsEqual(left.string.utf8))
    let both = left + right
    let again = SafeText(both.string)
    #expect(again.width == both.width && again.string.utf8.elementsEqual(both.string.utf8))
    let width = Int.random(in: 0...20, using: &random)
    #expect(both.prefix(width: width).width <= width)
    #expect(both.fitted(to: width).width == width)
    #expect(both.middleShortened(head: width, tail: 3).width <= both.width)
  }
}
