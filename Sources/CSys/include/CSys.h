/* System calls and macros that Swift's Glibc module lacks. One header an area. */
#ifndef TOPSS_CSYS_H
#define TOPSS_CSYS_H

#include "topss_terminal.h"
#include "topss_crash.h"
#include "topss_signals.h"
#include "topss_process.h"
#include "topss_netlink.h"
#include "topss_options.h"

#endif
