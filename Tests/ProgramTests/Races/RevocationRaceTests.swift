import Testing

@Suite(.serialized) struct `a revocation against busy processes` {
  /// The promise that everything else rests on. A thousand rounds in all.
  @Test(arguments: 1...8)
  func `holds for whatever is handed over after it returned, whatever the clocks say`(processes: Int) throws {
    let race = try RevocationRace(processes: processes, rounds: 125, seed: UInt64(processes))
    try race.run()
    try race.check()
  }

  @Test(arguments: [-120, 120])
  func `the clocks of the processes are really off`(skew: Int) throws {
    let folder = try TemporaryFolder()
    let before = Sample.now
    let (ending, lines, error) = try RunningProgram.run(
      ["revoke", Sample.key, "--reason", "skew", "--json", "--store", folder.store],
      environment: try Shim.clock(offBySeconds: skew), in: folder)
    #expect(ending == .exited(0), "\(error)")
    let committed = try #require(object(lines.first ?? "")["committedAt"] as? Double)
    #expect((Double(before + skew)...Double(Sample.now + skew + 1)).contains(committed))
  }
}
