//! What we know about mail: data files that code reads.
