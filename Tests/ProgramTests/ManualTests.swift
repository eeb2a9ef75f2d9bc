import Foundation
import Testing

/// The manual page is made from the tables, and readers of manual pages take it.
@Suite struct ManualTests {
  private func page() throws -> String { try Program.succeed(["manual"]).output }

  @Test func `is the page in docs`() throws {
    let docs = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().appending(path: "docs/curfew.1")
    #expect(try page() == String(contentsOf: docs, encoding: .utf8))
  }

  @Test func `has its sections, every command and every key`() throws {
    let page = try page()
    for section in [
      "NAME", "SYNOPSIS", "DESCRIPTION", "COMMANDS", "KEYS", "FILES", "ENVIRONMENT", "EXIT STATUS",
    ] {
      #expect(page.contains(".SH \"\(section)\"\n"))
    }
    for command in ["curfew sessions grant", "curfew revoke", "curfew demo", "curfew audit verify"] {
      #expect(page.contains(".SS \"\(command)\"\n"))
    }
    let keys = try Program.succeed(["console", "--print-keys"]).output
    for row in keys.split(separator: "\n") where row.hasPrefix("| ") && row.contains("`:") {
      let command = row.split(separator: "`:")[1].prefix { $0 != "`" && $0 != " " }
      #expect(page.contains(":" + command.replacing("-", with: "\\-")), "\(command)")
    }
  }

  @Test func `is taken by mandoc without a warning`() throws {
    let folder = try TemporaryFolder()
    let file = try folder.file("curfew.1", try page())
    let result = try Program.collect(
      "/usr/bin/env", ["mandoc", "-Tlint", "-Wwarning", file], input: "",
      environment: Program.surroundings(), in: folder)
    #expect(result.status == 0)
    #expect(result.output.isEmpty, "\(result.output)")
  }
}
