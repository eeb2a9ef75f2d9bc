/// A word of a paragraph, as phrases are looked for: lower case, without markup, marks and hidden characters, so that
/// `p*ass*word` and `ｐassword` are what a reader sees.
struct NoticeWord {
  let folded: String
  let line: Int
  var opensSentence: Bool
  /// The first behind a comma, a colon, a dash, or a word such as “but”.
  var opensClause: Bool
  /// No space before it: a part of a host name or a compound.
  let isJoined: Bool
}

extension NoticeParagraph {
  var words: [NoticeWord] {
    var scanner = WordScanner()
    for line in lines { scanner.take(line) }
    return scanner.words
  }

  /// Its sentences, each at least one word.
  var sentences: [ArraySlice<NoticeWord>] {
    let words = words
    let starts = words.indices.filter { words[$0].opensSentence }
    return starts.enumerated().map { order, start in
      words[start..<(order + 1 < starts.count ? starts[order + 1] : words.count)]
    }
  }
}

private struct WordScanner {
  private(set) var words: [NoticeWord] = []
  private var current = ""
  private var sentenceEnds = true
  private var clauseEnds = true
  private var joins = false

  mutating func take(_ line: NoticeLine) {
    var previous: Unicode.Scalar = " "
    for scalar in line.text.unicodeScalars {
      if !isLeftOut(scalar) {
        see(scalar, after: previous, line: line.number)
        previous = scalar
      }
    }
    endWord(line: line.number)
    note(previous)
    joins = false
  }

  private func isLeftOut(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar {
    case "*", "_", "`": true
    case " ", "\t": false
    default: isHidden(scalar) || scalar.properties.generalCategory == .nonspacingMark
    }
  }

  private mutating func see(_ scalar: Unicode.Scalar, after previous: Unicode.Scalar, line: Int) {
    let isWord = scalar.properties.isAlphabetic || scalar.properties.numericType != nil
    if isWord || (isApostrophe(scalar) && !current.isEmpty) {
      current.unicodeScalars.append(isApostrophe(scalar) ? "'" : plain(scalar))
      return
    }
    endWord(line: line)
    if scalar.properties.isWhitespace {
      note(previous)
      joins = false
    } else if ",;:()—–".unicodeScalars.contains(scalar) {
      clauseEnds = true
    }
  }

  private func isApostrophe(_ scalar: Unicode.Scalar) -> Bool { scalar == "'" || scalar == "’" }

  /// What stands before a space: only there a full stop ends a sentence, not in `wallet.example`.
  private mutating func note(_ scalar: Unicode.Scalar) {
    if ".!?".unicodeScalars.contains(scalar), !words.isEmpty { sentenceEnds = true }
  }

  private mutating func endWord(line: Int) {
    guard !current.isEmpty else { return }
    let folded = current.lowercased()
    let opens = clauseEnds || sentenceEnds || ["but", "and", "then", "so"].contains(folded)
    words.append(
      NoticeWord(
        folded: folded, line: line, opensSentence: sentenceEnds, opensClause: opens, isJoined: joins))
    current = ""
    sentenceEnds = false
    clauseEnds = false
    joins = true
  }

  private func plain(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
    guard (0xFF01...0xFF5E).contains(scalar.value) else { return scalar }
    return Unicode.Scalar(scalar.value - 0xFEE0) ?? scalar
  }
}

/// Words that stand together, to be found whole.
struct Phrase: ExpressibleByStringLiteral {
  let words: [String]

  // Not inlined: the lists of phrases would take seconds to compile.
  @inline(never)
  init(_ text: String) { words = text.lowercased().split(separator: " ").map(String.init) }
  /// A name from outside, taken apart as a notice is.
  init(saying name: String) {
    words = NoticeParagraph(kind: .text, lines: [NoticeLine(number: 1, text: name[...])]).words.map(\.folded)
  }

  @inline(never)
  init(stringLiteral text: String) { self.init(text) }

  var text: String { words.joined(separator: " ") }

  /// Where `words` say it, first words only. A last word that ends in `*` stands for every word that begins so.
  func starts(in words: ArraySlice<NoticeWord>) -> [Int] {
    guard let first = self.words.first, words.count >= self.words.count else { return [] }
    return words.indices.prefix(words.count - self.words.count + 1).filter { start in
      matches(first, words[start])
        && self.words.indices.allSatisfy { matches(self.words[$0], words[start + $0]) }
    }
  }

  private func matches(_ pattern: String, _ word: NoticeWord) -> Bool {
    pattern.hasSuffix("*") ? word.folded.hasPrefix(pattern.dropLast()) : word.folded == pattern
  }
}
