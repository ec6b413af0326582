internal import Glibc
internal import SocketModel
internal import TextSafety

/// The C library's look-ups of names. Each may block for seconds: never on a sampling or a screen
/// thread.
enum NameService {
  /// The login name of a user by `getpwuid_r`, which asks LDAP and the like.
  static func user(uid: UInt32) -> RawText? {
    var entry = unsafe passwd()
    var result: UnsafeMutablePointer<passwd>?
    var buffer = [CChar](repeating: 0, count: 16384)
    let code = unsafe getpwuid_r(uid, &entry, &buffer, buffer.count, &result)
    guard code == 0, unsafe result != nil, let name = unsafe entry.pw_name else { return nil }
    return unsafe text(name)
  }

  /// The user id of a login name by `getpwnam_r`.
  static func uid(user: String) -> UInt32? {
    var entry = unsafe passwd()
    var result: UnsafeMutablePointer<passwd>?
    var buffer = [CChar](repeating: 0, count: 16384)
    let code = unsafe getpwnam_r(user, &entry, &buffer, buffer.count, &result)
    guard code == 0, unsafe result != nil else { return nil }
    return unsafe entry.pw_uid
  }

  /// The host name of an address by `getnameinfo`; nil when it has none.
  ///
  /// IPv4-mapped IPv6 addresses are asked for as IPv4, as `ss` does.
  static func host(_ address: HostAddress) -> RawText? {
    var storage = sockaddr_storage()
    guard let size = fill(&storage, with: address) else { return nil }
    var name = [CChar](repeating: 0, count: Int(NI_MAXHOST))
    let code = unsafe withUnsafePointer(to: &storage) { pointer in
      unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        unsafe getnameinfo(
          $0, size, &name, socklen_t(name.count), nil, 0, NI_NAMEREQD)
      }
    }
    guard code == 0 else { return nil }
    return RawText(name.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) })
  }

  /// The addresses of a host by `getaddrinfo`, IPv4 first; empty when it has none.
  static func addresses(_ host: String) -> [HostAddress] {
    var hints = unsafe addrinfo()
    unsafe hints.ai_family = AF_UNSPEC
    unsafe hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
    var list: UnsafeMutablePointer<addrinfo>?
    guard unsafe getaddrinfo(host, nil, &hints, &list) == 0 else { return [] }
    defer { unsafe freeaddrinfo(list) }
    var found: [HostAddress] = []
    var next = unsafe list
    while let entry = unsafe next {
      if let address = unsafe address(entry.pointee), !found.contains(address) {
        found.append(address)
      }
      unsafe next = entry.pointee.ai_next
    }
    return found.filter { $0.family == .inet } + found.filter { $0.family == .inet6 }
  }

  /// The name of a network interface in the calling thread's namespace.
  static func device(index: UInt32) -> RawText? {
    var name = [CChar](repeating: 0, count: Int(IF_NAMESIZE))
    guard unsafe if_indextoname(index, &name) != nil else { return nil }
    return RawText(name.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) })
  }

  /// The index of a network interface in the calling thread's namespace.
  static func deviceIndex(name: String) -> UInt32? {
    let index = unsafe if_nametoindex(name)
    return index == 0 ? nil : index
  }

  private static func text(_ start: UnsafeMutablePointer<CChar>) -> RawText {
    let length = unsafe strlen(start)
    let bytes = unsafe UnsafeBufferPointer(start: start, count: length)
    return unsafe RawText(bytes.map { UInt8(bitPattern: $0) })
  }

  private static func fill(
    _ storage: inout sockaddr_storage, with address: HostAddress
  ) -> socklen_t? {
    let isMapped = address.family == .inet6 && address.bits.isMappedIPv4
    let word = isMapped ? address.bits.mappedIPv4 : address.bits.word
    return unsafe withUnsafeMutableBytes(of: &storage) { bytes in
      if address.family == .inet || isMapped {
        var inet = sockaddr_in()
        inet.sin_family = sa_family_t(AF_INET)
        inet.sin_addr.s_addr = word.bigEndian
        unsafe bytes.storeBytes(of: inet, as: sockaddr_in.self)
        return socklen_t(MemoryLayout<sockaddr_in>.size)
      }
      guard address.family == .inet6 else { return nil }
      var inet6 = sockaddr_in6()
      inet6.sin6_family = sa_family_t(AF_INET6)
      unsafe withUnsafeMutableBytes(of: &inet6.sin6_addr) { target in
        unsafe target.storeBytes(of: address.bits.high.bigEndian, as: UInt64.self)
        unsafe target.storeBytes(
          of: address.bits.low.bigEndian, toByteOffset: 8, as: UInt64.self)
      }
      unsafe bytes.storeBytes(of: inet6, as: sockaddr_in6.self)
      return socklen_t(MemoryLayout<sockaddr_in6>.size)
    }
  }

  private static func address(_ entry: addrinfo) -> HostAddress? {
    guard let start = unsafe entry.ai_addr else { return nil }
    let bytes = unsafe UnsafeRawBufferPointer(start: start, count: Int(entry.ai_addrlen))
    switch unsafe entry.ai_family {
    case AF_INET where bytes.count >= 8:
      let word = unsafe bytes.loadUnaligned(fromByteOffset: 4, as: UInt32.self)
      return HostAddress(family: .inet, bits: AddressBits(word: UInt32(bigEndian: word)))
    case AF_INET6 where bytes.count >= 24:
      let high = unsafe bytes.loadUnaligned(fromByteOffset: 8, as: UInt64.self)
      let low = unsafe bytes.loadUnaligned(fromByteOffset: 16, as: UInt64.self)
      let bits = AddressBits(high: UInt64(bigEndian: high), low: UInt64(bigEndian: low))
      return HostAddress(family: .inet6, bits: bits)
    default: return nil
    }
  }
}
