//! What is in the attachments of a message.

use super::collect::Collector;
use super::headers::Part;
use super::walk::{self, Sink};
use std::io::{self, Read, Write};

/// Writes down what is in attachments; which parts those are, the collector knows.
struct Unpacker<'o> {
    collector: Collector,
    out: &'o mut dyn Write,
    written: u64,
    ends: Vec<u64>,
    failed: Option<io::Error>,
}

/// See [`super::unpack`].
pub(super) fn unpack(raw: impl Read, out: &mut dyn Write) -> io::Result<Vec<u64>> {
    let mut unpacker = Unpacker { collector: Collector::of_contents(), out, written: 0, ends: Vec::new(), failed: None };
    walk::walk(raw, &mut unpacker)?;
    unpacker.failed.map_or(Ok(unpacker.ends), Err)
}

impl Sink for Unpacker<'_> {
    fn message(&mut self, block: &[u8]) {
        self.collector.message(block);
    }

    fn open(&mut self, part: &Part) {
        self.collector.open(part);
    }

    fn close(&mut self) {
        self.collector.close();
    }

    fn leaf(&mut self, part: Part) {
        self.collector.leaf(part);
    }

    fn data(&mut self, bytes: &[u8]) {
        if self.collector.is_in_file() && self.failed.is_none() {
            self.failed = self.out.write_all(bytes).err();
            self.written += bytes.len() as u64;
        }
    }

    fn end(&mut self) {
        if self.collector.is_in_file() {
            self.ends.push(self.written);
        }
        self.collector.end();
    }
}
