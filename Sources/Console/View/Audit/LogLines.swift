import AuditTrail
import Delegation
import SessionStore
import Terminal

/// How far the log is signed, by whose key, and whether it only grew.
enum LogLines {
  static func lines(_ log: LogState, glyphs: Glyphs) -> [Strip] { [head(log), growth(log, glyphs)] }

  private static func head(_ log: LogState) -> Strip {
    if let failure = log.failure { return Strip(SafeText(failure.sentence), Style(.danger)) }
    guard let reading = log.latest else { return Strip("reading the log's head", Style(.muted)) }
    var strip = Strip("\(Format.count(reading.size)) leaves", .text.bold)
    guard let signed = reading.signed else {
      return strip.adding(
        "  NOT SIGNED: \(SafeText(reading.problem ?? reading.keyProblem ?? "nobody with its key has written"))",
        Style(.warning))
    }
    strip.add(", \(Format.count(signed.checkpoint.size)) signed")
    if let at = signed.at { strip.add(", the last of \(SafeText(UTC.time(at)))", Style(.muted)) }
    let unsigned = reading.unsigned
    strip.add(
      ", \(Format.count(unsigned)) unsigned", unsigned == 0 ? Style(.muted) : Style(.warning))
    if let problem = reading.problem { return strip.adding("  \(SafeText(problem))", Style(.danger)) }
    if let problem = reading.keyProblem { return strip.adding("  \(SafeText(problem))", Style(.warning)) }
    return strip
  }

  private static func growth(_ log: LogState, _ glyphs: Glyphs) -> Strip {
    guard let signed = log.latest?.signed else { return Strip() }
    let strip: Strip =
      switch log.growth {
      case .grew(let from, let to)? where from == to:
        Strip(glyphs.done + " as it was", Style(.good)).adding(" when the console opened")
      case .grew(let from, let to)?:
        Strip(glyphs.done + " only grew", Style(.good))
          .adding(" from \(Format.count(from)) to \(Format.count(to)) since the console opened")
      case .broken(let sentence)?:
        Strip(glyphs.failed + " NOT A CONTINUATION: \(SafeText(sentence))", Style(.danger, .bold))
      case nil: Strip(glyphs.pending + " its growth is not proved yet", Style(.muted))
      }
    // Its name is the store's.
    let keyID = signed.key.split(separator: "+").last.map(String.init) ?? signed.key
    let whose: SafeText = log.latest?.holdsKey == true ? "held here" : "not held here"
    return strip.adding("  key \(SafeText(keyID)), \(whose)", Style(.muted))
  }
}
