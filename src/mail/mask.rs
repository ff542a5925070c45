//! Credentials in what somebody pastes: a log or a transcript without them.
