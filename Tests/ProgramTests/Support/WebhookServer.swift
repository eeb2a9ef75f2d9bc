import Foundation
import Glibc
import Synchronization

/// A webhook on this machine that answers what a test tells it to, one connection at a time.
///
/// Sendable without the compiler's proof: what changes is behind the mutex.
final class WebhookServer: @unchecked Sendable {
  enum Answer {
    case status(Int, headers: [String] = [])
    /// Takes the request and says nothing until the other side gives up.
    case silence
  }

  struct Request {
    let head: String
    let body: String

    /// The first value of a header, whatever its case.
    func header(_ name: String) -> String? {
      head.split(separator: "\r\n").map { $0.split(separator: ":", maxSplits: 1) }
        .first { $0.count == 2 && $0[0].lowercased() == name.lowercased() }
        .map { $0[1].trimmingCharacters(in: .whitespaces) }
    }
  }

  private struct State {
    var answers: [Answer]
    var requests: [Request] = []
  }

  let port: UInt16
  private let listener: Int32
  private let state: Mutex<State>

  var url: String { "http://127.0.0.1:\(port)/hook?token=sesame" }
  var host: String { "127.0.0.1:\(port)" }
  var requests: [Request] { state.withLock(\.requests) }

  /// - Parameter answers: in their order; after the last one every request gets 200.
  init(_ answers: [Answer] = []) throws {
    state = Mutex(State(answers: answers))
    listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let descriptor = listener
    let isBound = withUnsafeMutablePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        bind(descriptor, $0, length) == 0 && listen(descriptor, 16) == 0
          && getsockname(descriptor, $0, &length) == 0
      }
    }
    guard isBound else { throw Spawn.Failed(path: "socket", code: errno) }
    port = UInt16(bigEndian: address.sin_port)
    Thread.detachNewThread { [weak self, descriptor] in
      while true {
        let connection = accept(descriptor, nil, nil)
        if connection < 0 { return }
        guard let server = self else { return }
        server.serve(connection)
        close(connection)
      }
    }
  }

  deinit {
    shutdown(listener, Int32(SHUT_RDWR))
    close(listener)
  }

  private func serve(_ connection: Int32) {
    guard let request = read(connection) else { return }
    let answer = state.withLock { state in
      state.requests.append(request)
      return state.answers.isEmpty ? Answer.status(200) : state.answers.removeFirst()
    }
    switch answer {
    case .status(let code, let headers):
      let lines = ["HTTP/1.1 \(code) X", "Content-Length: 0", "Connection: close"] + headers
      let text = Array((lines.joined(separator: "\r\n") + "\r\n\r\n").utf8)
      _ = send(connection, text, text.count, Int32(MSG_NOSIGNAL))
    case .silence:
      var byte: UInt8 = 0
      while recv(connection, &byte, 1, 0) > 0 {}
    }
  }

  private func read(_ connection: Int32) -> Request? {
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      if let end = String(decoding: bytes, as: UTF8.self).range(of: "\r\n\r\n") {
        let text = String(decoding: bytes, as: UTF8.self)
        let request = Request(head: String(text[..<end.lowerBound]), body: String(text[end.upperBound...]))
        let length = request.header("Content-Length").flatMap { Int($0) } ?? 0
        if request.body.utf8.count >= length { return request }
      }
      let count = recv(connection, &chunk, chunk.count, 0)
      guard count > 0 else { return nil }
      bytes += chunk[..<count]
    }
  }
}
