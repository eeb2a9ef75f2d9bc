import Foundation

/// A child process that inherits three descriptors and none of ours.
///
/// Foundation's `Process` hands its own descriptors down: a tmux server that outlives its client would hold them, and
/// the wait for the client would never end.
struct Spawn {
  struct Failed: Error {
    let path: String
    let code: Int32
  }

  let process: pid_t

  init(
    _ path: String, _ arguments: [String], environment: [String: String], input: Int32, output: Int32,
    error: Int32
  ) throws {
    process = try Spawn.start(path, arguments, environment, flags: 0) { actions in
      // First out of the way of 0, 1 and 2, then into place.
      for (index, descriptor) in [input, output, error].enumerated() {
        posix_spawn_file_actions_adddup2(&actions, descriptor, Int32(200 + index))
      }
      for index in 0..<3 { posix_spawn_file_actions_adddup2(&actions, Int32(200 + index), Int32(index)) }
      for index in 0..<3 { posix_spawn_file_actions_addclose(&actions, Int32(200 + index)) }
    }
  }

  /// Starts it as the leader of a session of its own, on a terminal.
  init(_ path: String, _ arguments: [String], environment: [String: String], terminal: String) throws {
    // POSIX_SPAWN_SETSID, which Glibc's module does not show. The first terminal that a leader opens is its own.
    process = try Spawn.start(path, arguments, environment, flags: 0x80) { actions in
      posix_spawn_file_actions_addopen(&actions, 0, terminal, O_RDWR, 0)
      for index in 1..<3 { posix_spawn_file_actions_adddup2(&actions, 0, Int32(index)) }
    }
  }

  private static func start(
    _ path: String, _ arguments: [String], _ environment: [String: String], flags: Int32,
    _ streams: (inout posix_spawn_file_actions_t) -> Void
  ) throws -> pid_t {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    streams(&actions)
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    // The test runner's own handling of signals is not the program's.
    var all = sigset_t()
    sigfillset(&all)
    var none = sigset_t()
    sigemptyset(&none)
    posix_spawnattr_setsigdefault(&attributes, &all)
    posix_spawnattr_setsigmask(&attributes, &none)
    posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK | flags))
    var words: [UnsafeMutablePointer<CChar>?] = ([path] + arguments).map { strdup($0) } + [nil]
    var settings: [UnsafeMutablePointer<CChar>?] = environment.map { strdup("\($0.key)=\($0.value)") } + [nil]
    defer { for pointer in words + settings { free(pointer) } }
    var started: pid_t = 0
    let code = posix_spawnp(&started, path, &actions, &attributes, &words, &settings)
    guard code == 0 else { throw Failed(path: path, code: code) }
    return started
  }

  enum Ending: Equatable {
    case exited(Int32)
    case killed(Int32)
  }

  /// Waits for the child's end.
  func wait() -> Ending {
    var status: Int32 = 0
    while waitpid(process, &status, 0) < 0 && errno == EINTR {}
    let signal = status & 0x7F
    return signal == 0 ? .exited(status >> 8 & 0xFF) : .killed(signal)
  }
}

/// Two ends of a pipe; each is closed once.
final class PipeEnds {
  private(set) var readEnd: Int32
  private(set) var writeEnd: Int32

  init() throws {
    var ends: [Int32] = [0, 0]
    guard pipe(&ends) == 0, ends.allSatisfy({ fcntl($0, F_SETFD, FD_CLOEXEC) == 0 }) else {
      throw Spawn.Failed(path: "pipe", code: errno)
    }
    (readEnd, writeEnd) = (ends[0], ends[1])
  }

  func closeRead() {
    if readEnd >= 0 { close(readEnd) }
    readEnd = -1
  }

  func closeWrite() {
    if writeEnd >= 0 { close(writeEnd) }
    writeEnd = -1
  }

  deinit {
    closeRead()
    closeWrite()
  }
}
