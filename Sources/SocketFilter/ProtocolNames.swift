/// Names of ethertypes and netlink protocols, as `ss` takes them in `link:` and `netlink:`.
enum ProtocolNames {
  /// Ethertypes by lower-case name. Kernel: `include/uapi/linux/if_ether.h`.
  static let ethertypes: [String: UInt32] = [
    "loop": 0x60, "pup": 0x200, "pupat": 0x201, "ip": 0x800, "ipv4": 0x800, "x25": 0x805,
    "arp": 0x806, "bpq": 0x8ff, "ieeepup": 0xa00, "ieeepupat": 0xa01, "dec": 0x6000,
    "dna_dl": 0x6001, "dna_rc": 0x6002, "dna_rt": 0x6003, "lat": 0x6004, "diag": 0x6005,
    "cust": 0x6006, "sca": 0x6007, "rarp": 0x8035, "atalk": 0x809b, "aarp": 0x80f3,
    "802.1q": 0x8100, "ipx": 0x8137, "ipv6": 0x86dd, "ppp_disc": 0x8863, "ppp_ses": 0x8864,
    "mpls_uc": 0x8847, "mpls_mc": 0x8848, "atmmpoa": 0x884c, "atmfate": 0x8884,
    "802_3": 0x1, "ax25": 0x2, "all": 0x3, "802_2": 0x4, "snap": 0x5, "ddcmp": 0x6,
    "wan_ppp": 0x7, "ppp_mp": 0x8, "localtalk": 0x9, "can": 0xc, "ppptalk": 0x10, "tr_802_2": 0x11,
    "mobitex": 0x15, "control": 0x16, "irda": 0x17, "econet": 0x18, "tipc": 0x88ca,
    "profinet": 0x8892, "aoe": 0x88a2, "ethercat": 0x88a4, "802.1ad": 0x88a8, "mvrp": 0x88f5,
    "lldp": 0x88cc, "mrp": 0x88e3, "macsec": 0x88e5, "mpoa": 0x884c, "teb": 0x6558,
  ]

  /// Netlink protocols by name. Kernel: `include/uapi/linux/netlink.h`.
  static let netlink: [String: UInt32] = [
    "rtnl": 0, "usersock": 2, "fw": 3, "tcpdiag": 4, "nflog": 5, "xfrm": 6, "selinux": 7,
    "iscsi": 8, "audit": 9, "fiblookup": 10, "connector": 11, "nft": 12, "uevent": 15, "genl": 16,
    "scsi-trans": 18, "ecryptfs": 19, "rdma": 20, "crypto": 21,
  ]
}
