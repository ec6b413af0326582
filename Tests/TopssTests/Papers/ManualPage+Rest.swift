/// The sections that no table makes.
extension ManualPage {
  static let closing = """
    .Sh EVENTS AS LINES
    With
    .Fl \\-follow ,
    all states and the internet tables are followed unless options or the filter choose others.
    A line has the local time, the event, the table, the local and the other end,
    and what is known:
    .Bl -tag -width changed
    .It Cm opened
    A poll saw the socket for the first time, in
    .Cm state .
    .It Cm changed
    It went
    .Cm from
    one state
    .Cm to
    another after the time
    .Cm spent .
    .It Cm ended
    .Cm how
    it ended (closed, reset, timed\\-out, unknown), the last
    .Cm state
    seen, how long it
    .Cm lived
    (at most, after <),
    the payload bytes
    .Cm rx
    and
    .Cm tx ;
    .Cm final=no
    if these are those of the last sight.
    A connection that no poll saw has this line only.
    .It Cm note
    What cannot be seen, and what can be seen again.
    .El
    .Pp
    The process stands last; with ? it is that of the listener.
    With
    .Fl \\-json
    each line is an object with
    .Cm event ,
    .Cm time ,
    .Cm from ,
    .Cm to ,
    .Cm duration ,
    .Cm how ,
    .Cm lifetime
    and the fields below COLUMNS.
    .Sh ENVIRONMENT
    .Bl -tag -width XDG_CONFIG_HOME
    .It Ev XDG_CONFIG_HOME , Ev HOME
    Where the configuration is.
    .It Ev NO_COLOR
    Colours are not used when it is set and not empty.
    .It Ev TERM
    The type of the terminal.
    .El
    .Sh FILES
    .Bl -tag -width Ds
    .It Pa \\(ti/.config/topss/config
    The configuration.
    .It Pa \\(ti/.config/topss/state
    Layouts that were saved on the screen.
    .It Pa \\(ti/.config/topss/filters
    Filters that were saved in the prompt.
    .It Pa \\(ti/.config/topss/themes/
    Themes.
    .It Pa /usr/share/doc/topss/examples/
    The default configuration and the themes that are built in.
    .El
    .Sh PRIVILEGES
    Sockets and their counters need none.
    Owners of other users' sockets need
    .Dv CAP_DAC_READ_SEARCH
    and
    .Dv CAP_SYS_PTRACE ,
    destroying sockets
    .Dv CAP_NET_ADMIN ,
    signalling other users' processes
    .Dv CAP_KILL ,
    and other network namespaces
    .Dv CAP_SYS_ADMIN .
    What cannot be seen is said on the screen.
    .Sh EXIT STATUS
    .Bl -tag -width Ds
    .It 0
    All went well.
    .It 1
    An operand of a filter means nothing, or the screen cannot be shown.
    .It 255
    The command line or the filter cannot be read.
    .El
    .Sh EXAMPLES
    .Bd -literal -offset indent
    topss state established dport = :443
    topss \\(aqrtt > 50ms and not dst 10.0.0.0/8\\(aq
    topss \\-\\-once \\-tanp
    topss \\-\\-batch \\-\\-json \\-\\-interval 5
    topss \\-\\-follow dport = :5432
    topss \\-\\-once \\-\\-csv \\-\\-columns src,dst,dport,rx_bytes,tx_bytes
    .Ed
    .Sh SEE ALSO
    .Xr top 1 ,
    .Xr capabilities 7 ,
    .Xr sock_diag 7 ,
    .Xr ss 8
    .Sh CAVEATS
    The kernel counts bytes of TCP and MPTCP only.
    What happens and is undone between two polls is not seen,
    other than the end of a socket.
    TCP sockets that are bound and nothing else are listed by
    .Fl B
    and by the name of their state only.
    """
}
