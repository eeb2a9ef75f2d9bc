/// A filter that does not read.
package struct FilterError: Error, Hashable, Sendable {
  /// Where in the text, in Unicode scalars: what a screen underlines.
  package let range: Range<Int>
  /// One lower-case sentence with the user's own word in backticks and what was expected.
  package let message: String

  package init(range: Range<Int>, message: String) {
    self.range = range
    self.message = message
  }
}
