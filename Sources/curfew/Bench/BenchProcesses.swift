import ArgumentParser
import CFloor
import Delegation
import Foundation
import SessionStore

/// Several processes on one store, beside as many that write the same rows by SQLite's C calls.
struct BenchProcesses: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "processes", abstract: "Durable decisions of several processes on one store.")

  @Option var processes: [Int] = [1, 8]
  @Option var inFlight: [Int] = [1, 64]
  @Option var seconds = 4
  @Option var sessions = 10_000

  func run() throws {
    for count in processes {
      for flight in inFlight {
        let floor = try measure(count, flight, isFloor: true)
        let ours = try measure(count, flight, isFloor: false)
        try report(
          "\(count) processes, \(flight) in flight each", "\(ours) a second",
          "C \(floor), \(Int((Double(ours) / Double(floor) * 100).rounded())) %")
      }
    }
  }

  private func measure(_ count: Int, _ flight: Int, isFloor: Bool) throws -> Int {
    let folder = try ScratchFolder(named: "curfew-bench")
    defer { folder.remove() }
    let worker = try BenchWorker(folder: folder, sessions: sessions)
    worker.close()
    let children = try (0..<count).map { index in
      try BenchChild(
        [
          "bench", "worker", "--path", worker.path, "--keys", "\(folder.path)/keys", "--in-flight",
          "\(flight)",
          "--seconds", "\(seconds)", "--sessions", "\(sessions)", "--first", "\(index * sessions / count)",
          "--only",
          "\(sessions / count)",
        ] + (isFloor ? ["--floor"] : []))
    }
    return try children.map { try $0.count() }.reduce(0, +) / seconds
  }
}

/// One of several processes: works for some seconds and prints how many executions it had allowed.
struct BenchWork: ParsableCommand {
  static let configuration = CommandConfiguration(commandName: "worker", shouldDisplay: false)

  @Option var path: String
  @Option var keys: String
  @Option var inFlight: Int
  @Option var seconds: Int
  @Option var sessions: Int
  @Option var first: Int
  @Option var only: Int
  @Flag var floor = false

  func run() throws {
    let end = ContinuousClock.now + .seconds(seconds)
    var count = 0
    if floor {
      guard let handle = cfloor_open(path, Int64(sessions)) else { throw Failure("cannot open `\(path)`") }
      defer { cfloor_close(handle) }
      while ContinuousClock.now < end {
        guard cfloor_commit(handle, Int32(inFlight)) == 0 else { throw Failure("the floor failed") }
        count += inFlight
      }
    } else {
      let store = try Stores.open(
        url: path, clock: Surroundings.now, makeID: Surroundings.makeID,
        options: Stores.Options(keys: KeyFolder(path: keys, random: Surroundings.random)))
      defer { store.close() }
      let envelopes = try (first..<first + only).map { try BenchData.envelope($0, expiresAt: .max) }
      while ContinuousClock.now < end {
        let requests = try (count..<count + inFlight).map {
          try BenchData.request(for: envelopes[$0 % only], nonce: UInt64($0 + 1))
        }
        var rest = requests[...]
        while !rest.isEmpty {
          let decisions = try store.authorize(rest)
          guard decisions.allSatisfy(\.isAllowed) else { throw Failure("not all were allowed") }
          rest = rest.dropFirst(decisions.count)
        }
        count += inFlight
      }
    }
    let output = Output()
    try output.line(json: String(count))
    try output.flush()
  }
}

/// A process of this program's, started with a list of arguments.
// Its pipes are used by one thread each way; Foundation does not say so.
final class BenchChild: @unchecked Sendable {
  private let process = Process()
  private let output = Pipe()
  let input = Pipe()

  init(_ arguments: [String]) throws {
    process.executableURL = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
    process.arguments = arguments
    process.standardOutput = output
    process.standardInput = input
    try process.run()
  }

  /// What it printed, once it has ended.
  func count() throws -> Int {
    let data = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    guard process.terminationStatus == 0,
      let count = Int(String(decoding: data, as: UTF8.self).split(separator: "\n").last ?? "")
    else { throw Failure("a process of the bench failed") }
    return count
  }

  func write(_ line: String) { input.fileHandleForWriting.write(Data((line + "\n").utf8)) }

  /// The next chunk of what it prints: a line, when one was asked for.
  func line() -> String { String(decoding: output.fileHandleForReading.availableData, as: UTF8.self) }

  func end() {
    try? input.fileHandleForWriting.close()
    process.terminate()
    process.waitUntilExit()
  }
}
