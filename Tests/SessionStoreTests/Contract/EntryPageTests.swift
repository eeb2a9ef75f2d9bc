import AuditTrail
import Delegation
import PolicyEngine
import SessionStore
import Testing

/// The log's entries in pages, as a screen reads them.
@Suite struct EntryPageTests {
  @Test(arguments: Backend.all)
  func `there is nothing before the first entry, and no page without rows`(backend: Backend) throws {
    let fixture = try Fixture(backend)
    #expect(try fixture.store.entries(before: 1, limit: 5).isEmpty)
    #expect(try fixture.store.entries(before: .max, limit: 0).isEmpty)
    #expect(try fixture.store.entries(before: .max, limit: -1).isEmpty)
  }

  @Test(arguments: Backend.all, [1, 3, 5, 100])
  func `pages join without a gap, newest first`(backend: Backend, limit: Int) throws {
    let fixture = try Fixture(backend)
    for number in 0..<12 {
      _ = try fixture.store.change(mode: .guarded, scope: .everything, reason: "\(number)", by: .alice)
    }
    var pages: [AuditEntry] = []
    while true {
      let page = try fixture.store.entries(before: pages.last?.sequence ?? .max, limit: limit)
      #expect(page.count <= limit)
      if page.isEmpty { break }
      pages += page
    }
    #expect(pages == (try fixture.store.entries(limit: 100)))
    #expect(fixture.store.signsLog)
  }
}
