import Delegation
import Glibc

/// Where lines are read from.
enum InputSource {
  /// Opens `path`, or standard input for `-`.
  /// - Throws: ``Failure`` naming the path.
  static func open(_ path: String) throws -> Int32 {
    if path == "-" { return STDIN_FILENO }
    let descriptor = Glibc.open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw Failure("cannot read `\(path)`: \(systemMessage())") }
    return descriptor
  }

  /// Reads the whole of a small file.
  /// - Parameter limit: more bytes than this are refused.
  static func contents(of path: String, limit: Int = 1 << 24) throws -> [UInt8] {
    var bytes: [UInt8] = []
    try forEachChunk(of: path) { chunk in
      bytes += chunk
      guard bytes.count <= limit else { throw Failure("`\(path)` is larger than \(limit) bytes") }
    }
    return bytes
  }

  /// Gives `body` each line, without its LF.
  static func forEachLine(of path: String, _ body: (ArraySlice<UInt8>) throws -> Void) throws {
    var splitter = LineSplitter()
    try forEachChunk(of: path) { chunk in try splitter.feed(chunk, body) }
    try splitter.finish(body)
  }

  private static func forEachChunk(of path: String, _ body: (ArraySlice<UInt8>) throws -> Void) throws {
    let descriptor = try open(path)
    defer { if descriptor != STDIN_FILENO { close(descriptor) } }
    var buffer = [UInt8](repeating: 0, count: 1 << 18)
    while true {
      let count = read(descriptor, &buffer, buffer.count)
      if count == 0 { return }
      if count < 0 {
        if errno == EINTR { continue }
        throw Failure("cannot read `\(path)`: \(systemMessage())")
      }
      try body(buffer[..<count])
    }
  }
}
