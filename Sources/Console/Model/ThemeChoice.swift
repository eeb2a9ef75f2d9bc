/// A theme as the chooser names it.
struct ThemeChoice: Hashable, Sendable {
  /// As `:theme` takes it.
  let name: String
  /// What it says of itself, or why it does not load. Hostile until cleaned.
  let description: String
  var isCurrent = false
}

/// What is to be done about the colours.
enum ThemeOrder: Hashable, Sendable {
  case list
  /// Shows it until another is kept or ``goBack``.
  case preview(String)
  /// Shows the one that was kept last.
  case goBack
  case lockdown(String)
  case lockdownLifted
}
