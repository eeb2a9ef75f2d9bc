import Delegation
import Foundation
import GRDB
@testable import SessionStore
import Synchronization
import Testing

@Suite struct LockTests {
  let folder: Folder
  let path: String

  init() throws {
    folder = try Folder()
    path = folder.path + ".lock"
  }

  private func lock(_ timeout: Duration = .seconds(5)) throws -> StoreLock {
    try StoreLock(path: path, timeout: timeout)
  }

  @Test func `who waits too long is told who holds the store`() throws {
    let holder = try lock()
    _ = try holder.enter(.ordinary)
    for urgency in [Urgency.ordinary, .urgent] {
      #expect(throws: StoreError.busy(holder: getpid(), holderName: Holder.me.name)) {
        try lock(.milliseconds(5)).enter(urgency)
      }
      #expect(throws: StoreError.busy(holder: getpid(), holderName: Holder.me.name)) {
        try holder.enter(urgency, timeout: .milliseconds(5))
      }
    }
    holder.leave()
    #expect(try lock(.milliseconds(5)).enter(.ordinary) == .held)
  }

  /// It was stopped between the two: the file still names who held the store before.
  @Test(arguments: [Holder(process: 1, name: "init"), Holder(process: Int32.max, name: "ghost"), nil])
  func `a holder that has not written its name yet is named all the same`(earlier: Holder?) throws {
    let holder = try LockFile(path: path)
    if let earlier { holder.note(earlier) }
    #expect(holder.take(.holder, .exclusive))
    #expect(throws: StoreError.busy(holder: getpid(), holderName: Holder.me.name)) {
      try lock(.milliseconds(5)).enter(.ordinary)
    }
  }

  @Test func `who holds the store no more is not named`() throws {
    let file = try LockFile(path: path)
    file.note(.me)
    #expect(file.holderSeen == nil)
    // A byte beside it, or a shared lock, is not the store.
    #expect(file.take(.urgent, .exclusive) && file.take(.holder, .shared))
    #expect(file.holderSeen == nil)
  }

  @Test func `a writer steps back while anybody waits to tighten, in any process`() throws {
    let first = try lock()
    let waiting = try LockFile(path: path)
    #expect(!first.isUrgentWaiting)
    #expect(waiting.take(.urgent, .shared))
    #expect(first.isUrgentWaiting)
    #expect(throws: StoreError.self) { try first.enter(.ordinary, timeout: .milliseconds(5)) }
    #expect(try first.enter(.urgent, timeout: .milliseconds(5)) == .held)
    first.leave()
    // The kernel drops what a dead process held: here its last handle goes.
    waiting.drop(.urgent)
    #expect(try first.enter(.ordinary, timeout: .milliseconds(5)) == .held)
  }

  @Test func `whoever waits to tighten goes before whoever came earlier`() throws {
    let lock = try lock()
    _ = try lock.enter(.ordinary)
    let order = Order()
    let ordinary = Thread {
      _ = try? lock.enter(.ordinary)
      order.add("ordinary")
      lock.leave()
    }
    ordinary.start()
    let urgent = Thread {
      _ = try? lock.enter(.urgent)
      order.add("urgent")
      lock.leave()
    }
    urgent.start()
    while !lock.isUrgentWaiting { sched_yield() }
    lock.leave()
    while order.names.count < 2 { sched_yield() }
    #expect(order.names == ["urgent", "ordinary"])
    #expect(!lock.isUrgentWaiting)
  }

  @Test func `who is answered while waiting needs the lock no more`() throws {
    let lock = try lock()
    #expect(try lock.enter(.ordinary, unlessDone: { true }) == .notNeeded)
    #expect(try lock.enter(.ordinary) == .held)
  }

  @Test func `a lock file that was removed is made again and excludes again`() throws {
    let first = try lock()
    try FileManager.default.removeItem(atPath: path)
    #expect(try first.enter(.ordinary) == .held)
    #expect(FileManager.default.fileExists(atPath: path))
    #expect(throws: StoreError.self) { try lock(.milliseconds(5)).enter(.ordinary) }
  }

  @Test func `a batch ends early when somebody begins to wait to tighten, and the rest is asked again`()
    throws
  {
    try folder.open(TestClock()).mustGrant(.sample())
    let waiting = try LockFile(path: path)
    // The clock is read when the transaction has begun: from then on somebody waits.
    let store = try Stores.open(
      url: folder.path,
      clock: {
        _ = waiting.take(.urgent, .shared)
        return .start
      }, makeID: { "x" })
    let requests = (1...200).map { ExecutionRequest.sample(nonce: $0, value: 0) }
    waiting.drop(.urgent)
    #expect(try store.authorize(requests[...]).count == 32)
    waiting.drop(.urgent)
    #expect(try store.authorize(requests[32...]).first?.isAllowed == true)
    waiting.drop(.urgent)
    #expect(try store.row().allowed == 64)
  }

  @Test func `a store that somebody holds is opened and read, and only writing is refused`() throws {
    try folder.open(TestClock()).close()
    let holder = try lock()
    _ = try holder.enter(.ordinary)
    let store = try folder.open(TestClock(), Stores.Options(lockTimeout: .milliseconds(5)))
    #expect(try store.overview().sessions == 0)
    let busy = StoreError.busy(holder: getpid(), holderName: Holder.me.name)
    #expect(throws: busy) { try store.authorize([.sample()]) }
    holder.leave()
    #expect(try store.decide(.sample()).reasons == .unknownSession)
  }

  @Test func `a new store is made under the lock only`() throws {
    let holder = try lock()
    _ = try holder.enter(.ordinary)
    #expect(throws: StoreError.busy(holder: getpid(), holderName: Holder.me.name)) {
      try folder.open(TestClock(), Stores.Options(lockTimeout: .milliseconds(5)))
    }
    #expect(!FileManager.default.fileExists(atPath: folder.path))
    holder.leave()
  }

  @Test func `another program that writes to the file is waited for, then named busy`() throws {
    let store = try folder.open(TestClock(), Stores.Options(lockTimeout: .milliseconds(20)))
    let other = try DatabaseQueue(path: folder.path)
    try other.writeWithoutTransaction { db in
      try db.execute(sql: "BEGIN IMMEDIATE")
      #expect(throws: StoreError.busy(holder: nil, holderName: nil)) { try store.authorize([.sample()]) }
      try db.execute(sql: "ROLLBACK")
    }
    #expect(try store.decide(.sample()).reasons == .unknownSession)
  }
}

/// What happened, in order.
final class Order: Sendable {
  private let held = Mutex<[String]>([])
  var names: [String] { held.withLock(\.self) }
  func add(_ name: String) { held.withLock { $0.append(name) } }
}
