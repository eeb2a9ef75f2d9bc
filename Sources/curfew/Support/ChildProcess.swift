import Glibc

/// Another program, started by its argument list: no shell reads the words.
enum ChildProcess {
  enum Ending: Equatable {
    case exited(Int32)
    case killed(Int32)
  }

  /// Runs `words` to its end on this process's terminal; `words[0]` is looked for in `PATH`.
  /// - Parameters:
  ///   - input: in place of standard input.
  ///   - output: in place of standard output.
  ///   - environment: set in the program's, beside what this process has.
  /// - Throws: ``Failure`` naming the program.
  static func run(
    _ words: [String], input: Int32? = nil, output: Int32? = nil, environment: [String: String] = [:]
  ) throws -> Ending {
    guard let program = words.first else { throw Failure("expected a program") }
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    if let input { posix_spawn_file_actions_adddup2(&actions, input, STDIN_FILENO) }
    if let output { posix_spawn_file_actions_adddup2(&actions, output, STDOUT_FILENO) }
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    // What this process ignores, the other one does not.
    var all = sigset_t()
    sigfillset(&all)
    posix_spawnattr_setsigdefault(&attributes, &all)
    posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGDEF))
    var arguments: [UnsafeMutablePointer<CChar>?] = words.map { strdup($0) } + [nil]
    defer { for argument in arguments { free(argument) } }
    var variables = variables(beside: environment)
    defer { for variable in variables { free(variable) } }
    // A Ctrl-C in the other program is meant for it.
    let interrupt = signal(SIGINT, SIG_IGN)
    let quit = signal(SIGQUIT, SIG_IGN)
    // Ctrl-Z stops both, so that the shell gets the terminal; `fg` goes on with both.
    var stop = sigaction()
    var stopBefore = sigaction()
    stop.__sigaction_handler.sa_handler = SIG_DFL
    sigaction(SIGTSTP, &stop, &stopBefore)
    defer {
      signal(SIGINT, interrupt)
      signal(SIGQUIT, quit)
      sigaction(SIGTSTP, &stopBefore, nil)
    }
    var process: pid_t = 0
    let code = posix_spawnp(&process, program, &actions, &attributes, &arguments, &variables)
    guard code == 0 else { throw Failure("cannot run `\(program)`: \(systemMessage(code))") }
    return wait(for: process)
  }

  /// The environment of this process, and what is set in it; ends with nil.
  private static func variables(beside more: [String: String]) -> [UnsafeMutablePointer<CChar>?] {
    var variables: [UnsafeMutablePointer<CChar>?] = []
    var next = environ
    while let variable = next.pointee {
      let name = String(cString: variable).prefix { $0 != "=" }
      if more[String(name)] == nil { variables.append(strdup(variable)) }
      next = next.advanced(by: 1)
    }
    return variables + more.map { strdup("\($0.key)=\($0.value)") } + [nil]
  }

  private static func wait(for process: pid_t) -> Ending {
    var status: Int32 = 0
    while waitpid(process, &status, 0) < 0 && errno == EINTR {}
    let signal = status & 0x7F
    return signal == 0 ? .exited(status >> 8 & 0xFF) : .killed(signal)
  }
}
