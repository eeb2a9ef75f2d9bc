/// Collects what is pasted up to `ESC [ 201 ~`, wherever reads cut it.
struct PasteCollector: Sendable {
  private static let end = Array("\u{1B}[201~".utf8)

  private var bytes: [UInt8] = []
  /// How much of the end has been seen.
  private var matched = 0

  /// - Returns: true if this byte ended the paste.
  mutating func add(_ byte: UInt8) -> Bool {
    if byte == Self.end[matched] {
      matched += 1
      return matched == Self.end.count
    }
    // Esc stands only at the front of the end: no other part of a failed match can begin a new one.
    keep(Self.end[..<matched])
    matched = byte == Self.end[0] ? 1 : 0
    if matched == 0 { keep([byte]) }
    return false
  }

  private mutating func keep(_ more: some Collection<UInt8>) {
    bytes.append(contentsOf: more.prefix(max(0, InputDecoder.pasteBytesMax - bytes.count)))
  }

  var text: String { String(decoding: bytes, as: UTF8.self) }
}
