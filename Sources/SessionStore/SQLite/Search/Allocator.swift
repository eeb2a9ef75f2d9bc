import Glibc

/// The process' memory that nothing uses.
enum Allocator {
  /// What was freed goes back to the system: after a large index was read in, glibc holds on to megabytes of it.
  ///
  /// Looked up by its name: `malloc.h` is in no module, and another libc may have no such call.
  static func giveBack() {
    guard let symbol = dlsym(nil, "malloc_trim") else { return }
    _ = unsafeBitCast(symbol, to: (@convention(c) (Int) -> Int32).self)(0)
  }
}
