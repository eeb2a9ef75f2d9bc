import Delegation

extension DrillReport {
  /// One JSON object without a line feed: what was measured, then what follows from it. Spans in seconds, moments of a
  /// run in seconds from its alert.
  package var json: String {
    JSONWriter.object { writer in
      writer.member("type", DrillReport.type)
      writer.member("drill", id)
      writer.member("kind", kind.rawValue)
      writer.member("startedAt", raw: startedAt.seconds)
      writer.member("endedAt", raw: endedAt.seconds)
      writer.member("seed", String(seed))
      if let store { writer.member("store", store) }
      writer.member("policy", policy)
      writer.key("participants")
      writer.array { for one in participants { one.write(to: &$0) } }
      writer.member("notes", strings: notes)
      writer.key("results")
      writer.array { for result in results { result.write(to: &$0) } }
      writer.key("trend")
      writer.array { for row in trend { row.write(to: &$0) } }
      writer.member("passed", raw: String(passed))
      writer.member("gaps", strings: gaps)
      writer.key("actions")
      writer.array { for action in actions { action.write(to: &$0) } }
    }
  }

  static let type = "curfew.drill-report.v1"
}

extension DrillParticipant {
  fileprivate func write(to writer: inout JSONWriter) {
    writer.object {
      $0.member("role", role)
      $0.member("name", name)
    }
  }
}

extension DrillAction {
  fileprivate func write(to writer: inout JSONWriter) {
    writer.object {
      $0.member("what", what)
      $0.member("owner", owner)
      $0.member("dueAt", raw: dueAt.seconds)
    }
  }
}

extension DrillTrendRow {
  fileprivate func write(to writer: inout JSONWriter) {
    writer.object {
      $0.member("drill", drill)
      $0.member("at", raw: at.seconds)
      $0.member("scenario", scenario.rawValue)
      $0.member("effectiveP95", span: effectiveP95)
      $0.member("leaksAfterEffective", raw: String(leaksAfterEffective))
      $0.member("passed", raw: String(passed))
    }
  }
}

extension DrillResult {
  fileprivate func write(to writer: inout JSONWriter) {
    let verdict = DrillVerdict(self)
    writer.object {
      $0.member("scenario", scenario.rawValue)
      $0.member("target", target)
      $0.key("runs")
      $0.array { for run in runs { run.write(to: &$0) } }
      $0.member("passed", raw: String(verdict.passed))
      $0.member("accepted", spread: spread(\.commit))
      $0.member("effective", spread: spread(\.propagation))
      $0.member("toRevoke", spread: spread(\.toRevoke))
      $0.member("leaksAfterCommit", raw: String(leaksAfterCommit))
      $0.member("leaksAfterEffective", raw: String(leaksAfterEffective))
      $0.key("points")
      $0.array { for point in points { point.write(to: &$0) } }
      $0.key("checks")
      $0.array { for check in verdict.checks { check.write(to: &$0) } }
    }
  }
}

extension DrillPointSpread {
  fileprivate func write(to writer: inout JSONWriter) {
    writer.object {
      $0.member("name", name)
      $0.member("refusing", spread: refusing)
      $0.member("falseAcknowledgements", raw: String(falseAcknowledgements))
      $0.member("leaksAfterCommit", raw: String(leaksAfterCommit))
      $0.member("leaksAfterEffective", raw: String(leaksAfterEffective))
    }
  }
}

extension DrillCheck {
  fileprivate func write(to writer: inout JSONWriter) {
    writer.object {
      $0.member("name", name)
      $0.member("expected", expected)
      $0.member("found", found)
      $0.member("passed", raw: String(passed))
    }
  }
}

extension DrillRun {
  fileprivate func write(to writer: inout JSONWriter) {
    let start = timeline.alertedAt
    writer.object {
      $0.member("variant", variant)
      $0.member("alertedAt", raw: start.seconds)
      $0.member("acknowledged", timeline.acknowledgedAt, from: start)
      $0.member("pressed", timeline.pressedAt, from: start)
      $0.member("committed", timeline.committedAt, from: start)
      $0.member("quiet", timeline.quietAt, from: start)
      $0.key("points")
      $0.array { for point in timeline.points { point.write(to: &$0, from: start) } }
      $0.key("findings")
      $0.array { for finding in findings { finding.write(to: &$0) } }
    }
  }
}

extension DrillFinding {
  fileprivate func write(to writer: inout JSONWriter) {
    writer.object {
      $0.member("name", name)
      $0.member("expected", expected)
      $0.member("found", found)
      $0.member("holds", raw: String(holds))
    }
  }
}

extension DrillTrace {
  fileprivate func write(to writer: inout JSONWriter, from start: Timestamp) {
    writer.object {
      $0.member("name", name)
      $0.member("probes", raw: String(probes))
      $0.member("allowedBefore", raw: String(allowedBefore))
      $0.member("staleBefore", raw: String(staleBefore))
      $0.member("unanswered", raw: String(unanswered))
      $0.member("acknowledged", acknowledgedAt, from: start)
      $0.member("firstDenied", firstDeniedAt, from: start)
      $0.member("settled", settledAt, from: start)
      $0.member("lastAllowed", lastAllowedAt, from: start)
      $0.member("leaksAfterCommit", raw: String(leaksAfterCommit))
      $0.member("leaksAfterEffective", raw: String(leaksAfterEffective))
      $0.member("reasons", strings: reasons)
    }
  }
}

extension JSONWriter {
  /// A moment in seconds from `start`; nothing where it was not reached.
  fileprivate mutating func member(_ name: String, _ time: Timestamp?, from start: Timestamp) {
    guard let time else { return }
    member(name, raw: Timestamp(milliseconds: (time - start).milliseconds).seconds)
  }

  fileprivate mutating func member(_ name: String, span: TimeSpan?) {
    member(name, raw: span.map { Timestamp(milliseconds: $0.milliseconds).seconds } ?? "null")
  }

  fileprivate mutating func member(_ name: String, spread: DrillSpread) {
    key(name)
    object {
      $0.member("count", raw: String(spread.count))
      $0.member("p50", span: spread.p50)
      $0.member("p95", span: spread.p95)
      $0.member("worst", span: spread.worst)
    }
  }
}
