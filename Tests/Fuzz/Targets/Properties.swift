/// - Throws: ``BrokenProperty`` unless `condition` holds.
func expect(_ condition: Bool, _ sentence: @autoclosure () -> String) throws(BrokenProperty) {
  if !condition { throw BrokenProperty(sentence: sentence()) }
}

/// Byte for byte: Swift's own `==` would take canonical equivalents for equal.
func expectSame(_ a: String, _ b: String, _ what: @autoclosure () -> String) throws(BrokenProperty) {
  try expect(a.utf8.elementsEqual(b.utf8), "\(what()): \(a.debugDescription) is not \(b.debugDescription)")
}

/// A refusal must say why.
func expectSentence(_ sentence: String) throws(BrokenProperty) {
  try expect(!sentence.isEmpty, "refused without a sentence")
}

/// What `read` gives of something that was written, which must never be refused.
func readAgain<T, E: Error>(_ what: String, _ read: () throws(E) -> T) throws(BrokenProperty) -> T {
  do throws(E) {
    return try read()
  } catch {
    throw BrokenProperty(sentence: "\(what) was written and is refused: \(error)")
  }
}

extension [UInt8] {
  /// The first byte, which steers the check, and the input behind it.
  var steered: (steer: UInt8, input: ArraySlice<UInt8>) { (first ?? 0, dropFirst()) }

  /// As a program takes text from outside: what is no UTF-8 becomes U+FFFD.
  var text: String { String(decoding: self, as: UTF8.self) }
}

extension ArraySlice<UInt8> {
  /// Cut into pieces of 1 … 16 `unit`s of bytes whose lengths follow from `seed`; each of one unit for seed 0.
  func pieces(seed: UInt8, unit: Int = 1) -> [ArraySlice<UInt8>] {
    var pieces: [ArraySlice<UInt8>] = []
    var rest = self
    var state = UInt32(seed)
    while !rest.isEmpty {
      state = state &* 1_664_525 &+ (seed == 0 ? 0 : 1_013_904_223)
      let size = (1 + Int(state >> 28)) * unit
      pieces.append(rest.prefix(size))
      rest = rest.dropFirst(size)
    }
    return pieces
  }
}
