import SeriemaCommands

@main
struct Seriema {
  static func main() {
    SeriemaCommand.start()
  }
}
