import YAMLGuard
import Yams

/// Turns the library's nodes into ours, within bounds.
struct ConfigConversion {
  let repeats: [RepeatMark]
  /// What is missing at the end is found behind it.
  let lastLine: Int
  /// Nodes visited, an aliased one each time.
  let nodesMax: Int
  let depthMax: Int
  var problems: [ConfigProblem] = []
  private var visited = 0

  private typealias Members = [ConfigNode.Member]

  init(repeats: [RepeatMark], lastLine: Int, nodesMax: Int, depthMax: Int) {
    self.repeats = repeats
    self.lastLine = lastLine
    self.nodesMax = nodesMax
    self.depthMax = depthMax
  }

  mutating func node(_ node: Node, depth: Int) throws(ConfigProblem) -> ConfigNode {
    let place = place(of: node.mark)
    visited += 1
    guard visited <= nodesMax else {
      throw ConfigProblem(place, "the file has more than \(nodesMax) values, aliases resolved")
    }
    guard depth <= depthMax else { throw ConfigProblem(place, "nested deeper than \(depthMax) levels") }
    let tag = node.tag.rawValue
    if ![Tag.Name.str, .seq, .map].contains(where: { $0.rawValue == tag }) {
      problems.append(ConfigProblem(place, "the tag \(ConfigProblem.quoted(tag)) is not known here"))
    }
    switch node {
    case .scalar(let scalar):
      let isPlain = scalar.style == .plain
      return ConfigNode(place: place, content: .init(scalar: scalar.string, isPlain: isPlain))
    case .sequence(let items):
      var list: [ConfigNode] = []
      for item in items { list.append(try self.node(item, depth: depth + 1)) }
      return ConfigNode(place: place, content: .list(list))
    case .mapping(let mapping):
      return ConfigNode(place: place, content: .mapping(try members(mapping, depth: depth)))
    case .alias: throw ConfigProblem(place, "an alias that is not resolved")
    }
  }

  private mutating func members(_ mapping: Node.Mapping, depth: Int) throws(ConfigProblem) -> Members {
    var members: Members = []
    var firstLines: [String: Int] = [:]
    for (key, value) in mapping {
      let place = place(of: key.mark)
      guard case .scalar(let scalar) = key else {
        problems.append(ConfigProblem(place, "a list or mapping as a key: expected a name"))
        continue
      }
      let name = unmarked(scalar.string)
      let node = try self.node(value, depth: depth + 1)
      if let first = firstLines[name] {
        let word = ConfigProblem.quoted(name)
        problems.append(
          ConfigProblem(place, "\(word) is here twice, first on line \(first): expected each key once"))
      } else {
        firstLines[name] = place.line
        members.append(ConfigNode.Member(key: name, place: place, value: node))
      }
    }
    return members
  }

  private func unmarked(_ key: String) -> String {
    for mark in repeats where key.hasPrefix(mark.text) { return String(key.dropFirst(mark.text.count)) }
    return key
  }

  /// The place in the file as it is, without the marks that were put into it.
  private func place(of mark: Mark?) -> ConfigPlace {
    guard let mark else { return ConfigPlace(line: 1, column: 1) }
    var column = mark.column
    // The latest first: each place is that of the text with those before it in it.
    for known in repeats.reversed() where known.line == mark.line && known.column < column {
      column -= known.text.unicodeScalars.count
    }
    return ConfigPlace(line: min(mark.line, lastLine), column: max(1, column))
  }
}
