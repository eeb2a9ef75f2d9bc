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
  static func run(_ arguments: [String], input: String = "", environment: [String: String] = [:]) throws
    -> Result
  {
    let folder = try TemporaryFolder()
    return try collect(
      path, arguments, input: input, environment: surroundings(adding: environment), in: folder)
  }

  /// Runs `command` to its end with its three streams in files of `folder`.
  static func collect(
    _ command: String, _ arguments: [String], input: String, environment: [String: String],
    in folder: TemporaryFolder
  ) throws -> Result {
    let paths = ["in", "out", "err"].map { folder.path + "/" + $0 }
    try Data(input.utf8).write(to: URL(fileURLWithPath: paths[0]))
    let descriptors =
      [open(paths[0], O_RDONLY | O_CLOEXEC)]
      + paths[1...].map { open($0, O_WRONLY | O_CREAT | O_CLOEXEC, 0o600) }
    defer { for descriptor in descriptors { close(descriptor) } }
    let spawned = try Spawn(
      command, arguments, environment: environment, input: descriptors[0], output: descriptors[1],
      error: descriptors[2])
    let status: Int32 =
      switch spawned.wait() {
      case .exited(let status): status
      case .killed(let signal): -signal
      }
    return Result(
      status: status, output: try String(contentsOfFile: paths[1], encoding: .utf8),
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

  /// Where the programs of these tests keep their keys; gone with the process.
  static let keys: String = {
    atexit { try? FileManager.default.removeItem(atPath: Program.keys) }
    return NSTemporaryDirectory() + "curfew-test-keys-\(getpid())"
  }()

  /// Where they remember what their operator has seen: the tour, once and for all tests. Gone with the process.
  static let state: String = {
    let folder = NSTemporaryDirectory() + "curfew-test-state-\(getpid())"
    atexit { try? FileManager.default.removeItem(atPath: Program.state) }
    try? FileManager.default.createDirectory(atPath: folder + "/curfew", withIntermediateDirectories: true)
    _ = FileManager.default.createFile(atPath: folder + "/curfew/tour-seen", contents: nil)
    return folder
  }()

  static func surroundings(adding more: [String: String] = [:]) -> [String: String] {
    var environment = ProcessInfo.processInfo.environment
    for name in [
      "TMUX", "CURFEW_CONFIG", "CURFEW_THEME", "CURFEW_STORE", "CURFEW_OPERATOR", "NO_COLOR", "COLORTERM",
    ] {
      environment[name] = nil
    }
    environment["LC_ALL"] = "C.UTF-8"
    environment["CURFEW_KEYS"] = keys
    // None of the files of who runs the tests.
    environment["XDG_CONFIG_HOME"] = keys + "-config"
    environment["XDG_STATE_HOME"] = state
    environment["SWIFT_BACKTRACE"] = "enable=yes,interactive=no"
    return environment.merging(more) { $1 }
  }
}

/// A folder that is gone with the test.
final class TemporaryFolder: Sendable {
  let path: String

  init() throws {
    path = NSTemporaryDirectory() + "curfew-test-" + UUID().uuidString
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  var store: String { path + "/store.db" }
  var keys: String { path + "/keys" }

  func file(_ name: String, _ text: String) throws -> String {
    let file = path + "/" + name
    try text.write(toFile: file, atomically: true, encoding: .utf8)
    return file
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }
}
