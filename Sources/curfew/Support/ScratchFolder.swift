import Glibc

/// A folder for the life of a command, in `$TMPDIR` or /tmp; `remove` it in a `defer`.
struct ScratchFolder {
  let path: String

  init(named name: String) throws {
    let parent = getenv("TMPDIR").map { String(cString: $0) }.flatMap { $0.isEmpty ? nil : $0 } ?? "/tmp"
    var template = Array("\(parent)/\(name)-XXXXXX".utf8CString)
    guard let made = mkdtemp(&template) else { throw Failure("cannot make a folder in `\(parent)`") }
    path = String(cString: made)
  }

  func remove() { ScratchFolder.remove(path) }

  private static func remove(_ path: String) {
    // A link is removed, never followed.
    for entry in entries(of: path) where unlink("\(path)/\(entry)") != 0 { remove("\(path)/\(entry)") }
    rmdir(path)
  }

  private static func entries(of path: String) -> [String] {
    guard let folder = opendir(path) else { return [] }
    defer { closedir(folder) }
    var names: [String] = []
    while let entry = readdir(folder) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) {
        $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      if name != "." && name != ".." { names.append(name) }
    }
    return names
  }
}
