//! Finding and fetching the files of a month, over HTTP, from a server on which things go wrong.

mod damaged;
mod folders;
mod layouts;
mod months;
mod odd_servers;
mod refused;
mod resumed;
mod scripted;
mod site;
mod streamed;
mod unlisted;
mod watched;
