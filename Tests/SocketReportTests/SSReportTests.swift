import Testing

struct SSReportTests {}
