/// Finds what somebody who misspelt a word may have meant.
package enum NearestWord {
  /// Longer ones are no words: they are not compared.
  private static let lengthMax = 32

  /// The word of `words` that takes the fewest letters to be made of `text`; nil where none is close.
  package static func of(_ text: String, among words: [String]) -> String? {
    let letters = Array(text.lowercased())
    guard !letters.isEmpty, letters.count <= lengthMax else { return nil }
    let measured = words.map { (word: $0, distance: distance(letters, Array($0.lowercased()))) }
    guard let best = measured.min(by: { $0.distance < $1.distance }) else { return nil }
    return best.distance <= max(1, letters.count / 3) ? best.word : nil
  }

  /// How many letters are to be put in, taken out, changed, or swapped with their neighbour (optimal string alignment).
  private static func distance(_ one: [Character], _ two: [Character]) -> Int {
    var before: [Int] = []
    var previous = Array(0...two.count)
    for (row, letter) in one.enumerated() {
      var current = [row + 1]
      for (column, other) in two.enumerated() {
        var cost = min(previous[column + 1] + 1, current[column] + 1)
        cost = min(cost, previous[column] + (letter == other ? 0 : 1))
        if row > 0, column > 0, letter == two[column - 1], one[row - 1] == other {
          cost = min(cost, before[column - 1] + 1)
        }
        current.append(cost)
      }
      (before, previous) = (previous, current)
    }
    return previous.last ?? 0
  }

  /// What stands behind a word that is not known: the one that may have been meant, and all that are.
  package static func expectation(for text: String, among words: [String]) -> String {
    let all = "expected one of \(words.joined(separator: ", "))"
    return of(text, among: words).map { "did you mean `\($0)`? \(all)" } ?? all
  }
}
