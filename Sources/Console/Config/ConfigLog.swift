import Terminal

/// Collects problems and places while reading goes on, so that a file shows all of them at once.
struct ConfigLog {
  private(set) var problems: [ConfigProblem] = []
  private(set) var places: [String: ConfigPlace] = [:]

  mutating func add(_ place: ConfigPlace, _ message: String) {
    problems.append(ConfigProblem(place, message))
  }
  mutating func add(_ all: [ConfigProblem]) { problems += all }
  mutating func note(_ setting: String, at place: ConfigPlace) { places[setting] = place }

  /// By place; what is about the file as a whole stands first. One that was met through several aliases counts once.
  var sorted: [ConfigProblem] {
    var seen: Set<ConfigProblem> = []
    let start = ConfigPlace(line: 0, column: 0)
    return problems.filter { seen.insert($0).inserted }.enumerated().sorted {
      let (one, two) = ($0.element.place ?? start, $1.element.place ?? start)
      return one == two ? $0.offset < $1.offset : one < two
    }.map(\.element)
  }
}

/// Takes the fields of one mapping by name; a field that nobody took is a problem.
struct ConfigFields {
  private let members: [ConfigNode.Member]
  private let name: String
  /// Before the names of its settings, such as `stores.0.`.
  let path: String
  let place: ConfigPlace
  private var asked: [String] = []

  /// - Returns: nil, with a problem noted, when `node` is no mapping.
  init?(_ node: ConfigNode, of name: String, path: String = "", _ log: inout ConfigLog) {
    guard case .mapping(let members) = node.content else {
      log.add(node.place, "`\(name)`: expected a mapping, found \(node.found)")
      return nil
    }
    self.members = members
    self.name = name
    self.path = path
    place = node.place
  }

  /// The value of a field, whose place is noted; nil when it is absent.
  mutating func take(_ field: String, _ log: inout ConfigLog) -> ConfigNode? {
    asked.append(field)
    guard let member = members.first(where: { $0.key == field }) else { return nil }
    log.note(path + field, at: member.value.isNothing ? member.place : member.value.place)
    return member.value.isNothing ? ConfigNode(place: member.place, content: .null) : member.value
  }

  /// Reads a field with `read`; nil when it is absent or a problem is noted.
  mutating func take<T>(
    _ field: String, _ log: inout ConfigLog, _ read: (ConfigNode, String, inout ConfigLog) -> T?
  ) -> T? {
    take(field, &log).flatMap { read($0, field, &log) }
  }

  /// Notes every field that nobody asked for.
  func finish(_ log: inout ConfigLog) {
    for member in members where !asked.contains(member.key) {
      if member.key == "<<" {
        log.add(member.place, "`<<`: merge keys are not known here, expected the settings themselves")
        continue
      }
      let word = ConfigProblem.quoted(member.key)
      log.add(
        member.place,
        "\(word) is no setting of `\(name)`: \(NearestWord.expectation(for: member.key, among: asked))")
    }
  }
}

extension ConfigNode {
  fileprivate var isNothing: Bool { content == .null }
}
