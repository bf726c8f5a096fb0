//! What `update` promises, against a mirror on which everything goes wrong that is known to.

mod day;
mod month;
mod once;
mod site;
mod year;
