import Foundation
import Testing

/// A store with sessions whose executions are watched, used through commands alone.
struct WatchedStore {
  let folder: TemporaryFolder

  /// Grants a session for each of `keys`.
  init(_ keys: [String] = [Sample.key]) throws {
    folder = try TemporaryFolder()
    try succeed(["sessions", "import", "-"], input: keys.map { Sample.envelope($0) }.joined(separator: "\n"))
  }

  func run(_ arguments: [String], input: String = "", environment: [String: String] = [:]) throws
    -> Program.Result
  {
    try Program.run(arguments + ["--store", folder.store], input: input, environment: environment)
  }

  @discardableResult
  func succeed(
    _ arguments: [String], input: String = "", sourceLocation: SourceLocation = #_sourceLocation
  ) throws -> Program.Result {
    let result = try run(arguments, input: input)
    #expect(result.status == 0, "\(arguments): \(result.error)", sourceLocation: sourceLocation)
    return result
  }

  @discardableResult
  func authorize(_ requests: [String]) throws -> [String] {
    try succeed(["authorize"], input: requests.joined(separator: "\n")).lines
  }

  /// Four executions on a wrong chain: one more than passes.
  func violate(_ key: String = Sample.key, from nonce: Int = 1, count: Int = 4) throws {
    try authorize((nonce..<(nonce + count)).map { Sample.request(key, nonce: $0, chain: 10) })
  }

  /// Rows of the store's file, read by another program than ours.
  func query(_ sql: String) throws -> [[Any]] {
    let python =
      "import json,sqlite3,sys; print(json.dumps(sqlite3.connect(sys.argv[1]).execute(sys.argv[2]).fetchall()))"
    let result = try Program.collect(
      "python3", ["-c", python, folder.store, sql], input: "", environment: Program.surroundings(), in: folder
    )
    try #require(result.status == 0, "\(result.error)")
    return try #require(try JSONSerialization.jsonObject(with: Data(result.output.utf8)) as? [[Any]])
  }
}

/// The names of one JSON object in their own order, without those of objects inside it.
func names(_ line: String) -> [String] {
  var names: [String] = []
  var (depth, isInText, isEscaped, text) = (0, false, false, "")
  let characters = Array(line)
  for (index, character) in characters.enumerated() {
    if isInText {
      if isEscaped {
        isEscaped = false
      } else if character == "\\" {
        isEscaped = true
      } else if character == "\"" {
        isInText = false
        if depth == 1, index + 1 < characters.count, characters[index + 1] == ":" { names.append(text) }
      } else {
        text.append(character)
      }
    } else if character == "\"" {
      (isInText, text) = (true, "")
    } else if "{[".contains(character) {
      depth += 1
    } else if "}]".contains(character) {
      depth -= 1
    }
  }
  return names
}

/// No escape sequence and no control reaches a terminal, but for the end of a line.
func isClean(_ output: String) -> Bool {
  output.unicodeScalars.allSatisfy { scalar in
    scalar == "\n" || ![.control, .format, .lineSeparator].contains(scalar.properties.generalCategory)
  }
}

/// What a thief would call himself, to be drawn as somebody else.
let hostileLabel = "red\u{1B}[31m\u{1B}]0;title\u{07}\u{202E}evil\u{200B}"
