//! What a message's headers tell of its way.
