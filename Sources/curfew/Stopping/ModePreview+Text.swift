import Delegation
import PolicyEngine
import SessionStore
import Terminal

extension ModePreview {
  /// What it says, in sentences.
  var lines: [SafeText] {
    let what = "\(query.mode.rawValue) for \(query.scope.words)"
    var lines = [
      SafeText("from \(from.utc) to \(reached.utc), \(query.over.words)\(isComplete ? "" : " asked for")")
    ]
    if !isComplete { lines.append("stopped before the end: what follows is a part") }
    guard allowedThen > 0 else {
      return lines + [SafeText("nothing was allowed that \(what) could have denied")]
    }
    lines.append(SafeText(summary(what)))
    if newlyDenied > 0 { lines += reasonLines + hitLines }
    lines.append(
      SafeText(
        "still allowed: \(count(bad.stillAllowed, "execution")) by suspects, \(count(good.stillAllowed, "execution")) by others"
      ))
    lines.append(SafeText("\(grouped(deniedThen)) were denied then, and would be"))
    if query.mode != .lockdown { lines.append(SafeText(riskLine)) }
    return lines
  }

  private func summary(_ what: String) -> String {
    let share = Double(newlyDenied) / Double(allowedThen) * 100
    let head =
      "\(what) would have denied \(grouped(newlyDenied)) of \(grouped(allowedThen)) allowed (\(tenths(share)) %)"
    return "\(head): \(part(bad)) by suspects\(hit(bad)), \(part(good)) by others\(hit(good))"
  }

  private func part(_ party: Party) -> String {
    "\(grouped(party.newlyDenied.executions)) of \(grouped(party.allowedThen.executions))"
  }

  private func hit(_ party: Party) -> String {
    guard party.sessionsHit > 0 else { return "" }
    return
      " (\(plural(party.sessionsHit, "session")), \(plural(party.walletsHit, "wallet")), \(dollars(party.newlyDenied)))"
  }

  private var reasonLines: [SafeText] {
    ["because of"]
      + reasons.map { because in
        SafeText(
          "  \(because.reason.names.joined()): \(grouped(because.bad)) by suspects, \(grouped(because.good)) by others"
        )
      }
  }

  private var hitLines: [SafeText] {
    if hits.isEmpty { return [] }
    return ["others hit most"]
      + hits.map { hit in
        SafeText(
          "  \(hit.sessionKey.text) of \(hit.wallet.text): \(grouped(hit.newlyDenied.executions)) of \(grouped(hit.allowedThen.executions)), \(dollars(hit.newlyDenied))"
        )
      }
  }

  private var riskLine: String {
    let head = "risk counts as of now, because its history is not kept"
    return byRiskAlone == 0
      ? "\(head): it decided nothing" : "\(head): it alone denied \(grouped(byRiskAlone))"
  }

  private func count(_ amount: Amount, _ name: String) -> String {
    "\(plural(amount.executions, name)) (\(dollars(amount)))"
  }

  private func plural(_ count: Int, _ name: String) -> String {
    "\(grouped(count)) \(name)\(count == 1 ? "" : "s")"
  }

  /// Whole dollars from a thousand on: nobody weighs cents there.
  private func dollars(_ amount: Amount) -> String {
    guard amount.micros < 1_000_000_000 else { return "\(grouped(Int(amount.micros / 1_000_000))) USD" }
    return "\(shortestDecimal(amount.micros, scale: Money.scale)) USD"
  }

  private func tenths(_ value: Double) -> String {
    let count = Int((value * 10).rounded())
    return "\(count / 10).\(count % 10)"
  }

  private func grouped(_ number: Int) -> String {
    var text = ""
    for (index, digit) in String(number).reversed().enumerated() {
      if index > 0, index % 3 == 0 { text.append(",") }
      text.append(digit)
    }
    return String(text.reversed())
  }
}

extension ModePreview {
  var json: String {
    JSONWriter.object { writer in
      writer.member("mode", query.mode.rawValue)
      writer.member("scope", raw: query.scope.json)
      writer.member("from", raw: from.seconds)
      writer.member("to", raw: to.seconds)
      writer.member("isComplete", raw: String(isComplete))
      writer.member("reached", raw: reached.seconds)
      writer.member("executions", raw: String(seen))
      writer.member("deniedThen", raw: String(deniedThen))
      writer.member("riskAsOf", raw: to.seconds)
      writer.member("deniedByRiskAlone", raw: String(byRiskAlone))
      write(bad, "suspects", &writer)
      write(good, "others", &writer)
      writer.key("reasons")
      writer.object { writer in
        for because in reasons {
          writer.key(because.reason.names.joined())
          writer.object {
            $0.member("suspects", raw: String(because.bad))
            $0.member("others", raw: String(because.good))
          }
        }
      }
      writer.key("othersHitMost")
      writer.array { writer in
        for hit in hits {
          writer.object {
            $0.member("sessionKey", hit.sessionKey.text)
            $0.member("wallet", hit.wallet.text)
            write(hit.allowedThen, "allowedThen", &$0)
            write(hit.newlyDenied, "newlyDenied", &$0)
          }
        }
      }
    }
  }

  private func write(_ party: Party, _ name: String, _ writer: inout JSONWriter) {
    writer.key(name)
    writer.object {
      write(party.allowedThen, "allowedThen", &$0)
      write(party.newlyDenied, "newlyDenied", &$0)
      write(party.stillAllowed, "stillAllowed", &$0)
      $0.member("sessions", raw: String(party.sessions))
      $0.member("sessionsHit", raw: String(party.sessionsHit))
      $0.member("walletsHit", raw: String(party.walletsHit))
    }
  }

  private func write(_ amount: Amount, _ name: String, _ writer: inout JSONWriter) {
    writer.key(name)
    writer.object {
      $0.member("executions", raw: String(amount.executions))
      $0.member("valueUsd", shortestDecimal(amount.micros, scale: Money.scale))
    }
  }
}
