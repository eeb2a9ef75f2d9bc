import Glibc

/// Lines from a descriptor, as the terminal or a pipe hands them over.
struct LineReader {
  /// Longer ones are cut off: no command has so many bytes.
  static let bytesMax = 65_536
  /// About so many lines are taken at once: a pipe that never runs dry must not keep signals and answers waiting.
  static let linesMax = 256

  private let descriptor: Int32
  private var rest: [UInt8] = []
  private var isCut = false
  private(set) var hasEnded = false
  /// It was left off while more waited: what comes next came together with what was taken.
  private(set) var wasLeftOff = false

  init(_ descriptor: Int32) { self.descriptor = descriptor }

  /// The lines that wait, as far as ``linesMax``, without waiting for more. The last one of a pipe needs no line feed.
  mutating func take() -> [String] {
    var lines: [String] = []
    var taken = 0
    wasLeftOff = false
    while !hasEnded, isReadable {
      guard lines.count < Self.linesMax, taken < Self.bytesMax else {
        wasLeftOff = true
        break
      }
      var bytes = [UInt8](repeating: 0, count: 4_096)
      let count = read(descriptor, &bytes, bytes.count)
      if count < 0, errno == EINTR || errno == EAGAIN { break }
      guard count > 0 else {
        hasEnded = true
        if !rest.isEmpty { lines.append(finish()) }
        break
      }
      taken += count
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
