import Foundation
import Testing

/// `authorize` as a running process that is written to and read from.
private final class Running {
  let process = Process()
  let input = Pipe()
  let output = Pipe()

  init(_ arguments: [String]) throws {
    process.executableURL = URL(fileURLWithPath: Program.path)
    process.arguments = arguments
    process.environment = Program.surroundings()
    process.standardInput = input
    process.standardOutput = output
    process.standardError = FileHandle.nullDevice
    try process.run()
  }

  func write(_ text: String) throws { try input.fileHandleForWriting.write(contentsOf: Data(text.utf8)) }

  /// The next whole line; blocks until it is there.
  func line() throws -> String {
    var bytes: [UInt8] = []
    while let byte = try output.fileHandleForReading.read(upToCount: 1)?.first, byte != 0x0A { bytes.append(byte) }
    return String(decoding: bytes, as: UTF8.self)
  }
}

@Suite struct `the authorize stream` {
  private func granted() throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    try Program.succeed(["sessions", "grant", "-", "--store", folder.store], input: Sample.envelope())
    return folder
  }

  @Test func `answers each line as it comes, before the next is written`() throws {
    let folder = try granted()
    let running = try Running(["authorize", "--store", folder.store])
    for nonce in 1...5 {
      try running.write(Sample.request(nonce: nonce, id: "r-\(nonce)") + "\n")
      let answer = object(try running.line())
      #expect(answer["requestId"] as? String == "r-\(nonce)")
      #expect(answer["decision"] as? String == "allow")
    }
    try running.input.fileHandleForWriting.close()
    running.process.waitUntilExit()
    #expect(running.process.terminationStatus == 0)
  }

  @Test func `ends cleanly on TERM, and what it answered is recorded`() throws {
    let folder = try granted()
    let running = try Running(["authorize", "--store", folder.store])
    try running.write(Sample.request(nonce: 1) + "\n")
    #expect(object(try running.line())["decision"] as? String == "allow")
    running.process.terminate()
    running.process.waitUntilExit()
    #expect(running.process.terminationReason == .exit)
    #expect(running.process.terminationStatus == 0)
    let shown = try Program.succeed(["sessions", "show", Sample.key, "--json", "--store", folder.store])
    #expect(object(shown.output)["executions"] as? Int == 1)
  }

  @Test func `ends cleanly when its reader goes away`() throws {
    let folder = try granted()
    let running = try Running(["authorize", "--store", folder.store])
    try running.output.fileHandleForReading.close()
    try running.write(Sample.request(nonce: 1) + "\n")
    running.process.waitUntilExit()
    #expect(running.process.terminationReason == .exit)
    #expect(running.process.terminationStatus == 0)
  }

  @Test func `a revocation by another process holds for the very next line`() throws {
    let folder = try granted()
    let running = try Running(["authorize", "--store", folder.store])
    try running.write(Sample.request(nonce: 1) + "\n")
    #expect(reasons(try running.line()).isEmpty)
    try Program.succeed(["revoke", Sample.key, "--reason", "now", "--store", folder.store])
    try running.write(Sample.request(nonce: 2) + "\n")
    #expect(reasons(try running.line()) == ["session_revoked"])
    try running.input.fileHandleForWriting.close()
    running.process.waitUntilExit()
  }

  @Test func `several processes never spend one budget twice`() throws {
    let folder = try granted()
    let requests = { (start: Int) in
      (0..<100).map { Sample.request(nonce: start + $0, value: "2") }.joined(separator: "\n") + "\n"
    }
    let all = try (0..<4).map { _ in try Running(["authorize", "--store", folder.store]) }
    for (index, running) in all.enumerated() { try running.write(requests(index * 100 + 1)) }
    var allowed = 0
    for running in all {
      try running.input.fileHandleForWriting.close()
      for _ in 0..<100 where object(try running.line())["decision"] as? String == "allow" { allowed += 1 }
      running.process.waitUntilExit()
    }
    #expect(allowed == 250, "500 USD in steps of 2")
  }
}
