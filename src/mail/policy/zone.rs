//! Names that a test makes up.

use super::Names;
use crate::mail::dns::{Found, Mx};
use std::cell::Cell;
use std::collections::BTreeMap;
use std::future::Future;
use std::net::IpAddr;
use std::pin::pin;
use std::task::{Context, Poll, Waker};

/// Lines of `name TYPE value`; a name with `?` cannot be looked up.
#[derive(Default)]
pub(super) struct Zone {
    records: BTreeMap<(String, String), Vec<String>>,
    failing: Vec<String>,
    /// How often somebody asked.
    pub asked: Cell<usize>,
}

impl Zone {
    pub(super) fn new(lines: &[&str]) -> Self {
        let mut zone = Self::default();
        for line in lines {
            let mut words = line.splitn(3, ' ');
            let (name, kind, value) = (words.next(), words.next(), words.next());
            match (name, kind, value) {
                (Some(name), Some("?"), _) => zone.failing.push(name.to_owned()),
                (Some(name), Some(kind), Some(value)) => {
                    zone.records.entry((name.to_owned(), kind.to_owned())).or_default().push(value.to_owned());
                }
                _ => unreachable!("{line}"),
            }
        }
        zone
    }

    fn find<T>(&self, name: &str, kind: &str, read: impl Fn(&String) -> T) -> Found<Vec<T>> {
        self.asked.set(self.asked.get() + 1);
        if self.failing.iter().any(|failing| failing == name) {
            return Found::Failed("nobody answered".into());
        }
        match self.records.get(&(name.to_owned(), kind.to_owned())) {
            Some(values) => Found::Some(values.iter().map(read).collect()),
            None if self.records.keys().any(|(known, _)| known == name) => Found::Nothing,
            None => Found::NoName,
        }
    }
}

impl Names for Zone {
    async fn txt(&self, name: &str) -> Found<Vec<String>> {
        self.find(name, "TXT", String::clone)
    }

    async fn mx(&self, domain: &str) -> Found<Vec<Mx>> {
        self.find(domain, "MX", |host| Mx { preference: 10, host: host.clone() })
    }

    async fn addresses(&self, host: &str) -> Found<Vec<IpAddr>> {
        self.find(host, "A", |address| address.parse().unwrap_or_else(|e| unreachable!("{address}: {e}")))
    }
}

/// Runs what never waits.
pub(super) fn at_once<T>(future: impl Future<Output = T>) -> T {
    match pin!(future).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(done) => done,
        Poll::Pending => unreachable!("the zone answers at once"),
    }
}
