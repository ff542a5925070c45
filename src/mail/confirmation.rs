//! Gmail's confirmation of a forwarding address: known by its sender, its header and its link, never by its words.
