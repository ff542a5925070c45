//! What a session may ask for, and how long it may take.

use std::time::Duration;

/// The limits of the receiver. Each has a reply of its own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of a message as it is sent: `552 5.3.4`, already at MAIL when SIZE says so.
    pub size: u64,
    /// Recipients of a message: `452 4.5.3`.
    pub recipients: usize,
    /// Bytes of a command with its line end: `500 5.5.2`.
    pub line: usize,
    /// Bytes of a line of a message, without its line end: `554 5.6.0`.
    pub content_line: usize,
    /// Connections in all: `421 4.3.2`.
    pub connections: usize,
    /// Connections from one address (IPv6: from one /64): `421 4.7.0`.
    pub per_address: usize,
    /// How long a session may say nothing, or read nothing of what it is told: `421 4.4.2`.
    pub idle: Duration,
    /// How long a session may take in all: `421 4.4.2`.
    pub session: Duration,
    /// The fewest bytes of a message that must come within `rate_window`: `421 4.4.2`.
    pub rate: u64,
    /// How long `rate` is counted for.
    pub rate_window: Duration,
    /// Commands of a session that are refused for good: `421 4.7.0` after the last.
    pub errors: u32,
    /// Commands that carry no mail (NOOP, RSET, VRFY, HELP, EHLO …) between two messages: `421 4.7.0` after the last.
    pub commands: u32,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            size: 50 << 20,
            recipients: 100,
            line: 2048,
            content_line: 64 << 10,
            connections: 256,
            per_address: 32,
            idle: Duration::from_secs(5 * 60),
            session: Duration::from_secs(30 * 60),
            rate: 1024,
            rate_window: Duration::from_secs(60),
            errors: 20,
            commands: 100,
        }
    }
}

/// The names of the limits, as [`Limits::set`] takes them.
pub const LIMIT_NAMES: &str =
    "size, recipients, line, content-line, connections, per-address, idle, session, rate, rate-window, errors, commands";

impl Limits {
    /// Sets the limit `name`: bytes may end in `K` or `M` (times 1,024), times are a number and `ms`, `s`, `m` or `h`.
    ///
    /// # Errors
    /// What is wrong with the name or the value.
    pub fn set(&mut self, name: &str, value: &str) -> Result<(), String> {
        match name {
            "size" => self.size = bytes(value, 1024, 1 << 40)?,
            "recipients" => self.recipients = count(value, 100_000)?,
            // RFC 5321, 4.5.3.1.4: no shorter than 512 with the line end.
            "line" => self.line = usize::try_from(bytes(value, 512, 1 << 20)?).unwrap_or(usize::MAX),
            // RFC 5321, 4.5.3.1.6: no shorter than 1,000 with the line end.
            "content-line" => self.content_line = usize::try_from(bytes(value, 998, 1 << 30)?).unwrap_or(usize::MAX),
            "connections" => self.connections = count(value, 100_000)?,
            "per-address" => self.per_address = count(value, 100_000)?,
            "idle" => self.idle = time(value)?,
            "session" => self.session = time(value)?,
            "rate" => self.rate = bytes(value, 0, 1 << 30)?,
            "rate-window" => self.rate_window = time(value)?,
            "errors" => self.errors = u32::try_from(count(value, 1_000_000)?).unwrap_or(u32::MAX),
            "commands" => self.commands = u32::try_from(count(value, 1_000_000)?).unwrap_or(u32::MAX),
            _ => return Err(format!("there is no limit {name:?}; there are {LIMIT_NAMES}")),
        }
        Ok(())
    }
}

fn number(typed: &str) -> Option<(u64, &str)> {
    let digits = typed.find(|c: char| !c.is_ascii_digit()).unwrap_or(typed.len());
    let (number, unit) = typed.split_at(digits);
    Some((number.parse().ok()?, unit))
}

fn count(typed: &str, most: usize) -> Result<usize, String> {
    match number(typed).map(|(number, unit)| (usize::try_from(number), unit)) {
        Some((Ok(number), "")) if (1..=most).contains(&number) => Ok(number),
        _ => Err(format!("{typed:?} is not a number from 1 to {most}")),
    }
}

fn bytes(typed: &str, least: u64, most: u64) -> Result<u64, String> {
    let wrong = || format!("{typed:?} is not a number of bytes from {least} to {most}, like 100000, 64K or 25M");
    let (number, unit) = number(typed).ok_or_else(wrong)?;
    let factor = match unit {
        "" => 1,
        "k" | "K" => 1 << 10,
        "m" | "M" => 1 << 20,
        _ => return Err(wrong()),
    };
    number.checked_mul(factor).filter(|bytes| (least..=most).contains(bytes)).ok_or_else(wrong)
}

fn time(typed: &str) -> Result<Duration, String> {
    let wrong = || format!("{typed:?} is not a time from 1ms to 24h, like 30s or 5m");
    let (number, unit) = number(typed).ok_or_else(wrong)?;
    let factor = match unit {
        "ms" => 1,
        "" | "s" => 1_000,
        "m" => 60_000,
        "h" => 3_600_000,
        _ => return Err(wrong()),
    };
    let milliseconds = number.checked_mul(factor).filter(|ms| (1..=86_400_000).contains(ms)).ok_or_else(wrong)?;
    Ok(Duration::from_millis(milliseconds))
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn every_limit_can_be_set_by_its_name() {
        for name in LIMIT_NAMES.split(", ") {
            let mut limits = Limits::default();
            let value = if ["idle", "session", "rate-window"].contains(&name) { "7m" } else { "2000" };
            limits.set(name, value).unwrap();
            assert_ne!(limits, Limits::default(), "{name}");
        }
    }

    #[test]
    fn units() {
        let mut limits = Limits::default();
        limits.set("size", "25M").unwrap();
        limits.set("content-line", "8k").unwrap();
        limits.set("idle", "250ms").unwrap();
        limits.set("session", "1h").unwrap();
        limits.set("rate", "0").unwrap();
        assert_eq!((limits.size, limits.content_line, limits.rate), (25 << 20, 8192, 0));
        assert_eq!((limits.idle, limits.session), (Duration::from_millis(250), Duration::from_secs(3600)));
    }

    #[test]
    fn what_cannot_be_a_limit_is_refused_and_changes_nothing() {
        let wrong = [
            ("", "1"),
            ("Size", "1M"),
            ("speed", "1"),
            ("size", ""),
            ("size", "-1"),
            ("size", "1G"),
            ("size", "1 M"),
            ("size", "1023"),
            ("size", "99999999999999999999"),
            ("size", "18446744073709551615M"),
            ("recipients", "0"),
            ("recipients", "1k"),
            ("recipients", "1.5"),
            ("line", "511"),
            ("content-line", "997"),
            ("connections", "0"),
            ("per-address", "many"),
            ("idle", "0s"),
            ("idle", "25h"),
            ("idle", "5 m"),
            ("session", "s"),
            ("rate-window", "0"),
            ("errors", "0"),
            ("commands", "4294967296"),
        ];
        for (name, value) in wrong {
            let mut limits = Limits::default();
            assert!(limits.set(name, value).is_err(), "{name}={value}");
            assert_eq!(limits, Limits::default(), "{name}={value}");
        }
    }
}
