import Glibc

/// Standard input, output and error as the process finds them.
enum StandardStreams {
  /// Puts something under each number that came closed, before the first file is opened: the store's files would get the
  /// number otherwise, be read as requests, and be written over with answers. What is put there refuses to be used.
  static func occupy() {
    for (descriptor, mode) in [
      (STDIN_FILENO, O_WRONLY), (STDOUT_FILENO, O_RDONLY), (STDERR_FILENO, O_WRONLY),
    ] {
      guard fcntl(descriptor, F_GETFD) < 0, errno == EBADF else { continue }
      // The lowest free number is this one: those below it are in use by now.
      _ = open("/dev/null", mode)
    }
  }
}

/// The system's words for what failed last, in lower case as all of ours are.
func systemMessage(_ code: Int32 = errno) -> String {
  guard let text = strerror(code) else { return "error \(code)" }
  return String(cString: text).lowercased()
}
