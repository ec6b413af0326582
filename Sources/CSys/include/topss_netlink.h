#ifndef TOPSS_NETLINK_H
#define TOPSS_NETLINK_H

#endif
