package import Delegation
package import SessionStore
package import Terminal

/// What the program decides before the console opens.
package struct ConsoleSettings: Sendable {
  /// Refuses every action that changes the store.
  package var isReadOnly = false
  /// Loaded when the screen opens; its name is shown by `:theme`.
  package var theme = Theme.builtIn
  /// Where `:theme NAME` looks.
  package var catalog: ThemeCatalog?
  /// The name of the theme that shows while lockdown holds everywhere; nil leaves the colours as they are.
  package var lockdownTheme: String?
  /// Said in the status line when the console opens.
  package var greeting: String?
  /// Nil lets the terminal's character set decide.
  package var glyphs: Glyphs?
  package var keymap = Keymap.standard
  package var confirm = ConfirmPolicy.marks
  /// The least time between two reads of a store that keeps changing.
  package var refresh = TimeSpan(milliseconds: 100)
  /// The columns of the Sessions screen, in their order; none means those that the table has by itself.
  package var columns: [ColumnChoice] = []
  package var views: [SavedView] = []
  /// Whether who never saw the tour is offered it.
  package var showsTour = false
  /// Where columns and views that the operator changes are kept; nil keeps nothing.
  package var statePath: String?
  package var screen = CursesScreen.Options()
  /// Played instead of the keyboard.
  package var script: ConsoleScript?
  /// Draws on no terminal: for a script, on the size that ``screen`` has.
  package var isHeadless = false
  /// Lets the user change a text in an editor of their own, on this process's terminal; nil where there is none.
  package var edit: (@Sendable (String) throws(EditFailure) -> String)?
  /// Shows the user a text in a pager, and in an editor of their own that changes nothing, on this process's terminal.
  package var page: (@Sendable (String) throws(EditFailure) -> Void)?
  package var look: (@Sendable (String) throws(EditFailure) -> Void)?
  /// Something of the store as JSON; nil where it has nothing of the kind.
  package var json: JSONDescription?
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

/// When the key that revokes shows a card first, which another key fires.
package enum ConfirmPolicy: String, CaseIterable, Hashable, Sendable {
  /// Where several sessions would end: with marks, or with a scope.
  case marks
  case always
}

package typealias JSONDescription =
  @Sendable (JSONSubject, any SessionStore) throws(StoreError) -> String?

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
  var lockdownTheme: String?
  var keymap = Keymap.standard
  var confirm = ConfirmPolicy.marks
  var refresh = TimeSpan(milliseconds: 100)
  /// None means those that the table has by itself.
  var columns: [ColumnChoice] = []
  var views: [SavedView] = []
  var showsTour = false
}
