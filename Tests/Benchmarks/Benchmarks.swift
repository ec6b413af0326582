internal import Glibc

@main
struct Benchmarks {
  static func main() {}
}
