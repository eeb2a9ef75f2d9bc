import Foundation
import Testing

/// The library that the program is started with to fail its writes and to set its clock wrong: see Tests/FaultShim.
enum Shim {
  static let path = URL(fileURLWithPath: Program.path).deletingLastPathComponent()
    .appendingPathComponent("libFaultShim.so").path

  /// Without its file the loader only warns, and every test of faults would pass.
  struct Missing: Error {
    let path: String
  }

  private static func preloaded(_ settings: [String: String]) throws -> [String: String] {
    guard FileManager.default.fileExists(atPath: path) else { throw Missing(path: path) }
    return settings.merging(["LD_PRELOAD": path]) { $1 }
  }

  /// A wall clock that is `seconds` ahead, or behind where that is negative.
  static func clock(offBySeconds seconds: Int) throws -> [String: String] {
    try preloaded(["CURFEW_CLOCK_OFFSET_SECONDS": String(seconds)])
  }

  /// Counts the calls on `store`.
  static func counting(_ store: String, log: String) throws -> [String: String] {
    try preloaded(["CURFEW_FAULT_STORE": try realPath(store), "CURFEW_FAULT_LOG": log])
  }

  static func failing(_ store: String, _ fault: Fault, at call: Int, log: String) throws -> [String: String] {
    var settings = try counting(store, log: log)
    settings["CURFEW_FAULT_MODE"] = fault.mode
    settings["CURFEW_FAULT_AT"] = String(call)
    if fault.isForever { settings["CURFEW_FAULT_FOREVER"] = "1" }
    return settings
  }

  /// The store need not be there yet, its folder must.
  private static func realPath(_ store: String) throws -> String {
    let url = URL(fileURLWithPath: store)
    return url.deletingLastPathComponent().resolvingSymlinksInPath().path + "/" + url.lastPathComponent
  }
}

/// A way in which a write or a sync fails.
struct Fault: CustomTestStringConvertible, Sendable {
  let mode: String
  var isForever = false

  /// The process dies by it.
  var kills: Bool { ["crash", "torn", "powercut"].contains(mode) }
  var testDescription: String { mode + (isForever ? " from then on" : "") }

  static let all =
    ["eio", "enospc", "short", "crash", "torn", "powercut"].map { Fault(mode: $0) }
    + ["eio", "enospc", "short"].map { Fault(mode: $0, isForever: true) }
}

/// What a process did to the store, as the shim counted it.
struct CallCounts {
  let calls: Int
  let writes: Int
  let syncs: Int
  let hasFired: Bool
  /// One letter an event; Tests/FaultShim/counts.c has them.
  let order: String

  /// The last process that ended with this log.
  init?(log: String) {
    guard let text = try? String(contentsOfFile: log, encoding: .utf8),
      let line = text.split(separator: "\n").last
    else { return nil }
    var values: [Substring: Substring] = [:]
    for word in line.split(separator: " ") {
      let parts = word.split(separator: "=", omittingEmptySubsequences: false)
      if parts.count == 2 { values[parts[0]] = parts[1] }
    }
    guard let calls = Int(values["calls"] ?? ""), let writes = Int(values["writes"] ?? ""),
      let syncs = Int(values["syncs"] ?? ""), let order = values["order"]
    else { return nil }
    (self.calls, self.writes, self.syncs) = (calls, writes, syncs)
    hasFired = values["fired"] == "1"
    self.order = String(order)
  }
}
