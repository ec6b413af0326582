#ifndef TOPSS_TERMINAL_H
#define TOPSS_TERMINAL_H

#endif
