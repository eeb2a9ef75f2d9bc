/// The columns while the operator chooses: those that are shown in their order, then the others.
struct ColumnChooser: Hashable, Sendable {
  struct Item: Hashable, Sendable {
    var choice: ColumnChoice
    var isShown: Bool
  }

  private(set) var items: [Item]
  private(set) var index = 0

  init(_ shown: [ColumnChoice]) {
    let hidden = ColumnID.allCases.filter { id in !shown.contains { $0.id == id } }
    items =
      shown.map { Item(choice: $0, isShown: true) }
      + hidden.map { Item(choice: ColumnChoice($0), isShown: false) }
  }

  var shown: [ColumnChoice] { items.filter(\.isShown).map(\.choice) }
  var chosen: Item { items[index] }

  mutating func move(by distance: Int) { index = min(max(0, index + distance), items.count - 1) }

  /// - Returns: why the column must stay.
  mutating func toggle() -> String? {
    if let problem = ColumnSet.problem(
      items.enumerated().filter { $0.element.isShown != ($0.offset == index) }.map(\.element.choice.id))
    {
      return problem
    }
    items[index].isShown.toggle()
    return nil
  }

  mutating func setWidth(_ width: Int) {
    items[index].choice.width = min(
      max(width, ColumnChoice.widths.lowerBound), ColumnChoice.widths.upperBound)
  }

  /// Takes the column along.
  mutating func carry(by distance: Int) {
    let target = min(max(0, index + distance), items.count - 1)
    let item = items.remove(at: index)
    items.insert(item, at: target)
    index = target
  }
}

/// What any choice of columns must have.
enum ColumnSet {
  /// What the table has unless somebody chose.
  static let usual: [ColumnChoice] = [
    .risk, .session, .wallet, .capability, .chain, .spent, .denied, .state, .expires, .last, .signals,
  ].map { ColumnChoice($0) }

  /// Why these cannot be the columns; nil where they can.
  static func problem(_ ids: [ColumnID]) -> String? {
    guard ids.contains(.session) else { return "`session` stays: a row is known by its key" }
    guard ids.contains(.risk) || ids.contains(.state) else {
      return "`risk` or `state` stays: a row must say how its session is"
    }
    let twice = ids.first { id in ids.count { $0 == id } > 1 }
    return twice.map { "`\($0.rawValue)` stands twice" }
  }

  /// Reads `risk session wallet:16`.
  static func read(_ words: String) -> Result<[ColumnChoice], ColumnProblem> {
    var choices: [ColumnChoice] = []
    for word in words.split(separator: " ") {
      guard let choice = ColumnChoice(text: String(word)) else {
        let known = ColumnID.allCases.map(\.rawValue).joined(separator: " ")
        return .failure(
          ColumnProblem(sentence: "`\(word)` is no column: expected \(known), each with `:WIDTH` or without"))
      }
      choices.append(choice)
    }
    if let problem = problem(choices.map(\.id)) { return .failure(ColumnProblem(sentence: problem)) }
    return .success(choices)
  }
}

struct ColumnProblem: Error, Hashable, Sendable {
  let sentence: String
}
