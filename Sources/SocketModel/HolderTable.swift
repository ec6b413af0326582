internal import TextSafety

/// Processes that hold sockets, each once, with how often it holds one.
struct HolderTable: Sendable {
  /// The processes, without a descriptor; those with a use of 0 may be replaced.
  private var owners: [SocketOwner] = []
  private var uses: [UInt32] = []
  private var places: [SocketOwner: UInt32] = [:]
  private var free: [UInt32] = []
  /// The number of the last one that was retained: sockets of one process come one after another.
  private var last = 0

  /// More than every process's number.
  var count: Int { owners.count }

  /// The process with this number; its descriptor is 0.
  func process(_ number: UInt32) -> SocketOwner { owners[Int(number)] }

  func owner(_ holder: OwnersByInode.Holder) -> SocketOwner {
    var owner = owners[Int(holder.number)]
    owner.descriptor = holder.descriptor
    return owner
  }

  /// The process of `owner`, which now holds one socket more.
  mutating func retain(_ owner: SocketOwner) -> OwnersByInode.Holder {
    if last < owners.count, uses[last] > 0, owners[last].isSameProcess(as: owner) {
      uses[last] += 1
      return OwnersByInode.Holder(
        number: UInt32(truncatingIfNeeded: last), descriptor: owner.descriptor)
    }
    var process = owner
    process.descriptor = 0
    let number = number(of: process)
    last = Int(number)
    return OwnersByInode.Holder(number: number, descriptor: owner.descriptor)
  }

  private mutating func number(of process: SocketOwner) -> UInt32 {
    if let number = places[process] {
      uses[Int(number)] += 1
      return number
    }
    let number = free.popLast() ?? UInt32(owners.count)
    places[process] = number
    if Int(number) < owners.count {
      owners[Int(number)] = process
      uses[Int(number)] = 1
    } else {
      owners.append(process)
      uses.append(1)
    }
    return number
  }

  mutating func release(_ holder: OwnersByInode.Holder) {
    let number = Int(holder.number)
    uses[number] -= 1
    guard uses[number] == 0 else { return }
    places[owners[number]] = nil
    free.append(holder.number)
  }
}

extension SocketOwner {
  /// Whether only the descriptors differ.
  fileprivate func isSameProcess(as other: SocketOwner) -> Bool {
    pid == other.pid && startTime == other.startTime && hasEnded == other.hasEnded
      && command == other.command
  }
}
