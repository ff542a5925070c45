//! Lines for whoever watches.

use std::sync::Arc;

/// Takes one line: about a request, a failure or a wait. Never a secret.
pub type Log = Arc<dyn Fn(&str) + Send + Sync>;
