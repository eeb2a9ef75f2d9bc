import Foundation

/// A program that a variable of the environment names, with its first arguments.
struct UserProgram {
  let words: [String]

  /// What a shell would read into the words; there is no shell here, and nobody should think that there were.
  private static let shellSigns = Set("|&;<>()$`\\\"'*?[]{}!#~\t\n\r")

  /// The first of the variables that is set; else `usual`. Split at spaces only.
  /// - Throws: ``Failure`` where none is set, or where one has a sign for a shell in it.
  init(of names: [String], usual: String? = nil) throws {
    let environment = ProcessInfo.processInfo.environment
    for name in names {
      let value = environment[name] ?? ""
      let words = value.split(separator: " ").map(String.init)
      if words.isEmpty { continue }
      guard !value.contains(where: Self.shellSigns.contains) else {
        throw Failure(
          "$\(name) has a sign for a shell in it: expected a program and its arguments, without quotes")
      }
      self.words = words
      return
    }
    guard let usual else {
      throw Failure("expected \(names.map { "$" + $0 }.joined(separator: " or ")) to name a program")
    }
    words = [usual]
  }
}
