/* Constants and struct offsets of the kernel's socket diagnostics. */
#ifndef TOPSS_CSOCKDIAG_H
#define TOPSS_CSOCKDIAG_H

#endif
