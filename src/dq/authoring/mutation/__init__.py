"""Rules made wrong on purpose, to see whether their tests notice; and probes that say what the tests have seen."""
