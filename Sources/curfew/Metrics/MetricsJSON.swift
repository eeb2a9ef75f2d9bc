import Delegation
import SessionStore

extension MetricsComparison {
  /// Both windows, and what stands open now.
  var json: String {
    JSONWriter.object { writer in
      writer.key("window")
      writer.object(window.writeFields)
      writer.key("before")
      writer.object(before.writeFields)
      writer.member("asOf", raw: overview.asOf.seconds)
      writer.member("openAlerts", raw: String(overview.openAlerts))
      writer.member("sessionsAtRisk", raw: String(overview.atRisk))
      writer.member("sessionsCritical", raw: String(overview.critical))
    }
  }
}

extension HealthMetrics {
  fileprivate func writeFields(_ writer: inout JSONWriter) {
    writer.member("from", raw: from.seconds)
    writer.member("to", raw: to.seconds)
    writer.key("executions")
    writer.object { object in
      object.member("allowed", raw: String(executions.allowed))
      object.member("denied", raw: String(executions.denied))
      object.member("deniedShare", raw: share(executions.denied, of: executions.all))
    }
    writer.key("deniedByReason")
    writer.object { object in
      for (name, count) in zip(Reasons.allNames, executions.byReason) where count > 0 {
        object.member(name, raw: String(count))
      }
    }
    writer.key("sessionLifetimes")
    writer.array { list in for life in lifetimes { list.object(life.writeFields) } }
    writer.key("timeToRevocation")
    writer.object(timeToRevocation.writeFields)
    writer.key("contextMismatches")
    writer.array { list in for part in mismatches { list.object(part.writeFields) } }
    writer.key("afterRevocation")
    writer.object { object in
      object.member("allowed", raw: String(afterRevokeAllowed))
      object.member("denied", raw: String(afterRevokeDenied))
    }
  }
}

extension HealthMetrics.Lifetime {
  fileprivate func writeFields(_ writer: inout JSONWriter) {
    writer.member("actionClass", actionClass)
    writer.member("sessions", raw: String(sessions))
    writer.member("meanSeconds", raw: inSeconds(mean))
  }
}

extension HealthMetrics.TimeToRevocation {
  fileprivate func writeFields(_ writer: inout JSONWriter) {
    writer.member("count", raw: String(count))
    writer.member("pending", raw: String(pending))
    writer.member("p50Seconds", raw: p50.map(inSeconds) ?? "null")
    writer.member("p95Seconds", raw: p95.map(inSeconds) ?? "null")
    writer.member("worstSeconds", raw: worst.map(inSeconds) ?? "null")
  }
}

extension HealthMetrics.Mismatches {
  fileprivate func writeFields(_ writer: inout JSONWriter) {
    writer.member("chainId", raw: String(chainID))
    writer.member("destinationFamily", family)
    writer.member("executions", raw: String(executions))
    writer.member("mismatched", raw: String(mismatched))
    writer.member("rate", raw: share(mismatched, of: executions))
  }
}

/// 0 … 1 to a millionth; null of nothing.
private func share(_ part: Int64, of whole: Int64) -> String {
  guard whole > 0 else { return "null" }
  return shortestDecimal(UInt64(clamping: part) * 1_000_000 / UInt64(whole), scale: 6)
}

private func inSeconds(_ span: TimeSpan) -> String {
  shortestDecimal(UInt64(clamping: max(0, span.milliseconds)), scale: 3)
}
