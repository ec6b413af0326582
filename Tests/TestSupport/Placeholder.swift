// Shared by the tests that start programs.
