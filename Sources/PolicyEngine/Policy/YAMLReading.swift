import YAMLGuard
import Yams

/// What a policy file may ask of us before anything of it is understood.
enum YAMLBounds {
  static let bytes = 1 << 20
  /// Nodes visited, an aliased one each time.
  static let nodes = 100_000
  static let depth = 24
  /// Repeated keys that are looked for before the file is given up.
  static let repeatedKeys = 16
}

extension YAMLNode {
  /// Reads one YAML document; nil where `log` tells why there is nothing to go on with.
  static func read(_ yaml: String, _ log: inout ProblemLog) -> YAMLNode? {
    do throws(PolicyProblem) {
      guard yaml.utf8.count <= YAMLBounds.bytes else {
        throw PolicyProblem(line: 1, message: "the file is larger than \(YAMLBounds.bytes) bytes")
      }
      do throws(CostlyKey) {
        try CostlyKey.refuse(in: yaml)
      } catch {
        throw PolicyProblem(line: error.line, message: error.sentence)
      }
      let document = try composeMarkingRepeats(yaml)
      guard let root = document.root else {
        throw PolicyProblem(line: 1, message: "the file is empty: expected `version` and `capabilities`")
      }
      var conversion = YAMLConversion(
        marks: document.marks, lastLine: 1 + yaml.count { $0.isNewline }, log: log)
      defer { log = conversion.log }
      let node = try conversion.node(root, depth: 0)
      // The walk tells where both twins stand; should it ever miss them, the file is refused all the same.
      if let repeated = document.repeated, conversion.log.problems.isEmpty { conversion.log.add(repeated) }
      return node
    } catch {
      log.add(error)
      return nil
    }
  }
}

private struct ComposedDocument {
  /// Nil when it is empty.
  let root: Node?
  /// Of the keys that are repeated.
  let marks: [RepeatMark]
  let repeated: PolicyProblem?
}

/// Composes, and where a mapping has a key twice marks the first of them and tries again.
///
/// The library gives up at the first such mapping, but a file must show all its problems at once.
private func composeMarkingRepeats(_ yaml: String) throws(PolicyProblem) -> ComposedDocument {
  // A byte-order mark may begin a YAML text, but the library takes it for content.
  var text = yaml.unicodeScalars.first == "\u{FEFF}" ? String(yaml.unicodeScalars.dropFirst()) : yaml
  // The library keeps a pointer into the string, which a short one has not.
  if text.utf8.count < 16 { text += String(repeating: "\n", count: 16) }
  text.makeContiguousUTF8()
  var first: PolicyProblem?
  var marks: [RepeatMark] = []
  while marks.count < YAMLBounds.repeatedKeys {
    do {
      let root = try compose(yaml: text, .basic, .default, .utf8)
      return ComposedDocument(root: root, marks: marks, repeated: first)
    } catch YamlError.duplicatedKeysInMapping(let keys, let context) {
      let line = context.mark.line
      let problem = PolicyProblem(
        line: line, message: "\(quoted(keys.first ?? "")) is here twice: expected each key once")
      first = first ?? problem
      let mark = RepeatMark(number: marks.count, line: line, column: context.mark.column)
      guard let next = mark.inserted(into: text) else { break }
      marks.append(mark)
      text = next
    } catch {
      throw first ?? syntaxProblem(error, in: yaml)
    }
  }
  throw first ?? PolicyProblem(line: 1, message: "not readable as YAML")
}

private func syntaxProblem(_ error: any Error, in yaml: String) -> PolicyProblem {
  // An end that comes too early is found behind the last line.
  let lastLine = 1 + yaml.count { $0.isNewline }
  func at(_ line: Int, _ sentence: String) -> PolicyProblem {
    PolicyProblem(line: min(max(line, 1), lastLine), message: "not YAML: \(sentence)")
  }
  switch error {
  case YamlError.parser(_, let problem, let mark, _) where problem.hasPrefix("Maximum nesting"):
    return at(mark.line, "nested far too deep")
  case YamlError.scanner(let context, let problem, let mark, _),
    YamlError.parser(let context, let problem, let mark, _):
    let place = context.map { " (\($0.text) from line \(min($0.mark.line, lastLine)))" } ?? ""
    return at(mark.line, "\(problem)\(place)")
  case YamlError.composer(let context, let problem, let mark, _):
    return at(mark.line, (context.map { "\($0.text), " } ?? "") + problem)
  case YamlError.reader(let problem, let offset, _, _):
    return at(1 + yaml.prefix(offset ?? 0).count { $0.isNewline }, problem)
  default: return at(1, "the file cannot be read")
  }
}

/// Turns the library's nodes into ours, within the bounds.
private struct YAMLConversion {
  /// What the text may hold.
  let marks: [RepeatMark]
  /// What is missing at the end is found behind it.
  let lastLine: Int
  var log: ProblemLog
  private var visited = 0

  private typealias Members = [YAMLNode.Member]

  init(marks: [RepeatMark], lastLine: Int, log: ProblemLog) {
    self.marks = marks
    self.lastLine = lastLine
    self.log = log
  }

  private func line(of mark: Mark?) -> Int { min(mark?.line ?? 1, lastLine) }

  mutating func node(_ node: Node, depth: Int) throws(PolicyProblem) -> YAMLNode {
    let line = line(of: node.mark)
    visited += 1
    guard visited <= YAMLBounds.nodes else {
      throw PolicyProblem(
        line: line, message: "the file has more than \(YAMLBounds.nodes) values, aliases resolved")
    }
    guard depth <= YAMLBounds.depth else {
      throw PolicyProblem(line: line, message: "nested deeper than \(YAMLBounds.depth) levels")
    }
    let known: [Tag.Name] = [.str, .seq, .map]
    let tag = node.tag.rawValue
    if !known.contains(where: { $0.rawValue == tag }) {
      log.add(line, "the tag \(quoted(tag)) is not known here")
    }
    switch node {
    case .scalar(let scalar):
      let isPlain = scalar.style == .plain
      return YAMLNode(line: line, content: YAMLNode.Content(scalar: scalar.string, isPlain: isPlain))
    case .sequence(let items):
      var list: [YAMLNode] = []
      for item in items { list.append(try self.node(item, depth: depth + 1)) }
      return YAMLNode(line: line, content: .list(list))
    case .mapping(let mapping):
      return YAMLNode(line: line, content: .mapping(try members(mapping, depth: depth)))
    case .alias: throw PolicyProblem(line: line, message: "an alias that is not resolved")
    }
  }

  private mutating func members(_ mapping: Node.Mapping, depth: Int) throws(PolicyProblem) -> Members {
    var members: Members = []
    var firstLines: [String: Int] = [:]
    for (key, value) in mapping {
      guard case .scalar(let scalar) = key else {
        log.add(line(of: key.mark), "a list or mapping as a key: expected a name")
        continue
      }
      let name = unmarked(scalar.string)
      let line = line(of: scalar.mark)
      let node = try self.node(value, depth: depth + 1)
      if let first = firstLines[name] {
        log.add(line, "\(quoted(name)) is here twice, first on line \(first): expected each key once")
      } else {
        firstLines[name] = line
        members.append(YAMLNode.Member(key: name, line: line, value: node))
      }
    }
    return members
  }

  private func unmarked(_ key: String) -> String {
    for mark in marks where key.hasPrefix(mark.text) { return String(key.dropFirst(mark.text.count)) }
    return key
  }
}
