import PolicyEngine

/// Policy files as commands take them.
enum PolicyFile {
  /// Reads a file's text.
  /// - Throws: ``Failure`` when it cannot be read or is not UTF-8.
  static func text(_ path: String) throws -> String {
    let bytes = try InputSource.contents(of: path)
    guard let text = String(validating: bytes, as: UTF8.self) else { throw Failure("`\(path)` is not UTF-8") }
    return text
  }

  /// Loads a policy; every problem is said with its line before the failure.
  static func load(_ path: String) throws -> Policy { try load(yaml: try text(path), named: path) }

  static func load(yaml: String, named path: String) throws -> Policy {
    do throws(PolicyLoadError) {
      return try Policy.load(yaml: yaml)
    } catch {
      for problem in error.problems { complain("\(path):\(problem.line): \(problem.message)") }
      let count = error.problems.count
      throw Failure("`\(path)` is no policy: \(count) \(count == 1 ? "problem" : "problems")")
    }
  }
}
