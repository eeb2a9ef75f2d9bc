import Delegation
import GRDB
import PolicyEngine
import Synchronization

/// The session store in one SQLite file.
///
/// One connection writes, always under ``StoreLock``; another reads what was committed and never waits for a writer.
/// The methods of ``SessionStore`` stand by subject in the files beside this one.
final class SQLiteStore: SessionStore {
  let path: String
  let clock: @Sendable () -> Timestamp
  let makeID: @Sendable () -> String
  let reader: Connection
  let writerRules = RulesCache()
  let envelopes = EnvelopeCache(capacity: 1 << 15)
  let listings = ListingCache()
  let riskCursor = Mutex(RiskCursor())
  let queue = AuthorizeQueue()
  let feed: ChangeFeed
  let snapshots: Snapshots
  let search: SessionSearch
  let storeIdentity: StoreIdentity
  let keys: KeyFolder?
  let point: PointListener
  private let writing: Writing?
  private let isClosed = Atomic(false)

  /// What only a store that may write has.
  struct Writing: Sendable {
    let lock: StoreLock
    let connection: Connection
    let checkpoints: Checkpoints
    let timeout: Duration
    /// Nil where this account holds no key of the log: then its end waits for a process that does.
    let signer: LogSigner?
    let keyProblem: StoreError?
  }

  init(
    path given: String, clock: @escaping @Sendable () -> Timestamp, makeID: @escaping @Sendable () -> String,
    options: Stores.Options
  ) throws(StoreError) {
    path = try Opening.resolve(given, creating: !options.isReadOnly)
    self.clock = clock
    self.makeID = makeID
    keys = options.keys
    let opening = Opening(path: path)
    try opening.check(mayBeNew: !options.isReadOnly)
    writing = options.isReadOnly ? nil : try SQLiteStore.openWriter(opening, clock, makeID, options)
    reader = try Connection(path: path, .reading, label: "curfew.reader")
    _ = try opening.checkVersion(reader)
    storeIdentity = try reader.use { db throws(StoreError) in try StoreIdentity.read(db) }
    feed = ChangeFeed(path: path)
    snapshots = Snapshots(path: path, clock: clock, rules: RulesCache())
    search = SessionSearch(snapshots, feed: feed, memoryMax: options.searchMemory)
    point = PointListener(
      place: PointPlace(store: path), kind: options.pointName,
      desk: PointDesk(path: path, clock: clock, rules: writerRules, envelopes: envelopes))
    if writing != nil { try? refreshIdleLimits() }
  }

  deinit { close() }

  private static func openWriter(
    _ opening: Opening, _ clock: () -> Timestamp, _ makeID: () -> String, _ options: Stores.Options
  ) throws(StoreError) -> Writing {
    let lock = try StoreLock(path: opening.path + ".lock", timeout: options.lockTimeout)
    if let connection = try opening.readyWriter() { return try Writing(lock, connection, options) }
    _ = try lock.enter(.ordinary)
    defer { lock.leave() }
    try opening.check(mayBeNew: true)
    try opening.createFile()
    let connection = try Connection(path: opening.path, .writing, label: "curfew.writer")
    // Nothing of another schema is touched: not even its journal.
    let version = try opening.checkVersion(connection)
    try opening.claim(connection)
    try connection.useDurableJournal()
    if version == 0 {
      try Founding(keys: options.keys, founder: options.founder, id: makeID(), time: clock()).found(
        connection)
    }
    return try Writing(lock, connection, options)
  }

  /// - Throws: ``StoreError/closed``, or ``StoreError/readOnly(path:)``.
  func writable() throws(StoreError) -> Writing {
    try checkOpen()
    guard let writing else { throw .readOnly(path: path) }
    return writing
  }

  func checkOpen() throws(StoreError) {
    if isClosed.load(ordering: .acquiring) { throw .closed }
  }

  /// Closes under the lock, because SQLite checkpoints when the last connection to a file is closed.
  func close() {
    guard !isClosed.exchange(true, ordering: .acquiringAndReleasing) else { return }
    point.close()
    search.close()
    feed.close()
    reader.close()
    guard let writing else { return }
    guard (try? writing.lock.enter(.ordinary, timeout: SQLiteStore.closingWait)) != nil else {
      return SQLiteStore.abandon(writing.connection)
    }
    if writing.signer?.hasUnsigned ?? false {
      try? commit(writing, whileClosing: true) { $0.log.mustSign = true }
    }
    writing.connection.close()
    writing.lock.leave()
  }
}

