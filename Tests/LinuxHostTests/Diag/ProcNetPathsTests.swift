import LinuxHost
import SocketModel
import Testing

struct ProcNetPathsTests {
  @Test func `without variables everything is the thread's own`() {
    let paths = ProcNetPaths { _ in nil }
    #expect(paths == ProcNetPaths())
    #expect(paths.path(of: .udpLite6) == "/proc/thread-self/net/udplite6")
    #expect(paths.path(ofCounters: "snmp") == "/proc/thread-self/net/snmp")
  }

  @Test func `PROC_ROOT moves every file and keeps sock_diag from being asked`() {
    let paths = ProcNetPaths { $0 == "PROC_ROOT" ? "/tmp/p" : nil }
    #expect(paths.path(of: .tcp) == "/tmp/p/net/tcp")
    #expect(paths.path(ofCounters: "sockstat") == "/tmp/p/net/sockstat")
    #expect(paths.filesOnly.contains(.tcp) && paths.filesOnly.contains(.unixStream))
    #expect(paths.disabled.contains(.sctp) && !paths.filesOnly.contains(.vsockStream))
  }

  @Test func `a variable of one table moves that table`() {
    let values = ["PROC_NET_UDP": "/tmp/udp", "PROC_NET_SNMP": "/tmp/snmp", "PROC_NET_SCTP": ""]
    let paths = ProcNetPaths { values[$0] }
    #expect(paths.path(of: .udp) == "/tmp/udp" && paths.filesOnly == SocketTables(.udp))
    #expect(paths.path(of: .udp6) == "/proc/thread-self/net/udp6")
    #expect(paths.path(ofCounters: "snmp") == "/tmp/snmp")
    #expect(paths.disabled == SocketTables(.sctp))
  }
}
