import CCurses

/// What the surroundings say about text.
package enum TextEncoding {
  /// Whether the locale is UTF-8; asked once.
  package static var isUTF8: Bool { cc_locale_is_utf8() }
}