extension SQLiteStore.Writing {
  fileprivate init(_ lock: StoreLock, _ connection: Connection, _ options: Stores.Options) throws(StoreError)
  {
    let identity = try connection.use { db throws(StoreError) in try StoreIdentity.read(db) }
    var signer: LogSigner?
    var keyProblem: StoreError?
    do throws(StoreError) {
      if let keys = options.keys { signer = try LogSigner(keys, identity: identity) }
    } catch {
      // Stopping must not wait for a key's file to be put right.
      keyProblem = error
    }
    self.init(
      lock: lock, connection: connection, checkpoints: try Checkpoints(watching: connection),
      timeout: options.lockTimeout, signer: signer, keyProblem: keyProblem)
  }
}

extension SQLiteStore {
  /// How long closing waits: a checkpoint is not worth more, and a command that only read must not hang at its end.
  private static let closingWait = Duration.milliseconds(300)
  private static let abandoned = Mutex<[Connection]>([])

  /// Keeps a connection open until the process ends, which makes no checkpoint: the lock was not to be had.
  static func abandon(_ connection: Connection) { abandoned.withLock { $0.append(connection) } }

  /// Writes under the lock: `body` takes effect whole, and durably before this returns, or not at all.
  func write<T>(
    _ urgency: Urgency, _ body: (inout Transaction) throws(StoreError) -> T
  ) throws(StoreError) -> T {
    let writing = try writable()
    _ = try writing.lock.enter(urgency)
    defer { writing.lock.leave() }
    let result = try commit(writing, body)
    writing.checkpoints.afterCommit(writing.connection, isUrgentWaiting: writing.lock.isUrgentWaiting)
    return result
  }

  /// One transaction; the lock is held.
  func commit<T>(
    _ writing: Writing, whileClosing: Bool = false, _ body: (inout Transaction) throws(StoreError) -> T
  ) throws(StoreError) -> T {
    if !whileClosing { try checkOpen() }
    return try writing.connection.use { db throws(StoreError) in
      try begin(db, timeout: writing.timeout)
      defer { db.rollBack() }
      // A revocation in a file that nobody opens any more would be heard as done and hold for nobody.
      if db.hasMoved { throw .moved(path: path) }
      var transaction = try Transaction(db, clock: clock(), rules: writerRules)
      let result = try body(&transaction)
      try transaction.finish(writing.signer)
      if transaction.mustCommit { try db.script("COMMIT") }
      if let head = transaction.head { writing.signer?.committed(head, at: transaction.time) }
      return result
    }
  }

  /// Signs the log's head as it stands, if anything of it is unsigned and this account has the key.
  func signHead() throws(StoreError) {
    guard let signer = try writable().signer, signer.hasUnsigned else { return }
    try write(.ordinary) { $0.log.mustSign = true }
  }

  /// Begins to write. Nobody of ours is in the way, but another program may be (a shell, a backup, a recovery).
  private func begin(_ db: Database, timeout: Duration) throws(StoreError) {
    db.rollBack()
    let deadline = Deadline(after: timeout)
    while true {
      do throws(StoreError) {
        return try db.script("BEGIN IMMEDIATE")
      } catch {
        guard error.isBusy, !deadline.hasPassed else { throw error }
        pause(microseconds: 500)
      }
    }
  }

  func prepareSearch() throws(StoreError) -> Bool {
    try checkOpen()
    guard try search.prepare() else { return false }
    // Lists come from the index now: what is left to read are a few rows at a time.
    try reader.keepFewPages()
    Allocator.giveBack()
    return true
  }

  var searchBytes: Int { search.bytes }

  /// Reads what is committed, on one unchanging view; never waits for a writer.
  func read<T>(_ body: (Snapshot) throws(StoreError) -> T) throws(StoreError) -> T {
    try checkOpen()
    return try reader.use { db throws(StoreError) in
      try db.snapshot { db throws(StoreError) in try body(try snapshots.snapshot(db)) }
    }
  }
}

/// One unchanging view of the store.
struct Snapshot {
  let db: Database
  let meta: Meta
  let time: Timestamp
  let rules: Rules
}
