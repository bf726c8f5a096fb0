use serde_json::Value;
use storage::model::Other;

/// What of an element or attribute found no field. It goes to `other` of the struct, under the
/// element's name.
pub(super) type Rest = Option<Value>;

/// Under which name text is kept that stands beside attributes or elements.
pub(super) const TEXT: &str = "#text";

/// Adds a value under a name; several of one name become a list.
pub(super) fn keep(other: &mut Other, name: &str, value: Value) {
    match other.get_mut(name) {
        None => {
            other.insert(name.to_owned(), value);
        }
        // No value kept here is a list of its own.
        Some(Value::Array(values)) => values.push(value),
        Some(first) => {
            let first_value = first.take();
            *first = Value::Array(vec![first_value, value]);
        }
    }
}

/// Adds what found no field, if there is anything.
#[inline]
pub(super) fn keep_rest(other: &mut Other, name: &str, rest: Rest) {
    if let Some(value) = rest {
        keep(other, name, value);
    }
}

/// The rest of an element, from its attributes and children, and its text.
pub(super) fn rest_of(mut within: Other, text: Option<String>) -> Rest {
    match text {
        Some(text) if within.is_empty() => Some(Value::String(text)),
        Some(text) => {
            keep(&mut within, TEXT, Value::String(text));
            Some(Value::Object(within))
        }
        None if within.is_empty() => None,
        None => Some(Value::Object(within)),
    }
}
