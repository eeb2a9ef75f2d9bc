import Glibc

/// Lines from a descriptor, as the terminal or a pipe hands them over.
struct LineReader {
  /// Longer ones are cut off: no command has so many bytes.
  static let bytesMax = 65_536

  private let descriptor: Int32
  private var rest: [UInt8] = []
  private var isCut = false
  private(set) var hasEnded = false

  init(_ descriptor: Int32) { self.descriptor = descriptor }

  /// All lines that wait, without waiting for more. The last one of a pipe needs no line feed.
  mutating func takeAll() -> [String] {
    var lines: [String] = []
    while !hasEnded, isReadable {
      var bytes = [UInt8](repeating: 0, count: 4_096)
      let count = read(descriptor, &bytes, bytes.count)
      if count < 0, errno == EINTR || errno == EAGAIN { break }
      guard count > 0 else {
        hasEnded = true
        if !rest.isEmpty { lines.append(finish()) }
        break
      }
      for byte in bytes[..<count] {
        if byte == 0x0A { lines.append(finish()) } else { add(byte) }
      }
    }
    return lines
  }

  private mutating func add(_ byte: UInt8) {
    if rest.count < Self.bytesMax { rest.append(byte) } else { isCut = true }
  }

  /// Bytes that are no UTF-8 become a sign that no name has.
  private mutating func finish() -> String {
    defer { (rest, isCut) = ([], false) }
    if rest.last == 0x0D { rest.removeLast() }
    return String(decoding: rest, as: UTF8.self)
  }

  private var isReadable: Bool {
    var waiting = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
    return poll(&waiting, 1, 0) > 0 && waiting.revents & Int16(POLLIN | POLLHUP | POLLERR) != 0
  }
}
