#define _GNU_SOURCE
#include "topss_netlink.h"
