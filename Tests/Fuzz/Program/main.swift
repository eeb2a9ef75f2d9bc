import CFuzzer
import Glibc

guard Selection.target != nil else {
  print(Selection.names)
  exit(64)
}
var count = CommandLine.argc
var arguments: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>? = CommandLine.unsafeArgv
exit(
  LLVMFuzzerRunDriver(&count, &arguments) { bytes, count in
    Selection.check(UnsafeBufferPointer(start: bytes, count: count))
    return 0
  })
