package import Delegation

/// Writes one leaf: a JSON object without spaces, its members in the order in which they are added.
///
/// Bytes instead of a `JSONWriter`, because every execution is a leaf and its text is made inside the enforcing
/// transaction. What both write is the same.
package struct LeafWriter {
  package private(set) var bytes: [UInt8] = []

  package init() { bytes.reserveCapacity(512) }

  /// Makes room for another leaf.
  package mutating func begin() {
    bytes.removeAll(keepingCapacity: true)
    bytes.append(UInt8(ascii: "{"))
  }

  package mutating func end() { bytes.append(UInt8(ascii: "}")) }

  /// Adds a member whose value is JSON already. `name` needs no escape.
  package mutating func member(_ name: StaticString, raw value: String) {
    key(name)
    bytes.append(contentsOf: value.utf8)
  }

  package mutating func member(_ name: StaticString, raw value: String?) {
    if let value { member(name, raw: value) }
  }

  package mutating func member(_ name: StaticString, _ value: String) {
    key(name)
    append(quoted: value)
  }

  package mutating func member(_ name: StaticString, _ value: String?) {
    if let value { member(name, value) }
  }

  package mutating func member(_ name: StaticString, _ value: UInt64) {
    key(name)
    append(decimal: value)
  }

  /// Adds epoch seconds, as ``Timestamp/seconds`` spells them.
  package mutating func member(_ name: StaticString, _ time: Timestamp) {
    key(name)
    append(decimal: time.milliseconds.magnitude, scale: 3)
  }

  /// Adds dollars as a string, as ``Money/dollars`` spells them.
  package mutating func member(_ name: StaticString, _ money: Money) {
    key(name)
    bytes.append(0x22)
    append(decimal: money.micros, scale: Money.scale)
    bytes.append(0x22)
  }

  /// Adds a list of words that need no escape.
  package mutating func member(_ name: StaticString, words: [String]) {
    key(name)
    bytes.append(UInt8(ascii: "["))
    for (index, word) in words.enumerated() {
      if index > 0 { bytes.append(UInt8(ascii: ",")) }
      append(quoted: word)
    }
    bytes.append(UInt8(ascii: "]"))
  }

  private mutating func key(_ name: StaticString) {
    if bytes.count > 1 { bytes.append(UInt8(ascii: ",")) }
    bytes.append(UInt8(ascii: "\""))
    bytes.append(contentsOf: UnsafeBufferPointer(start: name.utf8Start, count: name.utf8CodeUnitCount))
    bytes.append(UInt8(ascii: "\""))
    bytes.append(UInt8(ascii: ":"))
  }

  private mutating func append(quoted value: String) {
    var value = value
    let isPlain = value.withUTF8 { text in
      guard text.allSatisfy({ $0 >= 0x20 && $0 < 0x7F && $0 != 0x22 && $0 != 0x5C }) else { return false }
      bytes.append(0x22)
      bytes.append(contentsOf: text)
      bytes.append(0x22)
      return true
    }
    if !isPlain { bytes.append(contentsOf: JSONWriter.quoted(value).utf8) }
  }

  /// The shortest spelling of `value` units of `10^-scale`: no exponent, no trailing zeros.
  private mutating func append(decimal value: UInt64, scale: Int = 0) {
    var (rest, places) = (value, scale)
    while places > 0 && rest % 10 == 0 { (rest, places) = (rest / 10, places - 1) }
    let start = bytes.count
    var written = 0
    repeat {
      if written == places && places > 0 { bytes.append(UInt8(ascii: ".")) }
      bytes.append(0x30 + UInt8(rest % 10))
      rest /= 10
      written += 1
    } while rest > 0 || written <= places
    bytes[start...].reverse()
  }
}
