@testable import topss

extension ManualPage {
  /// The language of filters.
  mutating func language() {
    section("THE FILTER LANGUAGE")
    lines += [
      "A filter is read by the grammar of", ".Xr ss 8",
      "first, and then means what it means there.",
      "Only what", ".Xr ss 8", "refuses is read by a wider one.", ".Bd -literal -offset indent",
      "[state STATE | exclude STATE]... [EXPRESSION]",
      "EXPRESSION: CONDITION, not EXPRESSION, ( EXPRESSION ),",
      "            EXPRESSION and EXPRESSION, EXPRESSION or EXPRESSION",
      "CONDITION:  src HOST, dst HOST, host HOST, sport OP PORT, dport OP PORT,",
      "            port OP PORT, dev OP NAME, fwmark OP MARK[/MASK],",
      "            cgroup OP PATH, autobound, FIELD OP VALUE, state STATE,",
      "            HOST, STATE, tcp, udp, raw, mptcp, sctp, dccp, ipv4, ipv6",
      "OP:         = == eq  != ne neq  > gt  < lt  >= ge geq  <= le leq  ~  !~",
      ".Ed", ".Pp",
      "As in", ".Xr ss 8 ,", "and and or have the same rank and are read from left to right,",
      "a missing operator means and, and ! & | stand for not, and, or.",
    ]
    values()
    lines += [
      ".Pp", "A", ".Ar STATE", "is one of", Self.list(Options.stateNames),
      "Without", ".Cm state", "before it, all, big, bucket, close and unknown are no condition.",
    ]
  }

  private mutating func values() {
    lines += [
      ".Bl -tag -width Ds",
      ".It Ar HOST",
      "An address, a network, the name of a host, or", ".Ql * ;", "a port may follow:",
      ".Ql 10.0.0.7 ,", ".Ql 10.0.0.0/8:443 ,", ".Ql ::1 ,", ".Ql [2001:db8::/32]:80 .",
      "A name means all its addresses; the prompt looks it up when Enter is pressed.",
      "The prefixes", ".Ql inet: inet6: unix: link: netlink: vsock:", "choose a family, as in",
      ".Ql src unix:/run/* ,", "and only that family is shown then.",
      ".It Ar PORT", "A number or the name of a service, with or without a colon before it;",
      "lists and ranges:", ".Ql dport = :80,:443 ,", ".Ql sport = :8000\\-8100 .",
      ".It Ar VALUE",
      "Numbers may, and times and shares must, have a unit:", ".Ql rtt > 50ms ,",
      ".Ql rx > 1.5MB ,", ".Ql tx > 10Mbit ,", ".Ql idle > 1h30m ,", ".Ql backlog > 80% .",
      "kB is 1000 bytes, KiB 1024; bit, kbit, Mbit, Gbit and bps count bits a second.",
      "Times are in ns, us, ms, s, m, h, d, w.",
      "Text is compared by", ".Ql =", "and", ".Ql !=", "with * ? [...] as wildcards, by", ".Ql ~",
      "and", ".Ql !~", "with a regular expression that is found anywhere in it, of",
      ".Ql \\&. [a\\-z] ( ) | * + ? {2,5} ^ $ \\ed \\ew \\es ;",
      "the case of letters does not matter.",
      "Quotation marks keep blanks and commas in a value.",
      ".El", ".Pp",
      "Lists are compared by", ".Ql =", "and", ".Ql != ;", ".Ql !=", "negates the whole list.",
      "With", ".Cm proc", "and", ".Cm pid", "any owner of the socket will do.",
      "A comparison with what is not known is false, with", ".Ql !=", "too;", ".Cm not",
      "turns it round.",
    ]
  }
}
