import ArgumentParser
import AuditTrail
import Delegation
import Glibc
import SessionStore
import Terminal

struct AuditTail: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "tail", abstract: "Show the latest state changes and operator actions, newest last.")

  @Option(help: ArgumentHelp("How many.", valueName: "count"))
  var lines = 20

  @Flag(help: "Go on with each as it is logged, executions too, until INT or TERM.")
  var follow = false

  @OptionGroup var store: StoreOptions
  @OptionGroup var json: JSONOption

  func run() throws {
    let store = try store.open()
    defer { store.close() }
    let output = Output()
    let size = Int64(clamping: try store.logHead().size)
    for entry in try store.entries(limit: max(0, lines)).reversed() where entry.sequence <= size {
      if json.json {
        try store.forEachLeaf(from: entry.sequence, through: entry.sequence) {
          try output.line(json: $0.text)
        }
      } else {
        let reason = entry.reason.map { ": \($0)" } ?? ""
        try output.line(
          "\(entry.sequence)  \(entry.at.utc)  \(entry.plane.rawValue).\(entry.who)  \(entry.action)  \(entry.target)  \(entry.result)\(reason)"
        )
      }
    }
    try output.flush()
    if follow { try follow(store, from: size + 1) }
  }

  /// Leaves as they are logged, as they were hashed.
  private func follow(_ store: any SessionStore, from first: Int64) throws {
    let output = Output()
    let stop = try StopSignal()
    let wake = try WakeUp()
    let subscription = try store.onChange { wake.wake() }
    defer { subscription.cancel() }
    var next = first
    while true {
      try store.forEachLeaf(from: next, through: .max) { leaf in
        try output.line(json: leaf.text)
        next = leaf.sequence + 1
      }
      try output.flush()
      guard try wake.wait(until: stop.descriptor) else { return }
    }
  }
}

struct AuditExport: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "export",
    abstract: "Print every leaf of the log as it was hashed, one line of JSON each, oldest first.")

  @Option(help: ArgumentHelp("Begin with this sequence number.", valueName: "number"))
  var from: Int64 = 1

  @OptionGroup var store: StoreOptions

  func run() throws {
    let store = try store.open()
    defer { store.close() }
    let output = Output()
    try store.forEachLeaf(from: from, through: .max) { try output.line(json: $0.text) }
    try output.flush()
  }
}

/// Wakes a waiting thread from another one.
final class WakeUp: Sendable {
  private let readEnd: Int32
  private let writeEnd: Int32

  init() throws {
    var ends: [Int32] = [0, 0]
    guard pipe(&ends) == 0 else { throw Failure("cannot make a pipe: \(systemMessage())") }
    // A wake-up that is pending already is enough: writing must never block who changes the store.
    for end in ends {
      _ = fcntl(end, F_SETFD, FD_CLOEXEC)
      _ = fcntl(end, F_SETFL, O_NONBLOCK)
    }
    (readEnd, writeEnd) = (ends[0], ends[1])
  }

  deinit {
    close(readEnd)
    close(writeEnd)
  }

  func wake() {
    var byte: UInt8 = 1
    _ = write(writeEnd, &byte, 1)
  }

  /// - Returns: false when `stop` became readable, or nobody reads our output any more.
  func wait(until stop: Int32) throws -> Bool {
    var waits = [
      pollfd(fd: readEnd, events: Int16(POLLIN), revents: 0),
      pollfd(fd: stop, events: Int16(POLLIN), revents: 0),
      pollfd(fd: STDOUT_FILENO, events: 0, revents: 0),
    ]
    while poll(&waits, 3, -1) < 0 && errno == EINTR {}
    if waits[1].revents != 0 || waits[2].revents & Int16(POLLERR) != 0 { return false }
    var bytes = [UInt8](repeating: 0, count: 256)
    while read(readEnd, &bytes, bytes.count) > 0 {}
    return true
  }
}
