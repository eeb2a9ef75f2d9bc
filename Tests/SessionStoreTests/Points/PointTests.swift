import Delegation
import Foundation
import Glibc
import SessionStore
import Testing

@Suite struct PointTests {
  private let place: Folder
  private let clock = TestClock()

  init() throws { place = try Folder() }

  private var folder: String { place.path + ".points" }
  private var files: [String] {
    ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).sorted()
  }

  private func open(_ name: String?) throws -> any SessionStore {
    try place.open(clock, Stores.Options(pointName: name))
  }

  private func answer(
    of store: any SessionStore, _ name: String, _ requests: [ExecutionRequest]
  ) throws -> PointAnswer {
    let point = try #require(try store.points().first { $0.name == name })
    return store.probe(requests, at: point, timeout: .seconds(20))
  }

  /// The first point, once it has said who it is: a busy machine may not come to that at once.
  private func introduced(_ store: any SessionStore) throws -> EnforcementPoint {
    for _ in 0..<200 {
      let point = try #require(try store.points().first)
      if point.lastDecisionAt != nil { return point }
    }
    return try #require(try store.points().first)
  }

  @Test func `a process that never decided is no point, one that did is, until it closes`() throws {
    let store = try open("gateway")
    try store.mustGrant(.sample())
    #expect(try store.points().isEmpty)
    #expect(!FileManager.default.fileExists(atPath: folder))
    clock.advance(seconds: 5)
    #expect(try store.decide(.sample()).isAllowed)
    #expect(store.pointProblem == nil)
    let point = try introduced(store)
    #expect(point.name == "gateway@\(getpid())" && point.kind == "gateway" && point.process == getpid())
    #expect(point.startedAt == .start(plus: 5) && point.lastDecisionAt == .start(plus: 5))
    var status = stat()
    #expect(stat(folder, &status) == 0 && status.st_mode & 0o777 == 0o700)
    store.close()
    let other = try open(nil)
    #expect(try other.points().isEmpty)
    #expect(!FileManager.default.fileExists(atPath: folder))
    #expect(other.probe([.sample()], at: point, timeout: .seconds(20)) == .gone)
  }

  @Test func `a point answers as its store decides, and its answers are recorded nowhere`() throws {
    let (one, two) = (try open("one"), try open("two"))
    try one.mustGrant(.sample(), .sample("s-2"))
    _ = try one.decide(.sample(nonce: 1))
    _ = try two.decide(.sample("s-2", nonce: 1))
    let head = try one.logHead()
    let requests = [
      ExecutionRequest.sample(nonce: 1), .sample(nonce: 2), .sample("s-2", nonce: 2, value: 501),
      .sample("s-9"),
    ]
    let before = try two.preview(requests[...])
    for name in ["one@\(getpid())", "two@\(getpid())"] {
      guard case .decided(let decisions, let seen, _) = try answer(of: two, name, requests) else {
        Issue.record("\(name) did not answer")
        continue
      }
      #expect(decisions == before)
      #expect(seen == head.size)
    }
    #expect(try one.logHead() == head)
    #expect(try one.row().executions == 1)
    let revoked = try two.revoke(RevocationOrder(sessionKey: id("s-1"), reason: "test"), by: .alice)
    guard case .decided(let after, let seen, _) = try answer(of: two, "one@\(getpid())", requests) else {
      Issue.record("it did not answer")
      return
    }
    #expect(after[1].reasons == .sessionRevoked && after[1].at >= revoked.committedAt)
    #expect(seen > head.size)
  }

  @Test func `more requests than a line holds are asked in several`() throws {
    let store = try open("one")
    try store.mustGrant(.sample())
    _ = try store.decide(.sample())
    let requests = (2...1000).map { ExecutionRequest.sample(nonce: $0, requestID: "probe-\($0)") }
    guard case .decided(let decisions, _, _) = try answer(of: store, "one@\(getpid())", requests) else {
      Issue.record("it did not answer")
      return
    }
    #expect(decisions.map(\.requestID) == requests.map(\.requestID))
    #expect(decisions.allSatisfy { $0.isAllowed })
    guard case .decided(let none, _, _) = try answer(of: store, "one@\(getpid())", []) else {
      Issue.record("it did not answer")
      return
    }
    #expect(none.isEmpty)
  }

  @Test func `two stores of one kind in one process have two names`() throws {
    let stores = try (0..<3).map { _ in try open("app") }
    try stores[0].mustGrant(.sample())
    for (nonce, store) in stores.enumerated() { _ = try store.decide(.sample(nonce: UInt64(nonce) + 1)) }
    let base = "app@\(getpid())"
    #expect(try stores[0].points().map(\.name) == [base, base + ".2", base + ".3"])
    stores[1].close()
    #expect(try stores[0].points().map(\.name) == [base, base + ".3"])
  }

  @Test func `a name that is none is replaced`() throws {
    for name in ["", "a b", "../x", "UPPER", String(repeating: "a", count: 33)] {
      let store = try open(name)
      try store.mustGrant(.sample("s-\(name.utf8.count)"))
      _ = try store.decide(.sample())
      #expect(try store.points().map(\.kind) == ["process"])
      store.close()
    }
    let point = EnforcementPoint(
      name: "../curfew.db", kind: "x", process: 1, startedAt: .start, lastDecisionAt: nil)
    guard case .problem = try open(nil).probe([.sample()], at: point, timeout: .seconds(1)) else {
      Issue.record("a path was taken for a point's name")
      return
    }
  }

  @Test func `a point whose store was replaced refuses as stale`() throws {
    let store = try open("one")
    try store.mustGrant(.sample())
    _ = try store.decide(.sample())
    let point = try #require(try store.points().first)
    let other = try open(nil)
    try FileManager.default.moveItem(atPath: place.path, toPath: place.path + ".away")
    guard
      case .decided(let decisions, let seen, _) = other.probe(
        [.sample(nonce: 2)], at: point, timeout: .seconds(20))
    else {
      Issue.record("it did not answer")
      return
    }
    #expect(decisions.map(\.reasons) == [.stateStale] && seen == 0)
  }

  @Test func `a path longer than a socket's address has points too`() throws {
    let deep = place.url.appending(path: String(repeating: "d", count: 200)).appending(path: "store.db").path
    let store = try Stores.open(
      url: deep, clock: { [clock] in clock.now }, makeID: { "r-1" }, options: Stores.Options(keys: place.keys)
    )
    try store.mustGrant(.sample())
    _ = try store.decide(.sample())
    #expect(store.pointProblem == nil)
    let point = try #require(try store.points().first)
    guard case .decided = store.probe([.sample(nonce: 2)], at: point, timeout: .seconds(20)) else {
      Issue.record("it did not answer")
      return
    }
  }

  @Test(arguments: ["a file", "a link", "no room"])
  func `a folder that cannot be used keeps nobody from deciding`(obstacle: String) throws {
    let store = try open("one")
    try store.mustGrant(.sample())
    switch obstacle {
    case "a file": try Data().write(to: URL(fileURLWithPath: folder))
    case "a link": try FileManager.default.createSymbolicLink(atPath: folder, withDestinationPath: "/tmp")
    default:
      // Root may write anywhere: a name that is taken stops it too.
      try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: false)
      for count in 1...9 {
        let name = "one@\(getpid())" + (count == 1 ? "" : ".\(count)")
        try Data().write(to: URL(fileURLWithPath: folder + "/" + name))
      }
    }
    #expect(try store.decide(.sample()).isAllowed)
    if obstacle == "no room" {
      #expect(store.pointProblem == nil)
      #expect(try store.points().map(\.name) == ["one@\(getpid()).10"])
    } else {
      #expect(store.pointProblem?.contains(folder) == true)
    }
    #expect(try store.decide(.sample(nonce: 2)).isAllowed)
  }

  @Test func `what dead processes left is taken away`() throws {
    let store = try open("one")
    try store.mustGrant(.sample())
    _ = try store.decide(.sample())
    let left = folder + "/gateway@1"
    let socket = Glibc.socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
    #expect(bindUNIX(socket, left) == 0)
    Glibc.close(socket)
    let dead = EnforcementPoint(
      name: "gateway@1", kind: "gateway", process: 1, startedAt: .start, lastDecisionAt: nil)
    #expect(store.probe([.sample()], at: dead, timeout: .seconds(1)) == .gone)
    #expect(files == ["one@\(getpid())"])
    #expect(try store.points().map(\.kind) == ["one"])
  }

  @Test func `who begins to decide takes away what dead processes left`() throws {
    let store = try open("one")
    try store.mustGrant(.sample())
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: false)
    // No process has so great a number (proc(5): at most 2^22).
    let left = folder + "/gateway@\(Int32.max)"
    let socket = Glibc.socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
    #expect(bindUNIX(socket, left) == 0)
    Glibc.close(socket)
    _ = try store.decide(.sample())
    // It answers only behind that.
    guard case .decided = store.probe([.sample(nonce: 2)], at: try introduced(store), timeout: .seconds(60))
    else {
      Issue.record("it did not answer")
      return
    }
    #expect(files == ["one@\(getpid())"])
  }

  @Test func `who never decides can look and ask`() throws {
    let store = try open("one")
    try store.mustGrant(.sample())
    _ = try store.decide(.sample())
    let reader = try place.open(clock, Stores.Options(isReadOnly: true))
    guard case .decided(let decisions, _, _) = try answer(of: reader, "one@\(getpid())", [.sample(nonce: 2)])
    else {
      Issue.record("it did not answer")
      return
    }
    #expect(decisions.map(\.isAllowed) == [true])
    #expect(throws: StoreError.readOnly(path: place.path)) { try reader.authorize([.sample()]) }
    #expect(reader.pointProblem == nil)
    #expect(files.count == 1)
  }
}

/// Binds a socket to a short path.
func bindUNIX(_ socket: Int32, _ path: String) -> Int32 { withUNIXAddress(path) { bind(socket, $0, $1) } }
func connectUNIX(_ socket: Int32, _ path: String) -> Int32 {
  withUNIXAddress(path) { connect(socket, $0, $1) }
}

private func withUNIXAddress(_ path: String, _ body: (UnsafePointer<sockaddr>, socklen_t) -> Int32) -> Int32 {
  var address = sockaddr_un()
  address.sun_family = sa_family_t(AF_UNIX)
  withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: Array(path.utf8)) }
  return withUnsafePointer(to: &address) {
    $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
      body($0, socklen_t(MemoryLayout<sockaddr_un>.size))
    }
  }
}
