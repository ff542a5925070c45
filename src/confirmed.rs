//! The proof of a yes.

/// The proof that somebody confirmed a destructive act, at a prompt or with `--yes`. Only `ui` makes it; a test holds it to that.
#[derive(Debug, Clone, Copy)]
pub struct Confirmed(());

impl Confirmed {
    pub(crate) const fn by_somebody() -> Self {
        Self(())
    }
}
