@main
struct Topss {
  static func main() {}
}
