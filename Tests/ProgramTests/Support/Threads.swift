import Foundation
import Synchronization

/// CLOCK_MONOTONIC in nanoseconds: one clock for all threads and processes of the machine.
func monotonicNanoseconds() -> UInt64 {
  var now = timespec()
  clock_gettime(CLOCK_MONOTONIC, &now)
  return UInt64(now.tv_sec) * 1_000_000_000 + UInt64(now.tv_nsec)
}

/// Runs `body` for 0 ..< `count`, each on a thread of its own, because each may block; waits for all. Nothing may be
/// expected in `body`: the testing library knows its test by the task, which a thread has not. It throws instead.
/// - Returns: the results in order.
func onThreads<T: Sendable>(_ count: Int, _ body: @escaping @Sendable (Int) throws -> T) throws -> [T] {
  let results = Mutex<[Int: Result<T, any Error>]>([:])
  let group = DispatchGroup()
  for index in 0..<count {
    group.enter()
    Thread.detachNewThread {
      let result = Result { try body(index) }
      results.withLock { $0[index] = result }
      group.leave()
    }
  }
  group.wait()
  return try (0..<count).compactMap { index in try results.withLock { $0[index] }?.get() }
}

/// A value that threads share, and a wait for its change.
final class Shared<Value: Sendable>: @unchecked Sendable {
  // Sendable without the compiler's proof: the value is touched only inside `condition`.
  private let condition = NSCondition()
  private var value: Value

  init(_ value: Value) { self.value = value }

  /// Changes the value and wakes who waits.
  @discardableResult
  func with<T>(_ body: (inout Value) throws -> T) rethrows -> T {
    defer { condition.broadcast() }
    return try quietly(body)
  }

  /// Changes the value in a way that nobody waits for.
  func quietly<T>(_ body: (inout Value) throws -> T) rethrows -> T {
    condition.lock()
    defer { condition.unlock() }
    return try body(&value)
  }

  /// Reads the value and wakes nobody.
  func read<T>(_ body: (Value) -> T) -> T {
    condition.lock()
    defer { condition.unlock() }
    return body(value)
  }

  /// Waits until `holds`.
  /// - Returns: false after a minute, which only what hangs takes.
  func wait(_ holds: (Value) -> Bool) -> Bool {
    condition.lock()
    defer { condition.unlock() }
    let end = Date(timeIntervalSinceNow: 60)
    while !holds(value) {
      if !condition.wait(until: end) { return holds(value) }
    }
    return true
  }
}
