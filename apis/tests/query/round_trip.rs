//! What holds for each expression and each text.

use apis::query::{ErrorCode, MAX_CHARACTERS, parse};
use proptest::prelude::*;

use super::arbitrary;

fn a_text_is_read_or_its_error_points_into_it(text: &str) -> Result<(), TestCaseError> {
    match parse(text) {
        Ok(expr) => {
            let canonical = expr.to_string();
            let again =
                parse(&canonical).map_err(|error| TestCaseError::fail(error.render(&canonical)))?;
            prop_assert_eq!(&again, &expr);
            prop_assert_eq!(again.to_string(), canonical);
            prop_assert!(!expr.in_words().is_empty());
        }
        Err(error) => {
            let end = text.chars().count() + 1;
            prop_assert!((1..=end).contains(&error.column), "{error}");
            prop_assert!(error.length >= 1 && error.column + error.length <= end + 1, "{error}");
            prop_assert!(!error.to_string().contains(char::is_control));
            prop_assert_eq!(error.render(text).lines().count(), 3);
        }
    }
    Ok(())
}

proptest! {
    #[test]
    fn an_expression_is_read_from_its_canonical_form(expr in arbitrary::expr()) {
        let canonical = expr.to_string();
        match parse(&canonical) {
            Ok(again) => prop_assert_eq!(again, expr, "{}", canonical),
            Err(error) => {
                prop_assert_eq!(error.code, ErrorCode::TooLong, "{}", error.render(&canonical));
                prop_assert!(canonical.chars().count() > MAX_CHARACTERS);
            }
        }
    }

    #[test]
    fn nearly_a_query_is_read_or_its_error_points_into_it(text in arbitrary::query()) {
        a_text_is_read_or_its_error_points_into_it(&text)?;
    }

    #[test]
    fn any_text_is_read_or_its_error_points_into_it(text in any::<String>()) {
        a_text_is_read_or_its_error_points_into_it(&text)?;
    }
}
