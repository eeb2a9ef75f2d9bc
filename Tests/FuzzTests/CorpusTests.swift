import Foundation
import FuzzTargets
import Testing

/// What `.ci/fuzz` begins with, and what it once broke on, without libFuzzer.
@Suite struct CorpusTests {
  private static let folder = URL(filePath: #filePath).deletingLastPathComponent()
    .appending(path: "../Fuzz/Corpus").standardizedFileURL

  private static func files(of name: String) throws -> [URL] {
    try FileManager.default.contentsOfDirectory(
      at: folder.appending(path: name), includingPropertiesForKeys: nil)
  }

  @Test func `every target has a folder of examples, and every folder a target`() throws {
    let folders = try FileManager.default.contentsOfDirectory(atPath: Self.folder.path)
    #expect(Set(folders) == Set(FuzzTarget.all.map(\.name)))
    for target in FuzzTarget.all { #expect(try Self.files(of: target.name).count >= 3, "\(target.name)") }
  }

  @Test(arguments: FuzzTarget.all.map(\.name))
  func `no example breaks a property, and those called refused alone are refused`(name: String) throws {
    let target = try #require(FuzzTarget.all.first { $0.name == name })
    for file in try Self.files(of: name) {
      let bytes = [UInt8](try Data(contentsOf: file))
      let expected: Verdict = file.lastPathComponent.hasPrefix("refused") ? .refused : .accepted
      do throws(BrokenProperty) {
        #expect(try target.check(bytes) == expected, "\(name)/\(file.lastPathComponent)")
      } catch {
        Issue.record("\(name)/\(file.lastPathComponent): \(error.sentence)")
      }
    }
  }
}
