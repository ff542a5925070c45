//! The server, over both faces.
