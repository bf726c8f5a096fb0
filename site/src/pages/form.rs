//! What every form is checked for: that the site has made it for this session, and that it leads
//! back to the site.

use actix_web::http::StatusCode;
use apis::{rest::Problem, session::SessionId};

/// Whether a form was made for this session.
pub(super) fn check_token(fields: &[(String, String)], id: &SessionId) -> Result<(), Problem> {
    let token = fields.iter().find(|(name, _)| name == "csrf").map(|(_, token)| token);
    if token.is_some_and(|token| id.is_csrf_token(token)) {
        return Ok(());
    }
    let detail = "the form is of another session: load the page again and send it from there";
    let title = "The form does not belong to this session";
    Err(Problem::new(StatusCode::FORBIDDEN, "invalid-token", title, detail))
}

/// Whether a path leads back to this site and nowhere else.
pub(super) fn is_local(path: &str) -> bool {
    path.starts_with('/')
        && !path.starts_with("//")
        && path.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'\\')
}

#[cfg(test)]
mod tests {
    use super::is_local;

    #[test]
    fn a_form_leads_back_to_this_site_only() {
        assert!(is_local("/") && is_local("/?q=a%20b&order=date"));
        for foreign in
            ["", "//evil.example", "/\\evil.example", "https://evil.example", "basket", "/a\nb"]
        {
            assert!(!is_local(foreign), "{foreign:?}");
        }
    }
}
