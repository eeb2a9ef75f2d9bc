package import Delegation

/// Writes one leaf: a JSON object without spaces, its members in the order in which they are added.
///
/// Bytes in a buffer of its own instead of a `JSONWriter`, because every execution is a leaf and its text is made inside
/// the enforcing transaction. What both write is the same. A class, so that nothing is copied; one thread uses it.
package final class LeafWriter {
  private var buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1024, alignment: 1)
  private var count = 0

  package init() {}

  deinit { buffer.deallocate() }

  /// The leaf so far; valid until the next call.
  package var leaf: UnsafeRawBufferPointer { UnsafeRawBufferPointer(rebasing: buffer[..<count]) }

  package var bytes: [UInt8] { Array(leaf) }

  /// Makes room for another leaf.
  package func begin() {
    count = 0
    append(UInt8(ascii: "{"))
  }

  package func end() { append(UInt8(ascii: "}")) }

  /// Adds a member whose value is JSON already. `name` needs no escape.
  package func member(_ name: StaticString, raw value: String) {
    key(name)
    append(text: value)
  }

  package func member(_ name: StaticString, raw value: String?) {
    if let value { member(name, raw: value) }
  }

  package func member(_ name: StaticString, _ value: String) {
    key(name)
    append(quoted: value)
  }

  package func member(_ name: StaticString, _ value: String?) {
    if let value { member(name, value) }
  }

  package func member(_ name: StaticString, _ value: UInt64) {
    key(name)
    append(decimal: value)
  }

  /// Adds epoch seconds, as ``Timestamp/seconds`` spells them.
  package func member(_ name: StaticString, _ time: Timestamp) {
    key(name)
    append(decimal: time.milliseconds.magnitude, scale: 3)
  }

  /// Adds dollars as a string, as ``Money/dollars`` spells them.
  package func member(_ name: StaticString, _ money: Money) {
    key(name)
    append(0x22)
    append(decimal: money.micros, scale: Money.scale)
    append(0x22)
  }

  /// Adds a list of words that need no escape.
  package func member(_ name: StaticString, words: [String]) {
    key(name)
    append(UInt8(ascii: "["))
    for (index, word) in words.enumerated() {
      if index > 0 { append(UInt8(ascii: ",")) }
      append(quoted: word)
    }
    append(UInt8(ascii: "]"))
  }
}

extension LeafWriter {
  private func key(_ name: StaticString) {
    if count > 1 { append(UInt8(ascii: ",")) }
    append(0x22)
    append(UnsafeRawBufferPointer(start: name.utf8Start, count: name.utf8CodeUnitCount))
    append(0x22)
    append(UInt8(ascii: ":"))
  }

  private func append(quoted value: String) {
    var value = value
    let isPlain = value.withUTF8 { text in
      guard text.allSatisfy({ $0 >= 0x20 && $0 < 0x7F && $0 != 0x22 && $0 != 0x5C }) else { return false }
      append(0x22)
      append(UnsafeRawBufferPointer(text))
      append(0x22)
      return true
    }
    if !isPlain { append(text: JSONWriter.quoted(value)) }
  }

  private func append(text value: String) {
    var value = value
    value.withUTF8 { append(UnsafeRawBufferPointer($0)) }
  }

  /// The shortest spelling of `value` units of `10^-scale`: no exponent, no trailing zeros.
  private func append(decimal value: UInt64, scale: Int = 0) {
    var (rest, places) = (value, scale)
    while places > 0 && rest % 10 == 0 { (rest, places) = (rest / 10, places - 1) }
    // 20 digits, a point and a zero before it at the most: written from the last one on.
    withUnsafeTemporaryAllocation(byteCount: 24, alignment: 1) { digits in
      var start = digits.count
      var written = 0
      repeat {
        if written == places && places > 0 {
          start -= 1
          digits[start] = UInt8(ascii: ".")
        }
        start -= 1
        digits[start] = 0x30 + UInt8(rest % 10)
        rest /= 10
        written += 1
      } while rest > 0 || written <= places
      append(UnsafeRawBufferPointer(rebasing: digits[start...]))
    }
  }

  private func append(_ byte: UInt8) {
    if count == buffer.count { grow(by: 1) }
    buffer[count] = byte
    count += 1
  }

  private func append(_ bytes: UnsafeRawBufferPointer) {
    if count + bytes.count > buffer.count { grow(by: bytes.count) }
    UnsafeMutableRawBufferPointer(rebasing: buffer[count...]).copyMemory(from: bytes)
    count += bytes.count
  }

  private func grow(by bytes: Int) {
    let larger = UnsafeMutableRawBufferPointer.allocate(
      byteCount: max(buffer.count * 2, count + bytes), alignment: 1)
    larger.copyMemory(from: UnsafeRawBufferPointer(rebasing: buffer[..<count]))
    buffer.deallocate()
    buffer = larger
  }
}
