import Glibc
import Synchronization

/// Events from other threads, and the pipe that wakes the loop for them.
final class Mailbox: Sendable {
  private let events = Mutex<[Event]>([])
  private let wake: WakePipe

  init(wake: WakePipe) { self.wake = wake }

  func post(_ event: Event) {
    let wasEmpty = events.withLock { events in
      defer { events.append(event) }
      return events.isEmpty
    }
    if wasEmpty { wake.signal(WakePipe.mail) }
  }

  /// One notice of a change is as good as many.
  func postChange() {
    let isFirst = events.withLock { events in
      let isKnown = events.contains { if case .storeChanged = $0 { true } else { false } }
      guard !isKnown else { return false }
      defer { events.append(.storeChanged) }
      return events.isEmpty
    }
    if isFirst { wake.signal(WakePipe.mail) }
  }

  func take() -> [Event] {
    events.withLock { events in
      defer { events.removeAll() }
      return events
    }
  }
}
