import Synchronization

/// The work of a preview on its way through the threads: whoever is free reads the next part of the log, and one at a time
/// decides, in order, what has been read.
final class PreviewWork: Sendable {
  private struct State {
    var next = 0
    var read: [Int: PreviewChunk] = [:]
    var decided = 0
    var isDeciding = false
    var isStopped = false
    var failure: StoreError?
  }

  private let sequences: Range<Int64>
  private let count: Int
  private let progress: @Sendable (Double) -> Bool
  private let state = Mutex(State())
  private let replay: Mutex<PreviewReplay>

  init(_ query: ModePreviewQuery, _ window: PreviewWindow, progress: @escaping @Sendable (Double) -> Bool) {
    sequences = window.sequences
    count = Int((Int64(sequences.count) + PreviewChunk.size - 1) / PreviewChunk.size)
    self.progress = progress
    replay = Mutex(PreviewReplay(query, window))
  }

  /// How many threads there is work for.
  var width: Int { min(2, count) }

  /// Works until nothing is left to read.
  func run(_ scanner: inout PreviewScanner) throws(StoreError) {
    while let number = nextToRead() {
      let chunk = try scanner.scan(range(number))
      state.withLock { $0.read[number] = chunk }
      try decide(scanner.history)
    }
  }

  /// Ends the work of every thread.
  func fail(_ error: StoreError) {
    state.withLock {
      $0.failure = $0.failure ?? error
      $0.isStopped = true
    }
  }

  func result(_ query: ModePreviewQuery) throws(StoreError) -> ModePreview {
    let (failure, isComplete) = state.withLock { ($0.failure, $0.decided == count) }
    if let failure { throw failure }
    return try result(query, isComplete: isComplete)
  }

  private func result(_ query: ModePreviewQuery, isComplete: Bool) throws(StoreError) -> ModePreview {
    let result: Result<ModePreview, StoreError> = replay.withLock { replay in
      Result { () throws(StoreError) in try replay.result(query, isComplete: isComplete) }
    }
    return try result.get()
  }

  private func range(_ number: Int) -> Range<Int64> {
    let start = sequences.lowerBound + Int64(number) * PreviewChunk.size
    return start..<min(start + PreviewChunk.size, sequences.upperBound)
  }

  private func nextToRead() -> Int? {
    state.withLock { state in
      guard state.next < count, !state.isStopped else { return nil }
      state.next += 1
      return state.next - 1
    }
  }

  /// Decides what can be, unless another thread does already: that one then sees what this one has read.
  private func decide(_ history: borrowing PreviewHistory) throws(StoreError) {
    var isMine = false
    while let chunk = nextToDecide(&isMine) {
      try decide(chunk, history)
      let decided = state.withLock { state in
        state.decided += 1
        return state.decided
      }
      if !progress(Double(decided) / Double(count)) { state.withLock { $0.isStopped = true } }
    }
  }

  /// - Parameter isMine: whether this thread is the one that decides.
  private func nextToDecide(_ isMine: inout Bool) -> PreviewChunk? {
    state.withLock {
      if $0.isDeciding != isMine { return nil }
      let chunk = $0.isStopped ? nil : $0.read.removeValue(forKey: $0.decided)
      isMine = chunk != nil
      $0.isDeciding = isMine
      return chunk
    }
  }

  private func decide(_ chunk: PreviewChunk, _ history: borrowing PreviewHistory) throws(StoreError) {
    let result: Result<Void, StoreError> = replay.withLock { replay in
      Result { () throws(StoreError) in try replay.decide(chunk, history) }
    }
    try result.get()
  }
}
