/* Numbers of the kernel's socket diagnostics, typed as the messages carry them.
 *
 * Clang imports macros and anonymous enums as Int or Int32; each constant here has the width of its
 * field, so that Swift needs no conversion. Offsets of structs are asserted in CSockDiag.c, which is
 * the only place that may include <linux/tcp.h>: its `tcp_info` clashes with Glibc's in any module.
 */
#ifndef TOPSS_CSOCKDIAG_H
#define TOPSS_CSOCKDIAG_H

#include "topss_inet_diag.h"
#include "topss_other_diag.h"

#endif
