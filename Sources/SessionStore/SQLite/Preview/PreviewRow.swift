/// An execution of a known session, as far as it is looked at.
struct PreviewRow {
  /// Its place in the window.
  let offset: Int32
  /// The place of the session's execution before it; below 0 where that was before the window: then `-1 - n` is the n-th of
  /// the chunk's ``PreviewChunk/newcomers``.
  let previous: Int32
  /// Which of the chunk's rules; below 0 where it was denied, and nothing more is known of it.
  let rule: Int32
  /// The tightness of the mode that it met.
  let mode: UInt8
  /// Whether the scope covers the request; its session is another question.
  let isCovered: Bool
  let at: Int64
  let value: UInt64
  /// What the budget would still have let through.
  let remaining: Int64
}

/// A few thousand numbers of the log, read.
struct PreviewChunk {
  let end: Int64
  var rows: [PreviewRow] = []
  /// Sessions whose first execution in the window is here.
  var newcomers: [PreviewSession] = []
  var rules: [PreviewRule] = []
  /// Denied executions whose session nobody knows.
  var unknown = 0

  /// As many rows as fit a core's own cache.
  static let size: Int64 = 16_384
}
