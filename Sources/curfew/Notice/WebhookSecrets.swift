import Foundation

/// What proves to a webhook who posts: from a file or the environment, never from arguments, and never shown.
enum WebhookSecrets {
  /// The headers of a file, one `Name: value` a line, and the token of `CURFEW_WEBHOOK_TOKEN`.
  /// - Throws: ``Failure`` that names a line and never what stands in it.
  static func headers(file: String?) throws -> [(name: String, value: String)] {
    var headers: [(name: String, value: String)] = []
    if let file { headers += try read(file) }
    if let token = ProcessInfo.processInfo.environment["CURFEW_WEBHOOK_TOKEN"], !token.isEmpty {
      guard token.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else {
        throw Failure("CURFEW_WEBHOOK_TOKEN: expected printable ASCII without spaces")
      }
      headers.append(("Authorization", "Bearer \(token)"))
    }
    return headers
  }

  private static func read(_ path: String) throws -> [(name: String, value: String)] {
    var facts = stat()
    if stat(path, &facts) == 0, facts.st_mode & S_IFMT == S_IFREG, facts.st_mode & 0o077 != 0 {
      throw Failure("`\(path)` can be read by others: chmod 600 it first")
    }
    let text = String(decoding: try InputSource.contents(of: path, limit: 1 << 16), as: UTF8.self)
    var headers: [(name: String, value: String)] = []
    for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
      if line.allSatisfy(\.isWhitespace) { continue }
      let parts = line.split(separator: ":", maxSplits: 1)
      guard parts.count == 2, !parts[0].isEmpty, parts[0].utf8.allSatisfy(isTokenByte),
        parts[1].utf8.allSatisfy({ (0x20...0x7E).contains($0) })
      else { throw Failure("`\(path)`: line \(index + 1): expected `Name: value` in printable ASCII") }
      headers.append((String(parts[0]), String(parts[1].drop { $0 == " " })))
    }
    return headers
  }

  /// RFC 9110, section 5.6.2.
  private static func isTokenByte(_ byte: UInt8) -> Bool {
    (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
      || "!#$%&'*+-.^_`|~".utf8.contains(byte)
  }
}
