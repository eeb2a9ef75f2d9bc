import Delegation

/// A binary heap of things that are due, the earliest first; of two at one time, the one with the smaller number.
struct EarliestFirst<Value: Sendable>: Sendable {
  struct Item: Sendable {
    let at: Timestamp
    let number: Int
    var value: Value

    func isBefore(_ other: Item) -> Bool {
      (at.milliseconds, number) < (other.at.milliseconds, other.number)
    }
  }

  private var items: [Item] = []

  var first: Item? { items.first }

  mutating func insert(_ item: Item) {
    items.append(item)
    var index = items.count - 1
    while index > 0, items[index].isBefore(items[(index - 1) / 2]) {
      items.swapAt(index, (index - 1) / 2)
      index = (index - 1) / 2
    }
  }

  mutating func removeFirst() -> Item? {
    guard let last = items.popLast() else { return nil }
    guard let first = items.first else { return last }
    items[0] = last
    var index = 0
    while true {
      var least = index
      for child in [2 * index + 1, 2 * index + 2]
      where child < items.count && items[child].isBefore(items[least]) { least = child }
      if least == index { return first }
      items.swapAt(index, least)
      index = least
    }
  }
}
