//! The user is asked, and answers.

use super::{YOUTUBE, page, wish::Wish};
use crate::{
    accounts::{ACCOUNTS, Account},
    answer::Answer,
    fields::Fields,
    grants::Code,
    state::State,
};

/// Shows the consent page.
pub(crate) fn ask(state: &State, query: &Fields) -> Answer {
    match Wish::of(query, &state.options) {
        Ok(wish) => Answer::page(200, page::consent(query, &wish)),
        Err(what) => Answer::page(400, page::error(&what)),
    }
}

/// Leads back with a code, or with the user's no. Tells who has said yes.
pub(crate) fn answer(state: &mut State, form: &Fields) -> (Answer, Option<&'static Account>) {
    let refuse = |what: &str| (Answer::page(400, page::error(what)), None);
    let wish = match Wish::of(form, &state.options) {
        Ok(wish) => wish,
        Err(what) => return refuse(&what),
    };
    let account = match form.get("account") {
        None => wish.account.or(Some(&ACCOUNTS[0])),
        Some(name) => Account::of(name),
    };
    let Some(account) = account else { return refuse("there is no such account") };
    let (mut back, granted_by) = match form.get("answer") {
        Some("continue") => {
            (grant(state, &wish, account, form.get("withhold").is_some()), Some(account))
        }
        Some("cancel") => (vec![("error", "access_denied".to_owned())], None),
        _ => return refuse("the answer is neither continue nor cancel"),
    };
    back.push(("state", wish.state));
    if let Some(issuer) = state.options.issuer.sent() {
        back.push(("iss", issuer.to_owned()));
    }
    let back = serde_urlencoded::to_string(back).expect("names and values are texts");
    let joint = if wish.redirect_uri.contains('?') { '&' } else { '?' };
    (Answer::redirect(format!("{}{joint}{back}", wish.redirect_uri)), granted_by)
}

/// The code for what is granted.
fn grant(
    state: &mut State,
    wish: &Wish,
    account: &'static Account,
    is_withheld: bool,
) -> Vec<(&'static str, String)> {
    let scopes = wish.scope.split(' ').filter(|scope| !is_withheld || *scope != YOUTUBE);
    let scope = scopes.collect::<Vec<&str>>().join(" ");
    let lifetime = state.options.code_lifetime;
    let expires = state.clock.now().saturating_add(lifetime).unwrap_or(jiff::Timestamp::MAX);
    let grant = state.grants.consent(account, scope.clone());
    let code = state.grants.add_code(Code {
        grant,
        redirect_uri: wish.redirect_uri.clone(),
        challenge: wish.challenge.clone(),
        is_offline: wish.is_offline,
        is_asked_again: wish.is_asked_again,
        expires,
        is_used: false,
    });
    vec![("code", code), ("scope", scope)]
}
