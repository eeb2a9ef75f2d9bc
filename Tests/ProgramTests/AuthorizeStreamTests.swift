import Foundation
import Glibc
import Testing

/// `authorize` as a running process that is written to and read from.
private final class Running {
  private let input: PipeEnds
  private let output: PipeEnds
  private let spawned: Spawn

  /// - Parameter file: what it reads in place of what is written to it.
  init(_ arguments: [String], input file: String? = nil) throws {
    input = try PipeEnds()
    output = try PipeEnds()
    let source = file.map { open($0, O_RDONLY | O_CLOEXEC) }
    defer { if let source { close(source) } }
    let errors = open("/dev/null", O_WRONLY | O_CLOEXEC)
    defer { close(errors) }
    spawned = try Spawn(
      Program.path, arguments, environment: Program.surroundings(), input: source ?? input.readEnd,
      output: output.writeEnd,
      error: errors)
    input.closeRead()
    output.closeWrite()
  }

  func write(_ text: String) { text.withCString { _ = Glibc.write(input.writeEnd, $0, strlen($0)) } }

  /// The next whole line; blocks until it is there.
  func line() -> String {
    var bytes: [UInt8] = []
    var byte: UInt8 = 0
    while read(output.readEnd, &byte, 1) == 1, byte != 0x0A { bytes.append(byte) }
    return String(decoding: bytes, as: UTF8.self)
  }

  func endInput() { input.closeWrite() }
  func stopReading() { output.closeRead() }
  func terminate() { kill(spawned.process, SIGTERM) }
  func wait() -> Spawn.Ending { spawned.wait() }
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
      running.write(Sample.request(nonce: nonce, id: "r-\(nonce)") + "\n")
      let answer = object(running.line())
      #expect(answer["requestId"] as? String == "r-\(nonce)")
      #expect(answer["decision"] as? String == "allow")
    }
    running.endInput()
    #expect(running.wait() == .exited(0))
  }

  @Test func `ends cleanly on TERM, and what it answered is recorded`() throws {
    let folder = try granted()
    let running = try Running(["authorize", "--store", folder.store])
    running.write(Sample.request(nonce: 1) + "\n")
    #expect(object(running.line())["decision"] as? String == "allow")
    running.terminate()
    #expect(running.wait() == .exited(0))
    let shown = try Program.succeed(["sessions", "show", Sample.key, "--json", "--store", folder.store])
    #expect(object(shown.output)["executions"] as? Int == 1)
  }

  @Test func `ends cleanly when its reader goes away`() throws {
    let folder = try granted()
    let running = try Running(["authorize", "--store", folder.store])
    running.stopReading()
    running.write(Sample.request(nonce: 1) + "\n")
    #expect(running.wait() == .exited(0))
  }

  @Test func `ends cleanly when its reader goes away while no request comes`() throws {
    let folder = try granted()
    let running = try Running(["authorize", "--store", folder.store])
    running.write(Sample.request(nonce: 1) + "\n")
    #expect(reasons(running.line()).isEmpty)
    running.stopReading()
    #expect(running.wait() == .exited(0))
  }

  @Test func `ends on TERM with status 1 when its reader takes no answers`() throws {
    let folder = try granted()
    let requests = (1...2000).map { Sample.request(nonce: $0, value: "0") }.joined(separator: "\n")
    let running = try Running(
      ["authorize", "--store", folder.store], input: try folder.file("requests", requests))
    // Its first answers are there, and far more than a pipe holds are to come.
    #expect(reasons(running.line()).isEmpty)
    running.terminate()
    #expect(running.wait() == .exited(1))
  }

  @Test(arguments: ["<&-", ">&-", "<&- >&- 2>&-"])
  func `a closed stream is a failure, and the store's own files never take its place`(closed: String) throws {
    let folder = try granted()
    let lock = folder.store + ".lock"
    let result = try Program.collect(
      "/bin/sh", ["-c", "\"$0\" authorize --store \"$1\" \(closed)", Program.path, folder.store],
      input: Sample.request(nonce: 1) + "\n", environment: Program.surroundings(), in: folder)
    #expect(result.status == 1)
    #expect(result.output.isEmpty)
    #expect(try String(contentsOfFile: lock, encoding: .utf8).utf8.count == 64)
  }

  @Test func `a revocation by another process holds for the very next line`() throws {
    let folder = try granted()
    let running = try Running(["authorize", "--store", folder.store])
    running.write(Sample.request(nonce: 1) + "\n")
    #expect(reasons(running.line()).isEmpty)
    try Program.succeed(["revoke", Sample.key, "--reason", "now", "--store", folder.store])
    running.write(Sample.request(nonce: 2) + "\n")
    #expect(reasons(running.line()) == ["session_revoked"])
    running.endInput()
    #expect(running.wait() == .exited(0))
  }

  @Test func `several processes never spend one budget twice`() throws {
    let folder = try granted()
    try folder.onlyAlert()
    let requests = { (start: Int) in
      (0..<100).map { Sample.request(nonce: start + $0, value: "2") }.joined(separator: "\n") + "\n"
    }
    let all = try (0..<4).map { _ in try Running(["authorize", "--store", folder.store]) }
    for (index, running) in all.enumerated() { running.write(requests(index * 100 + 1)) }
    var allowed = 0
    for running in all {
      running.endInput()
      for _ in 0..<100 where object(running.line())["decision"] as? String == "allow" { allowed += 1 }
      #expect(running.wait() == .exited(0))
    }
    #expect(allowed == 250, "500 USD in steps of 2")
  }
}
