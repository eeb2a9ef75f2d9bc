import Delegation
import Glibc

/// One connection to a point. Whatever is at the other end, nothing here waits past its deadline.
final class PointClient {
  enum Reached {
    case connected(PointClient)
    /// Nobody listens there: the process has ended.
    case dead
    /// It lives, and as many wait for it as the kernel lets wait.
    case busy
    case trouble(PointTrouble)
  }

  enum Heard {
    case line([UInt8])
    case nothing
    /// It ended the connection.
    case end
    case tooLong
  }

  let descriptor: Int32
  private var heard: [UInt8] = []

  private init(descriptor: Int32) { self.descriptor = descriptor }

  deinit { close(descriptor) }

  static func connect(to name: String, in folder: PointFolder) -> Reached {
    do throws(PointTrouble) {
      let descriptor = try PointFolder.makeSocket()
      let client = PointClient(descriptor: descriptor)
      let code = try folder.withAddress(of: name) { Glibc.connect(descriptor, $0, $1) == 0 ? 0 : errno }
      switch code {
      case 0: return .connected(client)
      case ECONNREFUSED, ENOENT: return .dead
      case EAGAIN, EINPROGRESS: return .busy
      default: return .trouble(.system("cannot reach the point", code))
      }
    } catch {
      return .trouble(error)
    }
  }

  /// Whether nobody listens at `name`; then its file is taken away.
  static func isDead(_ name: String, in folder: PointFolder) -> Bool {
    let before = folder.look(at: name)
    guard case .dead = connect(to: name, in: folder) else { return false }
    // Only the very file that was found dead: another process may have the name by now.
    if let before, folder.look(at: name) == before { folder.remove(name) }
    return true
  }

  /// The next line, without its LF.
  func line(before deadline: ContinuousClock.Instant) -> Heard {
    while true {
      if let end = heard.firstIndex(of: 0x0A) {
        defer { heard.removeSubrange(...end) }
        return .line(Array(heard[..<end]))
      }
      if heard.count > PointWire.lineBytesMax { return .tooLong }
      guard wait(for: Int16(POLLIN), before: deadline) else { return .nothing }
      var chunk = [UInt8](repeating: 0, count: 1 << 16)
      let count = recv(descriptor, &chunk, chunk.count, 0)
      if count < 0 {
        if errno == EAGAIN || errno == EINTR { continue }
        return .end
      }
      if count == 0 { return .end }
      heard += chunk[..<count]
    }
  }

  /// - Returns: false when it did not take all of it.
  func say(_ line: String, before deadline: ContinuousClock.Instant) -> Bool {
    var rest = ArraySlice(Array(line.utf8) + [0x0A])
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes {
        send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
      }
      if count >= 0 {
        rest = rest.dropFirst(count)
      } else if errno == EAGAIN {
        guard wait(for: Int16(POLLOUT), before: deadline) else { return false }
      } else if errno != EINTR {
        return false
      }
    }
    return true
  }

  private func wait(for event: Int16, before deadline: ContinuousClock.Instant) -> Bool {
    while true {
      let left = (deadline - ContinuousClock.now).milliseconds
      var file = pollfd(fd: descriptor, events: event, revents: 0)
      let ready = poll(&file, 1, max(0, left))
      if ready > 0 { return true }
      if left <= 0 { return false }
    }
  }
}

extension Duration {
  /// Whole milliseconds, rounded up and held to what `poll` takes.
  fileprivate var milliseconds: Int32 {
    let (seconds, attoseconds) = components
    guard seconds < 1_000_000 else { return .max }
    return Int32(seconds * 1000 + (attoseconds + 999_999_999_999_999) / 1_000_000_000_000_000)
  }
}
