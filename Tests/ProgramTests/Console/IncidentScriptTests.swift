import Foundation
import Testing

/// An incident from the alert to its end in the console, played by the product itself on a real store.
@Suite struct `an incident in the console` {
  /// A store with two sessions, whose policy asks for little quiet.
  private func folder() throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    let both = Sample.envelope() + "\n" + Sample.envelope(Sample.other)
    try Program.succeed(["sessions", "import", "-", "--store", folder.store], input: both)
    return folder
  }

  private func play(_ script: String, in folder: TemporaryFolder, _ more: [String] = []) throws
    -> Program.Result
  {
    let file = try folder.file("script-\(UUID().uuidString).txt", script)
    return try Program.run(["--store", folder.store, "--script", file, "--script-size", "120x40"] + more)
  }

  @Test func `a read-only console opens none`() throws {
    let folder = try folder()
    let result = try play(
      "key i\nexpect read-only\nkey 4\nexpect There were no incidents yet\n", in: folder, ["--read-only"])
    #expect(result.status == 0, "\(result.error)")
  }

  @Test func `goes from a session to the open step verify, and another console goes on with it`() throws {
    let folder = try folder()
    let first = try play(
      """
      key i
      expect INC-1: opened as
      expect NEXT X  revoke the session
      key X
      expect revoked: commit
      expect NEXT n  finish revoke
      key n
      expect NEXT m  choose a mode
      key m
      wait until proposed
      wait until good (0 sessions
      key Enter
      expect NEXT v  ask every enforcement point
      key v
      wait until since revoked
      """, in: folder)
    #expect(first.status == 0, "\(first.error)")
    let second = try play(
      """
      key 4
      expect INC-1
      key Enter
      expect VERIFY
      :note seen by another console
      expect note: seen by another console
      :skip nobody decides on this store
      expect NEXT n  skip notice
      key n
      :close a test of the console
      expect closed
      keys 1 4
      expect closed
      """, in: folder)
    #expect(second.status == 0, "\(second.error)")
    let shown = try Program.succeed(["sessions", "show", Sample.other, "--json", "--store", folder.store])
    #expect(object(shown.output)["state"] as? String == "revoked")
    let modes = try Program.succeed(["mode", "show", "--store", folder.store]).output
    #expect(modes.contains("guarded") || modes.contains("denyFirst"))
    let audit = try Program.succeed(["audit", "verify", "--store", folder.store])
    #expect(audit.status == 0, "\(audit.output)")
  }

  @Test func `goes from an alert to its end with ten keys`() throws {
    let desk = try IncidentStore()
    try desk.store.violate()
    let result = try play(
      """
      key 2
      wait until context violations
      key i
      expect INC-1: opened as
      key X
      expect NEXT n  finish revoke
      key n
      expect NEXT m  choose a mode
      key m
      wait until good (
      key Enter
      expect NEXT v  ask every enforcement point
      key v
      wait until NEXT n  finish verify 30s
      key n
      expect NEXT n  skip notice
      key n
      expect NEXT n  close the incident
      key n
      expect INC-1: closed
      expect NEXT curfew incident report INC-1
      """, in: desk.store.folder)
    #expect(result.status == 0, "\(result.error)")
    #expect(
      try desk.steps() == ["revoke": "done", "tighten": "done", "verify": "done", "notice": "skipped"])
  }

  @Test func `a scope is revoked after its card, with another key`() throws {
    let folder = try folder()
    let result = try play(
      """
      key i
      expect INC-1
      key S
      wait until same nonce domain
      key Esc
      :scope all
      wait until 2 sessions
      key X
      expect `Y` revokes what is shown
      key Y
      wait until 2 sessions revoked, commit
      expect NEXT n  finish revoke
      """, in: folder)
    #expect(result.status == 0, "\(result.error)")
    for key in [Sample.key, Sample.other] {
      let shown = try Program.succeed(["sessions", "show", key, "--json", "--store", folder.store])
      #expect(object(shown.output)["state"] as? String == "revoked")
    }
  }
}
