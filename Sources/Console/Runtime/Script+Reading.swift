import Delegation
import Terminal

extension ConsoleScript {
  static func step(_ text: Substring, line: Int) throws(Problem) -> Step {
    if text.first == ":" { return try command(text.dropFirst(), line: line) }
    let (word, rest) = headAndRest(text)
    switch word {
    case "q" where rest.isEmpty: return .quit
    case "key": return .press(try keys(rest, most: 1, line: line))
    case "keys": return .press(try keys(rest, most: .max, line: line))
    // As it stands: a space at either end is typed too.
    case "type": return .type(try typed(text.dropFirst(word.count + 1), line: line))
    case "wait": return try wait(rest, line: line)
    case "expect": return .expect(try wanted(rest, after: "expect", line: line))
    case "expect-not": return .expectNot(try wanted(rest, after: "expect-not", line: line))
    default:
      throw Problem(
        line: line,
        sentence: "`\(word)`: expected key, keys, type, wait, expect, expect-not, q, or a command after `:`")
    }
  }

  private static func command(_ text: Substring, line: Int) throws(Problem) -> Step {
    let (word, _) = headAndRest(text)
    guard !word.isEmpty else { throw Problem(line: line, sentence: "expected a command after `:`") }
    // The palette completes what is typed; in a script a shortened name would change with the next action.
    guard ActionTable.action(named: String(word)) != nil else {
      throw Problem(line: line, sentence: "`:\(word)` is no command: `?` in the console lists them")
    }
    return .command(String(trimmed(text)))
  }

  private static func keys(_ text: Substring, most: Int, line: Int) throws(Problem) -> [Key] {
    let names = text.split(whereSeparator: isBlank)
    guard !names.isEmpty, names.count <= most else {
      throw Problem(
        line: line,
        sentence: most == 1
          ? "expected one key, such as `key X`: several stand behind `keys`"
          : "expected names of keys, such as `keys j j Enter`")
    }
    var keys: [Key] = []
    for name in names {
      guard let key = Key(name: String(name)) else {
        throw Problem(
          line: line,
          sentence: "`\(name)` is no key: expected a character, or a name such as Enter, Esc, ^L, F1")
      }
      keys.append(key)
    }
    return keys
  }

  private static func typed(_ text: Substring, line: Int) throws(Problem) -> [Key] {
    guard !text.isEmpty else { throw Problem(line: line, sentence: "expected text behind `type`") }
    guard text.unicodeScalars.allSatisfy({ $0.properties.generalCategory != .control }) else {
      throw Problem(line: line, sentence: "expected printing characters behind `type`: controls are keys")
    }
    return text.unicodeScalars.map { Key($0) }
  }

  private static func wait(_ text: Substring, line: Int) throws(Problem) -> Step {
    let (word, rest) = headAndRest(text)
    switch word {
    case "idle" where rest.isEmpty: return .waitIdle
    case "until":
      let (shown, span) = try patience(in: trimmed(rest), line: line)
      return .wait(until: try wanted(shown, after: "wait until", line: line), patience: span)
    default: throw Problem(line: line, sentence: "expected `wait idle` or `wait until TEXT [10s]`")
    }
  }

  /// A last word that is a time is how long to wait, unless it is all that there is.
  private static func patience(in text: Substring, line: Int) throws(Problem) -> (Substring, TimeSpan) {
    guard let space = text.lastIndex(where: isBlank), let span = span(text[text.index(after: space)...])
    else {
      return (text, patience)
    }
    guard span.milliseconds > 0, span <= patienceMax else {
      throw Problem(line: line, sentence: "expected a time from 1ms to 1h, or the text in double quotes")
    }
    return (trimmed(text[..<space]), span)
  }

  /// `500ms`, `10s`, `2m`, `1h`
  private static func span(_ word: Substring) -> TimeSpan? {
    let digits = word.prefix { ("0"..."9").contains($0) }
    guard !digits.isEmpty, digits.count <= 7, let count = Int64(digits) else { return nil }
    switch word.dropFirst(digits.count) {
    case "ms": return TimeSpan(milliseconds: count)
    case "s": return TimeSpan(seconds: count)
    case "m": return TimeSpan(seconds: count * 60)
    case "h": return TimeSpan(seconds: count * 3_600)
    default: return nil
    }
  }

  private static func wanted(_ text: Substring, after word: String, line: Int) throws(Problem) -> String {
    var text = trimmed(text)
    if text.count >= 2, text.first == "\"", text.last == "\"" { text = text.dropFirst().dropLast() }
    guard !text.isEmpty else {
      throw Problem(line: line, sentence: "expected the text that is looked for behind `\(word)`")
    }
    return String(text)
  }

  private static func headAndRest(_ text: Substring) -> (head: Substring, rest: Substring) {
    let head = text.prefix { !isBlank($0) }
    return (head, trimmed(text.dropFirst(head.count)))
  }

  private static func trimmed(_ text: Substring) -> Substring {
    var text = text.drop(while: isBlank)
    while let last = text.last, isBlank(last) { text = text.dropLast() }
    return text
  }

  private static func isBlank(_ character: Character) -> Bool { character == " " || character == "\t" }
}
