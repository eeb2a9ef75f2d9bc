import Delegation
import Foundation
import Glibc
import Synchronization

/// Lets other processes ask this one what it would decide: a socket in the store's ``PointPlace`` and a thread that
/// sleeps until somebody asks. Made at the first decision; nothing that goes wrong here keeps anybody from deciding.
final class PointListener: Sendable {
  private enum Phase: UInt8, AtomicRepresentable {
    case unopened
    case open
    /// It could not be made; it is tried again at times.
    case failed
    case closed
  }

  private struct State {
    var problem: String?
    /// The end to write to when the thread shall stop; nil while there is no thread.
    var stop: Int32?
    var triedAt: ContinuousClock.Instant?
    /// Where its socket stands.
    var folder: PointFolder?
    var name: String?
  }

  private let place: PointPlace
  private let kind: String
  private let desk: PointDesk
  private let phase = Atomic(Phase.unopened)
  private let firstDecision = Atomic<Int64>(-1)
  private let lastDecision = Atomic<Int64>(-1)
  private let state = Mutex(State())

  /// How long one that could not be made is let be.
  private static let retryAfter = Duration.seconds(10)

  init(place: PointPlace, kind: String?, desk: PointDesk) {
    self.place = place
    self.kind = kind.flatMap { PointName.isKind($0) ? $0 : nil } ?? "process"
    self.desk = desk
  }

  /// Why this process cannot be asked; nil where it can, or never decided.
  var problem: String? { state.withLock(\.problem) }

  func noteDecision(at time: Timestamp?) {
    guard let time else { return }
    // One batch at a time is decided: nobody else notes the first.
    if firstDecision.load(ordering: .relaxed) < 0 {
      firstDecision.store(time.milliseconds, ordering: .relaxed)
    }
    lastDecision.store(time.milliseconds, ordering: .relaxed)
  }

  /// To be called before every decision: one look where it is open already.
  func openIfNeeded() {
    switch phase.load(ordering: .relaxed) {
    case .open, .closed: return
    case .unopened, .failed: open()
    }
  }

  private func open() {
    state.withLock { state in
      let phase = phase.load(ordering: .acquiring)
      guard phase == .unopened || phase == .failed else { return }
      let now = ContinuousClock.now
      if let tried = state.triedAt, now - tried < PointListener.retryAfter { return }
      state.triedAt = now
      do throws(PointTrouble) {
        try start(&state)
        state.problem = nil
        self.phase.store(.open, ordering: .releasing)
      } catch {
        state.problem = error.sentence
        self.phase.store(.failed, ordering: .releasing)
      }
    }
  }

  func close() {
    state.withLock { state in
      phase.store(.closed, ordering: .releasing)
      // Taken away first: who looks now finds no point, and nobody who found it waits for an answer.
      if let folder = state.folder, let name = state.name {
        folder.remove(name)
        place.removeIfEmpty()
      }
      // The thread sees the end of its pipe, and closes all that is its own.
      if let stop = state.stop { Glibc.close(stop) }
      state = State()
    }
    // Before the store closes its own connections: the last one that is closed makes the checkpoint.
    desk.close()
  }
}

extension PointListener {
  private func start(_ state: inout State) throws(PointTrouble) {
    let (folder, name, socket) = try bind()
    var ends: [Int32] = [0, 0]
    // A pair of sockets, because a pipe cannot be made closed to children from its beginning here.
    let type = Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue)
    guard socketpair(AF_UNIX, type, 0, &ends) == 0 else {
      let code = errno
      Glibc.close(socket)
      folder.remove(name)
      throw .system("cannot make a pipe", code)
    }
    let madeAt = PointFolder.wallTime
    (state.folder, state.name, state.stop) = (folder, name, ends[1])
    let (kind, process, desk) = (kind, getpid(), desk)
    let loop = PointLoop(socket: socket, stop: ends[0], folder: folder, desk: desk) { [weak self] in
      let first = self?.firstDecision.load(ordering: .relaxed) ?? -1
      let last = self?.lastDecision.load(ordering: .relaxed) ?? -1
      return EnforcementPoint(
        name: name, kind: kind, process: process,
        startedAt: first < 0 ? madeAt : Timestamp(milliseconds: first),
        lastDecisionAt: last < 0 ? nil : Timestamp(milliseconds: last))
    }
    loop.runOnThread()
  }

  /// Puts a socket that listens into the folder, under the first name that is free. It gets the name only once it
  /// listens: one that did not would look dead.
  private func bind() throws(PointTrouble) -> (PointFolder, String, Int32) {
    let unfinished = ".\(getpid()).\(PointListener.made.add(1, ordering: .relaxed).newValue)"
    var attempts = 0
    while true {
      attempts += 1
      let folder = try place.openOwn()
      let socket = try PointFolder.makeSocket()
      do throws(PointTrouble) {
        try listen(socket, as: unfinished, in: folder)
        return (folder, try name(unfinished, in: folder), socket)
      } catch {
        Glibc.close(socket)
        // The last of the others took the empty folder away meanwhile.
        if case .system(_, ENOENT) = error, attempts < 4 { continue }
        throw error
      }
    }
  }

  private static let made = Atomic(0)
  private static let namesMax = 4096

  private func listen(_ socket: Int32, as name: String, in folder: PointFolder) throws(PointTrouble) {
    // A process of this number that was killed while it made one.
    folder.remove(name)
    guard try folder.withAddress(of: name, { Glibc.bind(socket, $0, $1) }) == 0 else {
      throw .system("cannot listen in `\(place.path)`", errno)
    }
    guard Glibc.listen(socket, 16) == 0 else {
      let code = errno
      folder.remove(name)
      throw .system("cannot listen in `\(place.path)`", code)
    }
  }

  private func name(_ unfinished: String, in folder: PointFolder) throws(PointTrouble) -> String {
    for count in 1...PointListener.namesMax {
      let name = PointName.text(kind, getpid(), count)
      let code = folder.rename(unfinished, to: name)
      if code == 0 { return name }
      guard code == EEXIST else {
        folder.remove(unfinished)
        throw .system("cannot name a socket in `\(place.path)`", code)
      }
      // An earlier process of this number may have left it.
      if PointClient.isDead(name, in: folder), folder.rename(unfinished, to: name) == 0 { return name }
    }
    folder.remove(unfinished)
    throw .other("`\(place.path)` holds too many points of this process")
  }
}
