package import Delegation

/// The bars of one run, in ASCII: what took how long, on one scale.
package struct DrillGantt: Hashable, Sendable {
  private struct Bar: Hashable {
    let name: String
    let from: Timestamp
    /// Nil: it never ended.
    let to: Timestamp?
  }

  private let bars: [Bar]
  private let start: Timestamp
  private let end: Timestamp
  private static let width: Int64 = 48

  /// From the alert on; nothing of a point.
  package static func people(_ timeline: DrillTimeline) -> DrillGantt {
    var bars = [Bar(name: "alert to answer", from: timeline.alertedAt, to: timeline.acknowledgedAt)]
    let decided = timeline.acknowledgedAt ?? timeline.alertedAt
    if let pressed = timeline.pressedAt {
      bars.append(Bar(name: "to the key press", from: min(decided, pressed), to: pressed))
      bars.append(Bar(name: "to all points", from: pressed, to: timeline.allSettledAt))
    }
    return DrillGantt(bars, from: timeline.alertedAt)
  }

  /// From the key press on: the commit, each point, and the quiet that closes the run.
  package static func points(_ timeline: DrillTimeline) -> DrillGantt {
    guard let pressed = timeline.pressedAt else { return DrillGantt([], from: timeline.alertedAt) }
    var bars = [Bar(name: "key to commit", from: pressed, to: timeline.committedAt)]
    if let committed = timeline.committedAt {
      bars += timeline.points.map { Bar(name: $0.name, from: committed, to: $0.settledAt) }
    }
    if let settled = timeline.allSettledAt {
      bars.append(Bar(name: "quiet", from: settled, to: timeline.quietAt))
    }
    return DrillGantt(bars, from: pressed)
  }

  private init(_ bars: [Bar], from start: Timestamp) {
    self.bars = bars
    self.start = start
    let last = bars.flatMap { [$0.from, $0.to ?? $0.from] }.max() ?? start
    end = max(last, start + TimeSpan(milliseconds: 1))
  }

  /// A line for each bar; `#` is the bar, `>` one that never ended.
  package var lines: [String] {
    let names = bars.map { PlainText.shortened($0.name, to: 24) }
    let width = names.map(\.unicodeScalars.count).max() ?? 0
    return zip(bars, names).map { bar, name in
      let pad = String(repeating: " ", count: width - name.unicodeScalars.count)
      let first = column(bar.from)
      let last = max(first, bar.to.map { column($0) } ?? DrillGantt.width - 1)
      let drawn =
        String(repeating: " ", count: Int(first))
        + String(repeating: bar.to == nil ? ">" : "#", count: Int(last - first + 1))
      let rest = String(repeating: " ", count: Int(DrillGantt.width) - drawn.utf8.count)
      return
        "\(name)\(pad) |\(drawn)\(rest)| \(bar.to.map { PlainText.span($0 - bar.from) } ?? "not reached")"
    }
  }

  private func column(_ time: Timestamp) -> Int64 {
    let length = (end - start).milliseconds
    let place = (time - start).milliseconds * DrillGantt.width / length
    return min(DrillGantt.width - 1, max(0, place))
  }
}

extension DrillTimeline {
  /// When the last point refused for good; nil while one has not.
  package var allSettledAt: Timestamp? {
    let settled = points.compactMap(\.settledAt)
    return settled.count == points.count ? settled.max() : nil
  }
}
