/// The sections that no table makes.
extension ManualPage {
  static let closing = """
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
    """
}
