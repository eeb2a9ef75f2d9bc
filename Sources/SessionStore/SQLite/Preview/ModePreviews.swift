import Delegation
import Dispatch

extension SQLiteStore {
  /// Reads on connections of its own, so that no list waits for it, each on one view of the store for as long as it takes
  /// (about a second for four million executions): until then the write-ahead log is not cut off.
  func preview(
    _ query: ModePreviewQuery, progress: @escaping @Sendable (Double) -> Bool
  ) throws(StoreError) -> ModePreview {
    let window = try read { snapshot throws(StoreError) in
      try PreviewWindow(snapshot, over: query.over)
    }
    let work = PreviewWork(query, window, progress: progress)
    DispatchQueue.concurrentPerform(iterations: work.width) { _ in
      do throws(StoreError) {
        try run(work, query, window)
      } catch {
        work.fail(error)
      }
    }
    return try work.result(query)
  }

  private func run(
    _ work: PreviewWork, _ query: ModePreviewQuery, _ window: PreviewWindow
  ) throws(StoreError) {
    try checkOpen()
    let connection = try Connection(path: path, .reading, label: "curfew.preview")
    defer { connection.close() }
    try connection.use { db throws(StoreError) in
      try db.snapshot { db throws(StoreError) in
        if db.hasMoved { throw .moved(path: path) }
        let meta = try Meta.read(db)
        let snapshot = Snapshot(
          db: db, meta: meta, time: window.to, rules: try snapshots.rules.rules(db, meta))
        var scanner = try PreviewScanner(query, window, snapshot)
        try work.run(&scanner)
      }
    }
  }
}
