package import Delegation

/// Figures of how well scores tell two groups apart, whatever the threshold.
package enum RankMetrics {
  /// The chance that a positive scores above a negative, a tie counting half (Mann and Whitney's statistic).
  /// - Returns: nil when a group is empty.
  package static func rocArea(positives: [Double], negatives: [Double]) -> Double? {
    guard !positives.isEmpty, !negatives.isEmpty else { return nil }
    let sorted = negatives.sorted()
    let wins = positives.reduce(0.0) { sum, score in
      let below = sorted.count(before: { $0 < score })
      let notAbove = sorted.count(before: { $0 <= score })
      return sum + Double(below) + Double(notAbove - below) / 2
    }
    return wins / Double(positives.count) / Double(negatives.count)
  }

  /// The area under precision over recall, as average precision: each new positive found counts with the precision at
  /// its score. Equal scores are found together.
  /// - Returns: nil without positives.
  package static func averagePrecision(positives: [Double], negatives: [Double]) -> Double? {
    guard !positives.isEmpty else { return nil }
    let found = positives.sorted(by: >)
    let wrong = negatives.sorted(by: >)
    var sum = 0.0
    var index = 0
    var falseCount = 0
    while index < found.count {
      let score = found[index]
      let first = index
      while index < found.count, found[index] == score { index += 1 }
      while falseCount < wrong.count, wrong[falseCount] >= score { falseCount += 1 }
      sum += Double(index - first) * Double(index) / Double(index + falseCount)
    }
    return sum / Double(found.count)
  }

  /// The smallest value that at least this share of `values` does not exceed (nearest rank).
  /// - Parameter share: above 0, up to 1.
  /// - Returns: nil of no values.
  package static func quantile(_ share: Double, of values: [TimeSpan]) -> TimeSpan? {
    guard !values.isEmpty else { return nil }
    let rank = Int((share * Double(values.count)).rounded(.up))
    return values.sorted()[min(max(rank, 1), values.count) - 1]
  }
}

extension [Double] {
  /// How many elements of this sorted list satisfy `isBefore`, which the first ones do and the others do not.
  fileprivate func count(before isBefore: (Double) -> Bool) -> Int {
    var low = 0
    var high = count
    while low < high {
      let middle = (low + high) / 2
      if isBefore(self[middle]) { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
