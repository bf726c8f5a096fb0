//! The pages: plain HTML, which works without scripts.

use super::wish::{FIELDS, Wish};
use crate::{accounts::ACCOUNTS, fields::Fields};

/// Asks for consent. The form carries the request along.
pub(crate) fn consent(fields: &Fields, wish: &Wish) -> String {
    let proposed = wish.account.unwrap_or(&ACCOUNTS[0]);
    let accounts = ACCOUNTS.iter().map(|account| {
        let checked = if account == proposed { " checked" } else { "" };
        let channel = account.channel.map_or("no channel", |channel| channel.title);
        format!(
            "<p><label><input type=\"radio\" name=\"account\" value=\"{}\"{checked}> {} ({})\
             </label></p>\n",
            account.name,
            escape(channel),
            account.email,
        )
    });
    let accounts: String = accounts.collect();
    let carried = fields.iter().filter(|(name, _)| FIELDS.contains(name));
    let carried = carried.map(|(name, value)| {
        format!("<input type=\"hidden\" name=\"{name}\" value=\"{}\">\n", escape(value))
    });
    let carried: String = carried.collect();
    let scopes = escape(&wish.scope);
    let back = escape(&wish.redirect_uri);
    layout(&format!(
        "<p>A program wants to manage your YouTube account: <code>{scopes}</code>. You come back to \
         <code>{back}</code>.</p>\n\
         <form method=\"post\" action=\"/o/oauth2/v2/consent\">\n{carried}\
         <fieldset><legend>Your account</legend>\n{accounts}</fieldset>\n\
         <p><label><input type=\"checkbox\" name=\"withhold\" value=\"youtube\"> Sign in without \
         access to YouTube</label></p>\n\
         <p><button name=\"answer\" value=\"continue\">Continue</button>\n\
         <button name=\"answer\" value=\"cancel\">Cancel</button></p>\n</form>\n"
    ))
}

/// Says what is wrong with a request, and leads nowhere.
pub(crate) fn error(what: &str) -> String {
    layout(&format!(
        "<p>Access is blocked: the request is not in order.</p>\n<p><strong>{}</strong></p>\n",
        escape(what)
    ))
}

fn layout(content: &str) -> String {
    format!(
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head><meta charset=\"utf-8\">\
         <meta name=\"viewport\" content=\"width=device-width\">\
         <title>Stand-in for Google</title></head>\n<body>\n\
         <h1>Stand-in for Google (this is not Google)</h1>\n{content}</body>\n</html>\n"
    )
}

fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            letter => escaped.push(letter),
        }
    }
    escaped
}
