import Synchronization

/// A value that one thread at a time may use.
final class Protected<Value: Sendable>: Sendable {
  private let mutex: Mutex<Value>

  init(_ value: Value) { mutex = Mutex(value) }

  func with<T: Sendable>(_ body: (inout Value) throws -> T) rethrows -> T {
    try mutex.withLock { value in try body(&value) }
  }
}
