import Delegation
import PolicyEngine
import SessionStore

/// The Policy screen: modes, checks and capabilities under each other. The cursor is what a row is about, never a position.
struct PolicyPage: Sendable {
  /// The mode and the registry are read again at most this often; a change of the mode is read at once.
  static let span = TimeSpan(seconds: 5)

  enum Section: CaseIterable, Hashable, Sendable { case modes, posture, registry }

  enum Line: Sendable {
    case heading(Section)
    case columns
    case row(PolicyRow)
    /// The section is not read yet.
    case reading
  }

  private(set) var reading: PolicyReading?
  private(set) var posture: PostureReading?
  /// The worst first.
  private(set) var findings: [PostureFinding] = []
  /// Why the latest reading of the posture failed; nil once one succeeds.
  var failure: StoreError?
  var askedAt: Timestamp?
  private(set) var filter = PolicyFilter()
  private(set) var lines: [Line] = []
  private(set) var cursor: PolicyRow.ID?
  private(set) var top = 0
  /// Until the operator moves the cursor it stands on the first row, whichever part is read first.
  private var isMoved = false

  var rows: [PolicyRow] { lines.compactMap { if case .row(let row) = $0 { row } else { nil } } }
  var cursorRow: PolicyRow? { cursor.flatMap { self[$0] } }
  /// The cursor's place among the rows.
  var cursorIndex: Int? { cursor.flatMap { cursor in rows.firstIndex { $0.id == cursor } } }

  subscript(id: PolicyRow.ID) -> PolicyRow? { rows.first { $0.id == id } }

  func count(_ verdict: PostureVerdict) -> Int { findings.count { $0.verdict == verdict } }

  func visible(height: Int) -> ArraySlice<Line> {
    lines[min(top, lines.count)..<min(lines.count, top + max(0, height))]
  }

  // MARK: What was read

  mutating func show(_ reading: PolicyReading) {
    self.reading = reading
    arrange()
  }

  mutating func show(_ posture: PostureReading) {
    self.posture = posture
    failure = nil
    let found = posture.findings.enumerated()
    findings = found.sorted { a, b in
      a.element.verdict == b.element.verdict ? a.offset < b.offset : a.element.verdict > b.element.verdict
    }.map(\.element)
    arrange()
  }

  mutating func changeFilter(_ change: (inout PolicyFilter) -> Void) {
    change(&filter)
    arrange()
  }

  private mutating func arrange() {
    lines = Section.allCases.flatMap { section -> [Line] in
      guard let rows = rows(of: section) else { return [.heading(section), .reading] }
      let matching = rows.filter { filter.matches($0.words) }.map(Line.row)
      if matching.isEmpty { return [] }
      return (section == .registry ? [.heading(section), .columns] : [.heading(section)]) + matching
    }
    if cursorIndex == nil || !isMoved { cursor = rows.first?.id }
  }

  /// Nil where they are not read yet.
  private func rows(of section: Section) -> [PolicyRow]? {
    switch section {
    case .modes: reading.map { modeRows($0.modes) }
    case .posture: posture == nil ? nil : findings.map(PolicyRow.check)
    case .registry: reading.map(capabilityRows)
    }
  }

  /// What holds everywhere stands first, then the tightest.
  private func modeRows(_ modes: [ModeInForce]) -> [PolicyRow] {
    let parts = modes.filter { $0.entry.scope != .everything }.enumerated().sorted { a, b in
      let (mode, other) = (a.element.entry.mode, b.element.entry.mode)
      return mode == other ? a.offset < b.offset : mode > other
    }
    return [.mode(modes.first { $0.entry.scope == .everything })] + parts.map { .mode($0.element) }
  }

  private func capabilityRows(_ reading: PolicyReading) -> [PolicyRow] {
    let policy = reading.stored.policy
    return policy.capabilities.values.sorted { $0.id.text < $1.id.text }.map { rule in
      .capability(
        CapabilityRow(
          rule: rule, defaults: policy.defaults, owner: policy.owners[rule.id],
          tests: reading.tests[rule.id],
          sessions: posture?.facts.live.map { $0.holders[rule.id.text.lowercased()] ?? 0 }))
    }
  }

  // MARK: Moving

  mutating func move(by distance: Int) {
    let rows = rows
    guard !rows.isEmpty else { return }
    isMoved = true
    cursor = rows[min(max(0, (cursorIndex ?? 0) + distance), rows.count - 1)].id
  }

  /// To the first row of the next section, or of the one before; round at the ends.
  mutating func moveSection(forward: Bool) {
    var firsts: [(heading: Int, id: PolicyRow.ID)] = []
    var heading: Int?
    for (index, line) in lines.enumerated() {
      switch line {
      case .heading: heading = index
      case .row(let row):
        if let heading { firsts.append((heading, row.id)) }
        heading = nil
      case .columns, .reading: break
      }
    }
    guard !firsts.isEmpty, let here = cursorLine else { return }
    let current = firsts.lastIndex { $0.heading <= here } ?? 0
    let next = (current + (forward ? 1 : firsts.count - 1)) % firsts.count
    isMoved = true
    cursor = firsts[next].id
    // As much of the section as there is room for.
    top = firsts[next].heading
  }

  private var cursorLine: Int? {
    lines.firstIndex { if case .row(let row) = $0 { row.id == cursor } else { false } }
  }

  /// Keeps the cursor in sight, and above the first row of a section its heading.
  mutating func scroll(height: Int) {
    let height = max(1, height)
    guard let line = cursorLine else {
      top = 0
      return
    }
    var first = line
    while first > 0, height > line - first + 1 {
      if case .row = lines[first - 1] { break }
      first -= 1
    }
    if first < top { top = first }
    if line >= top + height { top = line - height + 1 }
    top = min(max(0, top), max(0, lines.count - height))
  }
}
