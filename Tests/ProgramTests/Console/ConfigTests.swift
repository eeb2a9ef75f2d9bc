import Foundation
import Testing

/// The real binary with configuration files.
@Suite struct `the console's configuration` {
  private func folder() throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    try Program.succeed(
      ["sessions", "import", "-", "--store", folder.store], input: Sample.envelope() + "\n")
    return folder
  }

  private func play(_ script: String, in folder: TemporaryFolder, _ more: [String]) throws -> Program.Result {
    try Program.run(["--store", folder.store, "--script", try folder.file("script.txt", script)] + more)
  }

  @Test func `a wrong one keeps the console from starting, with its line, and --no-config goes on`() throws {
    let folder = try folder()
    let file = try folder.file("config.yaml", "theme: default\nkeys:\n  reload: [j]\nascii: 1\n")
    let refused = try play("q\n", in: folder, ["--config", file])
    #expect(refused.status == 1)
    #expect(
      refused.error
        == "curfew: `\(file)`, line 3, column 12: `j` is the key of `down` too: expected another key, or `down: []` beside it, and 1 more, which `curfew config check` says; `--no-config` goes on without the file\n"
    )
    let without = try Program.run(
      ["--store", folder.store, "--script", folder.path + "/script.txt", "--no-config"],
      environment: ["CURFEW_CONFIG": file])
    #expect(without.status == 0, "\(without.error)")
    let missing = try play("q\n", in: folder, ["--config", folder.path + "/nowhere.yaml"])
    #expect(missing.status == 1)
    #expect(missing.error.contains("cannot read `\(folder.path)/nowhere.yaml`"))
  }

  @Test func `another key revokes, the old one does not, and the hints say so`() throws {
    let folder = try folder()
    let file = try folder.file("config.yaml", "keys:\n  revoke: [F8]\n  quit: [Q]\n")
    let result = try play(
      """
      expect F8 revoke
      key X
      expect `X` means nothing here
      key F8
      expect revoked: commit
      q
      """, in: folder, ["--config", file])
    #expect(result.status == 0, "\(result.error)")
    let shown = try Program.succeed(["sessions", "show", Sample.key, "--json", "--store", folder.store])
    #expect(object(shown.output)["state"] as? String == "revoked")
  }

  @Test
  func `a store that matches has its name, and cannot be changed from here, whatever spelling names it`()
    throws
  {
    let folder = try folder()
    let file = try folder.file(
      "config.yaml", "stores:\n  - {match: \"*/store.db\", name: PRODUCTION, theme: mono, read-only: true}\n")
    let link = folder.path + "/other.db"
    try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: folder.store)
    let script = try folder.file(
      "script.txt", "expect PRODUCTION\nkey X\nexpect this console is read-only\nq\n")
    for url in [folder.store, "sqlite:" + folder.store, link] {
      let result = try Program.run(["--store", url, "--config", file, "--script", script])
      #expect(result.status == 0, "\(url): \(result.error)")
    }
  }

  @Test func `check says every problem on a line, and themes that are not there`() throws {
    let folder = try TemporaryFolder()
    let file = try folder.file(
      "config.yaml", "theme: nowhere\nrefresh: 1h\nstores: [{match: x, theme: gone}]\n")
    let result = try Program.run(["config", "check", file])
    #expect(result.status == 1)
    let lines = result.error.split(separator: "\n")
    #expect(lines.count == 3)
    #expect(lines[0].hasPrefix("curfew: \(file):1:8: `theme`: no theme `nowhere` in "))
    #expect(lines[1] == "curfew: \(file):2:10: `refresh`: expected 50ms to 10s, such as 250ms, found `1h`")
    #expect(lines[2].hasPrefix("curfew: \(file):3:28: `theme`: no theme `gone`"))
    let json = try Program.run(["config", "check", file, "--json"])
    #expect(json.status == 1)
    #expect(json.lines.count == 3)
    #expect(object(json.lines[1])["line"] as? Int == 2)
  }

  @Test func `init writes what checks clean, never over a file, and path says where`() throws {
    let folder = try TemporaryFolder()
    let environment = ["XDG_CONFIG_HOME": folder.path + "/xdg"]
    let path = try Program.run(["config", "path"], environment: environment)
    #expect(path.output == "\(folder.path)/xdg/curfew/config.yaml\n")
    let none = try Program.run(["config", "check"], environment: environment)
    #expect(none.status == 0)
    #expect(none.output.contains("there is none, the defaults hold"))
    #expect(try Program.run(["config", "init"], environment: environment).status == 0)
    let checked = try Program.run(["config", "check"], environment: environment)
    #expect(checked.output == "\(folder.path)/xdg/curfew/config.yaml: ok\n", "\(checked.error)")
    let again = try Program.run(["config", "init"], environment: environment)
    #expect(again.status == 1)
    #expect(again.error.contains("file exists"))
    let printed = try Program.run(["config", "init", "--print"])
    #expect(
      try printed.output
        == String(contentsOfFile: "\(folder.path)/xdg/curfew/config.yaml", encoding: .utf8))
  }

  @Test func `show says where each setting comes from: flags beat the environment, that beats the file`()
    throws
  {
    let folder = try TemporaryFolder()
    let file = try folder.file(
      "config.yaml",
      "theme: light\nread-only: true\nstores:\n  - {match: \"*prod*\", theme: mono}\nkeys: {reload: R}\n")
    func shown(_ more: [String], _ environment: [String: String] = [:]) throws -> [String: String] {
      let result = try Program.run(
        ["config", "show", "--config", file, "--json"] + more, environment: environment)
      #expect(result.status == 0, "\(result.error)")
      return Dictionary(
        uniqueKeysWithValues: result.lines.map { line in
          let object = object(line)
          return (object["setting"] as? String ?? "", "\(object["value"] ?? "") \(object["from"] ?? "")")
        })
    }
    let plain = try shown(["--store", "/x.db"])
    #expect(plain["theme"] == "light \(file):1")
    #expect(plain["read-only"] == "true \(file):2")
    #expect(plain["keys.reload"] == "[R] \(file):5")
    #expect(plain["keys.down"] == "[j, Down] default")
    #expect(plain["refresh"] == "100ms default")
    #expect(try shown(["--store", "/prod.db"])["theme"] == "mono \(file):4")
    let environment = ["CURFEW_THEME": "high-contrast"]
    #expect(try shown(["--store", "/prod.db"], environment)["theme"] == "high-contrast CURFEW_THEME")
    #expect(try shown(["--theme", "default"], environment)["theme"] == "default --theme")
  }
}
