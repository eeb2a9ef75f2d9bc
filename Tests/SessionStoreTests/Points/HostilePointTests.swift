import Delegation
import Foundation
import Glibc
import SessionStore
import Testing

/// Bytes of a test's case, which is told by their beginning.
private struct Bytes: Sendable, CustomTestStringConvertible {
  let text: String
  var testDescription: String { "\(text.prefix(60).debugDescription), \(text.utf8.count) bytes" }
}

private func repeated(_ text: String, _ count: Int) -> String { String(repeating: text, count: count) }

/// Whoever talks to a point, or listens in its place, disturbs nobody who decides and nobody else who asks.
@Suite struct HostilePointTests {
  private let place: Folder
  private let clock = TestClock()
  private let store: any SessionStore

  init() throws {
    place = try Folder()
    store = try place.open(clock, Stores.Options(pointName: "one"))
    try store.mustGrant(.sample())
    _ = try store.decide(.sample())
  }

  private var folder: String { place.path + ".points" }

  private func reach(_ name: String) throws -> Int32 {
    let descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
    try #require(connectUNIX(descriptor, folder + "/" + name) == 0)
    return descriptor
  }

  /// Reads to the end, or to as many lines.
  private func read(_ descriptor: Int32, lines: Int = .max) -> [String] {
    var heard: [UInt8] = []
    while heard.count(where: { $0 == 0x0A }) < lines {
      var wait = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
      guard poll(&wait, 1, 60_000) > 0 else {
        Issue.record("nothing came for a minute")
        break
      }
      var chunk = [UInt8](repeating: 0, count: 4096)
      let count = recv(descriptor, &chunk, chunk.count, 0)
      if count <= 0 { break }
      heard += chunk[..<count]
    }
    return String(decoding: heard, as: UTF8.self).split(separator: "\n").map(String.init)
  }

  private func expectAnswer(_ comment: Comment = "") throws {
    let point = try #require(try store.points().first { $0.kind == "one" })
    guard case .decided = store.probe([.sample(nonce: 9)], at: point, timeout: .seconds(60)) else {
      Issue.record("it does not answer any more: \(comment)")
      return
    }
  }

  @Test(
    arguments: [
      "", "\n", "{}\n", "null\n", "{\"requests\":[]}\n", "{\"requests\":[{}]}\n", "{\"requests\":{}}\n",
      "GET / HTTP/1.1\r\n\r\n", "{\"requests\":[],\"requests\":[]}\n", "\u{0}\u{1}\u{2}\n",
      repeated("[", 5000) + "\n", repeated("x", 400_000), repeated("x", 400_000) + "\n",
    ].map(Bytes.init))
  private func `bytes that are no question end the connection, and nothing else`(bytes: Bytes) throws {
    let descriptor = try reach("one@\(getpid())")
    let sent = Array(bytes.text.utf8)
    var written = 0
    while written < sent.count {
      let count = send(descriptor, Array(sent[written...]), sent.count - written, Int32(MSG_NOSIGNAL))
      if count <= 0 { break }
      written += count
    }
    shutdown(descriptor, Int32(SHUT_WR))
    #expect(read(descriptor).count <= 1, "only its own name is said")
    close(descriptor)
    try expectAnswer()
    #expect(try store.decide(.sample(nonce: 2)).isAllowed)
  }

  @Test func `two questions at once, and 257 requests, end the connection`() throws {
    let question = PointWire.ask([.sample(nonce: 5)]) + "\n"
    let many = PointWire.ask((1...257).map { .sample(nonce: $0) }) + "\n"
    for text in [question + question, many] {
      let descriptor = try reach("one@\(getpid())")
      #expect(send(descriptor, text, text.utf8.count, Int32(MSG_NOSIGNAL)) == text.utf8.count)
      #expect(read(descriptor).count == 1)
      close(descriptor)
    }
    try expectAnswer()
  }

  @Test func `more who connect and say nothing than are heard at once keep nobody from deciding`() throws {
    let silent = try (0..<12).map { _ in try reach("one@\(getpid())") }
    for nonce in 2...20 { #expect(try store.decide(.sample(nonce: UInt64(nonce))).isAllowed) }
    let point = try #require(try store.points().first)
    #expect(point.name == "one@\(getpid())", "it is listed by its file alone")
    if case .decided = store.probe([.sample(nonce: 30)], at: point, timeout: .milliseconds(50)) {
      Issue.record("it heard more than its share")
    }
    for descriptor in silent { close(descriptor) }
    try expectAnswer()
  }

  @Test func `one who takes no answers is not listened to any more`() throws {
    let descriptor = try reach("one@\(getpid())")
    let question = PointWire.ask((1...256).map { .sample(nonce: $0) }) + "\n"
    // It says one question after another and never reads: the kernel's buffers fill, and then nothing more is taken.
    _ = fcntl(descriptor, F_SETFL, O_NONBLOCK)
    for _ in 0..<200 {
      _ = send(descriptor, question, question.utf8.count, Int32(MSG_NOSIGNAL))
      #expect(try store.decide(.sample(nonce: UInt64.random(in: 1_000...1_000_000_000))).at == clock.now)
    }
    try expectAnswer()
    close(descriptor)
  }

  private static let hello = PointWire.hello(.fake("fake@2")) + "\n"

  @Test(
    arguments: [
      "", "hello\n", "{\"point\":\"fake@2\"}\n", repeated("x", 600_000),
      PointWire.hello(.fake("other@3")) + "\n", hello + "nonsense\n",
      hello + PointWire.answer(PointWire.Answer(decisions: [], seenLeaves: 1)) + "\n",
    ].map(Bytes.init))
  private func `what listens in a point's place and is none is a problem, and allows nothing`(
    bytes: Bytes
  ) throws {
    let listener = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
    defer { close(listener) }
    #expect(bindUNIX(listener, folder + "/fake@2") == 0 && listen(listener, 4) == 0)
    let thread = Thread {
      while true {
        let other = accept(listener, nil, nil)
        guard other >= 0 else { return }
        let sent = Array(bytes.text.utf8)
        _ = send(other, sent, sent.count, Int32(MSG_NOSIGNAL))
        close(other)
      }
    }
    thread.start()
    let point = try #require(try store.points().first { $0.name == "fake@2" })
    #expect(point.kind == "fake" && point.process == 2 && point.lastDecisionAt == nil)
    let answer = store.probe([.sample(nonce: 9)], at: point, timeout: .seconds(60))
    guard case .problem = answer else {
      Issue.record("\(answer)")
      return
    }
    shutdown(listener, Int32(SHUT_RDWR))
  }
}

extension EnforcementPoint {
  fileprivate static func fake(_ name: String) -> EnforcementPoint {
    EnforcementPoint(
      name: name, kind: String(name.prefix { $0 != "@" }), process: Int32(name.split(separator: "@")[1]) ?? 0,
      startedAt: .start, lastDecisionAt: nil)
  }
}
