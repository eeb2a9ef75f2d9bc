import Delegation

/// Takes the fields of one mapping by name; a field that nobody took is a problem.
struct PolicyFields {
  private let members: [YAMLNode.Member]
  /// Where a missing field is missed: the line of the key that holds the mapping.
  let line: Int
  private let name: String
  private var asked: [String] = []

  /// - Parameter name: what holds the mapping, for a sentence.
  /// - Throws: ``PolicyProblem`` when `node` is no mapping.
  init(_ node: YAMLNode, of name: String, line: Int) throws(PolicyProblem) {
    guard case .mapping(let members) = node.content else {
      throw PolicyProblem(
        line: node.line, message: "\(quoted(name)): expected a mapping, found \(node.found)")
    }
    self.members = members
    self.line = line
    self.name = name
  }

  mutating func take(_ field: String) -> YAMLNode.Member? {
    if !asked.contains(field) { asked.append(field) }
    return members.first { $0.key == field }
  }

  /// Reads an optional field with `read`; nil when it is absent or its problem is noted.
  mutating func optional<T>(
    _ field: String, _ log: inout ProblemLog, _ read: (YAMLNode, String) throws(PolicyProblem) -> T
  ) -> T? {
    guard let member = take(field) else { return nil }
    return log.noting { () throws(PolicyProblem) in try read(member.value, field) }
  }

  mutating func required<T>(
    _ field: String, expected: String, _ log: inout ProblemLog,
    _ read: (YAMLNode, String) throws(PolicyProblem) -> T
  ) -> T? {
    guard let member = take(field) else {
      log.add(line, "`\(field)` is missing in \(quoted(name)): expected \(expected)")
      return nil
    }
    return log.noting { () throws(PolicyProblem) in try read(member.value, field) }
  }

  /// Notes every field that nobody asked for.
  func finish(_ log: inout ProblemLog) {
    for member in members where !asked.contains(member.key) {
      if member.key == "<<" {
        log.add(member.line, "`<<`: merge keys are not known here: expected the fields themselves")
      } else {
        let expected = asked.joined(separator: ", ")
        log.add(
          member.line, "\(quoted(member.key)) is not known in \(quoted(name)): expected one of \(expected)")
      }
    }
  }
}
