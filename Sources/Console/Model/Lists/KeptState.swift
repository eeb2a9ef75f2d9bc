import Delegation
import SessionStore

/// What an operator changed about the console, kept from one time to the next.
struct KeptState: Hashable, Sendable {
  /// Nil: as the configuration has them.
  var columns: [ColumnChoice]?
  var views: [SavedView] = []

  static let viewsMax = 200
  /// In code points.
  static let textMax = 4_096
}

/// One thing that is to be kept, or no more.
enum KeptChange: Hashable, Sendable {
  /// Nil: as the configuration has them.
  case columns([ColumnChoice]?)
  /// In place of the one that has its name.
  case save(SavedView)
  case delete(String)
}

extension KeptState {
  mutating func apply(_ change: KeptChange) {
    switch change {
    case .columns(let columns): self.columns = columns
    case .save(let view):
      views.removeAll { $0.name == view.name }
      views.append(view)
    case .delete(let name): views.removeAll { $0.name == name }
    }
  }
}

// MARK: As JSON

extension KeptState {
  static let version = "1"

  /// Reads what ``json`` writes, strictly.
  init(json bytes: some Collection<UInt8>) throws(KeptProblem) {
    do {
      var reader = try ObjectReader(parseJSON(bytes))
      let version = try reader.required("version", expected: "1", Read.string)
      guard version == Self.version else {
        throw FieldError(field: "version", expected: "1", found: "`\(version)`")
      }
      let columns = try reader.optional("columns", Self.columns)
      let views = try reader.optional("views") { value, path throws(FieldError) in
        try Read.array(value, path, Self.view)
      }
      try reader.finish()
      guard (views ?? []).count <= Self.viewsMax else {
        throw FieldError(
          field: "views", expected: "at most \(Self.viewsMax)", found: "\((views ?? []).count)")
      }
      self.init(columns: columns, views: views ?? [])
    } catch let error as FieldError {
      throw KeptProblem(sentence: error.sentence)
    } catch let error as JSONProblem {
      throw KeptProblem(sentence: error.sentence)
    } catch {
      throw KeptProblem(sentence: "it does not read")
    }
  }

  private static func columns(_ value: JSONValue, _ path: String) throws(FieldError) -> [ColumnChoice] {
    let words = try Read.array(value, path) { value, path throws(FieldError) in try Read.string(value, path) }
    switch ColumnSet.read(words.joined(separator: " ")) {
    case .success(let columns): return columns
    case .failure(let problem):
      throw FieldError(field: path, expected: "columns of the Sessions screen", found: problem.sentence)
    }
  }

  private static func view(_ value: JSONValue, _ path: String) throws(FieldError) -> SavedView {
    var reader = try ObjectReader(value, path: path)
    let name = try reader.required("name", expected: "a view's name") { value, path throws(FieldError) in
      let name = try Read.text(value, path, limit: ViewName.max)
      if let problem = ViewName.problem(name) {
        throw FieldError(field: path, expected: problem, found: "`\(name)`")
      }
      return name
    }
    let filter = try reader.optional("filter") { value, path throws(FieldError) in
      try Read.text(value, path, limit: textMax)
    }
    let sort = try reader.optional("sort") { value, path throws(FieldError) in
      try word(value, path, SessionSort.init(rawValue:), SessionSort.allCases.map(\.rawValue))
    }
    let grouping = try reader.optional("group") { value, path throws(FieldError) in
      try word(value, path, SessionGrouping.init(rawValue:), SessionGrouping.allCases.map(\.rawValue))
    }
    let columns = try reader.optional("columns", Self.columns)
    try reader.finish()
    return SavedView(
      name: name, filter: filter ?? "", sort: sort ?? .risk, grouping: grouping, columns: columns)
  }

  private static func word<T>(
    _ value: JSONValue, _ path: String, _ read: (String) -> T?, _ known: [String]
  ) throws(FieldError) -> T {
    let text = try Read.string(value, path)
    guard let word = read(text) else {
      throw FieldError(field: path, expected: "one of \(known.joined(separator: ", "))", found: "`\(text)`")
    }
    return word
  }

  /// One line.
  var json: String {
    JSONWriter.object { writer in
      writer.member("version", Self.version)
      if let columns { writer.member("columns", strings: columns.map(\.text)) }
      writer.key("views")
      writer.array { list in
        for view in views {
          list.object { object in
            object.member("name", view.name)
            object.member("filter", view.filter)
            object.member("sort", view.sort.rawValue)
            if let grouping = view.grouping { object.member("group", grouping.rawValue) }
            if let columns = view.columns { object.member("columns", strings: columns.map(\.text)) }
          }
        }
      }
    }
  }
}

/// Why a kept state does not read.
struct KeptProblem: Error, Hashable, Sendable {
  let sentence: String
}

/// What a view may be called.
enum ViewName {
  /// In code points.
  static let max = 64

  /// What was expected; nil where the name is good.
  static func problem(_ name: String) -> String? {
    let isPlain = name.unicodeScalars.allSatisfy { $0.properties.generalCategory != .control }
    let isTrimmed = name.first != " " && name.last != " "
    guard (1...max).contains(name.unicodeScalars.count), isPlain, isTrimmed else {
      return "a name of 1 to \(max) characters without controls"
    }
    return nil
  }
}
