import SessionStore
import Terminal

extension ConfigReading {
  /// Reads a configuration file strictly. Nothing of a file with a problem is to be used.
  /// - Parameter yaml: hostile.
  package static func read(_ yaml: String) -> ConfigReading {
    var log = ConfigLog()
    var problems: [ConfigProblem] = []
    let root = ConfigReader.read(yaml, &problems)
    log.add(problems)
    var config = ConsoleConfig()
    if let root, root.content != .null, var fields = ConfigFields(root, of: "config", &log) {
      config.take(&fields, &log)
      fields.finish(&log)
    }
    return ConfigReading(config: config, problems: log.sorted, places: log.places)
  }
}

extension ConsoleConfig {
  fileprivate mutating func take(_ fields: inout ConfigFields, _ log: inout ConfigLog) {
    typealias Values = ConfigValues
    theme = fields.take("theme", &log, Values.text) ?? theme
    lockdownTheme = fields.take("lockdown-theme", &log, Values.text) ?? lockdownTheme
    stores = fields.take("stores", &log, Self.rules) ?? stores
    refresh = fields.take("refresh", &log, Values.span) ?? refresh
    confirm = fields.take("confirm", &log, Values.word) ?? confirm
    isReadOnly = fields.take("read-only", &log, Values.flag) ?? isReadOnly
    isASCII = fields.take("ascii", &log, Values.flag) ?? isASCII
    showsTour = fields.take("tour", &log, Values.flag) ?? showsTour
    keys = fields.take("keys", &log, ConfigKeys.read) ?? keys
    columns = fields.take("columns", &log, Values.columns) ?? columns
    views = fields.take("views", &log, Self.views) ?? views
  }

  private static func rules(_ node: ConfigNode, _ name: String, _ log: inout ConfigLog) -> [StoreRule]? {
    ConfigValues.list(node, name, of: "stores", &log) { item, index, log in
      guard var fields = ConfigFields(item, of: name, path: "\(name).\(index).", &log) else { return nil }
      var rule = StoreRule(match: "")
      if let match = fields.take("match", &log) {
        rule.match = ConfigValues.text(match, "match", &log) ?? ""
      } else {
        log.add(item.place, "`match` is missing: expected a path or URL, in which `*` stands for anything")
      }
      rule.name = fields.take("name", &log, ConfigValues.text)
      rule.theme = fields.take("theme", &log, ConfigValues.text)
      rule.isReadOnly = fields.take("read-only", &log, ConfigValues.flag) ?? false
      fields.finish(&log)
      return rule
    }
  }

  private static func views(_ node: ConfigNode, _ name: String, _ log: inout ConfigLog) -> [SavedView]? {
    var names: Set<String> = []
    return ConfigValues.list(node, name, of: "views", &log) { item, index, log in
      guard var fields = ConfigFields(item, of: name, path: "\(name).\(index).", &log) else { return nil }
      var view = SavedView(name: "")
      if let named = fields.take("name", &log) {
        view.name = viewName(named, &names, &log) ?? ""
      } else {
        log.add(item.place, "`name` is missing: expected the view's name")
      }
      view.filter = fields.take("filter", &log, filter) ?? ""
      view.sort = fields.take("sort", &log, ConfigValues.word) ?? .risk
      view.grouping = fields.take("group", &log, ConfigValues.word)
      view.columns = fields.take("columns", &log, ConfigValues.columns).flatMap { $0.isEmpty ? nil : $0 }
      fields.finish(&log)
      return view
    }
  }

  private static func viewName(_ node: ConfigNode, _ names: inout Set<String>, _ log: inout ConfigLog)
    -> String?
  {
    guard let name = ConfigValues.text(node, "name", &log) else { return nil }
    guard name.unicodeScalars.count <= 40, name.first != " ", name.last != " " else {
      log.add(
        node.place,
        "`name`: expected at most 40 characters without a space at either end, found \(node.found)")
      return nil
    }
    guard names.insert(name).inserted else {
      log.add(node.place, "\(node.found) is the name of two views: expected each name once")
      return nil
    }
    return name
  }

  private static func filter(_ node: ConfigNode, _ name: String, _ log: inout ConfigLog) -> String? {
    guard let text = node.word else {
      log.add(
        node.place, "`\(name)`: expected a filter as it is typed, such as risk>=70, found \(node.found)")
      return nil
    }
    do throws(FilterError) {
      _ = try SessionFilter.parse(text)
      return text
    } catch {
      log.add(node.place, "`\(name)`: \(error.message)")
      return nil
    }
  }
}
