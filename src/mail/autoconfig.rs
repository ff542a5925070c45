//! Mozilla's autoconfig files (`config-v1.1.xml`), as providers and the ISPDB serve them.
