import SessionStore
import Terminal

/// What stands where there are no rows: why, and what to do next.
enum EmptyView {
  static func draw(_ model: Model, _ canvas: inout Canvas) {
    let start = Layout(size: model.size).bodyStart(of: .sessions) + 1
    for (index, line) in lines(model).enumerated() {
      canvas.put(
        line, row: start + index, column: 4, maxWidth: canvas.columns - 5, glyphs: model.settings.glyphs)
    }
  }

  static func drawAlerts(_ model: Model, _ canvas: inout Canvas) {
    let start = Layout(size: model.size).bodyStart(of: .alerts) + 1
    var lines = [Strip("Reading the store.", Style(.muted))]
    if let failure = model.freshness.failure {
      lines = [Strip("The store cannot be read.", Style(.danger)), Strip(SafeText(failure.sentence))]
    } else if model.alerts.asOf != nil {
      lines =
        model.alerts.showsAll
        ? [Strip("There were no alerts yet.", Style(.title))]
        : [
          Strip("No alert is open.", Style(.title)),
          Strip("Press ").adding(model.name(.allAlerts), Style(.key)).adding(" to see the closed ones too."),
        ]
    }
    for (index, line) in lines.enumerated() {
      canvas.put(
        line, row: start + index, column: 4, maxWidth: canvas.columns - 5, glyphs: model.settings.glyphs)
    }
  }

  private static func lines(_ model: Model) -> [Strip] {
    if let failure = model.freshness.failure {
      return [
        Strip("The store cannot be read.", Style(.danger)), Strip(SafeText(failure.sentence)),
        Strip(
          "It is tried again every two seconds; \(SafeText(model.key(.reload))) tries now.", Style(.muted)),
      ]
    }
    guard model.list.asOf != nil else { return [Strip("Reading the store.", Style(.muted))] }
    guard model.filter.shown == .all else {
      return [
        Strip("No session matches this filter.", Style(.title)),
        model.filter.isEditing
          ? Strip("Type on, or press ").adding("Esc", Style(.key)).adding(" for the filter before.")
          : Strip("Press ").adding("Esc", Style(.key)).adding(" to clear it, or ").adding(
            model.name(.filter), Style(.key)
          )
          .adding(" to change it."),
      ]
    }
    return emptyStore
  }

  private static let emptyStore: [Strip] = [
    Strip("This store has no sessions yet.", Style(.title)),
    Strip(),
    command("curfew demo", "a store with traffic and attacks"),
    command("curfew sessions grant", "grants one session"),
    command("curfew sessions import FILE", "grants a session for each line"),
    command("curfew authorize < FILE", "decides requests, records them"),
    Strip(),
    Strip("Sessions appear here as soon as any process grants one.", Style(.muted)),
  ]

  private static func command(_ command: SafeText, _ meaning: SafeText) -> Strip {
    Strip(command.padded(to: 30), Style(.key)).adding(meaning)
  }
}
