import Foundation

/// Finds theme files. What it may look at comes in as values, so that a test gives it folders of its own.
package struct ThemeCatalog: Sendable {
  /// Folders in the order in which they are searched; the first that has the name wins.
  package let folders: [String]

  /// - Parameters:
  ///   - environment: for `XDG_CONFIG_HOME` and `HOME`.
  ///   - executable: path of the program; links are followed, then `Themes` is looked for upwards.
  ///   - workingDirectory: `Themes` is looked for upwards from here too.
  package init(environment: [String: String], executable: String?, workingDirectory: String) {
    var folders: [String] = []
    if let settings = environment["XDG_CONFIG_HOME"], settings.hasPrefix("/") {
      folders.append(settings + "/curfew/themes")
    } else if let home = environment["HOME"], home.hasPrefix("/") {
      folders.append(home + "/.config/curfew/themes")
    }
    if let executable {
      let real = URL(fileURLWithPath: executable).resolvingSymlinksInPath()
      folders += Self.upwards(from: real.deletingLastPathComponent())
    }
    folders += Self.upwards(from: URL(fileURLWithPath: workingDirectory))
    var seen: Set<String> = []
    self.folders = folders.filter { seen.insert($0).inserted }
  }

  /// The nearest `Themes` at or above a folder that has a `default.yaml`.
  private static func upwards(from start: URL) -> [String] {
    var folder = start.standardizedFileURL
    for _ in 0..<32 {
      let candidate = folder.path + (folder.path == "/" ? "Themes" : "/Themes")
      if FileManager.default.fileExists(atPath: candidate + "/default.yaml") { return [candidate] }
      guard folder.path != "/" else { break }
      folder.deleteLastPathComponent()
    }
    return []
  }

  /// Names that ``load(_:)`` takes, sorted. The built-in theme is always among them.
  package var names: [String] {
    let found = folders.flatMap { (try? FileManager.default.contentsOfDirectory(atPath: $0)) ?? [] }
    let names = found.filter { $0.hasSuffix(".yaml") }.map { String($0.dropLast(5)) }
    return Set(names + [Theme.builtIn.name]).sorted()
  }

  /// Every theme by name, sorted, with what ``load(_:)`` makes of it.
  package var entries: [ThemeEntry] {
    names.map { name in
      let paths = folders.map { "\($0)/\(name).yaml" }.filter { FileManager.default.fileExists(atPath: $0) }
      do throws(ThemeError) {
        return ThemeEntry(name: name, paths: paths, theme: .success(try load(name)))
      } catch {
        return ThemeEntry(name: name, paths: paths, theme: .failure(error))
      }
    }
  }

  /// Loads a theme by name, or by path if there is a `/` in it. `default` needs no file.
  package func load(_ nameOrPath: String) throws(ThemeError) -> Theme {
    if nameOrPath.contains("/") { return try Self.read(nameOrPath) }
    for folder in folders {
      let path = "\(folder)/\(nameOrPath).yaml"
      if FileManager.default.fileExists(atPath: path) { return try Self.read(path) }
    }
    if nameOrPath == Theme.builtIn.name { return .builtIn }
    throw .notFound(name: nameOrPath, searched: folders)
  }

  private static func read(_ path: String) throws(ThemeError) -> Theme {
    guard let file = FileHandle(forReadingAtPath: path) else { throw .unreadable(path: path) }
    let data = try? file.read(upToCount: ThemeLoader.bytesMax + 1)
    try? file.close()
    guard let data else { throw .unreadable(path: path) }
    guard data.count <= ThemeLoader.bytesMax else { throw .tooLarge(path: path) }
    guard let text = String(validating: data, as: UTF8.self) else { throw .unreadable(path: path) }
    do throws(ThemeError) {
      return try ThemeLoader.theme(yaml: text)
    } catch {
      throw .inFile(path: path, error)
    }
  }
}

/// A theme that the catalog found.
package struct ThemeEntry: Sendable {
  package let name: String
  /// Its files, the one that counts first; none for the theme that is built in.
  package let paths: [String]
  package let theme: Result<Theme, ThemeError>

  /// The file that it hides: a theme of the same name in a folder that is searched later.
  package var shadowed: String? { paths.dropFirst().first }
}
