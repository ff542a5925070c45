//! Who is connected: how many in all, and from where.

use super::limits::Limits;
use super::reply::{self, Reply};
use std::collections::HashMap;
use std::net::{IpAddr, Ipv6Addr};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// Counts connections.
#[derive(Default)]
pub(super) struct Connections(Mutex<Counts>);

#[derive(Default)]
struct Counts {
    all: usize,
    /// Bytes that all of them hold.
    held: usize,
    by_network: HashMap<IpAddr, usize>,
}

/// A connection that is counted; it is no more when this is dropped.
pub(super) struct Slot {
    connections: Arc<Connections>,
    network: IpAddr,
    /// Bytes that it holds.
    held: usize,
}

impl Connections {
    fn counts(&self) -> MutexGuard<'_, Counts> {
        // A count is right whatever else its holder did.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Counts one more.
    ///
    /// # Errors
    /// The reply when there are too many.
    pub(super) fn admit(self: &Arc<Self>, client: IpAddr, limits: &Limits) -> Result<Slot, Reply> {
        let network = network(client);
        let mut counts = self.counts();
        if counts.all >= limits.connections {
            return Err(reply::TOO_MANY_CONNECTIONS);
        }
        if counts.by_network.get(&network).is_some_and(|count| *count >= limits.per_address) {
            return Err(reply::TOO_MANY_FROM_YOU);
        }
        counts.all += 1;
        *counts.by_network.entry(network).or_default() += 1;
        Ok(Slot { connections: Arc::clone(self), network, held: 0 })
    }
}

impl Slot {
    /// Takes note of how many bytes this connection holds, and says how many the others do.
    pub(super) fn holds(&mut self, bytes: usize) -> usize {
        let mut counts = self.connections.counts();
        let others = counts.held - self.held;
        counts.held = others.saturating_add(bytes);
        self.held = bytes;
        others
    }
}

impl Drop for Slot {
    fn drop(&mut self) {
        let mut counts = self.connections.counts();
        counts.all -= 1;
        counts.held -= self.held;
        if let Some(count) = counts.by_network.get_mut(&self.network) {
            *count -= 1;
            if *count == 0 {
                counts.by_network.remove(&self.network);
            }
        }
    }
}

/// What counts as one address: whoever has an IPv6 address usually has the /64 around it.
fn network(client: IpAddr) -> IpAddr {
    match client.to_canonical() {
        IpAddr::V4(ip) => IpAddr::V4(ip),
        IpAddr::V6(ip) => IpAddr::V6(Ipv6Addr::from_bits(ip.to_bits() & !u128::from(u64::MAX))),
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn each_address_and_all_together_have_a_limit() {
        let connections = Arc::new(Connections::default());
        let limits = Limits { connections: 3, per_address: 2, ..Limits::default() };
        let admit = |client: &str| connections.admit(client.parse().unwrap(), &limits);
        let first = admit("2001:db8::1").unwrap_or_else(|_| unreachable!());
        let second = admit("2001:db8::2:0:0:1");
        assert_eq!(admit("2001:db8:0:0:ffff::").err(), Some(reply::TOO_MANY_FROM_YOU));
        assert!(second.is_ok());
        let third = admit("::ffff:192.0.2.1");
        assert_eq!(admit("192.0.2.2").err(), Some(reply::TOO_MANY_CONNECTIONS));
        drop((first, second));
        let fourth = admit("192.0.2.1");
        assert!(fourth.is_ok() && connections.counts().all == 2);
        assert_eq!(admit("192.0.2.1").err(), Some(reply::TOO_MANY_FROM_YOU));
        drop((third, fourth));
        assert!(connections.counts().all == 0 && connections.counts().by_network.is_empty());
    }

    #[test]
    fn what_all_hold_is_added_up() {
        let connections = Arc::new(Connections::default());
        let admit = || connections.admit(Ipv6Addr::LOCALHOST.into(), &Limits::default()).unwrap_or_else(|_| unreachable!());
        let (mut one, mut other) = (admit(), admit());
        assert_eq!((one.holds(10), other.holds(5), one.holds(1), other.holds(7)), (0, 10, 5, 1));
        drop(one);
        assert_eq!((other.holds(7), connections.counts().held), (0, 7));
        drop(other);
        assert_eq!(connections.counts().held, 0);
    }
}
