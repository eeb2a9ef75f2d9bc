import Glibc

enum Confirmation {
  /// Asks on standard error for `answer`, so that no reflex answers.
  static func typed(_ answer: String, prompt: String) -> Bool {
    let output = Output(descriptor: STDERR_FILENO)
    try? output.verbatim(prompt)
    try? output.flush()
    return readLine() == answer
  }
}
