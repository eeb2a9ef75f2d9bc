import AuditTrail
import Delegation
import SessionStore
import Terminal

/// A leaf, its members, and the path by which it is part of the signed log.
enum ProofLines {
  private static let nameWidth = 24

  static func add(_ proof: LeafProof, to page: inout PageLines) {
    let (verdict, style) = verdict(proof, page.glyphs)
    page.add(verdict, style)
    page.add(.empty)
    page.add("What was logged, as it is hashed:", Style(.header))
    page.add(SafeText(proof.text), lead: "  ", next: "  ")
    page.add(.empty)
    page.add("Its members:", Style(.header))
    for field in proof.fields {
      let name: SafeText = "  " + SafeText(field.name)
      page.add(
        SafeText(field.value), memberStyle(field.name),
        lead: name.fitted(to: nameWidth, glyphs: page.glyphs) + " ",
        next: .spaces(nameWidth + 1))
    }
    page.add(.empty)
    page.add("The proof, computed by this console:", Style(.header))
    page.field("  leaf hash", SafeText(proof.hash.description))
    guard case .proved(let path) = proof.verdict else { return }
    page.field("  leaf", "\(path.index + 1) of \(Format.count(path.checkpoint.size))")
    for (index, hash) in path.hashes.enumerated() {
      page.field("  path \(index + 1)", SafeText(hash.description))
    }
    page.field("  root", SafeText(path.checkpoint.root.description))
    page.field(
      "  key", SafeText(path.key) + (proof.holdsKey ? ", held by this account" : ", as the store names it"))
    page.add(.empty)
    page.add("The checkpoint that is signed:", Style(.header))
    page.numbered(path.note)
  }

  static func verdict(_ proof: LeafProof, _ glyphs: Glyphs) -> (SafeText, Style) {
    switch proof.verdict {
    case .proved(let path):
      (
        glyphs.done + " proved part of the signed log of \(Format.count(path.checkpoint.size)) leaves",
        Style(.good, .bold)
      )
    case .unsigned(let size):
      (
        glyphs.pending + " not signed yet: the latest checkpoint covers \(Format.count(size)) leaves",
        Style(.warning)
      )
    case .broken(let sentence): (glyphs.failed + " NOT PROVED: \(SafeText(sentence))", Style(.danger, .bold))
    }
  }

  private static func memberStyle(_ name: String) -> Style {
    ["action", "before", "after", "reason"].contains(name) ? .text.bold : .text
  }

  static func add(_ report: AuditReport, to page: inout PageLines) {
    let glyphs = page.glyphs
    if report.isSound {
      page.add(glyphs.done + " sound: every table is as the log says", Style(.good, .bold))
    } else {
      page.add(
        glyphs.failed + " NOT SOUND: \(Format.counted(report.findingCount, "finding"))", Style(.danger, .bold)
      )
    }
    page.add(.empty)
    page.field(
      "leaves", "\(Format.count(report.leaves)), \(Format.count(report.signedLeaves)) of them signed")
    page.field("root", SafeText(report.root))
    page.field(
      "from outside", "no checkpoint was given: a store that was rolled back as a whole may not show")
    page.field("", "curfew audit verify --witness FILE holds it against one that was kept elsewhere")
    for finding in report.findings {
      page.field(
        SafeText(finding.place), "\(SafeText(finding.row)): \(SafeText(finding.sentence))", Style(.danger))
    }
    let more = report.findingCount - report.findings.count
    if more > 0 { page.add("and \(Format.count(more)) more", Style(.muted)) }
  }
}
