import Delegation
import PolicyEngine
import RiskScoring
import SessionStore

/// A report with what the address lists say of each destination in it.
struct NotedReport {
  let report: RiskReport
  private let notes: [Place: [DestinationNote]]

  private struct Place: Hashable {
    let destination: Identifier
    let chainID: UInt64

    init(_ request: ExecutionRequest) {
      destination = request.destination
      chainID = request.chainID
    }
  }

  init(_ report: RiskReport, _ store: any SessionStore) throws {
    self.report = report
    var notes: [Place: [DestinationNote]] = [:]
    for record in report.executions.values where notes[Place(record.request)] == nil {
      let place = Place(record.request)
      notes[place] = try store.notes(on: place.destination, chain: place.chainID)
    }
    self.notes = notes
  }

  func notes(on request: ExecutionRequest) -> [DestinationNote] { notes[Place(request)] ?? [] }

  var json: String {
    let explanation = report.explanation
    return JSONWriter.object { writer in
      writer.member("sessionKey", report.row.envelope.sessionKey.text)
      writer.member("wallet", report.row.envelope.wallet.text)
      writer.member("state", report.row.life.rawValue)
      writer.member("score", raw: explanation.score.text)
      writer.member("band", explanation.band.word)
      writer.member("at", raw: explanation.at.seconds)
      writer.member("leavesBandAt", raw: explanation.leavesBandAt?.seconds ?? "null")
      writer.member("policy", report.policy.text)
      writer.key("signals")
      writer.array { list in
        for part in explanation.contributions { list.raw(json(of: part)) }
      }
      writer.key("floors")
      writer.array { list in
        for floor in explanation.floors {
          list.object { object in
            object.member("floor", floor.word)
            object.member("score", raw: floor.score.text)
          }
        }
      }
    }
  }

  private func json(of part: RiskExplanation.Contribution) -> String {
    JSONWriter.object { writer in
      writer.member("signal", part.signal.code)
      writer.member("nats", raw: shortestDecimal(UInt64(max(0, part.nats)), scale: 6))
      writer.member("share", raw: shortestDecimal(report.explanation.share(of: part), scale: 6))
      writer.member("scoreWithout", raw: part.scoreWithout.text)
      writer.member("bandWithout", RiskBand(part.scoreWithout).word)
      writer.member("count", raw: String(part.count))
      writer.member("allowed", raw: String(part.allowed))
      writer.member("denied", raw: String(part.denied))
      writer.member("completing", raw: String(part.completing))
      writer.member("lastSeen", raw: part.lastSeen?.seconds ?? "null")
      writer.key("executions")
      writer.array { list in
        for number in part.executions { list.raw(json(of: number)) }
      }
    }
  }

  /// Of a grant there is nothing but its number in the log.
  private func json(of number: Int64) -> String {
    JSONWriter.object { writer in
      guard let record = report.executions[number] else {
        writer.member("sequence", raw: String(number))
        return
      }
      record.writeFields(&writer)
      writer.key("listed")
      writer.array { list in
        for note in notes(on: record.request) { list.object(note.writeFields) }
      }
    }
  }
}

extension DestinationNote {
  func writeFields(_ writer: inout JSONWriter) {
    writer.member("list", list)
    writer.member("kind", kind)
    writer.member("label", label)
    if let family { writer.member("family", family) }
  }

  /// `sanctioned by ofac.json: "a label", family`
  var words: String {
    let name = label.isEmpty ? "" : ": \"\(label)\""
    return "\(kind) by \(list)\(name)\(family.map { ", \($0)" } ?? "")"
  }
}
