//! What users have granted: codes, access tokens and refresh tokens.

use std::{
    collections::{HashMap, HashSet},
    time::Duration,
};

use jiff::Timestamp;

use crate::{
    accounts::Account,
    secret::{ACCESS_PREFIX, CODE_PREFIX, REFRESH_PREFIX, secret},
};

/// What a consent is about, and which of them it is: what comes of it carries this along.
#[derive(Debug, Clone)]
pub(crate) struct Grant {
    pub(crate) account: &'static Account,
    pub(crate) scope: String,
    consent: u64,
}

/// A code on its way through the browser.
#[derive(Debug, Clone)]
pub(crate) struct Code {
    pub(crate) grant: Grant,
    pub(crate) redirect_uri: String,
    pub(crate) challenge: String,
    /// Whether a refresh token is wanted, and wanted even if there was one before.
    pub(crate) is_offline: bool,
    pub(crate) is_asked_again: bool,
    pub(crate) expires: Timestamp,
    pub(crate) is_used: bool,
}

/// Everything that has been granted and not revoked.
#[derive(Debug, Default)]
pub(crate) struct Grants {
    codes: HashMap<String, Code>,
    access: HashMap<String, (Grant, Timestamp)>,
    refresh: HashMap<String, Grant>,
    /// Who has been given a refresh token: the next consent brings none by itself.
    known: HashSet<&'static str>,
    consents: u64,
}

impl Grants {
    /// A user has said yes.
    pub(crate) fn consent(&mut self, account: &'static Account, scope: String) -> Grant {
        self.consents += 1;
        Grant { account, scope, consent: self.consents }
    }

    pub(crate) fn add_code(&mut self, code: Code) -> String {
        let name = secret(CODE_PREFIX);
        self.codes.insert(name.clone(), code);
        name
    }

    pub(crate) fn code(&mut self, name: &str) -> Option<&mut Code> {
        self.codes.get_mut(name)
    }

    pub(crate) fn add_access(&mut self, grant: &Grant, now: Timestamp, life: Duration) -> String {
        let name = secret(ACCESS_PREFIX);
        let expires = now.saturating_add(life).unwrap_or(Timestamp::MAX);
        self.access.insert(name.clone(), (grant.clone(), expires));
        name
    }

    pub(crate) fn add_refresh(&mut self, grant: &Grant) -> String {
        self.known.insert(grant.account.name);
        let name = secret(REFRESH_PREFIX);
        self.refresh.insert(name.clone(), grant.clone());
        name
    }

    /// Whether the user has been given a refresh token, dead or alive.
    pub(crate) fn is_known(&self, account: &Account) -> bool {
        self.known.contains(account.name)
    }

    /// What an access token allows, if it lives.
    pub(crate) fn access(&self, token: &str, now: Timestamp) -> Option<&Grant> {
        let (grant, expires) = self.access.get(token)?;
        (now < *expires).then_some(grant)
    }

    /// Whose an access token is, dead or alive.
    pub(crate) fn owner(&self, token: &str) -> Option<&'static Account> {
        self.access.get(token).map(|(grant, _)| grant.account)
    }

    pub(crate) fn refresh(&self, token: &str) -> Option<&Grant> {
        self.refresh.get(token)
    }

    pub(crate) fn end_refresh(&mut self, token: &str) {
        self.refresh.remove(token);
    }

    pub(crate) fn expire_access(&mut self, now: Timestamp) {
        for (_, expires) in self.access.values_mut() {
            *expires = now.min(*expires);
        }
    }

    pub(crate) fn end_refresh_of(&mut self, account: &Account) {
        self.refresh.retain(|_, grant| grant.account != account);
    }

    /// Ends what a consent has brought: its code was seen twice, so somebody has stolen it.
    pub(crate) fn end_consent(&mut self, grant: &Grant) {
        self.access.retain(|_, (is, _)| is.consent != grant.consent);
        self.refresh.retain(|_, is| is.consent != grant.consent);
    }

    /// Ends everything that a user has granted; the next consent is a first one.
    pub(crate) fn revoke(&mut self, account: &Account) {
        self.codes.retain(|_, code| code.grant.account != account);
        self.access.retain(|_, (grant, _)| grant.account != account);
        self.end_refresh_of(account);
        self.known.remove(account.name);
    }
}
