package import Delegation
package import SessionStore

/// When a change was committed, known to the stage that makes it and to the points that are asked.
package final class DrillCommit {
  package fileprivate(set) var at: Timestamp?
  /// The log's number of the revocation: who has seen so many leaves has seen it.
  package fileprivate(set) var leaf: UInt64 = 0

  package init() {}

  func enter(at time: Timestamp, leaf: Int64) {
    guard at == nil else { return }
    at = time
    self.leaf = UInt64(clamping: leaf)
  }
}

/// A connection to the store in this process.
package final class ConnectionPoint: DrillPoint {
  package let name: String
  private let store: any SessionStore
  private let records: Bool
  private let commit: DrillCommit
  private var seesStore = false
  /// It decides in the store where the commit was made: it holds the change from then on.
  package var acknowledgedAt: Timestamp? { seesStore ? commit.at : nil }

  /// - Parameter records: decide as any request is decided, on a store of the drill's own; else only look.
  package init(_ name: String, on store: any SessionStore, records: Bool, commit: DrillCommit) {
    self.name = name
    self.store = store
    self.records = records
    self.commit = commit
  }

  package func probe(_ requests: [ExecutionRequest], at time: Timestamp) -> [DrillAnswer] {
    var answers: [DrillAnswer] = []
    do throws(StoreError) {
      while answers.count < requests.count {
        let rest = requests[answers.count...]
        let decisions = records ? try store.authorize(rest) : try store.preview(rest)
        answers += decisions.map(DrillAnswer.init)
        if decisions.isEmpty { break }
      }
      seesStore = true
    } catch {
      // As `authorize` answers what the store could not decide.
      seesStore = false
    }
    return answers + requests.dropFirst(answers.count).map { _ in .denied(.stateStale) }
  }
}

/// What another process answered.
package enum AskedAnswer: Sendable {
  /// `leaves` is the size of the audit log that it decided by.
  case decided([Decision], leaves: UInt64)
  case unanswered
  /// It has ended, and decides nothing any more.
  case gone
}

/// Another process that decides on the store, asked for dry runs.
package final class AskedPoint: DrillPoint {
  package let name: String
  private let ask: ([ExecutionRequest]) -> AskedAnswer
  private let commit: DrillCommit
  package private(set) var acknowledgedAt: Timestamp?
  package private(set) var isGone = false

  package init(_ name: String, commit: DrillCommit, _ ask: @escaping ([ExecutionRequest]) -> AskedAnswer) {
    self.name = name
    self.commit = commit
    self.ask = ask
  }

  package func probe(_ requests: [ExecutionRequest], at time: Timestamp) -> [DrillAnswer] {
    switch ask(requests) {
    case .decided(let decisions, let leaves):
      if acknowledgedAt == nil, let at = commit.at, leaves >= commit.leaf { acknowledgedAt = max(at, time) }
      let answers = decisions.prefix(requests.count).map(DrillAnswer.init)
      return answers + requests.dropFirst(answers.count).map { _ in .unanswered }
    case .unanswered: return requests.map { _ in .unanswered }
    case .gone:
      isGone = true
      return requests.map { _ in .denied(.stateStale) }
    }
  }
}
