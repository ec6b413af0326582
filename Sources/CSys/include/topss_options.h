#ifndef TOPSS_OPTIONS_H
#define TOPSS_OPTIONS_H

#endif
