import Console
import Foundation
import Terminal

/// What is in force for one store: flags beat the environment, that beats the file, and that the defaults. Read-only
/// alone is never loosened: it holds as soon as one of them says so.
struct ResolvedConfig {
  private(set) var config: ConsoleConfig
  /// As the file names the store.
  private(set) var storeName: String?
  /// Where a setting comes from that is not a default.
  private var origins: [String: String] = [:]

  /// - Parameter url: of the store.
  init(_ file: ConfigFile?, _ look: LookOptions, url: String, environment: [String: String]) {
    config = file?.reading.config ?? ConsoleConfig()
    for setting in config.settings.map(\.name) { origins[setting] = file?.origin(of: setting) }
    if let file { apply(file, to: url) }
    if let theme = environment["CURFEW_THEME"], !theme.isEmpty {
      config.theme = theme
      origins["theme"] = "CURFEW_THEME"
    }
    if let theme = look.theme {
      config.theme = theme
      origins["theme"] = "--theme"
    }
    if look.ascii {
      config.isASCII = true
      origins["ascii"] = "--ascii"
    }
    if look.readOnly {
      config.isReadOnly = true
      origins["read-only"] = "--read-only"
    }
  }

  private mutating func apply(_ file: ConfigFile, to url: String) {
    let names = Self.names(of: url)
    let found = config.stores.enumerated().first { _, rule in
      let pattern = Surroundings.expandingHome(rule.match)
      return names.contains { StoreRule.matches(pattern, $0) }
    }
    guard let (index, rule) = found else { return }
    storeName = rule.name
    if let theme = rule.theme {
      config.theme = theme
      origins["theme"] = file.origin(of: "stores.\(index).theme")
    }
    if rule.isReadOnly, !config.isReadOnly {
      config.isReadOnly = true
      origins["read-only"] = file.origin(of: "stores.\(index).read-only")
    }
  }

  /// The URL as it was given, its path, the whole path, and where links lead: no other spelling gets round a rule.
  private static func names(of url: String) -> [String] {
    guard !url.contains("://") else { return [url] }
    let path = url.hasPrefix("sqlite:") ? String(url.dropFirst("sqlite:".count)) : url
    let whole = URL(fileURLWithPath: path).standardizedFileURL
    return [url, path, whole.path, whole.resolvingSymlinksInPath().path]
  }

  /// Where a setting comes from: `default`, a file and its line, a variable, or a flag.
  func origin(of setting: String) -> String { origins[setting] ?? "default" }

  /// Puts everything into what the console is opened with, but for its themes.
  func apply(to settings: inout ConsoleSettings) {
    settings.isReadOnly = config.isReadOnly
    if config.isASCII { settings.glyphs = .ascii }
    settings.keymap = config.keymap
    settings.confirm = config.confirm
    settings.refresh = config.refresh
    settings.columns = config.columns
    settings.views = config.views
    settings.showsTour = config.showsTour
  }
}
