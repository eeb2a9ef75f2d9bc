import Glibc
import Synchronization

/// Says when the store has changed, from a thread that sleeps in the kernel until the write-ahead log is written to.
///
/// The log is written before the change can be seen, and the change is published through shared memory, where nobody
/// is told. So after each write it looks a few times, less and less often, and then sleeps again: an idle store wakes
/// nobody. What it looks at is `data_version`, so that reading and checkpoints notify nobody.
final class ChangeFeed: Sendable {
  private struct State {
    var subscribers: [Int: @Sendable () -> Void] = [:]
    var nextID = 0
    /// The end to write to when the thread shall stop; nil while there is no thread.
    var stop: Int32?
  }

  private let path: String
  private let state = Mutex(State())

  init(path: String) { self.path = path }

  func subscribe(_ notify: @escaping @Sendable () -> Void) throws(StoreError) -> any ChangeSubscription {
    let (id, mustStart) = state.withLock { state in
      state.nextID += 1
      state.subscribers[state.nextID] = notify
      return (state.nextID, state.stop == nil)
    }
    if mustStart {
      do throws(StoreError) {
        try start()
      } catch {
        unsubscribe(id)
        throw error
      }
    }
    return Subscription(feed: self, id: id)
  }

  func close() {
    state.withLock {
      $0.subscribers = [:]
      stopThread(&$0)
    }
  }

  fileprivate func unsubscribe(_ id: Int) {
    state.withLock {
      $0.subscribers[id] = nil
      if $0.subscribers.isEmpty { stopThread(&$0) }
    }
  }

  private func stopThread(_ state: inout State) {
    guard let stop = state.stop else { return }
    // The thread sees the end of its pipe, and closes all that is its own.
    Glibc.close(stop)
    state.stop = nil
  }

  private func start() throws(StoreError) {
    var ends: [Int32] = [0, 0]
    guard pipe(&ends) == 0 else { throw StoreError(errno: errno, path: path) }
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    let watch: ChangeWatch
    do throws(StoreError) {
      watch = try ChangeWatch(path: path, stop: ends[0])
    } catch {
      Glibc.close(ends[0])
      Glibc.close(ends[1])
      throw error
    }
    let isFirst = state.withLock {
      guard $0.stop == nil else { return false }
      $0.stop = ends[1]
      return true
    }
    guard isFirst else {
      Glibc.close(ends[1])
      return watch.close()
    }
    watch.runOnThread { [weak self] in
      for notify in self?.state.withLock({ Array($0.subscribers.values) }) ?? [] { notify() }
    }
  }
}

private final class Subscription: ChangeSubscription {
  private let feed: ChangeFeed
  private let id: Int

  init(feed: ChangeFeed, id: Int) {
    self.feed = feed
    self.id = id
  }

  deinit { cancel() }

  func cancel() { feed.unsubscribe(id) }
}

extension SQLiteStore {
  func onChange(_ notify: @escaping @Sendable () -> Void) throws(StoreError) -> any ChangeSubscription {
    try checkOpen()
    return try feed.subscribe(notify)
  }
}
