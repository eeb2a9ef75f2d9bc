import Glibc

extension UnsafeRawBufferPointer {
  func hasBytes(of other: UnsafeRawBufferPointer) -> Bool {
    guard count == other.count else { return false }
    guard let a = baseAddress, let b = other.baseAddress else { return true }
    return memcmp(a, b, count) == 0
  }
}

/// Bytes that are looked for in many texts.
struct SoughtBytes {
  let bytes: [UInt8]
  /// The place in them of the one that stands in names least often.
  private let probe: Int

  init(_ bytes: [UInt8]) {
    self.bytes = bytes
    let common = " :.-0123456789etaoinsrlcdupm".utf8
    probe = bytes.indices.first { !common.contains(bytes[$0]) } ?? bytes.indices.last ?? 0
  }

  /// Where they first stand in a text. The C library looks for one byte of them, many at a time, and the rest is compared
  /// where that is found: for what is seldom found, this is as fast as memory is read.
  func place(in text: UnsafeRawBufferPointer) -> Int? {
    guard !bytes.isEmpty else { return 0 }
    guard let start = text.baseAddress, text.count >= bytes.count else { return nil }
    let end = text.count - bytes.count + 1
    return bytes.withUnsafeBytes { sought in
      guard let first = sought.baseAddress else { return nil }
      var place = 0
      while place < end, let hit = memchr(start + place + probe, Int32(sought[probe]), end - place) {
        place = UnsafeRawPointer(hit) - start - probe
        if memcmp(start + place, first, sought.count) == 0 { return place }
        place += 1
      }
      return nil
    }
  }
}
