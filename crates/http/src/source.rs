//! Where a request comes from, as limits count it.

use http::HeaderMap;
use std::net::{IpAddr, Ipv6Addr};
use uuid::Uuid;

/// The address of a client; of IPv6 the network of 64 bits, all of which one client may use.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Source(IpAddr);

impl Source {
    /// The source that `address` belongs to.
    pub(crate) fn of(address: IpAddr) -> Source {
        Source(match address.to_canonical() {
            IpAddr::V6(address) => IpAddr::V6(Ipv6Addr::from_bits(address.to_bits() >> 64 << 64)),
            address => address,
        })
    }

    /// It as an id, for what counts by ids.
    pub(crate) fn id(self) -> Uuid {
        let bits = match self.0 {
            IpAddr::V4(address) => address.to_ipv6_mapped().to_bits(),
            IpAddr::V6(address) => address.to_bits(),
        };
        Uuid::from_u128(bits)
    }

    /// The source of a request that arrived from `peer`: where that is one of the `trusted` proxies, the last address of
    /// `X-Forwarded-For` that is not. What stands before it was written by the client, which may write anything.
    pub(crate) fn of_request(peer: IpAddr, headers: &HeaderMap, trusted: &[IpAddr]) -> Source {
        let mut address = peer.to_canonical();
        let forwarded = headers.get_all("x-forwarded-for").iter().filter_map(|value| value.to_str().ok());
        let mut hops = forwarded.flat_map(|value| value.split(',')).collect::<Vec<_>>().into_iter().rev();
        while trusted.contains(&address)
            && let Some(hop) = hops.next().and_then(|hop| hop.trim().parse::<IpAddr>().ok())
        {
            address = hop.to_canonical();
        }
        Source::of(address)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ip(text: &str) -> IpAddr {
        text.parse().unwrap()
    }

    #[test]
    fn network_of_64_bits_is_one_source() {
        assert_eq!(Source::of(ip("2001:db8::1")), Source::of(ip("2001:db8::ffff:ffff:1:2")));
        assert_ne!(Source::of(ip("2001:db8::1")), Source::of(ip("2001:db8:0:1::1")));
        assert_eq!(Source::of(ip("::ffff:192.0.2.1")), Source::of(ip("192.0.2.1")));
        assert_ne!(Source::of(ip("192.0.2.1")), Source::of(ip("192.0.2.2")));
    }

    #[test]
    fn forwarded_address_counts_only_from_a_trusted_proxy() {
        let source = |peer: &str, forwarded: &str| {
            let headers = HeaderMap::from_iter([("x-forwarded-for".parse().unwrap(), forwarded.parse().unwrap())]);
            Source::of_request(ip(peer), &headers, &[ip("10.0.0.1"), ip("10.0.0.2")])
        };
        assert_eq!(source("192.0.2.9", "198.51.100.7"), Source::of(ip("192.0.2.9")));
        assert_eq!(source("10.0.0.1", "198.51.100.7"), Source::of(ip("198.51.100.7")));
        assert_eq!(source("::ffff:10.0.0.1", "1.1.1.1, 198.51.100.7, 10.0.0.2"), Source::of(ip("198.51.100.7")));
        assert_eq!(source("10.0.0.1", "198.51.100.7, nonsense"), Source::of(ip("10.0.0.1")));
        assert_eq!(
            Source::of_request(ip("10.0.0.1"), &HeaderMap::new(), &[ip("10.0.0.1")]),
            Source::of(ip("10.0.0.1"))
        );
    }
}
