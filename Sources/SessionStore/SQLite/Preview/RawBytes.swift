import Glibc

extension UnsafeRawBufferPointer {
  func isSame(as bytes: [UInt8]) -> Bool {
    count == bytes.count && bytes.withUnsafeBytes { elementsEqual($0) }
  }

  /// Whether `text` stands in it; the first byte of `text` is taken for a rare one.
  func contains(_ text: StaticString) -> Bool {
    let length = text.utf8CodeUnitCount
    guard var place = baseAddress, length > 0 else { return false }
    let end = place + count
    while end - place >= length, let found = memchr(place, Int32(text.utf8Start[0]), end - place) {
      let start = UnsafeRawPointer(found)
      if end - start >= length, memcmp(start, text.utf8Start, length) == 0 { return true }
      place = start + 1
    }
    return false
  }
}
