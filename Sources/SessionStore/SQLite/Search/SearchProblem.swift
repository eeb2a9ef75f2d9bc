/// Why the search index cannot answer. Whoever asked reads the tables instead.
enum SearchProblem: Error, Hashable {
  /// A value is outside what the columns can hold, or there are too many different ones.
  case tooLarge
  /// It would take more memory than it may.
  case tooMuchMemory
  /// The store has become something that cannot be followed step by step.
  case outOfStep
  case store(StoreError)
  /// A row of the answer does not read; the index is as good as before.
  case row(StoreError)

  /// Whether it comes again however often the store is read in.
  var isLasting: Bool {
    switch self {
    case .tooLarge, .tooMuchMemory: true
    case .store(let error): !error.isBusy
    case .outOfStep, .row: false
    }
  }
}
