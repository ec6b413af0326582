internal import TextSafety

extension Options {
  /// What `--help` prints: one screen, the options of `ss` and our own.
  static let help: SafeText = """
    Usage: topss [OPTIONS] [FILTER]
    Watches sockets live; with --once, or into a pipe or file, prints like ss.

     -t tcp -u udp -w raw -d dccp -S sctp -M mptcp -x unix -0 packet -4 -6 IP
     --vsock --tipc --xdp   -f inet|inet6|link|unix|netlink|vsock|tipc|xdp
     -A TABLE[,TABLE...]    all inet tcp udp udplite raw mptcp dccp sctp netlink
                            tipc xdp unix[_stream|_dgram|_seqpacket]
                            packet[_raw|_dgram] vsock[_stream|_dgram]; !TABLE
                            takes one away
     -a all states   -l listening   -B bound, inactive   default: connected

     -p processes  -T threads  -i protocol  -o timers  -e details  -m memory
     -b bpf  --tos  --cgroup  --inet-sockopt  --tipcinfo
     -n numbers  -r host names  -H no header  -Q no queues  -O one line a socket
     -s summary  -E ends of sockets  -D FILE raw TCP dump  -N NAME namespace
     -K destroy what the filter matches  -F FILE filter from a file
     -h help  -V version

     --once  --batch  --json  --csv         once, each interval, JSON, CSV
     --interval S  --count N                seconds between samples, how many
     --sort FIELD[:asc|:desc]  --columns FIELD,...
     --readonly  --dry-run  --allow-ancestors          what may be killed
     --netns NAME|all  --destroy-events=auto|on|off
     --color=auto|always|never  --ascii  --no-mouse
     --config FILE  --no-config  --print-config  --diagnose

    FILTER: [state STATE | exclude STATE]... EXPRESSION, for example
      state established dport = :443       src 10.0.0.0/8 and not sport = :ssh
      '( dport = :80 or dport = :443 )'    'rtt > 50ms'    'proc = nginx'
    STATE: established syn-sent syn-recv fin-wait-1 fin-wait-2 time-wait closed
      close-wait last-ack listening closing bound-inactive
      or all connected synchronized bucket big

    """
}
