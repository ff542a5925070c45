//! Messages as they came.
