import Glibc
import Synchronization

/// How a writer waits for the store.
enum Urgency: Sendable {
  /// Steps back while anybody waits to tighten.
  case ordinary
  /// Tightens: goes before every ordinary writer, in this process and in others.
  case urgent
}

/// The one exclusive lock under which a store is written and checkpointed.
///
/// Two gates, one behind the other: a turnstile for the threads of this store object, then a byte of the lock file for
/// all the others. Whoever tightens is counted at both while it waits, so that it waits for one bounded batch at most.
final class StoreLock: Sendable {
  private struct State {
    var file: LockFile
    var isHeld = false
    var urgentWaiting = 0
  }

  /// How the turnstile was left.
  enum Entry {
    case held
    /// `unlessDone` became true while waiting: nothing is held.
    case notNeeded
  }

  private let path: String
  private let timeout: Duration
  private let condition = Condition()
  /// Written only inside `condition`; a mutex as well, so that the compiler can see that it is safe.
  private let state: Mutex<State>

  init(path: String, timeout: Duration) throws(StoreError) {
    self.path = path
    self.timeout = timeout
    state = Mutex(State(file: try LockFile(path: path)))
  }

  /// Whether a batch must end early: somebody in any process waits to tighten.
  var isUrgentWaiting: Bool {
    state.withLock { $0.urgentWaiting > 0 || $0.file.isTakenByOthers(.urgent) }
  }

  /// Waits for the lock, or until `unlessDone` holds; that is looked at whenever the lock is left.
  /// - Throws: ``StoreError/busy(holder:holderName:)`` after the time-out.
  func enter(
    _ urgency: Urgency, timeout: Duration? = nil, unlessDone: () -> Bool = { false }
  ) throws(StoreError) -> Entry {
    let deadline = Deadline(after: timeout ?? self.timeout)
    if urgency == .urgent { announce() }
    defer { if urgency == .urgent { withdraw() } }
    while true {
      switch passTurnstile(urgency, deadline, unlessDone) {
      case nil: throw busy()
      case .notNeeded?: return .notNeeded
      case .held?:
        if try takeFile(urgency, deadline) { return .held }
      }
    }
  }

  /// Leaves the lock; `finish` runs while nobody can pass, so that those who wait see what it did.
  func leave(_ finish: () -> Void = {}) {
    condition.withLock {
      finish()
      state.withLock {
        $0.file.drop(.holder)
        $0.isHeld = false
      }
      condition.broadcast()
    }
  }

  /// Runs `body` while no other thread can see a change of what it guards.
  func withWaiters<T>(_ body: () -> T) -> T { condition.withLock(body) }

  private func announce() {
    condition.withLock {
      state.withLock {
        $0.urgentWaiting += 1
        if $0.urgentWaiting == 1 { _ = $0.file.take(.urgent, .shared) }
      }
    }
  }

  private func withdraw() {
    condition.withLock {
      state.withLock {
        $0.urgentWaiting -= 1
        if $0.urgentWaiting == 0 { $0.file.drop(.urgent) }
      }
      condition.broadcast()
    }
  }

  /// - Returns: nil when the time is over.
  private func passTurnstile(_ urgency: Urgency, _ deadline: Deadline, _ isDone: () -> Bool) -> Entry? {
    condition.withLock {
      while true {
        if isDone() { return .notNeeded }
        let entered = state.withLock {
          if $0.isHeld || (urgency == .ordinary && $0.urgentWaiting > 0) { return false }
          $0.isHeld = true
          return true
        }
        if entered { return .held }
        if !condition.wait(until: deadline), deadline.hasPassed { return nil }
      }
    }
  }

  /// Takes the file's byte behind the turnstile.
  /// - Returns: false when an ordinary writer gave way to an urgent one of this process: the turnstile is free again.
  private func takeFile(_ urgency: Urgency, _ deadline: Deadline) throws(StoreError) -> Bool {
    var pause: UInt32 = 20
    while true {
      let (taken, mustGiveWay) = state.withLock { state in
        if urgency == .ordinary {
          if state.urgentWaiting > 0 { return (false, true) }
          if state.file.isTakenByOthers(.urgent) { return (false, false) }
        }
        guard state.file.take(.holder, .exclusive) else { return (false, false) }
        return (true, false)
      }
      if taken {
        if try isCurrentFile() { return true }
        continue
      }
      if mustGiveWay || deadline.hasPassed {
        leaveTurnstile()
        if mustGiveWay { return false }
        throw busy()
      }
      usleep(pause)
      pause = min(pause * 2, 1000)
    }
  }

  private func leaveTurnstile() {
    condition.withLock {
      state.withLock { $0.isHeld = false }
      condition.broadcast()
    }
  }

  /// A lock file that somebody removed excludes nobody: a new one takes its place.
  /// - Returns: whether the file whose byte was just taken is the one that the path names.
  private func isCurrentFile() throws(StoreError) -> Bool {
    let isCurrent = state.withLock { state in
      guard state.file.isCurrent else { return false }
      state.file.note(.me)
      return true
    }
    if isCurrent { return true }
    do throws(StoreError) {
      let file = try LockFile(path: path)
      state.withLock {
        if $0.urgentWaiting > 0 { _ = file.take(.urgent, .shared) }
        $0.file = file
      }
    } catch {
      state.withLock { $0.file.drop(.holder) }
      leaveTurnstile()
      throw error
    }
    return false
  }

  private func busy() -> StoreError {
    let file = state.withLock(\.file)
    let holder = file.holderSeen
    return .busy(holder: holder?.process, holderName: holder?.name)
  }
}
