import ArgumentParser
import AuditTrail
import Delegation
import SessionStore
import Terminal

struct AuditVerify: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify",
    abstract: "Check the log against its checkpoints, and every table against the log, from the raw rows.",
    discussion: """
      Exit status: 0 when all is as it was logged, 2 when something is not, 1 when it could not be checked. What came
      after the last checkpoint that was kept outside the store, and was cut off, nobody can find.

      Example:
        curfew audit verify --witness /mnt/usb/witness --key "$(cat /mnt/usb/log-key)"
      """)

  @Option(
    help: ArgumentHelp(
      "A file of checkpoints kept outside the store; may stand more than once.", valueName: "file"))
  var witness: [String] = []

  @Option(
    help: ArgumentHelp(
      "The log's key, as `curfew audit key` prints it (default: this account's).", valueName: "key"))
  var key: String?

  @OptionGroup var store: StoreOptions
  @OptionGroup var json: JSONOption

  func run() throws {
    var anchors = AuditAnchors()
    if let key { anchors.logKey = try LogKeyArgument.read(key).publicKey }
    for path in witness { anchors.checkpoints += try WitnessFile.read(path) }
    let store = try store.open()
    defer { store.close() }
    let report = try store.verifyAudit(anchors)
    let output = Output()
    if json.json { try output.line(json: report.json) } else { try describe(report, to: output) }
    try output.flush()
    if !report.isSound { throw Silent(status: 2) }
  }

  private func describe(_ report: AuditReport, to output: Output) throws {
    for finding in report.findings {
      try output.line("\(finding.place), \(finding.row): \(finding.sentence)")
    }
    if report.findingCount > report.findings.count {
      try output.line("and \(report.findingCount - report.findings.count) more")
    }
    let verdict = report.isSound ? "sound" : "NOT sound: \(report.findingCount) findings"
    try output.line(
      "\(report.leaves) leaves, \(report.signedLeaves) of them signed, root \(report.root): \(verdict)")
    if report.witnessed > 0 {
      try output.line(
        "\(report.witnessed) checkpoints from outside vouch for the first \(report.witnessedLeaves) leaves")
    } else {
      try output.line("no checkpoint from outside: a store that was rolled back as a whole may not show")
    }
  }
}

/// The log's public key as an argument: a C2SP verifier key, `name+hash+base64`.
enum LogKeyArgument {
  static func read(_ text: String) throws -> NoteVerifierKey {
    do throws(NoteKeyProblem) {
      return try NoteVerifierKey(text)
    } catch {
      throw ValidationError("`\(text)`: expected \(error.expectation)")
    }
  }
}

extension AuditReport {
  fileprivate var json: String {
    JSONWriter.object { writer in
      writer.member("sound", raw: String(isSound))
      writer.member("leaves", raw: String(leaves))
      writer.member("signedLeaves", raw: String(signedLeaves))
      writer.member("root", root)
      writer.member("witnessed", raw: String(witnessed))
      writer.member("witnessedLeaves", raw: String(witnessedLeaves))
      writer.member("findingCount", raw: String(findingCount))
      writer.key("findings")
      writer.array { list in
        for finding in findings {
          list.object {
            $0.member("place", finding.place)
            $0.member("row", finding.row)
            $0.member("finding", finding.sentence)
          }
        }
      }
    }
  }
}
