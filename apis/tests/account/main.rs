//! Sign-in, against a server that stands in for Google.

mod home;
mod leaving;
mod refusals;
mod secrets;
mod sign_in;
mod tokens;
