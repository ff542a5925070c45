//! A person at a terminal: every prompt.

mod harness;
