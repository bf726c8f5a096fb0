//! The parameter `part`: which properties of a resource are told or set.

use serde_json::{Map, Value};

use super::{ApiError, Asked};

/// The parts that were asked for.
pub(crate) struct Parts<'request>(Vec<&'request str>);

impl<'request> Parts<'request> {
    /// At least one, and none that the resource does not have.
    pub(crate) fn of(asked: &'request Asked<'_>, known: &[&str]) -> Result<Self, ApiError> {
        let parts: Vec<&str> = asked.required("part")?.split(',').map(str::trim).collect();
        match parts.iter().find(|part| **part != "id" && !known.contains(part)) {
            Some(unknown) => {
                let message = format!("There is no part '{unknown}'.");
                Err(ApiError::parameter("unknownPart", "part", message))
            }
            None => Ok(Self(parts)),
        }
    }

    /// A resource that sets a part must name it.
    pub(crate) fn check(&self, resource: &Value, known: &[&str]) -> Result<(), ApiError> {
        let is_set = |part: &&&str| resource.get(**part).is_some() && !self.0.contains(*part);
        match known.iter().find(is_set) {
            Some(part) => {
                let message = format!("The body sets '{part}', which `part` does not name.");
                Err(ApiError::parameter("unexpectedPart", "part", message))
            }
            None => Ok(()),
        }
    }

    /// Leaves what was not asked for out of a resource.
    pub(crate) fn cut(&self, resource: Value) -> Value {
        let Value::Object(fields) = resource else { return resource };
        let is_kept = |name: &str| ["kind", "etag", "id"].contains(&name) || self.0.contains(&name);
        let kept: Map<_, _> = fields.into_iter().filter(|(name, _)| is_kept(name)).collect();
        kept.into()
    }
}
