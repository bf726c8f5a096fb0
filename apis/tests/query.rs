//! The query language: what it means, how it is written again, and what its errors say.

mod query {
    mod arbitrary;
    mod canonical;
    mod edit;
    mod errors;
    mod meaning;
    mod round_trip;
}
