import IncidentResponse

extension FuzzTarget {
  /// Whatever facts are taken, a notice drafted of them has its form.
  static let facts = FuzzTarget("facts") { (bytes) throws(BrokenProperty) in
    let facts: NoticeFacts
    do throws(NoticeFactsProblem) {
      facts = try NoticeFacts(json: bytes)
    } catch {
      try expectSentence(error.sentence)
      return .refused
    }
    for kind in NoticeKind.allCases {
      for form in [NoticeForm.full, .short] { try checkDraft(of: facts, as: kind, in: form) }
    }
    return .accepted
  }

  static let notice = FuzzTarget("notice") { (bytes) throws(BrokenProperty) in
    let text = bytes.text
    let report = lintNotice(text)
    try checkFindings(report, of: text)
    try checkFindings(lintNotice(text, form: .short), of: text)
    let hides = text.unicodeScalars.contains { $0 != "\n" && $0.properties.generalCategory == .format }
    try expect(!hides || report.blockingCount > 0, "a hidden character passes")
    try expect(report.findings == lintNotice(text).findings, "a second lint finds something else")
    return report.blockingCount == 0 ? .accepted : .refused
  }
}

private func checkDraft(
  of facts: NoticeFacts, as kind: NoticeKind, in form: NoticeForm
) throws(BrokenProperty) {
  let text: String
  do throws(NoticeDraftProblem) {
    text = try draftNotice(facts, as: kind, form: form)
  } catch {
    try expect(kind != facts.kind, "facts of the kind \(kind) do not make one: \(error.sentence)")
    return
  }
  try expect(
    !text.contains("{{") && !text.contains("}}"), "a placeholder is left in \(text.debugDescription)")
  let report = lintNotice(text, form: form, facts: facts.withoutApproval)
  try checkFindings(report, of: text)
  // What the facts' own words say may break other rules.
  let ours: Set<NoticeRule> = [.missingBlock, .reassurance, .nextUpdate, .hiddenCharacter, .undatedTitle]
  let broken = report.findings.first { ours.contains($0.rule) }
  try expect(
    broken == nil, "a draft breaks \(broken?.rule.rawValue ?? ""), \(broken?.words ?? ""), in \(text)")
}

private func checkFindings(_ report: NoticeReport, of text: String) throws(BrokenProperty) {
  let lines = 1 + text.unicodeScalars.count { $0 == "\n" }
  for finding in report.findings {
    try expectSentence(finding.remedy)
    try expect((1...lines).contains(finding.line), "line \(finding.line) of \(lines)")
  }
}
