import Delegation
import PolicyEngine

extension RiskExplanation {
  /// As the audit log keeps it: evidence of why a session was revoked.
  package var json: String {
    JSONWriter.object { writer in
      writer.member("score", raw: score.text)
      writer.member("band", band.word)
      writer.key("signals")
      writer.array { list in
        for part in contributions {
          list.object { object in
            object.member("signal", part.signal.code)
            object.member("nats", raw: shortestDecimal(UInt64(max(0, part.nats)), scale: 6))
            object.member("scoreWithout", raw: part.scoreWithout.text)
            object.member("count", raw: String(part.count))
            object.member("allowed", raw: String(part.allowed))
            object.member("denied", raw: String(part.denied))
            if part.completing > 0 { object.member("completing", raw: String(part.completing)) }
            if let lastSeen = part.lastSeen { object.member("lastSeen", raw: lastSeen.seconds) }
            object.member(
              "executions", raw: "[" + part.executions.map(String.init).joined(separator: ",") + "]")
          }
        }
      }
      if !floors.isEmpty { writer.member("floors", strings: floors.map(\.word)) }
      if let leavesBandAt { writer.member("leavesBandAt", raw: leavesBandAt.seconds) }
    }
  }
}
