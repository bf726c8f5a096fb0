//! Where the site is, and whether a request comes from its own pages.

use std::str::FromStr;

use actix_web::http::Uri;

/// The address that visitors write, without a path: `https://records.example`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublicUrl {
    /// `http` or `https`.
    scheme: String,
    /// Host and port, as browsers write them.
    authority: String,
}

/// A text that is no address of a site.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is no address of a site: write http:// or https://, a host and no path")]
pub struct InvalidPublicUrl(pub String);

impl FromStr for PublicUrl {
    type Err = InvalidPublicUrl;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let invalid = || InvalidPublicUrl(text.to_owned());
        let uri: Uri = text.trim().trim_end_matches('/').parse().map_err(|_| invalid())?;
        let scheme = uri.scheme_str().map(str::to_ascii_lowercase);
        let scheme = scheme.filter(|scheme| matches!(scheme.as_str(), "http" | "https"));
        let has_path = uri.path_and_query().is_some_and(|path| path.as_str() != "/");
        match (scheme, uri.authority()) {
            (Some(scheme), Some(authority)) if !has_path && !authority.as_str().contains('@') => {
                let usual = if scheme == "http" { ":80" } else { ":443" };
                let authority = authority.as_str().to_ascii_lowercase();
                let authority = authority.strip_suffix(usual).unwrap_or(&authority).to_owned();
                Ok(Self { scheme, authority })
            }
            _ => Err(invalid()),
        }
    }
}

impl PublicUrl {
    /// Whether visitors come by TLS.
    #[must_use]
    pub fn is_secure(&self) -> bool {
        self.scheme == "https"
    }

    /// Whether a request's `Origin` is the site itself. A site on this machine may be called by any
    /// name of the machine.
    #[must_use]
    pub fn is_origin(&self, origin: &str) -> bool {
        let Some((scheme, authority)) = origin.split_once("://") else { return false };
        if scheme != self.scheme {
            return false;
        }
        let authority = authority.to_ascii_lowercase();
        authority == self.authority
            || local_port(&authority).is_some_and(|port| local_port(&self.authority) == Some(port))
    }
}

/// The port of a name that this machine has for itself, or that stands for all of its names; empty for the scheme's own.
fn local_port(authority: &str) -> Option<&str> {
    let rest = ["localhost", "127.0.0.1", "[::1]", "0.0.0.0", "[::]"]
        .into_iter()
        .find_map(|name| authority.strip_prefix(name))?;
    if rest.is_empty() { Some("") } else { rest.strip_prefix(':') }
}

impl std::fmt::Display for PublicUrl {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}://{}", self.scheme, self.authority)
    }
}

#[cfg(test)]
mod tests {
    use super::PublicUrl;

    #[test]
    fn an_address_is_written_as_an_origin_is() {
        for (text, address) in [
            ("https://Records.Example/", "https://records.example"),
            ("https://records.example:443", "https://records.example"),
            ("http://127.0.0.1:8080", "http://127.0.0.1:8080"),
        ] {
            assert_eq!(text.parse::<PublicUrl>().unwrap().to_string(), address);
        }
        for wrong in ["", "records.example", "ftp://a", "https://a/b", "https://u@a", "https://a?b"]
        {
            assert!(wrong.parse::<PublicUrl>().is_err(), "{wrong}");
        }
    }

    #[test]
    fn only_the_site_itself_is_its_origin() {
        let site: PublicUrl = "https://records.example".parse().unwrap();
        assert!(site.is_origin("https://records.example"));
        for other in [
            "http://records.example",
            "https://records.example:8443",
            "https://records.example.evil.example",
            "https://localhost",
            "null",
            "",
        ] {
            assert!(!site.is_origin(other), "{other}");
        }
    }

    #[test]
    fn a_site_on_this_machine_goes_by_any_of_its_names() {
        let site: PublicUrl = "http://127.0.0.1:8080".parse().unwrap();
        assert!(site.is_origin("http://localhost:8080") && site.is_origin("http://[::1]:8080"));
        assert!(!site.is_origin("http://localhost:8081") && !site.is_origin("http://127.0.0.1"));
        assert!(!site.is_origin("http://localhost.evil.example:8080"));
    }
}
