import Delegation
import Terminal

/// The types of settings. Each notes a problem where a value is none of its type.
enum ConfigValues {
  /// In Unicode scalars.
  static let textMax = 256
  static let listMax = 64

  static func flag(_ node: ConfigNode, _ name: String, _ log: inout ConfigLog) -> Bool? {
    if case .bool(let value) = node.content { return value }
    log.add(node.place, "`\(name)`: expected true or false, found \(node.found)")
    return nil
  }

  /// One line of text that is not empty.
  static func text(_ node: ConfigNode, _ name: String, _ log: inout ConfigLog) -> String? {
    guard let word = node.word, !word.isEmpty else {
      log.add(
        node.place, "`\(name)`: expected a text, found \(node.word == "" ? "an empty one" : node.found)")
      return nil
    }
    guard word.unicodeScalars.count <= textMax, !word.unicodeScalars.contains(where: isControl) else {
      log.add(
        node.place, "`\(name)`: expected one line of at most \(textMax) characters, found \(node.found)")
      return nil
    }
    return word
  }

  private static func isControl(_ scalar: Unicode.Scalar) -> Bool {
    [.control, .lineSeparator, .paragraphSeparator].contains(scalar.properties.generalCategory)
  }

  /// One of a few words.
  static func word<T: CaseIterable & RawRepresentable>(
    _ node: ConfigNode, _ name: String, _ log: inout ConfigLog
  ) -> T? where T.RawValue == String {
    let all = T.allCases.map(\.rawValue)
    if let word = node.word {
      if let value = T(rawValue: word) { return value }
      log.add(
        node.place, "`\(name)`: \(node.found) is none: \(NearestWord.expectation(for: word, among: all))")
    } else {
      log.add(node.place, "`\(name)`: expected one of \(all.joined(separator: ", ")), found \(node.found)")
    }
    return nil
  }

  /// `100ms`, `2s` or `1m`.
  static func span(_ node: ConfigNode, _ name: String, _ log: inout ConfigLog) -> TimeSpan? {
    let bounds = ConsoleConfig.refreshes
    let expected = "expected \(text(bounds.lowerBound)) to \(text(bounds.upperBound))"
    guard let word = node.word, let span = read(word) else {
      log.add(node.place, "`\(name)`: \(expected), such as 250ms, found \(node.found)")
      return nil
    }
    guard bounds.contains(span) else {
      log.add(node.place, "`\(name)`: \(expected), found \(node.found)")
      return nil
    }
    return span
  }

  private static func read(_ word: String) -> TimeSpan? {
    for (unit, milliseconds) in [("ms", Int64(1)), ("s", 1_000), ("m", 60_000)] where word.hasSuffix(unit) {
      guard let count = Int64(word.dropLast(unit.count)), (0...1_000_000).contains(count) else { return nil }
      return TimeSpan(milliseconds: count * milliseconds)
    }
    return nil
  }

  static func text(_ span: TimeSpan) -> String {
    let milliseconds = span.milliseconds
    return milliseconds % 1_000 == 0 && milliseconds > 0 ? "\(milliseconds / 1_000)s" : "\(milliseconds)ms"
  }

  /// Items of a list; what is no item is noted and left out.
  static func list<T>(
    _ node: ConfigNode, _ name: String, of what: String, _ log: inout ConfigLog,
    _ read: (ConfigNode, Int, inout ConfigLog) -> T?
  ) -> [T]? {
    guard case .list(let items) = node.content else {
      log.add(node.place, "`\(name)`: expected a list of \(what), found \(node.found)")
      return nil
    }
    guard items.count <= listMax else {
      log.add(node.place, "`\(name)`: expected at most \(listMax) \(what), found \(items.count)")
      return nil
    }
    return items.enumerated().compactMap { read($0.element, $0.offset, &log) }
  }

  static func columns(_ node: ConfigNode, _ name: String, _ log: inout ConfigLog) -> [ColumnChoice]? {
    var seen: Set<ColumnID> = []
    return list(node, name, of: "columns", &log) { item, _, log in
      guard let column = column(item, &log) else { return nil }
      if seen.insert(column.id).inserted { return column }
      log.add(item.place, "`\(column.id.rawValue)` is here twice: expected each column once")
      return nil
    }
  }

  private static func column(_ node: ConfigNode, _ log: inout ConfigLog) -> ColumnChoice? {
    guard let word = node.word else {
      log.add(node.place, "expected a column, such as wallet or wallet:16, found \(node.found)")
      return nil
    }
    if let column = ColumnChoice(text: word) { return column }
    let name = String(word.prefix { $0 != ":" })
    if ColumnID(rawValue: name) != nil {
      let (least, most) = (ColumnChoice.widths.lowerBound, ColumnChoice.widths.upperBound)
      log.add(node.place, "\(node.found): expected a width of \(least) to \(most) behind `\(name):`")
    } else {
      let all = ColumnID.allCases.map(\.rawValue)
      log.add(node.place, "\(node.found) is no column: \(NearestWord.expectation(for: name, among: all))")
    }
    return nil
  }
}
