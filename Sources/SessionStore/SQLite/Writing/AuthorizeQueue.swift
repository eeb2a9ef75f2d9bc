import Delegation
import Synchronization

/// Requests of the threads that wait for the store: whoever gets the lock first decides for all of them, in one commit.
final class AuthorizeQueue: Sendable {
  /// What one caller asked for and, in the end, hears.
  final class Ticket: Sendable {
    let requests: ArraySlice<ExecutionRequest>
    private let answer = Mutex<Result<[Decision], StoreError>?>(nil)

    init(_ requests: ArraySlice<ExecutionRequest>) { self.requests = requests }

    var result: Result<[Decision], StoreError>? { answer.withLock(\.self) }

    func finish(_ result: Result<[Decision], StoreError>) { answer.withLock { $0 = result } }
  }

  private let waiting = Mutex<[Ticket]>([])

  func add(_ ticket: Ticket) { waiting.withLock { $0.append(ticket) } }

  /// Takes the oldest tickets, for about `limit` requests.
  func take(limit: Int) -> [Ticket] {
    waiting.withLock { waiting in
      var count = 0
      let end = waiting.firstIndex { ticket in
        defer { count += ticket.requests.count }
        return count >= limit
      }
      let taken = Array(waiting[..<(end ?? waiting.endIndex)])
      waiting.removeFirst(taken.count)
      return taken
    }
  }

  /// Puts back what a batch did not come to, before what came since.
  func putBack(_ tickets: some Collection<Ticket>) {
    waiting.withLock { $0.insert(contentsOf: tickets, at: 0) }
  }

  /// Gives up on a ticket.
  /// - Returns: false when somebody decides on it at this moment, or has: its answer must be heard.
  func withdraw(_ ticket: Ticket) -> Bool {
    waiting.withLock { waiting in
      guard let index = waiting.firstIndex(where: { $0 === ticket }) else { return false }
      waiting.remove(at: index)
      return true
    }
  }
}
