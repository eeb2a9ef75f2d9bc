import Console
import Foundation
import Terminal

/// A configuration file and what it says.
struct ConfigFile {
  let path: String
  private(set) var reading: ConfigReading

  var problems: [ConfigProblem] { reading.problems }

  /// - Parameter mustExist: the file was named by hand.
  /// - Returns: nil where there is none and need not be.
  /// - Throws: ``Failure`` when it cannot be read, is too large or not UTF-8.
  static func read(_ path: String, mustExist: Bool) throws -> ConfigFile? {
    if !mustExist, access(path, F_OK) != 0, errno == ENOENT || errno == ENOTDIR { return nil }
    let bytes = try InputSource.contents(of: path, limit: ConfigReader.bytesMax)
    guard let text = String(validating: bytes, as: UTF8.self) else { throw Failure("`\(path)` is not UTF-8") }
    return ConfigFile(path: path, text: text)
  }

  init(path: String, text: String) {
    self.path = path
    reading = ConfigReading.read(text)
  }

  /// Adds what is wrong with the themes that the file names.
  mutating func checkThemes(in catalog: ThemeCatalog) {
    let config = reading.config
    var named = [("theme", config.theme), ("lockdown-theme", config.lockdownTheme)]
    for (index, rule) in config.stores.enumerated() {
      if let theme = rule.theme { named.append(("stores.\(index).theme", theme)) }
    }
    for (setting, theme) in named {
      guard let place = reading.places[setting] else { continue }
      // The usual one may be missing: the theme in force is drawn then.
      if setting == "lockdown-theme", theme == ConsoleConfig().lockdownTheme { continue }
      do throws(ThemeError) {
        _ = try catalog.load(Surroundings.expandingHome(theme))
      } catch {
        reading.problems.append(
          ConfigProblem(place, "`\(setting.split(separator: ".").last ?? "")`: \(error.message)"))
      }
    }
    reading.problems.sort { ($0.place.map(Self.order) ?? 0) < ($1.place.map(Self.order) ?? 0) }
  }

  private static func order(_ place: ConfigPlace) -> Int { place.line << 20 + place.column }

  /// Where a setting stands; nil where the file has it not.
  func origin(of setting: String) -> String? {
    reading.places[setting].map { "\(path):\($0.line)" }
  }

  /// A problem in a sentence.
  func sentence(_ problem: ConfigProblem) -> String {
    let place = problem.place.map { ", line \($0.line), column \($0.column)" } ?? ""
    return "`\(path)`\(place): \(problem.message)"
  }

  /// A problem on a line of its own, as compilers have it.
  func line(_ problem: ConfigProblem) -> String {
    let place = problem.place.map { ":\($0.line):\($0.column)" } ?? ""
    return "\(path)\(place): \(problem.message)"
  }
}
