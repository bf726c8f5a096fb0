//! A script whose answer is lost is sent once more.
