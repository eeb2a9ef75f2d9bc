import Delegation
import Foundation
import Glibc

/// The thread behind ``PointListener``: sleeps in the kernel while nobody asks, and lets no asker hold up another.
final class PointLoop: Sendable {
  private let socket: Int32
  private let stop: Int32
  private let folder: PointFolder
  private let desk: PointDesk
  private let identity: @Sendable () -> EnforcementPoint

  /// Askers at one time; others wait in the kernel.
  private static let askersMax = 8
  /// How long an asker may say nothing, or take nothing, before it is let go.
  private static let patience = Duration.seconds(10)

  /// - Parameter stop: readable, or at its end, when the thread shall stop.
  init(
    socket: Int32, stop: Int32, folder: PointFolder, desk: PointDesk,
    identity: @escaping @Sendable () -> EnforcementPoint
  ) {
    self.socket = socket
    self.stop = stop
    self.folder = folder
    self.desk = desk
    self.identity = identity
  }

  func runOnThread() {
    let thread = Thread {
      PointRegistry(folder: self.folder).sweep()
      self.run()
      self.desk.close()
      Glibc.close(self.socket)
      Glibc.close(self.stop)
    }
    thread.name = "curfew.point"
    thread.start()
  }

  private func run() {
    var askers: [PointAsker] = []
    while true {
      let isFull = askers.count >= PointLoop.askersMax
      var files = [
        pollfd(fd: stop, events: Int16(POLLIN), revents: 0),
        pollfd(fd: isFull ? -1 : socket, events: Int16(POLLIN), revents: 0),
      ]
      files += askers.map { pollfd(fd: $0.descriptor, events: $0.events, revents: 0) }
      if poll(&files, nfds_t(files.count), askers.isEmpty ? -1 : 1000) < 0 && errno != EINTR { return }
      if files[0].revents != 0 { return }
      let now = ContinuousClock.now
      askers = zip(askers, files.dropFirst(2)).compactMap { asker, file in
        if file.revents != 0 { return asker.serve(desk, now: now) ? asker : nil }
        return now - asker.movedAt < PointLoop.patience ? asker : nil
      }
      if files[1].revents != 0, let asker = accept(now) { askers.append(asker) }
    }
  }

  private func accept(_ now: ContinuousClock.Instant) -> PointAsker? {
    let descriptor = Glibc.accept(socket, nil, nil)
    guard descriptor >= 0 else {
      // Out of descriptors: the asker stays in the queue, and looking at it again at once would help nobody.
      if errno == EMFILE || errno == ENFILE || errno == ENOMEM { _ = poll(nil, 0, 100) }
      return nil
    }
    let asker = PointAsker(descriptor: descriptor, movedAt: now)
    guard fcntl(descriptor, F_SETFD, FD_CLOEXEC) == 0, fcntl(descriptor, F_SETFL, O_NONBLOCK) == 0 else {
      return nil
    }
    guard PointFolder.isOurs(descriptor), asker.say(PointWire.hello(identity())) else { return nil }
    return asker
  }
}

extension PointFolder {
  /// Whether this account, or root, is at the other end.
  static func isOurs(_ socket: Int32) -> Bool {
    // `struct ucred`, which is not in the headers as they are read here: process, account, group (unix(7)).
    var peer: [UInt32] = [0, 0, 0]
    var size = socklen_t(12)
    guard getsockopt(socket, SOL_SOCKET, SO_PEERCRED, &peer, &size) == 0, size == 12 else { return false }
    return peer[1] == geteuid() || peer[1] == 0
  }
}

/// One who asks: what it has said so far, and what it has not taken yet.
private final class PointAsker {
  let descriptor: Int32
  private(set) var movedAt: ContinuousClock.Instant
  private var heard: [UInt8] = []
  private var unsaid: ArraySlice<UInt8> = []

  init(descriptor: Int32, movedAt: ContinuousClock.Instant) {
    self.descriptor = descriptor
    self.movedAt = movedAt
  }

  deinit { close(descriptor) }

  /// Who does not take its answers is not listened to.
  var events: Int16 { Int16(unsaid.isEmpty ? POLLIN : POLLOUT) }

  /// Goes on with it, a line at most.
  /// - Returns: false when it is to be let go.
  func serve(_ desk: PointDesk, now: ContinuousClock.Instant) -> Bool {
    movedAt = now
    guard unsaid.isEmpty else { return push() }
    var chunk = [UInt8](repeating: 0, count: 1 << 16)
    let count = recv(descriptor, &chunk, chunk.count, 0)
    if count < 0 { return errno == EAGAIN || errno == EINTR }
    guard count > 0 else { return false }
    heard += chunk[..<count]
    guard let end = heard.firstIndex(of: 0x0A) else { return heard.count <= PointWire.lineBytesMax }
    // Who asks waits for the answer before it asks again.
    guard end == heard.count - 1, let requests = try? PointWire.readAsk(heard[..<end]) else { return false }
    heard = []
    return say(PointWire.answer(desk.answer(requests)))
  }

  func say(_ line: String) -> Bool {
    unsaid += Array(line.utf8)
    unsaid.append(0x0A)
    return push()
  }

  private func push() -> Bool {
    while !unsaid.isEmpty {
      let count = unsaid.withUnsafeBytes {
        send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
      }
      if count < 0 { return errno == EAGAIN || errno == EINTR }
      unsaid = unsaid.dropFirst(count)
    }
    return true
  }
}
