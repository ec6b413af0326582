internal import LinuxHost
internal import MonitorConfiguration
internal import TextSafety

extension Options {
  /// The options of the screen after the configuration had its say: its own `options` count when
  /// `arguments` choose no sockets.
  ///
  /// What cannot be used becomes a notice of `user`.
  func completed(
    by user: inout UserConfiguration, arguments: [String], terminals: Terminals
  ) -> Options {
    let words = user.values.options
    guard mode == .screen, !words.isEmpty, selection == Selection(), filterWords.isEmpty,
      filterFile == nil
    else { return self }
    do throws(OptionError) {
      let options = try Options.parse(words + arguments, terminals: terminals)
      guard options.mode == .screen else {
        user.note("the configuration's options: only options of the screen can stand there")
        return self
      }
      return options
    } catch {
      user.note("the configuration's options: \(error.message)")
      return self
    }
  }
}

extension OwnOptions {
  /// Whether the ends of sockets are heard: as the command line says, else the configuration.
  func eventPolicy(_ configuration: Configuration) -> DestroyEventPolicy {
    guard destroyEvents == nil else { return eventPolicy }
    switch configuration.destroyEvents {
    case .automatic: return .automatic
    case .always: return .always
    case .never: return .never
    }
  }
}
