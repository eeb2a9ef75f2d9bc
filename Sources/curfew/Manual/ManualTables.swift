/// What the manual says of the program's surroundings.
enum ManualTables {
  /// When the program was last given a number: a page that is written twice is the same twice.
  static let date = "2026-11-26"

  static let files: [(String, String)] = [
    ("$XDG_DATA_HOME/curfew/curfew.db", "The store, unless `--store` or `CURFEW_STORE` names another."),
    (
      "$XDG_CONFIG_HOME/curfew/keys",
      "This account's private keys, unless `CURFEW_KEYS` names another folder."
    ),
    ("$XDG_STATE_HOME/curfew/tour-seen", "The console's tour was seen; without it the tour is shown."),
  ]

  static let environment: [(String, String)] = [
    ("CURFEW_STORE", "The store: a path or `sqlite:PATH`."),
    ("CURFEW_KEYS", "The folder of private keys."),
    ("CURFEW_OPERATOR", "Who acts, unless `--operator` says so; else the account's name."),
    (
      "EDITOR, VISUAL",
      "The editor that a notice is changed in: a program and its first arguments, without a shell."
    ),
    ("NO_COLOR", "If set and not empty, nothing is drawn in colour."),
    ("TERM, LANG, LC_ALL", "The terminal, and whether it takes UTF-8; without it all is drawn in ASCII."),
    (
      "XDG_CONFIG_HOME, XDG_DATA_HOME, XDG_STATE_HOME",
      "Where the files above are; absolute, else as usual below the home folder."
    ),
  ]

  static let statuses: [(String, String)] = [
    ("0", "Done."),
    ("1", "Refused, or failed: one sentence on standard error says why."),
    ("2", "Found something: `detect`, `verify`, `audit verify` and others that look for trouble."),
    ("64", "Wrong usage."),
    ("128 + N", "The console was ended by signal N, and the terminal is as it was."),
  ]
}
