import Foundation
import Testing

/// For every write, sync and truncation of a workload: it fails, and nothing that was said turns out untrue.
@Suite(.serialized) struct `a failing write or sync` {
  /// More calls than any workload makes: a sweep that goes on for ever fails.
  private static let callsMax = 2000

  struct Endless: Error {}

  @Test(arguments: Workload.all, Fault.all)
  func `never makes untrue what was said, whichever it is`(workload: Workload, fault: Fault) throws {
    let template = try TemporaryFolder()
    try workload.prepare?(template)
    #expect(
      !FileManager.default.fileExists(atPath: template.store + "-wal"), "the template is more than one file")
    let next = Shared(1)
    let last = Shared(Int.max)
    let found = try onThreads(2) { _ in
      var problems: [String] = []
      while true {
        let call = next.quietly { next in
          defer { next += 1 }
          return next
        }
        if call > last.read({ $0 }) { return problems }
        guard call < Self.callsMax else { throw Endless() }
        let (hasFired, found) = try Self.run(workload, fault, at: call, from: template)
        problems += found.map {
          "\(workload.testDescription), \(fault.testDescription) at call \(call): \($0)"
        }
        if !hasFired { last.quietly { $0 = min($0, call) } }
      }
    }
    let problems = found.flatMap { $0 }
    for problem in problems.prefix(10) { Issue.record("\(problem)") }
    #expect(problems.isEmpty, "\(problems.count) problems, the first of them above")
    #expect(last.read { $0 } > 5, "hardly a call was met")
  }

  private static func run(
    _ workload: Workload, _ fault: Fault, at call: Int, from template: TemporaryFolder
  ) throws -> (hasFired: Bool, problems: [String]) {
    let folder = try TemporaryFolder()
    if workload.prepare != nil {
      try FileManager.default.copyItem(atPath: template.store, toPath: folder.store)
      try FileManager.default.copyItem(atPath: template.keys, toPath: folder.keys)
    }
    let log = folder.path + "/calls"
    var run = Workload.Run(
      folder: folder, environment: try Shim.failing(folder.store, fault, at: call, log: log))
    try workload.perform(&run)
    guard let counts = CallCounts(log: log) else { return (true, ["the shim left no log"]) }
    var verification = StoreVerification(folder, run.observations, keys: run.keys)
    // `short` leaves out what cannot be done by half: the sweep ends where the calls do.
    return (counts.calls >= call, run.problems + (try verification.run()))
  }
}
