/// What a report is made of, before it is Markdown or HTML. Texts are raw: the writers make them safe.
struct ReportSection {
  enum Block {
    case text(String)
    case list([String])
    case table(header: [String], rows: [[String]])
    /// Kept line by line.
    case code(String)
    case chart(AttemptChart)
  }

  let title: String
  let blocks: [Block]
}
