import Delegation
import PolicyEngine
import SessionStore

extension SessionRow {
  /// The envelope's fields, then what became of the session.
  var json: String {
    JSONWriter.object { writer in
      envelope.writeFields(&writer)
      writeState(&writer)
    }
  }

  fileprivate func writeState(_ writer: inout JSONWriter) {
    writer.member("state", life.rawValue)
    writer.member("spentUsd", spent.dollars)
    writer.member("executions", raw: String(executions))
    writer.member("allowed", raw: String(allowed))
    writer.member("denied", raw: String(denied))
    writer.member("lastUsed", raw: lastUsed?.seconds ?? "null")
    writer.member("grantedAt", raw: grantedAt.seconds)
    // The envelope keeps the expiry that was signed; extensions move this one.
    writer.member("effectiveExpiresAt", raw: expiresAt.seconds)
    writer.member("revokedFrom", raw: revokedFrom?.seconds ?? "null")
    writer.member("lastAttested", raw: lastAttested?.seconds ?? "null")
    writer.member("firstRefusedAfterRevoke", raw: firstRefusedAfterRevoke?.seconds ?? "null")
    writer.member("assertedUntil", raw: assertedUntil?.seconds ?? "null")
    risk.writeMember(&writer)
  }
}

extension SessionDetail {
  var json: String {
    JSONWriter.object { writer in
      row.envelope.writeFields(&writer)
      row.writeState(&writer)
      writer.key("revocations")
      writer.array { for record in revocations { $0.raw(record.json) } }
      writer.key("latestExecutions")
      writer.array { for record in executions { $0.raw(record.json) } }
    }
  }
}

extension RevocationRecord {
  fileprivate var json: String {
    JSONWriter.object { writer in
      writer.member("revocationId", notice.revocationID)
      writer.member("plane", plane.rawValue)
      writer.member("revokedBy", notice.revokedBy ?? "")
      writer.member("reason", notice.reason ?? "")
      writer.member("committedAt", raw: committedAt.seconds)
      writer.member("effectiveAt", raw: effectiveAt.seconds)
      writer.member("withdrawnAt", raw: withdrawnAt?.seconds ?? "null")
    }
  }
}

extension ExecutionRecord {
  fileprivate var json: String { JSONWriter.object(writeFields) }

  func writeFields(_ writer: inout JSONWriter) {
    writer.member("sequence", raw: String(sequence))
    writer.member("at", raw: decision.at.seconds)
    request.writeFields(&writer)
    writer.member("decision", decision.isAllowed ? "allow" : "deny")
    writer.member("reasons", strings: decision.reasons.names)
    writer.member("mode", decision.mode.rawValue)
    writer.member("policy", decision.policy.text)
  }
}
