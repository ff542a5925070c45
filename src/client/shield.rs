//! What Ctrl-C must not tear apart: a refresh token that is spent, and the new one that is not written down yet.

use crate::error::{Error, Result};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

/// Known to whoever renews a sign-in and to whoever hears Ctrl-C.
#[derive(Debug, Clone, Default)]
pub struct Shield(Arc<State>);

#[derive(Debug, Default)]
struct State {
    up: AtomicUsize,
    interrupted: AtomicBool,
}

impl Shield {
    /// Ctrl-C was pressed: nothing new is sent from now on. True when something is under way that must be waited for.
    #[must_use]
    pub fn interrupt(&self) -> bool {
        self.0.interrupted.store(true, Ordering::SeqCst);
        self.is_up()
    }

    /// Whether something is under way that must not be torn apart.
    #[must_use]
    pub fn is_up(&self) -> bool {
        self.0.up.load(Ordering::SeqCst) > 0
    }

    /// Fails once Ctrl-C was pressed.
    pub(super) fn check(&self) -> Result<()> {
        if self.0.interrupted.load(Ordering::SeqCst) { Err(Error::interrupted()) } else { Ok(()) }
    }

    /// From now until the guard is dropped, whoever hears Ctrl-C waits.
    pub(super) fn raise(&self) -> Result<Raised> {
        self.check()?;
        self.0.up.fetch_add(1, Ordering::SeqCst);
        Ok(Raised(self.clone()))
    }
}

/// Something is under way.
pub(super) struct Raised(Shield);

impl Drop for Raised {
    fn drop(&mut self) {
        self.0.0.up.fetch_sub(1, Ordering::SeqCst);
    }
}
