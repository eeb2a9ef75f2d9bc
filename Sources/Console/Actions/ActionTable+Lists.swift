import Terminal

extension ActionTable {
  /// What is done to the list of sessions: marks, columns, views, groups, and what is related.
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
    Action(
      id: .columns, keys: [Key("c")], title: "columns",
      help:
        "Choose the columns: Space shows or hides one, < and > set its width, J and K move it, Enter keeps them; with words such as `risk session wallet:16`, set them; `default` goes back.",
      risk: .read, argument: "WORDS", availability: { $0.columnAvailability }, run: { $0.setColumns($1) }),
    Action(
      id: .group, keys: [Key("b")], title: "group",
      help:
        "Put the sessions together by the next of wallet, capability, chain and domain, or show them one by one.",
      risk: .read, argument: "BY", availability: { $0.listAvailability }, run: { $0.group($1) }),
    Action(
      id: .sameWallet, keys: [Key("W")], title: "same wallet",
      help: "Show the sessions of the same wallet; Esc goes back.", risk: .read,
      availability: { $0.relatedAvailability }, run: { model, _ in model.showRelated(.wallet) }),
    Action(
      id: .sameDestination, keys: [Key("E")], title: "same destination",
      help: "Show the sessions that may act on the same destination; Esc goes back.", risk: .read,
      availability: { $0.relatedAvailability }, run: { model, _ in model.showRelated(.destination) }),
    Action(
      id: .sameDomain, keys: [Key("O")], title: "same domain",
      help: "Show the sessions of the same nonce domain; Esc goes back.", risk: .read,
      availability: { $0.relatedAvailability }, run: { model, _ in model.showRelated(.nonceDomain) }),
    Action(
      id: .json, keys: [Key("p")], title: "json",
      help:
        "Show what is under the cursor as JSON in $PAGER, or write it into a new file; also a request, and an execution that is explained.",
      risk: .read, argument: "FILE", availability: { $0.jsonAvailability },
      run: { model, path in model.showJSON(path.map { .file($0) } ?? .pager) }),
    Action(
      id: .editor, keys: [], title: "editor",
      help: "Show what is under the cursor as JSON in $VISUAL or $EDITOR: a copy, nothing comes back.",
      risk: .read, availability: { $0.jsonAvailability }, run: { model, _ in model.showJSON(.editor) }),
    Action(
      id: .views, keys: [Key("F")], title: "views",
      help: "Choose a saved view: its filter, order, groups and columns.", risk: .read,
      run: { model, _ in model.chooseView() }),
    Action(
      id: .view, keys: [], title: "open view", help: "Show a saved view.", risk: .read, argument: "NAME",
      needsArgument: true, run: { model, name in name.map { model.openView($0) } ?? [] }),
    Action(
      id: .saveView, keys: [], title: "save-view",
      help: "Save filter, order, groups and columns under a name.", risk: .read, argument: "NAME",
      needsArgument: true, availability: { $0.listAvailability },
      run: { model, name in name.map { model.saveView($0) } ?? [] }),
    Action(
      id: .deleteView, keys: [], title: "delete-view", help: "Delete a saved view.", risk: .read,
      argument: "NAME", needsArgument: true,
      run: { model, name in name.map { model.deleteView($0) } ?? [] }),
  ]
}
