import ArgumentParser
import Console
import Foundation
import Terminal

/// Files of keys and commands that the console plays.
enum ScriptFile {
  /// - Throws: ``Failure`` when the file cannot be read, or a line of it is no step.
  static func read(_ path: String) throws -> ConsoleScript {
    let text = try PolicyFile.text(path)
    do throws(ConsoleScript.Problem) {
      return try ConsoleScript(text)
    } catch {
      throw Failure("`\(path)`, line \(error.line): \(error.sentence)")
    }
  }

  /// Prints the screen as it was, and says which line failed on it.
  static func failure(_ failure: ScriptFailure, in path: String?) -> Failure {
    let screen = failure.screen.joined(separator: "\n") + "\n"
    FileHandle.standardError.write(Data(screen.utf8))
    return Failure("`\(path ?? "")`, line \(failure.line): \(failure.sentence)")
  }
}

/// Columns and rows, such as `120x40`.
struct ScreenSizeArgument: ExpressibleByArgument {
  /// Nothing is larger, and the least shows a session.
  private static let columns = 12...500
  private static let rows = 2...200

  let size: ScreenSize

  init?(argument: String) {
    let parts = argument.split(separator: "x", omittingEmptySubsequences: false).map { Int($0) }
    guard parts.count == 2, let columns = parts[0], let rows = parts[1], Self.columns.contains(columns),
      Self.rows.contains(rows)
    else { return nil }
    size = ScreenSize(rows: rows, columns: columns)
  }
}
