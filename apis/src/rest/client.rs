//! Who asks: the address that limits are counted by.

use std::net::{IpAddr, Ipv6Addr};

use actix_web::dev::ServiceRequest;

/// The address of a client. What a proxy says of it is believed of proxies on this machine or in a
/// private network only; of several addresses the last is the one that the nearest proxy saw.
pub(super) fn address(request: &ServiceRequest) -> IpAddr {
    let peer = request.peer_addr().map_or(IpAddr::from([0, 0, 0, 0]), |peer| peer.ip());
    if !is_near(peer) {
        return counted(peer);
    }
    let told = request.headers().get_all("x-forwarded-for").last();
    let told = told.and_then(|told| told.to_str().ok()?.rsplit(',').next()?.trim().parse().ok());
    counted(told.unwrap_or(peer))
}

fn is_near(address: IpAddr) -> bool {
    match address.to_canonical() {
        IpAddr::V4(address) => address.is_loopback() || address.is_private(),
        IpAddr::V6(address) => address.is_loopback() || address.is_unique_local(),
    }
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

    use super::address;

    fn of(peer: &str, forwarded: Option<&str>) -> String {
        let peer: SocketAddr = peer.parse().unwrap();
        let mut request = TestRequest::default().peer_addr(peer);
        if let Some(forwarded) = forwarded {
            request = request.insert_header(("x-forwarded-for", forwarded));
        }
        address(&request.to_srv_request()).to_string()
    }

    #[test]
    fn a_proxy_nearby_says_who_asks_and_a_stranger_does_not() {
        assert_eq!(of("127.0.0.1:9", Some("198.51.100.7")), "198.51.100.7");
        assert_eq!(of("10.0.0.2:9", Some("203.0.113.1, 198.51.100.7")), "198.51.100.7");
        assert_eq!(of("198.51.100.9:9", Some("203.0.113.1")), "198.51.100.9");
        assert_eq!(of("127.0.0.1:9", Some("nonsense")), "127.0.0.1");
        assert_eq!(of("127.0.0.1:9", None), "127.0.0.1");
    }

    #[test]
    fn a_network_of_version_6_is_one_client() {
        assert_eq!(of("[2001:db8::1:2:3:4]:9", None), "2001:db8::");
    }
}
