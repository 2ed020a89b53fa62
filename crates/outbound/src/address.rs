//! Which addresses may be called.

use std::fmt;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// Blocks of version 4 that are not in the internet: this network, private, of carriers, loopback, of the link, of protocols, of
/// documentation, relays, of benchmarks, multicast, reserved.
const NOT_PUBLIC_V4: [(Ipv4Addr, u32); 15] = [
    (Ipv4Addr::new(0, 0, 0, 0), 8),
    (Ipv4Addr::new(10, 0, 0, 0), 8),
    (Ipv4Addr::new(100, 64, 0, 0), 10),
    (Ipv4Addr::new(127, 0, 0, 0), 8),
    (Ipv4Addr::new(169, 254, 0, 0), 16),
    (Ipv4Addr::new(172, 16, 0, 0), 12),
    (Ipv4Addr::new(192, 0, 0, 0), 24),
    (Ipv4Addr::new(192, 0, 2, 0), 24),
    (Ipv4Addr::new(192, 88, 99, 0), 24),
    (Ipv4Addr::new(192, 168, 0, 0), 16),
    (Ipv4Addr::new(198, 18, 0, 0), 15),
    (Ipv4Addr::new(198, 51, 100, 0), 24),
    (Ipv4Addr::new(203, 0, 113, 0), 24),
    (Ipv4Addr::new(224, 0, 0, 0), 4),
    (Ipv4Addr::new(240, 0, 0, 0), 4),
];
/// Of those, the blocks of an own network.
const OWN_V4: [(Ipv4Addr, u32); 5] = [
    (Ipv4Addr::new(10, 0, 0, 0), 8),
    (Ipv4Addr::new(100, 64, 0, 0), 10),
    (Ipv4Addr::new(127, 0, 0, 0), 8),
    (Ipv4Addr::new(172, 16, 0, 0), 12),
    (Ipv4Addr::new(192, 168, 0, 0), 16),
];
/// The block of version 6 that is in the internet, and those within it that are not: of protocols (tunnels among them), of documentation,
/// tunnels, of documentation.
const PUBLIC_V6: (Ipv6Addr, u32) = (Ipv6Addr::new(0x2000, 0, 0, 0, 0, 0, 0, 0), 3);
const NOT_PUBLIC_V6: [(Ipv6Addr, u32); 4] = [
    (Ipv6Addr::new(0x2001, 0, 0, 0, 0, 0, 0, 0), 23),
    (Ipv6Addr::new(0x2001, 0xdb8, 0, 0, 0, 0, 0, 0), 32),
    (Ipv6Addr::new(0x2002, 0, 0, 0, 0, 0, 0, 0), 16),
    (Ipv6Addr::new(0x3fff, 0, 0, 0, 0, 0, 0, 0), 20),
];
/// The blocks of version 6 of an own network: loopback, unique local.
const OWN_V6: [(Ipv6Addr, u32); 2] = [(Ipv6Addr::LOCALHOST, 128), (Ipv6Addr::new(0xfc00, 0, 0, 0, 0, 0, 0, 0), 7)];
/// In an own network, where the machines of clouds are told their passwords. That of most clouds is of the link.
const METADATA: [IpAddr; 2] =
    [IpAddr::V4(Ipv4Addr::new(100, 100, 100, 200)), IpAddr::V6(Ipv6Addr::new(0xfd00, 0xec2, 0, 0, 0, 0, 0, 0x254))];

/// An address that may not be called.
#[derive(Debug)]
pub(crate) struct RefusedAddress(pub(crate) IpAddr);

impl fmt::Display for RefusedAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} is not in the internet", self.0)
    }
}

impl std::error::Error for RefusedAddress {}

/// Refuses an address that is not in the internet; those of the own network only where they are not allowed.
pub(crate) fn check(address: IpAddr, allow_private: bool) -> Result<(), RefusedAddress> {
    let may_be_called = match address.to_canonical() {
        IpAddr::V4(v4) => !v4_in(&NOT_PUBLIC_V4, v4) || allow_private && v4_in(&OWN_V4, v4),
        IpAddr::V6(v6) => v6_in(&[PUBLIC_V6], v6) && !v6_in(&NOT_PUBLIC_V6, v6) || allow_private && v6_in(&OWN_V6, v6),
    };
    let is_metadata = METADATA.contains(&address.to_canonical());
    if may_be_called && !is_metadata { Ok(()) } else { Err(RefusedAddress(address)) }
}

