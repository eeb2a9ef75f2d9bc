import YAMLGuard
import Yams

/// Reads a configuration file as YAML, strictly: what is here twice, what has a tag, and what is an alias is a problem.
package enum ConfigReader {
  /// In bytes; a configuration of this size is none.
  package static let bytesMax = 65_536
  private static let nodesMax = 10_000
  private static let depthMax = 12
  /// Repeated keys that are looked for before the file is given up.
  private static let repeatedKeysMax = 16

  /// Reads one document.
  /// - Parameter problems: gets what is wrong, in no order; what can be read is given all the same.
  /// - Returns: nil for an empty document, and where a problem leaves nothing to go on with.
  package static func read(_ yaml: String, _ problems: inout [ConfigProblem]) -> ConfigNode? {
    do throws(ConfigProblem) {
      guard yaml.utf8.count <= bytesMax else {
        throw ConfigProblem(nil, "it is larger than \(bytesMax / 1024) KiB")
      }
      do throws(CostlyKey) {
        try CostlyKey.refuse(in: yaml)
      } catch {
        throw ConfigProblem(ConfigPlace(line: error.line, column: 1), error.sentence)
      }
      let document = try compose(yaml)
      guard let root = document.root else { return nil }
      var conversion = ConfigConversion(
        repeats: document.repeats, lastLine: 1 + yaml.count { $0.isNewline }, nodesMax: nodesMax,
        depthMax: depthMax)
      defer { problems += conversion.problems }
      let node = try conversion.node(root, depth: 0)
      // The walk tells where both twins stand; should it ever miss them, the file is refused all the same.
      if let repeated = document.repeated, conversion.problems.isEmpty {
        conversion.problems.append(repeated)
      }
      return node
    } catch {
      problems.append(error)
      return nil
    }
  }

  private struct Document {
    /// Nil when it is empty.
    let root: Node?
    let repeats: [RepeatMark]
    let repeated: ConfigProblem?
  }

  /// Composes, and where a mapping has a key twice marks the first of them and tries again: the library gives up at the
  /// first such mapping, but a file must show all its problems at once.
  private static func compose(_ yaml: String) throws(ConfigProblem) -> Document {
    // A byte-order mark may begin a YAML text, but the library takes it for content.
    var text = yaml.unicodeScalars.first == "\u{FEFF}" ? String(yaml.unicodeScalars.dropFirst()) : yaml
    // The library keeps a pointer into the string, which a short one has not.
    if text.utf8.count < 16 { text += String(repeating: "\n", count: 16) }
    text.makeContiguousUTF8()
    var first: ConfigProblem?
    var repeats: [RepeatMark] = []
    while repeats.count < repeatedKeysMax {
      do {
        return Document(
          root: try Yams.compose(yaml: text, .basic, .default, .utf8), repeats: repeats, repeated: first)
      } catch YamlError.duplicatedKeysInMapping(let keys, let context) {
        let place = ConfigPlace(line: context.mark.line, column: context.mark.column)
        let word = ConfigProblem.quoted(keys.first ?? "")
        first = first ?? ConfigProblem(place, "\(word) is here twice: expected each key once")
        let mark = RepeatMark(number: repeats.count, line: place.line, column: place.column)
        guard let next = mark.inserted(into: text) else { break }
        repeats.append(mark)
        text = next
      } catch {
        throw first ?? syntaxProblem(error, in: yaml)
      }
    }
    throw first ?? ConfigProblem(nil, "it is not readable as YAML")
  }

  private static func syntaxProblem(_ error: any Error, in yaml: String) -> ConfigProblem {
    // An end that comes too early is found behind the last line.
    let lastLine = 1 + yaml.count { $0.isNewline }
    func at(_ mark: Mark, _ sentence: String) -> ConfigProblem {
      let place = ConfigPlace(line: min(max(mark.line, 1), lastLine), column: max(mark.column, 1))
      return ConfigProblem(place, "not YAML: \(sentence)")
    }
    switch error {
    case YamlError.parser(_, let problem, let mark, _) where problem.hasPrefix("Maximum nesting"):
      return at(mark, "nested far too deep")
    case YamlError.scanner(let context, let problem, let mark, _),
      YamlError.parser(let context, let problem, let mark, _):
      let since = context.map { " (\($0.text) from line \(min($0.mark.line, lastLine)))" } ?? ""
      return at(mark, "\(problem)\(since)")
    case YamlError.composer(let context, let problem, let mark, _):
      return at(mark, (context.map { "\($0.text), " } ?? "") + problem)
    case YamlError.reader(let problem, let offset, _, _):
      let line = 1 + yaml.prefix(offset ?? 0).count { $0.isNewline }
      return ConfigProblem(ConfigPlace(line: line, column: 1), "not YAML: \(problem)")
    default: return ConfigProblem(nil, "it cannot be read as YAML")
    }
  }
}
