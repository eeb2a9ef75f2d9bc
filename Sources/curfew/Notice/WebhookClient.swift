import Delegation
import Glibc
import IncidentResponse

/// Sends one body by `curl`, which speaks TLS without this program's linking a network library: each start of `curfew`
/// would load it, a revocation's too.
///
/// The address, the headers and the body never stand in the process's argument list, where others could read them.
struct WebhookClient {
  let address: WebhookAddress
  /// Without line breaks.
  let headers: [(name: String, value: String)]
  let timeout: TimeSpan

  /// Sends `body` once.
  /// - Throws: ``Failure`` when curl cannot be run.
  func send(_ body: String) throws -> DeliveryAnswer {
    let folder = try ScratchFolder(named: "curfew-post")
    defer { folder.remove() }
    try SmallFile.make("\(folder.path)/body", body)
    try SmallFile.make("\(folder.path)/config", config(folder))
    try SmallFile.make("\(folder.path)/answer", "")
    let answer = open("\(folder.path)/answer", O_WRONLY | O_CLOEXEC)
    guard answer >= 0 else { throw Failure("cannot write `\(folder.path)`: \(systemMessage())") }
    defer { close(answer) }
    // `-q` first: nothing of the user's own settings, such as following redirects.
    let ending = try ChildProcess.run(["curl", "-q", "-K", "\(folder.path)/config"], output: answer)
    guard case .exited(let status) = ending else { return .unreachable("curl was ended by a signal") }
    let words = String(
      decoding: try InputSource.contents(of: "\(folder.path)/answer", limit: 1 << 16), as: UTF8.self)
    return WebhookClient.answer(status: status, words)
  }

  private func config(_ folder: ScratchFolder) -> String {
    var lines = [
      "url = \(quoted(address.url))", "request = \"POST\"", "data-binary = \(quoted("@\(folder.path)/body"))",
      "proto = \"=\(address.scheme)\"", "max-redirs = 0", "silent", "output = \"/dev/null\"",
      "max-time = \(timeout.seconds)", "header = \"Content-Type: application/json\"", "header = \"Expect:\"",
      #"write-out = "%{http_code}\n%header{retry-after}\n""#,
    ]
    if address.isLoopback { lines.append("noproxy = \"*\"") }
    for header in headers { lines.append("header = \(quoted("\(header.name): \(header.value)"))") }
    return lines.joined(separator: "\n") + "\n"
  }

  private func quoted(_ text: String) -> String {
    "\"" + text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"") + "\""
  }

  /// - Parameters:
  ///   - status: curl's exit status (curl(1), "EXIT CODES").
  ///   - words: what it wrote out: the HTTP status and `Retry-After`, each on a line.
  private static func answer(status: Int32, _ words: String) -> DeliveryAnswer {
    let lines = words.split(separator: "\n", omittingEmptySubsequences: false)
    switch status {
    case 0:
      guard let code = lines.first.flatMap({ Int($0) }), code > 0 else {
        return .unreachable("it did not answer by HTTP")
      }
      let retryAfter = lines.dropFirst().first.map(String.init)
      return .status(code, retryAfter: retryAfter?.isEmpty == false ? retryAfter : nil)
    case 5, 6: return .unreachable("its host name was not found")
    case 7: return .unreachable("nothing accepts connections there")
    case 28: return .timedOut
    case 35, 52, 55, 56, 92, 95: return .unreachable("the connection broke off")
    case 51, 58, 59, 60, 66, 77, 83, 90, 91: return .refused("its certificate does not hold")
    default: return .refused("curl ended with status \(status)")
    }
  }
}

extension TimeSpan {
  /// `2.5`
  fileprivate var seconds: String { Timestamp(milliseconds: milliseconds).seconds }
}
