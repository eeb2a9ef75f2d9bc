/// A text as a ``TextColumn`` keeps it: its form in a byte, its length in three, and the text.
enum TextRecord {
  /// - Parameters:
  ///   - written: a name; with `isList` names, each between two blanks.
  /// - Throws: ``SearchProblem/tooLarge``.
  static func make(_ written: UnsafeRawBufferPointer, isList: Bool) throws(SearchProblem) -> [UInt8] {
    if let addresses = addresses(written, isList: isList) { return try record(.addresses, addresses, []) }
    let folded = written.map { (0x41...0x5A).contains($0) ? $0 | 0x20 : $0 }
    return folded.elementsEqual(written)
      ? try record(.text, folded, []) : try record(.twice, folded, Array(written))
  }

  static func make(_ written: [UInt8], isList: Bool) throws(SearchProblem) -> [UInt8] {
    let result: Result<[UInt8], SearchProblem> = written.withUnsafeBytes { bytes in
      Result { () throws(SearchProblem) in try make(bytes, isList: isList) }
    }
    return try result.get()
  }

  private static func record(
    _ form: TextColumn.Form, _ text: [UInt8], _ written: [UInt8]
  ) throws(SearchProblem) -> [UInt8] {
    guard text.count < 1 << 24 else { throw .tooLarge }
    var record: [UInt8] = []
    record.reserveCapacity(TextColumn.header + text.count + written.count)
    record.append(form.rawValue)
    for shift in [0, 8, 16] { record.append(UInt8(truncatingIfNeeded: text.count >> shift)) }
    record += text
    record += written
    return record
  }

  /// The bytes of the addresses, where it is nothing else.
  private static func addresses(_ text: UnsafeRawBufferPointer, isList: Bool) -> [UInt8]? {
    let blank = UInt8(ascii: " ")
    let (lead, step) = isList ? (1, 43) : (0, 42)
    let length = text.count - lead
    guard length >= step, length % step == 0, isList || length == step, !isList || text[0] == blank else {
      return nil
    }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(length / step * AddressTest.size)
    for start in stride(from: lead, to: text.count, by: step) {
      guard text[start] == UInt8(ascii: "0"), text[start + 1] == UInt8(ascii: "x"),
        !isList || text[start + step - 1] == blank
      else { return nil }
      for digit in stride(from: start + 2, to: start + 42, by: 2) {
        guard let high = AddressTest.halfByte(text[digit]), let low = AddressTest.halfByte(text[digit + 1])
        else {
          return nil
        }
        bytes.append(high << 4 | low)
      }
    }
    return bytes
  }
}
