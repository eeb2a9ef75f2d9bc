/// How hard a text is to read, without a dictionary, in any language that puts spaces between words.
struct Readability {
  let sentenceCount: Int
  let wordCount: Int
  let letterCount: Int
  /// Words of more than six letters.
  let longWordCount: Int

  init(_ sentences: [ArraySlice<NoticeWord>]) {
    sentenceCount = sentences.count
    let lengths = sentences.flatMap { $0.map(\.folded.count) }
    wordCount = lengths.count
    letterCount = lengths.reduce(0, +)
    longWordCount = lengths.count { $0 > 6 }
  }

  /// LIX (Björnsson 1968): words a sentence, and long words of a hundred. Under 30 is very easy, over 50 hard.
  var lix: Double {
    guard wordCount > 0, sentenceCount > 0 else { return 0 }
    return Double(wordCount) / Double(sentenceCount) + 100 * Double(longWordCount) / Double(wordCount)
  }

  /// The automated readability index (Smith and Senter 1967): the school grade that reads it.
  var grade: Double {
    guard wordCount > 0, sentenceCount > 0 else { return 0 }
    return 4.71 * Double(letterCount) / Double(wordCount) + 0.5 * Double(wordCount) / Double(sentenceCount)
      - 21.43
  }
}

// W1, W2.
extension NoticeLint {
  static let sentenceWordsMax = 20
  static let gradeMax = 8.0
  static let lixMax = 40.0
  /// A shorter text moves too far with one word.
  private static let wordsMin = 50

  mutating func checkReadability() {
    let sentences = prose.flatMap(\.paragraph.sentences)
    for sentence in sentences {
      let count = sentence.count { !$0.isJoined }
      guard count > Self.sentenceWordsMax, let first = sentence.first else { continue }
      let words = sentence.prefix(6).map(\.folded).joined(separator: " ")
      find(
        .longSentence, line: first.line, "\(words) …",
        "cut the sentence: \(count) words, \(Self.sentenceWordsMax) at most")
    }
    let measured = Readability(sentences)
    guard form == .full, measured.wordCount >= Self.wordsMin else { return }
    let line = prose.first?.paragraph.firstLine ?? 1
    if measured.grade > Self.gradeMax {
      find(
        .hardToRead, line: line, "grade \(tenths(measured.grade))",
        "use shorter words and sentences: grade 8 at most")
    }
    if measured.lix > Self.lixMax {
      find(
        .hardToRead, line: line, "LIX \(tenths(measured.lix))",
        "use shorter words and sentences: LIX 40 at most")
    }
  }

  private func tenths(_ value: Double) -> String {
    let count = Int((value * 10).rounded())
    return "\(count / 10).\(abs(count % 10))"
  }
}
