import Testing

/// A history in short: who, what, from when, until when and what was heard (nil: never).
private typealias Row = (
  process: Int, call: SessionKeyObject.Call, from: UInt64, to: UInt64, SessionKeyObject.Answer?
)

private func isLinearizable(_ rows: [Row]) -> Bool {
  let history = rows.map { row in
    row.4.map { Operation<SessionKeyObject>(row.process, row.call, from: row.from, to: row.to, $0) }
      ?? Operation(row.process, row.call, unansweredFrom: row.from)
  }
  return LinearizabilityChecker(SessionKeyObject(), history).verdict().isLinearizable
}

private struct Case: CustomTestStringConvertible, Sendable {
  let testDescription: String
  let rows: [Row]

  init(_ name: String, _ rows: Row...) {
    testDescription = name
    self.rows = rows
  }
}

@Suite struct `the linearizability checker` {
  @Test(arguments: [
    Case(
      "an allow invoked after revoke returned",
      (1, .revoke, 0, 10, .done), (2, .authorize, 11, 20, .allow)),
    Case(
      "an allow after a denial that was heard, while the revoke still runs",
      (1, .revoke, 0, 100, .done), (2, .authorize, 10, 20, .denyRevoked), (3, .authorize, 21, 30, .allow)),
    Case(
      "a denial before anybody revoked", (2, .authorize, 0, 10, .denyRevoked), (1, .revoke, 11, 20, .done)),
    Case("a denial with no revoke at all", (2, .authorize, 0, 10, .denyRevoked)),
    Case(
      "a denial after a reinstatement that returned",
      (1, .revoke, 0, 10, .done), (1, .reinstate, 11, 20, .done), (2, .authorize, 21, 30, .denyRevoked)),
    Case(
      "an allow between a revoke that returned and a later reinstatement",
      (1, .revoke, 0, 10, .done), (2, .authorize, 11, 20, .allow), (1, .reinstate, 21, 30, .done)),
    Case(
      "one lost revoke cannot stop twice around a reinstatement",
      (1, .revoke, 0, 0, nil), (2, .authorize, 1, 10, .denyRevoked), (3, .reinstate, 11, 20, .done),
      (2, .authorize, 21, 30, .allow), (2, .authorize, 31, 40, .denyRevoked)),
    Case(
      "a denial before a lost revoke was asked for",
      (2, .authorize, 0, 10, .denyRevoked), (1, .revoke, 11, 0, nil)),
    Case(
      "two readers who saw the order differently",
      (1, .revoke, 0, 100, .done), (2, .authorize, 10, 20, .denyRevoked), (3, .authorize, 15, 18, .allow),
      (3, .authorize, 21, 30, .allow)),
  ])
  private func `refuses what no order explains`(example: Case) {
    #expect(!isLinearizable(example.rows))
  }

  @Test(arguments: [
    Case("nothing at all"),
    Case("an allow that overlaps the revoke", (1, .revoke, 0, 10, .done), (2, .authorize, 9, 20, .allow)),
    Case(
      "an allow heard long after the revoke returned, but asked for before",
      (1, .revoke, 5, 10, .done), (2, .authorize, 4, 1000, .allow)),
    Case(
      "a denial while the revoke runs, then a denial",
      (1, .revoke, 0, 100, .done), (2, .authorize, 10, 20, .denyRevoked),
      (3, .authorize, 21, 30, .denyRevoked)
    ),
    Case(
      "overlapping readers on both sides of the revoke",
      (1, .revoke, 0, 100, .done), (2, .authorize, 10, 20, .denyRevoked), (3, .authorize, 5, 30, .allow)),
    Case(
      "touching at one instant counts as overlapping", (1, .revoke, 0, 10, .done),
      (2, .authorize, 10, 20, .allow)),
    Case("a lost revoke that took effect", (1, .revoke, 0, 0, nil), (2, .authorize, 100, 110, .denyRevoked)),
    Case("a lost revoke that never did", (1, .revoke, 0, 0, nil), (2, .authorize, 100, 110, .allow)),
    Case(
      "a lost revoke that took effect late",
      (1, .revoke, 0, 0, nil), (2, .authorize, 10, 20, .allow), (2, .authorize, 30, 40, .denyRevoked)),
    Case("a lost authorize", (2, .authorize, 0, 0, nil), (1, .revoke, 1, 10, .done)),
    Case(
      "a revoke and a reinstatement at once, in either order",
      (1, .revoke, 0, 10, .done), (2, .reinstate, 0, 10, .done), (3, .authorize, 11, 20, .denyRevoked)),
    Case(
      "the other order",
      (1, .revoke, 0, 10, .done), (2, .reinstate, 0, 10, .done), (3, .authorize, 11, 20, .allow)),
    Case(
      "there and back twice",
      (1, .revoke, 0, 10, .done), (2, .authorize, 5, 25, .denyRevoked), (1, .reinstate, 20, 30, .done),
      (2, .authorize, 26, 45, .allow), (3, .revoke, 40, 50, .done), (2, .authorize, 51, 60, .denyRevoked)),
  ])
  private func `accepts what some order explains`(example: Case) {
    #expect(isLinearizable(example.rows))
  }

  @Test func `says which calls could not be next`() throws {
    let history: [Operation<SessionKeyObject>] = [
      Operation(1, .revoke, from: 0, to: 10, .done), Operation(2, .authorize, from: 11, to: 20, .allow),
    ]
    guard case .impossible(let stuck) = LinearizabilityChecker(SessionKeyObject(), history).verdict() else {
      Issue.record("accepted")
      return
    }
    #expect(stuck.map(\.description) == ["process 2 authorize 11…20: allow"])
  }

  @Test func `finds one late allow among ten thousand calls`() {
    // Sixty-four callers without a pause, the revoke in the middle.
    var history = (0..<10_000).map { index in
      let start = UInt64(index / 64 * 100 + index % 64)
      return Operation<SessionKeyObject>(
        index % 64, .authorize, from: start, to: start + 99, start < 7_800 ? .allow : .denyRevoked)
    }
    history.append(Operation(64, .revoke, from: 7_700, to: 7_900, .done))
    #expect(LinearizabilityChecker(SessionKeyObject(), history).verdict().isLinearizable)
    history.append(Operation(3, .authorize, from: 7_901, to: 15_000, .allow))
    #expect(!LinearizabilityChecker(SessionKeyObject(), history).verdict().isLinearizable)
  }
}
