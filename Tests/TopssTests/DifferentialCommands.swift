/// Command lines on which `topss --once` and the installed `ss` must agree, one each line; words
/// are separated by blanks, and a word in single quotes may hold blanks.
enum DifferentialCommands {
  /// Listings by a user without privileges.
  static let unprivileged = [
    "-Ha", "-Htan", "-Htanie", "-HtaniepmO", "-Huanep", "-Hxane", "-Hxanp", "-H0ane", "-Htanp",
    "-H -f netlink -ne", "-HMani", "-Htan sport gt :1024 and dport lt :60000",
  ]

  /// Listings: the same rows after folding blanks, and the same exit status.
  static let rows: [String] = """
    -a
    -n
    -an
    -tan
    -t
    -uan
    -xa
    -xan
    -0an
    -lptn
    -tanp
    -M
    -ta state listening
    -f netlink -n
    -w -a
    state established -n
    -tan sport = :443
    -tani state established
    -tanOiemo
    -tanT -p
    -Ha
    -H
    -Hn
    -Hna
    -Han
    -Hta
    -Htan
    -Htn
    -Hln
    -Hltn
    -Hlun
    -Hltun
    -Htul
    -Hua
    -Huan
    -Hun
    -Hwa
    -Hwan
    -Hw
    -Hxa
    -Hx
    -Hxl
    -Hxan
    -Hxae
    -HSa
    -HMa
    -HMan
    -H4
    -H4a
    -H6
    -H6a
    -H6an
    -H -4 -6 -a
    -H -6 -4 -a
    -H -4 -x -a
    -Ha0
    -H0
    -H0n
    -H0a -n
    -H -f inet
    -H -f inet6 -a
    -H -f unix -a
    -H -f link
    -H -f netlink
    -H -f netlink -n
    -Ha -A tcp
    -Ha -A tcp,udp
    -Ha -A inet -n
    -Ha -A unix
    -Ha -A unix_stream
    -Ha -A u_seq
    -Ha -A unix_dgram -n
    -Ha -A packet
    -H -A packet
    -H -A netlink
    -Ha -A netlink -n
    -Ha -A all,!tcp
    -Ha -A all,!unix,!netlink -n
    -Ha -A raw -n
    -Ha -A mptcp
    -Ha -t -A udp
    -Ha -A udp -t
    --no-header --all --tcp --numeric
    --no-header --listening --tcp --num
    -H --query=udp -a
    -H --socket=raw -a
    -Ha --unix
    -Hla
    -Hal
    -Htlan
    -Htano
    -Htao
    -Htae
    -Htane
    -Huane
    -Htanm
    -Huanm
    -Htani
    -Htanie
    -Htanieom
    -HtanOi
    -HtanO -ieom
    -Htan --tos
    -Htan --cgroup
    -Htan --inet-sockopt
    -HtanO --inet-sockopt -i
    -Huan --inet-sockopt
    -Hxane
    -Hxanm
    -H0ane
    -H0anem
    -H0aneb
    -H -f netlink -ne
    -H -f netlink -nem
    -HMani
    -HManie
    -HMane
    -HManm
    -Htanp
    -Htap
    -Huanp
    -Hxanp
    -H0anp
    -Hlptn
    -Htanpe
    -HtanpeO -i
    -Htanp -T
    -Ha state all
    -Htan state established
    -Htan state listening
    -Htan state connected
    -Htan state synchronized
    -Htan state bucket
    -Htan state big
    -Htan state time-wait
    -Htan state close-wait
    -Htan state fin-wait-2
    -Htan state fin-wait-1
    -Htan state last-ack
    -Htan state closed
    -Htan state unconnected
    -Htan state syn-recv
    -Htan state ESTABLISHED
    -Htan state established state listening
    -Htan exclude established
    -Htan exclude listening exclude time-wait
    -Htan state connected exclude established
    -Htn exclude established state established
    -Htan exclude all autobound
    -Htuan state last-ack exclude last-ack sport >= 1
    -Hxan state listening
    -Huan state established
    -Ha state listening -n
    state established -Htn
    -Htan sport = :8080
    -Htan sport = 8080
    -Htan sport :8080
    -Htan sport 8080
    -Htan sport eq :8080
    -Htan 'sport = :8080'
    -Htan src :8080
    -Htan src *:8080
    -Htan src [*]:8080
    -Htan src any:8080
    -Htan sport = 0x1f90
    -Htan sport = :https
    -Htan sport = https
    -Hta sport = :http-alt
    -Htan sport = *
    -Htan sport = :
    -Htan dport = 0
    -Htan sport = 70000
    -Htan sport > 40000
    -Htan sport gt :40000
    -Htan sport >= :8444
    -Htan sport geq 8444
    -Htan sport < 8082
    -Htan sport le 8082
    -Htan sport != :8080
    -Htan sport ne :8080
    -Htan sport neq :8080
    -Htan not sport = :8080
    -Htan ! sport :8080
    -Htan ! ! sport = :8080
    -Htan sport = :443 or dport = :443
    -Htan sport = :443 or dport = :443 and src 127.0.0.2
    -Htan src 127.0.0.2 and sport = :443 or dport = :443
    -Htan sport = :8080 dport = :8080 or sport = :443
    -Htan not ( sport = :8080 or dport = :8080 )
    -Htan ( ( sport = :8080 ) )
    -Htan \\( sport = :8080 \\)
    -Htan sport = :80\\80
    -Htan ''
    -Htan ' '
    -Htan src 127.0.0.1
    -Htan src 127/8
    -Htan src 127.0/16
    -Htan src 0x7f.0.0.1
    -Htan src 127.0.0.0/255.0.0.0
    -Htan src 127.0.0.2/32
    -Htan dst 127.0.0.3:443
    -Htan dst 127.0.0.0/30:443
    -Htan src [::1]
    -Htan src [::1]:8443
    -Htan src ::1/128
    -Htan src [::1]8443
    -Htan src ::ffff:0:0/96
    -Htan src [::ffff:127.0.0.1]
    -Htan src inet:127.0.0.1
    -Htan src inet6:[::1]
    -Htan -6 -4 src 127.0.0.1
    -Htan src 0.0.0.0/0
    -Htan src ::/0
    -Htan not src 127.0.0.1
    -Htan dev lo
    -Htan dev = 1
    -Htan dev != lo
    -Htan dev 0
    -Htan dev if1x
    -Ha -A packet -- src link::if1.5
    -Ha dev 4294967295
    -Htan fwmark 0x10
    -Htan fwmark = 17
    -Htan fwmark 0x10/0xf0
    -Htan fwmark != 0x10
    -Htan autobound
    -Htan not autobound
    -Huan sport = :53
    -Huan dport = :5353
    -Hua src 127.0.0.1
    -Hxa src *stream*
    -Hxa src *STREAM.sock
    -Hxa src @zoo/abstract
    -Hxa src unix:*seq*
    -Hxa src unix:
    -Hxa dst *
    -Hxa dst *x*
    -Hxa autobound
    -Ha src unix:*stream*
    -H0a src ip:lo
    -H0a src link:ipv6
    -H0a src :lo
    -H0a src *:1
    -H0a sport = lo
    -Ha -f netlink src rtnl:kernel
    -Ha -f netlink src genl
    -Ha -f netlink src :kernel
    -Ha -f netlink sport > 0
    -Ha -f netlink -n dport > 0
    -Ha -f netlink -n dport != 0
    -Ha -f netlink dst rtnl
    -Ha -f netlink dst genl
    -Htuan sport < 1024
    -Htan dport > :1024 and dport < :9000
    -Htan state established ( dport = :443 or sport = :443 )
    -Htano state fin-wait-1 ( sport = :8085 or dport = :8085 ) dst 127.0.0.1/24
    -Htan sport = :8443 or sport = :8444 or sport = :8445
    """.split(separator: "\n").map(String.init)

