import Delegation
import Dispatch
import GRDB
import Synchronization

/// The search index of a store, once it is asked for: read in, kept current, and dropped where it cannot answer.
///
/// It has a connection of its own, whose queue lets in one at a time: a list waits for no other read, and while a million
/// sessions are read in a few thousand rows hold it at once.
final class SessionSearch: Sendable {
  /// What is looked at with the connection in hand alone.
  // Only `use` gives it out, inside the connection's queue.
  private final class Held: @unchecked Sendable {
    var index: SearchIndex?
    /// All sessions are in it.
    var isWhole = false
  }

  private struct State {
    var connection: Connection?
    var subscription: (any ChangeSubscription)?
    var isScheduled = false
    var upkeeps = 0
    var isClosed = false
    /// There is no point in trying again.
    var isRefused = false
  }

  private let held = Held()
  private let isReady = Atomic(false)
  private let state = Mutex(State())
  private let snapshots: Snapshots
  private let feed: ChangeFeed
  private let memoryMax: Int
  private let work = DispatchQueue(label: "curfew.search", qos: .utility)

  /// Rows read, and numbers of the log taken up, while others wait.
  private static let atOnce = 4096
  /// Between two looks at what changed while nobody asks.
  private static let upkeep = DispatchTimeInterval.milliseconds(250)
  /// After so many upkeeps what the allocator holds on to is given back.
  private static let upkeepsBetweenTrims = 64
  /// How often it begins anew when policies change while it reads.
  private static let attempts = 3

  /// - Parameter memoryMax: in bytes.
  init(_ snapshots: Snapshots, feed: ChangeFeed, memoryMax: Int) {
    self.snapshots = snapshots
    self.feed = feed
    self.memoryMax = memoryMax
  }

  // MARK: Preparing

  /// Reads all sessions in, or what changed since that was done; from then on it is kept current.
  /// - Returns: whether it can answer.
  func prepare() throws(StoreError) -> Bool {
    guard let connection = try open() else { return false }
    state.withLock { $0.isRefused = false }
    return work.sync { build(connection) }
  }

  private func open() throws(StoreError) -> Connection? {
    if let known = state.withLock({ $0.connection }) { return known }
    let made = try Connection(path: snapshots.path, .searching, label: "curfew.search")
    let isTaken = state.withLock { state in
      if state.isClosed || state.connection != nil { return false }
      state.connection = made
      return true
    }
    guard isTaken else {
      made.close()
      return state.withLock { $0.connection }
    }
    let subscription = try feed.subscribe { [weak self] in self?.changed() }
    state.withLock { $0.subscription = subscription }
    return made
  }

  private func build(_ connection: Connection) -> Bool {
    for _ in 0..<SessionSearch.attempts {
      do throws(SearchProblem) {
        while try !buildSome(connection) {}
        return true
      } catch {
        if error.isLasting {
          state.withLock { $0.isRefused = true }
          return false
        }
      }
    }
    return false
  }

  /// - Returns: whether it is whole and current.
  private func buildSome(_ connection: Connection) throws(SearchProblem) -> Bool {
    try use(connection) { held, snapshot throws(SearchProblem) in
      guard let index = held.index else {
        held.index = try SearchIndex(snapshot, folder: self.snapshots.folder, memoryMax: self.memoryMax)
        return false
      }
      if !held.isWhole {
        held.isWhole = try !index.grow(snapshot, most: SessionSearch.atOnce)
        return false
      }
      guard try index.follow(snapshot, most: Int64(SessionSearch.atOnce)) else { return false }
      self.isReady.store(true, ordering: .releasing)
      return true
    }
  }

  /// Gives `body` the index and a snapshot. Where it fails the index is dropped: it may be half changed.
  private func use<T>(
    _ connection: Connection, _ body: (Held, Snapshot) throws(SearchProblem) -> T
  ) throws(SearchProblem) -> T {
    let result: Result<T, SearchProblem>
    do throws(StoreError) {
      result = try connection.use { db throws(StoreError) in
        let result: Result<T, SearchProblem> = Result { () throws(SearchProblem) in
          try stored { () throws(StoreError) in
            try db.snapshot { db throws(StoreError) in
              let snapshot = try self.snapshots.snapshot(db)
              return Result { () throws(SearchProblem) in try body(self.held, snapshot) }
            }
          }.get()
        }
        if case .failure(let problem) = result {
          if case .row = problem { return result }
          self.drop()
        }
        return result
      }
    } catch {
      throw .store(error)
    }
    return try result.get()
  }

