package import Terminal

/// What the program decides before the console opens.
package struct ConsoleSettings: Sendable {
  /// Refuses every action that changes the store.
  package var isReadOnly = false
  /// Loaded when the screen opens; its name is shown by `:theme`.
  package var theme = Theme.builtIn
  /// Where `:theme NAME` looks.
  package var catalog: ThemeCatalog?
  /// Said in the status line when the console opens.
  package var greeting: String?
  /// Nil lets the terminal's character set decide.
  package var glyphs: Glyphs?
  package var screen = CursesScreen.Options()
  /// Played instead of the keyboard.
  package var script: ConsoleScript?
  /// Draws on no terminal: for a script, on the size that ``screen`` has.
  package var isHeadless = false
  /// Lets the user change a text in an editor of their own, on this process's terminal; nil where there is none.
  package var edit: (@Sendable (String) throws(EditFailure) -> String)?
  /// Nil shows the tour of itself never.
  package var tour: Tour?

  /// The first look around.
  package struct Tour: Sendable {
    /// It is not shown of itself then.
    package let wasSeen: Bool
    /// Called once it was left or ended.
    package let noteSeen: @Sendable () -> Void

    package init(wasSeen: Bool, noteSeen: @escaping @Sendable () -> Void) {
      self.wasSeen = wasSeen
      self.noteSeen = noteSeen
    }
  }

  package init() {}
}

/// Why an editor gave no text.
package struct EditFailure: Error, Hashable, Sendable {
  /// Lower case, without a full stop.
  package let sentence: String

  package init(_ sentence: String) { self.sentence = sentence }
}

/// The part of the settings that the screen shows; changed by commands only.
struct Settings: Sendable {
  var storeName = ""
  var operatorName = ""
  /// As incidents name the operator.
  var operatorPlainName = ""
  var isReadOnly = false
  var glyphs = Glyphs.unicode
  var themeName = Theme.builtIn.name
  var themeNames: [String] = []
}
