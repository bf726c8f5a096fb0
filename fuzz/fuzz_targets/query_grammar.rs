//! Any text is read as a query or gives an error that points into it; what is read is read again
//! from its canonical form.

#![no_main]

use apis::query::parse;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    match parse(text) {
        Ok(expr) => {
            let canonical = expr.to_string();
            let again = parse(&canonical).expect("a canonical form is a query");
            assert_eq!(again, expr);
            assert_eq!(again.to_string(), canonical);
            assert!(!expr.in_words().is_empty());
        }
        Err(error) => {
            let end = text.chars().count() + 1;
            assert!(error.length >= 1);
            assert!((1..=end).contains(&error.column));
            assert!(error.column + error.length <= end + 1);
            assert!(!error.to_string().contains(char::is_control));
            assert_eq!(error.render(text).lines().count(), 3);
        }
    }
});
