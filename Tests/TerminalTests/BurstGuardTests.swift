import Testing

@testable import Terminal

@Suite struct BurstGuardTests {
  private func keys(_ text: String) -> [Key] {
    text.unicodeScalars.map { $0 == "\r" ? Key(.enter) : Key($0) }
  }

  @Test func `a read with five printable keys is a burst from its first key on, Enter too`() {
    var guarding = BurstGuard()
    #expect(guarding.classify(keys("Xabc\r"), atMilliseconds: 0) == [false, false, false, false, false])
    guarding = BurstGuard()
    #expect(guarding.classify(keys("Xabcd\r"), atMilliseconds: 0) == [true, true, true, true, true, true])
  }

  @Test func `what follows a burst without a pause belongs to it`() {
    var guarding = BurstGuard()
    _ = guarding.classify(keys("abcdef"), atMilliseconds: 0)
    #expect(guarding.classify(keys("X"), atMilliseconds: 30) == [true])
    #expect(guarding.classify(keys("X"), atMilliseconds: 61) == [false])
  }

  @Test func `keys beside a paste, or close behind one, are a burst`() {
    var guarding = BurstGuard()
    #expect(guarding.classify(keys("X"), atMilliseconds: 0, besidePaste: true) == [true])
    #expect(guarding.classify(keys("X"), atMilliseconds: 31) == [false])
    guarding = BurstGuard()
    #expect(guarding.classify([], atMilliseconds: 100, besidePaste: true) == [])
    #expect(guarding.classify(keys("X"), atMilliseconds: 130) == [true])
    #expect(guarding.classify(keys("X"), atMilliseconds: 161) == [false])
  }

  @Test func `what was waiting behind a burst belongs to it however long the console worked`() {
    var guarding = BurstGuard()
    _ = guarding.classify(keys("abcdef"), atMilliseconds: 0)
    #expect(guarding.classify(keys("X\r"), atMilliseconds: 500, followsDirectly: true) == [true, true])
    #expect(guarding.classify(keys("X"), atMilliseconds: 900) == [false])
  }

  @Test func `single reads make a burst at the fifth key within 30 ms`() {
    var guarding = BurstGuard()
    let flags = (0..<7).flatMap { guarding.classify(keys("k"), atMilliseconds: Int64($0 * 6)) }
    #expect(flags == [false, false, false, false, true, true, true])
  }

  @Test(arguments: [20, 33, 50, 200])
  func `a key that is held down is no burst`(interval: Int) {
    var guarding = BurstGuard()
    let flags = (0..<200).flatMap { guarding.classify(keys("j"), atMilliseconds: Int64($0 * interval)) }
    #expect(!flags.contains(true))
  }

  @Test func `arrows that piled up are no burst, and two thousand letters are all told as one`() {
    var guarding = BurstGuard()
    let arrows = Array(repeating: Key(.down), count: 2_000)
    #expect(!guarding.classify(arrows, atMilliseconds: 0).contains(true))
    let letters = Array(repeating: Key("j"), count: 2_000)
    #expect(guarding.classify(letters, atMilliseconds: 100) == Array(repeating: true, count: 2_000))
  }
}
