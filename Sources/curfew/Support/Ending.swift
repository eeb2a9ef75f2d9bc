import ArgumentParser
import Foundation
import SessionStore
import Terminal

/// A refusal or failure of a command: one lower-case sentence, and exit status 1.
struct Failure: Error {
  let sentence: String
  var status: Int32 = 1

  init(_ sentence: String, status: Int32 = 1) {
    self.sentence = sentence
    self.status = status
  }
}

/// The command said all that there is to say; only the exit status is left.
struct Silent: Error {
  let status: Int32
}

/// The reader of our output went away: nobody is left to tell.
struct OutputClosed: Error {}

/// How the process ends after an error: the sentence on standard error, and the status.
enum Ending {
  static func leave(after error: any Error) -> Never {
    switch error {
    case let silent as Silent: exit(silent.status)
    case is OutputClosed: exit(0)
    case let failure as Failure: leave(saying: failure.sentence, status: failure.status)
    case let error as StoreError: leave(saying: error.sentence, status: 1)
    default: leave(afterParsing: error)
    }
  }

  private static func leave(saying sentence: String, status: Int32) -> Never {
    complain(sentence)
    exit(status)
  }

  /// Help and version are no errors; anything else is wrong usage, said in our way.
  private static func leave(afterParsing error: any Error) -> Never {
    let status = Curfew.exitCode(for: error)
    if status == .success {
      print(Curfew.fullMessage(for: error))
      exit(0)
    }
    let message = Curfew.message(for: error).split(separator: "\n").first.map(String.init) ?? "wrong usage"
    let command = CommandLine.arguments.dropFirst().first { !$0.hasPrefix("-") }
    let known = Curfew.configuration.subcommands.contains { $0._commandName == command }
    let help = known ? "curfew help \(command ?? "")" : "curfew --help"
    leave(saying: "\(inOurWords(message)); see `\(help)`", status: status.rawValue)
  }

  /// Lower case at the start, words in backticks, no full stop. Our own messages hold no apostrophe.
  private static func inOurWords(_ message: String) -> String {
    var text = message.replacingOccurrences(of: "'", with: "`")
    text = text.replacingOccurrences(of: ". Please provide one of ", with: ": expected one of ")
      .replacingOccurrences(of: ". Did you mean ", with: ", did you mean ")
    while text.hasSuffix(".") { text.removeLast() }
    return text.prefix(1).lowercased() + text.dropFirst()
  }
}

/// Writes one cleaned sentence to standard error.
func complain(_ sentence: String) {
  FileHandle.standardError.write(Data("curfew: \(SafeText(sentence).string)\n".utf8))
}
