/// Where a notice is posted. The whole address may be a secret of its own: only its host is ever shown.
struct WebhookAddress {
  let url: String
  /// `https` or `http`.
  let scheme: String
  /// With its port where it names one.
  let host: String
  let isLoopback: Bool

  static let expectation = "https://HOST/…, or http to this machine, without a user, spaces or fragment"

  /// Reads it strictly, so that nothing here and in what sends it can be two hosts: RFC 3986 without user information.
  init?(_ text: String) {
    guard text.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F && !"\"'\\<>^`{|}#".utf8.contains($0) }),
      text.utf8.count <= 2048, let mark = text.firstRange(of: "://")
    else { return nil }
    scheme = text[..<mark.lowerBound].lowercased()
    let authority = text[mark.upperBound...].prefix { $0 != "/" && $0 != "?" }
    guard let (name, port) = WebhookAddress.parts(String(authority)) else { return nil }
    isLoopback = WebhookAddress.isLoopback(name)
    guard scheme == "https" || (scheme == "http" && isLoopback) else { return nil }
    url = text
    host = port.map { "\(name):\($0)" } ?? name
  }

  private static func parts(_ authority: String) -> (name: String, port: UInt16?)? {
    if authority.hasPrefix("[::1]") {
      let rest = authority.dropFirst("[::1]".count)
      if rest.isEmpty { return ("[::1]", nil) }
      guard rest.first == ":", let port = UInt16(rest.dropFirst()), port > 0 else { return nil }
      return ("[::1]", port)
    }
    let words = authority.split(separator: ":", omittingEmptySubsequences: false)
    guard words.count <= 2, let name = words.first?.lowercased(), !name.isEmpty,
      name.utf8.allSatisfy({ isNameByte($0) }), !name.hasPrefix("."), !name.hasPrefix("-"),
      !name.contains("..")
    else { return nil }
    guard words.count == 2 else { return (name, nil) }
    guard let port = UInt16(words[1]), port > 0, words[1].allSatisfy(\.isNumber) else { return nil }
    return (name, port)
  }

  private static func isNameByte(_ byte: UInt8) -> Bool {
    (0x30...0x39).contains(byte) || (0x61...0x7A).contains(byte) || byte == 0x2E || byte == 0x2D
  }

  /// By its spelling alone: no name is looked up.
  private static func isLoopback(_ name: String) -> Bool {
    let numbers = name.split(separator: ".", omittingEmptySubsequences: false)
    return name == "localhost" || name == "[::1]"
      || (numbers.count == 4 && numbers[0] == "127" && numbers.allSatisfy { UInt8($0) != nil })
  }
}
