//! Our own server: the same handlers over HTTP and inside the process.
