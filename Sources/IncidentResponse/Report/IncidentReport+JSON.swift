import Delegation

extension IncidentReport {
  /// One JSON object and a line feed; spans in seconds.
  package var json: String {
    JSONWriter.object { writer in
      writer.member("type", "curfew.incident-report.v1")
      writer.member("incident", incident.id)
      writer.member("title", incident.opening.title)
      if incident.isDrill { writer.member("drill", raw: "true") }
      writer.member("store", store)
      writer.member("policy", policy)
      writer.member("state", incident.isClosed ? "closed" : "open")
      if let countedUntil { writer.member("countedUntil", raw: countedUntil.seconds) }
      writer.member("severity", incident.severity.word)
      writeProposal(&writer)
      writer.member("detectedAt", raw: incident.detectedAt.seconds)
      writer.member("openedAt", raw: incident.openedAt.seconds)
      writer.member("openedBy", incident.openedBy)
      writer.member("facts", raw: incident.facts.json)
      writeRoles(&writer)
      writeClocks(&writer)
      writeSteps(&writer)
      writeSkipped(&writer)
      writeMeasures(&writer)
      writeAttempts(&writer)
      writeMetrics(&writer)
      writeEvidence(&writer)
      writeActions(&writer)
      writer.key("timeline")
      writer.array { for event in timeline { writeTimed(event, &$0) } }
    } + "\n"
  }

  private func writeProposal(_ writer: inout JSONWriter) {
    let proposal = proposal
    writer.key("proposal")
    writer.object {
      $0.member("severity", proposal.severity.word)
      $0.member("reasons", strings: proposal.reasons.map(\.text))
    }
  }

  private func writeRoles(_ writer: inout JSONWriter) {
    writer.key("roles")
    writer.object {
      for role in IncidentRole.allCases {
        if let name = incident.roles[role] { $0.member(role.rawValue, name) }
      }
    }
  }

  private func writeClocks(_ writer: inout JSONWriter) {
    let clocks = clocks
    writer.key("clocks")
    writer.object {
      $0.member("from", raw: clocks.from.seconds)
      $0.member("fromAlert", raw: clocks.isFromAlert ? "true" : "false")
      $0.member("acknowledgedSeconds", span: clocks.toAcknowledged)
      $0.member("committedSeconds", span: clocks.toCommitted)
      $0.key("points")
      $0.array {
        for point in clocks.points {
          $0.object {
            $0.member("name", point.name)
            $0.member("effectiveSeconds", span: point.toEffective)
          }
        }
      }
      $0.member("effectiveSeconds", span: clocks.toEffective)
      $0.member("closedSeconds", span: clocks.toClosed)
    }
  }

  private func writeSteps(_ writer: inout JSONWriter) {
    writer.key("steps")
    writer.array {
      for clock in clocks.steps {
        $0.object {
          $0.member("step", clock.step.rawValue)
          $0.member("state", incident.state(of: clock.step).word)
          $0.member("seconds", span: clock.duration)
        }
      }
    }
  }

  private func writeSkipped(_ writer: inout JSONWriter) {
    writer.key("skipped")
    writer.array {
      for skip in skipped {
        $0.object {
          $0.member("step", skip.step.rawValue)
          $0.member("who", skip.event.who)
          $0.member("at", raw: skip.event.happenedAt.seconds)
          $0.member("reason", skip.reason)
        }
      }
    }
  }

  private func writeAttempts(_ writer: inout JSONWriter) {
    guard let attempts else { return }
    writer.key("attempts")
    writer.object {
      $0.member("revokedAt", raw: attempts.revokedAt.seconds)
      $0.key("columns")
      $0.array {
        for (place, column) in attempts.columns.enumerated() {
          $0.object {
            $0.member("seconds", span: attempts.start(of: place))
            $0.member("allowed", raw: String(column.allowed))
            $0.member("denied", raw: String(column.denied))
          }
        }
      }
      $0.member("outsideAllowed", raw: String(attempts.outside.allowed))
      $0.member("outsideDenied", raw: String(attempts.outside.denied))
    }
  }

  private func writeMetrics(_ writer: inout JSONWriter) {
    writer.key("metrics")
    writer.array {
      for row in metrics {
        $0.object {
          $0.member("name", row.name)
          $0.member("before", row.before)
          $0.member("after", row.after)
        }
      }
    }
  }

  private func writeActions(_ writer: inout JSONWriter) {
    writer.key("actions")
    writer.array {
      for state in incident.followUps {
        $0.object {
          $0.member("id", state.followUp.id)
          $0.member("what", state.followUp.what)
          $0.member("owner", state.followUp.owner)
          if let dueAt = state.followUp.dueAt { $0.member("dueAt", raw: dueAt.seconds) }
          if let doneAt = state.doneAt { $0.member("doneAt", raw: doneAt.seconds) }
        }
      }
    }
  }

  private func writeTimed(_ event: IncidentEvent, _ writer: inout JSONWriter) {
    writer.object {
      $0.member("sinceStartSeconds", span: incident.sinceStart(event.happenedAt))
      $0.member("event", raw: event.json)
    }
  }
}

extension JSONWriter {
  /// Seconds; `null` where there is none.
  fileprivate mutating func member(_ name: String, span: TimeSpan?) {
    guard let span else { return member(name, raw: "null") }
    let text = shortestDecimal(span.milliseconds.magnitude, scale: 3)
    member(name, raw: span.milliseconds < 0 ? "-" + text : text)
  }
}
