#ifndef TOPSS_PROCESS_H
#define TOPSS_PROCESS_H

#endif
