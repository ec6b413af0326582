# bash completion for topss
# Made from the program's tables by Tests/TopssTests/Papers: do not edit.

_topss_words() {
  mapfile -t COMPREPLY < <(compgen -W "$1" -- "$cur")
}

# Completes the last word of a list with commas.
_topss_list() {
  local before=""
  [[ $cur == *,* ]] && before="${cur%,*},"
  mapfile -t COMPREPLY < <(compgen -P "$before" -W "$1" -- "${cur##*,}")
  compopt -o nospace
}

_topss() {
  local cur="${COMP_WORDS[COMP_CWORD]}" prev="${COMP_WORDS[COMP_CWORD - 1]}"
  COMPREPLY=()
  case "$prev" in
    -f | --family)
      _topss_words "inet inet6 link unix netlink vsock tipc xdp"
      ;;
    -A | --query)
      _topss_list "all inet tcp udp udplite raw mptcp dccp sctp netlink tipc xdp unix unix_stream unix_dgram unix_seqpacket packet packet_raw packet_dgram vsock vsock_stream vsock_dgram"
      ;;
    --socket)
      _topss_list "all inet tcp udp udplite raw mptcp dccp sctp netlink tipc xdp unix unix_stream unix_dgram unix_seqpacket packet packet_raw packet_dgram vsock vsock_stream vsock_dgram"
      ;;
    -N | --net)
      _topss_words "$(ls /run/netns 2> /dev/null)"
      ;;
    --netns)
      _topss_words "all $(ls /run/netns 2> /dev/null)"
      ;;
    -F | --filter)
      mapfile -t COMPREPLY < <(compgen -f -- "$cur")
      compopt -o filenames
      ;;
    -D | --diag)
      mapfile -t COMPREPLY < <(compgen -f -- "$cur")
      compopt -o filenames
      ;;
    --sort)
      _topss_words "netid state recvq sendq local peer src sport dst dport rx tx rxtx rx_bytes tx_bytes rtt rttvar min_rtt rto retrans retrans_rate lost unacked cwnd ssthresh mss snd_wnd notsent cc pacing_rate delivery_rate busy limit limit_share segs_in segs_out last_snd last_rcv idle timer timer_left rmem rcvbuf wmem sndbuf backlog_mem drops drop_rate backlog proc pid fd user uid cmd peer_proc peer_pid inode cookie family dev mark cgroup unit container runtime netns age state_age netid:asc netid:desc state:asc state:desc recvq:asc recvq:desc sendq:asc sendq:desc local:asc local:desc peer:asc peer:desc src:asc src:desc sport:asc sport:desc dst:asc dst:desc dport:asc dport:desc rx:asc rx:desc tx:asc tx:desc rxtx:asc rxtx:desc rx_bytes:asc rx_bytes:desc tx_bytes:asc tx_bytes:desc rtt:asc rtt:desc rttvar:asc rttvar:desc min_rtt:asc min_rtt:desc rto:asc rto:desc retrans:asc retrans:desc retrans_rate:asc retrans_rate:desc lost:asc lost:desc unacked:asc unacked:desc cwnd:asc cwnd:desc ssthresh:asc ssthresh:desc mss:asc mss:desc snd_wnd:asc snd_wnd:desc notsent:asc notsent:desc cc:asc cc:desc pacing_rate:asc pacing_rate:desc delivery_rate:asc delivery_rate:desc busy:asc busy:desc limit:asc limit:desc limit_share:asc limit_share:desc segs_in:asc segs_in:desc segs_out:asc segs_out:desc last_snd:asc last_snd:desc last_rcv:asc last_rcv:desc idle:asc idle:desc timer:asc timer:desc timer_left:asc timer_left:desc rmem:asc rmem:desc rcvbuf:asc rcvbuf:desc wmem:asc wmem:desc sndbuf:asc sndbuf:desc backlog_mem:asc backlog_mem:desc drops:asc drops:desc drop_rate:asc drop_rate:desc backlog:asc backlog:desc proc:asc proc:desc pid:asc pid:desc fd:asc fd:desc user:asc user:desc uid:asc uid:desc cmd:asc cmd:desc peer_proc:asc peer_proc:desc peer_pid:asc peer_pid:desc inode:asc inode:desc cookie:asc cookie:desc family:asc family:desc dev:asc dev:desc mark:asc mark:desc cgroup:asc cgroup:desc unit:asc unit:desc container:asc container:desc runtime:asc runtime:desc netns:asc netns:desc age:asc age:desc state_age:asc state_age:desc"
      ;;
    --columns)
      _topss_list "netid state recvq sendq local peer src sport dst dport rx tx rxtx rx_bytes tx_bytes rtt rttvar min_rtt rto retrans retrans_rate lost unacked cwnd ssthresh mss snd_wnd notsent cc pacing_rate delivery_rate busy limit limit_share segs_in segs_out last_snd last_rcv idle timer timer_left rmem rcvbuf wmem sndbuf backlog_mem drops drop_rate backlog proc pid fd user uid cmd peer_proc peer_pid inode cookie family dev mark cgroup unit container runtime netns age state_age"
      ;;
    --destroy-events)
      _topss_words "auto on off"
      ;;
    --color)
      _topss_words "auto always never"
      ;;
    --config)
      mapfile -t COMPREPLY < <(compgen -f -- "$cur")
      compopt -o filenames
      ;;
    state | exclude)
      _topss_words "established syn-sent syn-recv fin-wait-1 fin-wait-2 time-wait closed close-wait last-ack listening closing unknown bound-inactive all connected synchronized bucket big"
      ;;
    *)
      if [[ $cur == -* ]]; then
        _topss_words "-t --tcp -u --udp -w --raw -d --dccp -S --sctp -M --mptcp -x --unix -0 --packet -4 --ipv4 -6 --ipv6 --vsock --tipc --xdp -f --family -A --query --socket -N --net --netns -a --all -l --listening -B --bound-inactive -p --processes -T --threads -i --info -o --options -e --extended -m --memory -b --bpf --tos --cgroup --inet-sockopt --tipcinfo -n --numeric -r --resolve -H --no-header -Q --no-queues -O --oneline -s --summary -F --filter -E --events -K --kill -D --diag --dry-run --readonly --allow-ancestors --once --batch --follow --json --csv --interval --count --sort --columns --destroy-events --color --ascii --no-mouse --config --no-config --print-config --diagnose -V --version -h --help"
      else
        _topss_words "state exclude src dst sport dport port host dev and or not netid state recvq sendq local peer src sport dst dport rx tx rxtx rx_bytes tx_bytes rtt rttvar min_rtt rto retrans retrans_rate lost unacked cwnd ssthresh mss snd_wnd notsent cc pacing_rate delivery_rate busy limit limit_share segs_in segs_out last_snd last_rcv idle timer timer_left rmem rcvbuf wmem sndbuf backlog_mem drops drop_rate backlog proc pid fd user uid cmd peer_proc peer_pid inode cookie family dev mark cgroup unit container runtime netns age state_age"
      fi
      ;;
  esac
}

complete -F _topss topss
