import Console
import Terminal

extension FuzzTarget {
  static let config = FuzzTarget("config") { (bytes) throws(BrokenProperty) in
    let yaml = bytes.text
    let reading = ConfigReading.read(yaml)
    if !reading.problems.isEmpty {
      let lines = 1 + yaml.count { $0.isNewline }
      for problem in reading.problems {
        try expectSentence(problem.message)
        let isOneLine = !problem.message.contains { $0.isNewline }
        try expect(isOneLine, "a problem takes more than one line: \(problem.message.debugDescription)")
        guard let place = problem.place else { continue }
        try expect((1...lines).contains(place.line), "line \(place.line) of \(lines): \(problem.message)")
        try expect(place.column >= 1, "column \(place.column): \(problem.message)")
      }
      return .refused
    }
    let again = ConfigReading.read(yaml + "\n# nothing\n")
    try expect(
      again.problems.isEmpty && again.config == reading.config, "a comment changes the configuration")
    try checkShown(reading.config)
    return .accepted
  }
}

/// What `config show` prints is a configuration that says the same.
private func checkShown(_ config: ConsoleConfig) throws(BrokenProperty) {
  let keys = config.settings.filter { $0.name.hasPrefix("keys.") }
  let others = config.settings.filter { !$0.name.hasPrefix("keys.") }
  let written =
    others.map { "\($0.name): \($0.value)\n" }.joined() + "keys:\n"
    + keys.map { "  \($0.name.dropFirst("keys.".count)): \($0.value)\n" }.joined()
  let again = ConfigReading.read(written)
  try expect(again.problems.isEmpty, "what is shown is refused: \(again.problems)")
  try expect(again.config.settings == config.settings, "what is shown is read as another: \(written)")
}
