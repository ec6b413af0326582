internal import TextSafety

extension OptionEntry {
  /// Every option, group by group, in the order of the manual page.
  static let all: [OptionEntry] =
    sockets + states + columns + listing + acting + output + screen + configuration + program

  private static let sockets: [OptionEntry] = [
    OptionEntry("t", "tcp", .sockets, "tcp", "TCP sockets"),
    OptionEntry("u", "udp", .sockets, "udp", "UDP sockets"),
    OptionEntry("w", "raw", .sockets, "raw", "RAW sockets"),
    OptionEntry("d", "dccp", .sockets, "dccp", "DCCP sockets"),
    OptionEntry("S", "sctp", .sockets, "sctp", "SCTP sockets"),
    OptionEntry("M", "mptcp", .sockets, "mptcp", "MPTCP sockets"),
    OptionEntry("x", "unix", .sockets, "unix", "unix sockets"),
    OptionEntry("0", "packet", .sockets, "packet", "packet sockets"),
    OptionEntry("4", "ipv4", .sockets, "IPv4", "IPv4 sockets only"),
    OptionEntry("6", "ipv6", .sockets, "IPv6", "IPv6 sockets only"),
    OptionEntry(nil, "vsock", .sockets, "", "vsock sockets"),
    OptionEntry(nil, "tipc", .sockets, "", "TIPC sockets"),
    OptionEntry(nil, "xdp", .sockets, "", "XDP sockets"),
    OptionEntry(
      "f", "family", .sockets, "", "sockets of this family",
      Argument(name: "FAMILY", values: .words(Options.familyNames))),
    OptionEntry(
      "A", "query", .sockets, "", "sockets of these tables; !TABLE takes one away",
      Argument(name: "TABLE,...", values: .tables)),
    OptionEntry(
      nil, "socket", .sockets, "", "the same as --query",
      Argument(name: "TABLE,...", values: .tables)),
    OptionEntry(
      "N", "net", .sockets, "network namespace", "look into this network namespace",
      Argument(name: "NAME", values: .namespace(or: []))),
    OptionEntry(
      .netns, .sockets, "look into this network namespace, or into all of them",
      Argument(name: "NAME|all", values: .namespace(or: ["all"]))),
  ]

  private static let states: [OptionEntry] = [
    OptionEntry("a", "all", .states, "all", "sockets in all states"),
    OptionEntry("l", "listening", .states, "listening", "listening sockets"),
    OptionEntry(
      "B", "bound-inactive", .states, "bound only",
      "sockets that are bound, but neither listening nor connected"),
  ]

  private static let columns: [OptionEntry] = [
    OptionEntry("p", "processes", .columns, "processes", "show the processes that use a socket"),
    OptionEntry("T", "threads", .columns, "threads", "show their threads too"),
    OptionEntry("i", "info", .columns, "protocol", "show what the protocol tells"),
    OptionEntry("o", "options", .columns, "timers", "show timers"),
    OptionEntry("e", "extended", .columns, "more", "show user, inode, cookie and control group"),
    OptionEntry("m", "memory", .columns, "memory", "show memory"),
    OptionEntry("b", "bpf", .columns, "packet filters", "show packet filters"),
    OptionEntry(nil, "tos", .columns, "", "show type of service and priority"),
    OptionEntry(nil, "cgroup", .columns, "", "show the control group"),
    OptionEntry(nil, "inet-sockopt", .columns, "", "show options of internet sockets"),
    OptionEntry(nil, "tipcinfo", .columns, "", "show what TIPC tells"),
  ]

  private static let listing: [OptionEntry] = [
    OptionEntry("n", "numeric", .listing, "numbers", "show numbers instead of service names"),
    OptionEntry("r", "resolve", .listing, "host names", "show host names instead of addresses"),
    OptionEntry("H", "no-header", .listing, "no header", "leave the header line out"),
    OptionEntry("Q", "no-queues", .listing, "no queues", "leave the two queues out"),
    OptionEntry("O", "oneline", .listing, "one line each", "one line for each socket"),
    OptionEntry("s", "summary", .listing, "summary", "print how many sockets there are"),
    OptionEntry(
      "F", "filter", .listing, "filter from a file", "the filter goes on in this file",
      Argument(name: "FILE", values: .file)),
  ]

  private static let acting: [OptionEntry] = [
    OptionEntry("E", "events", .acting, "ends of sockets", "print sockets as they are destroyed"),
    OptionEntry("K", "kill", .acting, "destroy what matches", "destroy the sockets that match"),
    OptionEntry(
      "D", "diag", .acting, "raw dump of TCP", "write the kernel's messages on TCP into this file",
      Argument(name: "FILE", values: .file)),
    OptionEntry(.dryRun, .acting, "with -K: list what would be destroyed"),
    OptionEntry(.readonly, .acting, "neither signal processes nor destroy sockets"),
    OptionEntry(.allowAncestors, .acting, "also signal the shell and session that topss runs in"),
  ]

  private static let output: [OptionEntry] = [
    OptionEntry(.once, .output, "print one listing, as ss does"),
    OptionEntry(.batch, .output, "print a listing each interval"),
    OptionEntry(.follow, .output, "print a line for each socket that opens, changes or ends"),
    OptionEntry(.json, .output, "print JSON: one object a sample"),
    OptionEntry(.csv, .output, "print CSV: one line a socket and sample"),
    OptionEntry(
      .interval, .output, "seconds between two samples", Argument(name: "S", values: .any)),
    OptionEntry(.count, .output, "samples until the end", Argument(name: "N", values: .any)),
    OptionEntry(
      .sort, .output, "order of the rows", Argument(name: "FIELD[:asc|:desc]", values: .order)),
    OptionEntry(
      .columns, .output, "fields to show", Argument(name: "FIELD,...", values: .fields)),
    OptionEntry(
      .destroyEvents, .output, "listen to the ends of sockets",
      Argument(name: "WHEN", values: .words(OwnOptions.DestroyEvents.allCases.map(\.rawValue)))),
  ]

  private static let screen: [OptionEntry] = [
    OptionEntry(
      .color, .screen, "use colours",
      Argument(name: "WHEN", values: .words(OwnOptions.ColorChoice.allCases.map(\.rawValue)))),
    OptionEntry(.ascii, .screen, "draw with ASCII characters only"),
    OptionEntry(.noMouse, .screen, "leave the mouse to the terminal"),
  ]

  private static let configuration: [OptionEntry] = [
    OptionEntry(
      .config, .configuration, "read this configuration file",
      Argument(name: "FILE", values: .file)),
    OptionEntry(.noConfig, .configuration, "read no configuration file"),
    OptionEntry(.printConfig, .configuration, "print a configuration file with all defaults"),
  ]

  private static let program: [OptionEntry] = [
    OptionEntry(.diagnose, .program, "print what this kernel and these privileges can show"),
    OptionEntry("V", "version", .program, "version", "print the version"),
    OptionEntry("h", "help", .program, "help", "print a summary of the options"),
  ]
}
