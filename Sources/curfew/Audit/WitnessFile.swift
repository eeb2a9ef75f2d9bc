import AuditTrail
import Delegation
import Glibc

/// Signed checkpoints kept outside the store, one after another: `--- TIME` on a line, then the note.
enum WitnessFile {
  private static let mark = "--- "
  private static let bytesMax = 1 << 26

  /// - Returns: each note, with where it stands.
  static func read(_ path: String) throws -> [(place: String, note: String)] {
    let bytes = try InputSource.contents(of: path, limit: bytesMax)
    guard let text = String(validating: bytes, as: UTF8.self) else { throw Failure("`\(path)` is not UTF-8") }
    var notes: [(place: String, note: String)] = []
    for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
      if line.hasPrefix(mark) {
        notes.append(("\(path):\(index + 1)", ""))
      } else if notes.isEmpty {
        guard line.isEmpty else {
          throw Failure("`\(path)` is no witness file: expected `\(mark)` and a time first")
        }
      } else {
        notes[notes.count - 1].note += line + "\n"
      }
    }
    guard !notes.isEmpty else { throw Failure("`\(path)` holds no checkpoint") }
    // The last line end is the file's, and splitting made a line of what comes behind it.
    return notes.map { ($0.place, trimmed($0.note)) }
  }

  private static func trimmed(_ note: String) -> String {
    var note = note
    while note.hasSuffix("\n\n") { note.removeLast() }
    return note
  }

  /// Appends a note, on the disk before this returns.
  static func append(_ note: String, at time: Timestamp, to path: String) throws {
    let file = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o644)
    guard file >= 0 else { throw Failure("cannot write `\(path)`: \(systemMessage())") }
    defer { close(file) }
    let output = Output(descriptor: file)
    try output.verbatim("\(mark)\(time.utc)\n\(note)")
    try output.flush()
    guard fsync(file) == 0 || errno == EINVAL else {
      throw Failure("cannot write `\(path)`: \(systemMessage())")
    }
  }
}