fn v4_in(blocks: &[(Ipv4Addr, u32)], address: Ipv4Addr) -> bool {
    blocks.iter().any(|(block, length)| (address.to_bits() ^ block.to_bits()) >> (32 - length) == 0)
}

fn v6_in(blocks: &[(Ipv6Addr, u32)], address: Ipv6Addr) -> bool {
    blocks.iter().any(|(block, length)| (address.to_bits() ^ block.to_bits()) >> (128 - length) == 0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn may(address: &str, allow_private: bool) -> bool {
        check(address.parse().unwrap(), allow_private).is_ok()
    }

    #[test]
    fn addresses_of_the_internet_may_be_called() {
        for address in ["1.1.1.1", "9.255.255.255", "172.32.0.1", "100.128.0.1", "193.0.0.1", "223.255.255.255"] {
            assert!(may(address, false), "{address}");
        }
        for address in ["2606:4700::1111", "2a00:1450::5", "2001:4860:4860::8888", "::ffff:1.1.1.1"] {
            assert!(may(address, false), "{address}");
        }
    }

    #[test]
    fn own_network_may_be_called_only_where_that_is_allowed() {
        for address in
            ["127.0.0.1", "127.9.9.9", "10.1.2.3", "172.16.0.1", "172.31.255.255", "192.168.1.1", "100.64.0.1"]
        {
            assert_eq!((may(address, false), may(address, true)), (false, true), "{address}");
        }
        for address in ["::1", "fd12:3456::1", "fc00::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1"] {
            assert_eq!((may(address, false), may(address, true)), (false, true), "{address}");
        }
    }

    #[test]
    fn what_is_neither_is_never_called() {
        for address in [
            "0.0.0.0",
            "0.1.2.3",
            "169.254.169.254",
            "192.0.0.192",
            "192.0.2.1",
            "198.51.100.7",
            "203.0.113.9",
            "198.19.0.1",
            "224.0.0.1",
            "239.1.1.1",
            "255.255.255.255",
            "100.100.100.200",
            "::",
            "::7f00:1",
            "::ffff:169.254.169.254",
            "::ffff:0.0.0.0",
            "64:ff9b::7f00:1",
            "64:ff9b:1::1",
            "100::1",
            "fe80::1",
            "fec0::1",
            "ff02::1",
            "fd00:ec2::254",
            "2001::1",
            "2001:db8::1",
            "2002:7f00:1::",
            "3fff::1",
            "5f00::1",
        ] {
            assert_eq!((may(address, false), may(address, true)), (false, false), "{address}");
        }
    }

    proptest! {
        /// The library of the language knows most of the blocks, too.
        #[test]
        fn no_address_is_taken_for_one_of_the_internet_that_is_known_not_to_be(bits in any::<u32>()) {
            let v4 = Ipv4Addr::from_bits(bits);
            let is_other = v4.is_private() || v4.is_loopback() || v4.is_link_local() || v4.is_broadcast()
                || v4.is_documentation() || v4.is_unspecified() || v4.is_multicast();
            prop_assert!(!is_other || check(v4.into(), false).is_err());
            prop_assert_eq!(check(v4.to_ipv6_mapped().into(), false).is_ok(), check(v4.into(), false).is_ok());
        }

        #[test]
        fn no_address_of_version_6_is_taken_for_one_of_the_internet_that_is_known_not_to_be(bits in any::<u128>()) {
            let v6 = Ipv6Addr::from_bits(bits);
            let is_other = v6.is_loopback() || v6.is_unspecified() || v6.is_multicast() || v6.is_unique_local()
                || v6.is_unicast_link_local();
            prop_assert!(!is_other || check(v6.into(), false).is_err());
        }
    }
}
