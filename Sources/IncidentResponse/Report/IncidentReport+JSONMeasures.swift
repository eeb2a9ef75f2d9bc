import Delegation

extension IncidentReport {
  func writeMeasures(_ writer: inout JSONWriter) {
    writer.key("revocations")
    writer.array {
      for revocation in incident.revocations { $0.object(revocation.writeFields) }
    }
    writer.key("modes")
    writer.array {
      for change in incident.modes { $0.object(change.writeFields) }
    }
    writer.key("notices")
    writer.array {
      for (event, stage) in stages {
        $0.object {
          $0.member("at", raw: event.happenedAt.seconds)
          $0.member("who", event.who)
          // The text of a draft stands in the timeline.
          NoticeStage(
            stage: stage.stage, kind: stage.kind, digest: stage.digest, destination: stage.destination
          ).writeFields(&$0)
        }
      }
    }
  }

  func writeEvidence(_ writer: inout JSONWriter) {
    writer.key("evidence")
    writer.array {
      for evidence in incident.evidence {
        $0.object {
          $0.member("leaf", raw: String(evidence.sequence))
          $0.member("title", evidence.title)
        }
      }
    }
    writer.key("proofs")
    writer.array {
      for proof in proofs {
        $0.object {
          $0.member("leaf", raw: String(proof.sequence))
          $0.member("text", proof.leaf)
          $0.member("hash", proof.leafHash)
          if let file = proof.proof { $0.member("proof", file) }
        }
      }
    }
  }
}
