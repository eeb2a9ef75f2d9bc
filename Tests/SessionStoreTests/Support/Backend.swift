import Delegation
import Foundation
import SessionStore
import Synchronization
import Testing

/// A kind of store: every one of them passes the same contract.
struct Backend: Sendable, CustomTestStringConvertible {
  let name: String
  /// A fresh store that others can open beside the first.
  let make: @Sendable () throws -> any Place

  /// Where a fresh store lives; it is gone with the value.
  protocol Place: Sendable {
    func open(_ clock: TestClock) throws -> any SessionStore
  }

  var testDescription: String { name }

  static let sqlite = Backend(name: "SQLite") { try Folder() }
  static let all = [sqlite]
}

/// A temporary folder with a SQLite store in it.
final class Folder: Backend.Place {
  let url: URL

  init() throws {
    url = FileManager.default.temporaryDirectory.appending(path: "curfew-store-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(at: url) }

  var path: String { url.appending(path: "curfew.db").path }

  /// Alice is the first operator, and has ``Operator/alice``'s key.
  func open(_ clock: TestClock) throws -> any SessionStore { try open(clock, Stores.Options()) }

  /// The n-th key that is made in the folder has the seed `A0 + n`, 32 times: the log's, the assertions', alice's.
  private let keysMade = Counter()
  var keys: KeyFolder {
    KeyFolder(path: url.appending(path: "keys").path) { [keysMade] count in
      keysMade.add()
      return Array(repeating: 0xA0 + UInt8(keysMade.value), count: count)
    }
  }

  func open(_ clock: TestClock, _ options: Stores.Options) throws -> any SessionStore {
    let ids = TestIDs.next()
    var options = options
    options.keys = options.keys ?? keys
    options.founder = "alice"
    return try Stores.open(
      url: path, clock: { clock.now }, makeID: { "rev-\(ids)-\(TestIDs.next())" }, options: options)
  }
}

enum TestIDs {
  private static let last = Atomic(0)
  static func next() -> Int { last.add(1, ordering: .relaxed).newValue }
}

/// A clock that moves when it is told to.
final class TestClock: Sendable {
  private let milliseconds: Mutex<Int64>

  init(_ time: Timestamp = .start) { milliseconds = Mutex(time.milliseconds) }

  var now: Timestamp { Timestamp(milliseconds: milliseconds.withLock(\.self)) }

  func advance(seconds: Int64) { advance(milliseconds: seconds * 1000) }
  func advance(milliseconds span: Int64) { milliseconds.withLock { $0 += span } }
  func set(_ time: Timestamp) { milliseconds.withLock { $0 = time.milliseconds } }
}

extension Timestamp {
  static let start = Timestamp(seconds: 1_771_703_000)
  static func start(plus seconds: Int64) -> Timestamp { start + TimeSpan(seconds: seconds) }
}

/// A store on its backend with the clock that it reads.
struct Fixture {
  let place: any Backend.Place
  let clock: TestClock
  let store: any SessionStore

  init(_ backend: Backend) throws {
    place = try backend.make()
    clock = TestClock()
    store = try place.open(clock)
  }

  /// Another store object on the same place, as another process would have it.
  func another(_ clock: TestClock? = nil) throws -> any SessionStore { try place.open(clock ?? self.clock) }
}
