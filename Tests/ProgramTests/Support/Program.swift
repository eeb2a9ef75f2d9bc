import Foundation
import Testing

/// The real binary, as a user starts it.
enum Program {
  /// Built beside this test bundle, because the test target depends on it.
  static let path: String = {
    let own = URL(fileURLWithPath: CommandLine.arguments[0]).resolvingSymlinksInPath()
    return own.deletingLastPathComponent().appendingPathComponent("curfew").path
  }()

  struct Result {
    let status: Int32
    let output: String
    let error: String

    var lines: [String] { output.split(separator: "\n").map(String.init) }
  }

  /// Runs it to its end.
  static func run(_ arguments: [String], input: String = "", environment: [String: String] = [:]) throws -> Result {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: path)
    process.arguments = arguments
    process.environment = surroundings(adding: environment)
    let folder = try TemporaryFolder()
    let paths = ["in", "out", "err"].map { folder.path + "/" + $0 }
    for path in paths { FileManager.default.createFile(atPath: path, contents: nil) }
    try Data(input.utf8).write(to: URL(fileURLWithPath: paths[0]))
    process.standardInput = FileHandle(forReadingAtPath: paths[0])
    process.standardOutput = FileHandle(forWritingAtPath: paths[1])
    process.standardError = FileHandle(forWritingAtPath: paths[2])
    try process.run()
    process.waitUntilExit()
    return Result(
      status: process.terminationStatus, output: try String(contentsOfFile: paths[1], encoding: .utf8),
      error: try String(contentsOfFile: paths[2], encoding: .utf8))
  }

  /// Runs it and expects status 0.
  @discardableResult
  static func succeed(
    _ arguments: [String], input: String = "", sourceLocation: SourceLocation = #_sourceLocation
  ) throws -> Result {
    let result = try run(arguments, input: input)
    #expect(result.status == 0, "\(arguments): \(result.error)", sourceLocation: sourceLocation)
    return result
  }

  static func surroundings(adding more: [String: String] = [:]) -> [String: String] {
    var environment = ProcessInfo.processInfo.environment
    for name in ["TMUX", "CURFEW_STORE", "CURFEW_OPERATOR", "NO_COLOR", "COLORTERM"] { environment[name] = nil }
    environment["LC_ALL"] = "C.UTF-8"
    environment["SWIFT_BACKTRACE"] = "enable=yes,interactive=no"
    return environment.merging(more) { $1 }
  }
}

/// A folder that is gone with the test.
final class TemporaryFolder {
  let path: String

  init() throws {
    path = NSTemporaryDirectory() + "curfew-test-" + UUID().uuidString
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  var store: String { path + "/store.db" }

  func file(_ name: String, _ text: String) throws -> String {
    let file = path + "/" + name
    try text.write(toFile: file, atomically: true, encoding: .utf8)
    return file
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }
}
