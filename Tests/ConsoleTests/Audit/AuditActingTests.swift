import AuditTrail
import Delegation
import SessionStore
import Terminal
import Testing

@testable import Console

/// The Audit screen while others write, while a filter is typed, and while the whole log is verified.
@Suite struct AuditActingTests {
  // MARK: Live

  @Test func `the log is followed at most once a second, and only while it is shown`() throws {
    var desk = try AuditScreenTests.desk()
    desk.effects = []
    desk.now = desk.now + TimeSpan(milliseconds: 200)
    desk.send(.storeChanged)
    #expect(!desk.effects.contains { if case .auditNewest = $0 { true } else { false } })
    #expect(desk.model.nextWake <= start + seconds(2))
    desk.entries.insert(AuditSamples.entry(813, reason: "after"), at: 0)
    desk.wait(seconds(1))
    #expect(desk.effects.contains(.auditNewest(known: 812)))
    desk.answer()
    #expect(desk.model.audit.cursor == 812)
    #expect(desk.model.audit.newest == 813)
    desk.press("1")
    desk.answer()
    desk.wait(seconds(2))
    desk.send(.storeChanged)
    #expect(!desk.effects.contains { if case .auditNewest = $0 { true } else { false } })
  }

  @Test func `the growth is proved seldom, from the first head that was seen`() throws {
    var desk = try AuditScreenTests.desk()
    let first = try AuditSamples.checkpoint(810)
    desk.wait(TimeSpan(milliseconds: 10))
    #expect(desk.effects.contains(.log(since: first)) || desk.model.log.growthAskedAt != nil)
    desk.answer()
    desk.send(.logRead(try AuditSamples.reading(growth: .grew(from: 810, to: 810))))
    desk.effects = []
    desk.send(.logRead(try AuditSamples.reading(size: 820, signed: 820)))
    desk.wait(seconds(5))
    #expect(!desk.effects.contains(.log(since: first)))
    desk.wait(seconds(6))
    #expect(desk.effects.contains(.log(since: first)))
  }

  @Test func `older entries are read when the end comes near`() throws {
    let many = (1...450).reversed().map { AuditSamples.entry(Int64($0)) }
    var desk = try AuditScreenTests.desk(many)
    #expect(desk.model.audit.rows.count == 200)
    desk.press("G")
    #expect(desk.effects.contains(.auditOlder(before: 251)))
    desk.answer()
    desk.press("G")
    desk.answer()
    desk.press("G")
    #expect(desk.model.audit.cursor == 1)
    #expect(desk.model.audit.reachesEnd)
  }

  // MARK: Filter

  @Test func `a filter is live, is kept by Enter and taken back by Esc`() throws {
    var desk = try AuditScreenTests.desk(size: ScreenSize(rows: 24, columns: 120))
    desk.press("/")
    desk.write("APPROVAL")
    #expect(desk.model.audit.shown.map(\.sequence) == [812, 811])
    #expect(desk.screen.contains { $0.contains("2 of 5 read") })
    desk.press("Enter", "j")
    #expect(desk.model.audit.cursor == 811)
    desk.press("/")
    desk.write(" nothing")
    #expect(desk.screen.contains { $0.contains("No entry that was read has this text") })
    desk.press("Esc")
    #expect(desk.model.audit.shown.count == 2)
    desk.press("Esc")
    #expect(desk.model.audit.shown.count == 5)
    #expect(desk.model.screen == .audit)
    desk.command("filter user.")
    #expect(desk.model.audit.shown.map(\.sequence) == [639])
  }

  @Test func `a filter that matches little reads on by itself, to the end`() throws {
    let many = (1...450).reversed().map { AuditSamples.entry(Int64($0), reason: $0 == 3 ? "needle" : nil) }
    var desk = try AuditScreenTests.desk(many)
    desk.command("filter needle")
    desk.answer()
    #expect(desk.model.audit.shown.map(\.sequence) == [3])
    #expect(desk.model.audit.reachesEnd)
  }

  @Test func `a paste goes into the filter`() throws {
    var desk = try AuditScreenTests.desk()
    desk.press("/")
    desk.send(.paste("it is over"))
    #expect(desk.model.audit.shown.map(\.sequence) == [811])
  }

  // MARK: Verification

  @Test func `a verification says that it runs, and Esc ends the waiting for it`() throws {
    var desk = try AuditScreenTests.desk(size: ScreenSize(rows: 24, columns: 120))
    desk.command("verify-log")
    #expect(desk.effects.contains(.verifyLog))
    desk.wait(seconds(3))
    #expect(desk.statusLine.contains("reading the whole log"))
    #expect(!desk.model.isStale)
    desk.command("verify-log")
    #expect(desk.effects.filter { $0 == .verifyLog }.count == 1)
    desk.wait(seconds(1))
    desk.press("Esc")
    desk.send(.logVerified(Self.report()))
    #expect(desk.model.overlay == nil)
    #expect(desk.model.screen == .audit)
  }

  @Test func `what a verification found is shown, finding by finding`() throws {
    var desk = try AuditScreenTests.desk(size: ScreenSize(rows: 24, columns: 120))
    desk.command("verify-log")
    desk.send(
      .logVerified(
        Self.report([
          AuditFinding(place: "sessions", row: "id 3", sentence: "`spent` is not what was allowed")
        ]
        )))
    let text = desk.screen.joined(separator: "\n")
    #expect(text.contains("NOT SOUND: 1 finding"))
    #expect(text.contains("id 3: `spent` is not what was allowed"))
    desk.press("Esc")
    desk.command("verify-log")
    desk.send(.logVerified(Self.report()))
    #expect(desk.screen.contains { $0.contains("sound: every table is as the log says") })
  }

  private static func report(_ findings: [AuditFinding] = []) -> AuditReport {
    AuditReport(
      leaves: 812, signedLeaves: 810, root: "00", witnessed: 0, witnessedLeaves: 0, findings: findings,
      findingCount: findings.count)
  }
}
