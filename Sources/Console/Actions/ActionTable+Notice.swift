import Terminal

extension ActionTable {
  /// From the facts to a notice that is out, and what a second operator says to it.
  static let noticing: [Action] = [
    Action(
      id: .draft, keys: [Key("D")], title: "draft",
      help:
        "Draft the notice to users from the incident's facts; with official hosts, such as `wallet.example`, or those of the latest draft.",
      risk: .write, argument: "HOST", availability: { $0.draftAvailability },
      run: { $0.draftNotice($1) }),
    Action(
      id: .editNotice, keys: [Key("e")], title: "edit",
      help: "Change the latest draft in $VISUAL or $EDITOR; what it becomes is a new draft.", risk: .write,
      availability: { $0.editAvailability }, run: { model, _ in model.editNotice() }),
    Action(
      id: .showNotice, keys: [Key("l")], title: "text",
      help: "Show the whole text of the notice, with what the rules find in it.", risk: .read,
      availability: { $0.textAvailability }, run: { model, _ in model.showNotice() }),
    Action(
      id: .askApproval, keys: [], title: "ask",
      help: "Ask a second person to approve exactly this text; a rule that blocks it is named.",
      risk: .write, argument: "REASON", availability: { $0.askAvailability },
      run: { $0.askApproval($1) }),
    Action(
      id: .export, keys: [], title: "export",
      help: "Write the approved notice into a new file, as markdown, html, text, short or json.",
      risk: .write, argument: "FORM FILE", needsArgument: true,
      availability: { $0.exportAvailability },
      run: { model, text in text.map { model.exportNotice($0) } ?? [] }),
    Action(
      id: .post, keys: [], title: "post",
      help: "Say the shell's command that posts the approved notice: it may wait for minutes.", risk: .read,
      availability: { $0.exportAvailability }, run: { model, _ in model.sayPost() }),
    Action(
      id: .deny, keys: [Key("d")], title: "deny",
      help: "Deny a request of another operator, with a reason.", risk: .write, argument: "ID REASON",
      availability: { $0.answerAvailability }, run: { $0.deny($1) }),
    Action(
      id: .approve, keys: [], title: "approve",
      help: "Approve a request of another operator; a notice only once its text was opened here.",
      risk: .write, argument: "ID", needsArgument: true, availability: { $0.onApprovals },
      run: { model, id in id.map { model.approve($0) } ?? [] }),
  ]
}
