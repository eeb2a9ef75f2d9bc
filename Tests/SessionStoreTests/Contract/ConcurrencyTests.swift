import Delegation
import Foundation
import PolicyEngine
import SessionStore
import Synchronization
import Testing

/// Runs `body` on as many threads at once, and hands on the first error.
func onThreads(_ count: Int, _ body: @escaping @Sendable (Int) throws -> Void) throws {
  let failure = Mutex<(any Error)?>(nil)
  let done = DispatchGroup()
  for index in 0..<count {
    done.enter()
    // Threads of their own: a pool would start some of them only when others end.
    Thread {
      do { try body(index) } catch { failure.withLock { $0 = $0 ?? error } }
      done.leave()
    }.start()
  }
  done.wait()
  if let failure = failure.withLock(\.self) { throw failure }
}

@Suite struct ConcurrencyTests {
  @Test(arguments: Backend.all)
  func `many threads on many stores never overspend and never share a nonce`(backend: Backend) throws {
    let fixture = try Fixture(backend)
    let stores = [fixture.store, try fixture.another(), try fixture.another()]
    try fixture.store.onlyAlert()
    try fixture.store.mustGrant(.sample(max: 50))
    let allowed = Mutex<[UInt64]>([])
    try onThreads(6) { thread in
      for nonce in 1...UInt64(40) {
        let decision = try stores[thread % 3].decide(.sample(nonce: nonce, value: 2))
        if decision.isAllowed { allowed.withLock { $0.append(nonce) } }
      }
    }
    let nonces = allowed.withLock(\.self)
    #expect(nonces.count == 25)
    #expect(Set(nonces).count == 25)
    let row = try fixture.store.row()
    #expect(row.spent == usd(50))
    #expect(row.executions == 240)
    #expect(try fixture.store.overview().executions == 240)
  }

  @Test(arguments: Backend.all)
  func `no decision that starts after a revoke returned is an allow`(backend: Backend) throws {
    let fixture = try Fixture(backend)
    let stores = try [-120, 0, 120].map { try fixture.another(TestClock(.start(plus: $0))) }
    let keys = (0..<20).map { "s-\($0)" }
    _ = try fixture.store.grant(
      keys.map { Grant(envelope: .sample($0, issuedAt: .start(plus: -200))) }, by: .alice)
    let isRevoked = keys.map { _ in Counter() }
    let violations = Counter()
    let allowed = Counter()
    try onThreads(4) { thread in
      if thread == 3 {
        for (index, key) in keys.enumerated() {
          _ = try fixture.store.revoke(RevocationOrder(sessionKey: id(key), reason: ""), by: .alice)
          isRevoked[index].add()
        }
        return
      }
      var nonce: UInt64 = UInt64(thread) * 100_000
      while isRevoked.contains(where: { $0.value == 0 }) {
        for (index, key) in keys.enumerated() {
          nonce += 1
          let wasRevoked = isRevoked[index].value > 0
          let decision = try stores[thread].decide(.sample(key, nonce: nonce, value: 0))
          if decision.isAllowed { allowed.add() }
          if wasRevoked && decision.isAllowed { violations.add() }
        }
      }
    }
    #expect(violations.value == 0)
    for key in keys { #expect(try !stores[0].decide(.sample(key, nonce: 999_999, value: 0)).isAllowed) }
  }
}

/// A counter that threads share.
final class Counter: Sendable {
  private let count = Atomic(0)
  var value: Int { count.load(ordering: .sequentiallyConsistent) }
  func add() { count.add(1, ordering: .sequentiallyConsistent) }
}
