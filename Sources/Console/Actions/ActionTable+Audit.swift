import Terminal

extension ActionTable {
  /// What is proved of the log.
  static let auditing: [Action] = [
    Action(
      id: .prove, keys: [], title: "prove",
      help: "Prove the leaf under the cursor, or one by its number, executions too, part of the signed log.",
      risk: .read, argument: Action.leaf, availability: { $0.proveAvailability },
      run: { $0.prove(leaf: $1) }),
    Action(
      id: .verifyLog, keys: [], title: "verify log",
      help: "Check the whole log against its checkpoint, and every table against the log.", risk: .read,
      run: { model, _ in model.verifyLog() }),
  ]
}
