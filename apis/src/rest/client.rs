//! Who asks: the address that limits are counted by.

use std::net::{IpAddr, Ipv6Addr};

use actix_web::dev::ServiceRequest;

/// Which proxies are believed when they say in `X-Forwarded-For` who asks.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Proxies {
    /// None: whoever is connected asks.
    None,
    /// Those on this machine.
    #[default]
    Local,
    /// Those on this machine and in private networks, as between containers. Nobody else may be
    /// able to connect from there.
    Private,
}

impl Proxies {
    fn include(self, address: IpAddr) -> bool {
        match (self, address.to_canonical()) {
            (Self::None, _) => false,
            (Self::Local, address) => address.is_loopback(),
            (Self::Private, IpAddr::V4(address)) => address.is_loopback() || address.is_private(),
            (Self::Private, IpAddr::V6(address)) => {
                address.is_loopback() || address.is_unique_local()
            }
        }
    }
}

/// The address of a client: of those that proxies tell, the last that is no proxy itself.
pub(super) fn address(request: &ServiceRequest, proxies: Proxies) -> IpAddr {
    let peer = request.peer_addr().map_or(IpAddr::from([0, 0, 0, 0]), |peer| peer.ip());
    let told = request.headers().get_all("x-forwarded-for");
    let told: Vec<&str> = told.filter_map(|told| told.to_str().ok()).collect();
    let told = told.iter().flat_map(|told| told.split(',')).rev();
    let mut client = peer;
    for told in told {
        if !proxies.include(client) {
            break;
        }
        let Ok(told) = told.trim().parse() else { break };
        client = told;
    }
    counted(client)
}

/// Who has one address of version 6 has all of its network's 2^64.
fn counted(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V6(address) => Ipv6Addr::from(u128::from(address) >> 64 << 64).into(),
        address => address,
    }
}

#[cfg(test)]
mod tests {
    use std::net::SocketAddr;

    use actix_web::test::TestRequest;

    use super::{Proxies, address};

    fn of(proxies: Proxies, peer: &str, forwarded: Option<&str>) -> String {
        let peer: SocketAddr = peer.parse().unwrap();
        let mut request = TestRequest::default().peer_addr(peer);
        if let Some(forwarded) = forwarded {
            request = request.insert_header(("x-forwarded-for", forwarded));
        }
        address(&request.to_srv_request(), proxies).to_string()
    }

    #[test]
    fn a_proxy_nearby_says_who_asks_and_a_stranger_does_not() {
        use Proxies::{Local, None as Nobody, Private};
        assert_eq!(of(Local, "127.0.0.1:9", Some("198.51.100.7")), "198.51.100.7");
        assert_eq!(of(Local, "10.0.0.2:9", Some("198.51.100.7")), "10.0.0.2");
        let through = "203.0.113.1, 198.51.100.7, 10.0.0.3";
        assert_eq!(of(Private, "10.0.0.2:9", Some(through)), "198.51.100.7");
        assert_eq!(of(Private, "198.51.100.9:9", Some("203.0.113.1")), "198.51.100.9");
        assert_eq!(of(Nobody, "127.0.0.1:9", Some("198.51.100.7")), "127.0.0.1");
        assert_eq!(of(Local, "127.0.0.1:9", Some("nonsense")), "127.0.0.1");
        assert_eq!(of(Local, "127.0.0.1:9", None), "127.0.0.1");
    }

    #[test]
    fn a_network_of_version_6_is_one_client() {
        assert_eq!(of(Proxies::None, "[2001:db8::1:2:3:4]:9", None), "2001:db8::");
    }
}
