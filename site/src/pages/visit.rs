//! Who looks at a page, and what stands around it.

use actix_web::{
    FromRequest, HttpRequest, HttpResponse,
    dev::Payload,
    http::{StatusCode, header},
};
use apis::{
    account::Account,
    catalogue::Catalogue,
    rest::{Api, Problem, Visitor},
    session::{Basket, SessionError},
};
use askama::Template;

use crate::view::layout::{Layout, Section, SignIn};

/// A visitor on a page.
#[derive(Debug, Clone)]
pub(super) struct Visit {
    pub(super) visitor: Visitor,
    /// The path and query of the page.
    pub(super) here: String,
}

impl FromRequest for Visit {
    type Error = Problem;
    type Future = std::future::Ready<Result<Self, Problem>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let here = request.uri().path_and_query().map_or("/", |here| here.as_str()).to_owned();
        let visitor = Visitor::from_request(request, payload).into_inner();
        std::future::ready(visitor.map(|visitor| Self { visitor, here }))
    }
}

/// What a page is about.
pub(super) struct About<'a> {
    pub(super) title: String,
    pub(super) description: String,
    /// The one path that the page is to be known by; empty where it has none.
    pub(super) path: &'a str,
    pub(super) section: Section,
}

impl Visit {
    /// The visitor's basket. Who has no session yet has an empty one.
    pub(super) fn basket(&self, api: &Api) -> Result<Basket, SessionError> {
        if !self.visitor.is_known {
            return Ok(Basket::default());
        }
        let basket = api.sessions.basket(&self.visitor.id);
        if let Err(SessionError::Away(reason)) = &basket {
            tracing::warn!(%reason, "the sessions cannot be reached");
        }
        basket
    }

    /// Who is signed in. Of who has no session yet nothing is looked up.
    pub(super) fn account(&self, api: &Api) -> Result<Option<Account>, Problem> {
        match api.playlists() {
            Ok(playlists) if self.visitor.is_known => Ok(playlists.account(&self.visitor.id)?),
            _ => Ok(None),
        }
    }

    fn sign_in(&self, api: &Api) -> SignIn {
        if api.playlists().is_err() {
            return SignIn::Absent;
        }
        match self.account(api) {
            Ok(None) => SignIn::Out,
            Ok(Some(account)) => SignIn::In(account.channel),
            // The page is there all the same.
            Err(_) => SignIn::Absent,
        }
    }

    /// What stands around a page.
    pub(super) fn layout(
        &self,
        api: &Api,
        catalogue: Option<&Catalogue>,
        basket: Result<&Basket, &SessionError>,
        about: About<'_>,
    ) -> Layout {
        let About { title, description, path, section } = about;
        let site = &api.public_url;
        Layout {
            title,
            description,
            canonical: if path.is_empty() { String::new() } else { format!("{site}{path}") },
            here: self.here.clone(),
            section,
            basket: basket.ok().map(|basket| basket.len() as u64),
            csrf: self.visitor.id.csrf_token(),
            generation: catalogue.map(|catalogue| day(&catalogue.generation().to_string())),
            sign_in: self.sign_in(api),
            is_stand_in: api.playlists().is_ok_and(|playlists| playlists.is_stand_in),
        }
    }
}

/// A generation's date as people write it: `6 August 2020`.
pub(super) fn day(generation: &str) -> String {
    let date = generation.split('-').next().unwrap_or_default();
    let Ok(date) = jiff::civil::Date::strptime("%Y%m%d", date) else { return date.to_owned() };
    date.strftime("%-d %B %Y").to_string()
}

/// Whether a page is not there because its generation has gone, and the list's first page is.
pub(super) fn is_of_cursor(problem: &Problem) -> bool {
    matches!(problem.code(), "generation-gone" | "invalid-cursor")
}

/// Leads to another page.
pub(super) fn go(to: &str) -> HttpResponse {
    HttpResponse::SeeOther().insert_header((header::LOCATION, to)).finish()
}

/// A page as HTML. It may be long: this is work for [`Api::work`].
pub(super) fn rendered(page: &impl Template) -> Result<String, Problem> {
    page.render().map_err(|error| Problem::internal(&error))
}

/// An answer that nobody keeps, not even who has asked.
pub(super) fn private(mut answer: HttpResponse) -> HttpResponse {
    let nobody = header::HeaderValue::from_static("private, no-store");
    answer.headers_mut().insert(header::CACHE_CONTROL, nobody);
    answer
}

/// A page as an answer. It has what belongs to one visitor: nobody else may keep it.
pub(super) fn page(status: StatusCode, html: String) -> HttpResponse {
    HttpResponse::build(status)
        .content_type("text/html; charset=utf-8")
        .insert_header((header::CACHE_CONTROL, "private, no-cache"))
        .body(html)
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_generation_is_told_by_its_day() {
        assert_eq!(super::day("20200806"), "6 August 2020");
        assert_eq!(super::day("20261101-2"), "1 November 2026");
    }
}
