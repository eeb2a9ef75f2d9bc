import Terminal

extension ActionTable {
  /// What is done to the list of sessions: its marks.
  static let listing: [Action] = [
    Action(
      id: .mark, keys: [Key(" ")], title: "mark",
      help:
        "Mark the session under the cursor, or take its mark away, and go to the next row; `X` then acts on all marked.",
      risk: .read, availability: { $0.markAvailability }, run: { model, _ in model.toggleMark() }),
    Action(
      id: .markRange, keys: [Key("V")], title: "range",
      help: "Mark the rows between the last mark and the cursor, as far as they were shown in this order.",
      risk: .read, availability: { $0.markAvailability }, run: { model, _ in model.markRange() }),
    Action(
      id: .invertMarks, keys: [Key("*")], title: "invert",
      help: "Turn the marks around among all sessions that match; marks that the filter hides stay.",
      risk: .read, availability: { $0.markAvailability }, run: { model, _ in model.invertMarks() }),
  ]
}
