//! What stands in front of an entry: 32 bytes, numbers little-endian.
//!
//! The file's marker (8) · length of the envelope (4) · length of the message (8) · CRC-32 of the envelope (4) · CRC-32 of the message
//! (4) · CRC-32 of all before (4). Then the envelope, then the message.
//!
//! A file begins with [`TITLE`] and its marker: random bytes, so that no message can hold what would be taken for an entry when
//! entries are looked for behind a damaged one.

/// Its length in bytes.
pub(super) const LENGTH: usize = 32;
/// How every file begins; the digit is the format's version.
pub(super) const TITLE: [u8; 16] = *b"qontak journal1\n";
/// Where the first entry of a file begins.
pub(super) const FIRST: u64 = 24;
/// How every entry of one file begins.
pub(super) type Marker = [u8; 8];
/// No envelope is longer; what says so is damaged.
const LONGEST_ENVELOPE: u32 = 1 << 20;

/// The head of an entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Head {
    pub(super) envelope: u32,
    pub(super) message: u64,
    pub(super) envelope_crc: u32,
    pub(super) message_crc: u32,
}

impl Head {
    /// Bytes of the whole entry.
    pub(super) const fn entry(&self) -> u64 {
        (LENGTH as u64).saturating_add(self.envelope as u64).saturating_add(self.message)
    }

    pub(super) fn write(&self, marker: &Marker) -> [u8; LENGTH] {
        let mut bytes = [0; LENGTH];
        bytes[..8].copy_from_slice(marker);
        bytes[8..12].copy_from_slice(&self.envelope.to_le_bytes());
        bytes[12..20].copy_from_slice(&self.message.to_le_bytes());
        bytes[20..24].copy_from_slice(&self.envelope_crc.to_le_bytes());
        bytes[24..28].copy_from_slice(&self.message_crc.to_le_bytes());
        let crc = crc32fast::hash(&bytes[..28]);
        bytes[28..].copy_from_slice(&crc.to_le_bytes());
        bytes
    }

    /// `None` for what is no head.
    pub(super) fn read(bytes: &[u8; LENGTH], marker: &Marker) -> Option<Self> {
        let four = |at: usize| u32::from_le_bytes([bytes[at], bytes[at + 1], bytes[at + 2], bytes[at + 3]]);
        if bytes[..8] != *marker || four(28) != crc32fast::hash(&bytes[..28]) {
            return None;
        }
        let message = u64::from(four(12)) | u64::from(four(16)) << 32;
        let head = Self { envelope: four(8), message, envelope_crc: four(20), message_crc: four(24) };
        (head.envelope <= LONGEST_ENVELOPE).then_some(head)
    }
}

/// What a new file begins with.
pub(super) fn title(marker: &Marker) -> Vec<u8> {
    [TITLE.as_slice(), marker].concat()
}

/// The marker of a file that begins with `bytes`.
pub(super) fn marker(bytes: &[u8]) -> Option<Marker> {
    bytes.strip_prefix(&TITLE)?.first_chunk().copied()
}