  /// With the connection in hand.
  private func drop() {
    isReady.store(false, ordering: .releasing)
    held.index = nil
    held.isWhole = false
  }

  func close() {
    let (connection, subscription) = state.withLock { state in
      state.isClosed = true
      defer { (state.connection, state.subscription) = (nil, nil) }
      return (state.connection, state.subscription)
    }
    isReady.store(false, ordering: .releasing)
    subscription?.cancel()
    connection?.close()
  }

  // MARK: Keeping it current

  private func changed() {
    let isFirst = state.withLock { state in
      defer { state.isScheduled = true }
      return !state.isScheduled && !state.isClosed
    }
    guard isFirst else { return }
    work.asyncAfter(deadline: .now() + SessionSearch.upkeep) { [weak self] in self?.keep() }
  }

  private func keep() {
    let (connection, isRefused, isTrimDue) = state.withLock { state in
      state.isScheduled = false
      state.upkeeps += 1
      return (state.connection, state.isRefused, state.upkeeps % SessionSearch.upkeepsBetweenTrims == 0)
    }
    guard let connection, !isRefused else { return }
    _ = build(connection)
    if isTrimDue { Allocator.giveBack() }
  }

  // MARK: Answering

  /// - Returns: nil where the tables have to be read.
  func list(_ query: SessionQuery) -> SessionListing? {
    answer { index, snapshot throws(SearchProblem) in
      let (found, scores) = try index.find(
        query.filter, snapshot.rules, now: snapshot.time, needsScores: query.sort == .risk)
      let around: Int64? =
        if case .around(let key) = query.window {
          try rows { () throws(StoreError) in try snapshot.id(of: key) }.map(Int64.init)
        } else { nil }
      let window = index.window(found, query, around: around, scores, now: snapshot.time)
      return SessionListing(
        rows: try rows { () throws(StoreError) in try snapshot.rows(window.ids) }, offset: window.offset,
        matching: window.matching, asOf: snapshot.time)
    }
  }

  /// Sessions neither expired nor revoked with a score of MED and more, and of CRIT.
  /// - Returns: nil where the tables have to be read.
  func riskCounts() -> (atRisk: Int, critical: Int)? {
    answer { index, snapshot throws(SearchProblem) in index.riskCounts(snapshot.rules, now: snapshot.time) }
  }

  /// - Returns: nil where the tables have to be read.
  func groups(_ query: GroupQuery) -> GroupListing? {
    answer { index, snapshot throws(SearchProblem) in
      let (found, scores) = try index.find(
        query.filter, snapshot.rules, now: snapshot.time, needsScores: true)
      guard let scores else { throw .outOfStep }
      return try index.groups(query, found, scores, now: snapshot.time)
    }
  }

  private func answer<T>(_ body: (SearchIndex, Snapshot) throws(SearchProblem) -> T) -> T? {
    guard isReady.load(ordering: .acquiring), let connection = state.withLock({ $0.connection }) else {
      return nil
    }
    do throws(SearchProblem) {
      return try use(connection) { held, snapshot throws(SearchProblem) in
        guard let index = held.index, held.isWhole else { return nil }
        try index.follow(snapshot)
        return try body(index, snapshot)
      }
    } catch {
      changed()
      return nil
    }
  }

  /// Runs what reads the answer's own rows.
  private func rows<T>(_ body: () throws(StoreError) -> T) throws(SearchProblem) -> T {
    do throws(StoreError) {
      return try body()
    } catch {
      throw .row(error)
    }
  }

  /// What the index takes in memory; 0 while there is none.
  var bytes: Int {
    guard let connection = state.withLock({ $0.connection }) else { return 0 }
    return (try? connection.use { _ in self.held.index?.columns.bytes ?? 0 }) ?? 0
  }
}
