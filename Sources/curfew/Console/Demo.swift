import ArgumentParser
import Console
import Delegation
import Foundation
import SessionStore

struct Demo: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "The console on a store of its own with live traffic: honest wallets and a few attackers.",
    discussion: """
      The traffic goes through the same authorize path as any other, from a connection of its own. The store is
      temporary and is gone afterwards.

      Examples:
        curfew demo
        curfew demo --rate 50 --seed 7
      """)

  @Option(help: ArgumentHelp("Steps of traffic a second, 1 to 1000.", valueName: "count"))
  var rate = 20

  @Option(help: "The traffic's seed: the same seed plays the same wallets.")
  var seed: UInt64 = 1

  @Flag(help: "Play the traffic without the console until TERM, and say where the store is.")
  var headless = false

  @OptionGroup var look: ConsoleOptions

  func validate() throws {
    guard (1...1000).contains(rate) else { throw ValidationError("`--rate \(rate)`: expected 1 to 1000") }
  }

  func run() throws {
    if !headless { try look.requireTerminal() }
    // The store's path is made up: no rule for stores is about it.
    let resolved = try headless ? nil : look.resolved(for: "demo")
    let demo = try DemoStore(rate: rate, seed: seed)
    defer { demo.close() }
    guard let resolved else { return try waitHeadless(demo.url) }
    let store = try demo.open()
    defer { store.close() }
    try look.runConsole(
      on: store, named: "demo store", as: resolved, by: demo.acting,
      greeting:
        "attackers are at work: highest risk first, `Enter` says why, `X` ends one, `2`: alerts")
  }

  private func waitHeadless(_ url: String) throws {
    let output = Output()
    try output.line(json: url)
    try output.flush()
    let stop = try StopSignal()
    var wait = pollfd(fd: stop.descriptor, events: Int16(POLLIN), revents: 0)
    while poll(&wait, 1, -1) < 0 && errno == EINTR {}
  }
}
