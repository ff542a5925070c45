//! What is on the public Internet, and not in somebody's own network.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// Domains of private networks (RFC 6761, 6762, 8375, ICANN's `internal`), and those that home routers use.
const PRIVATE: [&str; 7] = ["home.arpa", "internal", "intranet", "lan", "local", "localdomain", "localhost"];

/// Whether a host's name can be public: it has a domain, and not one of private networks.
pub(super) fn is_name(host: &str) -> bool {
    let host = host.trim_end_matches('.').to_ascii_lowercase();
    let is_below = |domain: &str| host.strip_suffix(domain).is_some_and(|rest| rest.is_empty() || rest.ends_with('.'));
    host.contains('.') && !PRIVATE.iter().any(|domain| is_below(domain))
}

/// Whether an address is public (IANA's registries of special-purpose addresses), an IPv4 address inside of an IPv6 one too.
pub(super) fn is_address(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => is_v4(address),
        IpAddr::V6(address) => is_v6(address),
    }
}

fn is_v4(address: Ipv4Addr) -> bool {
    let [a, b, c, _] = address.octets();
    let is_special = address.is_private() || address.is_loopback() || address.is_link_local() || address.is_multicast();
    // This network, carriers' NAT, protocol assignments, benchmarks, reserved.
    !(is_special || a == 0 || (a, b & 0xc0) == (100, 64) || (a, b, c) == (192, 0, 0) || (a, b & 0xfe) == (198, 18) || a >= 240)
}

fn is_v6(address: Ipv6Addr) -> bool {
    let embedded = |high: u16, low: u16| Ipv4Addr::from(u32::from(high) << 16 | u32::from(low));
    match address.segments() {
        // Mapped, NAT64 and 6to4 addresses lead to an IPv4 one.
        [0, 0, 0, 0, 0, 0xffff, high, low] | [0x64, 0xff9b, 0, 0, 0, 0, high, low] | [0x2002, high, low, ..] => {
            is_v4(embedded(high, low))
        }
        // Only global unicast is public.
        [first, ..] => first & 0xe000 == 0x2000,
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn addresses() {
        for public in ["9.9.9.9", "100.128.0.1", "172.32.0.1", "198.20.0.1", "2620:fe::fe", "::ffff:9.9.9.9", "64:ff9b::909:909"]
        {
            assert!(is_address(public.parse().unwrap()), "{public}");
        }
        for private in [
            "0.0.0.0",
            "10.0.0.1",
            "100.64.0.1",
            "127.0.0.1",
            "127.1.2.3",
            "169.254.169.254",
            "172.16.0.1",
            "192.0.0.1",
            "192.168.1.1",
            "198.18.0.1",
            "224.0.0.1",
            "240.0.0.1",
            "255.255.255.255",
            "::",
            "::1",
            "::ffff:127.0.0.1",
            "::127.0.0.1",
            "64:ff9b::7f00:1",
            "2002:7f00:1::",
            "fe80::1",
            "fc00::1",
            "fd12::1",
            "ff02::1",
        ] {
            assert!(!is_address(private.parse().unwrap()), "{private}");
        }
    }

    #[test]
    fn names() {
        for public in ["example.com", "autoconfig.example.com.", "lan.example.com", "localhost.example.com", "mylan.example"] {
            assert!(is_name(public), "{public}");
        }
        for private in [
            "",
            ".",
            "localhost",
            "localhost.",
            "foo.LOCALHOST.",
            "router.lan",
            "printer.local.",
            "metadata.google.internal",
            "intranet",
        ] {
            assert!(!is_name(private), "{private}");
        }
    }
}
