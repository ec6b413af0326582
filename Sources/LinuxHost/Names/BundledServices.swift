/// Well-known services for systems without `/etc/services`, in the format of that file.
///
/// Source: the IANA registry of service names and port numbers.
enum BundledServices {
  static var bytes: [UInt8] {
    services.flatMap { name, port, transports in
      transports.flatMap { Array("\(name) \(port)/\($0)\n".utf8) }
    }
  }

  private static let tcp = ["tcp"]
  private static let udp = ["udp"]
  private static let both = ["tcp", "udp"]

  private static let services: [(name: String, port: UInt16, transports: [String])] = [
    ("echo", 7, both), ("discard", 9, both), ("systat", 11, tcp), ("daytime", 13, both),
    ("netstat", 15, tcp), ("chargen", 19, both), ("ftp-data", 20, tcp), ("ftp", 21, tcp),
    ("ssh", 22, tcp), ("telnet", 23, tcp), ("smtp", 25, tcp), ("time", 37, both),
    ("whois", 43, tcp), ("tacacs", 49, both), ("domain", 53, both), ("bootps", 67, udp),
    ("bootpc", 68, udp), ("tftp", 69, udp), ("gopher", 70, tcp), ("finger", 79, tcp),
    ("http", 80, tcp), ("kerberos", 88, both), ("iso-tsap", 102, tcp), ("acr-nema", 104, tcp),
    ("pop3", 110, tcp), ("sunrpc", 111, both), ("auth", 113, tcp), ("sftp", 115, tcp),
    ("nntp", 119, tcp), ("ntp", 123, udp), ("epmap", 135, both), ("netbios-ns", 137, udp),
    ("netbios-dgm", 138, udp), ("netbios-ssn", 139, tcp), ("imap2", 143, tcp),
    ("imap", 143, tcp), ("snmp", 161, both), ("snmp-trap", 162, both), ("bgp", 179, tcp),
    ("irc", 194, both), ("ldap", 389, both), ("https", 443, both), ("microsoft-ds", 445, both),
    ("kpasswd", 464, both), ("submissions", 465, tcp), ("isakmp", 500, udp), ("syslog", 514, udp),
    ("shell", 514, tcp), ("printer", 515, tcp), ("route", 520, udp), ("dhcpv6-client", 546, udp),
    ("dhcpv6-server", 547, udp), ("rtsp", 554, both), ("submission", 587, tcp),
    ("ipp", 631, tcp), ("ldaps", 636, both), ("domain-s", 853, both), ("rsync", 873, tcp),
    ("ftps", 990, tcp), ("telnets", 992, tcp), ("imaps", 993, tcp), ("pop3s", 995, tcp),
    ("socks", 1080, tcp), ("openvpn", 1194, both), ("ms-sql-s", 1433, tcp),
    ("radius", 1812, both), ("radius-acct", 1813, both), ("mqtt", 1883, tcp), ("nfs", 2049, both),
    ("svn", 3690, tcp), ("epmd", 4369, tcp), ("mysql", 3306, tcp), ("ms-wbt-server", 3389, tcp),
    ("ipsec-nat-t", 4500, udp), ("sip", 5060, both), ("sip-tls", 5061, both),
    ("xmpp-client", 5222, tcp), ("xmpp-server", 5269, tcp), ("mdns", 5353, udp),
    ("postgresql", 5432, tcp), ("amqps", 5671, tcp), ("amqp", 5672, both), ("redis", 6379, tcp),
    ("x11", 6000, tcp), ("ircd", 6667, tcp), ("http-alt", 8080, udp), ("webcache", 8080, tcp),
    ("http-alt", 8080, tcp), ("mqtt-tls", 8883, tcp), ("bacula-dir", 9101, tcp),
    ("git", 9418, tcp), ("zabbix-agent", 10050, tcp), ("zabbix-trapper", 10051, tcp),
    ("memcache", 11211, both), ("mongodb", 27017, tcp),
  ]
}