  /// Wrong command lines: the same exit status, and something on standard error.
  static let errors: [String] = """
    -Htan sport
    -Htan sport =
    -Htan = :22
    -Htan sport = = :22
    -Htan ( )
    -Htan ( sport = :22
    -Htan sport = :22 )
    -Htan and sport = :22
    -Htan sport = :22 and
    -Htan sport = :22 and and sport = :23
    -Htan or
    -Htan not
    -Htan !
    -Htan sport = 127.0.0.1:22
    -Htan sport => :22
    -Htan sport <> :22
    -Htan autobound 22
    -Htan autobound = 1
    -Htan src > 127.0.0.1
    -Htan dev > lo
    -Htan fwmark gt 1
    -Htan src ! 127.0.0.1
    -Htan src /24
    -Htan src 10.0.0.1/33
    -Htan src 10.0.0.1/-1
    -Htan src 127.0.0.1%lo
    -Htan src any/8
    -Htan src 127.0.0.1:22:80
    -Htan src [::1
    -Htan src 255.0.255.0/255.0.255.0
    -Htan sport = nosuchservice
    -HMan sport = https
    -H -6 src 127.0.0.1
    -H -4 -6 src 127.0.0.1
    -Htan dev nosuch
    -Htan fwmark foo
    -Htan fwmark 0x10/
    -Htan cgroup
    -Htan state
    -Htan state nosuch
    -Htan exclude
    -Ha -f netlink src RTNL
    -Ha -f netlink src rtnl:foo
    -H0a src nosuch
    -H0a src :nosuch
    -Ha src tipc:1
    -Ha src xdp:1
    -Q9
    --nosuch
    --ip
    -f nosuch
    -A nosuch
    -A tcp,nosuch
    -A
    -f
    -F
    -F /nonexistent/filter
    -Htan -F /dev/null -F /dev/null
    -N nosuch
    -Htan sport = -1
    --query=
    --family=foo
    """.split(separator: "\n").map(String.init)

  /// What `ss` refuses and the superset understands, with what it means here.
  static let superset: [(line: String, meaning: String)] = [
    ("-Htan :8080", "a bare pattern is either end"),
    ("-Htan 127.0.0.1:8080", "a bare pattern is either end"),
    ("-Htan sport = :443 :8080", "and either end"),
    ("-Htan src 127.0.0.1 127.0.0.2", "and either end"),
    ("-Htan src [::]/0", "the prefix may stand behind the bracket"),
    ("-Htan dev *", "any device"),
    ("-Htan state established and sport = :8080", "state is a condition"),
    ("-Htan sport=:8080", "glued"),
    ("-Htan (sport = :8080)", "glued"),
    ("-Htan src != 127.0.0.1", "not src"),
    ("-Htan src ::1", "a bare IPv6 address"),
    ("-Htan SPORT = :8080", "upper case"),
    ("-Htan sport = :443,:8080", "a list"),
    ("-Htan sport = :8080-8090", "a range"),
    ("-Htan port = :8080", "either port"),
    ("-Htan pid > 0", "a field"),
  ]

  /// The words of a line.
  static func words(of line: String) -> [String] {
    var words: [String] = []
    var word = ""
    var isOpen = false
    var hasWord = false
    for character in line {
      if character == "'" {
        isOpen.toggle()
        hasWord = true
      } else if character == " ", !isOpen {
        if hasWord { words.append(word) }
        word = ""
        hasWord = false
      } else {
        word.append(character)
        hasWord = true
      }
    }
    return hasWord ? words + [word] : words
  }
}
